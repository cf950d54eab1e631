"""The first run's three ways, and the example workshop: opened, worked in, left, taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from rexus.base.paths import Paths, paths_under
from rexus.ejemplo import EjemploModel
from rexus.shell.application import Application
from rexus.shell.bootstrap import main
from rexus.shell.instance import Instance
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


def test_going_over_says_that_what_can_be_undone_ends_there(signed_in: Driver) -> None:
    driver = signed_in
    session = driver.application.session
    assert session is not None

    async def undo() -> None:
        raise AssertionError("nobody asked for it")

    session.undo.push("salida de 3 × 564002", undo)
    driver.find("principal.ejemplo", QAction).trigger()
    driver.wait(lambda: driver.has("principal.ejemplo.olvidar"))
    assert driver.find("principal.ejemplo.olvidar").accessibleDescription() == (
        "Lo hecho queda guardado, pero ya no se podrá deshacer con Ctrl+Z: 1 acción, hasta «salida de 3 × 564002»."
    )
    driver.click("principal.ejemplo.olvidar.cancelar")
    driver.wait(lambda: not driver.has("principal.ejemplo.olvidar"))
    assert driver.application.siguiente is None and not driver.application.paths.ejemplo.es_ejemplo
    assert len(session.undo) == 1


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
    # Locked, it opens with the password of its own, which is there.
    ejemplo.find("principal.bloquear", QAction).trigger()
    ejemplo.wait(lambda: ejemplo.has("bloqueo.clave"))
    ejemplo.press(Qt.Key.Key_Return)
    ejemplo.wait(lambda: not ejemplo.has("bloqueo.clave"))

    assert "se pide su clave" in ejemplo.find("inicio.ejemplo.frase", QLabel).text()
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


def hacer(driver: Driver) -> Paths:
    """An example that nobody opened yet."""
    services, session = driver.application.services, driver.application.session
    assert services is not None and session is not None
    return EjemploModel(services.registry, lambda: session.actor).crear()


def avisado(driver: Driver, frase: str) -> bool:
    """Whether the desk's newest notice says it."""
    assert driver.application.session is not None
    current = driver.application.session.notices.current
    return current is not None and frase in current.texto


def test_where_a_window_works_already_that_one_comes_to_the_front(
    account: str, home: Path, start: Callable[[], Driver], seguir: Seguir
) -> None:
    propio = start()
    propio.enter(pagina="inicio")
    otra, al_frente = Instance(hacer(propio)), list[str]()
    otra.take()
    otra.listen(lambda: al_frente.append("ejemplo"))
    pulsar(propio, "inicio.primeros.ejemplo")
    propio.wait(lambda: avisado(propio, "El taller de ejemplo ya está abierto en otra ventana. Esa ventana pasó"))
    assert al_frente == ["ejemplo"]
    assert propio.application.siguiente is None and propio.has("principal")
    otra.release()
    pulsar(propio, "inicio.primeros.ejemplo")
    ejemplo = seguir(propio)
    ejemplo.wait(lambda: ejemplo.has("inicio.ejemplo.volver"))
    # Likewise on the way back; and the example is not taken away where nobody could say so.
    otra = Instance(paths_under(home))
    otra.take()
    pulsar(ejemplo, "inicio.ejemplo.volver")
    ejemplo.wait(lambda: avisado(ejemplo, "El taller propio ya está abierto en otra ventana."))
    assert ejemplo.application.session is not None
    ejemplo.application.session.notices.close_notice()
    pulsar(ejemplo, "inicio.ejemplo.quitar")
    pulsar(ejemplo, "principal.ejemplo.confirmar.aceptar")
    ejemplo.wait(lambda: avisado(ejemplo, "el ejemplo se quita desde allí"))
    otra.release()
    assert ejemplo.application.siguiente is None and ejemplo.application.paths.es_ejemplo


def test_opened_by_itself_its_password_is_there(
    account: str, home: Path, start: Callable[[], Driver], qtbot: QtBot
) -> None:
    propio = start()
    propio.enter(pagina="inicio")
    paths = hacer(propio)
    propio.application.close()
    application = Application(QApplication.instance(), paths)  # type: ignore[arg-type]
    try:
        ejemplo = Driver(application, qtbot)
        ejemplo.wait(lambda: ejemplo.has("login.clave"))
        clave = ejemplo.find("login.clave", QLineEdit).text()
        assert f"«{account}» entra con la clave {clave}" in ejemplo.find("login.aviso", QLabel).text()
        ejemplo.find("login.entrar", QAbstractButton).click()
        ejemplo.wait(lambda: ejemplo.has("inicio.ejemplo"))
        # Nobody came from anywhere: there is no way back to offer.
        assert not ejemplo.has("inicio.ejemplo.volver")
    finally:
        application.close()


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
