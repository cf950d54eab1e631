"""Joins the page of accounts to the operations; up to date while it is looked at, stale while it is not."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QObject

from rexus.base.changes import Change
from rexus.base.errors import CanceladoError, NoEncontradoError, RexusError
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
from rexus.seguridad.permisos import ADMINISTRAR_USUARIOS
from rexus.seguridad.roles import FichaRol
from rexus.ui.columnas import ColumnasRecordadas
from rexus.ui.module import Context
from rexus.ui.paged_table import PagedTableModel
from rexus.ui.registro import avisar_que_no_esta, numero_de
from rexus.ui.sin_conexion import SinConexion, no_visto

log = get_logger(__name__)

_KINDS = ("usuario", "rol", "sesion")
# As many sessions as the pane lists: what is older is for the audit trail.
_SESSIONS = 8


class UsuariosController(QObject):
    """Lives as long as its view."""

    def __init__(self, view: UsuariosView, model: UsuariosModel, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._ctx = ctx
        self._visible = False
        self._stale = True
        self._wanted: int | None = None
        # Whoever asked for it is told when it is not there.
        self._asked_for = False
        self._asked = 0
        self._roles: dict[str, FichaRol] = {}
        self._source = AccountRows(model)
        self.rows = PagedTableModel(table.columns(ctx.zona), self._source, ctx.jobs, view)
        view.table.setModel(self.rows)
        view.table.set_sort("usuario")
        self._obey_settings()
        self.acciones = Acciones(view, model, ctx, self._source)
        self.acciones.hecho.connect(self._on_done)
        view.table.sort_requested.connect(lambda _key, _descending: self.load())
        view.table.current_changed.connect(lambda _id: self._on_current())
        view.search.searched.connect(lambda _text: self.load())
        view.filtered.connect(self.load)
        view.visible_changed.connect(self._on_visible)
        view.record_wanted.connect(self._open)
        view.roles.triggered.connect(lambda: ctx.jobs.spawn(abrir_roles(view, model, ctx)))
        view.refresh.triggered.connect(self._refresh)
        view.detail.sesiones.cerrar_pedido.connect(self.acciones.cerrar_sesion)
        self.rows.loaded.connect(self._on_loaded)
        self.rows.load_failed.connect(self._on_failed)
        ctx.jobs.changed.connect(self._on_changed)
        if ctx.shortcuts is not None:
            listed = (view.search_action, view.new, view.edit, *view.per_account, view.roles, view.refresh)
            for action in listed:
                ctx.shortcuts.add(action, grupo=tr("Usuarios"))
        self.away = SinConexion(view, ctx.salud, lambda: self.rows.moment)
        self.away.recuperada.connect(self._on_recovered)
        self.away.cambio.connect(lambda _motivo: self._follow())
        self.rows.dated.connect(self.away.actualizar)
        self._follow()

    def load(self) -> None:
        """Ask anew, from the first row."""
        self._stale = False
        view = self._view
        orden, descendente = view.table.sort or ("usuario", False)
        rol, estado = view.rol.currentData(), view.estado.currentData()
        self.rows.load(Pedido(view.search.text(), rol, estado, orden, descendente))
        self._ctx.jobs.spawn(self._read_roles())
        self._ctx.jobs.spawn(self._read_detail())

    def reload(self) -> None:
        """Ask the same again; selection and place stay."""
        if self.rows.query is None:
            self.load()
            return
        self._stale = False
        self.rows.retry()
        self.rows.reload()
        self._ctx.jobs.spawn(self._read_roles())
        self._ctx.jobs.spawn(self._read_detail())

    def _refresh(self) -> None:
        if self._ctx.salud.en_linea:
            self.reload()
        else:
            # Everything is read again as soon as the server is back.
            self._ctx.salud.reintentar()

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
        cerrables = actor.puede(ADMINISTRAR_USUARIOS) or ficha.cuenta.id == actor.usuario_id
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
        self._wanted = usuario_id
        self._show_wanted()

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
        self._wanted, self._asked_for = usuario_id, True
        if usuario_id is None:
            self._give_up()
        self._show_wanted()

    def _give_up(self) -> None:
        if self._asked_for:
            avisar_que_no_esta(self._ctx, tr("Esa cuenta ya no existe."))
        self._wanted, self._asked_for = None, False

    def _show_wanted(self) -> None:
        """The account that was just saved, or asked for elsewhere: in sight, also if a filter would hide it."""
        if self._wanted is None or self.rows.busy or self._stale:
            return
        view = self._view
        if view.table.select_id(self._wanted):
            self._wanted, self._asked_for = None, False
            view.table.setFocus()
        elif self._asked_for and not self._ctx.salud.en_linea:
            # Others may not be had, and these would go.
            self._give_up()
        elif view.search.text() or view.rol.currentData() or view.estado.currentData():
            view.clear_filters()
        else:
            self._give_up()

    def _on_loaded(self, total: int) -> None:
        view = self._view
        view.set_footer(table.footer(self._source.shown))
        if not total:
            filtered = view.search.text() or view.rol.currentData() or view.estado.currentData()
            view.show_nothing_found(filtered=bool(filtered))
        self._show_wanted()
        self._follow()

    def _on_failed(self, error: RexusError) -> None:
        if isinstance(error, CanceladoError):
            return
        self._wanted, self._asked_for = None, False
        if not self.away.explica(error):
            self._view.table.set_lost(error.titulo, f"{error.frase} {error.que_hacer}".strip())
            self._ctx.notices.show_error(error, (tr("Reintentar"), self.reload))
        elif self.rows.lost:
            self._view.table.set_lost(*no_visto())
            self.rows.clear()
            self.away.actualizar()

    def _tell(self, error: RexusError) -> None:
        if not self.away.explica(error):
            self._ctx.notices.show_error(error)

    def _on_visible(self, visible: bool) -> None:
        self._visible = visible
        if visible and self._stale:
            self.reload()

    def _on_recovered(self) -> None:
        if self._visible:
            self.reload()
        else:
            self._stale = True

    def _on_changed(self, change: Change) -> None:
        if not change.touches(*_KINDS):
            return
        if self._visible:
            self.reload()
        else:
            self._stale = True

    def _obey_settings(self) -> None:
        view, settings = self._view, self._ctx.settings
        ColumnasRecordadas(view.table, settings, "usuarios.columnas", view.visible_changed)
        view.table.set_compact(settings.get("tema.densidad") == "compacta")
        view.detail_action.setChecked(settings.get("ventana.detalle_visible"))
        view.detail_action.toggled.connect(lambda on: settings.set("ventana.detalle_visible", on))
        stops = [
            settings.observar("tema.densidad", lambda value: view.table.set_compact(value == "compacta")),
            settings.observar("ventana.detalle_visible", view.detail_action.setChecked),
        ]
        view.destroyed.connect(lambda: [stop() for stop in stops])
