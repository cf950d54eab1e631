"""Work that must not hold the screen: reads on a few threads, writes on one, their progress and what they changed.

    filas = await jobs.read(model.buscar, texto)
    resultado = await jobs.write(model.importar, archivo, titulo=tr("Importando perfiles"))
    boton.clicked.connect(lambda: jobs.spawn(self._guardar()))

Every future belongs to the loop given at the start, so a coroutine makes progress whether `loop.run_forever()` or a
plain Qt event loop spins. In such coroutines use nothing of asyncio that asks for «the running loop» (`sleep`,
`wait_for`, `current_task`): under a plain Qt loop there is none.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, Final, TypeVar, overload

from PySide6.QtCore import QMetaMethod, QObject, Qt, Signal, Slot

from rexus.base.changes import ANYTHING, NOTHING, Change, Result
from rexus.base.errors import BaseInalcanzableError, CanceladoError, ResultadoDesconocidoError, RexusError, todo_o_nada
from rexus.base.guardado import suponer
from rexus.base.progress import Avance
from rexus.ui.jobs_work import ASKING, Asked, Job, Reporting, Work

__all__ = ("Job", "Jobs", "event_loop")

T = TypeVar("T")

# So long after an answer a bug may still come of it, in what repaints or tells it.
_LATELY_SECONDS: Final = 60.0

_loop_in_use: asyncio.AbstractEventLoop | None = None


def event_loop() -> asyncio.AbstractEventLoop:
    """The loop to bind a future to: the running one, else that of the newest Jobs. RuntimeError if there is neither."""
    loop = asyncio._get_running_loop() or _loop_in_use
    if loop is None:
        raise RuntimeError("no event loop: create Jobs first")
    return loop


class Jobs(QObject):
    """The threads of the window. Created on the GUI thread; all its signals arrive there.

    `changed(Change)`: a write was committed that changed something; comes once, before its await returns, and also
    when nobody awaits it any more. `started`, `progress`, `finished` (Job): work that has a title. `failed(Exception)`:
    what a spawned coroutine, or work that nobody awaits any more, raised.
    """

    changed = Signal(object)
    started = Signal(object)
    progress = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    _committed = Signal(object)
    _stepped = Signal(object, object, object)

    def __init__(self, loop: asyncio.AbstractEventLoop, readers: int = 4, parent: QObject | None = None) -> None:
        super().__init__(parent)
        global _loop_in_use
        self._loop = _loop_in_use = loop
        self._readers = ThreadPoolExecutor(readers, "rexus-read")
        self._writer = ThreadPoolExecutor(1, "rexus-write")
        self._tasks: set[asyncio.Task[Any]] = set()
        self._reading: set[Avance] = set()
        self._jobs: list[Job] = []
        self._closed = False
        # Writes that were asked for and whose end was not told yet.
        self._writing = 0
        # The same, and reads that may save files; when the last of them ended.
        self._saving = 0
        self._ended_at = -_LATELY_SECONDS
        # Of the writing thread alone, but for looking.
        self._doubtful = False
        self._committed.connect(self._on_committed, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._on_stepped, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> list[Job]:
        """The titled work under way, oldest first."""
        return list(self._jobs)

    @property
    def escribiendo(self) -> int:
        """How many writes were asked for and are not answered yet."""
        return self._writing

    @property
    def reciente(self) -> bool:
        """Whether work that may save is under way, or ended so lately that what fails now may come of it."""
        return self._saving > 0 or time.monotonic() - self._ended_at < _LATELY_SECONDS

    @property
    def dudoso(self) -> bool:
        """Whether the answer to a write was lost and nothing that the database answered came after it."""
        return self._doubtful

    def read(
        self, fn: Callable[..., T], *args: Any, titulo: str | None = None, avance: Avance | None = None, **kw: Any
    ) -> asyncio.Future[T]:
        """Run `fn(*args, **kw)` on a reading thread; await the value. It begins now, not when awaited.

        With `titulo` or `avance`, `fn` gets an Avance as the keyword `avance`. Cancelling the await asks `fn` to stop.
        """
        return self._start(self._readers, fn, args, kw, titulo, avance)

    @overload
    def write(
        self,
        fn: Callable[..., Result[T]],
        *args: Any,
        titulo: str | None = None,
        avance: Avance | None = None,
        **kw: Any,
    ) -> asyncio.Future[T]: ...

    @overload
    def write(
        self, fn: Callable[..., T], *args: Any, titulo: str | None = None, avance: Avance | None = None, **kw: Any
    ) -> asyncio.Future[T]: ...

    def write(
        self, fn: Callable[..., Any], *args: Any, titulo: str | None = None, avance: Avance | None = None, **kw: Any
    ) -> asyncio.Future[Any]:
        """Run `fn` on the one writing thread, after the writes asked for before; await the value.

        Of a `Result` the value is returned and the change emitted. What was asked for is done: cancelling the await
        does not stop it (its Avance does). `fn` does all or nothing: a database that is away is told so. After a write
        whose answer was lost, the next one that the database answers tells that anything may have changed.
        """

        def operation(*inner_args: Any, **inner_kw: Any) -> Any:
            try:
                with todo_o_nada():
                    outcome = fn(*inner_args, **inner_kw)
            except ResultadoDesconocidoError:
                self._doubtful = True
                raise
            except BaseInalcanzableError:
                raise
            except Exception:
                self._tell(NOTHING)
                raise
            if not isinstance(outcome, Result):
                self._tell(NOTHING)
                return outcome
            self._tell(outcome.change)
            return outcome.value

        return self._start(self._writer, operation, args, kw, titulo, avance)

    def _tell(self, change: Change) -> None:
        """On the writing thread."""
        if self._doubtful:
            self._doubtful, change = False, ANYTHING
        if change.kinds:
            self._committed.emit(change)

    def spawn(
        self, work: Coroutine[Any, Any, Any], ended: Callable[[BaseException | None], bool] | None = None
    ) -> asyncio.Task[Any] | None:
        """Start a coroutine from a slot. It begins at the loop's next turn; what it raises goes to `failed`.

        `ended` hears first how it ended: what it raised (CancelledError too), or None; answering True, that was all
        there is to say of it. Whoever has to deal with errors gives this instead of a coroutine around `work`: one
        that is cancelled before its first step would leave `work` unbegun.
        After `shutdown` nothing starts any more: None.
        """
        if self._closed:
            work.close()
            return None
        # Its own, also where a coroutine starts another one.
        context, asked = copy_context(), Asked()
        context.run(ASKING.set, asked)
        task = self._loop.create_task(work, context=context)
        # The loop itself holds tasks only weakly.
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._on_task_done(done, asked, ended))
        return task

    def shutdown(self) -> None:
        """Start nothing more, finish the writes, stop the reads, join the threads. May be called twice."""
        self._closed = True
        for avance in tuple(self._reading):
            avance.cancelar()
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        for task in tuple(self._tasks):
            task.cancel()
        global _loop_in_use
        if _loop_in_use is self._loop:
            _loop_in_use = None

    def _start(
        self,
        pool: ThreadPoolExecutor,
        fn: Callable[..., Any],
        args: tuple[Any, ...],
        kw: dict[str, Any],
        titulo: str | None,
        avance: Avance | None,
    ) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = self._loop.create_future()
        if self._closed:
            future.cancel()
            return future
        reporting: Reporting | None = None
        job: Job | None = None
        if titulo is not None or avance is not None:
            reporting = Reporting(avance)
            kw = {**kw, "avance": reporting}
        if titulo is not None and reporting is not None:
            job = Job(titulo, reporting)
            reporting.listener = lambda hecho, total: self._stepped.emit(job, hecho, total)
            self._jobs.append(job)
            self.started.emit(job)
        writes = pool is self._writer
        saves = writes or reporting is not None
        work = Work(job, reporting, writes, saves, ASKING.get())
        running = pool.submit(work.run, fn, args, kw)
        if pool is self._readers:
            if reporting is not None:
                self._reading.add(reporting)
            future.add_done_callback(lambda awaited: _abandon(awaited, running, reporting))
        self._writing += writes
        self._saving += saves
        running.add_done_callback(lambda done: self._from_thread(future, done, work))
        return future

    def _from_thread(self, future: asyncio.Future[Any], done: Future[Any], work: Work) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._deliver, future, done, work)

    def _deliver(self, future: asyncio.Future[Any], done: Future[Any], work: Work) -> None:
        """On the GUI thread: the work is over, however it ended."""
        self._writing -= work.writes
        self._saving -= work.saves
        if work.saves or work.hecho.quedo is not None:
            self._ended_at = time.monotonic()
        if work.reporting is not None:
            self._reading.discard(work.reporting)
        if work.job is not None:
            self._jobs.remove(work.job)
            self.finished.emit(work.job)
        if done.cancelled():
            future.cancel()
            return
        error = done.exception()
        if isinstance(error, StopIteration):
            # A future refuses this one, because inside a coroutine it would read as a return.
            error = RuntimeError(f"the work raised {error!r}")
        if future.done():
            # Whoever gave up a read does not want to hear why it would have been refused; a write is another matter.
            silent = CanceladoError if work.writes else RexusError
            if error is not None and not isinstance(error, silent):
                self._report(error)
        elif error is not None:
            future.set_exception(error)
        else:
            if work.asked is not None:
                work.asked.add(work.hecho.quedo)
            future.set_result(done.result())

    def _on_task_done(
        self,
        task: asyncio.Task[Any],
        asked: Asked,
        ended: Callable[[BaseException | None], bool] | None = None,
    ) -> None:
        self._tasks.discard(task)
        error = asyncio.CancelledError() if task.cancelled() else task.exception()
        if error is not None and asked.quedo is not None:
            suponer(error, asked.quedo)
        # What `ended` itself raises the loop tells of, as of any callback.
        told = ended is not None and ended(error)
        if error is not None and not told and not task.cancelled():
            self._report(error)

    def _report(self, error: BaseException) -> None:
        if self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
            self.failed.emit(error)
        else:
            self._loop.call_exception_handler({"message": "work failed and nobody listens", "exception": error})

    @Slot(object)
    def _on_committed(self, change: object) -> None:
        self.changed.emit(change)

    @Slot(object, object, object)
    def _on_stepped(self, job: Job, hecho: int, total: int) -> None:
        if job in self._jobs:
            job.hecho, job.total = hecho, total
            self.progress.emit(job)


def _abandon(awaited: asyncio.Future[Any], running: Future[Any], reporting: Avance | None) -> None:
    """Nobody awaits a read any more: it need not begin, or may stop at its next step."""
    if awaited.cancelled():
        running.cancel()
        if reporting is not None:
            reporting.cancelar()
