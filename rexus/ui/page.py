"""The frame that every page of the navigation has, so that all of them read alike.

Inventario                          [⌕ buscar …  F6 ]
[chips and filters …]          [actions] [the primary]      without a search beside the title
[summary]                                                    where there is one
┌ content ─────────────────────────┬ detail (F4) ────┐
└──────────────────────────────────┴─────────────────┘
footer
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from rexus.base.text import tr
from rexus.ui.action_button import ActionButton, MenuButton
from rexus.ui.away_line import AwayLine
from rexus.ui.empty_state import EmptyState
from rexus.ui.flow_layout import FlowLayout
from rexus.ui.module import MenuActions
from rexus.ui.search_field import SearchField
from rexus.ui.theme import CONTROL_HEIGHT, MARGIN, set_class
from rexus.ui.titulo import Titulo

_BETWEEN: Final = 16
#: Of a pane beside the content, in pixels, unless it asks for another.
DETAIL_WIDTH: Final = 320
# Below this the detail would leave the rows no room: it hides by itself.
_ROOM_FOR_DETAIL: Final = 720
_ROOM_FOR_DETAIL_BELOW: Final = 440
_ROOM_FOR_TOTALS: Final = 300
# FACE: a thin line for what takes over 300 ms.
_PATIENCE_MS: Final = 300


class Page(QWidget):
    """`nombre` is the module's id: the parts are `nombre.buscar`, `nombre.detalle`, `nombre.pie`, `nombre.vacio`.

    `buscar` is the placeholder of the search field; without it there is none. `record_wanted(tabla, registro)`: another
    page asked for a record of this one. `visible_changed(bool)` when the page comes in sight or goes: one out of sight
    is not kept up to date.
    """

    record_wanted = Signal(str, str)
    visible_changed = Signal(bool)

    def __init__(self, titulo: str, *, nombre: str, buscar: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(nombre)
        self.setAccessibleName(titulo)
        self._menus: MenuActions = []
        #: Verbs that every page of its kind has; they stand at the end of the page's first menu.
        self.common_actions: list[QAction] = []
        self._busy = 0
        self._detail: QWidget | None = None
        self._content: QWidget | None = None
        self._with_search = buscar is not None
        self._squeezed = False
        self.titulo = Titulo(titulo, f"{nombre}.titulo")
        self.search = SearchField(f"{nombre}.buscar", buscar or "")
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(420)
        if buscar is None:
            self.search.hide()
        self.search.left.connect(self._into_rows)
        head = QHBoxLayout()
        head.setSpacing(_BETWEEN)
        head.addWidget(self.titulo)
        head.addStretch(1)
        head.addWidget(self.search, 2)
        self._filters = QWidget()
        self._filter_flow = FlowLayout(self._filters)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._filters.setSizePolicy(policy)
        self._head = head
        self._verbs = _Verbs(self._share_out)
        self._actions = FlowLayout(self._verbs, right=True)
        self._verbs.setSizePolicy(policy)
        self._primary: QWidget | None = None
        row = QHBoxLayout()
        row.setSpacing(_BETWEEN)
        row.addWidget(self._filters, 1)
        if buscar is None:
            head.addWidget(self._verbs)
        else:
            row.addWidget(self._verbs)
        self._away = AwayLine(f"{nombre}.sin_conexion")
        self._line = _progress_line(f"{nombre}.avance")
        self._line_timer = QTimer(self)
        self._line_timer.setSingleShot(True)
        self._line_timer.setInterval(_PATIENCE_MS)
        self._line_timer.timeout.connect(self._line.show)
        self._stack = QStackedWidget()
        self._stack.setMinimumWidth(160)
        self.empty = EmptyState(f"{nombre}.vacio")
        self._stack.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName(f"{nombre}.divisor")
        self.splitter.setHandleWidth(9)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._stack)
        self.splitter.setStretchFactor(0, 1)
        self._panel = QFrame()
        set_class(self._panel, "panel")
        inside = QVBoxLayout(self._panel)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.splitter)
        self.footer = QLabel()
        self.footer.setObjectName(f"{nombre}.pie")
        self.footer.setAccessibleName(tr("Totales"))
        self.footer.setTextFormat(Qt.TextFormat.PlainText)
        self.footer.setMinimumWidth(0)
        self.footer.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_class(self.footer, "secundario")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 12, MARGIN, 8)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(12 if buscar is not None else 0)
        column.addLayout(row)
        column.addSpacing(4)
        column.addWidget(self._line)
        column.addSpacing(4)
        column.addWidget(self._away)
        # Room below the line only while there is one.
        self._away_room = QWidget()
        self._away_room.setFixedHeight(8)
        self._away_room.hide()
        column.addWidget(self._away_room)
        self._summary = QVBoxLayout()
        column.addLayout(self._summary)
        column.addWidget(self._panel, 1)
        self.footer.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.footer)
        self.search_action = self._own_action(f"{nombre}.ir_a_buscar", tr("Buscar"), ["F6", "Ctrl+F"])
        self.search_action.triggered.connect(self.focus_search)
        self.search_action.setEnabled(buscar is not None)
        self.detail_action = self._own_action(f"{nombre}.ver_detalle", tr("Mostrar el detalle"), ["F4"])
        self.detail_action.setCheckable(True)
        self.detail_action.setChecked(True)
        self.detail_action.setEnabled(False)
        self.detail_action.toggled.connect(self._on_detail_toggled)

    @property
    def menu_actions(self) -> MenuActions:
        """The page's menus: their titles and actions."""
        if not self._menus or not self.common_actions:
            return self._menus
        (titulo, actions), *rest = self._menus
        return [(titulo, [*actions, *self.common_actions]), *rest]

    @menu_actions.setter
    def menu_actions(self, menus: MenuActions) -> None:
        self._menus = menus

    # ── header ──────────────────────────────────────────────────────────────────────────────────────────────────

    def add_filter(self, widget: QWidget) -> QWidget:
        """Put a chip or another filter at the end of the filters' row."""
        self._filter_flow.addWidget(widget)
        return widget

    def add_chip(self, nombre: str, texto: str, *, checkable: bool = True) -> QPushButton:
        """A filter that is on or off, or with `checkable` False a verb («+ filtro»)."""
        chip = QPushButton(texto)
        chip.setObjectName(nombre)
        chip.setAccessibleName(texto)
        chip.setCheckable(checkable)
        set_class(chip, "chip")
        self._filter_flow.addWidget(chip)
        return chip

    def add_action(self, action: QAction, *, primary: bool = False) -> ActionButton:
        """A button for the action, and its key works anywhere in the page. One primary a page, always the last.

        ValueError if there is a primary one already.
        """
        if primary and self._primary is not None:
            raise ValueError("a page has one primary button")
        self.addAction(action)
        button = ActionButton(action, primary=primary)
        self._place(button)
        if primary:
            self._primary = button
        return button

    def add_to_head(self, widget: QWidget) -> None:
        """Put a small thing at the end of the line of the title."""
        self._head.addWidget(widget)

    def add_menu(self, texto: str, actions: Sequence[QAction], *, nombre: str) -> MenuButton:
        """«Importar ▾»: a button that opens a menu; the keys of its actions work anywhere in the page."""
        self.addActions(list(actions))
        button = MenuButton(texto, actions, nombre=nombre)
        self._place(button)
        return button

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

    def focus_search(self) -> None:
        """Go to the search; what it holds is selected, so that typing replaces it."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def abrir_registro(self, tabla: str, registro: str) -> None:
        """See `AbreRegistros`."""
        self.record_wanted.emit(tabla, registro)

    def busy(self, on: bool) -> None:
        """A thin line under the header while something is under way for over 300 ms. Calls nest."""
        self._busy = max(0, self._busy + (1 if on else -1))
        if self._busy and not self._line_timer.isActive() and self._line.isHidden():
            self._line_timer.start()
        elif not self._busy:
            self._line_timer.stop()
            self._line.hide()

    def show_offline(self, texto: str) -> None:
        """A calm line above the page while the server is away: what is shown, and since when. Empty takes it away."""
        self._away.tell(texto)
        self._away_room.setVisible(bool(texto))

    # ── content ─────────────────────────────────────────────────────────────────────────────────────────────────

    def set_content(self, widget: QWidget) -> None:
        """What the page is for: its table."""
        self._stack.addWidget(widget)
        self.choose_content(widget)

    def add_content(self, widget: QWidget) -> None:
        """Another way to show the same; `choose_content` shows it instead."""
        self._stack.addWidget(widget)

    def choose_content(self, widget: QWidget) -> None:
        """Which of the contents shows, now or when there is something to show."""
        empty = self.is_empty
        self._content = widget
        if not empty:
            self._stack.setCurrentWidget(widget)

    def show_empty(self, titulo: str, frase: str, acciones: Sequence[QAction] = (), *, icono: str = "vacio") -> None:
        """Instead of the content: what to do first. The first action is offered as the primary button."""
        self.empty.tell(titulo, frase, acciones, icono)
        self._stack.setCurrentWidget(self.empty)
        self._lead(not acciones)
        self._arrange_detail()

    def show_content(self) -> None:
        """The content again."""
        if self._content is not None:
            self._stack.setCurrentWidget(self._content)
        self._lead(True)
        self._arrange_detail()

    def _lead(self, on: bool) -> None:
        """One primary button at a time: while the empty page offers one, the page's own steps back."""
        if self._primary is not None:
            set_class(self._primary, "primario" if on else "")

    @property
    def is_empty(self) -> bool:
        """Whether the empty state shows."""
        return self._stack.currentWidget() is self.empty and self._content is not None

    def set_summary(self, widget: QWidget) -> None:
        """How all of it stands, in a frame of its own as wide as the page, above the content."""
        self._summary.addWidget(widget)
        self._summary.addSpacing(8)

    def set_detail(self, widget: QWidget, *, below: int = 0, beside: int = DETAIL_WIDTH) -> None:
        """What shows beside the content about the chosen row; scrolls by itself. F4 hides it.

        `beside`: so many pixels wide; `below`: so many high under the content instead, where rows are too wide to leave
        room beside them.
        """
        scroll = QScrollArea()
        scroll.setObjectName(f"{self.objectName()}.detalle")
        scroll.setAccessibleName(tr("Detalle"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumWidth(240)
        scroll.setWidget(widget)
        self._detail = scroll
        self.splitter.addWidget(scroll)
        self.splitter.setStretchFactor(1, 0)
        if below:
            self.splitter.setOrientation(Qt.Orientation.Vertical)
        self.splitter.setSizes([10_000, below or beside])
        self.detail_action.setEnabled(True)
        self._arrange_detail()

    @property
    def detail_widget(self) -> QWidget | None:
        """What stands beside the content."""
        return self._detail.widget() if isinstance(self._detail, QScrollArea) else None

    @property
    def has_detail(self) -> bool:
        """Whether anything can stand there."""
        return self._detail is not None

    @property
    def detail_shows(self) -> bool:
        """Whether it is in sight."""
        return self._detail is not None and self._detail.isVisible()

    def set_footer(self, texto: str) -> None:
        """«12.480 artículos · 3.902 barras · 14 bajo mínimo»."""
        self.footer.setText(texto)

    def save_layout(self) -> str:
        """How the detail stands, for the settings: give it to `restore_layout` next time."""
        state = bytes(self.splitter.saveState().data()).hex()
        return f"{int(self.detail_action.isChecked())}:{state}"

    def restore_layout(self, saved: str) -> None:
        """Stand as it was. What is not from `save_layout` is ignored: it may come from a file that somebody edited."""
        shown, _, state = saved.partition(":")
        if shown not in ("0", "1"):
            return
        self.splitter.restoreState(QByteArray.fromHex(QByteArray(state.encode("ascii", "replace"))))
        self.splitter.setHandleWidth(9)
        self.splitter.setChildrenCollapsible(False)
        self.detail_action.setChecked(shown == "1")
        self._arrange_detail()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The detail makes room when the page is small and returns when it is large."""
        super().resizeEvent(event)
        self._share_out()
        # What can be missed, air too, goes before what is worked with.
        low = self.height() < _ROOM_FOR_TOTALS
        self.footer.setHidden(low)
        self._column.setContentsMargins(MARGIN, 4 if low else 12, MARGIN, 4 if low else 8)
        below = self.splitter.orientation() == Qt.Orientation.Vertical
        squeezed = self.height() < _ROOM_FOR_DETAIL_BELOW if below else self.width() < _ROOM_FOR_DETAIL
        if squeezed != self._squeezed:
            self._squeezed = squeezed
            self._arrange_detail()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell it."""
        super().showEvent(event)
        self.visible_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell it."""
        super().hideEvent(event)
        self.visible_changed.emit(False)

    def _on_detail_toggled(self, on: bool) -> None:
        # Asked for by hand: it shows even where it is narrow.
        if on:
            self._squeezed = False
        self._arrange_detail()

    def _arrange_detail(self) -> None:
        if self._detail is None:
            return
        focus = self.focusWidget()
        inside = focus is not None and self._detail.isAncestorOf(focus)
        shown = self.detail_action.isChecked() and not self._squeezed and not self.is_empty
        self._detail.setVisible(shown)
        if inside and not shown:
            self._into_content()

    def _into_rows(self) -> None:
        """From the search: on to the rows, one of which is chosen, as it is by every other arrow key."""
        self._into_content()
        rows = self._stack.currentWidget()
        if not isinstance(rows, QAbstractItemView) or rows.model() is None or not rows.model().rowCount():
            return
        if not rows.selectionModel().hasSelection():
            # Qt makes the first one current when the focus comes, and chooses none.
            current = rows.currentIndex()
            rows.setCurrentIndex(QModelIndex())
            rows.setCurrentIndex(current if current.isValid() else rows.model().index(0, 0))

    def _into_content(self) -> None:
        content = self._stack.currentWidget()
        if content is not None:
            content.setFocus(Qt.FocusReason.OtherFocusReason)

    def _share_out(self) -> None:
        """The verbs stand in one line, unless verbs and filters together take fewer lines another way."""
        room = self.width() - 2 * MARGIN - _BETWEEN
        in_one = self._actions.sizeHint().width()
        if not self._with_search:
            # Beside the title.
            self._verbs.setFixedWidth(max(0, min(in_one, room - self.titulo.sizeHint().width())))
            return
        most = min(in_one, room - self._filter_flow.minimumSize().width())
        ways = [most, min(most, room // 2)]
        self._verbs.setFixedWidth(max(0, min(ways, key=lambda width: self._lines(width, room - width))))

    def _lines(self, verbs: int, filters: int) -> int:
        """How many lines they take when they are so wide."""
        high = max(self._actions.heightForWidth(verbs), self._filter_flow.heightForWidth(filters))
        return high // CONTROL_HEIGHT

    def _place(self, button: QWidget) -> None:
        # The primary one stays last, whatever comes after it.
        at = self._actions.count() - (1 if self._primary is not None else 0)
        self._actions.insertWidget(at, button)

    def _own_action(self, nombre: str, texto: str, keys: list[str]) -> QAction:
        action = QAction(texto, self)
        action.setObjectName(nombre)
        action.setShortcuts(keys)  # type: ignore[arg-type]
        self.addAction(action)
        return action


def _filter_word(widget: QWidget) -> list[str]:
    if isinstance(widget, QPushButton):
        on = widget.isCheckable() and widget.isChecked()
        return [widget.text().removesuffix("▾").strip().replace("&&", "&")] if on else []
    if isinstance(widget, QComboBox):
        return [widget.currentText()]
    if isinstance(widget, QDateEdit):
        return [f"{widget.accessibleName()} {widget.text()}".strip()]
    return []


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


def _progress_line(nombre: str) -> QProgressBar:
    line = QProgressBar()
    line.setObjectName(nombre)
    line.setAccessibleName(tr("Trabajando"))
    line.setRange(0, 0)
    line.setTextVisible(False)
    line.setFixedHeight(4)
    policy = line.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    line.setSizePolicy(policy)
    line.hide()
    return line
