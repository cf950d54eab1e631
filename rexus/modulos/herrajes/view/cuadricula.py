"""The catalogue as pictures: the rows of the table, each a card. Thumbnails are asked for as they come in sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rexus.base.text import tr
from rexus.ui import theme
from rexus.ui.icons import icon
from rexus.ui.paged_table import PagedTableModel

AnyIndex = QModelIndex | QPersistentModelIndex
# Of one card, device-independent.
_WIDTH: Final = 168
_HEIGHT: Final = 188
_PICTURE: Final = 120
_PAD: Final = 8
# While somebody scrolls nothing is read.
_RESTING_MS: Final = 60
# More are forgotten, least recently seen first: some 30 MB.
_KEPT: Final = 400


class PictureGrid(QListView):
    """Handle `herrajes.cuadricula`. `wanted(ids)`: articles in sight whose thumbnail nobody asked for yet.

    `columns` are the keys of the columns that a card shows below its picture: its code, what it is, and how many.
    """

    wanted = Signal(list)

    def __init__(self, keys: tuple[str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("herrajes.cuadricula")
        self.setAccessibleName(tr("Herrajes con su imagen"))
        self._keys = keys
        self._pixmaps: OrderedDict[int, QPixmap | None] = OrderedDict()
        self._asked: set[int] = set()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setUniformItemSizes(True)
        self.setGridSize(QSize(_WIDTH, _HEIGHT))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setItemDelegate(_Card(self))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_RESTING_MS)
        self._rest.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._rest.start())

    def show_rows(self, rows: PagedTableModel) -> None:
        """The rows that the cards are."""
        self.setModel(rows)
        keys = [column.key for column in rows.columns]
        self.places = tuple(keys.index(key) for key in self._keys)
        for signal in (rows.modelReset, rows.dataChanged, rows.layoutChanged):
            signal.connect(lambda *_: self._rest.start())

    @property
    def rows(self) -> PagedTableModel:
        """What is shown."""
        model = self.model()
        assert isinstance(model, PagedTableModel)
        return model

    def visible_rows(self) -> tuple[int, int]:
        """The first and last row in sight."""
        across = max(1, self.viewport().width() // _WIDTH)
        top = self.verticalScrollBar().value()
        return top // _HEIGHT * across, (top + self.viewport().height()) // _HEIGHT * across + across - 1

    def pixmap(self, articulo_id: int) -> QPixmap | None:
        """The thumbnail, None while it is not there or there is none."""
        return self._pixmaps.get(articulo_id)

    def set_thumbnails(self, asked: Iterable[int], found: Mapping[int, QImage]) -> None:
        """What was found of what was asked."""
        for articulo_id in asked:
            self._asked.discard(articulo_id)
            image = found.get(articulo_id)
            self._pixmaps[articulo_id] = None if image is None else QPixmap.fromImage(image)
        while len(self._pixmaps) > _KEPT:
            self._pixmaps.popitem(last=False)
        self.viewport().update()

    def forget(self, ids: Iterable[int]) -> None:
        """Ask anew for those, or for all of them when none is named."""
        named = set(ids)
        for articulo_id in named or set(self._pixmaps):
            self._pixmaps.pop(articulo_id, None)
        self._asked -= named or set(self._asked)
        self._rest.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What is in sight now."""
        super().showEvent(event)
        self._rest.start()

    def viewportEvent(self, event: QEvent) -> bool:
        """More room shows more."""
        if event.type() == QEvent.Type.Resize:
            self._rest.start()
        return super().viewportEvent(event)

    def _ask(self) -> None:
        if not self.isVisible():
            return
        first, last = self.visible_rows()
        ids = self.rows.ids_between(first, min(last, self.rows.rowCount() - 1)) if self.rows.rowCount() else []
        missing = [i for i in ids if i not in self._pixmaps and i not in self._asked]
        for articulo_id in ids:
            if articulo_id in self._pixmaps:
                self._pixmaps.move_to_end(articulo_id)
        if missing:
            self._asked.update(missing)
            self.wanted.emit(missing)


class _Card(QStyledItemDelegate):
    """A picture, the code, what it is, and how many there are."""

    def __init__(self, grid: PictureGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._none = icon("imagen", "secondary")

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        grid, row = self._grid, index.row()
        area: QRect = option.rect.adjusted(4, 4, -4, -4)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.setPen(theme.color("accent" if chosen else "border"))
        painter.setBrush(theme.color("selection" if chosen else "surface"))
        painter.drawRoundedRect(area, 4, 4)
        cells = grid.rows.cells(row)
        if cells is not None:
            picture = QRect(area.left() + _PAD, area.top() + _PAD, area.width() - 2 * _PAD, _PICTURE - _PAD)
            self._picture(painter, picture, grid.pixmap(grid.rows.id_at(row)))
            code, name, count = (cells.textos[place] for place in grid.places)
            text = QRect(picture.left(), picture.bottom() + 4, picture.width(), 18)
            painter.setFont(theme.text_font("texto"))
            painter.setPen(theme.color("text"))
            metrics = painter.fontMetrics()
            width = metrics.horizontalAdvance(count)
            painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
            left = text.adjusted(0, 0, -width - _PAD, 0)
            code = metrics.elidedText(code, Qt.TextElideMode.ElideMiddle, left.width())
            painter.drawText(left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, code)
            painter.setFont(theme.text_font("secundario"))
            painter.setPen(theme.color("secondary"))
            below = text.translated(0, 20)
            name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()

    def _picture(self, painter: QPainter, area: QRect, pixmap: QPixmap | None) -> None:
        if pixmap is None:
            side = 32
            self._none.paint(painter, QRect(area.center().x() - side // 2, area.center().y() - side // 2, side, side))
            return
        size = pixmap.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        size = size.boundedTo(pixmap.size())
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(area.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, pixmap)
