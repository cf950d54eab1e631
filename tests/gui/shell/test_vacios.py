"""Pages without rows say what to do first and offer it, to who may do it; a search that finds nothing offers to go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.seguridad import Politica, cuentas
from rexus.stock import obras
from tests.gui.conftest import CLAVE, Driver


class Pagina:
    """The page that shows."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    def ir(self, modulo: str, lugar: str = "") -> None:
        session = self.driver.application.session
        assert session is not None
        session._lead(modulo, lugar)

    def dice(self, titulo: str) -> None:
        """Wait until the empty table of what shows says so."""
        self.driver.wait(lambda: any(t.text() == titulo for t in self._visible(QLabel, "vacio.titulo")))

    def ofrece(self) -> list[str]:
        return [boton.text() for boton in self._visible(QPushButton, "vacio.accion")]

    def pulsar(self) -> None:
        (boton,) = self._visible(QPushButton, "vacio.accion")
        self.driver.qtbot.mouseClick(boton, Qt.MouseButton.LeftButton)

    def abre(self) -> None:
        """The verb opens a dialog by Enter, as by a click; which is closed again."""
        (boton,) = self._visible(QPushButton, "vacio.accion")
        boton.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(boton, Qt.Key.Key_Return)
        ventana = self.driver.application.window
        self.driver.wait(lambda: [d for d in ventana.findChildren(QDialog) if d.isVisible()])
        (dialogo,) = [d for d in ventana.findChildren(QDialog) if d.isVisible()]
        dialogo.reject()
        self.driver.wait(lambda: not any(d.isVisible() for d in ventana.findChildren(QDialog)))

    def _visible(self, kind: type, nombre: str) -> list:  # type: ignore[type-arg]
        return [w for w in self.driver.application.window.findChildren(kind, nombre) if w.isVisible()]


@pytest.fixture
def consulta(account: str, home: Path) -> str:
    """An account that may only look."""
    registry = Registry(paths_under(home))
    registry.escribir(USERS, SISTEMA, cuentas.crear, {"usuario": "luis", "rol": "consulta"}, Politica(), clave=CLAVE)
    registry.close()
    return "luis"


def test_each_page_says_what_to_do_first(signed_in: Driver, home: Path) -> None:
    driver, pagina = signed_in, Pagina(signed_in)
    pagina.ir("compras")
    pagina.dice("No falta nada")
    pagina.pulsar()
    pagina.dice("No hay pedidos abiertos")
    pagina.abre()
    pagina.ir("compras", "proveedores")
    pagina.dice("Todavía no hay proveedores")
    pagina.abre()
    # What is looked for and not found: the search goes again.
    driver.type("compras.proveedores.buscar", "zzz")
    pagina.dice("Nada coincide")
    pagina.pulsar()
    pagina.dice("Todavía no hay proveedores")
    pagina.ir("herrajes", "kits")
    pagina.dice("Todavía no hay kits")
    pagina.abre()
    pagina.ir("obras")
    pagina.dice("Todavía no hay obras")
    pagina.abre()

    registry = Registry(paths_under(home))
    obra = registry.escribir(INVENTARIO, SISTEMA, obras.crear, {"codigo": "OB-1"}).value.id
    registry.close()
    session = driver.application.session
    assert session is not None
    session.page.open_record("obras", str(obra))
    driver.wait(lambda: driver.has("obras.materiales.vacio"))
    verb = driver.find("obras.materiales.vacio.accion1", QPushButton)
    assert verb.isEnabled()
    verb.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(verb, Qt.Key.Key_Enter)
    driver.wait(lambda: [d for d in driver.application.window.findChildren(QDialog) if d.isVisible()])
    next(d for d in driver.application.window.findChildren(QDialog) if d.isVisible()).reject()
    page = session.page.built["obras"]
    page.card.show_tab(page.entregas)  # type: ignore[attr-defined]
    pagina.dice("Todavía no se entregó nada")
    pagina.pulsar()
    driver.wait(lambda: driver.has("obras.materiales.vacio"))


def test_nobody_is_offered_what_they_may_not_do(consulta: str, start: Callable[[], Driver]) -> None:
    driver = start()
    driver.enter(consulta, CLAVE)
    pagina = Pagina(driver)
    for modulo, lugar, titulo in (
        ("obras", "", "Todavía no hay obras"),
        ("compras", "pedidos", "No hay pedidos abiertos"),
        ("compras", "proveedores", "Todavía no hay proveedores"),
    ):
        pagina.ir(modulo, lugar)
        pagina.dice(titulo)
        driver.wait(lambda: pagina.ofrece() == [])
    assert QApplication.activeWindow() is driver.application.window
