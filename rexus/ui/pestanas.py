"""A page of several parts, one of which shows: the tabs stand where a page begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from rexus.ui.module import MenuActions
from rexus.ui.page import Page
from rexus.ui.theme import MARGIN


class TabbedPage(QWidget):
    """`nombre.pagina` with the tabs `nombre.pestanas`. `partes` are (title, page).

    A key that several parts have is of the one that shows: Ctrl+N makes what one is looking at, from the tabs too.
    `tablas`: on which of them the records of a table live; those of any other on the first.
    """

    def __init__(
        self, nombre: str, leido: str, partes: Sequence[tuple[str, Page]], tablas: Mapping[str, Page] | None = None
    ) -> None:
        super().__init__()
        self.setObjectName(f"{nombre}.pagina")
        self._first = partes[0][1]
        self._tables = dict(tablas or {})
        self._parts = {page.objectName().removeprefix(f"{nombre}."): page for _, page in partes}
        self.tabs = QTabBar()
        self.tabs.setObjectName(f"{nombre}.pestanas")
        self.tabs.setAccessibleName(leido)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._pages = QStackedWidget()
        for title, page in partes:
            self.tabs.addTab(title)
            self._pages.addWidget(page)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        # A tab bar minds no margins of its own.
        #: Beside the tabs there is room at both ends.
        self.head = QHBoxLayout()
        self.head.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self.head.setSpacing(8)
        self.head.addWidget(self.tabs)
        self.head.addStretch(1)
        column.addLayout(self.head)
        column.addWidget(self._pages, 1)
        self.menu_actions: MenuActions = [menu for _, page in partes for menu in page.menu_actions]
        self._lent: list[QAction] = []
        self._keys: dict[Page, dict[QAction, list[QKeySequence]]] = {}
        for _, page in partes:
            for _, actions in page.menu_actions:
                for action in actions:
                    # From the menu too it is done where it shows.
                    action.triggered.connect(lambda _on=False, page=page: self.show_tab(page))
            own = (action for _, actions in page.menu_actions for action in actions)
            self._keys[page] = {action: action.shortcuts() for action in own}
        self.tabs.currentChanged.connect(lambda _n: self._on_other_part())
        self._on_other_part()

    def show_tab(self, page: Page) -> None:
        """Show one of the parts."""
        self.tabs.setCurrentIndex(self._pages.indexOf(page))

    def _on_other_part(self) -> None:
        self._share_keys()
        self._lend_keys()

    def _lend_keys(self) -> None:
        """The keys of what shows work while the tabs, or what stands beside them, have the focus."""
        for action in self._lent:
            self.removeAction(action)
        own = self._pages.currentWidget().actions()
        self._lent = [a for a in own if a.shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut]
        self.addActions(self._lent)

    def _share_keys(self) -> None:
        """Two owners of a key cancel each other, and one that works in the whole window does so out of sight too."""
        shown = self._pages.currentWidget()
        taken = {
            key.toString() for page, own in self._keys.items() if page is shown for keys in own.values() for key in keys
        }
        for page, own in self._keys.items():
            for action, keys in own.items():
                if action.shortcutContext() == Qt.ShortcutContext.WindowShortcut:
                    free = page is shown
                    action.setShortcuts([key for key in keys if free or key.toString() not in taken])

    def focus_search(self) -> None:
        """Go to the search of what shows."""
        page = self._pages.currentWidget()
        assert isinstance(page, Page)
        page.focus_search()

    def llegar(self, lugar: str) -> None:
        """The part that is called so, or a place that the first one knows."""
        part = self._parts.get(lugar)
        if part is not None:
            self.show_tab(part)
            return
        self.show_tab(self._first)
        reach: Callable[[str], None] | None = getattr(self._first, "llegar", None)
        if reach is not None:
            reach(lugar)

    def abrir_registro(self, tabla: str, registro: str) -> None:
        """See `AbreRegistros`."""
        page = self._tables.get(tabla, self._first)
        self.show_tab(page)
        page.abrir_registro(tabla, registro)
