"""What the list of an obra's deliveries and returns shows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from typing import Any

from rexus.base.text import fold, formatear_fecha, tr
from rexus.stock import entregas_de_obra
from rexus.stock.entregas_de_obra import EntregaVista
from rexus.ui.paged_table import Column, Mark, Row


@dataclass(frozen=True)
class Pedido:
    """Of which obra, words to look for (articles too), and by what it is sorted."""

    obra_id: int
    texto: str = ""
    orden: str = "fecha"
    descendente: bool = True


@dataclass(frozen=True)
class Fila:
    """A delivery or a return as a row."""

    id: int
    valores: tuple[Any, ...]
    vista: EntregaVista


def columns(zona: tzinfo) -> tuple[Column, ...]:
    """The columns; moments in the workshop's zone."""
    return (
        Column("fecha", tr("Fecha"), "fecha", 132, format=lambda momento: formatear_fecha(momento, zona)),
        Column("tipo", tr("Qué"), width=120, mark=_mark),
        Column("numero", tr("Remito"), "codigo", 104),
        Column("lineas", tr("Líneas"), "numero", 72),
        Column("piezas", tr("Piezas"), "cantidad", 80),
        Column("usuario", tr("Registró"), width=96),
        Column("nota", tr("Nota"), width=84, sortable=False, elastic=True),
    )


def row(vista: EntregaVista) -> Fila:
    """As the table shows it."""
    return Fila(
        vista.id,
        (vista.fecha, vista.palabra, vista.numero, len(vista.lineas), piezas(vista), vista.usuario, vista.nota),
        vista,
    )


def piezas(vista: EntregaVista) -> Decimal:
    """How many pieces it moved."""
    return sum((linea.cantidad for linea in vista.lineas), Decimal(0))


def chosen(vistas: Iterable[EntregaVista], pedido: Pedido) -> list[EntregaVista]:
    """Those that have every word, in order."""
    palabras = fold(pedido.texto).split()
    halladas = [v for v in vistas if all(p in _texto(v) for p in palabras)]
    return sorted(halladas, key=_ORDEN[pedido.orden], reverse=pedido.descendente)


def _texto(vista: EntregaVista) -> str:
    codigos = " ".join(f"{linea.codigo} {linea.descripcion}" for linea in vista.lineas)
    return fold(f"{vista.numero} {vista.usuario} {vista.nota} {codigos}")


def _mark(fila: Row) -> Mark | None:
    assert isinstance(fila, Fila)
    if fila.vista.anulada:
        return Mark("⊘", "secondary")
    return Mark("←", "accent") if fila.vista.tipo == entregas_de_obra.DEVOLUCION else Mark("→", "good")


_ORDEN: dict[str, Callable[[EntregaVista], Any]] = {
    "fecha": lambda v: (v.fecha, v.id),
    "tipo": lambda v: (v.tipo, v.id),
    "numero": lambda v: (fold(v.numero), v.id),
    "lineas": lambda v: (len(v.lineas), v.id),
    "piezas": lambda v: (piezas(v), v.id),
    "usuario": lambda v: (fold(v.usuario), v.id),
}
