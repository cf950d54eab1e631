"""What the table of obras shows, how it is sorted and filtered. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Final

from rexus.base.text import contados, fold, tr
from rexus.modulos.obras import textos
from rexus.stock.coberturas import ObraVista
from rexus.stock.estados_obra import ESTADOS
from rexus.stock.requerimientos import FALTA
from rexus.ui.paged_table import Column, Mark, Row

#: What the filter of states means besides a state itself.
ABIERTAS: Final = "abiertas"
TODAS: Final = ""


@dataclass(frozen=True)
class Pedido:
    """What is asked of the table: words to look for, the states, whether only those that lack something, the order."""

    texto: str = ""
    estado: str = ABIERTAS
    con_faltantes: bool = False
    orden: str = "entrega"
    descendente: bool = False


@dataclass(frozen=True)
class Fila:
    """An obra as a row; `valores` are in the order of the columns."""

    id: int
    valores: tuple[Any, ...]
    vista: ObraVista


def columns(zona: tzinfo) -> tuple[Column, ...]:
    """The columns of the page; days are those of the workshop's zone."""
    return (
        Column("codigo", tr("Código"), "codigo", 84),
        Column("nombre", tr("Nombre"), width=124, elastic=True),
        Column("cliente", tr("Cliente"), width=148),
        Column("materiales", tr("Materiales"), width=148, format=textos.cobertura, mark=_mark_cover),
        Column("estado", tr("Estado"), width=126, format=textos.estado, mark=_mark_state),
        Column("entrega", tr("Entrega"), "fecha", 102, mark=lambda fila: _mark_late(fila, zona)),
        Column("aberturas", tr("Aberturas"), "numero", 88, format=lambda n: textos.numero(Decimal(n))),
    )


def row(vista: ObraVista) -> Fila:
    """An obra as the table shows it."""
    f = vista.ficha
    valores = (f.codigo, f.nombre, f.cliente, vista.cobertura, f.estado, f.fecha_entrega, f.aberturas)
    return Fila(f.id, valores, vista)


def chosen(vistas: Iterable[ObraVista], pedido: Pedido) -> list[ObraVista]:
    """The obras that have every word and the state, in order; those without the datum that sorts come last."""
    palabras = fold(pedido.texto).split()
    halladas = [v for v in vistas if _passes(v, pedido) and all(p in _texto(v) for p in palabras)]
    if pedido.orden == "entrega":
        con = [v for v in halladas if v.ficha.fecha_entrega is not None]
        sin = [v for v in halladas if v.ficha.fecha_entrega is None]
        return sorted(con, key=_ORDEN["entrega"], reverse=pedido.descendente) + sorted(sin, key=_ORDEN["codigo"])
    return sorted(halladas, key=_ORDEN[pedido.orden], reverse=pedido.descendente)


def footer(vistas: Iterable[ObraVista]) -> str:
    """«12 obras · 3 con faltantes · 2 sin materiales»."""
    todas = list(vistas)
    coberturas = [v.cobertura for v in todas if v.cobertura is not None]
    cortas = sum(1 for c in coberturas if c.faltan)
    vacias = sum(1 for c in coberturas if not c.articulos)
    partes = [contados(len(todas), tr("obra"), tr("obras"))]
    if cortas:
        partes.append(tr("{n} con faltantes").format(n=cortas))
    if vacias:
        partes.append(tr("{n} sin materiales").format(n=vacias))
    return " · ".join(partes)


def _passes(vista: ObraVista, pedido: Pedido) -> bool:
    if pedido.con_faltantes and (vista.cobertura is None or not vista.cobertura.faltan):
        return False
    if pedido.estado == ABIERTAS:
        return vista.ficha.abierta
    return pedido.estado in (TODAS, vista.ficha.estado)


def _texto(vista: ObraVista) -> str:
    f = vista.ficha
    return fold(" ".join((f.codigo, f.nombre, f.cliente, f.direccion, f.telefono)))


def _vista(fila: Row) -> ObraVista:
    assert isinstance(fila, Fila)
    return fila.vista


def _mark_state(fila: Row) -> Mark | None:
    return textos.marca_de_estado(_vista(fila).ficha.estado)


def _mark_cover(fila: Row) -> Mark | None:
    return textos.marca_de_cobertura(_vista(fila).cobertura)


def _mark_late(fila: Row, zona: tzinfo) -> Mark | None:
    ficha = _vista(fila).ficha
    if not ficha.abierta or ficha.fecha_entrega is None or ficha.fecha_entrega >= datetime.now(zona).date():
        return None
    return Mark("!", "warning", tr("Ya pasó la fecha de entrega"))


# From what can start to what cannot.
_PEORES: Final = ("entregado", "reservado", "disponible", FALTA, "sin materiales")


def _cobertura(vista: ObraVista) -> tuple[int, int]:
    c = vista.cobertura
    return (len(_PEORES), 0) if c is None else (_PEORES.index(c.estado), c.faltan)


_ORDEN: dict[str, Callable[[ObraVista], Any]] = {
    "codigo": lambda v: fold(v.ficha.codigo),
    "nombre": lambda v: (fold(v.ficha.nombre), fold(v.ficha.codigo)),
    "cliente": lambda v: (fold(v.ficha.cliente), fold(v.ficha.codigo)),
    "estado": lambda v: (ESTADOS.index(v.ficha.estado), fold(v.ficha.codigo)),
    "entrega": lambda v: (v.ficha.fecha_entrega or date.max, fold(v.ficha.codigo)),
    "aberturas": lambda v: (v.ficha.aberturas, fold(v.ficha.codigo)),
    "materiales": lambda v: (_cobertura(v), fold(v.ficha.codigo)),
}
