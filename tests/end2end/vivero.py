"""Processes that are killed, born at once: one process loads what they need and forks each of them.

    python -m tests.end2end.vivero MODULE    # each child calls `main()` of MODULE, its arguments in sys.argv

To start Python and load the program takes longer than what is killed here.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FIN = "FIN "


class Hijo:
    """A process that works until it is done or killed. `dicho`: the whole lines that it said and that were read."""

    def __init__(self, vivero: subprocess.Popen[str]) -> None:
        self._vivero = vivero
        self.dicho: list[str] = []
        self.estado: int | None = None
        self._pid = int(self._leer())

    def linea(self) -> str:
        """The next line; "" when it has ended."""
        if self.estado is not None:
            return ""
        linea = self._leer()
        if _FIN in linea:
            # Whatever stands before it is half a line that the kill cut off.
            self.estado = int(linea.rpartition(_FIN)[2])
            return ""
        self.dicho.append(linea)
        return linea

    def hasta(self, linea: str) -> None:
        """Wait until it says that."""
        while (dicha := self.linea()) != linea:
            assert dicha, f"it ended before «{linea}»: {self.estado} {self.dicho}"

    def matar(self) -> None:
        """kill -9, if it still lives. Nobody else gets its number in so short a time."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def esperar(self) -> int:
        """Until it has ended, reading what it says: 0, or minus the signal that killed it."""
        while self.linea():
            pass
        assert self.estado is not None
        return self.estado

    def _leer(self) -> str:
        assert self._vivero.stdout
        linea = self._vivero.stdout.readline()
        assert linea.endswith("\n"), "the process that loads has died"
        return linea[:-1]


Nacer = Callable[..., Hijo]


@contextmanager
def vivero(modulo: str, *, callado: bool = False) -> Iterator[Nacer]:
    """`nacer(*argumentos, entrada=())` starts one; the one before must have ended. `entrada`: lines on its stdin.

    `callado`: what they say on stderr is let go.
    """
    proceso = subprocess.Popen(
        [sys.executable, "-m", "tests.end2end.vivero", modulo],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if callado else None,
        text=True,
    )
    assert proceso.stdin and proceso.stdout
    entrada_del_vivero = proceso.stdin

    def nacer(*argumentos: str, entrada: Sequence[str] = ()) -> Hijo:
        pedido = {"argumentos": argumentos, "entrada": entrada, "entorno": dict(os.environ)}
        entrada_del_vivero.write(json.dumps(pedido) + "\n")
        entrada_del_vivero.flush()
        return Hijo(proceso)

    try:
        yield nacer
    finally:
        proceso.stdin.close()
        proceso.stdout.close()
        proceso.terminate()
        proceso.wait()


def main() -> None:
    """One child for each line of stdin, one after the other. Nothing is opened and no thread started in between."""
    modulo = importlib.import_module(sys.argv[1])
    # What every child would do again.
    importlib.import_module("sqlalchemy.orm").configure_mappers()
    for de_cada_base in ("sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql.psycopg", "psycopg"):
        importlib.import_module(de_cada_base)
    while pedido := sys.stdin.readline():
        datos = json.loads(pedido)
        pid = os.fork()
        if pid == 0:
            # It says itself who it is: so that comes before all else that it says.
            print(os.getpid(), flush=True)
            _vivir(modulo.main, datos["argumentos"], datos["entrada"], datos["entorno"])
        print(f"{_FIN}{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}", flush=True)


def _vivir(principal: Callable[[], None], argumentos: list[str], entrada: list[str], entorno: dict[str, str]) -> None:
    """The life of a child."""
    estado = 1
    try:
        os.environ.clear()
        os.environ.update(entorno)
        sys.argv[1:] = argumentos
        sys.stdin = io.StringIO("".join(f"{linea}\n" for linea in entrada))
        principal()
        sys.stdout.flush()
        estado = 0
    except BaseException:  # noqa: BLE001 - whatever it was, the test sees it and the status
        traceback.print_exc()
    finally:
        os._exit(estado)


if __name__ == "__main__":
    main()
