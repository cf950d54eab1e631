"""What the sheet of a stocktake shows in its columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from rexus.base.text import formatear_numero, tr
from rexus.catalogo import textos
from rexus.catalogo.conteo.hoja import Hoja, Renglon
from rexus.stock.conteos import LineaConteo
from rexus.ui.paged_table import Column, Mark
from rexus.ui.paged_table.model import MARK_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
PLACE, CODE, DESCRIPTION, LENGTH, EXPECTED, COUNTED, DIFFERENCE, NOTE = range(8)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def columns() -> tuple[Column, ...]:
    """The columns of the sheet."""
    return (
        Column("lugar", tr("Lugar"), "codigo", 96),
        Column("codigo", tr("Código"), "codigo", 96),
        Column("descripcion", tr("Descripción"), width=240),
        Column("longitud", tr("Longitud"), width=136),
        Column("esperado", tr("Esperado"), "cantidad", 88),
        Column("contado", tr("Contado"), "cantidad", 120, mark=_never),
        Column("diferencia", tr("Diferencia"), "cantidad", 104, mark=_never),
        Column("nota", tr("Nota"), width=208, mark=_never),
    )


def note(renglon: Renglon) -> str:
    """What is to be known about a line, in words."""
    if renglon.motivo:
        return renglon.motivo
    if renglon.vieja:
        return tr("hubo movimientos")
    if renglon.antes and not renglon.texto:
        return tr("contar de nuevo (antes: {n})").format(n=renglon.antes)
    return ""


def length(mm: int) -> str:
    """«retazo 1.200 mm»; nothing for the article's own length."""
    return tr("retazo {mm}").format(mm=textos.longitud(mm)) if mm else ""


class SheetModel(QAbstractTableModel):
    """Shows a `Hoja`; `counted` after every change of a count."""

    counted = Signal()

    def __init__(self, hoja: Hoja, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hoja = hoja
        self.columns = columns()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.hoja)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].figures else _LEFT
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if index.column() == COUNTED else base

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        renglon = self.hoja.renglones[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return _text(renglon, index.column())
        if role == MARK_ROLE:
            return _mark(renglon, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[index.column()].figures else _LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(renglon, index.column())
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != COUNTED:
            return False
        self.hoja.contar(index.row(), str(value))
        self.tell(index.row())
        return True

    def tell(self, row: int) -> None:
        """A line changed."""
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        self.counted.emit()

    def tell_all(self) -> None:
        """Many lines changed."""
        if len(self.hoja):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.hoja) - 1, self.columnCount() - 1))
        self.counted.emit()

    def add(self, linea: LineaConteo) -> int:
        """Add a line, or find the one that is there; returns its row."""
        row = self.hoja.donde(linea)
        if row is None:
            row = len(self.hoja)
            self.beginInsertRows(QModelIndex(), row, row)
            self.hoja.agregar(linea)
            self.endInsertRows()
        self.counted.emit()
        return row

    def _spoken(self, renglon: Renglon, column: int) -> str:
        text = _text(renglon, column)
        return f"{text} {note(renglon)}".strip() if column == COUNTED else text


def _text(renglon: Renglon, column: int) -> str:
    linea = renglon.linea
    match column:
        case 0:
            return linea.ubicacion
        case 1:
            return linea.codigo
        case 2:
            return " ".join(linea.descripcion.split())
        case 3:
            return length(linea.longitud_mm)
        case 4:
            return formatear_numero(linea.esperado)
        case 5:
            return renglon.texto
        case 6:
            return "" if renglon.diferencia is None else textos.con_signo(renglon.diferencia)
        case _:
            return note(renglon)


def _mark(renglon: Renglon, column: int) -> Mark | None:
    if column == COUNTED and renglon.texto:
        if renglon.motivo:
            return Mark("!", "bad", renglon.motivo)
        if renglon.vieja:
            return Mark("↻", "warning", tr("Hubo movimientos después de hacer la hoja"))
    if column == DIFFERENCE and renglon.diferencia is not None:
        return difference_mark(renglon.diferencia)
    if column == NOTE and (renglon.motivo or renglon.vieja or renglon.antes):
        return Mark("!" if renglon.motivo else "↻", "bad" if renglon.motivo else "warning")
    return None


def difference_mark(diferencia: Decimal) -> Mark:
    """«▲» more than expected, «▼» less, «✓» as expected."""
    if diferencia > 0:
        return Mark("▲", "good", tr("Hay más de lo esperado"))
    if diferencia < 0:
        return Mark("▼", "bad", tr("Hay menos de lo esperado"))
    return Mark("✓", "secondary", tr("Como se esperaba"))


def _never(_row: object) -> Mark | None:
    """Marks come from the model; that there is a function tells the delegate to ask for them."""
    return None
