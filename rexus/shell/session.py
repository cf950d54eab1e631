"""From a sign-in to the sign-out: the desk of one user, and everything that must be forgotten after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from rexus.base.actor import Actor
from rexus.base.errors import BaseError, RexusError, SesionTerminadaError
from rexus.base.paths import Paths
from rexus.configuracion import Conflicto, Sincronizador
from rexus.modulos.usuarios.controller.mi_cuenta import mi_cuenta
from rexus.respaldos import VER
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria
from rexus.shell.about import AboutDialog
from rexus.shell.aviso_respaldos import AvisoRespaldos
from rexus.shell.ejemplo import TallerDeEjemplo
from rexus.shell.estado import EstadoDialog
from rexus.shell.kept import Kept
from rexus.shell.local_trouble import LocalTrouble
from rexus.shell.novedades.aviso import Novedades
from rexus.shell.principal.busqueda.controlador import BusquedaGlobal
from rexus.shell.principal.menus import Menus
from rexus.shell.principal.page import MainPage
from rexus.shell.registry import MODULES
from rexus.shell.services import Services
from rexus.shell.sincronia import Sincronia, elegir
from rexus.shell.vigilia import Vigilia
from rexus.shell.window import MainWindow
from rexus.ui.dialogs import Dialog
from rexus.ui.manual import focused, open_manual
from rexus.ui.module import Context, MenuActions, Module
from rexus.ui.shortcuts import Shortcuts, ShortcutsDialog
from rexus.ui.status import StatusStrip


class Session(QObject):
    """Builds the desk in the window, and takes it away at `close`."""

    sign_out_requested = Signal()
    leave_requested = Signal()
    # Carries a Traslado.
    traslado_requested = Signal(object)
    # Carries a SesionTerminadaError.
    lock_requested = Signal(object)
    # What the program does by itself, told in the thread of a job.
    _told = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        services: Services,
        settings: Settings,
        paths: Paths,
        actor: Actor,
        reconnect: Callable[[], None],
        sign_in_again: Callable[[str], None],
        de: Paths | None = None,
        kept: Kept | None = None,
    ) -> None:
        super().__init__()
        self._window = window
        self._services = services
        self._settings = settings
        self._paths = paths
        zona = zona_horaria(settings)
        self.kept = kept or Kept.new(actor, zona)
        self.notices, self.undo = self.kept.notices, self.kept.undo
        self.shortcuts = Shortcuts(self)
        self.ejemplo = TallerDeEjemplo(window, services, paths, de, self.kept.who, self.notices, self.undo, self)
        self.ejemplo.traslado.connect(self.traslado_requested)
        shown = [module for module in MODULES if module.para(actor)]
        context = Context(
            registry=services.registry,
            actor=self.kept.who,
            jobs=services.jobs,
            notices=self.notices,
            settings=settings,
            shortcuts=self.shortcuts,
            undo=self.undo,
            zona=zona,
            salud=services.salud,
            paths=paths,
            reconectar=reconnect,
            # Only what shows for this actor can be opened.
            puede_abrir=lambda tabla: self.page.can_open(tabla),
            abrir=lambda tabla, registro: self.page.open_record(tabla, registro),
            respaldos=services.respaldos,
            ir_a=self._lead,
            puede_ir=lambda modulo: modulo in self.page.modules,
            entrar_otra_vez=sign_in_again,
            ejemplo=self.ejemplo.para_paginas,
        )
        self._context = context
        self.status = StatusStrip(services.jobs, actor.usuario, context.zona)
        self.status.follow(services.salud)
        self.page = MainPage(shown, context, self.notices, self.status, actor.usuario)
        if kept is not None:
            self.notices.go_on()
        self.menus = Menus(window.menuBar(), settings, shown, self)
        self.menus.add_to_file(self.ejemplo.actions)
        self.busqueda = BusquedaGlobal(self.page, window.menuBar(), shown, context)
        self.local_trouble = LocalTrouble(services, self.status, self)
        self.respaldos: AvisoRespaldos | None = None
        if actor.puede(VER):
            self.respaldos = AvisoRespaldos(services, settings, context.actor, self.status, self)
            self.respaldos.pressed.connect(lambda: self.page.open_module("respaldos"))
        self.novedades = Novedades(window, services.jobs, settings, self.notices, self)
        self.sincronia = Sincronia(services, settings, context.actor, self.notices, self)
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._registry = services.registry
        self._untold, self._registry.avisar = self._registry.avisar, self._told.emit
        services.reenviador.start()
        self.vigilia = Vigilia(services, settings, context.actor, self)
        self.vigilia.terminada.connect(self.lock_requested)
        self._join()
        if shown:
            # Before the page shows: a list that gets the focus chooses its first row by itself.
            self.page.show_module(settings.get("ventana.pagina"))
        window.show_page(self.page)
        window.menuBar().show()
        self.page.focus_page()
        self.sincronia.sincronizar()

    @property
    def actor(self) -> Actor:
        """Who works here."""
        return self.kept.actor

    def resume(self, actor: Actor) -> None:
        """The same person goes on, in another session."""
        self.kept.actor = actor
        self.notices.retract(SesionTerminadaError)
        self.vigilia.seguir()
        self.sincronia.sincronizar()

    def refuse(self, error: RexusError) -> None:
        """Show an error among the notices, at the foot of the page."""
        self.notices.show_error(error)
        if isinstance(error, BaseError):
            self.local_trouble.look()

    @property
    def unsaved(self) -> bool:
        """Whether some page holds changes that are not saved; it then has a say before it goes."""
        return shiboken6.isValid(self.page) and any(getattr(page, "changed", ()) for page in self.page.built.values())

    async def may_leave(self) -> bool:
        """Ask the pages that have a say; whether all of them may go."""
        for module_id, page in self.page.built.items():
            ask: Callable[[], Coroutine[Any, Any, bool]] | None = getattr(page, "may_leave", None)
            if ask is not None and not await ask():
                self.page.show_module(module_id)
                return False
        return True

    def close(self, *, goes_on: bool = False) -> None:
        """Forget the user: session, pages, what could be undone, menus.

        `goes_on`: only the desk goes, not the user; what is `kept` is for the next desk.
        """
        self.vigilia.close()
        self.novedades.close()
        self._registry.avisar = self._untold
        if self.respaldos is not None:
            self.respaldos.close()
        if not goes_on:
            self._services.access.salir(self.actor)
            self._services.registry.instantanea.olvidar()
        self.local_trouble.close()
        self.sincronia.close()
        if not shiboken6.isValid(self.page):
            # Somebody destroyed the window, and everything in it, before.
            return
        if goes_on:
            self.kept.leave_desk()
        else:
            self.undo.clear()
        self.menus.close()
        self._window.menuBar().hide()
        self.page.hide()
        # Taken now: the next who signs in may already be at the door when the burial begins.
        self._services.jobs.spawn(_bury(self._window, self.page, asyncio.all_tasks(self._services.loop)))

    def _join(self) -> None:
        page, menus, settings = self.page, self.menus, self._settings
        page.navigation.set_collapsed(settings.get("ventana.navegacion_plegada"))
        menus.navigation.setChecked(page.navigation.collapsed)
        page.navigation.collapsed_changed.connect(menus.navigation.setChecked)
        page.navigation.collapsed_changed.connect(lambda on: settings.set("ventana.navegacion_plegada", on))
        page.navigation.user_menu.addAction(menus.own_account)
        page.navigation.user_menu.addAction(menus.lock)
        page.navigation.user_menu.addAction(menus.sign_out)
        menus.own_account_requested.connect(lambda: self._services.jobs.spawn(mi_cuenta(self._window, self._context)))
        page.page_changed.connect(self._on_page)
        menus.navigation_toggled.connect(page.navigation.toggle)
        menus.module_requested.connect(page.open_module)
        menus.lock_requested.connect(self._lock)
        menus.sign_out_requested.connect(self.sign_out_requested)
        menus.leave_requested.connect(self.leave_requested)
        menus.notice_requested.connect(self.notices.enter)
        menus.search_requested.connect(self.busqueda.abrir)
        page.navigation.search_requested.connect(self.busqueda.abrir)
        menus.undo_requested.connect(lambda: self._services.jobs.spawn(self._undo()))
        menus.manual_requested.connect(self._open_manual)
        menus.shortcuts_requested.connect(lambda: self._open(ShortcutsDialog(self._window, self.shortcuts)))
        menus.state_requested.connect(
            lambda: self._open(EstadoDialog(self._window, self._services, self._settings, self._paths))
        )
        menus.news_requested.connect(self.novedades.mostrar)
        self.novedades.leave_requested.connect(self.leave_requested)
        menus.about_requested.connect(lambda: self._open(AboutDialog(self._window, self._paths)))
        menus.list_shortcuts(self.shortcuts)
        self.undo.changed.connect(menus.show_undo)
        self.undo.changed.connect(lambda _texto: self._follow_health())
        menus.show_undo(self.undo.texto)
        self._services.salud.cambio.connect(self._follow_health)
        self._follow_health()
        self.sincronia.resolver = self._resolve

    def _tell(self, texto: str) -> None:
        if shiboken6.isValid(self.notices):
            self.notices.show_notice("info", texto)

    def _lock(self) -> None:
        from rexus.seguridad.sesiones import PEDIDO, frase

        self.lock_requested.emit(SesionTerminadaError(PEDIDO, frase(PEDIDO)))

    def _follow_health(self) -> None:
        self.menus.block_undo("" if self.undo.local else self._services.salud.por_que_no())

    def _resolve(self, sincronizador: Sincronizador, conflictos: Sequence[Conflicto]) -> None:
        self._services.jobs.spawn(elegir(self._window, self._services, sincronizador, conflictos, self._context.zona))

    def _open(self, dialog: Dialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_manual(self) -> None:
        try:
            open_manual(focused(), self.page.current)
        except RexusError as error:
            self.notices.show_error(error)

    def _lead(self, modulo: str, lugar: str) -> None:
        """Show a page, if whoever is signed in has it, at a place that it knows."""
        if modulo not in self.page.modules:
            return
        self.page.open_module(modulo)
        reach: Callable[[str], None] | None = getattr(self.page.built[modulo], "llegar", None)
        if lugar and reach is not None:
            reach(lugar)

    def _on_page(self, module: Module, page_menus: MenuActions) -> None:
        self._window.set_title(module.titulo)
        self._settings.set("ventana.pagina", module.id)
        self.menus.show_page_menus(page_menus)

    async def _undo(self) -> None:
        # One at a time: a second Ctrl+Z would undo the same action again.
        self.menus.undo.setEnabled(False)
        try:
            await self.undo.undo()
        except RexusError as error:
            self.notices.show_error(error)
        finally:
            self.menus.restore_undo()


async def _bury(window: MainWindow, page: MainPage, waiting: set[asyncio.Task[Any]]) -> None:
    """Stop what the pages still wait for, and only then destroy them: a coroutine's last lines may touch its page."""
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    if shiboken6.isValid(page):
        window.drop_page(page)
