"""What the table of perfiles shows, and the signs beside its figures."""

from __future__ import annotations

from datetime import tzinfo
from decimal import Decimal
from typing import Any, Final

from rexus.base.text import formatear_fecha, formatear_numero, tr
from rexus.ui.paged_table.columns import Column, Mark, Row

# In the order in which they are read.
CLAVES: Final = (
    "codigo",
    "descripcion",
    "acabado",
    "stock_actual",
    "disponible",
    "stock_minimo",
    "ubicacion",
    "proveedor",
    "longitud",
    "ancho",
    "alto",
    "tipo",
    "tipo_material",
    "unidad",
    "stock_reservado",
    "ped_min",
    "emba",
    "importe",
    "qr",
    "fecha_actualizacion",
    "activo",
)
_STOCK, _RESERVADO, _DISPONIBLE = (CLAVES.index(c) for c in ("stock_actual", "stock_reservado", "disponible"))
_MINIMO, ACTIVO = (CLAVES.index(c) for c in ("stock_minimo", "activo"))


def columns(zona: tzinfo) -> tuple[Column, ...]:
    """The columns of the page; `zona` is where the workshop's clock hangs."""

    def moment(value: Any) -> str:
        return formatear_fecha(value, zona)

    shown = (
        Column("codigo", tr("Código"), "codigo", 112, mark=mark_inactive),
        Column("descripcion", tr("Descripción"), width=264),
        Column("acabado", tr("Acabado"), width=136),
        Column("stock_actual", tr("Stock"), "cantidad", 76, mark=mark_stock),
        Column("disponible", tr("Disponible"), "cantidad", 88, mark=mark_available),
        Column("stock_minimo", tr("Mínimo"), "cantidad", 72),
        Column("ubicacion", tr("Ubicación"), width=104),
        Column("proveedor", tr("Proveedor"), width=152),
        Column("longitud", tr("Longitud (mm)"), "numero", 112),
        Column("ancho", tr("Ancho (mm)"), "numero", 96, visible=False),
        Column("alto", tr("Alto (mm)"), "numero", 96, visible=False),
        Column("tipo", tr("Tipo"), width=104, visible=False),
        Column("tipo_material", tr("Material"), width=112, visible=False),
        Column("unidad", tr("Unidad"), width=80, visible=False),
        Column("stock_reservado", tr("Reservado"), "cantidad", 96, visible=False),
        Column("ped_min", tr("Ped. mín."), "cantidad", 88, visible=False),
        Column("emba", tr("Embalaje"), "cantidad", 88, visible=False),
        Column("importe", tr("Importe"), "dinero", 104, visible=False),
        Column("qr", tr("QR"), width=128, visible=False),
        Column("fecha_actualizacion", tr("Actualizado"), "fecha", 136, visible=False, format=moment),
        Column("activo", tr("Activo"), "logico", 72, visible=False),
    )
    if tuple(column.key for column in shown) != CLAVES:
        raise ValueError("the columns and the values that are read must be the same, in the same order")
    return shown


def mark_stock(row: Row) -> Mark | None:
    """«∅» when there is none, «▼» when there is less than the minimum."""
    stock, minimo = row.valores[_STOCK], row.valores[_MINIMO]
    if stock == 0:
        return Mark("∅", "bad", tr("Sin stock"))
    if stock < minimo:
        return Mark("▼", "warning", tr("Bajo el mínimo de {minimo}").format(minimo=formatear_numero(minimo)))
    return None


def mark_available(row: Row) -> Mark | None:
    """«∅» when there are pieces but all of them are set apart."""
    if row.valores[_DISPONIBLE] == Decimal(0) and row.valores[_STOCK] > 0:
        reservado = formatear_numero(row.valores[_RESERVADO])
        return Mark("∅", "warning", tr("Todo está reservado: {n}").format(n=reservado))
    return None


def mark_inactive(row: Row) -> Mark | None:
    """«⊘» beside the code of an article that is out of use."""
    return None if row.valores[ACTIVO] else Mark("⊘", "secondary", tr("Inactivo"))
