"""Where the pieces of an article are: place, length and how many, in a small table that is as high as it must be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from rexus.base.text import formatear_numero, tr
from rexus.catalogo import textos
from rexus.stock.kardex import ExistenciaLugar
from rexus.ui import theme

AnyIndex = QModelIndex | QPersistentModelIndex
_MOST_ROWS = 5
_ROW = 26


class PlacesModel(QAbstractTableModel):
    """Rows of (place, length, pieces)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.existencias: list[ExistenciaLugar] = []
        self._longitud = 0

    def show_places(self, existencias: Sequence[ExistenciaLugar], longitud: int) -> None:
        """Show these; `longitud` is the article's own length in mm, 0 when nobody wrote it down."""
        self.beginResetModel()
        self.existencias, self._longitud = list(existencias), longitud
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.existencias)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Lugar"), tr("Longitud"), tr("Piezas"))[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        e = self.existencias[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (e.ubicacion, self._length(e), formatear_numero(e.cantidad))[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and index.column() > 0:
            return theme.tabular(theme.text_font("texto"))
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 1:
            return theme.color("secondary")
        return None

    def _length(self, e: ExistenciaLugar) -> str:
        if e.longitud_mm:
            return tr("retazo {mm}").format(mm=textos.longitud(e.longitud_mm))
        return textos.longitud(self._longitud) if self._longitud else tr("entera")


class PlacesTable(QTableView):
    """As high as its rows, five at most; beyond that it scrolls. `con_longitud`: pieces can be of several lengths."""

    def __init__(self, nombre: str, parent: QWidget | None = None, *, con_longitud: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName(nombre)
        self.setAccessibleName(tr("Existencias por lugar y longitud"))
        self.places = PlacesModel(self)
        self.setModel(self.places)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setMinimumSectionSize(_ROW)
        self.horizontalHeader().hide()
        self.setColumnHidden(1, not con_longitud)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_places(self, existencias: Sequence[ExistenciaLugar], longitud: int) -> None:
        """Show these and take as much height as they need."""
        self.places.show_places(existencias, longitud)
        # The style sheet's border stands around the rows.
        self.ensurePolished()
        around = self.contentsMargins()
        self.setFixedHeight(min(len(existencias), _MOST_ROWS) * _ROW + around.top() + around.bottom())
        self.setVisible(bool(existencias))
