"""«Mi cuenta»: whoever is signed in looks after their own account. Needs no permission."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rexus.base.changes import Change, Result
from rexus.base.errors import ConflictoError, RexusError
from rexus.base.text import tr
from rexus.modulos.usuarios import domain
from rexus.modulos.usuarios.domain import Ficha
from rexus.modulos.usuarios.model import UsuariosModel
from rexus.modulos.usuarios.view.codigo import codigos_de_recuperacion
from rexus.modulos.usuarios.view.mi_cuenta.dialogo import MiCuentaDialog
from rexus.seguridad import claves, contexto
from rexus.ui.confirmar_clave import con_clave
from rexus.ui.dialogs import confirm, show
from rexus.ui.module import Context

T = TypeVar("T")
_SESSIONS = 20


async def mi_cuenta(parent: QWidget | None, ctx: Context) -> None:
    """Open the dialog over `parent`, and wait until it is closed."""
    model = UsuariosModel(ctx.registry, ctx.actor, ctx.settings)
    try:
        ficha = await ctx.jobs.read(model.propia)
    except RexusError as error:
        ctx.notices.show_error(error)
        return
    if parent is not None and any(open_.isVisible() for open_ in parent.findChildren(MiCuentaDialog)):
        # Asked for twice before it was there.
        return
    dialog = MiCuentaDialog(parent)
    dialog.needs(ctx.salud)
    _Controller(dialog, model, ctx).mostrar(ficha)
    await show(dialog)


class _Controller(QObject):
    """Lives as long as its dialog."""

    def __init__(self, dialog: MiCuentaDialog, model: UsuariosModel, ctx: Context) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._model = model
        self._ctx = ctx
        self._ficha: Ficha | None = None
        self._measuring = False
        self._measured = ""
        # What the verb of each part does.
        self._verbos: dict[QWidget, Callable[[], Awaitable[None]]] = {
            dialog.datos: self._guardar,
            dialog.clave: self._cambiar_clave,
            dialog.sesiones: self._cerrar_las_demas,
            dialog.factor: self._factor,
        }
        dialog.submitted.connect(lambda: self._empezar(self._verbos[dialog.parte]))
        dialog.clave.medir.connect(self._on_typed)
        dialog.sesiones.lista.cerrar_pedido.connect(lambda sesion: self._empezar(lambda: self._cerrar(sesion)))
        dialog.factor.quitar_pedido.connect(lambda: ctx.jobs.spawn(self._quitar_factor()))
        ctx.jobs.changed.connect(self._on_changed)
        ctx.salud.cambio.connect(self._on_health)
        self._on_health()

    def mostrar(self, ficha: Ficha) -> None:
        """Show an account in all parts; what was typed and not saved stays."""
        self._ficha = ficha
        dialog, ahora = self._dialog, datetime.now(UTC)
        inactividad = self._model.politica.inactividad
        propia = self._ctx.actor().sesion
        lineas = [
            domain.linea_de_sesion(sesion, propia, ahora, inactividad, self._ctx.zona) for sesion in ficha.sesiones
        ]
        lineas.sort(key=lambda linea: (not linea.propia, not linea.abierta))
        dialog.datos.mostrar(ficha.cuenta)
        dialog.sesiones.mostrar(lineas[:_SESSIONS])
        dialog.clave.pedir(
            claves.LARGO_MINIMO_POSIBLE if ficha.cuenta.con_factor else self._model.politica.largo_minimo
        )
        dialog.factor.mostrar(activo=ficha.cuenta.con_factor, codigos=ficha.codigos)

    # ── What the verbs do ──

    async def _guardar(self) -> None:
        datos, ficha = self._dialog.datos, self._ficha
        assert ficha is not None
        touched = datos.touched()
        if touched:
            try:
                await self._escribir(self._model.editar, ficha.cuenta.id, ficha.cuenta.version, touched)
            except ConflictoError as error:
                await self._leer()
                error.que_hacer = tr("Lo escrito sigue aquí: guardar otra vez para reemplazarlo.")
                raise
            datos.guardado()
            await self._leer()
        datos.decir(tr("Datos guardados."))

    async def _cambiar_clave(self) -> None:
        clave = self._dialog.clave
        await self._escribir(self._model.cambiar_clave, clave.actual.text(), clave.nueva.text())
        clave.vaciar()
        await self._leer()
        clave.decir(tr("Clave cambiada. Las otras sesiones se cerraron."))

    async def _cerrar_las_demas(self) -> None:
        assert self._ficha is not None
        await self._escribir(self._model.cerrar_sesiones, self._ficha.cuenta.id)
        await self._leer()
        self._dialog.sesiones.decir(tr("Las otras sesiones se cerraron."))

    async def _cerrar(self, sesion_id: str) -> None:
        await self._escribir(self._model.cerrar_sesion, sesion_id)
        await self._leer()
        self._dialog.sesiones.decir(tr("Sesión cerrada."))

    async def _factor(self) -> None:
        factor = self._dialog.factor
        if factor.inscripcion is None:
            factor.inscribir(await self._ctx.jobs.read(self._model.proponer_factor))
            return
        codigos = await self._escribir(self._model.confirmar_factor, factor.inscripcion.secreto, factor.codigo.text())
        factor.terminado()
        await self._leer()
        factor.decir(tr("Al entrar se pide la clave y después el código."))
        # The dialog is free again while they are looked at.
        self._ctx.jobs.spawn(show(codigos_de_recuperacion(self._dialog, codigos)))

    async def _quitar_factor(self) -> None:
        titulo, frase = tr("Quitar el segundo factor"), tr("Desde ahora alcanza la clave para entrar con esta cuenta.")
        if await confirm(
            self._dialog, titulo, frase, tr("Quitar"), True, nombre=f"{self._dialog.objectName()}.confirmar"
        ):
            self._empezar(self._quitar)

    async def _quitar(self) -> None:
        assert self._ficha is not None
        await self._escribir(self._model.quitar_factor, self._ficha.cuenta.id)
        await self._leer()
        self._dialog.factor.decir(tr("El segundo factor se quitó."))

    # ── How they are done ──

    def _empezar(self, work: Callable[[], Awaitable[None]]) -> None:
        self._ctx.jobs.spawn(self._attempt(work))

    async def _attempt(self, work: Callable[[], Awaitable[None]]) -> None:
        """As `Dialog.attempt`, but the dialog stays."""
        dialog = self._dialog
        if dialog.is_busy:
            return
        dialog.busy(True)
        try:
            await work()
        except RexusError as error:
            dialog.busy(False)
            dialog.show_error(error)
        finally:
            if shiboken6.isValid(dialog):
                dialog.busy(False)

    async def _escribir(self, operacion: Callable[..., Result[T]], *args: object) -> T:
        return await con_clave(self._dialog, self._ctx, lambda: self._ctx.jobs.write(operacion, *args))

    async def _leer(self) -> None:
        ficha = await self._ctx.jobs.read(self._model.propia)
        if shiboken6.isValid(self._dialog):
            self.mostrar(ficha)

    async def _refresh(self) -> None:
        try:
            await self._leer()
        except RexusError as error:
            if shiboken6.isValid(self._dialog):
                self._dialog.show_error(error)

    # ── What else goes on ──

    def _on_changed(self, change: Change) -> None:
        if change.touches("usuario", "sesion") and not self._dialog.is_busy:
            self._ctx.jobs.spawn(self._refresh())

    def _on_health(self) -> None:
        motivo = self._ctx.salud.por_que_no()
        self._dialog.sesiones.lista.bloquear(motivo)
        self._dialog.factor.quitar.setEnabled(not motivo)
        self._dialog.factor.quitar.setToolTip(motivo)

    def _on_typed(self, clave: str) -> None:
        self._measured = clave
        if not self._measuring:
            self._measuring = True
            self._ctx.jobs.spawn(self._measure())

    def _palabras(self) -> tuple[str, ...]:
        """What a new password may not consist of."""
        assert self._ficha is not None
        return contexto.palabras(asdict(self._ficha.cuenta), self._model.politica.empresa)

    async def _measure(self) -> None:
        """One estimate at a time; of what is typed meanwhile only the newest follows."""
        try:
            done = None
            while done != self._measured:
                done = self._measured
                fuerza = await self._ctx.jobs.read(claves.fuerza, done, self._palabras())
                if not shiboken6.isValid(self._dialog):
                    return
                self._dialog.clave.mostrar_fuerza(done, fuerza.puntos, fuerza.palabra)
        finally:
            self._measuring = False
