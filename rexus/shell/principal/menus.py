"""The menu bar: what the program itself offers, and between «Ver» and «Ayuda» the menus of the page that shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from rexus.base.idioma import IDIOMAS
from rexus.base.text import tr
from rexus.settings import Settings
from rexus.ui.icons import icon
from rexus.ui.module import MenuActions, Module
from rexus.ui.shortcuts import Shortcuts


class Menus(QObject):
    """Fills a menu bar. The choices of «Ver» are settings: they are set here and obeyed by who observes them."""

    module_requested = Signal(str)
    undo_requested = Signal()
    notice_requested = Signal()
    search_requested = Signal()
    navigation_toggled = Signal()
    manual_requested = Signal()
    shortcuts_requested = Signal()
    state_requested = Signal()
    news_requested = Signal()
    about_requested = Signal()
    own_account_requested = Signal()
    lock_requested = Signal()
    sign_out_requested = Signal()
    leave_requested = Signal()

    def __init__(self, bar: QMenuBar, settings: Settings, modules: Sequence[Module], parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._settings = settings
        self._undoable = ""
        self._undo_blocked = ""
        self._with_keys: list[QAction] = []
        self._page_menus: list[QMenu] = []
        self._stop_observing: list[Callable[[], None]] = []
        bar.setObjectName("principal.menu")
        self._fill_file()
        self._fill_edit()
        self._fill_view(modules)
        self._help = self._fill_help()

    def close(self) -> None:
        """Leave the bar empty, for the next who signs in."""
        for stop in self._stop_observing:
            stop()
        for action in self._bar.actions():
            menu = action.menu()
            if isinstance(menu, QMenu):
                menu.deleteLater()
        self._bar.clear()

    def add_to_file(self, actions: Sequence[QAction]) -> None:
        """Further actions of the menu «Archivo», before those that leave. They go with the menu."""
        for action in actions:
            action.setParent(self._file)
        self._file.insertActions(self.lock, actions)
        if actions:
            self._file.insertSeparator(self.lock)

    def show_page_menus(self, menus: MenuActions) -> None:
        """The menus of the page that shows now; those of the one before go."""
        for menu in self._page_menus:
            self._bar.removeAction(menu.menuAction())
            menu.deleteLater()
        self._page_menus = []
        for title, actions in menus:
            menu = QMenu(title, self._bar)
            menu.setToolTipsVisible(True)
            menu.addActions(actions)
            self._bar.insertMenu(self._help.menuAction(), menu)
            self._page_menus.append(menu)

    def show_undo(self, texto: str) -> None:
        """Name what can be undone; nothing when empty."""
        self._undoable = texto
        self.undo.setText(tr("Deshacer {accion}").format(accion=texto) if texto else tr("Deshacer"))
        self.restore_undo()

    def restore_undo(self) -> None:
        """Undoing is possible again, if there is something to undo."""
        if shiboken6.isValid(self.undo):
            self.undo.setEnabled(bool(self._undoable) and not self._undo_blocked)
            self.undo.setToolTip(self._undo_blocked or self.undo.text())

    def block_undo(self, reason: str) -> None:
        """Undoing has to wait, for this reason; empty when it need not."""
        self._undo_blocked = reason
        self.restore_undo()

    def list_shortcuts(self, shortcuts: Shortcuts) -> None:
        """Enter the keys of these menus into the list of «Ayuda ▸ Atajos»."""
        for action in self._with_keys:
            shortcuts.add(action, grupo=tr("Rexus"))

    def _fill_file(self) -> None:
        menu = self._file = self._menu(tr("&Archivo"), "principal.menu_archivo")
        self.own_account = self._action(menu, "principal.mi_cuenta", tr("Mi cuenta…"), "usuario")
        self.own_account.triggered.connect(self.own_account_requested)
        self.lock = self._action(menu, "principal.bloquear", tr("Bloquear"), "candado", keys=QKeySequence("Ctrl+L"))
        self.lock.triggered.connect(self.lock_requested)
        self.sign_out = self._action(menu, "principal.cerrar_sesion", tr("Cerrar sesión"), "salir")
        self.sign_out.triggered.connect(self.sign_out_requested)
        leave = self._action(menu, "principal.salir", tr("Salir"), keys=QKeySequence("Ctrl+Q"))
        leave.setMenuRole(QAction.MenuRole.QuitRole)
        leave.triggered.connect(self.leave_requested)

    def _fill_edit(self) -> None:
        menu = self._menu(tr("&Editar"), "principal.menu_editar")
        self.undo = self._action(
            menu, "principal.deshacer", "", "deshacer", keys=QKeySequence(QKeySequence.StandardKey.Undo)
        )
        # Held in a field it would run on from the text into the stock.
        self.undo.setAutoRepeat(False)
        self.undo.triggered.connect(self.undo_requested)
        self.show_undo("")
        notice = self._action(menu, "principal.al_aviso", tr("Ir al aviso"), "info", keys=QKeySequence("F9"))
        notice.triggered.connect(self.notice_requested)
        menu.addSeparator()
        self.search = self._action(
            menu, "principal.buscar_todo", tr("Buscar en todo…"), "buscar", keys=QKeySequence("Ctrl+K")
        )
        self.search.triggered.connect(self.search_requested)

    def _fill_view(self, modules: Sequence[Module]) -> None:
        menu = self._menu(tr("&Ver"), "principal.menu_ver")
        for number, module in enumerate(modules, 1):
            go = self._action(
                menu,
                f"principal.ir_{module.id}",
                tr("Ir a {pagina}").format(pagina=module.titulo),
                module.icono,
                keys=QKeySequence(f"Ctrl+{number}"),
            )
            go.triggered.connect(lambda _=False, module_id=module.id: self.module_requested.emit(module_id))
        menu.addSeparator()
        themes = (("sistema", tr("Como el sistema")), ("claro", tr("Claro")), ("oscuro", tr("Oscuro")))
        self._choice(menu, tr("Tema"), "tema.modo", themes)
        densities = (("comoda", tr("Cómodas")), ("compacta", tr("Compactas")))
        self._choice(menu, tr("Filas de las tablas"), "tema.densidad", densities)
        self._choice(menu, tr("Idioma"), "sistema.idioma", tuple(IDIOMAS.items()))
        menu.addSeparator()
        self.navigation = self._action(
            menu, "principal.plegar_navegacion", tr("Plegar la navegación"), keys=QKeySequence("Ctrl+B")
        )
        self.navigation.setCheckable(True)
        self.navigation.triggered.connect(self.navigation_toggled)
        self._switch(menu, tr("Panel de detalle"), "ventana.detalle_visible", QKeySequence("F4"))

    def _fill_help(self) -> QMenu:
        menu = self._menu(tr("A&yuda"), "principal.menu_ayuda")
        manual = self._action(menu, "principal.manual", tr("Manual"), "ayuda", keys=QKeySequence("F1"))
        manual.triggered.connect(self.manual_requested)
        shortcuts = self._action(menu, "principal.atajos", tr("Atajos"), keys=QKeySequence("Ctrl+F1"))
        shortcuts.triggered.connect(self.shortcuts_requested)
        state = self._action(menu, "principal.menu.estado", tr("Estado del sistema"), "conexion")
        state.triggered.connect(self.state_requested)
        news = self._action(menu, "principal.novedades", tr("Novedades"), "historial")
        news.triggered.connect(self.news_requested)
        about = self._action(menu, "principal.acerca_de", tr("Acerca de Rexus"), "info")
        about.setMenuRole(QAction.MenuRole.AboutRole)
        about.triggered.connect(self.about_requested)
        return menu

    def _choice(self, menu: QMenu, title: str, clave: str, options: Sequence[tuple[str, str]]) -> None:
        sub = menu.addMenu(title)
        sub.setObjectName(f"principal.{clave}")
        # What the environment dictates is not to be chosen.
        sub.setEnabled(self._settings.variable(clave) is None)
        group = QActionGroup(sub)
        actions: dict[str, QAction] = {}
        for value, label in options:
            action = self._action(sub, f"principal.{clave}.{value}", label)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, chosen=value: self._settings.set(clave, chosen))
            group.addAction(action)
            actions[value] = action
        actions[self._settings.get(clave)].setChecked(True)
        self._stop_observing.append(self._settings.observar(clave, lambda value: actions[value].setChecked(True)))

    def _switch(self, menu: QMenu, title: str, clave: str, keys: QKeySequence) -> None:
        action = self._action(menu, f"principal.{clave}", title, keys=keys)
        action.setCheckable(True)
        action.setChecked(self._settings.get(clave))
        action.triggered.connect(lambda checked: self._settings.set(clave, checked))
        self._stop_observing.append(self._settings.observar(clave, action.setChecked))

    def _menu(self, title: str, name: str) -> QMenu:
        menu = self._bar.addMenu(title)
        menu.setObjectName(name)
        menu.setToolTipsVisible(True)
        return menu

    def _action(
        self, menu: QMenu, name: str, text: str, picture: str = "", *, keys: QKeySequence | None = None
    ) -> QAction:
        action = QAction(text, menu)
        action.setObjectName(name)
        if picture:
            action.setIcon(icon(picture))
        if keys is not None:
            action.setShortcut(keys)
            self._with_keys.append(action)
        menu.addAction(action)
        return action
