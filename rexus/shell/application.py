"""The life of one window: from the first page to the last close."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from rexus.base import idioma
from rexus.base import log as logs
from rexus.base.errors import DiscoLlenoError, RexusError, SoloLecturaError
from rexus.base.paths import Paths
from rexus.base.text import tr
from rexus.settings import Settings
from rexus.shell.faults import Faults
from rexus.shell.gate import Gate
from rexus.shell.hilo import EnPantalla
from rexus.shell.instance import Instance
from rexus.shell.language import Language
from rexus.shell.traslado import Traslado
from rexus.shell.warmup import Warmup
from rexus.shell.window import MainWindow
from rexus.ui import theme
from rexus.ui.collector import Collector, keep_loaded
from rexus.ui.foco import FocoALaVista
from rexus.ui.undo_keys import TeclasDeDeshacer

if TYPE_CHECKING:
    from rexus.base.actor import Actor
    from rexus.seguridad import Ingreso
    from rexus.shell.candado import Candado
    from rexus.shell.kept import Kept
    from rexus.shell.services import Services
    from rexus.shell.session import Session

# A window that starts minimised paints nothing; what waits for the first paint starts then all the same.
_UNPAINTED_MS: Final = 1_000
# The value of «db.motor» for data in files; its name lives beside the engines, which load later.
_EMBEDDED: Final = "sqlite"


class Application(QObject):
    """What `create_application` returns: `window`, `run()`, `close()`. Made on the GUI thread.

    Raises YaAbiertoError when another window works on the same home.
    """

    def __init__(self, qt: QApplication, paths: Paths, llegada: Traslado | None = None) -> None:
        super().__init__()
        self._qt = qt
        self.paths = paths
        # How one came here from another home, and where to go on to once this window is closed.
        self._llegada = llegada
        self.siguiente: Traslado | None = None
        self._painted = False
        self._closed = False
        self._leaving = False
        # What could not be said yet: the sign-in page has no place for it.
        self._untold: list[RexusError] = []
        self._to_tell = ""
        self._language: Language | None = None
        self.services: Services | None = None
        self.session: Session | None = None
        self.lock: Candado | None = None
        self._instance = (llegada.lugar if llegada is not None else None) or Instance(paths)
        self._instance.setParent(self)
        trouble = self._open_home()
        self._collector = Collector(self)
        logs.configure(paths.logs)
        self.faults = Faults(self)
        self.faults.on_interrupt(self.leave)
        self.faults.refused.connect(self._tell)
        self.faults.failed.connect(self._offer_report)
        self.settings = Settings(paths, al_fallar=lambda error: self.faults.report(error, "settings"))
        # What another thread or seat changed is obeyed on this thread.
        self._on_screen = EnPantalla(self)
        self.settings.despachar = self._on_screen.correr
        if llegada is not None:
            llegada.vestir(self.settings)
        idioma.hablar(self.settings.get("sistema.idioma"))
        self.settings.observar("sistema.idioma", lambda _idioma: self._choose_language())
        self._warmup = self._new_warmup()
        self.theme = theme.current() or theme.Theme(qt, self.settings.get("tema.modo"))
        self.theme.set_mode(self.settings.get("tema.modo"))
        self.settings.observar("tema.modo", self.theme.set_mode)
        self._focus = FocoALaVista(qt, self)
        self._undo_keys = TeclasDeDeshacer(qt, self)
        self._set_density(self.settings.get("tema.densidad"))
        self.settings.observar("tema.densidad", self._set_density)
        self.window = MainWindow(self.settings, ejemplo=paths.es_ejemplo)
        self.window.may_close = self._may_close
        self.gate = Gate(self.window, self.settings, paths, self)
        self.gate.painted.connect(self._after_paint)
        self.gate.signed_in.connect(lambda actor: self._begin_session(actor))
        self.gate.leave_requested.connect(self.window.close)
        self.gate.connection_changed.connect(self.reconnect)
        self.gate.restored.connect(self.sign_in_again)
        self.gate.viene = llegada.usuario if llegada is not None else ""
        if trouble is None:
            self._show_first_page()
        else:
            self.gate.show_trouble(trouble, self._open_home_again)
        self.window.show()
        self._unpainted = QTimer(self, interval=_UNPAINTED_MS, singleShot=True)
        self._unpainted.timeout.connect(self._after_paint)
        self._unpainted.start()

    def run(self) -> int:
        """Spin Qt's loop until the window closes; the exit status."""
        return self._qt.exec()

    def leave(self) -> None:
        """Close the window, and with it the program; without asking, for whoever asked cannot be asked back."""
        self._leaving = True
        self.window.close()

    def reconnect(self) -> None:
        """Work with the data that the settings name now; whoever is signed in signs in there."""
        self._when_free(self._reconnect)

    def sign_in_again(self, texto: str) -> None:
        """Other databases are in the place of those that were there: begin anew on them, and say so."""
        self._reconnect()
        self.gate.say(texto)

    def close(self) -> None:
        """End everything that was started: jobs, engines, loop, then the window and the lock. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self._unpainted.stop()
        self._warmup.close()
        alive = shiboken6.isValid(self.window)
        if alive and self.window.isVisible():
            self.window.remember_geometry()
        self._end_session()
        if self.services is not None:
            self.services.close()
        self.settings.close()
        if alive:
            shiboken6.delete(self.window)
        if self._language is not None:
            self._language.close()
        # Whoever begins again in this process begins as the source is written.
        idioma.hablar(idioma.ESPANOL)
        self._instance.release()
        self._collector.close()
        self.faults.close()
        # On a full disk even the log's last line finds no room; that was told already.
        with contextlib.suppress(OSError):
            logs.close()

    def _set_density(self, densidad: str) -> None:
        self.theme.set_compact(densidad == "compacta")

    def _open_home(self) -> RexusError | None:
        """Make the folders and take the lock; what stands in the way. Raises YaAbiertoError."""
        try:
            self.paths.crear()
            self._instance.take()
        except OSError as error:
            if error.errno == errno.ENOSPC:
                return DiscoLlenoError(str(self.paths.data))
            return SoloLecturaError(str(error.filename or self.paths.data))
        except SoloLecturaError as error:
            return error
        return None

    def _open_home_again(self) -> None:
        trouble = self._open_home()
        if trouble is not None:
            self.gate.show_trouble(trouble, self._open_home_again)
            return
        self._show_first_page()
        self.gate.check_accounts()
        if self._painted:
            self._instance.listen(self.window.come_to_front)

    def _show_first_page(self) -> None:
        if self.gate.viene:
            self.gate.show_coming()
            return
        # Whether there are accounts is asked of the database later; a missing file is answer enough for now.
        if self.settings.get("db.motor") != _EMBEDDED or self.paths.database("users").exists():
            self.gate.show_login()
        else:
            self.gate.show_welcome()

    def _after_paint(self) -> None:
        if self._painted or self._closed:
            return
        self._painted = True
        self._unpainted.stop()
        self._instance.listen(self.window.come_to_front)
        self._language = Language(self._qt, idioma.en_uso())
        self._warmup.start()

    def _new_warmup(self) -> Warmup:
        warmup = Warmup(self)
        warmup.ready.connect(self._on_ready)
        warmup.loaded.connect(self._on_loaded)
        warmup.failed.connect(self._on_not_ready)
        return warmup

    def _on_not_ready(self, error: BaseException) -> None:
        self.faults.report(error, "in the warm-up")
        refusal = RexusError(
            tr("Rexus no está completo"),
            tr("Una parte del programa no se pudo cargar ({detalle}). Los datos no se tocaron.").format(detalle=error),
            tr("Volver a instalar Rexus en esta computadora."),
        )
        self.gate.show_trouble(refusal, self._warm_again)

    def _warm_again(self) -> None:
        self._show_first_page()
        self._warmup.close()
        self._warmup = self._new_warmup()
        self._warmup.start()

    def _on_ready(self) -> None:
        # Loaded by the warm-up; importing it again costs nothing.
        from rexus.shell.services import Services

        if not self._closed:
            self.services = Services(self.paths, self.settings, self.faults)
            self.services.al_avisar = lambda frase: self._on_screen.correr(lambda: self._on_told(frase))
            self.gate.open(self.services)

    def _on_told(self, frase: str) -> None:
        """What the databases did by themselves, such as becoming those of this version, while nobody had signed in."""
        self._to_tell = frase
        self.gate.say(frase)

    def _on_loaded(self) -> None:
        if not self._closed and self.services is not None:
            keep_loaded()
            self.gate.loaded()
            self.services.start_scheduler()
            if self._llegada is not None and self._llegada.quitar_ejemplo:
                self.services.jobs.spawn(self._remove_example(self.services))

    async def _remove_example(self, services: Services) -> None:
        # Nobody works in it any more; whoever asked for it was in there.
        from rexus.ejemplo import borrar

        try:
            await services.jobs.read(borrar, self.paths)
        except RexusError as error:
            self._tell(error)
        else:
            self.gate.say(tr("El taller de ejemplo se quitó."))

    def _go_over(self, traslado: Traslado) -> None:
        self._when_saved(lambda: self._leave_for(traslado), traslado.desistir)

    def _leave_for(self, traslado: Traslado) -> None:
        self.window.remember_geometry()
        self.siguiente = traslado.con_aspecto(self.settings)
        self.leave()

    def _begin_session(self, actor: Actor, kept: Kept | None = None) -> None:
        """`kept` of the desk before, where the same person goes on."""
        from rexus.shell.candado import Candado
        from rexus.shell.session import Session

        assert self.services is not None
        self.settings.set("ventana.ultimo_usuario", actor.usuario)
        self.session = Session(
            self.window,
            self.services,
            self.settings,
            self.paths,
            actor,
            self.reconnect,
            self.sign_in_again,
            de=self._llegada.de if self._llegada is not None else None,
            kept=kept,
        )
        self.session.sign_out_requested.connect(self._sign_out)
        self.session.leave_requested.connect(self.window.close)
        self.session.traslado_requested.connect(self._go_over)
        self.lock = Candado(self.window, self.services, self.session, self)
        self.lock.otra_cuenta.connect(self._back_to_the_gate)
        self.lock.cambio.connect(self._begin_again)
        self.lock.abierto.connect(self._choose_language)
        self.gate.close()
        for problem in self.settings.problemas:
            self.session.notices.show_notice("advertencia", f"{problem.frase} {problem.que_hacer}".strip())
        self.settings.problemas = []
        untold, self._untold = self._untold, []
        for error in untold:
            self._tell(error)
        told, self._to_tell = self._to_tell, ""
        self.session.novedades.contar(told)

    def _sign_out(self) -> None:
        self._when_saved(self._back_to_the_gate)

    def _back_to_the_gate(self) -> None:
        self.gate.show_login()
        self._end_session()

    def _begin_again(self, ingreso: Ingreso, clave: str) -> None:
        self._end_session()
        self.gate.go_on(ingreso, clave)

    def _reconnect(self) -> None:
        if self._closed or self.services is None:
            return
        self._show_first_page()
        self._end_session()
        self.services.reconnect()
        self.gate.check_accounts()

    def _may_close(self) -> bool:
        if self._leaving or self.services is None:
            return True
        if not self.services.jobs.running and (self.session is None or not self.session.unsaved):
            return True
        self._when_saved(self.leave)
        return False

    def _when_saved(self, then: Callable[[], None], otherwise: Callable[[], None] | None = None) -> None:
        """Now, or after asking about what is under way and what is not saved; `otherwise`, when all is to stay."""
        if self.services is None or self.session is None or not self.session.unsaved:
            self._when_free(then, otherwise)
        else:
            self.services.jobs.spawn(self._ask_to_save(self.session, then, otherwise))

    async def _ask_to_save(
        self, session: Session, then: Callable[[], None], otherwise: Callable[[], None] | None
    ) -> None:
        if await session.may_leave():
            self._when_free(then, otherwise)
        elif otherwise is not None:
            otherwise()

    def _when_free(self, then: Callable[[], None], otherwise: Callable[[], None] | None = None) -> None:
        """Now, or after asking about the work that is under way."""
        if self.services is None or not self.services.jobs.running:
            then()
        else:
            self.services.jobs.spawn(self._ask(self.services, then, otherwise))

    async def _ask(self, services: Services, then: Callable[[], None], otherwise: Callable[[], None] | None) -> None:
        # Deferred: most windows close without it.
        from rexus.shell.leaving import may_leave

        if await may_leave(self.window, services.jobs):
            then()
        elif otherwise is not None:
            otherwise()

    def _choose_language(self) -> None:
        """Obey the setting, once nothing is lost by building anew what shows."""
        if self._closed or self.settings.get("sistema.idioma") == idioma.en_uso():
            return
        if self.lock is not None and self.lock.cerrado:
            # What is locked stays as it is; it is asked again when somebody opens it.
            return
        # After whatever asked for it: the menu that it was chosen in goes, too.
        QTimer.singleShot(0, self, lambda: self._when_saved(self._speak, self._keep_language))

    def _keep_language(self) -> None:
        self.settings.set("sistema.idioma", idioma.en_uso())

    def _speak(self) -> None:
        chosen = self.settings.get("sistema.idioma")
        if self._closed or chosen == idioma.en_uso():
            return
        idioma.hablar(chosen)
        if self._language is not None:
            self._language.speak(chosen)
        session = self.session
        if session is None:
            self.gate.build_anew()
        else:
            self._end_session(goes_on=True)
            self._begin_session(session.actor, session.kept)

    def _tell(self, error: RexusError) -> None:
        if self.session is not None:
            self.session.refuse(error)
        else:
            self._untold.append(error)

    def _offer_report(self, error: BaseException | str) -> None:
        # Deferred: nothing of it is needed until something fails.
        from rexus.shell.momento import momento
        from rexus.ui.report_dialog import report

        if not self._closed and shiboken6.isValid(self.window):
            now = momento(self.window, self.services, self.session)
            report(self.window, error, self.paths.logs / logs.FILE, now)

    def _end_session(self, *, goes_on: bool = False) -> None:
        session, self.session = self.session, None
        lock, self.lock = self.lock, None
        if lock is not None:
            lock.quitar()
            lock.deleteLater()
        if session is not None:
            session.close(goes_on=goes_on)
