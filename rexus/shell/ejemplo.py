"""The example workshop as the desk offers it: making and opening it, going back, taking it away."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from shiboken6 import isValid

from rexus.base.actor import Actor
from rexus.base.errors import RexusError
from rexus.base.paths import Paths
from rexus.base.text import contados, tr
from rexus.seguridad import CUIDAR_EL_EJEMPLO
from rexus.shell.instance import Instance, YaAbiertoError, call_to_front
from rexus.shell.services import Services
from rexus.shell.traslado import Traslado
from rexus.shell.window import MainWindow
from rexus.ui.dialogs import confirm
from rexus.ui.icons import icon
from rexus.ui.module import Ejemplo
from rexus.ui.notices import NoticeBar
from rexus.ui.undo import UndoStack


class TallerDeEjemplo(QObject):
    """Lives as long as the desk. `traslado(Traslado)`: go over to another home.

    `de`: the home that the example was opened from; None where somebody began in the example itself.
    """

    traslado = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        services: Services,
        paths: Paths,
        de: Paths | None,
        actor: Callable[[], Actor],
        notices: NoticeBar,
        undo: UndoStack,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._services = services
        self._paths = paths
        self._de = de
        self._notices = notices
        self._undo = undo
        self._busy = False
        self._actor = actor
        self.open_action = self._action("principal.ejemplo", tr("Taller de ejemplo"), "obras")
        self.open_action.triggered.connect(self.open)
        self.back_action = self._action("principal.ejemplo.volver", tr("Volver a mi taller"), "flecha_izquierda")
        self.back_action.triggered.connect(self.back)
        self.remove_action = self._action("principal.ejemplo.quitar", tr("Quitar el taller de ejemplo…"), "eliminar")
        self.remove_action.triggered.connect(self.remove)

    @property
    def _may(self) -> bool:
        return self._actor().puede(CUIDAR_EL_EJEMPLO)

    @property
    def para_paginas(self) -> Ejemplo | None:
        """What pages may ask of it; None for who may not look after it."""
        if not self._may:
            return None
        if not self._paths.es_ejemplo:
            return Ejemplo(False, self.open, None, self.remove)
        return Ejemplo(True, self.open, self.back if self._de else None, self.remove if self._de else None)

    @property
    def actions(self) -> list[QAction]:
        """For the menu of whoever may look after it."""
        if not self._may:
            return []
        if not self._paths.es_ejemplo:
            self.remove_action.setVisible(self._paths.ejemplo.es_ejemplo)
            return [self.open_action, self.remove_action]
        return [self.back_action, self.remove_action] if self._de is not None else []

    def open(self) -> None:
        """Make it, if there is none, and go into it."""
        self._start(self._open())

    def back(self) -> None:
        """Go back to one's own workshop."""
        if self._de is not None:
            self._start(self._back(self._de))

    def remove(self) -> None:
        """Take it away, after asking; from within it, by going back."""
        self._start(self._remove())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        if self._busy:
            work.close()
            return
        self._busy = True
        self._services.jobs.spawn(work, self._ended)

    def _ended(self, error: BaseException | None) -> bool:
        self._busy = False
        if isinstance(error, RexusError):
            self._notices.show_error(error)
            return True
        return False

    async def _open(self) -> None:
        # Deferred: most desks never need it.
        from rexus.ejemplo import EjemploModel

        if not await self._may_forget(tr("Abrir el taller de ejemplo"), tr("Abrir el ejemplo")):
            return
        model = EjemploModel(self._services.registry, self._actor)
        casa = await self._services.jobs.read(model.crear, titulo=tr("Preparando el taller de ejemplo"))
        await self._go(Traslado(casa, self._paths, self._actor().usuario))

    async def _go(self, traslado: Traslado) -> None:
        """Leave for another home. Where a window works there already, that one comes to the front; this one stays."""
        lugar = Instance(traslado.a)
        try:
            await self._services.jobs.read(lugar.take)
        except YaAbiertoError:
            al_frente = await call_to_front(traslado.a, self._services.loop)
            if isValid(self._notices):
                self._notices.show_notice("advertencia", _ya_abierto(traslado, al_frente=al_frente))
            return
        if isValid(self._window):
            self.traslado.emit(replace(traslado, lugar=lugar))

    async def _back(self, de: Paths) -> None:
        if await self._may_forget(tr("Volver a mi taller"), tr("Volver")):
            await self._go(Traslado(de))

    async def _may_forget(self, titulo: str, verbo: str) -> bool:
        """Whoever goes over signs in anew on the other side: what could be undone here ends. Asked if there is any."""
        if not len(self._undo):
            return True
        frase = tr("Lo hecho queda guardado, pero ya no se podrá deshacer con Ctrl+Z: {cuantas}, hasta «{ultima}».")
        frase = frase.format(cuantas=contados(len(self._undo), tr("acción"), tr("acciones")), ultima=self._undo.texto)
        return await confirm(self._window, titulo, frase, verbo, nombre="principal.ejemplo.olvidar")

    async def _remove(self) -> None:
        from rexus.ejemplo import EjemploModel

        agreed = await confirm(
            self._window,
            tr("Quitar el taller de ejemplo"),
            " ".join(
                (
                    tr("Se va entero, con todo lo que se haya probado en él. Los datos del taller propio no se tocan."),
                    *((tr("Al volver al taller propio se pide su clave."),) if self._de is not None else ()),
                )
            ),
            tr("Quitar el ejemplo"),
            destructive=True,
            nombre="principal.ejemplo.confirmar",
        )
        if not agreed:
            return
        if self._de is not None:
            await self._go(Traslado(self._de, quitar_ejemplo=True))
            return
        await self._services.jobs.read(EjemploModel(self._services.registry, self._actor).quitar)
        if not isValid(self.remove_action):
            # The desk went meanwhile.
            return
        self.remove_action.setVisible(False)
        self._notices.show_notice("exito", tr("El taller de ejemplo se quitó."))

    def _action(self, nombre: str, texto: str, icono: str) -> QAction:
        action = QAction(icon(icono), texto, self)
        action.setObjectName(nombre)
        return action


def _ya_abierto(traslado: Traslado, *, al_frente: bool) -> str:
    """That a window works there already, and what came of what was asked."""
    if traslado.de is not None:
        frase = tr("El taller de ejemplo ya está abierto en otra ventana.")
    elif traslado.quitar_ejemplo:
        frase = tr("El taller propio está abierto en otra ventana: el ejemplo se quita desde allí, con esta cerrada.")
    else:
        frase = tr("El taller propio ya está abierto en otra ventana.")
    return f"{frase} {tr('Esa ventana pasó al frente.')}" if al_frente else frase
