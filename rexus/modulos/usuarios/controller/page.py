"""Joins the page of accounts to the operations; up to date while it is looked at, stale while it is not."""

from __future__ import annotations

from datetime import UTC, datetime

from rexus.base.changes import Change
from rexus.base.errors import NoEncontradoError, RexusError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.modulos.usuarios import domain, table
from rexus.modulos.usuarios.controller.acciones import Acciones
from rexus.modulos.usuarios.controller.roles import abrir_roles
from rexus.modulos.usuarios.controller.source import AccountRows
from rexus.modulos.usuarios.domain import Ficha
from rexus.modulos.usuarios.model import UsuariosModel
from rexus.modulos.usuarios.table import Pedido
from rexus.modulos.usuarios.view.page import UsuariosView
from rexus.seguridad.cuentas import Cuenta
from rexus.seguridad.roles import FichaRol
from rexus.ui.list_controller import ListController
from rexus.ui.module import Context
from rexus.ui.registro import numero_de
from rexus.ui.wanted import Wanted

log = get_logger(__name__)

_KINDS = ("usuario", "rol", "sesion")
# As many sessions as the pane lists: what is older is for the audit trail.
_SESSIONS = 8


class UsuariosController(ListController):
    """Lives as long as its view."""

    def __init__(self, view: UsuariosView, model: UsuariosModel, ctx: Context) -> None:
        source = AccountRows(model)
        super().__init__(view, table.columns(ctx.zona), source, ctx, order="usuario")
        self._view = view
        self._model = model
        self._source = source
        self._asked = 0
        self._roles: dict[str, FichaRol] = {}
        self._wanted = Wanted(view, self, ctx, tr("Esa cuenta ya no existe."), self._uncover)
        self._keep_layout()
        self.acciones = Acciones(view, model, ctx, self._source)
        self.acciones.hecho.connect(self._on_done)
        view.table.current_changed.connect(lambda _id: self._on_current())
        view.filtered.connect(self.load)
        view.record_wanted.connect(self._open)
        view.roles.triggered.connect(lambda: ctx.jobs.spawn(abrir_roles(view, model, ctx)))
        view.refresh.triggered.connect(self.refresh)
        view.detail.sesiones.cerrar_pedido.connect(self.acciones.cerrar_sesion)
        self._list_keys(view.new, view.edit, *view.per_account, view.roles, view.refresh)
        self.away.cambio.connect(lambda _motivo: self._follow())
        self._follow()

    def query(self) -> Pedido:
        view = self._view
        return Pedido(view.search.text(), view.rol.currentData(), view.estado.currentData(), *self._order)

    def _read_besides(self) -> None:
        self._ctx.jobs.spawn(self._read_rest())

    def _concerns(self, change: Change) -> bool:
        return change.touches(*_KINDS)

    async def _read_rest(self) -> None:
        """The pane after the roles, which say what may be done in it."""
        await self._read_roles()
        await self._read_detail()

    async def _read_roles(self) -> None:
        try:
            roles = await self._ctx.jobs.read(self._model.roles)
        except RexusError as error:
            self._tell(error)
            return
        self._roles = {rol.nombre: rol for rol in roles}
        self._view.offer_roles(list(self._roles))
        self._follow()

    # ── The pane ──

    async def _read_detail(self) -> None:
        usuario_id = self._view.table.current_id()
        self._asked += 1
        asked = self._asked
        if usuario_id is None:
            self._view.detail.show_nothing()
            return
        try:
            ficha = await self._ctx.jobs.read(self._model.ficha, usuario_id)
        except NoEncontradoError as error:
            if asked == self._asked:
                self._view.detail.show_nothing(error.frase)
            return
        except RexusError as error:
            if asked == self._asked and self._view.detail.usuario_id != usuario_id:
                self._view.detail.show_nothing(error.frase)
            self._tell(error)
            return
        if asked == self._asked:
            self._show(ficha)

    def _show(self, ficha: Ficha) -> None:
        actor, ahora = self._ctx.actor(), datetime.now(UTC)
        inactividad = self._model.politica.inactividad
        lineas = [
            domain.linea_de_sesion(sesion, actor.sesion, ahora, inactividad, self._ctx.zona)
            for sesion in ficha.sesiones
        ]
        # Those that hold first, however old.
        lineas.sort(key=lambda linea: not linea.abierta)
        toca = domain.puede_tocar(actor, self._roles.get(ficha.cuenta.rol))
        cerrables = toca or ficha.cuenta.id == actor.usuario_id
        self._view.detail.show_ficha(ficha, lineas[:_SESSIONS], cerrables=cerrables)
        self._view.detail.sesiones.bloquear(self.away.motivo)

    # ── What the table and the rest of the program tell ──

    def _chosen(self) -> Cuenta | None:
        current = self._view.table.current_id()
        return self._source.known.get(current) if current is not None else None

    def _on_current(self) -> None:
        self._follow()
        self._ctx.jobs.spawn(self._read_detail())

    def _follow(self) -> None:
        actor, cuenta = self._ctx.actor(), self._chosen()
        toca = cuenta is not None and domain.puede_tocar(actor, self._roles.get(cuenta.rol))
        self._view.show_choice(cuenta, actor, toca=toca, away=self.away.motivo)
        self._view.detail.sesiones.bloquear(self.away.motivo)

    def _on_done(self, usuario_id: int) -> None:
        self._wanted.saved(usuario_id)
        self._wanted.show()

    def _open(self, tabla: str, registro: str) -> None:
        if tabla == "roles":
            self._ctx.jobs.spawn(abrir_roles(self._view, self._model, self._ctx, registro))
        else:
            self._ctx.jobs.spawn(self._open_account(numero_de(registro)))

    async def _open_account(self, usuario_id: int | None) -> None:
        try:
            if usuario_id is not None:
                await self._ctx.jobs.read(self._model.ficha, usuario_id)
        except NoEncontradoError:
            # Search and filters stay.
            usuario_id = None
        except RexusError as error:
            # The table may know it all the same.
            log.info("account %s is looked for in the table: %s", usuario_id, error)
        self._wanted.ask(usuario_id)

    def _filtered(self) -> bool:
        view = self._view
        return bool(view.search.text() or view.rol.currentData() or view.estado.currentData())

    def _uncover(self, _usuario_id: int, asked: bool) -> bool:
        """Filters go; without the server others may not be had, and these would be lost to who only asked."""
        if not self._filtered() or (asked and not self._ctx.salud.en_linea):
            return False
        self._view.clear_filters()
        return True

    def _on_loaded(self, total: int) -> None:
        view = self._view
        view.set_footer(table.footer(self._source.shown))
        if not total:
            view.show_nothing_found(filtered=self._filtered())
        self._wanted.show()
        self._follow()
