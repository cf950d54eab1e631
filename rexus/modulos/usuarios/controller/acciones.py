"""What is done with an account, from the question to what is told afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rexus.base.changes import Result
from rexus.base.errors import CanceladoError, ConflictoError, RexusError
from rexus.base.text import tr
from rexus.modulos.usuarios import domain
from rexus.modulos.usuarios.controller.source import AccountRows
from rexus.modulos.usuarios.domain import Codigo
from rexus.modulos.usuarios.model import UsuariosModel
from rexus.modulos.usuarios.view.account_form import AccountForm
from rexus.modulos.usuarios.view.codigo import codigo_de_ingreso
from rexus.modulos.usuarios.view.page import UsuariosView
from rexus.seguridad.acceso import Acceso
from rexus.seguridad.cuentas import Cuenta
from rexus.seguridad.orm import ACTIVO, INACTIVO, SUSPENDIDO
from rexus.seguridad.roles import FichaRol
from rexus.ui.confirmar_clave import con_clave
from rexus.ui.dialogs import confirm, show
from rexus.ui.module import Context

T = TypeVar("T")


class Acciones(QObject):
    """Lives as long as its view. `hecho(id)`: that account was made or changed in a form, and is to be seen."""

    hecho = Signal(object)

    def __init__(self, view: UsuariosView, model: UsuariosModel, ctx: Context, source: AccountRows) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._ctx = ctx
        self._source = source
        self._ocupada = False
        view.new.triggered.connect(lambda: ctx.jobs.spawn(self._contar(self._crear)))
        for action, work in (
            (view.edit, self._editar),
            (view.toggle, self._activar_o_no),
            (view.suspend, self._suspender),
            (view.unlock, self._desbloquear),
            (view.reset, self._restablecer),
            (view.sign_out, self._cerrar_sesiones),
            (view.drop_factor, self._quitar_factor),
        ):
            action.triggered.connect(lambda _checked=False, work=work: self._empezar(work))

    def _empezar(self, work: Callable[[Cuenta], Awaitable[None]]) -> None:
        current = self._view.table.current_id()
        cuenta = self._source.known.get(current) if current is not None else None
        if cuenta is not None:
            self._ctx.jobs.spawn(self._contar(lambda: work(cuenta)))

    async def _contar(self, work: Callable[[], Awaitable[None]]) -> None:
        """One at a time. What is refused is said at the foot of the page; whoever cancelled knows it."""
        if self._ocupada:
            return
        self._ocupada = True
        try:
            await work()
        except CanceladoError:
            return
        except RexusError as error:
            self._ctx.notices.show_error(error)
        finally:
            self._ocupada = False

    # ── Forms ──

    async def _crear(self) -> None:
        nombres = await self._roles()
        form = AccountForm(self._view, None, list(nombres), con_rol=True)
        form.needs(self._ctx.salud)
        hecho: list[Codigo] = []

        async def save() -> None:
            hecho.append(await self._con_clave(form, lambda: self._ctx.jobs.write(self._model.crear, form.texts())))

        form.submitted.connect(lambda: form.attempt(self._ctx.jobs, save()))
        if await show(form):
            await show(codigo_de_ingreso(self._view, hecho[0], self._ctx.zona, nueva=True))
            self._avisar(tr("Usuario «{usuario}» creado.").format(usuario=hecho[0].usuario))
            self.hecho.emit(hecho[0].usuario_id)

    async def _editar(self, cuenta: Cuenta) -> None:
        nombres = await self._roles()
        form = AccountForm(self._view, cuenta, list(nombres), con_rol=cuenta.rol in nombres)
        form.needs(self._ctx.salud)
        # What the form was filled from; brought up to date when somebody else was faster.
        base = [cuenta]

        async def save() -> None:
            try:
                guardada = await self._con_clave(
                    form,
                    lambda: self._ctx.jobs.write(self._model.editar, cuenta.id, base[0].version, form.touched()),
                )
            except ConflictoError as error:
                ahora = (await self._ctx.jobs.read(self._model.ficha, cuenta.id)).cuenta
                if ahora.version == base[0].version:
                    raise
                base[0] = ahora
                raise ConflictoError(
                    tr(
                        "Otra persona cambió esta cuenta mientras se editaba. No se guardó nada; lo escrito sigue aquí."
                    ),
                    tr("Guardar otra vez para reemplazar solo lo escrito, o cancelar."),
                    titulo=tr("Otra persona la cambió"),
                ) from error
            self._avisar(tr("Usuario «{usuario}» guardado.").format(usuario=guardada.usuario))

        form.submitted.connect(lambda: form.attempt(self._ctx.jobs, save()))
        if await show(form):
            self.hecho.emit(cuenta.id)

    async def _roles(self) -> dict[str, FichaRol]:
        """The roles that the actor may give."""
        actor = self._ctx.actor()
        roles = await self._ctx.jobs.read(self._model.roles)
        return {rol.nombre: rol for rol in roles if domain.puede_tocar(actor, rol)}

    # ── At once, or after a question ──

    async def _activar_o_no(self, cuenta: Cuenta) -> None:
        if cuenta.estado in (INACTIVO, SUSPENDIDO):
            self._avisar_acceso(await self._escribir(self._model.cambiar_estado, cuenta.id, ACTIVO))
            return
        await self._preguntar(
            tr("Desactivar a «{usuario}»").format(usuario=cuenta.usuario),
            tr("Sale de Rexus ahora mismo y no puede entrar más. Lo que hizo queda; se puede activar otra vez."),
            tr("Desactivar"),
        )
        await self._escribir(self._model.cambiar_estado, cuenta.id, INACTIVO)
        self._avisar(tr("«{usuario}» quedó inactivo y fuera de Rexus.").format(usuario=cuenta.usuario))

    async def _suspender(self, cuenta: Cuenta) -> None:
        await self._preguntar(
            tr("Suspender a «{usuario}»").format(usuario=cuenta.usuario),
            tr("Sale de Rexus ahora mismo y no puede entrar hasta que se active otra vez."),
            tr("Suspender"),
        )
        await self._escribir(self._model.cambiar_estado, cuenta.id, SUSPENDIDO)
        self._avisar(tr("«{usuario}» quedó suspendido y fuera de Rexus.").format(usuario=cuenta.usuario))

    async def _desbloquear(self, cuenta: Cuenta) -> None:
        self._avisar_acceso(await self._escribir(self._model.desbloquear, cuenta.id))

    async def _restablecer(self, cuenta: Cuenta) -> None:
        await self._preguntar(
            tr("Restablecer la clave de «{usuario}»").format(usuario=cuenta.usuario),
            tr("La clave de ahora deja de servir y sus sesiones se cierran. Se muestra un código para entrar una vez."),
            tr("Restablecer"),
        )
        codigo = await self._escribir(self._model.restablecer, cuenta.id)
        await show(codigo_de_ingreso(self._view, codigo, self._ctx.zona, nueva=False))

    async def _cerrar_sesiones(self, cuenta: Cuenta) -> None:
        await self._preguntar(
            tr("Cerrar las sesiones de «{usuario}»").format(usuario=cuenta.usuario),
            tr(
                "Sale de Rexus en todos los puestos, menos en esta ventana, y lo que no guardó se pierde. "
                "Puede volver a entrar."
            ),
            tr("Cerrar sesiones"),
        )
        cuantas = await self._escribir(self._model.cerrar_sesiones, cuenta.id)
        if not cuantas:
            self._avisar(tr("«{usuario}» no tenía otra sesión abierta.").format(usuario=cuenta.usuario))
        elif cuantas == 1:
            self._avisar(tr("Se cerró 1 sesión de «{usuario}».").format(usuario=cuenta.usuario))
        else:
            texto = tr("Se cerraron {n} sesiones de «{usuario}».")
            self._avisar(texto.format(n=cuantas, usuario=cuenta.usuario))

    def cerrar_sesion(self, sesion_id: str) -> None:
        """End one session of the account that the pane shows."""
        self._ctx.jobs.spawn(self._contar(lambda: self._cerrar_sesion(sesion_id)))

    async def _cerrar_sesion(self, sesion_id: str) -> None:
        await self._escribir(self._model.cerrar_sesion, sesion_id)
        self._avisar(tr("Sesión cerrada."))

    async def _quitar_factor(self, cuenta: Cuenta) -> None:
        await self._preguntar(
            tr("Quitar el segundo factor de «{usuario}»").format(usuario=cuenta.usuario),
            tr("Va a entrar solo con la clave, hasta que inscriba otro teléfono. Hacerlo solo si lo pidió en persona."),
            tr("Quitar"),
        )
        await self._escribir(self._model.quitar_factor, cuenta.id)
        self._avisar(tr("«{usuario}» ya no tiene segundo factor.").format(usuario=cuenta.usuario))

    async def _preguntar(self, titulo: str, frase: str, verbo: str) -> None:
        """Raises CanceladoError unless it was confirmed."""
        if not await confirm(self._view, titulo, frase, verbo, True, nombre="usuarios.confirmar"):
            raise CanceladoError

    async def _escribir(self, operacion: Callable[..., Result[T]], *args: object) -> T:
        return await self._con_clave(self._view, lambda: self._ctx.jobs.write(operacion, *args))

    async def _con_clave(self, parent: QWidget, operacion: Callable[[], Awaitable[T]]) -> T:
        return await con_clave(parent, self._ctx, operacion)

    def _avisar_acceso(self, acceso: Acceso) -> None:
        """Whether the account can come in now."""
        usuario = acceso.cuenta.usuario
        if acceso.impide:
            frase = tr("«{usuario}» todavía no puede entrar. {porque}").format(usuario=usuario, porque=acceso.frase)
            self._ctx.notices.show_notice("advertencia", frase)
        else:
            self._avisar(tr("«{usuario}» puede entrar otra vez.").format(usuario=usuario))

    def _avisar(self, texto: str) -> None:
        self._ctx.notices.show_notice("exito", texto)
