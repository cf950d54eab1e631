"""Work off the screen's thread: values, order, changes told once, progress, stopping."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QThread

from rexus.base.changes import ANYTHING, NOTHING, Change, Result
from rexus.base.errors import BaseInalcanzableError, CanceladoError, ConflictoError, ResultadoDesconocidoError
from rexus.base.progress import Avance
from rexus.ui.jobs import Job, Jobs

Spin = Callable[[Callable[[], bool]], None]


def run(jobs: Jobs, spin: Spin, coro: Any) -> Any:
    task = jobs.spawn(coro)
    assert task is not None
    spin(task.done)
    return task


def test_a_read_runs_on_another_thread_and_gives_its_value(jobs: Jobs, spin: Spin) -> None:
    async def work() -> tuple[str, str]:
        return await jobs.read(lambda a, *, b: (threading.current_thread().name, f"{a}{b}"), 1, b=2)

    name, value = run(jobs, spin, work()).result()
    assert name.startswith("rexus-read")
    assert value == "12"


def test_reads_run_side_by_side(jobs: Jobs, spin: Spin) -> None:
    both = threading.Barrier(2, timeout=20)

    async def work() -> list[int]:
        return await asyncio.gather(jobs.read(both.wait), jobs.read(both.wait))

    assert sorted(run(jobs, spin, work()).result()) == [0, 1]


def test_writes_keep_the_order_of_the_clicks(jobs: Jobs, spin: Spin) -> None:
    done: list[int] = []
    first_may_end = threading.Event()

    def slow(n: int) -> None:
        assert first_may_end.wait(20)
        done.append(n)

    futures = [jobs.write(slow, 0), *(jobs.write(done.append, n) for n in range(1, 20))]
    first_may_end.set()
    spin(lambda: all(f.done() for f in futures))
    assert done == list(range(20))


def test_a_change_is_told_once_on_the_gui_thread_before_the_await_returns(jobs: Jobs, spin: Spin) -> None:
    change = Change.of("perfil", ids=(3,))
    seen: list[object] = []
    jobs.changed.connect(lambda c: seen.append((c, QThread.currentThread() is jobs.thread())))

    async def work() -> tuple[str, int]:
        value = await jobs.write(lambda: Result("hecho", change))
        return value, len(seen)

    assert run(jobs, spin, work()).result() == ("hecho", 1)
    assert seen == [(change, True)]


def test_what_changed_nothing_tells_nothing(jobs: Jobs, spin: Spin) -> None:
    seen: list[object] = []
    jobs.changed.connect(seen.append)

    async def work() -> tuple[object, object]:
        return await jobs.write(lambda: Result(1, NOTHING)), await jobs.write(lambda: 2)

    assert run(jobs, spin, work()).result() == (1, 2)
    assert seen == []


@pytest.mark.parametrize("answer", ["done", "refused"])
def test_after_a_lost_answer_the_next_one_tells_that_anything_may_have_changed(
    jobs: Jobs, spin: Spin, answer: str
) -> None:
    seen: list[object] = []
    jobs.changed.connect(seen.append)

    def fail(error: Exception) -> None:
        raise error

    async def work() -> list[int]:
        told = []
        for error in (ResultadoDesconocidoError("taller", "1"), BaseInalcanzableError("taller"), ConflictoError("No.")):
            if answer == "done" and isinstance(error, ConflictoError):
                # As when asking again finds that it was done: what it changes now is nothing.
                await jobs.write(lambda: Result("hecho", NOTHING))
            else:
                with pytest.raises(type(error)):
                    await jobs.write(fail, error)
            told.append(len(seen))
        await jobs.write(lambda: Result("otro", NOTHING))
        return told

    assert run(jobs, spin, work()).result() == [0, 0, 1]
    assert seen == [ANYTHING]
    assert ANYTHING.touches("perfil")


def test_an_error_arrives_at_the_await(jobs: Jobs, spin: Spin) -> None:
    def refuse() -> None:
        raise ConflictoError("No.")

    async def work() -> str:
        try:
            await jobs.write(refuse)
        except ConflictoError as error:
            return error.frase
        return ""

    assert run(jobs, spin, work()).result() == "No."


def test_stop_iteration_from_the_work_is_an_error_like_any_other(jobs: Jobs, spin: Spin) -> None:
    failures: list[Exception] = []
    jobs.failed.connect(failures.append)

    async def work() -> None:
        await jobs.read(next, iter(()))

    run(jobs, spin, work())
    assert isinstance(failures[0], RuntimeError)


def test_what_a_spawned_coroutine_raises_is_told(jobs: Jobs, spin: Spin) -> None:
    failures: list[Exception] = []
    jobs.failed.connect(failures.append)

    async def work() -> None:
        raise ValueError("roto")

    run(jobs, spin, work())
    spin(lambda: bool(failures))
    assert [repr(f) for f in failures] == ["ValueError('roto')"]


def test_with_nobody_listening_the_loop_hears_of_the_failure(jobs: Jobs, loop: Any, spin: Spin) -> None:
    heard: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _loop, context: heard.append(context))

    async def work() -> None:
        raise ValueError("roto")

    run(jobs, spin, work())
    spin(lambda: bool(heard))
    assert isinstance(heard[0]["exception"], ValueError)


def test_a_cancelled_coroutine_is_silent(jobs: Jobs, spin: Spin) -> None:
    failures: list[Exception] = []
    jobs.failed.connect(failures.append)
    release = threading.Event()

    async def work() -> None:
        await jobs.read(release.wait, 20)

    task = jobs.spawn(work())
    assert task is not None
    jobs.spawn(_cancel(task))
    spin(task.done)
    release.set()
    assert task.cancelled()
    assert failures == []


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()


def test_titled_work_is_shown_with_its_progress(jobs: Jobs, spin: Spin) -> None:
    shown: list[tuple[str, int, int]] = []
    jobs.started.connect(lambda j: shown.append(("empieza", j.hecho, j.total)))
    jobs.progress.connect(lambda j: shown.append(("avanza", j.hecho, j.total)))
    jobs.finished.connect(lambda j: shown.append(("termina", j.hecho, j.total)))

    def steps(avance: Avance) -> int:
        for n in range(1, 5001):
            avance.paso(n, 5000)
        return 7

    async def work() -> int:
        return await jobs.read(steps, titulo="Importando")

    assert run(jobs, spin, work()).result() == 7
    assert shown[0] == ("empieza", 0, 0)
    assert shown[-1] == ("termina", 5000, 5000)
    # Nobody reads five thousand numbers: the GUI thread is told only now and then.
    assert 1 <= len(shown) - 2 < 2000
    assert jobs.running == []


def test_cancelling_a_job_stops_it_at_its_next_step(jobs: Jobs, spin: Spin) -> None:
    jobs.started.connect(Job.cancelar)
    steps: list[int] = []

    def work(avance: Avance) -> None:
        for n in range(3):
            avance.paso(n, 3)
            steps.append(n)

    async def ask() -> str:
        try:
            await jobs.write(work, titulo="Importando")
        except CanceladoError as error:
            return error.titulo
        return ""

    assert run(jobs, spin, ask()).result() == "Cancelado"
    assert steps == []


def test_the_callers_own_avance_hears_the_steps_and_stops_the_work(jobs: Jobs, spin: Spin) -> None:
    heard: list[tuple[int, int]] = []
    mine = Avance(lambda hecho, total: heard.append((hecho, total)))

    def work(avance: Avance) -> None:
        avance.paso(1, 9)
        mine.cancelar()
        assert avance.cancelado
        avance.paso(2, 9)

    async def ask() -> bool:
        try:
            await jobs.read(work, avance=mine)
        except CanceladoError:
            return True
        return False

    assert run(jobs, spin, ask()).result() is True
    assert heard == [(1, 9)]


def test_a_write_that_nobody_awaits_any_more_is_done_and_told(jobs: Jobs, spin: Spin) -> None:
    seen: list[object] = []
    jobs.changed.connect(seen.append)
    release = threading.Event()
    change = Change.of("perfil")

    def slow() -> Result[None]:
        assert release.wait(20)
        return Result(None, change)

    first = jobs.write(slow)
    second = jobs.write(lambda: Result(None, change))
    first.cancel()
    second.cancel()
    release.set()
    spin(lambda: len(seen) == 2)
    assert seen == [change, change]


def test_a_bug_in_a_write_that_nobody_awaits_is_told(jobs: Jobs, spin: Spin) -> None:
    failures: list[Exception] = []
    jobs.failed.connect(failures.append)
    release = threading.Event()

    def broken() -> None:
        assert release.wait(20)
        raise ValueError("roto")

    jobs.write(broken).cancel()
    release.set()
    spin(lambda: bool(failures))
    assert isinstance(failures[0], ValueError)


def test_shutdown_finishes_writes_stops_reads_and_starts_nothing_more(loop: Any) -> None:
    jobs = Jobs(loop)
    written: list[int] = []
    reading = threading.Event()

    def endless(avance: Avance) -> None:
        while True:
            reading.set()
            avance.paso(0)

    read = jobs.read(endless, avance=Avance())
    assert reading.wait(20)
    for n in range(5):
        jobs.write(written.append, n)
    before = threading.active_count()
    jobs.shutdown()
    assert written == [0, 1, 2, 3, 4]
    assert threading.active_count() < before
    assert jobs.write(written.append, 9).cancelled()

    async def late() -> None:
        written.append(10)

    assert jobs.spawn(late()) is None
    jobs.shutdown()
    assert written == [0, 1, 2, 3, 4]
    read.cancel()


@pytest.mark.parametrize("times", [200])
def test_many_small_reads_all_come_back(jobs: Jobs, spin: Spin, times: int) -> None:
    async def work() -> int:
        return sum(await asyncio.gather(*(jobs.read(lambda n=n: n) for n in range(times))))

    assert run(jobs, spin, work()).result() == sum(range(times))


def test_only_a_write_that_found_no_database_says_that_nothing_was_saved(jobs: Jobs, spin: Spin) -> None:
    def fuera() -> None:
        raise BaseInalcanzableError("servidor:5432")

    async def frase(work: Any) -> str:
        try:
            await work
        except BaseInalcanzableError as error:
            return error.frase
        return ""

    assert run(jobs, spin, frase(jobs.write(fuera))).result().endswith("no responde. No se guardó nada.")
    assert run(jobs, spin, frase(jobs.read(fuera))).result().endswith("no responde.")
