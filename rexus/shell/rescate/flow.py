"""Joins the page with the sets: look, choose, restore, and on to the sign-in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from rexus.base.errors import CanceladoError, RexusError
from rexus.base.paths import Paths
from rexus.base.text import formatear_fecha, tr
from rexus.modulos import tablas  # noqa: F401 - makes every table known
from rexus.modulos.respaldos import domain
from rexus.modulos.respaldos.controller.frase import con_frase
from rexus.modulos.respaldos.controller.marcha import Marcha
from rexus.respaldos import Conjunto, frase
from rexus.respaldos.restaurar import Credencial, Recuperado, Situacion, sin_ingreso, situacion
from rexus.seguridad.ingreso import SegundoFactorError
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria
from rexus.shell.rescate import sets
from rexus.shell.rescate.page import RescatePage
from rexus.shell.rescate.sets import Estante
from rexus.shell.services import Services
from rexus.ui.archivos import choose_folder
from rexus.ui.dialogs import show

# From here on the restore is ended whatever happens.
_SIN_VUELTA: Final = ("marcado", "puesta_", "comprobada", "terminada")


class Rescate(QObject):
    """`restored` carries what to say to whoever signs in next; `left`: it is not wanted. Lives as long as its page."""

    restored = Signal(str)
    left = Signal()

    def __init__(self, page: RescatePage, services: Services, settings: Settings, paths: Paths) -> None:
        super().__init__(page)
        self._page = page
        self._services = services
        self._jobs = services.jobs
        self._settings = settings
        self._paths = paths
        self._zona = zona_horaria(settings)
        self._estante: Estante | None = None
        # Holds what was unpacked.
        self._opened = ExitStack()
        self._marcha = Marcha()
        page.carpeta_requested.connect(lambda: self._jobs.spawn(self._choose_folder()))
        page.archivo_requested.connect(lambda: self._jobs.spawn(self._choose_file()))
        page.restaurar_requested.connect(lambda *asked: self._jobs.spawn(self._restore(*asked)))
        page.stop_requested.connect(lambda: self._marcha.avance.cancelar())
        page.volver_requested.connect(self._leave)

    async def begin(self) -> None:
        """See how this home stands, and whether there are sets at hand."""
        try:
            halla = await self._jobs.read(situacion, self._services.registry)
            at_hand = await self._jobs.read(sets.a_mano, self._paths, self._settings)
        except RexusError as error:
            self._refuse(error)
            return
        if not isValid(self._page):
            return
        if halla is Situacion.SIN_SUS_CUENTAS:
            self._page.ask_account()
        if at_hand is not None:
            self._show(at_hand)

    def close(self) -> None:
        """Let go of what was unpacked."""
        self._marcha.avance.cancelar()
        self._opened.close()

    # ── Which ──

    async def _choose_folder(self) -> None:
        chosen = await choose_folder(self._page, tr("Carpeta de los respaldos"))
        if chosen is not None:
            await self._look(chosen, lambda: self._jobs.read(sets.en_carpeta, chosen))

    async def _choose_file(self) -> None:
        dialog = QFileDialog(self._page, tr("Respaldo en un archivo"))
        dialog.setObjectName("archivo.leer")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Respaldos (*.tar)"), tr("Todos los archivos (*)")])
        if not await show(dialog) or not dialog.selectedFiles():
            return
        chosen = Path(dialog.selectedFiles()[0])
        marcha = self._begin(lambda _paso: tr("Leyendo el archivo"))
        opened = ExitStack()

        async def unpack() -> Estante:
            return await self._jobs.read(
                sets.en_archivo, chosen, self._paths.backups, opened, avance=marcha.avance
            )  # fmt: skip

        if await self._look(chosen, unpack):
            self._opened.close()
            self._opened = opened
        else:
            opened.close()

    async def _look(self, chosen: Path, look: Callable[[], Awaitable[Estante]]) -> bool:
        page = self._page
        page.set_running(True)
        try:
            found = await look()
        except CanceladoError:
            return False
        except RexusError as error:
            self._refuse(error)
            return False
        finally:
            if isValid(page):
                page.set_running(False)
        if not isValid(page):
            return False
        if found.hallados:
            self._show(found)
        else:
            page.refuse(tr("En «{carpeta}» no hay respaldos. Elegir otra carpeta.").format(carpeta=chosen))
        return bool(found.hallados)

    def _show(self, found: Estante) -> None:
        self._estante = found
        self._page.error.tell("")
        ahora = datetime.now(UTC)
        rows = [
            (hallado.id, *sets.en_palabras(hallado, self._zona, ahora), isinstance(hallado, Conjunto))
            for hallado in found.hallados
        ]
        self._page.show_sets(tr("En «{lugar}»:").format(lugar=found.origen), rows, found.elegido)

    # ── Restoring ──

    async def _restore(self, id_: str, usuario: str, clave: str, codigo: str) -> None:
        page, estante = self._page, self._estante
        assert estante is not None
        credencial = Credencial(usuario, clave, codigo) if usuario else None

        async def once(dada: str | None) -> Recuperado:
            # Anew for each try: one that was stopped stays stopped.
            marcha = self._begin(lambda paso: domain.paso(paso) or tr("Poniendo las bases en su lugar"))
            return await self._jobs.read(
                sin_ingreso,
                self._services.registry,
                estante.carpeta,
                id_,
                credencial,
                frase=dada,
                al_paso=marcha.al_paso,
                avance=marcha.avance,
                titulo=tr("Restaurando un respaldo"),
            )

        try:
            hecho = await con_frase(page, once, await self._jobs.read(frase.para_abrir, self._settings))
        except SegundoFactorError as error:
            if isValid(page):
                page.set_running(False)
                page.ask_code()
                page.error.tell(error.frase)
        except CanceladoError:
            if isValid(page):
                page.set_running(False)
        except RexusError as error:
            self._refuse(error)
        except BaseException:
            if isValid(page):
                page.set_running(False)
            raise
        else:
            self._opened.close()
            # The set's settings may be those of this home now.
            self._settings.releer()
            self.restored.emit(self._told(hecho))

    def _told(self, hecho: Recuperado) -> str:
        fecha = formatear_fecha(hecho.restaurado.conjunto.fecha, self._zona)
        frases = [tr("Se restauró el respaldo del {fecha}.").format(fecha=fecha)]
        if hecho.restaurado.apartadas is not None:
            frases.append(
                tr("Lo que quedaba de antes está en {lugar}.").format(lugar=hecho.restaurado.apartadas)
            )  # fmt: skip
        return " ".join((*frases, hecho.quien_entra))

    # ── Within ──

    def _leave(self) -> None:
        self.close()
        self.left.emit()

    def _refuse(self, error: RexusError) -> None:
        if isValid(self._page):
            self._page.set_running(False)
            self._page.refuse(" ".join(parte for parte in (error.frase, error.que_hacer) if parte))

    def _begin(self, words: Callable[[str], str]) -> Marcha:
        self._marcha = marcha = Marcha()

        def show_it() -> None:
            if isValid(self._page) and marcha is self._marcha and not self._page.lista.isEnabled():
                self._page.show_progress(
                    words(marcha.paso), marcha.hecho, marcha.total, cancelable=not marcha.paso.startswith(_SIN_VUELTA)
                )

        marcha.cambio.connect(show_it)
        show_it()
        return marcha
