"""Whether the database is there: told on the GUI thread, shown in the strip in words, with a way to try again."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QLabel

from rexus.base.errors import BaseInalcanzableError
from rexus.base.paths import Paths
from rexus.db.registry import Registry
from rexus.ui.jobs import Jobs
from rexus.ui.palette import roles
from rexus.ui.salud import SaludVisible
from rexus.ui.status import StatusStrip
from rexus.ui.theme import Theme
from tests.gui.ui.conftest import ZONA
from tests.reloj import Reloj


@pytest.fixture
def strip(jobs: Jobs, theme: Theme, salud: SaludVisible, qtbot: Any) -> StatusStrip:
    strip = StatusStrip(jobs, "ana", ZONA)
    qtbot.addWidget(strip)
    strip.follow(salud)
    strip.resize(900, 32)
    strip.show()
    return strip


def en_otro_hilo(hacer: Any) -> None:
    """As the heartbeat does it."""
    hilo = threading.Thread(target=hacer)
    hilo.start()
    hilo.join()


def caida() -> BaseInalcanzableError:
    return BaseInalcanzableError("taller-1:5432")


def estado(strip: StatusStrip) -> QLabel:
    label = strip.findChild(QLabel, "principal.estado.base")
    assert isinstance(label, QLabel)
    return label


def punto(strip: StatusStrip) -> QLabel:
    return next(label for label in strip.findChildren(QLabel) if label.text() in "●○◐")


def test_changes_arrive_on_the_gui_thread_in_order(registry: Registry, salud: SaludVisible, qtbot: Any) -> None:
    oido: list[str] = []
    hilos = set()

    def oir(que: str) -> None:
        oido.append(que)
        hilos.add(QThread.currentThread())

    salud.cayo.connect(lambda: oir("cayo"))
    salud.volvio.connect(lambda: oir("volvio"))
    en_otro_hilo(lambda: registry.salud.caer(caida()))
    # Nothing is told in the other thread.
    assert oido == []
    assert salud.en_linea
    qtbot.waitUntil(lambda: oido == ["cayo"])
    assert not salud.en_linea
    for paso in (registry.salud.intentar, lambda: registry.salud.caer(caida()), registry.salud.volver):
        en_otro_hilo(paso)
    qtbot.waitUntil(lambda: oido == ["cayo", "volvio"])
    assert hilos == {QThread.currentThread()}


def test_what_happened_before_it_looked_is_known_and_what_comes_after_it_left_is_not(
    registry: Registry, qtbot: Any
) -> None:
    registry.salud.caer(caida())
    salud = SaludVisible(ZONA)
    salud.seguir(registry)
    assert not salud.en_linea
    salud.dejar()
    registry.salud.volver()
    qtbot.wait(20)
    assert not salud.en_linea


def test_a_database_of_this_machine_is_always_there(paths: Paths, qapp: Any) -> None:
    registry = Registry(paths)
    salud = SaludVisible(ZONA)
    salud.seguir(registry)
    assert salud.en_linea
    assert not salud.es_servidor
    assert (salud.nombre, salud.frase(), salud.por_que_no()) == ("", "", "")
    salud.dejar()
    registry.close()


def test_a_moment_of_another_day_says_which(salud: SaludVisible) -> None:
    hoy = datetime.now(ZONA).replace(hour=10, minute=42)
    assert (salud.las(hoy), salud.de_las(hoy)) == ("las 10:42", "de las 10:42")
    assert salud.las(hoy.replace(hour=1, minute=5)) == "la 01:05"
    ayer = hoy - timedelta(days=1)
    assert salud.las(ayer) == f"el {ayer:%d/%m} a las 10:42"
    assert salud.de_las(ayer) == f"del {ayer:%d/%m} a las 10:42"


def test_the_strip_names_the_server_while_it_works(strip: StatusStrip) -> None:
    assert estado(strip).text() == "Servidor taller-1 · datos al día"
    assert punto(strip).text() == "●"
    assert not strip.retry.isVisible()


@pytest.mark.parametrize("dark", [False, True])
def test_the_strip_says_since_when_and_why_it_is_gone(
    strip: StatusStrip, registry: Registry, reloj: Reloj, theme: Theme, qtbot: Any, dark: bool
) -> None:
    theme.set_mode("oscuro" if dark else "claro")
    desde = f"{reloj.ahora.astimezone(ZONA):%H:%M}"
    registry.salud.caer(caida())
    qtbot.waitUntil(lambda: desde in estado(strip).text())
    assert estado(strip).text() == f"Sin conexión desde las {desde}".replace("las 01", "la 01")
    for widget in (estado(strip), strip.retry):
        assert "taller-1:5432" in widget.toolTip()
        assert "vuelve a probar" in widget.accessibleDescription()
    # Neither the colour nor the sign speaks alone.
    assert punto(strip).text() == "○"
    assert color(strip) == roles(dark)["bad"]
    assert strip.retry.isVisible()
    reloj.ahora += timedelta(minutes=7)
    registry.salud.intentar()
    qtbot.waitUntil(lambda: punto(strip).text() == "◐")
    assert "Reconectando" in estado(strip).text()
    assert desde in estado(strip).text()
    assert color(strip) == roles(dark)["warning"]
    registry.salud.volver()
    qtbot.waitUntil(lambda: estado(strip).text() == "Servidor taller-1 · datos al día")
    assert not strip.retry.isVisible()
    assert estado(strip).toolTip() == ""


def test_an_attempt_that_fails_at_once_is_seen_all_the_same(strip: StatusStrip, registry: Registry, qtbot: Any) -> None:
    registry.salud.caer(caida())
    qtbot.waitUntil(lambda: punto(strip).text() == "○")
    registry.salud.intentar()
    qtbot.waitUntil(lambda: punto(strip).text() == "◐")
    registry.salud.caer(caida())
    qtbot.wait(50)
    assert punto(strip).text() == "◐"
    qtbot.waitUntil(lambda: punto(strip).text() == "○")


def test_the_button_asks_for_an_attempt_now(
    strip: StatusStrip, registry: Registry, salud: SaludVisible, qtbot: Any
) -> None:
    registry.salud.caer(caida())
    qtbot.waitUntil(strip.retry.isVisible)
    assert not registry.salud.despertar.is_set()
    qtbot.mouseClick(strip.retry, Qt.MouseButton.LeftButton)
    assert registry.salud.despertar.is_set()


def color(strip: StatusStrip) -> str:
    style = punto(strip).styleSheet()
    return style.removeprefix("color: ").upper()
