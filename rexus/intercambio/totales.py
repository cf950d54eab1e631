"""Rows that are no article: the sums that people write below a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rexus.base.text import fold, formatear_numero, tr
from rexus.intercambio.bloques import Bloque
from rexus.intercambio.errores_fila import mostrar
from rexus.intercambio.sumas import Sumas
from rexus.intercambio.tabla import Celda, vacia

# «Total», «TOTALES:», «Sub-total», «*** Total general ***», «Suma», «Gran total»; a code such as «TOTAL-100» is none.
_PALABRA = re.compile(r"[\W_]*(?:gran |sub[ -]?)?(?:total(?:es)?|sumas?|sumatoria)(?: [a-z ]+)?[\W_]*")
# How such a cell begins, or one in which nothing stands.
_COMIENZO = re.compile(r"[\W_]*(?:[tTsSgG]|$)")
_NUMERO = re.compile(r"[-+$ ]*\d[\d.,]*[ %$]*")
_GUARDADAS, _NOMBRADAS = 100, 5


@dataclass(frozen=True)
class FilaOmitida:
    """A row that was left out: its number in the file, and what stands in it."""

    fila: int
    texto: str


class Totales:
    """Takes such rows out of the blocks of a file. `omitidas` are the first of `total`."""

    def __init__(self, columna_clave: int | None, sumas: Sumas | None = None) -> None:
        """`columna_clave`: where the code stands; None leaves every row in.

        A row of figures without a code is one too. With `sumas`, only if these prove that it is a sum.
        """
        self._clave = columna_clave
        self._sumas = sumas
        self.omitidas: list[FilaOmitida] = []
        self.total = 0

    def sin_ellas(self, bloque: Bloque) -> Bloque | None:
        """The block without them; None when nothing is left of it."""
        if self._clave is None:
            return bloque
        clave = self._clave
        fuera = {i for i, fila in enumerate(bloque.filas) if self._es_total(fila, clave)}
        if not fuera:
            return bloque
        self.total += len(fuera)
        for i in sorted(fuera)[: max(0, _GUARDADAS - len(self.omitidas))]:
            self.omitidas.append(FilaOmitida(bloque.numeros[i], _texto(bloque.filas[i])))
        quedan = [i for i in range(len(bloque.filas)) if i not in fuera]
        return Bloque([bloque.numeros[i] for i in quedan], [bloque.filas[i] for i in quedan]) if quedan else None

    def _es_total(self, fila: Sequence[Celda], clave: int) -> bool:
        codigo = fila[clave] if clave < len(fila) else None
        total = _dudosa(codigo) and (_dice_total(codigo) if not vacia(codigo) else self._sin_codigo(fila))
        if self._sumas is not None:
            self._sumas.cerrar_tramo() if total else self._sumas.agregar(fila)
        return total

    def _sin_codigo(self, fila: Sequence[Celda]) -> bool:
        llenas = [celda for celda in fila if not vacia(celda)]
        if any(map(_dice_total, llenas)):
            return True
        # Nothing but figures: it is the sum of what stands above. A lone zero is none.
        return (
            all(map(_es_numero, llenas))
            and any(re.search("[1-9]", str(celda)) for celda in llenas)
            and (self._sumas is None or self._sumas.prueban(fila))
        )

    def aviso(self) -> str:
        """What was left out, in a sentence; empty for nothing."""
        if not self.total:
            return ""
        cuales = ", ".join(
            tr("fila {n} («{texto}»)").format(n=o.fila, texto=o.texto) for o in self.omitidas[:_NOMBRADAS]
        )
        if self.total == 1:
            return tr("Una fila parece un total y queda afuera: {cuales}.").format(cuales=cuales)
        mas = self.total - min(self.total, _NOMBRADAS)
        if mas:
            cuales = tr("{cuales} y {n} más").format(cuales=cuales, n=formatear_numero(mas))
        return tr("{n} filas parecen totales y quedan afuera: {cuales}.").format(
            n=formatear_numero(self.total), cuales=cuales
        )


def _dudosa(clave: Celda) -> bool:
    """A quick look, for files of a million rows: nearly all of them have a code that begins otherwise."""
    return clave is None or (isinstance(clave, str) and _COMIENZO.match(clave) is not None)


def _dice_total(celda: Celda) -> bool:
    return isinstance(celda, str) and _PALABRA.fullmatch(fold(celda)) is not None


def _es_numero(celda: Celda) -> bool:
    if isinstance(celda, str):
        return _NUMERO.fullmatch(celda.strip()) is not None
    return isinstance(celda, int | float) and not isinstance(celda, bool)


def _texto(fila: Sequence[Celda]) -> str:
    return " · ".join(mostrar(celda).strip() for celda in fila if not vacia(celda))[:80]
