"""What was asked for when the program ends: nothing is left behind that was begun by nobody."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from rexus.base.errors import ConflictoError
from rexus.modulos.configuracion.controller.entorno import Entorno
from rexus.shell.loop import Loop
from rexus.ui import guard
from rexus.ui.dialogs import Dialog
from rexus.ui.jobs import Jobs

Start = Callable[[Jobs, QObject, Any], object]


def _from_a_page(jobs: Jobs, owner: QObject, work: Any) -> None:
    guard.spawn(SimpleNamespace(jobs=jobs, notices=None), owner, work)  # type: ignore[arg-type]


def _from_the_settings(jobs: Jobs, owner: QObject, work: Any) -> None:
    entorno = Entorno(None, jobs, None, None, Path())  # type: ignore[arg-type]
    entorno.spawn(owner, work)


def _from_a_dialog(jobs: Jobs, owner: QObject, work: Any) -> None:
    assert isinstance(owner, Dialog)
    owner.attempt(jobs, work)


@pytest.fixture
def closing(qapp: QApplication) -> Iterator[tuple[Loop, Jobs]]:
    """A loop as the program has it, and its jobs, which the test closes."""
    loop = Loop()
    jobs = Jobs(loop)
    yield loop, jobs
    jobs.shutdown()
    if not loop.is_closed():
        loop.end()


@pytest.mark.parametrize("ways", [_from_a_page, _from_the_settings, _from_a_dialog])
@pytest.mark.parametrize("late", [False, True])
def test_what_never_began_is_put_away(closing: tuple[Loop, Jobs], ways: Start, late: bool) -> None:
    loop, jobs = closing
    owner = Dialog(None, "Prueba", "Probar", nombre="prueba")
    begun: list[int] = []

    async def work() -> None:
        begun.append(1)

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        if late:
            jobs.shutdown()
        ways(jobs, owner, work())
        jobs.shutdown()
        loop.end()
        gc.collect()
    assert begun == [] and [str(warning.message) for warning in told] == []
    owner.deleteLater()


def test_what_fails_at_the_very_end_is_told(closing: tuple[Loop, Jobs]) -> None:
    loop, jobs = closing
    begun: list[int] = []
    failures: list[BaseException] = []
    jobs.failed.connect(failures.append)

    async def work() -> None:
        begun.append(1)
        try:
            await loop.create_future()
        finally:
            raise ValueError("roto")

    task = jobs.spawn(work())
    assert task is not None
    while not begun:
        QApplication.processEvents()
    jobs.shutdown()
    loop.end()
    assert [repr(failure) for failure in failures] == ["ValueError('roto')"]


def test_whoever_asked_may_deal_with_how_it_ended(closing: tuple[Loop, Jobs]) -> None:
    _loop, jobs = closing
    failures: list[BaseException] = []
    ends: list[BaseException | None] = []
    jobs.failed.connect(failures.append)

    def ended(error: BaseException | None) -> bool:
        ends.append(error)
        return isinstance(error, ConflictoError)

    async def work(error: Exception | None) -> None:
        if error is not None:
            raise error

    mine, bug = ConflictoError("No."), ValueError("roto")
    for error in (None, mine, bug):
        jobs.spawn(work(error), ended)
    while len(ends) < 3:
        QApplication.processEvents()
    assert ends == [None, mine, bug] and failures == [bug]
