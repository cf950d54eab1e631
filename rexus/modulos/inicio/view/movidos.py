"""The movements of one day: a list in a dialog, each leading to its article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from rexus.base.text import formatear_numero, tr
from rexus.catalogo.view.comun.panel import Panel
from rexus.stock.actividad import Movido
from rexus.ui.dialogs import Dialog
from rexus.ui.paged_table import Column, PagedTableView

_WIDE: Final = 890
_HIGH: Final = 320


@dataclass(frozen=True)
class FilaMovida:
    """A movement as a row."""

    id: int
    valores: tuple[Any, ...]


def columnas(zona: tzinfo) -> tuple[Column, ...]:
    """What is told of each movement; the hour in the workshop's zone."""
    return (
        Column("hora", tr("Hora"), width=64, sortable=False, format=lambda m: f"{m.astimezone(zona):%H:%M}"),
        Column("codigo", tr("Artículo"), "codigo", 112, sortable=False),
        Column("descripcion", tr("Descripción"), width=160, sortable=False, elastic=True),
        Column("tipo", tr("Movimiento"), width=96, sortable=False),
        Column("cantidad", tr("Cantidad"), "cantidad", 88, sortable=False),
        Column("ubicacion", tr("Ubicación"), width=96, sortable=False),
        Column("para", tr("Obra o referencia"), width=144, sortable=False),
        Column("usuario", tr("Usuario"), width=88, sortable=False),
    )


def fila(movido: Movido) -> FilaMovida:
    """In the order of the columns."""
    tipos = {"ENTRADA": tr("▲ Entrada"), "SALIDA": tr("▼ Salida")}
    codigo = movido.codigo
    if movido.longitud_mm:
        codigo = tr("{codigo} de {mm} mm").format(codigo=codigo, mm=formatear_numero(movido.longitud_mm))
    para = " · ".join(parte for parte in (movido.obra, movido.referencia) if parte)
    return FilaMovida(
        movido.id,
        (
            movido.fecha, codigo, movido.descripcion, tipos[movido.tipo], movido.cantidad, movido.ubicacion, para,
            movido.usuario,
        ),
    )  # fmt: skip


class MovidosDialog(Dialog):
    """Enter or a double click on a row closes it and leads to the article."""

    def __init__(self, parent: QWidget | None, titulo: str) -> None:
        super().__init__(parent, titulo, tr("Ver el artículo"), nombre="inicio.movidos", cancelar=tr("Cerrar"))
        self.table = PagedTableView()
        self.table.setObjectName("inicio.movidos.tabla")
        self.table.setAccessibleName(titulo)
        self.table.set_empty(tr("Ese día no entró ni salió nada"), tr("Elegir otro día en el gráfico."))
        self.content.addWidget(Panel(self.table, _WIDE, _HIGH), 1)
        self.primary.setEnabled(False)
        self.table.current_changed.connect(lambda current: self.primary.setEnabled(current is not None))
        self.table.row_activated.connect(lambda _id: self.primary.click())

    def chosen(self, movidos: Sequence[Movido]) -> Movido | None:
        """The one whose row is chosen."""
        current = self.table.current_id()
        return next((movido for movido in movidos if movido.id == current), None)
