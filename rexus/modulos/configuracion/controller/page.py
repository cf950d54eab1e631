"""Joins the page to the settings: what is known shows at once, what is asked for is saved by jobs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from rexus.base.changes import Change
from rexus.base.errors import BaseError, DatoInvalidoError
from rexus.base.text import contados, tr
from rexus.configuracion import Conflicto
from rexus.modulos.configuracion import textos
from rexus.modulos.configuracion.controller import conexion, conflictos, documentos, lineas
from rexus.modulos.configuracion.controller.entorno import Entorno
from rexus.modulos.configuracion.domain import visibles
from rexus.modulos.configuracion.model import ConfiguracionModel, Guardado
from rexus.modulos.configuracion.view.page import ConfiguracionView
from rexus.modulos.configuracion.view.salida import ask_before_leaving
from rexus.ui.dialogs import confirm
from rexus.ui.jobs import event_loop
from rexus.ui.notices import Accion
from rexus.ui.undo import UndoVerb


class ConfiguracionController(QObject):
    """Lives as long as its view. `saved`: something that holds from the next start was saved."""

    saved = Signal()
    # What the settings and the health tell may come in any thread.
    _told = Signal()

    def __init__(self, view: ConfiguracionView, model: ConfiguracionModel, entorno: Entorno) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._entorno = entorno
        self._secretos: Mapping[str, str] = {}
        self._secretos_pedidos = False
        # While something is being saved; done when it is.
        self._saving: asyncio.Future[None] | None = None
        self._resolving = False
        self._told.connect(self.refresh, Qt.ConnectionType.QueuedConnection)
        stops = [entorno.settings.observar_todo(lambda _claves: self._told.emit())]
        if entorno.registry is not None:
            stops.append(entorno.registry.salud.observar(lambda _instante: self._told.emit()))
        view.destroyed.connect(lambda: [stop() for stop in stops])
        entorno.jobs.changed.connect(self._on_changed)
        self._join()
        self.refresh()
        if entorno.registry is None or not entorno.registry.salud.instante.en_linea:
            # Whoever comes here without the database comes to mend that.
            view.show_category("conexion")

    # ── What is known ──

    def refresh(self) -> None:
        """Show what the settings say now; what the user is editing stays."""
        if not isValid(self._view):
            return
        self._view.show_estados(self._model.estados(self._secretos))
        lineas.show(self._view, self._model, self._entorno, self)
        may = self._model.puede_modificar
        self._view.load.setEnabled(may and self._model.con_sesion)
        self._view.connection.setEnabled(may)
        self._view.resumen.abrir.setEnabled(may)

    # ── Saving ──

    async def save(self) -> bool:
        """Save every changed row; whether nothing is left to save. Refusals are shown where they belong."""
        view = self._view
        cambios: dict[str, Any] = {}
        secretos: dict[str, str] = {}
        vistos: dict[str, Any] = {}
        campos: dict[str, str] = {}
        filas = view.changed
        for fila in filas:
            clave = fila.setting.clave
            try:
                value = fila.value()
            except DatoInvalidoError as error:
                campos[clave] = error.campos.get(clave, error.frase)
                continue
            if fila.setting.secreta:
                secretos[clave] = value
            else:
                cambios[clave] = value
                if fila.setting.alcance == "empresa":
                    vistos[clave] = fila.seen
        if campos:
            view.show_errors(campos)
            return False
        if self._saving is not None or not (cambios or secretos):
            return self._saving is None
        hecho = await self._write(cambios, vistos, secretos)
        if hecho is None:
            return False
        self.refresh()
        for fila in filas:
            clave = fila.setting.clave
            if clave in cambios or clave in hecho.secretos:
                fila.settle(cambios[clave] if clave in cambios else secretos[clave])
        self._look_for_secrets()
        self._tell(hecho)
        self.saved.emit()
        if hecho.cambiado.conflictos:
            await self._resolve(hecho.cambiado.conflictos)
        return hecho.llavero is None

    async def may_leave(self) -> bool:
        """Ask what becomes of changes that are not saved; whether the page may go."""
        while self._saving is not None:
            # What was asked for is being saved: how it ends decides.
            await self._saving
        if not self._view.changed:
            return True
        answer = await ask_before_leaving(self._view, self._view.title_of_changes)
        if answer == "guardar":
            return await self.save()
        if answer == "descartar":
            self._discard()
        return answer == "descartar"

    async def _write(
        self, cambios: Mapping[str, Any], vistos: Mapping[str, Any], secretos: Mapping[str, str]
    ) -> Guardado | None:
        done = self._saving = event_loop().create_future()
        self._view.set_busy(True)
        try:
            return await self._entorno.jobs.write(self._model.guardar, cambios, vistos, secretos)
        except DatoInvalidoError as error:
            if not error.campos:
                raise
            self._view.show_errors(error.campos)
            return None
        finally:
            self._saving = None
            if not done.done():
                # Whoever waited for it may have been cancelled, and the future with them.
                done.set_result(None)
            if isValid(self._view):
                self._view.set_busy(False)

    def _tell(self, hecho: Guardado) -> None:
        """One line for all of it: good news would give way to the next notice unread."""
        notices, cambiado, undo = self._entorno.notices, hecho.cambiado, self._entorno.undo
        guardados, esperan = len(cambiado.guardados) + len(hecho.secretos), len(cambiado.pendientes)
        partes = []
        if guardados:
            partes.append(tr("{n}.").format(n=contados(guardados, tr("cambio guardado"), tr("cambios guardados"))))
        if esperan:
            n = contados(esperan, tr("cambio espera"), tr("cambios esperan"))
            partes.append(tr("{n} a que vuelva la base; mientras tanto, valen en este puesto.").format(n=n))
        if hecho.llavero is not None:
            partes += [tr("La clave no se guardó."), hecho.llavero.frase, hecho.llavero.que_hacer]
            notices.show_notice("error", " ".join(partes))
            return
        if not partes:
            return
        verbos: list[Accion] = []
        if hecho.antes and undo is not None:
            item = undo.push(lambda: tr("cambio de configuración"), lambda: self._take_back(hecho), local=True)
            verbos.append((tr("Deshacer"), UndoVerb(undo, item, self._entorno.jobs.spawn, notices.show_error)))
        # That something waits stays written above the keys.
        notices.show_notice("exito", " ".join(partes), *verbos)

    async def _take_back(self, guardado: Guardado) -> None:
        hecho = await self._entorno.jobs.write(self._model.deshacer, guardado)
        shown = isValid(self._view)
        if shown:
            self.refresh()
        if hecho.cambiado.conflictos and shown:
            await self._resolve(hecho.cambiado.conflictos)
        elif hecho.cambiado.conflictos:
            frase = tr("Otra persona cambió lo mismo mientras tanto. Elegir en Configuración con qué quedarse.")
            self._entorno.notices.show_notice("advertencia", frase)
        else:
            self._entorno.notices.show_notice("exito", tr("La configuración está como antes."))

    def _discard(self) -> None:
        for fila in self._view.changed:
            fila.revert()

    async def _ask_and_discard(self) -> None:
        n = len(self._view.changed)
        # One value is typed again in a moment; several are worth a question.
        if n > 1 and not await confirm(
            self._view,
            tr("¿Descartar los cambios?"),
            tr("{cambios}. Vuelven a lo guardado.").format(cambios=self._view.title_of_changes),
            tr("Descartar"),
            destructive=True,
            nombre="configuracion.confirmar_descartar",
        ):
            return
        self._discard()

    # ── What waits for the database ──

    async def sync(self, *, ajenos: bool = False) -> None:
        """Read the file and the database again, apply what waits, and have conflicts decided."""
        self._view.busy(True)
        try:
            hecho = await self._entorno.jobs.write(self._model.actualizar, ajenos=ajenos)
        finally:
            if isValid(self._view):
                self._view.busy(False)
        self._look_for_secrets()
        self.refresh()
        if hecho.aplicados:
            n = contados(len(hecho.aplicados), tr("cambio aplicado"), tr("cambios aplicados"))
            self._entorno.notices.show_notice("exito", tr("{n} en la base.").format(n=n))
        for clave, motivo in hecho.no_aplicables.items():
            frase = tr("El cambio pendiente de «{ajuste}» no se puede aplicar: {motivo}.")
            self._entorno.notices.show_notice(
                "advertencia",
                frase.format(ajuste=textos.nombre(clave), motivo=motivo),
                (tr("Descartarlo"), partial(self._spawn_discard, clave)),
            )
        if hecho.conflictos:
            await self._resolve(hecho.conflictos)

    async def _resolve(self, choque: tuple[Conflicto, ...]) -> None:
        if self._resolving:
            # What came meanwhile is in the line above the keys.
            return
        self._resolving = True
        try:
            decided = await conflictos.abrir(
                self._view.window(), self._entorno.jobs, self._model, choque, self._entorno.zona
            )
        finally:
            self._resolving = False
        self.refresh()
        if decided:
            n = contados(decided, tr("conflicto resuelto"), tr("conflictos resueltos"))
            self._entorno.notices.show_notice("exito", tr("{n}.").format(n=n))

    def _spawn_discard(self, clave: str) -> None:
        self._spawn(self._discard_pending(clave))

    async def _discard_pending(self, clave: str) -> None:
        await self._entorno.jobs.write(self._model.descartar, clave)
        self.refresh()
        self._entorno.notices.show_notice(
            "exito", tr("Se descartó el cambio pendiente de «{ajuste}».").format(ajuste=textos.nombre(clave))
        )

    # ── Passwords ──

    def _look_for_secrets(self) -> None:
        self._secretos_pedidos = True
        self._spawn(self._read_secrets())

    async def _read_secrets(self) -> None:
        hallados = await self._entorno.jobs.read(self._model.secretos)
        self._secretos = hallados.donde
        self.refresh()

    async def _forget(self, clave: str) -> None:
        if await confirm(
            self._view,
            tr("¿Quitar la clave guardada?"),
            tr("«{ajuste}» se borra del llavero de esta computadora.").format(ajuste=textos.nombre(clave)),
            tr("Quitar"),
            destructive=True,
            nombre="configuracion.confirmar_quitar",
        ):
            await self._entorno.jobs.write(self._model.quitar_secreto, clave)
            self._entorno.notices.show_notice("exito", tr("Clave quitada del llavero."))
            self._look_for_secrets()

    # ── Files, and the connection ──

    async def load_file(self, file: Path | None = None) -> None:
        """Import a configuration, once it was looked at; `file` is one that was chosen already."""
        hecho = await documentos.importar(self._view, self._model, self._entorno, file)
        if hecho is not None:
            self.refresh()
            self._tell(hecho)
            self.saved.emit()
            if hecho.cambiado.conflictos:
                await self._resolve(hecho.cambiado.conflictos)

    async def connection(self) -> None:
        """The dialog of the connection."""
        entorno = self._entorno
        if any(fila.setting.clave.startswith("db.") for fila in self._view.changed):
            entorno.notices.show_notice("advertencia", documentos.first_of_all(self._view))
            return
        saved = await conexion.abrir(
            self._view.window(),
            entorno.jobs,
            entorno.settings,
            respaldos=entorno.respaldos,
            model=self._model,
        )
        self._look_for_secrets()
        self.refresh()
        if saved:
            entorno.notices.show_notice("exito", tr("Conexión guardada."))
            self.saved.emit()

    # ── Within ──

    def _spawn(self, work: Any) -> None:
        self._entorno.spawn(self._view, work)

    def _on_visible(self, visible: bool) -> None:
        if not visible:
            return
        self.refresh()
        if not self._secretos_pedidos:
            self._look_for_secrets()
        settings, registry = self._entorno.settings, self._entorno.registry
        if registry is not None and registry.salud.instante.en_linea and not settings.base_al_dia:
            self._spawn(self._first_look())

    async def _first_look(self) -> None:
        """What the database holds, if nobody in this process has asked it yet. Its absence shows by itself."""
        try:
            await self._entorno.jobs.write(self._model.actualizar)
        except BaseError:
            self.refresh()

    def _open(self, clave: str) -> None:
        if any(setting.clave == clave for setting in visibles()):
            self._view.go_to(clave)
        else:
            frase = tr("El ajuste «{clave}» ya no está en la configuración.")
            self._entorno.notices.show_notice("advertencia", frase.format(clave=clave))

    def _on_changed(self, change: Change) -> None:
        if change.touches("configuracion"):
            self.refresh()

    def _join(self) -> None:
        view, model, entorno = self._view, self._model, self._entorno
        view.visible_changed.connect(self._on_visible)
        view.record_wanted.connect(lambda _tabla, clave: self._open(clave))
        view.save.triggered.connect(lambda: self._spawn(self.save()))
        view.discard.triggered.connect(lambda: self._spawn(self._ask_and_discard()))
        view.refresh.triggered.connect(lambda: self._spawn(self.sync()))
        view.history.triggered.connect(lambda: self._spawn(documentos.historial(view, model, entorno, None)))
        view.load.triggered.connect(lambda: self._spawn(self.load_file()))
        view.export.triggered.connect(lambda: self._spawn(documentos.exportar(view, model, entorno)))
        view.connection.triggered.connect(lambda: self._spawn(self.connection()))
        view.resumen.requested.connect(lambda: self._spawn(self.connection()))
        view.history_requested.connect(lambda clave: self._spawn(documentos.historial(view, model, entorno, clave)))
        view.discard_pending_requested.connect(lambda clave: self._spawn(self._discard_pending(clave)))
        view.resolve_requested.connect(lambda _clave: self._spawn(self.sync()))
        view.forget_requested.connect(lambda clave: self._spawn(self._forget(clave)))
        view.path_requested.connect(lambda clave: self._spawn(documentos.elegir_lugar(view, clave)))
        view.may_leave = self.may_leave
        shortcuts = self._entorno.shortcuts
        if shortcuts is not None:
            for action in (view.search_action, view.save, view.history, view.load, view.export, view.refresh):
                shortcuts.add(action, grupo=tr("Configuración"))
