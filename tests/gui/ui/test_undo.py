"""The session's own actions, taken back newest first, each once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from rexus.base.errors import ConflictoError
from rexus.ui.jobs import Jobs
from rexus.ui.undo import UndoStack
from rexus.ui.undo_keys import TeclasDeDeshacer

Spin = Callable[[Callable[[], bool]], None]


class Past:
    """A stack whose actions write down that they were undone."""

    def __init__(self) -> None:
        self.stack = UndoStack()
        self.undone: list[str] = []
        self.told: list[str] = []
        self.stack.changed.connect(self.told.append)

    def push(self, texto: str, wait: Awaitable[None] | None = None, error: Exception | None = None) -> object:
        async def undo() -> None:
            self.undone.append(texto)
            if wait is not None:
                await wait
            if error is not None:
                raise error

        return self.stack.push(texto, undo)


@pytest.fixture
def past() -> Past:
    return Past()


def test_newest_first_and_the_text_follows(past: Past, jobs: Jobs, spin: Spin) -> None:
    past.push("entrada de 5 × 564002")
    past.push("salida de 3 × 564002")
    assert past.stack.texto == "salida de 3 × 564002"
    for left in ("entrada de 5 × 564002", ""):
        jobs.spawn(past.stack.undo())
        spin(lambda left=left: past.stack.texto == left)  # type: ignore[misc]
    assert past.undone == ["salida de 3 × 564002", "entrada de 5 × 564002"]
    assert past.told == ["entrada de 5 × 564002", "salida de 3 × 564002", "entrada de 5 × 564002", ""]
    task = jobs.spawn(past.stack.undo())
    assert task is not None
    spin(task.done)
    assert len(past.undone) == 2


def test_an_older_one_can_be_named_and_is_undone_once(past: Past, jobs: Jobs, spin: Spin) -> None:
    older = past.push("uno")
    past.push("dos")
    for _ in range(2):
        task = jobs.spawn(past.stack.undo(older))  # type: ignore[arg-type]
        assert task is not None
        spin(task.done)
    assert past.undone == ["uno"]
    assert past.stack.texto == "dos"


def test_what_could_not_be_undone_stays(past: Past, jobs: Jobs, spin: Spin) -> None:
    failed: list[Exception] = []
    jobs.failed.connect(failed.append)
    refusal = ConflictoError("Ya salieron 3 de esas barras.")
    past.push("entrada", error=refusal)
    for times in (1, 2):
        jobs.spawn(past.stack.undo())
        spin(lambda times=times: len(failed) == times)  # type: ignore[misc]
    assert failed == [refusal, refusal]
    assert past.undone == ["entrada", "entrada"]
    assert past.stack.texto == "entrada"


def test_two_presses_undo_once(past: Past, jobs: Jobs, spin: Spin, loop: asyncio.AbstractEventLoop) -> None:
    # The menu and the notice both offer it, and keys repeat.
    gate: asyncio.Future[None] = loop.create_future()
    past.push("uno")
    last = past.push("dos", wait=gate)
    tasks = [
        jobs.spawn(past.stack.undo()),
        jobs.spawn(past.stack.undo(last)),  # type: ignore[arg-type]
        jobs.spawn(past.stack.undo()),
    ]
    spin(lambda: bool(past.undone))
    gate.set_result(None)
    spin(lambda: all(task is not None and task.done() for task in tasks))
    assert past.undone == ["dos"]
    assert past.stack.texto == "uno"


def test_signing_out_while_undoing(past: Past, jobs: Jobs, spin: Spin, loop: asyncio.AbstractEventLoop) -> None:
    gate: asyncio.Future[None] = loop.create_future()
    failed: list[Exception] = []
    jobs.failed.connect(failed.append)
    past.push("uno", wait=gate)
    task = jobs.spawn(past.stack.undo())
    assert task is not None
    spin(lambda: bool(past.undone))
    past.stack.clear()
    gate.set_result(None)
    spin(task.done)
    assert (past.stack.texto, failed) == ("", [])


def test_a_no_leaves_it_there(past: Past, jobs: Jobs, spin: Spin) -> None:
    undone: list[str] = []
    answers = [False, True]

    async def undo() -> None:
        undone.append("importación")

    async def ask() -> bool:
        return answers.pop(0)

    past.stack.push("importación", undo, ask=ask)
    for left in ("importación", ""):
        task = jobs.spawn(past.stack.undo())
        assert task is not None
        spin(task.done)
        assert past.stack.texto == left
    assert undone == ["importación"]


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit, QSpinBox])
def test_a_field_claims_the_key_only_while_it_has_something_to_undo(make: type[QWidget], qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    field = make()
    column.addWidget(field)
    other = QLineEdit()
    column.addWidget(other)
    asked: list[None] = []
    action = QAction(window)
    action.setShortcut(QKeySequence.StandardKey.Undo)
    action.triggered.connect(lambda: asked.append(None))
    window.addAction(action)
    keys = TeclasDeDeshacer(QApplication.instance(), window)
    assert keys.parent() is window
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 1
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    # Once more than there was text: still meant for the text, however often.
    for _ in range(2):
        qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 1
    qtbot.keyClick(field, Qt.Key.Key_Home)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 2
    # Nor once the field was left.
    qtbot.keyClicks(field, "7")
    for _ in range(2):
        qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 2
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 3


def test_the_last_fifty_are_kept(past: Past, jobs: Jobs, spin: Spin) -> None:
    for number in range(60):
        past.push(str(number))

    async def everything() -> None:
        while past.stack.texto:
            await past.stack.undo()

    task = jobs.spawn(everything())
    assert task is not None
    spin(task.done)
    assert past.undone == [str(number) for number in range(59, 9, -1)]
