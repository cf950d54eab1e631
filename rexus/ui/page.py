"""The frame that every page of the navigation has, so that all of them read alike.

Inventario                          [⌕ buscar …  F6 ]
[chips and filters …]          [actions] [the primary]      without a search beside the title
[summary]                                                    where there is one
┌ content ─────────────────────────┬ detail (F4) ────┐
└──────────────────────────────────┴─────────────────┘
footer
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from rexus.base.text import tr
from rexus.ui.action_button import ActionButton, MenuButton
from rexus.ui.away_line import AwayLine
from rexus.ui.module import MenuActions
from rexus.ui.page_body import PageBody
from rexus.ui.page_head import PageHead
from rexus.ui.theme import MARGIN, set_class

#: Of a pane beside the content, in pixels, unless it asks for another.
DETAIL_WIDTH: Final = 320
_ROOM_FOR_TOTALS: Final = 300
# FACE: a thin line for what takes over 300 ms.
_PATIENCE_MS: Final = 300
_FOOT: Final = 28


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
        self._head = PageHead(titulo, nombre, buscar, self.width)
        self.titulo, self.search = self._head.titulo, self._head.search
        self._away = AwayLine(f"{nombre}.sin_conexion")
        self._line = _progress_line(f"{nombre}.avance")
        self._line_timer = QTimer(self)
        self._line_timer.setSingleShot(True)
        self._line_timer.setInterval(_PATIENCE_MS)
        self._line_timer.timeout.connect(self._line.show)
        self.detail_action = self._own_action(f"{nombre}.ver_detalle", tr("Mostrar el detalle"), ["F4"])
        self.detail_action.setCheckable(True)
        self.detail_action.setChecked(True)
        self.detail_action.setEnabled(False)
        self._body = PageBody(nombre, self.detail_action)
        self.empty, self.splitter = self._body.empty, self._body.splitter
        self._stack, self._panel = self._body.stack, self._body.panel
        self.search.left.connect(self._body.enter_rows)
        self.footer = QLabel()
        self.footer.setObjectName(f"{nombre}.pie")
        self.footer.setAccessibleName(tr("Totales"))
        self.footer.setTextFormat(Qt.TextFormat.PlainText)
        self.footer.setMinimumWidth(0)
        # With the margin below it, as high as a notice of one line, which lies over it for a moment.
        self.footer.setMinimumHeight(_FOOT)
        self.footer.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_class(self.footer, "secundario")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 12, MARGIN, 8)
        column.setSpacing(0)
        column.addLayout(self._head.line)
        column.addSpacing(12 if buscar is not None else 0)
        column.addLayout(self._head.row)
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
        self._head.add_filter(widget)
        return widget

    def add_chip(self, nombre: str, texto: str, *, checkable: bool = True) -> QPushButton:
        """A filter that is on or off, or with `checkable` False a verb («+ filtro»)."""
        chip = QPushButton(texto)
        chip.setObjectName(nombre)
        chip.setAccessibleName(texto)
        chip.setCheckable(checkable)
        set_class(chip, "chip")
        self._head.add_filter(chip)
        return chip

    def add_action(self, action: QAction, *, primary: bool = False) -> ActionButton:
        """A button for the action, and its key works anywhere in the page. One primary a page, always the last.

        ValueError if there is a primary one already.
        """
        if primary and self._head.has_primary:
            raise ValueError("a page has one primary button")
        self.addAction(action)
        button = ActionButton(action, primary=primary)
        self._head.add_verb(button, primary=primary)
        return button

    def add_to_head(self, widget: QWidget) -> None:
        """Put a small thing at the end of the line of the title."""
        self._head.line.addWidget(widget)

    def add_menu(self, texto: str, actions: Sequence[QAction], *, nombre: str) -> MenuButton:
        """«Importar ▾»: a button that opens a menu; the keys of its actions work anywhere in the page."""
        self.addActions(list(actions))
        button = MenuButton(texto, actions, nombre=nombre)
        self._head.add_verb(button)
        return button

    def filter_words(self) -> list[str]:
        """In words, what keeps rows from showing: the search, the chips that are on, the choices of lists and days."""
        return self._head.filter_words()

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
        self._body.choose(widget)

    def show_empty(self, titulo: str, frase: str, acciones: Sequence[QAction] = (), *, icono: str = "vacio") -> None:
        """Instead of the content: what to do first. The first action is offered as the primary button."""
        self.empty.tell(titulo, frase, acciones, icono)
        # One primary button at a time: while the empty page offers one, the page's own steps back.
        self._head.lead(not acciones)
        self._body.show_empty()

    def show_content(self) -> None:
        """The content again."""
        self._head.lead(True)
        self._body.show_content()

    @property
    def is_empty(self) -> bool:
        """Whether the empty state shows."""
        return self._body.is_empty

    def set_summary(self, widget: QWidget) -> None:
        """How all of it stands, in a frame of its own as wide as the page, above the content."""
        self._summary.addWidget(widget)
        self._summary.addSpacing(8)

    def set_detail(self, widget: QWidget, *, below: int = 0, beside: int = DETAIL_WIDTH) -> None:
        """What shows beside the content about the chosen row; scrolls by itself. F4 hides it.

        `beside`: so many pixels wide; `below`: so many high under the content instead, where rows are too wide to leave
        room beside them.
        """
        self._body.set_detail(widget, below=below, beside=beside)

    @property
    def detail_widget(self) -> QWidget | None:
        """What stands beside the content."""
        return self._body.detail.widget() if self._body.detail is not None else None

    @property
    def has_detail(self) -> bool:
        """Whether anything can stand there."""
        return self._body.detail is not None

    @property
    def detail_shows(self) -> bool:
        """Whether it is in sight."""
        return self._body.detail is not None and self._body.detail.isVisible()

    def set_footer(self, texto: str) -> None:
        """«12.480 artículos · 3.902 barras · 14 bajo mínimo»."""
        self.footer.setText(texto)

    def save_layout(self) -> str:
        """How the detail stands, for the settings: give it to `restore_layout` next time."""
        return self._body.save_layout()

    def restore_layout(self, saved: str) -> None:
        """Stand as it was. What is not from `save_layout` is ignored: it may come from a file that somebody edited."""
        self._body.restore_layout(saved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The detail makes room when the page is small and returns when it is large."""
        super().resizeEvent(event)
        self._head.share_out()
        # What can be missed, air too, goes before what is worked with.
        low = self.height() < _ROOM_FOR_TOTALS
        self.footer.setHidden(low)
        self._column.setContentsMargins(MARGIN, 4 if low else 12, MARGIN, 4 if low else 8)
        self._body.squeeze(self.width(), self.height())

    def showEvent(self, event: QShowEvent) -> None:
        """Tell it."""
        super().showEvent(event)
        self.visible_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell it."""
        super().hideEvent(event)
        self.visible_changed.emit(False)

    def _own_action(self, nombre: str, texto: str, keys: list[str]) -> QAction:
        action = QAction(texto, self)
        action.setObjectName(nombre)
        action.setShortcuts(keys)  # type: ignore[arg-type]
        self.addAction(action)
        return action


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
