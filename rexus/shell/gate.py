"""The way in: decides between welcome and sign-in, and joins those pages with the accounts."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from rexus.base import marca_de_ejemplo
from rexus.base.errors import BaseDanadaError, BaseNuevaError, DatoInvalidoError, RexusError
from rexus.base.log import get_logger
from rexus.base.paths import Paths
from rexus.base.text import tr
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria
from rexus.shell.card import CardPage
from rexus.shell.duties import Duties
from rexus.shell.strength import Strength
from rexus.shell.window import MainWindow

if TYPE_CHECKING:
    from rexus.db.registry import Registry
    from rexus.seguridad import Ingreso
    from rexus.shell.login import LoginPage
    from rexus.shell.services import Services
    from rexus.shell.trouble import TroublePage
    from rexus.shell.welcome import WelcomePage
    from rexus.ui.jobs import Jobs
    from rexus.ui.salud import SaludVisible

log = get_logger(__name__)

# The pages on which somebody says who they are: the sign-in, and the first one of a new workshop.
_ASKING: Final = ("login", "bienvenida")


class Gate(QObject):
    """Works before the services are there: what is asked until then is done as soon as they are.

    `connection_changed`: the settings name another way to the data. `restored`: other databases are in their place, and
    what there is to say of it.
    """

    signed_in = Signal(object)
    leave_requested = Signal()
    connection_changed = Signal()
    restored = Signal(str)
    painted = Signal()

    def __init__(self, window: MainWindow, settings: Settings, paths: Paths, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._settings = settings
        self._paths = paths
        self._choosing = False
        self._services: Services | None = None
        self._waiting: list[Callable[[], Coroutine[Any, Any, None]]] = []
        # What needs all of the program, and not only what signing in does; None once that is there.
        self._until_loaded: list[Callable[[], Coroutine[Any, Any, None]]] | None = []
        self.page: CardPage | None = None
        self._duties = Duties(self)
        #: Who comes from their own workshop into its example, and signs in no more; once.
        self.viene = ""

    # ── Pages ──

    def show_coming(self) -> None:
        """While the example workshop is opened."""
        page = CardPage(tr("Taller de ejemplo"), tr("Abriendo…"))
        page.setObjectName("abriendo")
        self.show_page(page)

    def show_login(self) -> None:
        """The sign-in page, with the user who came in last."""
        # Deferred, as the other pages: only the one that shows first is worth waiting for.
        from rexus.shell.login import LoginPage

        page = LoginPage(self._settings.get("ventana.ultimo_usuario"))
        page.entrar_requested.connect(lambda *asked: self.run(lambda: self._sign_in(page, *asked)))
        page.conexion_requested.connect(self._choose_connection)
        self._offer_language(page)
        self.show_page(page)
        self._follow_health()
        marca = marca_de_ejemplo.leer(self._paths)
        if marca is not None:
            if page.usuario.edit.text() in ("", marca.usuario):
                # Nothing to protect: what is asked for is there.
                page.usuario.edit.setText(marca.usuario)
                page.clave.edit.setText(marca.clave)
            frase = (
                tr("Taller de ejemplo: «{usuario}» entra con la clave {clave}.")
                if marca.clave
                else tr("Taller de ejemplo: «{usuario}» entra con su clave.")
            )
            page.show_notice(frase.format(usuario=marca.usuario, clave=marca.clave))

    def say(self, texto: str) -> None:
        """A calm sentence on the sign-in page, if that is the one that shows."""
        if self.page is not None and self.page.objectName() == "login":
            self.page.show_notice(texto)  # type: ignore[attr-defined]

    def show_welcome(self) -> None:
        """The page that creates the administrator."""
        from rexus.shell.welcome import WelcomePage

        page = WelcomePage()
        strength = Strength(page, lambda: _words_of(page), lambda: self.accounts, self.run)
        # By a function of its own: Qt holds a bound method weakly, and nobody else holds `strength`.
        page.clave_edited.connect(lambda clave: strength.ask(clave))
        page.crear_requested.connect(lambda usuario, clave: self.run(lambda: self._create(page, usuario, clave)))
        page.conexion_requested.connect(self._choose_connection)
        page.restaurar_requested.connect(lambda: self._run_loaded(self._rescue))
        # An empty server is filled by who owns its tables.
        page.restaurar.setVisible(self._settings.get("db.motor") == "sqlite")
        self._offer_language(page)
        self.show_page(page)
        self._run_loaded(lambda: self._look_for_data(page))

    def show_trouble(self, error: RexusError, retry: Callable[[], None]) -> TroublePage:
        """What stands in the way, and trying again."""
        from rexus.shell.trouble import TroublePage

        page = TroublePage()
        page.tell(error)
        page.retry_requested.connect(retry)
        page.leave_requested.connect(self.leave_requested)
        page.conexion_requested.connect(self._choose_connection)
        page.configuracion_requested.connect(self._choose_settings)
        page.restaurar_requested.connect(lambda: self._run_loaded(self._rescue))
        self.show_page(page)
        return page

    def build_anew(self) -> None:
        """The same page in the language of now, with what was typed into it. Those that pass by themselves stay."""
        before = self.page
        again = dict(zip(_ASKING, (self.show_login, self.show_welcome), strict=True))
        if before is None or before.objectName() not in again:
            return
        typed = {field.objectName(): field.text() for field in before.findChildren(QLineEdit)}
        again[before.objectName()]()
        for field in self.page.findChildren(QLineEdit):  # type: ignore[union-attr]
            field.setText(typed.get(field.objectName(), ""))

    def _offer_language(self, page: LoginPage | WelcomePage) -> None:
        # What the environment dictates is not to be chosen.
        page.idioma.setVisible(self._settings.variable("sistema.idioma") is None)
        page.idioma_requested.connect(lambda chosen: self._settings.set("sistema.idioma", chosen))

    def close(self) -> None:
        """Take the page away."""
        page, self.page = self.page, None
        if page is not None and shiboken6.isValid(page):
            self._window.drop_page(page)

    def show_page(self, page: CardPage) -> None:
        """Put it in the place of the one that shows."""
        page.painted.connect(self.painted)
        before, self.page = self.page, page
        self._window.set_title("")
        self._window.show_page(page)
        if before is not None:
            self._window.drop_page(before)

    # ── Work ──

    def open(self, services: Services) -> None:
        """The services are there: do what waits, and look whether the page that shows is the right one."""
        self._services = services
        services.salud.cambio.connect(self._follow_health)
        services.salud.volvio.connect(self._on_back)
        if not self._is_trouble:
            self.check_accounts()
        waiting, self._waiting = self._waiting, []
        for start in waiting:
            services.jobs.spawn(start())

    def loaded(self) -> None:
        """Everything without Qt was imported: do what waits for that."""
        waiting, self._until_loaded = self._until_loaded or [], None
        for start in waiting:
            self.run(start)

    def check_accounts(self) -> None:
        """Ask the database whether anybody can sign in, and show the page that fits."""
        self.run(self._check_accounts)

    def run(self, start: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Start it on the loop, as soon as the services are there."""
        if self._services is None:
            self._waiting.append(start)
        else:
            self._services.jobs.spawn(start())

    def _run_loaded(self, start: Callable[[], Coroutine[Any, Any, None]]) -> None:
        # Two threads that import the same packages may be given halves of them.
        if self._until_loaded is None:
            self.run(start)
        else:
            self._until_loaded.append(start)

    async def _check_accounts(self, *, leaving: bool = False) -> None:
        accounts, before = self.accounts, self.page
        try:
            exist = await accounts.hay_cuentas()
        except RexusError as error:
            if accounts is self.accounts and (leaving or not self._is_rescue):
                self._show_database_trouble(error)
            return
        if accounts is not self.accounts or (self._is_rescue and not leaving):
            # Of a connection that was given up meanwhile, or not what is asked any more.
            return
        shown = self.page.objectName() if self.page is not None else ""
        if self.page is not before and shown not in _ASKING:
            # Somebody signed in meanwhile: the desk shows, or what they must do first, or what is in the way.
            return
        if exist and self.viene and await self._come_in():
            return
        if exist and shown != "login":
            self.show_login()
        elif not exist and shown != "bienvenida":
            self.show_welcome()

    async def _come_in(self) -> bool:
        """Into the example, without signing in again; whether it was done."""
        usuario, self.viene = self.viene, ""
        try:
            ingreso = await self.accounts.entrar_en_ejemplo(usuario)
        except RexusError as error:
            # The account may be another's by now: the page asks.
            log.info("%s did not come into the example: %s", usuario, error)
            return False
        self.go_on(ingreso, "")
        return True

    # ── Back to a backup, before anybody signed in ──

    async def _rescue(self) -> None:
        # Deferred: most people never need it.
        from rexus.shell.rescate.flow import Rescate
        from rexus.shell.rescate.page import RescatePage

        assert self._services is not None
        if self.page is None or self.page.objectName() not in ("bienvenida", "problema"):
            # Asked for twice, or something else was done since.
            return
        page = RescatePage()
        flow = Rescate(page, self._services, self._settings, self._paths)
        flow.restored.connect(self.restored)
        flow.left.connect(lambda: self.run(lambda: self._check_accounts(leaving=True)))
        self.show_page(page)
        await flow.begin()

    async def _look_for_data(self, page: WelcomePage) -> None:
        assert self._services is not None
        try:
            lost = await self._services.jobs.read(_lost_accounts, self._services.registry)
        except RexusError as error:
            # Told by whoever asks the database for its accounts.
            log.info("whether there are data without accounts is not known: %s", error)
            return
        if lost and shiboken6.isValid(page):
            page.show_lost()

    @property
    def _is_rescue(self) -> bool:
        return self.page is not None and self.page.objectName() == "rescate"

    # ── The database is away ──

    def _show_database_trouble(self, error: RexusError) -> None:
        # On the page that says so already, if it does: nothing flickers while it is tried again.
        page = self.page if self._is_trouble else self.show_trouble(error, self._retry)
        page.tell(error)  # type: ignore[union-attr]
        embedded = not self._services.salud.es_servidor if self._services is not None else False
        page.offer(conexion=True, restaurar=embedded and isinstance(error, BaseDanadaError))  # type: ignore[union-attr]
        self._follow_health()

    @property
    def _is_trouble(self) -> bool:
        return self.page is not None and self.page.objectName() == "problema"

    def _retry(self) -> None:
        assert self._services is not None
        salud = self._services.salud
        if salud.en_linea:
            self.check_accounts()
        else:
            salud.reintentar()

    def _on_back(self) -> None:
        if self._is_trouble:
            self.check_accounts()

    def _follow_health(self) -> None:
        """Say on the page that shows how the server is, if it is away."""
        if self._services is None or self.page is None:
            return
        salud, page = self._services.salud, self.page
        if page.objectName() == "login":
            page.show_state(salud.frase())  # type: ignore[attr-defined]
        elif self._is_trouble:
            if salud.motivo is not None:
                page.tell(salud.motivo)  # type: ignore[attr-defined]
            page.show_state(_attempts(salud))  # type: ignore[attr-defined]

    # ── Where the data are, before anybody signed in ──

    def _choose_connection(self) -> None:
        # Deferred, as below: most people never need it.
        from rexus.modulos.configuracion.controller.conexion import abrir

        self._choose(lambda jobs: abrir(self._window, jobs, self._settings, respaldos=self._paths.backups))

    def _choose_settings(self) -> None:
        from rexus.modulos.configuracion.controller.suelta import abrir

        zona = zona_horaria(self._settings)
        self._choose(lambda jobs: abrir(self._window, jobs, self._settings, respaldos=self._paths.backups, zona=zona))

    def _choose(self, ask: Callable[[Jobs], Coroutine[Any, Any, bool]]) -> None:
        # One dialog at a time: it shows a moment after it was asked for.
        if not self._choosing:
            self._choosing = True
            self.run(lambda: self._chosen(ask))

    async def _chosen(self, ask: Callable[[Jobs], Coroutine[Any, Any, bool]]) -> None:
        assert self._services is not None
        try:
            await ask(self._services.jobs)
        finally:
            self._choosing = False
        # Whatever was saved there, also what somebody left waiting before.
        if self._settings.espera_reinicio():
            self.connection_changed.emit()

    # ── Signing in ──

    async def _sign_in(self, page: LoginPage, usuario: str, clave: str, codigo: str, cerrar_otra: bool) -> None:
        # Loaded by the warm-up, like all that is asked here.
        from rexus.seguridad.ingreso import DemasiadasSesionesError, SegundoFactorError

        accounts = self.accounts
        try:
            ingreso = await accounts.entrar(usuario, clave, codigo, cerrar_la_mas_vieja=cerrar_otra)
        except (BaseDanadaError, BaseNuevaError) as error:
            if page is self.page and accounts is self.accounts:
                self._show_database_trouble(error)
            return
        except RexusError as error:
            if shiboken6.isValid(page):
                text = " ".join((error.frase, error.que_hacer))
                if isinstance(error, SegundoFactorError):
                    page.ask_code(text)
                elif isinstance(error, DemasiadasSesionesError):
                    page.offer_closing(text)
                else:
                    page.refuse(text)
            return
        if page is self.page and accounts is self.accounts:
            self.go_on(ingreso, clave)

    def go_on(self, ingreso: Ingreso, clave: str) -> None:
        """Let in whoever signed in, or first have done what they must do."""
        from rexus.seguridad.ingreso import CAMBIAR_CLAVE, INSCRIBIR_FACTOR

        if CAMBIAR_CLAVE in ingreso.debe:
            self._duties.show_new_password(ingreso, clave)
        elif INSCRIBIR_FACTOR in ingreso.debe:
            self._duties.show_new_factor(ingreso, self._settings.get("empresa.nombre"))
        else:
            self.signed_in.emit(ingreso.actor)

    async def _create(self, page: WelcomePage, usuario: str, clave: str) -> None:
        try:
            ingreso = await self.accounts.crear_primer_administrador(usuario, clave)
        except RexusError as error:
            if shiboken6.isValid(page):
                campos = error.campos if isinstance(error, DatoInvalidoError) else {}
                page.refuse(error.explicacion, campos)
            return
        if page is self.page:
            self.signed_in.emit(ingreso.actor)

    @property
    def accounts(self) -> Any:
        """Who asks about accounts and sessions; once the services are there."""
        assert self._services is not None
        return self._services.access


def _lost_accounts(registry: Registry) -> bool:
    """Whether a home has other data and no accounts. In a worker's thread."""
    from rexus.modulos import tablas  # noqa: F401 - makes every table known
    from rexus.respaldos.restaurar import Situacion, situacion

    return situacion(registry) is Situacion.SIN_SUS_CUENTAS


def _words_of(page: WelcomePage) -> tuple[str, ...]:
    """What the first administrator's password may not consist of; the company has no name yet."""
    # Deferred: loaded by the warm-up, like all that is asked here.
    from rexus.seguridad import contexto

    return contexto.palabras({"usuario": page.usuario.edit.text()}, empresa="")


def _attempts(salud: SaludVisible) -> str:
    """What is being done about a server that is away."""
    if salud.en_linea:
        return ""
    if salud.instante.estado == "RECONNECTING":
        return tr("Reconectando…")
    return tr("{frase}. Se vuelve a probar solo.").format(frase=salud.frase())
