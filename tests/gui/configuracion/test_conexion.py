"""The connection's dialog: tried for real on a real server, with everything that can be wrong, and saved."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from rexus.base.actor import SISTEMA
from rexus.base.errors import RexusError
from rexus.base.paths import Paths
from rexus.db import names
from rexus.db.conexion import Conexion, conexion_de
from rexus.db.registry import Registry
from rexus.modulos.configuracion.controller import conexion
from rexus.modulos.configuracion.model import ConfiguracionModel
from rexus.modulos.configuracion.view.conexion import ConexionDialog
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.settings import Settings
from tests.gui.configuracion.conftest import Abrir, Ventana
from tests.servers.postgres import CLAVE_SUPERUSUARIO, Postgres
from tests.servers.proxy import Mando
from tests.servers.puertos import puerto_libre
from tests.servers.sitio import Sitio
from tests.unit.settings.llavero import FileKeyring


class Dialogo:
    """The dialog, open."""

    def __init__(self, ventana: Ventana, settings: Settings, paths: Paths) -> None:
        self.ventana = ventana
        self.settings = settings
        self.task: asyncio.Task[bool] = ventana.spawn(
            conexion.abrir(ventana.window, ventana.jobs, settings, respaldos=paths.backups)
        )
        self.dialog: ConexionDialog = ventana.dialog("conexion")

    def fill(self, c: Conexion, **other: str) -> None:
        """Type this connection, with other texts for some fields."""
        self.ventana.click(f"conexion.motor.{c.motor}")
        texts = {
            "servidor": c.servidor, "puerto": str(c.puerto), "usuario": c.usuario, "clave": c.clave, **c.bases, **other,
        }  # fmt: skip
        self.ventana.pick("conexion.tls", "Sin cifrar" if c.tls == "no" else "Cifrada, certificado comprobado")
        for name, text in texts.items():
            self.ventana.type(f"conexion.{name}", text)

    def test(self) -> list[tuple[str, str]]:
        """Press «Probar»; the signs and sentences that it shows."""
        self.ventana.click("conexion.probar")
        self.ventana.wait(lambda: self.dialog.prueba.pasos.lineas)
        return [(linea.signo, linea.frase) for linea in self.dialog.prueba.pasos.lineas]

    @property
    def verdict(self) -> str:
        """The line above the steps."""
        return self.ventana.text("conexion.resultado")

    def save(self) -> bool:
        """Press the primary verb, which closes it; whether something was saved."""
        self.ventana.click("conexion.aceptar")
        self.ventana.wait(self.task.done)
        return self.task.result()

    def cancel(self) -> bool:
        """Esc; whether something was saved."""
        self.ventana.key(Qt.Key.Key_Escape)
        if self.dialog.dirty():
            self.ventana.dialog("conexion.descartar")
            self.ventana.click("conexion.descartar.aceptar")
        self.ventana.wait(self.task.done)
        return self.task.result()


AbrirDialogo = Callable[..., Dialogo]


@pytest.fixture
def dialogo(ventana: Ventana, settings: Settings, paths: Paths) -> AbrirDialogo:
    """Open it."""
    return lambda otros=None: Dialogo(ventana, otros or settings, paths)


def test_it_begins_with_what_is_configured(dialogo: AbrirDialogo) -> None:
    d = dialogo()
    assert d.dialog.motor == "sqlite"
    assert not d.ventana.shows("conexion.servidor")
    assert d.test() == [("bien", "Base local: los archivos están en esta computadora.")]
    assert d.verdict == "La conexión funciona."
    assert d.save() is False


def test_the_right_one_is_tried_and_saved(
    dialogo: AbrirDialogo, sitio_postgres: Sitio, settings: Settings, paths: Paths, llavero: FileKeyring
) -> None:
    c = sitio_postgres.conexion
    d = dialogo()
    d.fill(c)
    steps = d.test()
    assert [sign for sign, _ in steps] == ["bien"] * 5
    assert [frase.partition(":")[0] for _, frase in steps[:2]] == ["Servidor", f"Puerto {c.puerto}"]
    assert [nombre in frase for nombre, (_, frase) in zip(c.bases.values(), steps[2:], strict=True)] == [True] * 3
    assert d.verdict == "La conexión funciona."
    assert d.save() is True
    saved = json.loads(paths.settings_file.read_text())["db"]
    assert (saved["motor"], saved["servidor"], saved["puerto"]) == ("postgresql", "127.0.0.1", c.puerto)
    assert list(llavero.entries().values()) == [c.clave]
    for file in paths.config.iterdir():
        assert c.clave not in file.read_text()
    registry = Registry(paths, conexion_de(settings))
    assert UbicacionesModel(registry, lambda: SISTEMA).crear("Rack A1").value.codigo == "Rack A1"
    registry.close()
    changes = [line["clave"] for line in settings.bitacora.leer()]
    assert "db.servidor" in changes


@pytest.mark.parametrize(
    ("other", "last", "words"),
    [
        ({"servidor": "no-hay.invalid"}, 1, "no conoce ningún servidor «no-hay.invalid»"),
        ({"puerto": "cerrado"}, 2, "nadie atiende el puerto"),
        ({"clave": "equivocada"}, 3, "no acepta la cuenta"),
        ({"usuario": "nadie"}, 3, "no acepta la cuenta «nadie»"),
        ({"inventario": "no_existe"}, 5, "«no_existe»"),
    ],
)
def test_what_is_wrong_is_named_with_what_mends_it(
    dialogo: AbrirDialogo, sitio_postgres: Sitio, settings: Settings, other: dict[str, str], last: int, words: str
) -> None:
    d = dialogo()
    d.fill(sitio_postgres.conexion, **{k: str(puerto_libre()) if v == "cerrado" else v for k, v in other.items()})
    steps = d.test()
    wrong = [frase for sign, frase in steps if sign == "mal"]
    assert len(steps) == last
    assert len(wrong) == 1
    assert words in wrong[0]
    missing = "inventario" in other
    assert d.verdict == ("El servidor responde; falta prepararlo." if missing else "No se pudo conectar.")
    assert d.ventana.shows("conexion.preparar") is missing
    if not missing:
        assert any(linea.que_hacer for linea in d.dialog.prueba.pasos.lineas)
    assert d.cancel() is False
    assert settings.get("db.motor") == "sqlite"


def test_what_does_not_work_is_saved_only_when_asked_for_twice(
    dialogo: AbrirDialogo, sitio_postgres: Sitio, settings: Settings
) -> None:
    d = dialogo()
    d.fill(sitio_postgres.conexion, puerto=str(puerto_libre()))
    d.ventana.click("conexion.aceptar")
    d.ventana.wait(lambda: d.ventana.text("conexion.aceptar") == "Guardar igual")
    assert settings.get("db.motor") == "sqlite"
    # Whoever corrects it begins anew.
    d.ventana.type("conexion.puerto", str(sitio_postgres.conexion.puerto))
    assert d.ventana.text("conexion.aceptar") == "Guardar"
    assert d.verdict.startswith("«Probar»")
    d.ventana.type("conexion.puerto", str(puerto_libre()))
    d.ventana.click("conexion.aceptar")
    d.ventana.wait(lambda: d.ventana.text("conexion.aceptar") == "Guardar igual")
    assert d.save() is True
    assert settings.get("db.motor") == "postgresql"


def test_fields_that_are_missing_or_wrong_are_told_beside_them(dialogo: AbrirDialogo) -> None:
    d = dialogo()
    d.ventana.click("conexion.motor.postgresql")
    d.ventana.type("conexion.puerto", "70000")
    d.ventana.type("conexion.users", "")
    d.ventana.click("conexion.probar")
    d.ventana.wait(lambda: "Falta" in d.ventana.text("conexion.servidor.error"))
    assert d.ventana.text("conexion.puerto.error") == "Debe ser 65.535 o menos"
    assert d.ventana.text("conexion.users.error") == "Falta escribirlo"
    assert QApplication.focusWidget() is d.ventana.find("conexion.servidor")
    d.ventana.type("conexion.servidor", "x")
    assert not d.ventana.shows("conexion.servidor.error")


def test_the_stored_password_is_used_when_none_is_typed(
    dialogo: AbrirDialogo, sitio_postgres: Sitio, settings: Settings
) -> None:
    settings.guardar_secreto("db.clave", sitio_postgres.conexion.clave)
    d = dialogo()
    d.fill(sitio_postgres.conexion, clave="")
    d.ventana.wait(lambda: "llavero" in d.ventana.find("conexion.clave", QLineEdit).placeholderText())
    d.test()
    assert d.verdict == "La conexión funciona."
    assert d.save() is True
    assert settings.secreto("db.clave") == sitio_postgres.conexion.clave


def test_without_a_keyring_the_rest_can_be_saved_and_the_variable_is_named(
    dialogo: AbrirDialogo, sitio_postgres: Sitio, settings: Settings
) -> None:
    keyring.set_keyring(fail.Keyring())
    d = dialogo()
    d.fill(sitio_postgres.conexion)
    d.test()
    d.ventana.click("conexion.aceptar")
    d.ventana.wait(lambda: d.ventana.shows("conexion.sin_clave"))
    assert "DB_PASSWORD" in d.ventana.text("conexion.error.texto")
    assert settings.get("db.motor") == "sqlite"
    d.ventana.click("conexion.sin_clave")
    d.ventana.wait(d.task.done)
    assert d.task.result() is True
    assert settings.get("db.motor") == "postgresql"


def test_what_the_environment_dictates_shows_and_stays(
    dialogo: AbrirDialogo, sitio_postgres: Sitio, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = sitio_postgres.conexion
    monkeypatch.setenv("DB_SERVER", c.servidor)
    monkeypatch.setenv("DB_PASSWORD", c.clave)
    paths.crear()
    settings = Settings(paths)
    d = dialogo(settings)
    d.ventana.click("conexion.motor.postgresql")
    for name, variable in (("servidor", "DB_SERVER"), ("clave", "DB_PASSWORD")):
        assert not d.ventana.find(f"conexion.{name}").isEnabled()
        assert variable in d.ventana.text(f"conexion.{name}.error")
    d.ventana.pick("conexion.tls", "Sin cifrar")
    for name, text in {"puerto": str(c.puerto), "usuario": c.usuario, **c.bases}.items():
        d.ventana.type(f"conexion.{name}", text)
    d.test()
    assert d.verdict == "La conexión funciona."
    assert d.save() is True
    assert "servidor" not in json.loads(paths.settings_file.read_text())["db"]
    settings.close()


def test_it_closes_at_once_while_a_server_keeps_silent(
    dialogo: AbrirDialogo, sitio_postgres: Sitio, proxy: Mando
) -> None:
    proxy.callar()
    d = dialogo()
    d.fill(sitio_postgres.por(proxy.puerto).conexion)
    d.ventana.click("conexion.probar")
    d.ventana.wait(lambda: d.ventana.text("conexion.probar") == "Probando…")
    # The window lives meanwhile.
    d.ventana.type("conexion.usuario", "otra")
    assert d.cancel() is False
    d.ventana.gone("conexion")


def test_an_answer_about_what_is_no_longer_written_is_not_shown(
    dialogo: AbrirDialogo, sitio_postgres: Sitio, proxy: Mando
) -> None:
    proxy.demorar(0.5)
    d = dialogo()
    d.fill(sitio_postgres.por(proxy.puerto).conexion)
    d.ventana.click("conexion.probar")
    d.ventana.type("conexion.usuario", "otra")
    d.ventana.wait(lambda: d.ventana.find("conexion.probar").isEnabled())
    assert d.dialog.prueba.pasos.lineas == []
    assert d.verdict.startswith("«Probar»")


def test_sql_server_has_a_driver(dialogo: AbrirDialogo) -> None:
    d = dialogo()
    d.ventana.click("conexion.motor.sqlserver")
    combo: Any = d.ventana.find("conexion.driver")
    assert combo.isVisible()
    assert combo.currentText() == "El mejor que haya"
    d.ventana.type("conexion.servidor", "127.0.0.1")
    d.ventana.find("conexion.driver").setFocus()
    combo.lineEdit().selectAll()
    d.ventana.write("ODBC Driver 99")
    steps = d.test()
    assert steps[0] == ("mal", "El controlador «ODBC Driver 99» no está instalado.")
    assert d.dialog.values()["db.driver"] == "ODBC Driver 99"


# ── A server to be made ready ──


@pytest.fixture
def vacio(sitio_postgres: Sitio, postgres: Postgres) -> Any:
    """Names under which nothing was created yet, and an account that may not create."""
    # Accounts are the server's and outlive a test.
    usuario = f"obrero_{uuid.uuid4().hex[:8]}"
    bases = {base: f"nueva_{base}" for base in names.ALL}
    sitio = sitio_postgres.con(bases=bases, usuario=usuario, clave="clave del obrero")
    postgres.crear_cuenta(usuario, "clave del obrero")
    yield sitio
    postgres.arrancar()
    postgres.borrar_bases(sitio.conexion.bases.values())


def prepare(d: Dialogo, usuario: str, clave: str) -> Any:
    """Open the dialog that makes it ready and fill it."""
    d.ventana.click("conexion.preparar")
    dialog = d.ventana.dialog("preparar")
    assert d.ventana.text("preparar.usuario") == d.ventana.text("conexion.usuario")
    d.ventana.type("preparar.usuario", usuario)
    d.ventana.type("preparar.clave", clave)
    return dialog


def test_a_bare_server_is_made_ready_and_works_for_the_daily_account(
    dialogo: AbrirDialogo, vacio: Sitio, postgres: Postgres, paths: Paths, settings: Settings
) -> None:
    d = dialogo()
    d.fill(vacio.conexion)
    assert [sign for sign, _ in d.test()] == ["bien", "bien", "mal", "mal", "mal"]
    dialog = prepare(d, "postgres", CLAVE_SUPERUSUARIO)
    assert d.ventana.text("preparar.derechos") == (
        f"La cuenta «{vacio.conexion.usuario}» recibe los derechos de trabajo y ninguno más."
    )
    d.ventana.click("preparar.aceptar")
    d.ventana.wait(lambda: dialog.finished_well)
    said = [(linea.signo, linea.frase) for linea in dialog.pasos.lineas]
    assert ("bien", "Base «nueva_users»: creada") in said
    assert any(frase.startswith("Esquema de «nueva_inventario»: creado") for _, frase in said)
    assert ("bien", f"Base «nueva_auditoria»: derechos de trabajo para «{vacio.conexion.usuario}»") in said
    assert postgres.bases() >= set(vacio.conexion.bases.values())
    d.ventana.click("preparar.aceptar")
    d.ventana.gone("preparar")
    # It is tried again by itself.
    d.ventana.wait(lambda: d.verdict == "La conexión funciona.")
    assert not d.ventana.shows("conexion.preparar")
    assert d.save() is True
    registry = Registry(paths, conexion_de(settings))
    assert UbicacionesModel(registry, lambda: SISTEMA).crear("Rack A1").value.codigo == "Rack A1"
    registry.close()
    for file in paths.config.iterdir():
        assert CLAVE_SUPERUSUARIO not in file.read_text()


def test_a_server_that_lacks_nothing_says_so(dialogo: AbrirDialogo, vacio: Sitio) -> None:
    d = dialogo()
    d.fill(vacio.conexion)
    d.test()
    for sign in ("bien", "igual"):
        d.dialog.prueba.show_result([], can_prepare=True)
        dialog = prepare(d, "postgres", CLAVE_SUPERUSUARIO)
        d.ventana.click("preparar.aceptar")
        d.ventana.wait(lambda dialog=dialog: dialog.finished_well)
        assert dialog.pasos.lineas[0].signo == sign
        d.ventana.key(Qt.Key.Key_Return)
        d.ventana.gone("preparar")
        d.ventana.wait(lambda: d.verdict == "La conexión funciona.")


def test_an_account_that_may_not_create_is_told_and_another_can_be_tried(
    dialogo: AbrirDialogo, vacio: Sitio, postgres: Postgres
) -> None:
    d = dialogo()
    d.fill(vacio.conexion)
    d.test()
    dialog = prepare(d, "postgres", "equivocada")
    d.ventana.click("preparar.aceptar")
    d.ventana.wait(lambda: d.ventana.shows("preparar.error"))
    assert "no acepta la cuenta «postgres»" in d.ventana.text("preparar.error.texto")
    d.ventana.type("preparar.usuario", vacio.conexion.usuario)
    d.ventana.type("preparar.clave", "clave del obrero")
    d.ventana.click("preparar.aceptar")
    d.ventana.wait(lambda: "no tiene los derechos" in d.ventana.text("preparar.error.texto"))
    assert not any(nombre in postgres.bases() for nombre in vacio.conexion.bases.values())
    assert not dialog.finished_well
    d.ventana.type("preparar.usuario", "postgres")
    d.ventana.type("preparar.clave", CLAVE_SUPERUSUARIO)
    d.ventana.click("preparar.aceptar")
    d.ventana.wait(lambda: dialog.finished_well)


# ── From the page ──


def test_the_page_opens_it_and_says_where_the_data_is(
    abrir: Abrir, registry: Registry, settings: Settings, sitio_postgres: Sitio, paths: Paths
) -> None:
    mesa = abrir(registry, settings)
    mesa.category("conexion")
    assert mesa.text("configuracion.conexion.titulo") == "Base local"
    mesa.click("configuracion.conexion.abrir")
    mesa.dialog("conexion")
    c = sitio_postgres.conexion
    mesa.click("conexion.motor.postgresql")
    mesa.pick("conexion.tls", "Sin cifrar")
    for name, text in {"servidor": c.servidor, "puerto": str(c.puerto), "usuario": c.usuario, **c.bases}.items():
        mesa.type(f"conexion.{name}", text)
    mesa.type("conexion.clave", c.clave)
    mesa.click("conexion.aceptar")
    mesa.gone("conexion")
    mesa.told("Conexión guardada.")
    assert "Motor" in mesa.band("reinicio")
    assert f"Al reiniciar: PostgreSQL en 127.0.0.1:{c.puerto}." in mesa.text("configuracion.conexion.estado")
    assert mesa.text("configuracion.db.servidor") == "127.0.0.1"
    mesa.wait(lambda: mesa.page.fila("db.clave").estado.secreto == "llavero")


def test_it_does_not_open_over_rows_of_the_connection_that_are_being_edited(
    abrir: Abrir, registry: Registry, settings: Settings
) -> None:
    mesa = abrir(registry, settings)
    mesa.edit("db.servidor", "otro")
    mesa.trigger("configuracion.conexion")
    mesa.told("Guardar o descartar primero lo cambiado: 1 cambio sin guardar: Servidor.")
    assert not mesa.shows("conexion")


def test_the_folder_for_copies_is_asked_of_whoever_opens_it(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        conexion.abrir(None, None, None)  # type: ignore[arg-type, call-arg]


@pytest.mark.parametrize("before", ["la de antes", ""])
def test_a_password_whose_connection_could_not_be_saved_does_not_stay(
    settings: Settings, paths: Paths, llavero: FileKeyring, before: str
) -> None:
    if before:
        settings.guardar_secreto("db.clave", before)
    # As a newer program leaves it: this one does not write there.
    paths.settings_file.write_text('{"version": 99}')
    with pytest.raises(RexusError, match="más nueva"):
        ConfiguracionModel(None, settings, None).guardar_conexion({"db.servidor": "otro"}, "la nueva")
    assert settings.secreto("db.clave") == before
