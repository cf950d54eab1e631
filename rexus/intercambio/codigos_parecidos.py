"""New codes that differ from another in capitals alone: legal, and mostly a slip of who typed the file."""

from __future__ import annotations

from sqlalchemy import select

from rexus.base.text import tr
from rexus.db.work import Work
from rexus.stock import Clase


class CodigosParecidos:
    """Those of one file. `mostrados`: how many are told one by one; None for all of them."""

    def __init__(self, work: Work, clase: Clase, mostrados: int | None) -> None:
        self._work = work
        self._clase = clase
        self._mostrados = mostrados
        self._vistos: dict[str, str] | None = None
        self._frases: list[str] = []
        self._callados = 0

    def nuevo(self, fila: int, codigo: str) -> None:
        """That row makes an article with a code that does not exist yet."""
        if self._vistos is None:
            # Read when the first one is met: looking each of them up would cost a search.
            todos = self._work.connection.scalars(select(self._clase.orm.codigo))
            self._vistos = {otro.casefold(): otro for otro in todos}
        otro = self._vistos.setdefault(codigo.casefold(), codigo)
        if otro == codigo:
            return
        if self._mostrados is not None and len(self._frases) >= self._mostrados:
            self._callados += 1
            return
        self._frases.append(
            tr("Fila {fila}: «{codigo}» se parece a «{otro}», que ya existe; se crea otro artículo.").format(
                fila=fila, codigo=codigo, otro=otro
            )
        )

    def avisos(self) -> tuple[str, ...]:
        """A sentence for each."""
        if not self._callados:
            return tuple(self._frases)
        mas = tr("Hay {n} códigos más que se parecen a otros.").format(n=self._callados)
        return (*self._frases, mas)
