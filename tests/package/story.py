"""A first day with the packaged program: first run, sign-in, a spreadsheet imported, a movement; by clicks and keys."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.package.desk import PATIENCE_S, Desk, NotSeenError, until
from tests.package.eyes import Eyes

USUARIO: Final = "ana"
CLAVE: Final = "siete barras de aluminio"
CODIGO: Final = "564002"
CANTIDAD: Final = "12"
# Longer than a dialog takes to close.
_REACTS_S: Final = 10.0


def unquiet(lines: Iterable[str]) -> list[str]:
    """Of a log, what is a warning, anything worse, or no record at all, such as a line of a traceback."""
    return [line for line in lines if line.split(" ", 2)[1:2] not in (["DEBUG"], ["INFO"])]


class Story:
    """`program` is the frozen one; `home` its REXUS_HOME."""

    def __init__(self, program: Path, home: Path, desk: Desk, eyes: Eyes) -> None:
        self._program = program
        self._home = home
        self._desk = desk
        self._eyes = eyes
        self._said = home.with_name("said.txt")

    def first_run(self) -> None:
        """An empty home: the account of whoever administers is made, and the window opens."""
        with self._window():
            for handle, text in (("usuario", USUARIO), ("clave", CLAVE), ("repetir", CLAVE)):
                self._fill(f"bienvenida.{handle}", text)
            self._click("bienvenida.crear")
            self._eyes.wait("principal.navegacion")
            self._quit()

    def work(self, sheet: Path, replace: Callable[[], None]) -> None:
        """Sign in, import `sheet`, register a movement of `CODIGO`, and leave.

        `replace` puts another version in the program's place once it is signed in: what is opened from then on was
        never opened before, and the window must know no difference.
        """
        with self._window():
            self._fill("login.usuario", USUARIO)
            self._fill("login.clave", CLAVE)
            self._click("login.entrar")
            self._eyes.wait("principal.navegacion")
            replace()
            self._import(sheet)
            self._move()
            self._quit()
        self._nothing_in_the_log()

    # ── Stations ──

    def _import(self, sheet: Path) -> None:
        self._desk.keys("ctrl+2")
        self._eyes.wait("inventario.buscar")
        self._desk.keys("ctrl+i")
        self._click("importar.aceptar")
        self._eyes.wait("archivo.leer")
        self._fill("fileNameEdit", str(sheet))
        self._accept_file()
        waiting = ["Revisar", "Importar"]

        def imported() -> bool:
            """Each step has its verb, on one button; a Return that came late may have pressed the first."""
            seen = self._eyes.find("importar.aceptar")
            if seen is not None and seen.enabled and (verb := seen.name.partition(" ")[0]) in waiting:
                del waiting[: waiting.index(verb) + 1]
                self._desk.click(*seen.centre)
            return seen is None

        until(imported, "the end of the import")

    def _accept_file(self) -> None:
        """Return, and once more if the first only closed the list of names that begin alike."""

        def accepted() -> bool:
            self._desk.keys("Return")
            try:
                self._eyes.gone("archivo.leer", patience=_REACTS_S)
            except NotSeenError:
                return False
            return True

        until(accepted, "the end of the file dialog")

    def _move(self) -> None:
        self._fill("inventario.buscar", CODIGO)
        self._desk.keys("Return")
        self._eyes.wait("inventario.detalle.codigo")
        self._desk.keys("ctrl+e")
        self._verb("inventario.entrada.dialogo", f"Entrada de {CODIGO}")
        self._fill("inventario.entrada.cantidad", CANTIDAD)
        self._desk.keys("Return")
        self._eyes.gone("inventario.entrada.cantidad")

    def _nothing_in_the_log(self) -> None:
        """No line of a warning or of anything worse, and nothing said beside it."""
        lines = (self._home / "logs" / "rexus.log").read_text(encoding="utf-8").splitlines()
        bad = unquiet(lines)
        said = self._said.read_text(encoding="utf-8", errors="replace")
        if bad or said:
            raise NotSeenError(f"in the log: {bad}\nsaid: {said}")

    # ── Hands and eyes ──

    @contextmanager
    def _window(self) -> Iterator[None]:
        """The program, started and, if all went well, already gone by itself."""
        said = self._said
        with said.open("ab") as sink:
            environment = {**self._desk.variables, "REXUS_HOME": str(self._home)}
            self._process = subprocess.Popen(
                [str(self._program)], env=environment, cwd=self._home.parent, stdout=sink, stderr=sink
            )
            try:
                yield
            except (NotSeenError, subprocess.CalledProcessError) as error:
                raise NotSeenError(f"{error}\n{self._eyes.tree()}\n{said.read_text(errors='replace')}") from error
            finally:
                if self._process.poll() is None:
                    os.kill(self._process.pid, signal.SIGKILL)
                    self._process.wait()
        if self._process.returncode != 0:
            raise NotSeenError(f"it left with {self._process.returncode}:\n{said.read_text(errors='replace')}")

    def _quit(self) -> None:
        # Where nothing manages windows, keys go back to the one below a dialog with the next click only.
        self._click("principal.estado")
        self._desk.keys("ctrl+q")
        self._process.wait(timeout=PATIENCE_S)

    def _click(self, handle: str) -> None:
        self._desk.click(*self._eyes.wait(handle).centre)

    def _fill(self, handle: str, text: str) -> None:
        """Click into a field, put `text` in place of what is there."""
        self._click(handle)
        until(lambda: (seen := self._eyes.find(handle)) is not None and seen.focused, f"the keys in {handle}")
        self._desk.keys("ctrl+a")
        self._desk.type(text)

    def _verb(self, handle: str, verb: str) -> None:
        """Until a button that changes its verb has this one, and can be used."""

        def ready() -> bool:
            seen = self._eyes.find(handle)
            return seen is not None and seen.enabled and seen.name.startswith(verb)

        until(ready, f"{handle} «{verb}»")
