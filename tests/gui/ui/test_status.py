"""The status strip: what the database does, in a word and a colour, and the long work with its progress."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance
from rexus.ui.jobs import Jobs
from rexus.ui.palette import Role, roles
from rexus.ui.status import StatusStrip
from rexus.ui.theme import Theme

Spin = Callable[[Callable[[], bool]], None]
TITLE = "Importando perfiles"


@pytest.fixture
def strip(jobs: Jobs, theme: Theme, qtbot: Any) -> StatusStrip:
    strip = StatusStrip(jobs, "ana", UTC)
    qtbot.addWidget(strip)
    strip.resize(900, 32)
    strip.show()
    return strip


class Work:
    """Work that says how far it is and goes on when told."""

    def __init__(self, hecho: int = 43, total: int = 100) -> None:
        self._step = (hecho, total)
        self.go_on = threading.Event()
        self.told = threading.Event()

    def __call__(self, avance: Avance) -> str:
        avance.paso(*self._step)
        self.told.set()
        assert self.go_on.wait(20)
        avance.paso(*self._step)
        return "hecho"


def texts(strip: StatusStrip) -> list[str]:
    return [label.text() for label in strip.findChildren(QLabel) if label.isVisible()]


def test_work_appears_with_its_title_and_percent_and_goes(strip: StatusStrip, jobs: Jobs, spin: Spin) -> None:
    work = Work()
    done = jobs.read(work, titulo=TITLE)
    spin(lambda: f"{TITLE} 43 %" in texts(strip))
    bar = strip.findChild(QProgressBar)
    assert bar is not None
    assert (bar.minimum(), bar.value(), bar.maximum()) == (0, 43, 100)
    assert bar.accessibleName() == f"{TITLE} 43 %"
    work.go_on.set()
    spin(done.done)
    assert done.result() == "hecho"
    spin(lambda: strip.findChild(QProgressBar) is None)
    assert not any(TITLE in text for text in texts(strip))


def test_work_of_unknown_length_shows_no_percent(strip: StatusStrip, jobs: Jobs, spin: Spin) -> None:
    work = Work(7, 0)
    done = jobs.write(work, titulo=TITLE)
    spin(work.told.is_set)
    spin(lambda: TITLE in texts(strip))
    bar = strip.findChild(QProgressBar)
    assert bar is not None
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    work.go_on.set()
    spin(done.done)


def test_cancel_cancels_that_work_only(strip: StatusStrip, jobs: Jobs, spin: Spin, qtbot: Any) -> None:
    one, other = Work(), Work(5)
    first, second = jobs.read(one, titulo=TITLE), jobs.read(other, titulo="Exportando")
    spin(lambda: {f"{TITLE} 43 %", "Exportando 5 %"} <= set(texts(strip)))
    buttons = {b.accessibleName(): b for b in strip.findChildren(QPushButton, "principal.estado.cancelar")}
    assert set(buttons) == {f"Cancelar {TITLE}", "Cancelar Exportando"}
    button = buttons[f"Cancelar {TITLE}"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    # It stops at its next step: until then it says so and cannot be pressed again.
    assert not button.isEnabled()
    assert button.text() == "Cancelando…"
    assert [job.cancelado for job in jobs.running] == [True, False]
    one.go_on.set()
    other.go_on.set()
    spin(lambda: first.done() and second.done())
    assert isinstance(first.exception(), CanceladoError)
    assert second.result() == "hecho"
    spin(lambda: not strip.findChildren(QPushButton, "principal.estado.cancelar"))


def test_work_without_a_title_is_not_shown(strip: StatusStrip, jobs: Jobs, spin: Spin) -> None:
    work = Work()
    done = jobs.read(work, avance=Avance())
    spin(work.told.is_set)
    assert strip.findChild(QProgressBar) is None
    work.go_on.set()
    spin(done.done)


def dot(strip: StatusStrip) -> str:
    found = next(label for label in strip.findChildren(QLabel) if label.text() == "●")
    image = found.grab().toImage()
    return str(image.pixelColor(image.rect().center()).name()).upper()


@pytest.mark.parametrize("role", ["good", "warning", "bad"])
def test_the_state_is_a_word_and_a_colour(strip: StatusStrip, theme: Theme, role: Role) -> None:
    strip.set_state(role, "Base ocupada")
    state = strip.findChild(QLabel, "principal.estado.base")
    assert state is not None
    assert state.text() == state.accessibleName() == "Base ocupada"
    # The colour follows the face.
    for mode, dark in (("oscuro", True), ("claro", False)):
        theme.set_mode(mode)  # type: ignore[arg-type]
        assert dot(strip) == roles(dark)[role]


def test_it_begins_well_and_says_who_works(strip: StatusStrip) -> None:
    assert "Base local · datos al día" in texts(strip)
    user = strip.findChild(QLabel, "principal.estado.usuario")
    assert user is not None
    assert user.text() == "ana"
