"""What the table of an obra's materials shows, how it is sorted and searched. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from rexus.base.text import fold, tr
from rexus.modulos.obras import textos
from rexus.stock.clases import todas
from rexus.stock.requerimientos import DISPONIBLE, ENTREGADO, FALTA, RESERVADO, SIN_ENTREGAR, SIN_PEDIR, Material
from rexus.ui.paged_table import Column, Mark, Row

# From what keeps the obra from starting to what nobody waits for.
_URGENCIA: Final = (FALTA, DISPONIBLE, SIN_ENTREGAR, RESERVADO, ENTREGADO, SIN_PEDIR)
_MOST_CLASSES: Final = 64


@dataclass(frozen=True)
class Pedido:
    """Of which obra, words to look for, whether only what is missing shows, and by what it is sorted.

    Without an order they stand as they were written down.
    """

    obra_id: int
    texto: str = ""
    solo_faltan: bool = False
    orden: str = ""
    descendente: bool = False


@dataclass(frozen=True)
class Fila:
    """A material as a row."""

    id: int
    valores: tuple[Any, ...]
    material: Material


def columns() -> tuple[Column, ...]:
    """The columns of the card."""
    return (
        Column("codigo", tr("Código"), "codigo", 76),
        Column("descripcion", tr("Descripción"), width=160, elastic=True),
        Column("estado", tr("Estado"), width=104, mark=_mark),
        Column("necesarias", tr("Necesarias"), "cantidad", 88),
        Column("reservado", tr("Reservado"), "cantidad", 88, format=textos.numero),
        Column("entregado", tr("Entregado"), "cantidad", 88, format=textos.numero),
        Column("faltan", tr("Faltan"), "cantidad", 68, format=textos.numero),
        Column("disponible", tr("Disponible"), "cantidad", 92),
        Column("de_otras", tr("Lo tiene reservado"), width=148, sortable=False),
    )


def row_id(m: Material) -> int:
    """One number for class and article."""
    nombres = [clase.nombre for clase in todas()]
    return m.articulo_id * _MOST_CLASSES + nombres.index(m.clase)


def row(m: Material) -> Fila:
    """A material as the table shows it; who else holds some, where it is short of them."""
    otras = textos.quien_tiene(m.de_otras) if m.estado == FALTA else ""
    return Fila(
        row_id(m),
        (m.codigo, m.descripcion, textos.material(m), m.necesarias, m.reservado, m.entregado, m.faltan, m.disponible,
         otras),
        m,
    )  # fmt: skip


def chosen(materiales: Iterable[Material], pedido: Pedido) -> list[Material]:
    """Those that have every word, in order."""
    palabras = fold(pedido.texto).split()
    hallados = [
        m
        for m in materiales
        if (m.faltan or not pedido.solo_faltan) and all(p in fold(f"{m.codigo} {m.descripcion}") for p in palabras)
    ]
    orden = _ORDEN.get(pedido.orden)
    return hallados if orden is None else sorted(hallados, key=orden, reverse=pedido.descendente)


def _mark(fila: Row) -> Mark | None:
    assert isinstance(fila, Fila)
    return textos.marca_de_material(fila.material)


_ORDEN: dict[str, Callable[[Material], Any]] = {
    "codigo": lambda m: fold(m.codigo),
    "descripcion": lambda m: (fold(m.descripcion), fold(m.codigo)),
    "necesarias": lambda m: (m.necesarias, fold(m.codigo)),
    "reservado": lambda m: (m.reservado, fold(m.codigo)),
    "entregado": lambda m: (m.entregado, fold(m.codigo)),
    "faltan": lambda m: (m.faltan, fold(m.codigo)),
    "disponible": lambda m: (m.disponible, fold(m.codigo)),
    "estado": lambda m: (_URGENCIA.index(m.estado), fold(m.codigo)),
}
