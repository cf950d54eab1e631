"""Passwords on the page: kept in the keyring, never shown, never in a file."""

from __future__ import annotations

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from rexus.base.paths import Paths
from rexus.db.registry import Registry
from rexus.settings import Settings
from tests.gui.configuracion.conftest import MIRA, Abrir, Mesa
from tests.unit.settings.llavero import FileKeyring, LockedKeyring

CLAVE = "cache.redis_clave"
FIELD = f"configuracion.{CLAVE}"
SECRET = "muy secreta ñ"


def field(mesa: Mesa) -> QLineEdit:
    return mesa.find(FIELD, QLineEdit)


def test_a_password_goes_to_the_keyring_and_the_field_only_says_that_it_is_there(
    mesa: Mesa, llavero: FileKeyring, paths: Paths
) -> None:
    mesa.go(CLAVE)
    assert field(mesa).placeholderText() == "Ninguna guardada"
    assert field(mesa).echoMode() == QLineEdit.EchoMode.Password
    assert not mesa.shows(f"{FIELD}.quitar")
    mesa.edit(CLAVE, SECRET)
    mesa.save()
    mesa.wait(lambda: "guardada en el llavero" in field(mesa).placeholderText())
    assert field(mesa).text() == ""
    assert list(llavero.entries().values()) == [SECRET]
    assert mesa.settings.secreto(CLAVE) == SECRET
    assert mesa.mark(CLAVE) == "llavero"
    assert mesa.band("reinicio") == "Se aplica al reiniciar Rexus: Clave de Redis."
    for file in paths.config.iterdir():
        assert SECRET not in file.read_text()
        assert SECRET.encode("unicode_escape").decode() not in file.read_text()


def test_what_is_typed_can_be_looked_at(mesa: Mesa) -> None:
    mesa.edit(CLAVE, SECRET)
    eye = next(a for a in field(mesa).actions() if a.objectName() == f"{FIELD}.ver")
    assert eye.isVisible()
    eye.trigger()
    assert field(mesa).echoMode() == QLineEdit.EchoMode.Normal
    mesa.click("configuracion.descartar")
    mesa.wait(lambda: field(mesa).text() == "")
    assert field(mesa).echoMode() == QLineEdit.EchoMode.Password
    assert not eye.isVisible()


def test_a_password_is_taken_out_after_asking(mesa: Mesa, llavero: FileKeyring) -> None:
    mesa.edit(CLAVE, SECRET)
    mesa.save()
    mesa.wait(lambda: mesa.shows(f"{FIELD}.quitar"))
    mesa.click(f"{FIELD}.quitar")
    mesa.dialog("configuracion.confirmar_quitar")
    mesa.key(Qt.Key.Key_Escape)
    mesa.gone("configuracion.confirmar_quitar")
    assert llavero.entries()
    mesa.click(f"{FIELD}.quitar")
    mesa.dialog("configuracion.confirmar_quitar")
    mesa.click("configuracion.confirmar_quitar.aceptar")
    mesa.told("Clave quitada del llavero.")
    mesa.wait(lambda: field(mesa).placeholderText() == "Ninguna guardada")
    assert llavero.entries() == {}


@pytest.mark.parametrize("ring", [fail.Keyring, LockedKeyring])
def test_a_keyring_that_takes_nothing_is_told_and_the_rest_is_saved(mesa: Mesa, ring: type) -> None:
    keyring.set_keyring(ring())
    mesa.edit("usuarios.max_intentos", "7")
    mesa.edit(CLAVE, SECRET)
    mesa.click("configuracion.guardar")
    mesa.wait(lambda: mesa.ctx.notices.current is not None and not mesa.page.is_saving)
    assert mesa.ctx.notices.current is not None
    assert mesa.ctx.notices.current.texto.startswith("1 cambio guardado. La clave no se guardó.")
    assert "REDIS_PASSWORD" in mesa.ctx.notices.current.texto
    assert mesa.settings.get("usuarios.max_intentos") == 7
    # What was typed is still there.
    assert [fila.setting.clave for fila in mesa.page.changed] == [CLAVE]
    assert field(mesa).text() == SECRET


def test_a_password_of_the_environment_says_which_variable(
    abrir: Abrir, registry: Registry, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_PASSWORD", SECRET)
    paths.crear()
    settings = Settings(paths)
    mesa = abrir(registry, settings)
    mesa.go(CLAVE)
    assert not field(mesa).isEnabled()
    assert "REDIS_PASSWORD" in mesa.text(f"{FIELD}.nota")
    assert mesa.mark(CLAVE) == "entorno"
    assert SECRET not in field(mesa).text() + field(mesa).placeholderText()
    settings.close()


def test_who_may_only_look_takes_no_password_out(abrir: Abrir, registry: Registry, settings: Settings) -> None:
    settings.guardar_secreto(CLAVE, SECRET)
    mesa = abrir(registry, settings, MIRA)
    mesa.go(CLAVE)
    assert not mesa.find(f"{FIELD}.quitar").isEnabled()
    assert not field(mesa).isEnabled()
