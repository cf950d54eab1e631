"""The dialog of the connection: tried for real, saved on this machine, the password in the system's keyring.

`await conexion.abrir(parent, jobs, settings, respaldos=…)` works before anybody signed in and without any database.
"""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.configuracion import equipo
from rexus.db import names
from rexus.db.conexion import SQLITE, Conexion
from rexus.modulos.configuracion.controller import archivos
from rexus.modulos.configuracion.view.conexion import CLAVE, CLAVES, ConexionDialog
from rexus.modulos.configuracion.view.pasos import Linea
from rexus.modulos.configuracion.view.preparar import PrepararDialog
from rexus.settings import LlaveroError, Settings
from rexus.settings.capas import iguales
from rexus.ui.dialogs import show
from rexus.ui.jobs import Jobs

log = get_logger(__name__)


async def abrir(parent: QWidget | None, jobs: Jobs, settings: Settings, *, respaldos: Path, usuario: str = "") -> bool:
    """Whether another connection was saved; it holds once the program takes it into use.

    `respaldos` is where a copy goes before «Preparar el servidor» brings up an older schema; `usuario` is who is signed
    in, for the history.
    """
    drivers = await jobs.read(_drivers)
    dialog = ConexionDialog(parent, *_present(settings), drivers)
    flow = _Flow(dialog, jobs, settings, respaldos, usuario)
    flow.spawn(flow.look_for_secret())
    await show(dialog)
    return flow.saved


class _Flow:
    """One dialog's way from a form to a connection that works."""

    def __init__(self, dialog: ConexionDialog, jobs: Jobs, settings: Settings, respaldos: Path, usuario: str) -> None:
        self._dialog = dialog
        self._jobs = jobs
        self._settings = settings
        self._respaldos = respaldos
        self._usuario = usuario
        # The form that was tried last, and whether it worked; a form that is edited is another one.
        self._tried: tuple[dict[str, Any], str] | None = None
        self._works = False
        self.saved = False
        dialog.prueba.test_requested.connect(lambda: self.spawn(self.test()))
        dialog.prueba.prepare_requested.connect(lambda: self.spawn(self.prepare()))
        dialog.certificate_requested.connect(lambda: self.spawn(self._choose_certificate()))
        dialog.without_secret_requested.connect(lambda: self.spawn(self._save(with_secret=False)))
        dialog.submitted.connect(lambda: self.spawn(self.submit()))
        dialog.edited.connect(self._forget_trial)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run a step; a refusal is shown in the dialog, which keeps everything."""
        self._jobs.spawn(self._guarded(work))

    async def look_for_secret(self) -> None:
        """Whether a password is kept already."""
        where = await self._jobs.read(self._settings.origen_secreto, CLAVE)
        if isValid(self._dialog):
            self._dialog.show_kept(where)

    async def test(self) -> bool:
        """Try what is written; whether it works. Raises DatoInvalidoError when it cannot even be tried."""
        dialog = self._dialog
        conexion, form = self._connection(), self._form()
        dialog.clear_error()
        dialog.prueba.show_testing(True)
        # Loads the engines: not needed to open the dialog.
        try:
            lineas, falta = await self._jobs.read(_try, conexion)
        finally:
            if isValid(dialog):
                dialog.prueba.show_testing(False)
        if not isValid(dialog) or form != self._form():
            # Something was typed meanwhile: the answer is about another form.
            return False
        self._tried, self._works = form, all(linea.signo == "bien" for linea in lineas)
        dialog.prueba.show_result(lineas, can_prepare=falta)
        return self._works

    async def submit(self) -> None:
        """Save what works; what does not only when asked for twice."""
        form = self._form()
        if self._tried != form and form[0]["db.motor"] != SQLITE:
            await self.test()
            if not isValid(self._dialog) or self._tried != form:
                return
            if not self._works:
                self._dialog.offer_anyway()
                return
        await self._save(with_secret=True)

    async def prepare(self) -> None:
        """Create what is missing on the server, then try again."""
        conexion = self._connection()
        dialog = PrepararDialog(self._dialog, conexion)

        async def run() -> None:
            usuario, clave = dialog.account()
            kept = usuario == conexion.usuario and not clave
            quien = replace(conexion, usuario=usuario, clave=clave, pedir_clave=conexion.pedir_clave if kept else None)
            dialog.busy(True)
            try:
                changed = await self._jobs.read(_prepare, quien, self._respaldos, dialog.conceder, dialog.stepped.emit)
            except RexusError as error:
                dialog.busy(False)
                dialog.show_error(error)
            else:
                dialog.busy(False)
                dialog.show_done(changed)
            finally:
                dialog.busy(False)

        dialog.submitted.connect(lambda: self._jobs.spawn(run()))
        await show(dialog)
        if isValid(self._dialog):
            await self.test()

    async def _save(self, *, with_secret: bool) -> None:
        dialog, settings = self._dialog, self._settings
        values = dialog.values()
        cambios = {
            clave: None if iguales(valor, settings.de_fabrica(clave)) else valor
            for clave, valor in values.items()
            if settings.variable(clave) is None and not iguales(valor, settings.guardado(clave))
        }
        secret = dialog.clave if with_secret and values["db.motor"] != SQLITE else ""
        if cambios or secret:
            dialog.busy(True)
            try:
                await self._jobs.write(_keep, settings, cambios, secret, self._usuario)
            except LlaveroError:
                dialog.offer_without_secret()
                raise
            finally:
                dialog.busy(False)
            self.saved = True
        dialog.accept()

    async def _choose_certificate(self) -> None:
        file = await archivos.leer(
            self._dialog, tr("Certificado de la autoridad"), [tr("Certificados (*.pem *.crt *.cer)")]
        )
        if file is not None:
            self._dialog.take_certificate(str(file))

    def _form(self) -> tuple[dict[str, Any], str]:
        return self._dialog.values(), self._dialog.clave

    def _forget_trial(self) -> None:
        self._tried, self._works = None, False

    def _connection(self) -> Conexion:
        """What is written, as a connection. Without a password typed the one that is kept is taken."""
        values, clave = self._form()
        if values["db.motor"] == SQLITE:
            return Conexion()
        settings = self._settings
        return Conexion(
            motor=values["db.motor"],
            servidor=values["db.servidor"],
            puerto=values["db.puerto"],
            usuario=values["db.usuario"],
            clave=clave,
            pedir_clave=None if clave else lambda: settings.secreto(CLAVE),
            driver=values["db.driver"],
            bases={base: values[f"db.{base}"] for base in names.ALL},
            tls=values["db.tls"],
            certificado=values["db.certificado"],
        )

    async def _guarded(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except RexusError as error:
            if isValid(self._dialog):
                self._dialog.show_error(error)
        except RuntimeError:
            # So PySide answers who touches a dialog that was closed meanwhile.
            if isValid(self._dialog):
                raise


def _present(settings: Settings) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the form, and which environment variables dictate some."""
    variables = {clave: name for clave in (*CLAVES, CLAVE) if (name := settings.variable(clave)) is not None}
    return {clave: settings.get(clave) for clave in CLAVES}, variables


def _drivers() -> list[str]:
    # Deferred, as below: the engines load for those who open the dialog.
    from rexus.db.motores import controladores

    return controladores.instalados()


def _try(conexion: Conexion) -> tuple[list[Linea], bool]:
    """What was tried, and whether the server answers and only lacks its databases. In a worker's thread."""
    from rexus.db.prueba import probar

    pasos = probar(conexion)
    malos = [paso for paso in pasos if not paso.bien]
    falta = bool(malos) and all(paso.que == "base" for paso in malos)
    # The same advice for each of the three databases is said once; a button for it is better still.
    dichos: set[str] = set()
    lineas: list[Linea] = []
    for paso in pasos:
        nuevo = "" if falta or paso.que_hacer in dichos else paso.que_hacer
        dichos.add(paso.que_hacer)
        lineas.append(Linea("bien" if paso.bien else "mal", paso.frase, nuevo))
    return lineas, falta


def _prepare(conexion: Conexion, respaldos: Path, conceder: str, tell: Any) -> bool:
    """Whether anything was missing. In a worker's thread."""
    from rexus.db.preparacion import preparar

    pasos = preparar(
        conexion,
        respaldos,
        conceder=conceder,
        al_avanzar=lambda paso: tell(Linea("bien" if paso.hecho else "igual", paso.frase)),
    )
    return any(paso.hecho for paso in pasos)


def _keep(settings: Settings, cambios: Mapping[str, Any], secret: str, usuario: str) -> None:
    """The password first: without it the rest would be a connection that does not work. If the rest cannot be saved the
    password before comes back: with the new one the old connection would not work."""
    preparados = equipo.preparar(settings, cambios)
    if not secret:
        equipo.guardar(settings, preparados, usuario)
        return
    before = settings.secreto(CLAVE) if settings.origen_secreto(CLAVE) == "llavero" else ""
    settings.guardar_secreto(CLAVE, secret)
    try:
        equipo.guardar(settings, preparados, usuario)
    except RexusError:
        _put_back(settings, before)
        raise
    equipo.recordar_secreto(settings, CLAVE, "guardado", usuario)


def _put_back(settings: Settings, before: str) -> None:
    try:
        if before:
            settings.guardar_secreto(CLAVE, before)
        else:
            settings.quitar_secreto(CLAVE)
    except LlaveroError as error:
        # Why nothing was saved is what the user must know.
        log.warning("the password before was not put back: %s", error)
