"""What the table of missing articles shows: one group for each supplier, headed by what ordering it costs. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from rexus.base.text import contados, fold, formatear_numero, tr
from rexus.modulos.compras.domain import suma
from rexus.stock import todas_las_clases
from rexus.stock.faltantes import Faltante
from rexus.ui.paged_table import Column, Mark, Row

KEYS: Final = (
    "articulo", "descripcion", "necesarias", "pendiente", "stock_minimo", "reservado", "disponible", "en_pedido",
    "faltan", "en_borrador", "ped_min", "emba", "pedir", "precio", "total", "proveedor",
)  # fmt: skip
# Beyond every article's, so that a table can tell a group from them.
_GROUPS: Final = 1 << 40
_IN: Final = "    "


@dataclass(frozen=True)
class Asked:
    """Of which obras (None: all that are open), with reorder levels or not, of which suppliers (() is any), with which
    words, and in which order; by «articulo» they come in groups, one for each supplier."""

    obras: tuple[int, ...] | None = None
    minimos: bool = True
    proveedores: tuple[str, ...] = ()
    text: str = ""
    order: str = "articulo"
    descending: bool = False


@dataclass(frozen=True)
class Line:
    """An article, or a supplier's group (`faltante` None), as a row."""

    id: int
    valores: tuple[Any, ...]
    faltante: Faltante | None


def columns() -> tuple[Column, ...]:
    """The columns of the tab."""
    return (
        Column("articulo", tr("Artículo"), "codigo", 120, mark=_mark_group),
        Column("descripcion", tr("Descripción"), width=128, mark=_mark_supplier, elastic=True),
        Column("necesarias", tr("Necesarias"), "cantidad", 92),
        # From here to «Faltan» they are the sum: pendientes + mínimo − reservado − disponible − en pedido.
        Column("pendiente", tr("Pendientes"), "cantidad", 92),
        Column("stock_minimo", tr("Mínimo"), "cantidad", 76),
        Column("reservado", tr("Reservado"), "cantidad", 90),
        Column("disponible", tr("Disponible"), "cantidad", 92),
        Column("en_pedido", tr("En pedido"), "cantidad", 90),
        Column("faltan", tr("Faltan"), "cantidad", 66, mark=_mark_remnants),
        # Written in orders that were not sent: it is missing, and not proposed again.
        Column("en_borrador", tr("En borrador"), "cantidad", 98),
        Column("ped_min", tr("Ped. mín."), "cantidad", 86),
        Column("emba", tr("Emba."), "cantidad", 66),
        Column("pedir", tr("Pedir"), "cantidad", 60),
        Column("precio", tr("Precio"), "dinero", 88),
        # A supplier's runs to hundreds of millions.
        Column("total", tr("Total"), "dinero", 120),
        Column("proveedor", tr("Proveedor"), width=160, visible=False),
    )


def supplier(faltante: Faltante) -> str:
    """Whom it is ordered from, in words also when nobody knows."""
    return faltante.proveedor or nobody()


def nobody() -> str:
    """What stands where a supplier would."""
    return tr("(sin proveedor)")


def chosen(faltantes: Iterable[Faltante], asked: Asked) -> list[Faltante]:
    """The articles that have every word and one of the suppliers, in order."""
    words = fold(asked.text).split()
    # Read again, a name may be written as another article writes it.
    suppliers = {fold(name) for name in asked.proveedores}
    found = [
        f
        for f in faltantes
        if (not suppliers or fold(supplier(f)) in suppliers)
        and all(w in fold(f"{f.codigo} {f.descripcion} {f.proveedor}") for w in words)
    ]
    key = _ORDER[asked.order]
    if asked.order == "articulo":
        # Those that nobody sells come last either way: there is nothing to order of them.
        found.sort(key=lambda f: f.codigo)
        found.sort(key=key, reverse=asked.descending)
        return sorted(found, key=lambda f: f.proveedor == "")
    return sorted(found, key=lambda f: (key(f), f.codigo), reverse=asked.descending)


def lines(faltantes: Sequence[Faltante], asked: Asked) -> list[Line]:
    """The rows: each group headed by its supplier, unless they are sorted otherwise."""
    if asked.order != "articulo":
        return [_article(f, asked, grouped=False) for f in faltantes]
    groups: dict[str, list[Faltante]] = {}
    for f in faltantes:
        groups.setdefault(supplier(f), []).append(f)
    return [
        line
        for name, mine in groups.items()
        for line in (_group(name, mine), *(_article(f, asked, grouped=True) for f in mine))
    ]


def id_of(clase: str, articulo_id: int) -> int:
    """One number for an article of any catalogue."""
    names = [c.nombre for c in todas_las_clases()]
    return articulo_id * len(names) + names.index(clase)


def is_group(id_: int) -> bool:
    """Whether the row of that id is the head of a supplier's group."""
    return id_ >= _GROUPS


def footer(faltantes: Iterable[Faltante]) -> str:
    """«12 artículos · 3 proveedores · total 34.000,00»."""
    every = list(faltantes)
    sellers = len({f.proveedor for f in every if f.proveedor})
    parts = [
        contados(len(every), tr("artículo"), tr("artículos")),
        contados(sellers, tr("proveedor"), tr("proveedores")),
    ]
    nobodys = sum(1 for f in every if not f.proveedor)
    if nobodys:
        parts.append(tr("{n} sin proveedor").format(n=formatear_numero(nobodys)))
    parts.append(tr("total {total}").format(total=suma(_total(every))))
    return " · ".join(parts)


def _total(faltantes: Iterable[Faltante]) -> Decimal:
    return sum((f.total for f in faltantes), Decimal(0))


def _article(f: Faltante, asked: Asked, *, grouped: bool) -> Line:
    valores = (
        # Below its supplier, an article stands further in.
        f"{_IN if grouped else ''}{f.codigo}", f.descripcion, f.necesarias, f.pendiente,
        # A reorder level that is not asked for does not count.
        f.stock_minimo if asked.minimos else Decimal(0), f.reservado, f.disponible, f.en_pedido, f.faltan,
        f.en_borrador,
        # By the piece, and a price that nobody knows, are empty cells.
        f.ped_min or None, f.emba or None, f.pedir, f.precio or None, f.total if f.precio else None, supplier(f),
    )  # fmt: skip
    return Line(id_of(f.clase, f.articulo_id), valores, f)


def _group(name: str, mine: Sequence[Faltante]) -> Line:
    how_many = contados(len(mine), tr("artículo"), tr("artículos"))
    blanks = (None,) * (len(KEYS) - 4)
    return Line(_GROUPS + zlib.crc32(name.encode()), (how_many, name, *blanks, _total(mine) or None, name), None)


def _mark_group(line: Row) -> Mark | None:
    assert isinstance(line, Line)
    return Mark("▾", "accent", tr("Todo lo de este proveedor")) if line.faltante is None else None


def _mark_supplier(line: Row) -> Mark | None:
    assert isinstance(line, Line)
    return Mark("", "accent") if line.faltante is None else None


def _mark_remnants(line: Row) -> Mark | None:
    assert isinstance(line, Line)
    if line.faltante is None or not line.faltante.retazos:
        return None
    how_many = contados(line.faltante.retazos, tr("retazo"), tr("retazos"))
    return Mark("✂", "accent", tr("Hay {retazos}: mirar si alcanzan").format(retazos=how_many))


_ORDER: dict[str, Callable[[Faltante], Any]] = {
    "articulo": lambda f: fold(f.proveedor),
    "proveedor": lambda f: fold(f.proveedor),
    "descripcion": lambda f: fold(f.descripcion),
    "necesarias": lambda f: f.necesarias,
    "pendiente": lambda f: f.pendiente,
    "stock_minimo": lambda f: f.stock_minimo,
    "reservado": lambda f: f.reservado,
    "disponible": lambda f: f.disponible,
    "en_pedido": lambda f: f.en_pedido,
    "faltan": lambda f: f.faltan,
    "en_borrador": lambda f: f.en_borrador,
    "ped_min": lambda f: f.ped_min,
    "emba": lambda f: f.emba,
    "pedir": lambda f: f.pedir,
    "precio": lambda f: f.precio,
    "total": lambda f: f.total,
}
