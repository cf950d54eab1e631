"""The paper of a card: its titles, data and lists, in the order in which they are read on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol, runtime_checkable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QGridLayout,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QStackedWidget,
    QTableView,
    QWidget,
)

from rexus.ui.impresion.hoja import Columna, Dato, Parrafo, Parte, PorLeer, Tabla
from rexus.ui.paged_table.model import MARK_ROLE

_TITULOS: Final = ("seccion", "cifra", "pagina", "subtitulo")
_DISPLAY: Final = Qt.ItemDataRole.DisplayRole
_NONE: Final = QModelIndex()
#: A property of a widget that means nothing on paper, as the headings of a list that is another table there.
SOLO_EN_PANTALLA: Final = "solo_en_pantalla"


@runtime_checkable
class EnPapel(Protocol):
    """A model that says by itself what table it is on paper."""

    def en_papel(self) -> Tabla | PorLeer:
        """Its rows, whole."""
        ...


def partes_de(ficha: QWidget) -> tuple[Parte | PorLeer, ...]:
    """What the card tells now; what does not show is not printed, nor are its buttons."""
    return tuple(_de_widget(ficha, ficha))


def _de_widget(widget: QWidget, ficha: QWidget) -> Iterator[Parte | PorLeer]:
    if widget is not ficha and (not widget.isVisibleTo(ficha) or widget.property(SOLO_EN_PANTALLA)):
        return
    if isinstance(widget, QLabel):
        yield from _de_texto(widget)
    elif isinstance(widget, QAbstractItemView):
        yield from _de_lista(widget)
    elif isinstance(widget, QPlainTextEdit):
        if widget.toPlainText().strip():
            yield Parrafo(widget.toPlainText())
    elif isinstance(widget, QStackedWidget):
        current = widget.currentWidget()
        if current is not None:
            yield from _de_widget(current, ficha)
    elif not isinstance(widget, QAbstractButton):
        yield from _de_lo_de_adentro(widget, ficha)


def _de_lo_de_adentro(widget: QWidget, ficha: QWidget) -> Iterator[Parte | PorLeer]:
    layout = widget.layout()
    if layout is not None:
        yield from _de_layout(layout, ficha)
        return
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield from _de_widget(child, ficha)


def _de_layout(layout: QLayout, ficha: QWidget) -> Iterator[Parte | PorLeer]:
    if isinstance(layout, QGridLayout):
        yield from _de_grilla(layout, ficha)
        return
    items = [layout.itemAt(n) for n in range(layout.count())]
    labels = [item.widget() for item in items if item is not None and isinstance(item.widget(), QLabel)]
    if len(items) == len(labels) == 2 and labels[1].property("clase") == "secundario":
        # A figure over what it counts.
        cifra, titulo = labels
        yield Dato(titulo.text().strip(), cifra.text().strip())
        return
    for item in items:
        yield from _de_item(item, ficha)


def _de_item(item: Any, ficha: QWidget) -> Iterator[Parte | PorLeer]:
    if item is None:
        return
    if item.widget() is not None:
        yield from _de_widget(item.widget(), ficha)
    elif item.layout() is not None:
        yield from _de_layout(item.layout(), ficha)


def _de_grilla(grid: QGridLayout, ficha: QWidget) -> Iterator[Parte | PorLeer]:
    """A title beside its value is one datum; what else stands in a grid comes row by row."""
    for row in range(grid.rowCount()):
        items = [grid.itemAtPosition(row, column) for column in range(grid.columnCount())]
        widgets = [item.widget() for item in items if item is not None and item.widget() is not None]
        labels = [w for w in widgets if isinstance(w, QLabel)]
        if len(widgets) == len(labels) == 2:
            titulo, valor = labels
            if valor.isVisibleTo(ficha) and valor.text().strip():
                yield Dato(_plano(titulo), _plano(valor))
            continue
        for item in items:
            yield from _de_item(item, ficha)


def _de_texto(label: QLabel) -> Iterator[Parte | PorLeer]:
    texto = _plano(label)
    if not texto:
        return
    clase = label.property("clase")
    yield Parrafo(texto, "seccion" if clase in _TITULOS else "nota" if clase == "secundario" else "texto")


def _plano(label: QLabel) -> str:
    return label.text().strip()


def _de_lista(view: QAbstractItemView) -> Iterator[Parte | PorLeer]:
    model = view.model()
    if model is None or not model.rowCount(_NONE):
        return
    yield model.en_papel() if isinstance(model, EnPapel) else _tabla(view, model)


def _tabla(view: QAbstractItemView, model: QAbstractItemModel) -> Tabla:
    if isinstance(view, QTableView):
        shown = [n for n in range(model.columnCount(_NONE)) if not view.isColumnHidden(n)]
        titles = [str(model.headerData(n, Qt.Orientation.Horizontal, _DISPLAY) or "") for n in shown]
    else:
        # A list has one column, and Qt tells of it to nobody else.
        shown, titles = [0], [view.accessibleName()]
    columnas = tuple(
        Columna(title, _a_la_derecha(model, n), not _a_la_derecha(model, n))
        for n, title in zip(shown, titles, strict=True)
    )
    return Tabla(columnas, [tuple(_celda(model, row, n) for n in shown) for row in range(model.rowCount(_NONE))])


def _a_la_derecha(model: QAbstractItemModel, column: int) -> bool:
    aligned = model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole)
    # Qt's own models give flags, ours plain ints.
    return bool(int(getattr(aligned, "value", aligned or 0)) & Qt.AlignmentFlag.AlignRight.value)


def _celda(model: QAbstractItemModel, row: int, column: int) -> str:
    index = model.index(row, column)
    mark = index.data(MARK_ROLE) if hasattr(model, "columns") else None
    texto = str(index.data(_DISPLAY) or "")
    return f"{mark.sign} {texto}".strip() if mark is not None else texto
