"""What the list of an obra's files shows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from rexus.base.text import fold, formatear_fecha, formatear_tamano, tr
from rexus.stock.adjuntos import Adjunto
from rexus.ui.paged_table import Column


@dataclass(frozen=True)
class Pedido:
    """Of which obra, and by what they are sorted."""

    obra_id: int
    orden: str = "fecha"
    descendente: bool = True


@dataclass(frozen=True)
class Fila:
    """A file as a row."""

    id: int
    valores: tuple[Any, ...]


def columns(zona: tzinfo) -> tuple[Column, ...]:
    """The columns; moments in the workshop's zone."""
    return (
        Column("nombre", tr("Archivo"), width=360),
        Column("tipo", tr("Tipo"), width=96),
        Column("tamano", tr("Tamaño"), "numero", 96, format=formatear_tamano),
        Column("fecha", tr("Fecha"), "fecha", 140, format=lambda momento: formatear_fecha(momento, zona)),
        Column("usuario", tr("Lo agregó"), width=120),
    )


def row(a: Adjunto) -> Fila:
    """A file as the table shows it."""
    tipo = "PDF" if a.tipo == "application/pdf" else tr("Imagen")
    return Fila(a.id, (a.nombre, tipo, a.tamano, a.fecha, a.usuario))


def chosen(adjuntos: Iterable[Adjunto], pedido: Pedido) -> list[Adjunto]:
    """In the order that was asked for."""
    return sorted(adjuntos, key=_ORDEN[pedido.orden], reverse=pedido.descendente)


_ORDEN: dict[str, Callable[[Adjunto], Any]] = {
    "nombre": lambda a: (fold(a.nombre), a.id),
    "tipo": lambda a: (a.tipo, a.id),
    "tamano": lambda a: (a.tamano, a.id),
    "fecha": lambda a: (a.fecha, a.id),
    "usuario": lambda a: (fold(a.usuario), a.id),
}
