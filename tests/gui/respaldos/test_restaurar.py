"""Restoring from the page: what is lost is seen before, the password is asked for, the old stock is back."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QWidget

from rexus import seguridad
from rexus.base.actor import SISTEMA
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.seguridad import sesiones
from tests.gui.conftest import CLAVE, USUARIO

from .conftest import Abrir, Mesa, Taller
from .test_verificar import _danar

DIALOGO = "respaldos.restaurar.dialogo"


def _preguntar(mesa: Mesa) -> QWidget:
    """Open the dialog and wait until it has compared."""
    mesa.cuando_se_pueda("respaldos.restaurar.ficha")
    dialogo = mesa.dialogo(DIALOGO)
    mesa.wait(lambda: mesa.find(f"{DIALOGO}.aceptar", QPushButton).isEnabled())
    return dialogo


def _que_no_recuerde(taller: Taller) -> None:
    """The password was given long ago."""
    registry = Registry(taller.paths)
    with registry.write(USERS, SISTEMA) as work:
        work.connection.exec_driver_sql("UPDATE sesiones SET confirmada = '2020-01-01T00:00:00.000000Z'")
    registry.close()


def test_the_old_stock_is_back_after_a_restore(abrir: Abrir, taller: Taller) -> None:
    antes = taller.stock()
    hecho = taller.completo()
    taller.mover(7)
    nuevo = taller.modelo.crear({"codigo": "NUEVO", "descripcion": "Todavía no estaba"}, stock_inicial=1)
    assert nuevo.value.id
    mesa = abrir()
    mesa.con_filas(1)
    mesa.elegir(0)
    _preguntar(mesa)
    perdidas = mesa.texto("respaldos.restaurar.perdidas.lineas")
    assert "8 movimientos posteriores" in perdidas
    assert "1 artículo que todavía no estaba" in perdidas
    assert "5 artículos quedan con otro stock" in mesa.texto("respaldos.restaurar.ganancias.lineas")
    assert not mesa.has("respaldos.restaurar.otros"), "nobody else is signed in"
    _que_no_recuerde(taller)
    mesa.click(f"{DIALOGO}.aceptar")
    # The password is asked for again; a wrong one is refused.
    mesa.dialogo("confirmar_clave")
    mesa.type("confirmar_clave.clave", "no es esta")
    mesa.click("confirmar_clave.aceptar")
    mesa.wait(lambda: mesa.has("confirmar_clave.error") or mesa.texto("confirmar_clave.clave.error"))
    assert taller.stock() != antes
    mesa.type("confirmar_clave.clave", CLAVE)
    mesa.click("confirmar_clave.aceptar")
    mesa.wait(lambda: mesa.has("login"))
    assert "Se restauró el respaldo" in mesa.texto("login.aviso")
    assert taller.stock() == antes
    # What was there before is a set of its own, which holds what came after.
    (resguardo,) = (conjunto for conjunto in taller.conjuntos() if conjunto.id != hecho.id)
    assert (resguardo.motivo, resguardo.movimientos) == ("antes de restaurar", 5 + 8)
    assert resguardo.id in mesa.texto("login.aviso")
    # And everybody signs in on what was restored. A screen without a window manager activates nothing by itself.
    mesa.application.window.activateWindow()
    mesa.wait(lambda: QApplication.activeWindow() is mesa.application.window)
    mesa.enter(USUARIO)
    mesa.ir()
    mesa.con_filas(2)
    assert hecho.id in {conjunto.id for conjunto in taller.conjuntos()}


def test_who_changes_their_mind_loses_nothing(abrir: Abrir, taller: Taller) -> None:
    taller.completo()
    taller.mover(2)
    despues = taller.stock()
    mesa = abrir()
    mesa.con_filas(1)
    mesa.elegir(0)
    _preguntar(mesa)
    mesa.click(f"{DIALOGO}.cancelar")
    mesa.wait(lambda: not mesa.abiertos(DIALOGO))
    assert taller.stock() == despues
    assert len(taller.conjuntos()) == 1
    # The password not given is as good as no.
    mesa.elegir(0)
    _preguntar(mesa)
    _que_no_recuerde(taller)
    mesa.click(f"{DIALOGO}.aceptar")
    mesa.dialogo("confirmar_clave")
    mesa.click("confirmar_clave.cancelar")
    mesa.wait(lambda: mesa.find(f"{DIALOGO}.aceptar", QPushButton).isEnabled())
    assert mesa.abiertos(DIALOGO) and taller.stock() == despues


def test_a_tampered_set_is_refused_before_anything_is_touched(abrir: Abrir, taller: Taller) -> None:
    hecho = taller.completo()
    taller.mover(2)
    despues = taller.stock()
    _danar(taller, hecho.id)
    mesa = abrir()
    mesa.con_filas(1)
    mesa.elegir(0)
    mesa.cuando_se_pueda("respaldos.restaurar.ficha")
    mesa.dialogo(DIALOGO)
    mesa.wait(lambda: mesa.has(f"{DIALOGO}.error"))
    assert "no está como se hizo" in mesa.texto(f"{DIALOGO}.error.texto")
    assert not mesa.find(f"{DIALOGO}.aceptar", QPushButton).isEnabled()
    assert taller.stock() == despues
    assert len(taller.conjuntos()) == 1, "not even a safety set was made"


def test_a_set_that_is_tampered_after_it_was_compared_is_refused_too(abrir: Abrir, taller: Taller) -> None:
    hecho = taller.completo()
    taller.mover(2)
    despues = taller.stock()
    mesa = abrir()
    mesa.con_filas(1)
    mesa.elegir(0)
    _preguntar(mesa)
    _danar(taller, hecho.id)
    mesa.click(f"{DIALOGO}.aceptar")
    mesa.wait(lambda: mesa.has(f"{DIALOGO}.error"))
    assert taller.stock() == despues
    assert len(taller.conjuntos()) == 1


def test_other_seats_are_named_and_their_sessions_ended(abrir: Abrir, taller: Taller) -> None:
    taller.completo()
    mesa = abrir()
    # Somebody at another machine, after the window came up.
    registry = Registry(taller.paths)
    with registry.write(USERS, SISTEMA) as work:
        usuario = work.connection.exec_driver_sql("SELECT id FROM usuarios").scalar_one()
        otra = sesiones.abrir(work, usuario, "PUESTO-2", "ventana", seguridad.Politica())
    registry.close()
    mesa.con_filas(1)
    mesa.elegir(0)
    _preguntar(mesa)
    texto = mesa.texto("respaldos.restaurar.otros.texto")
    assert texto.startswith("Otras sesiones abiertas: 1 (") and "PUESTO-2" in texto
    mesa.click(f"{DIALOGO}.aceptar")
    mesa.wait(lambda: mesa.has("login"))
    registry = Registry(taller.paths)
    with registry.read(USERS, SISTEMA) as work:
        assert not work.connection.exec_driver_sql("SELECT 1 FROM sesiones WHERE fin IS NULL").fetchone()
        assert not work.connection.exec_driver_sql(f"SELECT 1 FROM sesiones WHERE id = '{otra}'").fetchone()
    registry.close()


@pytest.mark.parametrize("rol", ["supervisor", "operador"])
def test_who_may_not_restore_cannot(abrir: Abrir, taller: Taller, cuenta_de, rol: str) -> None:  # type: ignore[no-untyped-def]
    taller.completo()
    mesa = abrir(cuenta_de(rol), ver=False)
    if rol == "operador":
        assert "respaldos" not in mesa.modulos()
        assert not mesa.has("principal.estado.advertencia")
        return
    mesa.ir()
    mesa.con_filas(1)
    mesa.elegir(0)
    restaurar = mesa.find("respaldos.restaurar", QAction)
    assert not restaurar.isEnabled() and "permiso" in restaurar.toolTip()
    assert not mesa.find("respaldos.exportar", QAction).isEnabled()
    assert mesa.find("respaldos.completo", QAction).isEnabled()


def test_the_settings_of_this_machine_come_back_when_they_are_wanted(abrir: Abrir, taller: Taller) -> None:
    archivo = taller.paths.settings_file
    archivo.parent.mkdir(parents=True, exist_ok=True)
    archivo.write_text('{"version": 1, "respaldo": {"carpeta": "/mnt/usb/de entonces"}}', encoding="utf-8")
    hecho = taller.completo()
    archivo.write_text('{"version": 1, "respaldo": {"carpeta": ""}}', encoding="utf-8")
    taller.mover(1)
    mesa = abrir()
    settings = mesa.application.settings
    mesa.con_filas(1)
    # Not by themselves.
    mesa.elegir(0)
    _preguntar(mesa)
    caja = mesa.find("respaldos.restaurar.configuracion", QCheckBox)
    assert caja.isVisible() and not caja.isChecked()
    mesa.click(f"{DIALOGO}.aceptar")
    mesa.wait(lambda: mesa.has("login"))
    assert settings.get("respaldo.carpeta") == "" and "configuración" not in mesa.texto("login.aviso")
    mesa.application.window.activateWindow()
    mesa.wait(lambda: QApplication.activeWindow() is mesa.application.window)
    mesa.enter(USUARIO)
    mesa.ir()
    mesa.con_filas(2)
    # Two of the same second may stand in either order.
    mesa.elegir(next(n for n in range(2) if mesa.id_de_fila(n) == hecho.id))
    _preguntar(mesa)
    mesa.find("respaldos.restaurar.configuracion", QCheckBox).click()
    mesa.click(f"{DIALOGO}.aceptar")
    mesa.wait(lambda: mesa.has("login"))
    assert settings.get("respaldo.carpeta") == "/mnt/usb/de entonces"
    # What they work with is told, and where those of before are.
    dicho = mesa.texto("login.aviso")
    assert "los archivos de esta computadora" in dicho and "rexus_config.json.bak" in dicho
    settings.guardar()
    assert "de entonces" in archivo.read_text(encoding="utf-8")


@pytest.mark.parametrize("desde", [0, 8192])
def test_a_damaged_stock_is_told_and_restored_all_the_same(abrir: Abrir, taller: Taller, desde: int) -> None:
    antes = taller.stock()
    taller.completo()
    taller.registry.close()
    archivo = taller.paths.data / "inventario.db"
    archivo.with_name("inventario.db-wal").unlink(missing_ok=True)
    contenido = archivo.read_bytes()
    archivo.write_bytes(contenido[:desde] + b"\xff" * (len(contenido) - desde))
    mesa = abrir()
    mesa.con_filas(1)
    mesa.elegir(0)
    _preguntar(mesa)
    perdidas = mesa.texto("respaldos.restaurar.perdidas.lineas")
    assert "está dañado" in perdidas and "se pierde todo" in perdidas
    mesa.click(f"{DIALOGO}.aceptar")
    mesa.wait(lambda: mesa.has("login"))
    assert "Lo que había antes estaba dañado; quedó en" in mesa.texto("login.aviso")
    assert taller.stock() == antes
    assert list(taller.paths.backups.glob("danadas_*/inventario.db*"))
