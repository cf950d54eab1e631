"""The desk: navigation, notices, the page that shows, and the status strip below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rexus.shell.principal.navigation import Navigation
from rexus.ui.module import AbreRegistros, Context, MenuActions, Module
from rexus.ui.notices_area import NoticeArea

if TYPE_CHECKING:
    from rexus.ui.notices import NoticeBar

_ROOM_FOR_TITLES: Final = 720


class MainPage(QWidget):
    """A module's page is built when it is first shown. `page_changed` carries the module and the page's menus."""

    page_changed = Signal(object, object)

    def __init__(
        self, modules: Sequence[Module], context: Context, notices: NoticeBar, status: QWidget, usuario: str
    ) -> None:
        super().__init__()
        self.setObjectName("principal")
        self._modules = {module.id: module for module in modules}
        self._context = context
        self._narrow = False
        self._built: dict[str, QWidget] = {}
        self.navigation = Navigation(modules, usuario)
        self.pages = QStackedWidget()
        self.pages.setObjectName("principal.pagina")
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(self.navigation)
        above.addWidget(NoticeArea(self.pages, notices), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(above, 1)
        whole.addWidget(status)
        self.navigation.chosen.connect(self.show_module)
        self.navigation.entered.connect(self.focus_page)

    def show_module(self, module_id: str) -> None:
        """Show a module's page; an id that is not among the modules shows the first."""
        module = self._modules.get(module_id) or next(iter(self._modules.values()))
        page = self._built.get(module.id)
        if page is self.pages.currentWidget() and page is not None:
            return
        if page is None:
            page = self._built[module.id] = module.build(self._context)
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self.navigation.select(module.id)
        menus: MenuActions = getattr(page, "menu_actions", [])
        self.page_changed.emit(module, menus)

    def focus_page(self) -> None:
        """Into the page that shows: to its search, where the eye starts."""
        page = self.pages.currentWidget()
        focus = getattr(page, "focus_search", None)
        if focus is not None:
            focus()
        elif page is not None:
            page.setFocus()

    def open_module(self, module_id: str) -> None:
        """Show a module's page and go into it."""
        self.show_module(module_id)
        self.focus_page()

    def can_open(self, tabla: str) -> bool:
        """Whether the page of some module shows records of that table."""
        return self._opener(tabla) is not None

    def open_record(self, tabla: str, registro: str) -> bool:
        """Show a record where it lives; False when no module here shows such records."""
        module = self._opener(tabla)
        if module is None:
            return False
        self.show_module(module.id)
        cast(AbreRegistros, self._built[module.id]).abrir_registro(tabla, registro)
        return True

    def _opener(self, tabla: str) -> Module | None:
        return next((module for module in self._modules.values() if tabla in module.abre), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window leaves its room to the page."""
        super().resizeEvent(event)
        narrow = self.width() < _ROOM_FOR_TITLES
        if narrow != self._narrow:
            self._narrow = narrow
            self.navigation.set_squeezed(narrow)

    @property
    def current(self) -> str:
        """The module whose page shows; empty while none does."""
        return next((name for name, page in self._built.items() if page is self.pages.currentWidget()), "")

    @property
    def modules(self) -> Collection[str]:
        """The modules that are to be seen here."""
        return self._modules.keys()

    @property
    def built(self) -> dict[str, QWidget]:
        """The pages built so far, by module."""
        return dict(self._built)
