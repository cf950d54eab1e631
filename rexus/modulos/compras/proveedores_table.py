"""What the table of suppliers shows, how it is sorted and searched. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from rexus.base.text import contados, fold, tr
from rexus.stock.proveedores import FichaProveedor
from rexus.ui.paged_table import Column, Mark, Row
from rexus.ui.short_list import Asked, Line

KEYS: Final = ("nombre", "contacto", "telefono", "email", "dias_entrega", "activo")


def columns() -> tuple[Column, ...]:
    """The columns of the tab."""
    return (
        Column("nombre", tr("Nombre"), width=176, mark=_mark_inactive, elastic=True),
        Column("contacto", tr("Contacto"), width=120),
        Column("telefono", tr("Teléfono"), width=112),
        Column("email", tr("Correo"), width=192),
        Column("dias_entrega", tr("Días de entrega"), "numero", 120),
        Column("activo", tr("Activo"), "logico", 80, visible=False),
    )


def row(p: FichaProveedor) -> Line:
    """A supplier as the table shows it; days that nobody knows are an empty cell."""
    return Line(p.id, (p.nombre, p.contacto, p.telefono, p.email, p.dias_entrega or None, p.activo))


def chosen(proveedores: Iterable[FichaProveedor], asked: Asked) -> list[FichaProveedor]:
    """The suppliers that have every word, in order."""
    words = fold(asked.text).split()
    found = [p for p in proveedores if (p.activo or asked.with_inactive) and all(w in _text(p) for w in words)]
    order = _ORDER[asked.order]
    return sorted(found, key=lambda p: (order(p), fold(p.nombre)), reverse=asked.descending)


def footer(proveedores: Iterable[FichaProveedor]) -> str:
    """«12 proveedores»."""
    return contados(len(list(proveedores)), tr("proveedor"), tr("proveedores"))


def _text(p: FichaProveedor) -> str:
    return fold(f"{p.nombre} {p.contacto} {p.telefono} {p.email} {p.observaciones}")


def _mark_inactive(line: Row) -> Mark | None:
    return None if line.valores[KEYS.index("activo")] else Mark("⊘", "secondary", tr("Fuera de uso"))


_ORDER: dict[str, Callable[[FichaProveedor], Any]] = {
    "nombre": lambda p: fold(p.nombre),
    "contacto": lambda p: fold(p.contacto),
    "telefono": lambda p: p.telefono,
    "email": lambda p: fold(p.email),
    "dias_entrega": lambda p: p.dias_entrega,
    "activo": lambda p: p.activo,
}
