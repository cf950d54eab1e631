"""The dialog of roles: read, changed, made, removed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rexus.base.errors import CanceladoError, ConflictoError, RexusError
from rexus.base.text import tr
from rexus.modulos.usuarios.model import UsuariosModel
from rexus.modulos.usuarios.view.roles import NuevoRolDialog, RolesDialog
from rexus.seguridad import permisos
from rexus.ui.confirmar_clave import con_clave
from rexus.ui.dialogs import confirm, show
from rexus.ui.module import Context
from rexus.ui.registro import avisar_que_no_esta


async def abrir_roles(parent: QWidget, model: UsuariosModel, ctx: Context, elegir: str = "") -> None:
    """Show the roles, that one first; who administers accounts changes them. One that is gone is told, and no more."""
    try:
        roles = await ctx.jobs.read(model.roles)
    except RexusError as error:
        ctx.notices.show_error(error)
        return
    if elegir and elegir not in (rol.nombre for rol in roles):
        avisar_que_no_esta(ctx, tr("El rol «{rol}» ya no existe.").format(rol=elegir))
        return
    dialog = RolesDialog(parent, permisos.modulos(), permisos.especiales(), ctx.actor())
    _Editor(dialog, model, ctx)
    dialog.show_roles(roles, elegir)
    await show(dialog)


class _Editor:
    """What the dialog's buttons do; held by the connections to its signals."""

    def __init__(self, dialog: RolesDialog, model: UsuariosModel, ctx: Context) -> None:
        self._dialog = dialog
        self._model = model
        self._ctx = ctx
        dialog.needs(ctx.salud)
        dialog.submitted.connect(lambda: ctx.jobs.spawn(self._save()))
        dialog.nuevo_pedido.connect(lambda: ctx.jobs.spawn(self._create()))
        dialog.eliminar_pedido.connect(lambda nombre: ctx.jobs.spawn(self._remove(nombre)))

    async def _save(self) -> None:
        dialog, jobs = self._dialog, self._ctx.jobs
        saved: list[str] = []
        dialog.busy(True)
        try:
            for rol, descripcion, permitidos in dialog.cambios():
                change = (self._model.editar_rol, rol, descripcion, permitidos)
                await con_clave(dialog, self._ctx, lambda change=change: jobs.write(*change))  # type: ignore[misc]
                saved.append(rol.nombre)
        except RexusError as error:
            dialog.busy(False)
            await self._read()
            if isinstance(error, ConflictoError):
                # The newer state was read just now, under what is checked here.
                error.que_hacer = error.que_hacer or tr("Revisar lo marcado y guardar otra vez.")
            if not isinstance(error, CanceladoError):
                dialog.show_error(error)
            return
        dialog.busy(False)
        self._ctx.notices.show_notice("exito", _saved(saved))
        await self._read()

    async def _create(self) -> None:
        form = NuevoRolDialog(self._dialog)
        form.needs(self._ctx.salud)
        made: list[str] = []

        async def save() -> None:
            texts = form.texts()
            write = self._ctx.jobs.write
            create = self._model.crear_rol
            made.append(await con_clave(form, self._ctx, lambda: write(create, texts["nombre"], texts["descripcion"])))

        form.submitted.connect(lambda: form.attempt(self._ctx.jobs, save()))
        if await show(form):
            await self._read(made[0])

    async def _remove(self, nombre: str) -> None:
        titulo = tr("Eliminar el rol «{rol}»").format(rol=nombre)
        frase = tr("Nadie puede recibirlo más. Lo que dice el registro de quienes lo tuvieron queda.")
        if not await confirm(self._dialog, titulo, frase, tr("Eliminar"), True, nombre="usuarios.confirmar"):
            return
        try:
            await con_clave(self._dialog, self._ctx, lambda: self._ctx.jobs.write(self._model.eliminar_rol, nombre))
        except CanceladoError:
            return
        except RexusError as error:
            self._dialog.show_error(error)
            return
        self._dialog.clear_error()
        await self._read()

    async def _read(self, elegir: str = "") -> None:
        try:
            roles = await self._ctx.jobs.read(self._model.roles)
        except RexusError as error:
            self._dialog.show_error(error)
        else:
            self._dialog.show_roles(roles, elegir)


def _saved(nombres: list[str]) -> str:
    if len(nombres) == 1:
        return tr("Rol «{rol}» guardado.").format(rol=nombres[0])
    return tr("{n} roles guardados.").format(n=len(nombres))
