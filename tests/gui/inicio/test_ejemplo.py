"""The first run's three ways, and the example workshop: opened, worked in, left, taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from rexus.base.paths import paths_under
from rexus.shell.application import Application
from rexus.shell.bootstrap import main
from rexus.ui.paged_table import PagedTableView
from tests.gui.conftest import CLAVE, PATIENCE_MS, Driver
from tests.gui.taller import Ventana, abrir, mesa, taller

__all__ = ["abrir", "mesa", "taller"]

Seguir = Callable[[Driver], Driver]


@pytest.fixture
def seguir(qtbot: QtBot) -> Iterator[Seguir]:
    """Close a window that goes over to another home, and open the next one there, as the program does."""
    abiertas: list[Application] = []

    def seguir(driver: Driver) -> Driver:
        driver.wait(lambda: driver.application.siguiente is not None and not driver.application.window.isVisible())
        traslado = driver.application.siguiente
        assert traslado is not None
        driver.application.close()
        application = Application(QApplication.instance(), traslado.a, traslado)  # type: ignore[arg-type]
        abiertas.append(application)
        application.window.activateWindow()
        with qtbot.waitActive(application.window, timeout=PATIENCE_MS):
            pass
        return Driver(application, qtbot)

    yield seguir
    for application in abiertas:
        application.close()


def pulsar(driver: Driver, nombre: str) -> None:
    driver.wait(lambda: driver.has(nombre))
    driver.qtbot.mouseClick(driver.find(nombre, QAbstractButton), Qt.MouseButton.LeftButton)


def test_the_first_run_offers_three_ways(account: str, start: Callable[[], Driver]) -> None:
    driver = start()
    driver.enter(pagina="inicio")
    driver.wait(lambda: driver.has("inicio.primeros"))
    caminos = [driver.find(f"inicio.primeros.{n}", QAbstractButton) for n in ("importar", "ejemplo", "blanco")]
    assert [c.text() for c in caminos] == ["Importar mi planilla", "Abrir el taller de ejemplo", "Empezar en blanco"]
    # The first of them has the keys; one goes from way to way by Tab.
    driver.wait(lambda: QApplication.focusWidget() is caminos[0])
    driver.press(Qt.Key.Key_Tab)
    driver.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is caminos[2]
    driver.press(Qt.Key.Key_Return)
    driver.wait(lambda: driver.has("inventario.ficha"))
    driver.press(Qt.Key.Key_Escape)
    driver.wait(lambda: not driver.has("inventario.ficha"))
    driver.go("inicio")
    pulsar(driver, "inicio.primeros.importar")
    driver.wait(lambda: driver.has("importar"))


def test_into_the_example_and_back(account: str, home: Path, start: Callable[[], Driver], seguir: Seguir) -> None:
    propio = start()
    propio.application.settings.set("tema.modo", "oscuro")
    propio.enter(pagina="inicio")
    pulsar(propio, "inicio.primeros.ejemplo")
    ejemplo = seguir(propio)
    # Nobody is asked for the password again, and it looks alike.
    ejemplo.wait(lambda: ejemplo.has("principal") and ejemplo.has("inicio.ejemplo"))
    assert ejemplo.application.paths == paths_under(home).ejemplo
    assert ejemplo.application.settings.get("tema.modo") == "oscuro"
    assert ejemplo.application.window.windowTitle() == "Inicio — Rexus (taller de ejemplo)"
    ejemplo.wait(lambda: ejemplo.has("inicio.valor") and ejemplo.has("inicio.movimiento"))
    assert ejemplo.find("inicio.obras.cifra", QLabel).text() != "0"
    assert ejemplo.find("inicio.pedidos.cifra", QLabel).text() == "1"
    # Locked, it opens with the password of one's own workshop.
    ejemplo.find("principal.bloquear", QAction).trigger()
    ejemplo.wait(lambda: ejemplo.has("bloqueo.clave"))
    ejemplo.type("bloqueo.clave", CLAVE)
    ejemplo.press(Qt.Key.Key_Return)
    ejemplo.wait(lambda: not ejemplo.has("bloqueo.clave"))

    # There and back, nothing of it is in the workshop.
    pulsar(ejemplo, "inicio.ejemplo.volver")
    propio = seguir(ejemplo)
    propio.enter(pagina="inventario")
    assert propio.application.window.windowTitle() == "Inventario — Rexus"
    propio.wait(lambda: propio.has("inventario.vacio"))
    assert propio.find("principal.ejemplo.quitar", QAction).isVisible()
    # The same again, as it was left.
    propio.find("principal.ejemplo", QAction).trigger()
    ejemplo = seguir(propio)
    ejemplo.wait(lambda: ejemplo.has("inicio.ejemplo"))
    pulsar(ejemplo, "inicio.ejemplo.quitar")
    pulsar(ejemplo, "principal.ejemplo.confirmar.aceptar")
    propio = seguir(ejemplo)
    propio.wait(lambda: propio.has("login.aviso"))
    assert propio.find("login.aviso", QLabel).text() == "El taller de ejemplo se quitó."
    assert not paths_under(home).ejemplo.data.parent.exists()
    propio.enter(pagina="inventario")
    propio.wait(lambda: propio.has("inventario.vacio"))
    assert not propio.find("principal.ejemplo.quitar", QAction).isVisible()
    assert propio.find("inventario.tabla", PagedTableView).model().rowCount() == 0


def test_from_a_server_it_is_a_matter_of_this_machine(mesa: Ventana, seguir: Seguir) -> None:
    mesa.trigger("principal.ejemplo")
    ejemplo = seguir(mesa)
    ejemplo.wait(lambda: ejemplo.has("inicio.ejemplo") and ejemplo.has("inicio.valor"))
    services = ejemplo.application.services
    assert services is not None and not services.registry.conexion.es_servidor
    pulsar(ejemplo, "inicio.ejemplo.volver")
    propio = seguir(ejemplo)
    propio.enter(pagina="inventario")
    services = propio.application.services
    assert services is not None and services.registry.conexion.es_servidor


def test_the_program_goes_from_home_to_home(
    account: str, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is double-clicked: one window after the other, and it ends when the last one is closed by hand."""
    monkeypatch.setenv("REXUS_HOME", str(home))
    titles: list[str] = []

    def shown(nombre: str, kind: type[QWidget] = QWidget) -> QWidget | None:
        found = [w for top in QApplication.topLevelWidgets() for w in top.findChildren(kind, nombre) if w.isVisible()]
        return found[0] if found else None

    def press(nombre: str) -> bool:
        button = shown(nombre, QAbstractButton)
        if button is not None:
            titles.append(button.window().windowTitle())
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        return button is not None

    def sign_in() -> bool:
        field = shown("login.clave", QLineEdit)
        if isinstance(field, QLineEdit):
            usuario = shown("login.usuario", QLineEdit)
            assert isinstance(usuario, QLineEdit)
            usuario.setText(account)
            field.setText(CLAVE)
        return field is not None and press("login.entrar")

    def close() -> bool:
        page = shown("login")
        if page is not None:
            page.window().close()
        return page is not None

    steps = [sign_in, lambda: press("inicio.primeros.ejemplo"), lambda: press("inicio.ejemplo.volver"), close]
    timer = QTimer(interval=50)
    left = [PATIENCE_MS * 3 // 50]

    def tick() -> None:
        left[0] -= 1
        if left[0] < 0:
            QApplication.closeAllWindows()
        elif steps and steps[0]():
            steps.pop(0)

    timer.timeout.connect(tick)
    timer.start()
    assert main() == 0
    timer.stop()
    assert steps == [] and left[0] >= 0
    assert titles == ["Rexus", "Inicio — Rexus", "Inicio — Rexus (taller de ejemplo)"]
