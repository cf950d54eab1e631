"""A batch that answers a request: asked again with the same UUID it gives what it gave, and does nothing twice."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import select, update

from rexus.db.work import Work
from rexus.stock import ledger, lotes
from rexus.stock.errors import ClaveRepetidaError
from rexus.stock.orm import Lote

T = TypeVar("T")


class Intento(Generic[T]):
    """One request. `hecho` is what it gave when it was made before, None the first time.

    `tipo` is the batch's kind, `resultado` the dataclass of what it gives (with a field `repetido`), `pedido` all that
    was asked for. Raises ClaveRepetidaError when the UUID names another request, DatoInvalidoError when it is none.
    """

    def __init__(self, work: Work, resultado: type[T], clave: str | None, tipo: str, origen: str, pedido: Any) -> None:
        self.clave = ledger.nueva_clave(clave)
        self._work = work
        self._tipo = tipo
        self._origen = origen[:255]
        self._huella = sha256(TypeAdapter(Any).dump_json(pedido)).hexdigest()
        self._adaptador = TypeAdapter(resultado)
        self.hecho: T | None = None
        previo = work.connection.execute(
            select(Lote.tipo, Lote.huella, Lote.resumen).where(Lote.clave == self.clave)
        ).one_or_none()
        if previo is not None:
            if (previo.tipo, previo.huella) != (tipo, self._huella):
                raise ClaveRepetidaError(self.clave)
            anterior: Any = self._adaptador.validate_json(previo.resumen)
            self.hecho = replace(anterior, repetido=True)

    def abrir(self, clase: str = "obra") -> int:
        """The batch's id; made now."""
        return lotes.abrir(self._work, self.clave, self._tipo, clase, origen=self._origen, huella=self._huella)

    def terminar(self, lote_id: int, hecho: T) -> T:
        """Keep what was done with the batch."""
        resumen = self._adaptador.dump_json(hecho).decode("utf-8")
        self._work.connection.execute(update(Lote).where(Lote.id == lote_id).values(resumen=resumen))
        return hecho
