"""What a page is for: its content, or the empty state instead, and the detail of the chosen row beside or below it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from rexus.base.text import tr
from rexus.ui.empty_state import EmptyState
from rexus.ui.theme import set_class

# Below this the detail would leave the rows no room: it hides by itself.
_ROOM_FOR_DETAIL: Final = 720
_ROOM_FOR_DETAIL_BELOW: Final = 440
_LEAST_DETAIL: Final = 240
_HANDLE_WIDTH: Final = 9


class PageBody:
    """`panel` is the frame around all of it. `detail_action`, which is checked, shows and hides the detail."""

    def __init__(self, nombre: str, detail_action: QAction) -> None:
        self._nombre = nombre
        self._detail_action = detail_action
        self._detail: QScrollArea | None = None
        self._content: QWidget | None = None
        self._squeezed = False
        self.empty = EmptyState(f"{nombre}.vacio")
        self.stack = QStackedWidget()
        self.stack.setMinimumWidth(160)
        self.stack.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName(f"{nombre}.divisor")
        self.splitter.addWidget(self.stack)
        self.splitter.setStretchFactor(0, 1)
        self._dress_splitter()
        self.panel = QFrame()
        set_class(self.panel, "panel")
        inside = QVBoxLayout(self.panel)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.splitter)
        detail_action.toggled.connect(self._on_detail_toggled)

    # ── Content ──

    @property
    def is_empty(self) -> bool:
        """Whether the empty state shows."""
        return self.stack.currentWidget() is self.empty and self._content is not None

    def choose(self, widget: QWidget) -> None:
        """Which of the contents shows, now or when there is something to show."""
        empty = self.is_empty
        self._content = widget
        if not empty:
            self.stack.setCurrentWidget(widget)

    def show_empty(self) -> None:
        """The empty state instead of the content; the keys go to its verb if they were there."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self.panel.isAncestorOf(focus)
        self.stack.setCurrentWidget(self.empty)
        self.arrange()
        if inside:
            self.enter()

    def show_content(self) -> None:
        """The content again."""
        if self._content is not None:
            self.stack.setCurrentWidget(self._content)
        self.arrange()

    def enter(self) -> None:
        """The keys go to what shows."""
        content = self.stack.currentWidget()
        if content is self.empty:
            self.empty.take_keys()
        elif content is not None:
            content.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter_rows(self) -> None:
        """From the search: on to the rows, one of which is chosen, as it is by every other arrow key."""
        self.enter()
        rows = self.stack.currentWidget()
        if not isinstance(rows, QAbstractItemView) or rows.model() is None or not rows.model().rowCount():
            return
        if not rows.selectionModel().hasSelection():
            # Qt makes the first one current when the focus comes, and chooses none.
            current = rows.currentIndex()
            rows.setCurrentIndex(QModelIndex())
            rows.setCurrentIndex(current if current.isValid() else rows.model().index(0, 0))

    # ── Detail ──

    @property
    def detail(self) -> QScrollArea | None:
        """What the detail scrolls in."""
        return self._detail

    def set_detail(self, widget: QWidget, *, below: int, beside: int) -> None:
        """See `Page.set_detail`."""
        scroll = QScrollArea()
        scroll.setObjectName(f"{self._nombre}.detalle")
        scroll.setAccessibleName(tr("Detalle"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumWidth(_LEAST_DETAIL)
        scroll.setWidget(widget)
        self._detail = scroll
        self.splitter.addWidget(scroll)
        self.splitter.setStretchFactor(1, 0)
        if below:
            self.splitter.setOrientation(Qt.Orientation.Vertical)
        self.splitter.setSizes([10_000, below or beside])
        self._detail_action.setEnabled(True)
        self.arrange()

    def squeeze(self, width: int, height: int) -> None:
        """The detail makes room when the page is small and returns when it is large."""
        below = self.splitter.orientation() == Qt.Orientation.Vertical
        squeezed = height < _ROOM_FOR_DETAIL_BELOW if below else width < _ROOM_FOR_DETAIL
        if squeezed != self._squeezed:
            self._squeezed = squeezed
            self.arrange()

    def arrange(self) -> None:
        """Show the detail or hide it; the focus does not vanish with it."""
        if self._detail is None:
            return
        focus = self.panel.focusWidget()
        inside = focus is not None and self._detail.isAncestorOf(focus)
        shown = self._detail_action.isChecked() and not self._squeezed and not self.is_empty
        self._detail.setVisible(shown)
        if inside and not shown:
            self.enter()

    def save_layout(self) -> str:
        """See `Page.save_layout`."""
        state = bytes(self.splitter.saveState().data()).hex()
        return f"{int(self._detail_action.isChecked())}:{state}"

    def restore_layout(self, saved: str) -> None:
        """See `Page.restore_layout`."""
        shown, _, state = saved.partition(":")
        if shown not in ("0", "1"):
            return
        self.splitter.restoreState(QByteArray.fromHex(QByteArray(state.encode("ascii", "replace"))))
        self._dress_splitter()
        self._detail_action.setChecked(shown == "1")
        self.arrange()

    def _dress_splitter(self) -> None:
        self.splitter.setHandleWidth(_HANDLE_WIDTH)
        self.splitter.setChildrenCollapsible(False)

    def _on_detail_toggled(self, on: bool) -> None:
        # Asked for by hand: it shows even where it is narrow.
        if on:
            self._squeezed = False
        self.arrange()
