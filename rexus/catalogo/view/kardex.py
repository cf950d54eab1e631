"""The card of an article: its movements, newest first, in two short lines each, more of them while scrolling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rexus.base.progress import Avance
from rexus.base.text import formatear_fecha, formatear_numero, tr
from rexus.catalogo import textos
from rexus.catalogo.view.labels import heading
from rexus.stock.kardex import LineaKardex
from rexus.stock.ledger import AJUSTE, ANULACION, CONTEO
from rexus.ui import theme
from rexus.ui.impresion.de_ficha import SOLO_EN_PANTALLA
from rexus.ui.impresion.hoja import Columna, PorLeer, Tabla

AnyIndex = QModelIndex | QPersistentModelIndex
LINEA = Qt.ItemDataRole.UserRole
_PAD = 16
_GAP = 4
# Room for how many, and for how many were left.
_CANTIDAD, _QUEDAN = 76, 60
_AIR = 12


class KardexModel(QAbstractListModel):
    """The lines that were read so far. `more_wanted(id)` asks for those before that movement."""

    more_wanted = Signal(int)

    def __init__(self, zona: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zona = zona
        #: Reads, in a worker thread, a page of those before the movement of that id; nothing: there are no more.
        self.leer_antes: Callable[[int], Sequence[LineaKardex]] | None = None
        self._lineas: list[LineaKardex] = []
        self._whole = True
        self._asked = False

    @property
    def lineas(self) -> Sequence[LineaKardex]:
        """What is shown, newest first."""
        return self._lineas

    def set_lineas(self, lineas: Sequence[LineaKardex], *, whole: bool) -> None:
        """Show these from the top; `whole` says that there are no older ones."""
        self.beginResetModel()
        self._lineas, self._whole, self._asked = list(lineas), whole, False
        self.endResetModel()

    def add_lineas(self, lineas: Sequence[LineaKardex], *, whole: bool) -> None:
        """Add older ones below."""
        self._whole, self._asked = whole, False
        if lineas:
            first = len(self._lineas)
            self.beginInsertRows(QModelIndex(), first, first + len(lineas) - 1)
            self._lineas += lineas
            self.endInsertRows()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._lineas)

    def en_papel(self) -> Tabla | PorLeer:
        """All lines as a table, also those that were not read yet."""
        leidas, leer_antes = tuple(self._lineas), self.leer_antes
        if self._whole or leer_antes is None or not leidas:
            return self._tabla(leidas)

        def leer(avance: Avance) -> Tabla:
            todas = list(leidas)
            while antes := leer_antes(todas[-1].id):
                todas += antes
                avance.paso(len(todas))
            return self._tabla(todas)

        return PorLeer(leer)

    def _tabla(self, lineas: Sequence[LineaKardex]) -> Tabla:
        columnas = (
            Columna(tr("Fecha")),
            Columna(tr("Qué"), partible=True),
            Columna(tr("Cantidad"), derecha=True),
            Columna(tr("Quedan"), derecha=True),
            Columna(tr("Lugar"), partible=True),
            Columna(tr("Referencia"), partible=True),
            Columna(tr("Usuario")),
        )
        filas = [
            (
                formatear_fecha(linea.fecha, self.zona),
                " · ".join(filter(None, title(linea))),
                *figures(linea),
                linea.ubicacion,
                " · ".join(filter(None, (linea.referencia, linea.motivo))),
                linea.usuario,
            )
            for linea in lineas
        ]
        return Tabla(columnas, filas)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not self._whole and not self._asked and bool(self._lineas)

    def fetchMore(self, parent: AnyIndex) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit(self._lineas[-1].id)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        linea = self._lineas[index.row()]
        if role == LINEA:
            return linea
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(filter(None, [*title(linea), figures(linea)[0], subtitle(linea, self.zona)]))
        if role == Qt.ItemDataRole.ToolTipRole:
            return explanation(linea, self.zona)
        return None


def title(linea: LineaKardex) -> tuple[str, str]:
    """What happened, and a word about it: («Salida», «anulada»)."""
    nombre = textos.nombre_de_tipo(linea.tipo)
    if linea.longitud_mm:
        nombre = f"{nombre} · {textos.longitud(linea.longitud_mm)}"
    if linea.anulado_por is not None:
        return nombre, tr("anulado") if linea.tipo in (AJUSTE, CONTEO) else tr("anulada")
    if linea.tipo == ANULACION:
        return nombre, tr("del n.º {id}").format(id=linea.anula_id)
    return nombre, ""


def figures(linea: LineaKardex) -> tuple[str, str]:
    """How many, with sign, and how many were left."""
    return textos.con_signo(linea.cantidad), formatear_numero(linea.stock_resultante)


def subtitle(linea: LineaKardex, zona: tzinfo) -> str:
    """When, where, what for, who."""
    partes = [formatear_fecha(linea.fecha, zona), linea.ubicacion, linea.referencia, linea.motivo, linea.usuario]
    return " · ".join(p for p in partes if p)


def explanation(linea: LineaKardex, zona: tzinfo) -> str:
    """Everything about one line, for the tip."""
    filas = [
        (tr("Movimiento"), str(linea.id)),
        (tr("Fecha"), formatear_fecha(linea.fecha, zona)),
        (tr("Qué"), textos.nombre_de_tipo(linea.tipo)),
        (tr("Cantidad"), figures(linea)[0]),
        (tr("Quedaron"), figures(linea)[1]),
        (tr("Lugar"), linea.ubicacion),
        (tr("Longitud"), textos.longitud(linea.longitud_mm) if linea.longitud_mm else ""),
        (tr("Referencia"), linea.referencia),
        (tr("Motivo"), linea.motivo),
        (tr("Usuario"), linea.usuario),
        (tr("Anula el movimiento"), str(linea.anula_id or "")),
        (tr("Anulado por el movimiento"), str(linea.anulado_por or "")),
    ]
    return "\n".join(f"{nombre}: {valor}" for nombre, valor in filas if valor)


class KardexDelegate(QStyledItemDelegate):
    """Two lines a movement: what and how many, then when, where and who. An annulled one is struck through."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        main, small = _fonts()
        return QSize(200, QFontMetrics(main).height() + QFontMetrics(small).height() + 2 + 2 * _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        linea: LineaKardex = index.data(LINEA)
        model = index.model()
        zona = model.zona if isinstance(model, KardexModel) else None
        if zona is None:
            return
        painter.save()
        self._ground(painter, option)
        main, small = _fonts()
        gone = linea.anulado_por is not None
        main.setStrikeOut(gone)
        area = option.rect.adjusted(_PAD, _GAP, -_right_pad(option.widget), -_GAP)
        first = QRect(area.topLeft(), QSize(area.width(), QFontMetrics(main).height()))
        second = QRect(QPoint(area.left(), first.bottom() + 3), QSize(area.width(), QFontMetrics(small).height()))
        taken = self._figures(painter, first, main, linea)
        nombre, nota = title(linea)
        left = first.adjusted(0, 0, -taken, 0)
        painter.setFont(main)
        painter.setPen(theme.color("secondary" if gone else "text"))
        _line(painter, left, nombre)
        if nota:
            used = QFontMetrics(main).horizontalAdvance(nombre) + 8
            painter.setFont(small)
            painter.setPen(theme.color("secondary"))
            _line(painter, left.adjusted(used, 0, 0, 0), nota)
        painter.setFont(small)
        painter.setPen(theme.color("secondary"))
        _line(painter, second, subtitle(linea, zona))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(option.rect, theme.color("selection" if selected else "hover" if over else "surface"))
        painter.setPen(theme.color("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())), theme.color("accent"))

    def _figures(self, painter: QPainter, area: QRect, font: Any, linea: LineaKardex) -> int:
        """Right-aligned: how many with its sign, then the stock it left. Returns how wide both are together."""
        cantidad, quedaron = figures(linea)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        figure_font = theme.tabular(font)
        painter.setFont(figure_font)
        many, left = figure_widths(QFontMetrics(figure_font), cantidad, quedaron)
        stands = linea.anulado_por is None
        painter.setPen(theme.color(("good" if linea.cantidad > 0 else "text") if stands else "secondary"))
        painter.drawText(area.adjusted(0, 0, -left, 0), right, cantidad)
        figure_font.setStrikeOut(False)
        painter.setFont(figure_font)
        painter.setPen(theme.color("secondary"))
        painter.drawText(area, right, quedaron)
        return many + left


def figure_widths(metrics: QFontMetrics, cantidad: str, quedaron: str) -> tuple[int, int]:
    """Of the two figures of a line, in pixels, with the air before each: as the titles, unless they are longer."""
    return (
        max(_CANTIDAD, metrics.horizontalAdvance(cantidad) + _AIR),
        max(_QUEDAN, metrics.horizontalAdvance(quedaron) + _AIR),
    )


class KardexHeading(QWidget):
    """The title of the card, and what its two figures are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(heading(tr("Kardex")), 1)
        for text, width in ((tr("Cantidad"), _CANTIDAD), (tr("Quedan"), _QUEDAN)):
            label = QLabel(text)
            theme.set_class(label, "secundario")
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            label.setFixedWidth(width)
            label.setProperty(SOLO_EN_PANTALLA, True)
            row.addWidget(label)


class KardexList(QListView):
    """The list itself. `annul_requested(LineaKardex)` when one is to be undone."""

    def __init__(self, nombre: str, zona: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(nombre)
        self.setAccessibleName(tr("Kardex: movimientos del artículo, el más nuevo primero"))
        self.kardex = KardexModel(zona, self)
        self.setModel(self.kardex)
        self.setItemDelegate(KardexDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def current(self) -> LineaKardex | None:
        """The line on which the cursor stands."""
        index = self.currentIndex()
        return index.data(LINEA) if index.isValid() else None


def _fonts() -> tuple[Any, Any]:
    return theme.text_font("texto"), theme.text_font("secundario")


def _right_pad(widget: QWidget | None) -> int:
    """The figures stand below their titles whether there is a scroll bar or not."""
    bar = widget.verticalScrollBar() if isinstance(widget, QListView) else None
    return max(0, _PAD - bar.width()) if bar is not None and bar.isVisible() else _PAD


def _line(painter: QPainter, area: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
