"""`rexus …` in a process of its own, born at once: one process loads the program and forks each command.

    python -m tests.end2end.consola SOCKET

To start Python and load the program takes several times as long as what most commands do. Each is a process all the
same, with its own arguments, environment, folder, streams and end of the interpreter.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from tests import claves_baratas

ROOT = Path(__file__).parents[2]
_PEDIDO = 1 << 20
_ABRIR_S = 60
# What commands load when they need it. Nothing that reads the environment while it is loaded.
_CARGAR = (
    "rexus.cli.programa", "rexus.modulos.tablas", "rexus.modulos.inventario.model", "rexus.configuracion",
    "rexus.db.migrations.runner", "rexus.intercambio", "rexus.respaldos", "rexus.seguridad.ingreso",
    "rexus.auditoria.modelo", "alembic.command", "argon2", "psycopg", "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite",
)  # fmt: skip


def correr(
    args: Sequence[str], *, cwd: Path, env: Mapping[str, str], entrada: str, plazo: float
) -> tuple[int, str, str]:
    """Run a command: its status and what it wrote. Raises TimeoutExpired after `plazo` seconds: it was killed then."""
    pedido = json.dumps({"args": list(args), "cwd": str(cwd), "env": dict(env)}).encode()
    with tempfile.TemporaryFile() as dentro, tempfile.TemporaryFile() as fuera, tempfile.TemporaryFile() as mal:
        dentro.write(entrada.encode())
        dentro.seek(0)
        with socket.socket(socket.AF_UNIX) as linea:
            linea.connect(_servidor()[0])
            socket.send_fds(linea, [len(pedido).to_bytes(4)], [f.fileno() for f in (dentro, fuera, mal)])
            linea.sendall(pedido)
            respuestas = linea.makefile()
            pid = int(respuestas.readline())
            linea.settimeout(plazo)
            try:
                estado = int(respuestas.readline())
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(list(args), plazo) from None
        return estado, _leido(fuera), _leido(mal)


def _leido(archivo: IO[bytes]) -> str:
    archivo.seek(0)
    # As `text=True` of subprocess reads.
    return archivo.read().decode().replace("\r\n", "\n")


_ABRIENDO = threading.Lock()


def _servidor() -> tuple[str, subprocess.Popen[bytes]]:
    with _ABRIENDO:
        return _abierto()


@functools.cache
def _abierto() -> tuple[str, subprocess.Popen[bytes]]:
    """The socket of the process that forks, and that process: it ends with this one, whose end its stdin tells it."""
    lugar = str(Path(tempfile.mkdtemp(prefix="rexus-consola-")) / "s")
    servidor = subprocess.Popen([sys.executable, "-m", "tests.end2end.consola", lugar], cwd=ROOT, stdin=subprocess.PIPE)
    hasta = time.monotonic() + _ABRIR_S
    while not Path(lugar).exists():
        assert time.monotonic() < hasta, "the process that forks commands did not start"
        time.sleep(0.01)
    return lugar, servidor


def main() -> None:
    """Fork whoever connects; the child goes on as the command."""
    import select

    for modulo in _CARGAR:
        importlib.import_module(modulo)
    importlib.import_module("sqlalchemy.orm").configure_mappers()
    # Every command signs in. Those that start anew (`Rexus.de_nuevo`) pay in full.
    claves_baratas.usar()
    # What was loaded stays as it is in every child.
    gc.freeze()
    oido = socket.socket(socket.AF_UNIX)
    lugar = Path(sys.argv[1])
    oido.bind(f"{lugar}.nuevo")
    oido.listen(64)
    Path(f"{lugar}.nuevo").rename(lugar)
    # Nobody asks how those that wait for a command ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        listos, _, _ = select.select([oido, 0], [], [])
        if 0 in listos:
            lugar.unlink()
            lugar.parent.rmdir()
            return
        linea, _ = oido.accept()
        if os.fork() == 0:
            oido.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _atender(linea)
        linea.close()


def _atender(linea: socket.socket) -> None:
    """Become the command, in a child, and tell how it ended. Raises SystemExit in the child."""
    largo, flujos, _, _ = socket.recv_fds(linea, 4, 3)
    leido = b""
    while len(leido) < int.from_bytes(largo):
        leido += linea.recv(_PEDIDO)
    pid = os.fork()
    if pid:
        linea.sendall(f"{pid}\n".encode())
        linea.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n".encode())
        os._exit(0)
    linea.close()
    pedido = json.loads(leido)
    for destino, flujo in enumerate(flujos):
        os.dup2(flujo, destino)
        os.close(flujo)
    os.environ.clear()
    os.environ.update(pedido["env"])
    time.tzset()
    os.chdir(pedido["cwd"])
    sys.argv = ["rexus", *pedido["args"]]
    from rexus.__main__ import main as rexus

    sys.exit(rexus())


if __name__ == "__main__":
    main()
