"""Starting while the server is away, refuses, or is not prepared: told, mended from there, without a restart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from rexus.db.conexion import SQLITE
from rexus.settings import Settings
from tests.gui.conftest import CLAVE
from tests.gui.pulso import Pulso
from tests.gui.taller import Abrir, Taller, Ventana, abrir, en_la_mesa, poblar, taller, taller_lejano
from tests.servers.postgres import Postgres
from tests.servers.proxy import Mando
from tests.servers.sitio import Sitio

__all__ = ["abrir", "taller", "taller_lejano"]


def en_apuros(ventana: Ventana) -> str:
    ventana.wait(lambda: ventana.has("problema.frase"))
    return ventana.texto("problema.frase")


def test_a_server_that_is_away_is_told_and_joined_as_soon_as_it_is_there(taller: Taller, abrir: Abrir) -> None:
    taller.postgres.parar()
    with Pulso() as pulso:
        ventana = abrir()
        frase = en_apuros(ventana)
    assert "no responde" in frase
    assert taller.sitio.conexion.lugar in frase
    ventana.wait(lambda: "Sin conexión desde" in ventana.texto("problema.estado"))
    assert "Se vuelve a probar solo" in ventana.texto("problema.estado")
    assert ventana.has("problema.conexion")
    assert ventana.has("problema.configuracion")
    taller.postgres.arrancar()
    ventana.wait(lambda: ventana.has("login.entrar"))
    en_la_mesa(ventana)
    assert pulso.maximo_ms < 3_000, pulso.maximo_ms


def test_a_silent_server_is_told_too(taller_lejano: Taller, proxy: Mando, abrir: Abrir) -> None:
    proxy.callar()
    ventana = abrir()
    assert "no responde" in en_apuros(ventana)
    proxy.sanar()
    ventana.click("problema.reintentar")
    ventana.wait(lambda: ventana.has("login.entrar"))


def test_a_password_that_is_refused_is_told_and_tried_again_only_when_asked(
    taller: Taller, abrir: Abrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("DB_PASSWORD", "no es esta")
        ventana = abrir()
        assert "no acepta la cuenta" in en_apuros(ventana)
        ventana.click("problema.reintentar")
        ventana.qtbot.wait(300)
        assert ventana.has("problema.frase")
    # The environment of the settings is read at each connection's beginning.
    ventana.application.reconnect()
    ventana.wait(lambda: ventana.has("login.entrar"))


def test_a_server_without_the_databases_says_who_prepares_them(
    taller: Taller, abrir: Abrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DB_USERS", "no_existe")
    ventana = abrir()
    assert "no_existe" in en_apuros(ventana)
    assert "rexus preparar" in ventana.texto("problema.que_hacer")


def test_a_server_that_goes_away_at_the_sign_in_is_told_there(taller: Taller, abrir: Abrir) -> None:
    ventana = abrir()
    ventana.wait(lambda: ventana.registry.salud.conocida)
    # The question whether there are accounts is answered by now, and the heartbeat has begun.
    ventana.qtbot.wait(1_500)
    taller.postgres.parar()
    ventana.wait(lambda: ventana.has("login.estado"))
    assert "Sin conexión desde" in ventana.texto("login.estado")
    ventana.type("login.usuario", "ana")
    ventana.type("login.clave", CLAVE)
    ventana.press(Qt.Key.Key_Return)
    ventana.wait(lambda: ventana.has("login.error"))
    assert "no responde" in ventana.texto("login.error")
    taller.postgres.arrancar()
    ventana.wait(lambda: not ventana.has("login.estado"))
    ventana.press(Qt.Key.Key_Return, on=ventana.find("login.clave"))
    ventana.type("login.clave", CLAVE)
    ventana.press(Qt.Key.Key_Return)
    ventana.wait(lambda: ventana.has("principal"))


def test_the_configuration_can_be_looked_at_and_mended_from_there(
    sitio_postgres: Sitio, postgres: Postgres, abrir: Abrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    poblar(sitio_postgres)
    for name, value in sitio_postgres.variables().items():
        if name != "DB_PORT":
            monkeypatch.setenv(name, value)
    # Nobody listens at the engine's usual port here.
    ventana = abrir()
    assert ":5432" in en_apuros(ventana)
    ventana.click("problema.configuracion")
    dialogo = ventana.dialogo("configuracion.suelta")
    ventana.wait(lambda: ventana.has("configuracion.db.puerto"))
    ventana.escribir("configuracion.db.puerto", str(sitio_postgres.conexion.puerto))
    ventana.trigger("configuracion.guardar")
    ventana.wait(lambda: ventana.texto("configuracion.pie") == "Todo está guardado.")
    ventana.wait(lambda: ventana.application.settings.get("db.puerto") == sitio_postgres.conexion.puerto)
    ventana.press(Qt.Key.Key_Escape, on=dialogo)
    ventana.cerrado("configuracion.suelta")
    ventana.wait(lambda: ventana.has("login.entrar"))
    en_la_mesa(ventana)


@pytest.fixture
def otro_servidor(sitio_postgres: Sitio, monkeypatch: pytest.MonkeyPatch) -> Sitio:
    """A server, whose password only the environment tells; the rest is typed."""
    monkeypatch.setenv("DB_PASSWORD", sitio_postgres.conexion.clave)
    return sitio_postgres


def test_a_new_seat_joins_the_workshops_server_from_the_first_page(
    otro_servidor: Sitio, postgres: Postgres, abrir: Abrir
) -> None:
    poblar(otro_servidor)
    ventana = abrir()
    ventana.wait(lambda: ventana.has("bienvenida.conexion"))
    ventana.click("bienvenida.conexion")
    _llenar(ventana, otro_servidor)
    ventana.wait(lambda: ventana.has("login.entrar"))
    en_la_mesa(ventana)
    assert ventana.estado == f"Servidor {otro_servidor.conexion.servidor} · datos al día"
    settings: Settings = ventana.application.settings
    assert settings.get("db.motor") == "postgresql"
    assert not settings.espera_reinicio()
    # And back to the files of this machine, while somebody is signed in.
    settings.fijar({"db.motor": SQLITE})
    ventana.application.reconnect()
    ventana.wait(lambda: ventana.has("bienvenida.crear"))
    ventana.wait(lambda: not any(postgres.sesiones(n) for n in otro_servidor.conexion.bases.values()))


def _llenar(ventana: Ventana, sitio: Sitio) -> None:
    c = sitio.conexion
    ventana.dialogo("conexion")
    ventana.elegir_opcion("conexion.motor.postgresql")
    for campo, valor in (("servidor", c.servidor), ("puerto", str(c.puerto)), ("usuario", c.usuario), *c.bases.items()):
        ventana.escribir(f"conexion.{campo}", valor)
    tls = ventana.find("conexion.tls", QComboBox)
    tls.setCurrentIndex(tls.findData("no"))
    ventana.click("conexion.aceptar")
    ventana.cerrado("conexion")
