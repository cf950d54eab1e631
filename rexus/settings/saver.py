"""Saving without making anybody wait: changes gather for a moment and a thread of its own writes them together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.settings import espejo
from rexus.settings.espejo import Espejo
from rexus.settings.file import Document, Problema, SettingsFile

log = get_logger(__name__)

# Changes that come together (a column being dragged) are saved together.
_QUIET_SECONDS: Final = 0.3

Decision = Callable[[Document], Mapping[str, Any]]


class Saver:
    """Writes to one settings file. `contar` hears what was wrong with the file, `al_fallar` what could not be saved
    by the thread, in that thread.

    `disk` is held from the instant that a change stops waiting until it is written: who holds it finds each change
    among the waiting ones or in the file.
    """

    def __init__(
        self,
        file: SettingsFile,
        contar: Callable[[Problema], None],
        al_fallar: Callable[[RexusError], None],
        disk: threading.RLock,
    ) -> None:
        self._file = file
        self._contar = contar
        self._al_fallar = al_fallar
        self._changes: dict[str, Any] = {}
        self._espejo: Espejo | None = None
        self._lock = threading.Lock()
        self._disk = disk
        self._hurry = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def waiting(self) -> dict[str, Any]:
        """The changes of keys that nobody began to write yet."""
        with self._lock:
            return dict(self._changes)

    def later(self, changes: Mapping[str, Any]) -> None:
        """Save these keys soon."""
        with self._lock:
            self._changes.update(changes)
            self._start()

    def mirror_later(self, copy: Espejo) -> None:
        """Save this copy of the database's values soon, in place of an older one that waits."""
        with self._lock:
            self._espejo = copy
            self._start()

    def now(self, decide: Decision | None = None) -> None:
        """Write what waits, and what `decide` says under the file's lock, in this thread.

        Raises as `SettingsFile.edit`; then nothing of it is on the disk, and what waited goes on waiting.
        """
        with self._disk:
            with self._lock:
                changes, self._changes = self._changes, {}
                copy, self._espejo = self._espejo, None

            def together(document: Document) -> dict[str, Any]:
                mirrored = {} if copy is None else espejo.changes(document, copy)
                return {**mirrored, **changes, **(decide(document) if decide is not None else {})}

            if not changes and copy is None and decide is None:
                return
            try:
                problems = self._file.edit(together)
            except BaseException:
                with self._lock:
                    self._changes = {**changes, **self._changes}
                    self._espejo = self._espejo or copy
                raise
            for problem in problems:
                self._contar(problem)

    def close(self) -> None:
        """Save what waits and end the thread."""
        self._hurry.set()
        thread = self._thread
        if thread is not None:
            thread.join()
        self._hurry.clear()

    def _start(self) -> None:
        if self._thread is None:
            # Not a daemon: the interpreter waits for it, so that the last change is not lost at exit.
            self._thread = threading.Thread(target=self._save_soon, name="rexus-settings")
            self._thread.start()

    def _save_soon(self) -> None:
        while True:
            self._hurry.wait(_QUIET_SECONDS)
            failure: RexusError | None = None
            try:
                self.now()
            except RexusError as error:
                log.warning("settings not saved: %s", error)
                failure = error
            with self._lock:
                if failure is not None or (not self._changes and self._espejo is None):
                    self._thread = None
                    break
        if failure is not None:
            self._al_fallar(failure)
