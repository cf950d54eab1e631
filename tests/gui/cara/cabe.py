"""Whether what widgets say fits into them, in device-independent pixels.

Qt lays out in the same pixels at every scale of the screen; what differs is that above 100 % letters are not bent to
the grid of the real pixels, so that a text is a little wider or narrower. So each text is measured both ways, and has
to fit by the wider. Whatever is cut short on purpose has to be whole in its tooltip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import singledispatch

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from rexus.ui.paged_table import PagedTableView
from rexus.ui.theme import text_font

# Rounding to whole pixels.
_GRACE = 1


def cortados(raiz: QWidget) -> list[str]:
    """What is cut off among all that shows in `raiz`: widget, text, what it needs and has."""
    widgets = [raiz, *raiz.findChildren(QWidget)]
    shown = [w for w in widgets if w.isVisible()]
    texts = [f"{_name(w)}: {fault}" for w in shown if not w.visibleRegion().isEmpty() for fault in _faults(w)]
    return texts + [f"{_name(w)} is cut off by what it stands in" for w in shown if _clipped(w)]


def ancho(text: str, font: QFont) -> float:
    """How wide the widest line of it is at whatever scale."""
    plain = QFont(font)
    plain.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    lines = text.split("\n")
    return max(QFontMetricsF(one).horizontalAdvance(line) for one in (font, plain) for line in lines)


@singledispatch
def _faults(widget: QWidget) -> Iterator[str]:
    yield from ()


@_faults.register
def _(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text:
        return
    room = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    indent = max(0, label.indent()) if label.indent() > 0 else 0
    if label.textFormat() == Qt.TextFormat.RichText or (label.textFormat() == Qt.TextFormat.AutoText and "<" in text):
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setDocumentMargin(0)
        document.setHtml(text)
        if label.wordWrap():
            document.setTextWidth(room.width())
        needs, high = document.idealWidth(), document.size().height()
    elif label.wordWrap():
        # A space without a width is where a long number may be broken.
        words = max(text.replace("\u200b", " ").split(), key=len)
        needs = ancho(words, label.font())
        high = float(label.heightForWidth(label.width())) - (label.height() - room.height())
    else:
        needs, high = ancho(text.replace("&", ""), label.font()) + indent, 0.0
    if needs > room.width() + _GRACE and not _told(label, text):
        yield f"«{text}» needs {needs:.0f} and has {room.width()}"
    elif high > room.height() + _GRACE:
        yield f"«{text}» needs {high:.0f} in height and has {room.height()}"


@_faults.register
def _(button: QPushButton) -> Iterator[str]:
    yield from _by_hint(button)


@_faults.register
def _(button: QToolButton) -> Iterator[str]:
    if button.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly or button.icon().isNull():
        yield from _by_hint(button)


@_faults.register
def _(button: QCheckBox) -> Iterator[str]:
    yield from _by_hint(button)


@_faults.register
def _(button: QRadioButton) -> Iterator[str]:
    yield from _by_hint(button)


def _by_hint(button: QAbstractButton) -> Iterator[str]:
    text = button.text()
    if not text:
        return
    # What the style adds around the text, by its own account.
    around = button.sizeHint().width() - button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text).width()
    needs = ancho(text.replace("&", ""), button.font()) + around
    if needs > button.width() + _GRACE and not _told(button, text):
        yield f"«{text}» needs {needs:.0f} and has {button.width()}"
    if button.sizeHint().height() > button.height() + 2:
        yield f"«{text}» needs {button.sizeHint().height()} in height and has {button.height()}"


@_faults.register
def _(combo: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    style = combo.style()
    field: QRect = style.subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, combo
    )
    text = combo.currentText() or combo.placeholderText()
    needs = ancho(text, combo.font())
    if needs > field.width() + _GRACE and not _told(combo, text):
        yield f"«{text}» needs {needs:.0f} and has {field.width()}"


@_faults.register
def _(field: QLineEdit) -> Iterator[str]:
    text = field.placeholderText()
    if not text or field.text() or not field.isEnabled():
        return
    option_room = field.width() - field.textMargins().left() - field.textMargins().right() - 20
    needs = ancho(text, field.font())
    if needs > option_room + _GRACE and not _told(field, text):
        yield f"hint «{text}» needs {needs:.0f} and has {option_room}"


@_faults.register
def _(box: QGroupBox) -> Iterator[str]:
    needs = ancho(box.title().replace("&", ""), box.font()) + 16
    if needs > box.width():
        yield f"title «{box.title()}» needs {needs:.0f} and has {box.width()}"


@_faults.register
def _(bar: QTabBar) -> Iterator[str]:
    for n in range(bar.count()):
        needs = ancho(bar.tabText(n).replace("&", ""), bar.font())
        room = bar.tabRect(n).width() - 16
        if needs > room + _GRACE:
            yield f"tab «{bar.tabText(n)}» needs {needs:.0f} and has {room}"
    if bar.count() and bar.tabRect(bar.count() - 1).right() > bar.width() + _GRACE and not bar.usesScrollButtons():
        yield f"tab «{bar.tabText(bar.count() - 1)}» is outside"


@_faults.register
def _(header: QHeaderView) -> Iterator[str]:
    if header.orientation() != Qt.Orientation.Horizontal:
        return
    model = header.model()
    # The style sheet's size for headings is not told by the widget's font.
    letters = text_font("secundario")
    for n in range(header.count()):
        text = str(model.headerData(n, Qt.Orientation.Horizontal) or "")
        tip = str(model.headerData(n, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) or "")
        room = header.sectionSize(n) - 16
        needs = ancho(text, letters)
        if text and not header.isSectionHidden(n) and needs > room + _GRACE and text not in tip:
            yield f"column «{text}» needs {needs:.0f} and has {room}"


@_faults.register
def _(items: QListWidget) -> Iterator[str]:
    for n in range(items.count()):
        item = items.item(n)
        room, needs = items.visualItemRect(item).width(), ancho(item.text(), items.font())
        if not item.isHidden() and needs > room + _GRACE and item.text() not in item.toolTip():
            yield f"item «{item.text()}» needs {needs:.0f} and has {room}"


@_faults.register
def _(table: QTableView) -> Iterator[str]:
    model = table.model()
    # The paged table tells what it cut short in its tooltip, and never cuts codes; its own tests hold that.
    if model is None or isinstance(table, PagedTableView):
        return
    for row in range(min(model.rowCount(), 50)):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            text, tip = str(index.data() or ""), str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
            room = table.columnWidth(column) - 12
            if (
                text
                and not table.isColumnHidden(column)
                and table.indexWidget(index) is None
                and text not in tip
                and ancho(text, table.font()) > room + _GRACE
                and not _told_by_delegate(table)
            ):
                yield f"cell «{text}» needs {ancho(text, table.font()):.0f} and has {room}"


def _told_by_delegate(table: QTableView) -> bool:
    tip: Callable[..., str] | None = getattr(table.itemDelegate(), "tip", None)
    return tip is not None


def _told(widget: QWidget, text: str) -> bool:
    return text.strip() in widget.toolTip()


def _clipped(widget: QWidget) -> bool:
    """Whether a part of it is out of sight where nothing scrolls."""
    if not isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QLabel) or widget.rect().isEmpty():
        return False
    if isinstance(widget, QLabel) and not widget.text():
        return False
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea | QTabBar):
            return False
        above = None if above.isWindow() else above.parentWidget()
    seen = widget.visibleRegion().boundingRect()
    return seen.width() < widget.width() - 2 or seen.height() < widget.height() - 2


def _name(widget: QWidget) -> str:
    parent = widget.parentWidget()
    named = widget.objectName() or (f"in {parent.objectName() or type(parent).__name__}" if parent else "")
    return f"{type(widget).__name__} {named}"
