"""What the table of kits shows, how it is sorted and searched. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from rexus.base.text import contados, fold, formatear_numero, tr
from rexus.stock.kits import KitVisto
from rexus.ui.paged_table import Column, Mark, Row
from rexus.ui.short_list import Asked, Line

_CLAVES: Final = ("codigo", "nombre", "disponible", "partes", "activo")


def columns() -> tuple[Column, ...]:
    """The columns of the tab."""
    return (
        Column("codigo", tr("Código"), "codigo", 112, mark=_mark_inactive),
        Column("nombre", tr("Nombre"), width=224, elastic=True),
        Column("disponible", tr("Alcanza para"), "numero", 112, mark=_mark_none),
        Column("partes", tr("Partes"), "numero", 88),
        Column("activo", tr("Activo"), "logico", 80, visible=False),
    )


def row(kit: KitVisto) -> Line:
    """A kit as the table shows it."""
    return Line(kit.id, (kit.codigo, kit.nombre, kit.disponible, len(kit.partes), kit.activo))


def chosen(kits: Iterable[KitVisto], asked: Asked) -> list[KitVisto]:
    """The kits that have every word, in order; parts are looked through too."""
    words = fold(asked.text).split()
    found = [k for k in kits if (k.activo or asked.with_inactive) and all(w in _text(k) for w in words)]
    return sorted(found, key=_ORDER[asked.order], reverse=asked.descending)


def footer(kits: Iterable[KitVisto]) -> str:
    """«12 kits · 3 no alcanzan»."""
    every = list(kits)
    short = sum(1 for kit in every if not kit.disponible)
    return f"{contados(len(every), tr('kit'), tr('kits'))} · {tr('{n} sin stock').format(n=formatear_numero(short))}"


def _text(kit: KitVisto) -> str:
    return fold(" ".join([kit.codigo, kit.nombre, kit.descripcion, *(f"{p.codigo} {p.nombre}" for p in kit.partes)]))


def _mark_inactive(line: Row) -> Mark | None:
    return None if line.valores[_CLAVES.index("activo")] else Mark("⊘", "secondary", tr("Fuera de uso"))


def _mark_none(line: Row) -> Mark | None:
    if line.valores[_CLAVES.index("disponible")]:
        return None
    return Mark("∅", "bad", tr("No alcanza para ninguno"))


_ORDER: dict[str, Callable[[KitVisto], Any]] = {
    "codigo": lambda kit: fold(kit.codigo),
    "nombre": lambda kit: (fold(kit.nombre), fold(kit.codigo)),
    "disponible": lambda kit: (kit.disponible, fold(kit.codigo)),
    "partes": lambda kit: (len(kit.partes), fold(kit.codigo)),
    "activo": lambda kit: (kit.activo, fold(kit.codigo)),
}
