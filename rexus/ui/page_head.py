"""The head of a page: its title and search, the chips and filters, and the verbs, in as few lines as they fit in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from rexus.base.text import tr
from rexus.ui.flow_layout import FlowLayout
from rexus.ui.search_field import SearchField
from rexus.ui.theme import CONTROL_HEIGHT, MARGIN, set_class
from rexus.ui.titulo import Titulo

_BETWEEN: Final = 16


class PageHead:
    """`line` holds the title, and without a search the verbs; `row` the filters, and beside a search the verbs.

    `width` says how wide the page is. `buscar` is the placeholder of the search field; without it the field is hidden.
    """

    def __init__(self, titulo: str, nombre: str, buscar: str | None, width: Callable[[], int]) -> None:
        self._width = width
        self._with_search = buscar is not None
        self._primary: QWidget | None = None
        self.titulo = Titulo(titulo, f"{nombre}.titulo")
        self.search = SearchField(f"{nombre}.buscar", buscar or "")
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(420)
        if buscar is None:
            self.search.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._filters = QWidget()
        self._filter_flow = FlowLayout(self._filters)
        self._filters.setSizePolicy(policy)
        self._verbs = _Verbs(self.share_out)
        self._actions = FlowLayout(self._verbs, right=True)
        self._verbs.setSizePolicy(policy)
        self.line = QHBoxLayout()
        self.line.setSpacing(_BETWEEN)
        self.line.addWidget(self.titulo)
        self.line.addStretch(1)
        self.line.addWidget(self.search, 2)
        self.row = QHBoxLayout()
        self.row.setSpacing(_BETWEEN)
        self.row.addWidget(self._filters, 1)
        (self.row if self._with_search else self.line).addWidget(self._verbs)

    @property
    def has_primary(self) -> bool:
        """Whether there is a primary button."""
        return self._primary is not None

    def add_filter(self, widget: QWidget) -> None:
        """At the end of the filters' row, for the Tab key too, also when it comes after the verbs did."""
        last = self._filter_flow.itemAt(self._filter_flow.count() - 1)
        before = last.widget() if last is not None else None
        self._filter_flow.addWidget(widget)
        if before is not None:
            QWidget.setTabOrder(before, widget)

    def add_verb(self, button: QWidget, *, primary: bool = False) -> None:
        """After the others; the primary one stays last, whatever comes after it."""
        self._actions.insertWidget(self._actions.count() - (1 if self.has_primary else 0), button)
        if primary:
            self._primary = button

    def lead(self, on: bool) -> None:
        """Whether the primary button is marked as such: something else may be, for a while."""
        if self._primary is not None:
            set_class(self._primary, "primario" if on else "")

    def filter_words(self) -> list[str]:
        """In words, what keeps rows from showing: the search, the chips that are on, the choices of lists and days."""
        text = self.search.text().strip()
        words = [tr("Búsqueda: «{texto}»").format(texto=text)] if text else []
        for n in range(self._filter_flow.count()):
            item = self._filter_flow.itemAt(n)
            widget = item.widget() if item is not None else None
            if widget is not None and not widget.isHidden():
                words += _filter_word(widget)
        return words

    def share_out(self) -> None:
        """The verbs stand in one line, unless verbs and filters together take fewer lines another way."""
        room = self._width() - 2 * MARGIN - _BETWEEN
        in_one = self._actions.sizeHint().width()
        if not self._with_search:
            # Beside the title.
            self._verbs.setFixedWidth(max(0, min(in_one, room - self.titulo.sizeHint().width())))
            return
        most = min(in_one, room - self._filter_flow.minimumSize().width())
        ways = [most, min(most, room // 2), min(most, self._actions.minimumSize().width())]
        self._verbs.setFixedWidth(max(0, min(ways, key=lambda width: self._lines(width, room - width))))

    def _lines(self, verbs: int, filters: int) -> int:
        """How many lines they take when they are so wide."""
        high = max(self._actions.heightForWidth(verbs), self._filter_flow.heightForWidth(filters))
        return high // CONTROL_HEIGHT


class _Verbs(QWidget):
    """The verbs of a page; tells when one came, went or says something else."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed

    def event(self, event: QEvent) -> bool:
        """See above."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._changed()
        return super().event(event)


def _filter_word(widget: QWidget) -> list[str]:
    if isinstance(widget, QPushButton):
        on = widget.isCheckable() and widget.isChecked()
        return [widget.text().removesuffix("▾").strip().replace("&&", "&")] if on else []
    if isinstance(widget, QComboBox):
        return [widget.currentText()]
    if isinstance(widget, QDateEdit):
        return [f"{widget.accessibleName()} {widget.text()}".strip()]
    return []
