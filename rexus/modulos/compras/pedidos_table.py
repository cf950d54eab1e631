"""What the table of orders shows, how it is sorted and searched. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Final

from rexus.base.text import contados, fold, formatear_fecha, tr
from rexus.modulos.compras import domain
from rexus.stock.estado_pedido import ANULADA, BORRADOR, EN_CAMINO, PARCIAL, RECIBIDA
from rexus.stock.pedidos import ResumenPedido
from rexus.ui.paged_table import Column, Mark, Row

KEYS: Final = ("numero", "proveedor", "estado", "esperado", "total", "lineas", "fecha", "fecha_envio")


@dataclass(frozen=True)
class Asked:
    """Words to look for, whether those that ended show too, whether only overdue ones do, and the order."""

    text: str = ""
    ended: bool = False
    overdue: bool = False
    order: str = "numero"
    descending: bool = True


@dataclass(frozen=True)
class Line:
    """An order as a row; `estado` and `atrasado` decide the mark."""

    id: int
    valores: tuple[Any, ...]
    estado: str
    atrasado: bool


def columns(zona: tzinfo) -> tuple[Column, ...]:
    """The columns of the tab; moments are days of `zona`."""

    def dia(momento: datetime | date) -> str:
        return formatear_fecha(momento, zona, hora=False)

    return (
        Column("numero", tr("Número"), "codigo", 104),
        Column("proveedor", tr("Proveedor"), width=216),
        Column("estado", tr("Estado"), width=256, mark=_mark),
        Column("esperado", tr("Se espera"), "fecha", 96),
        Column("total", tr("Total"), "dinero", 120),
        Column("lineas", tr("Líneas"), "numero", 72),
        Column("fecha", tr("Fecha"), "fecha", 96, format=dia),
        Column("fecha_envio", tr("Enviado"), "fecha", 96, format=dia),
    )


def row(pedido: ResumenPedido, ahora: datetime, zona: tzinfo) -> Line:
    """An order as the table shows it."""
    valores = (
        pedido.numero, pedido.proveedor, domain.estado(pedido, ahora, zona), pedido.esperado(zona), pedido.total,
        pedido.lineas, pedido.fecha, pedido.fecha_envio,
    )  # fmt: skip
    return Line(pedido.id, valores, pedido.estado, pedido.atrasado(ahora, zona))


def chosen(pedidos: Iterable[ResumenPedido], asked: Asked, ahora: datetime, zona: tzinfo) -> list[ResumenPedido]:
    """The orders that have every word, in order."""
    words = fold(asked.text).split()
    found = [
        p
        for p in pedidos
        if (not asked.overdue or p.atrasado(ahora, zona)) and all(w in fold(f"{p.numero} {p.proveedor}") for w in words)
    ]
    order = _order(zona)[asked.order]
    return sorted(found, key=lambda p: (order(p), p.numero), reverse=asked.descending)


def footer(pedidos: Iterable[ResumenPedido], ahora: datetime, zona: tzinfo) -> str:
    """«12 pedidos · 3 atrasados · total 34.000,00»."""
    every = list(pedidos)
    late = sum(1 for p in every if p.atrasado(ahora, zona))
    total = sum((p.total for p in every if p.estado != ANULADA), Decimal(0))
    parts = [contados(len(every), tr("pedido"), tr("pedidos"))]
    if late:
        parts.append(contados(late, tr("atrasado"), tr("atrasados")))
    parts.append(tr("total {total}").format(total=domain.suma(total)))
    return " · ".join(parts)


def _mark(line: Row) -> Mark | None:
    assert isinstance(line, Line)
    if line.atrasado:
        return Mark("!", "bad", tr("Tendría que haber llegado"))
    signs: dict[str, Mark] = {
        BORRADOR: Mark("✎", "secondary", tr("Todavía no se envió")),
        PARCIAL: Mark("◐", "warning", tr("Llegó una parte")),
        RECIBIDA: Mark("●", "good", tr("Llegó todo")),
        ANULADA: Mark("⊘", "secondary", tr("Se anuló")),
    }
    return signs.get(line.estado, Mark("○", "accent", tr("En camino")) if line.estado in EN_CAMINO else None)


def _order(zona: tzinfo) -> dict[str, Callable[[ResumenPedido], Any]]:
    nunca = datetime.max.replace(tzinfo=UTC)
    return {
        "numero": lambda p: p.numero,
        "proveedor": lambda p: fold(p.proveedor),
        "estado": lambda p: p.estado,
        "fecha": lambda p: p.fecha,
        "fecha_envio": lambda p: p.fecha_envio or nunca,
        "esperado": lambda p: p.esperado(zona) or date.max,
        "lineas": lambda p: p.lineas,
        "total": lambda p: p.total,
    }
