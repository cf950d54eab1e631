"""What the table of places shows, how it is sorted and searched. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from rexus.base.text import contados, fold, formatear_numero, tr
from rexus.stock.ubicaciones import Lugar
from rexus.ui.paged_table import Column, Mark, Row
from rexus.ui.short_list import Asked, Line

CLAVES: Final = ("codigo", "nombre", "tipo", "articulos", "piezas", "activo")
_ACTIVO: Final = CLAVES.index("activo")


def columns() -> tuple[Column, ...]:
    """The columns of the page."""
    return (
        Column("codigo", tr("Código"), "codigo", 160, mark=_mark_inactive),
        Column("nombre", tr("Nombre"), width=280),
        Column("tipo", tr("Tipo"), width=160),
        Column("articulos", tr("Artículos"), "numero", 104),
        Column("piezas", tr("Piezas"), "cantidad", 112),
        Column("activo", tr("Activa"), "logico", 88),
    )


def row(lugar: Lugar) -> Line:
    """A place as the table shows it."""
    return Line(lugar.id, (lugar.codigo, lugar.nombre, lugar.tipo, lugar.articulos, lugar.piezas, lugar.activo))


def chosen(lugares: Iterable[Lugar], pedido: Asked) -> list[Lugar]:
    """The places that have every word, in order."""
    palabras = fold(pedido.text).split()
    hallados = [
        lugar
        for lugar in lugares
        if (lugar.activo or pedido.with_inactive)
        and all(p in fold(f"{lugar.codigo} {lugar.nombre} {lugar.tipo}") for p in palabras)
    ]
    return sorted(hallados, key=_ORDEN[pedido.order], reverse=pedido.descending)


def footer(lugares: Iterable[Lugar]) -> str:
    """«24 ubicaciones · 3 vacías · 1 inactiva · 3.902 piezas»."""
    todas = list(lugares)
    activas = [lugar for lugar in todas if lugar.activo]
    vacias = sum(1 for lugar in activas if not lugar.articulos)
    inactivas = len(todas) - len(activas)
    partes = [
        _contadas(len(todas), tr("ubicación"), tr("ubicaciones")),
        _contadas(vacias, tr("vacía"), tr("vacías")),
        contados(sum(lugar.piezas for lugar in todas), tr("pieza"), tr("piezas")),
    ]
    if inactivas:
        partes.insert(2, _contadas(inactivas, tr("inactiva"), tr("inactivas")))
    return " · ".join(partes)


def _contadas(cuantas: int, una: str, varias: str) -> str:
    return f"{formatear_numero(cuantas)} {una if cuantas == 1 else varias}"


def _mark_inactive(fila: Row) -> Mark | None:
    return None if fila.valores[_ACTIVO] else Mark("⊘", "secondary", tr("Inactiva"))


_ORDEN: dict[str, Callable[[Lugar], Any]] = {
    "codigo": lambda lugar: (fold(lugar.codigo), lugar.id),
    "nombre": lambda lugar: (fold(lugar.nombre), fold(lugar.codigo)),
    "tipo": lambda lugar: (fold(lugar.tipo), fold(lugar.codigo)),
    "articulos": lambda lugar: (lugar.articulos, fold(lugar.codigo)),
    "piezas": lambda lugar: (lugar.piezas, fold(lugar.codigo)),
    "activo": lambda lugar: (lugar.activo, fold(lugar.codigo)),
}
