"""The process that prints (`cola`), as the window has it: started, waited for, ended. In a worker thread."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import IO, Any, Final

from rexus.base.errors import CanceladoError
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.ui.impresion.errores import ColaError, ProgramaCambiadoError
from rexus.ui.impresion.pedido import (
    ARGUMENTO,
    OTRA_VERSION,
    PASO,
    RESPUESTA,
    VENTANA,
    Pedido,
    decidido,
    decidir,
    entregar,
    enviado,
)

# Until what was called off has given up by itself; until what was called off too late is through.
_DEJAR_S: Final = 3.0
_TERMINAR_S: Final = 15.0
_MIRAR_S: Final = 0.05
_PREFIJO: Final = "rexus-cola-"
# Of what is under way the folder is touched at each step, and those come every minute.
_VIEJA_S: Final = 3600
_ROOT: Final = Path(__file__).parents[3]


class SinRespuestaError(Exception):
    """The process was silent for too long and was ended."""


def preguntar(pedido: Pedido, avance: Avance, plazo: float) -> dict[str, Any]:
    """What the process answered. Raises CanceladoError once it has given up, SinRespuestaError after `plazo` seconds
    without a step, ProgramaCambiadoError, and ColaError for anything else that ends it; the log tells what."""
    try:
        _sweep()
        with tempfile.TemporaryDirectory(prefix=_PREFIJO, ignore_cleanup_errors=True) as name:
            return _answer(Path(name), pedido, avance, plazo)
    except OSError as error:
        get_logger(__name__).exception("The process that prints could not be started")
        raise ColaError from error


def _answer(folder: Path, pedido: Pedido, avance: Avance, plazo: float) -> dict[str, Any]:
    entregar(folder, pedido)
    with (folder / "errores").open("w+b") as errors:
        process = _started(folder, errors)
        try:
            in_time = _wait(process, folder, avance, plazo, _DEJAR_S if pedido.imprimible is not None else 0)
        except OSError as error:
            raise ColaError(enviado=enviado(folder)) from error
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
        errors.seek(0)
        told = errors.read().decode("utf-8", "replace")
    if (folder / RESPUESTA).exists():
        answer: dict[str, Any] = json.loads((folder / RESPUESTA).read_text(encoding="utf-8"))
        if answer.get(OTRA_VERSION):
            raise ProgramaCambiadoError
        return answer
    if not in_time:
        raise SinRespuestaError
    get_logger(__name__).error("The process that prints ended with %s: %s", process.returncode, told)
    raise ColaError(enviado=enviado(folder))


def _started(folder: Path, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [*_program(), ARGUMENTO, str(folder)], env=_environment(folder), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=errors,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise ProgramaCambiadoError from error


def _wait(process: subprocess.Popen[bytes], folder: Path, avance: Avance, plazo: float, dejar: float) -> bool:
    """Until it ends; False when it was silent for too long. `dejar` seconds are given to what is called off. Raises
    CanceladoError when it can no longer send anything."""
    step, told, pause, too_late = ("", False), time.monotonic(), Event(), False
    while process.poll() is None:
        now = (_read(folder / PASO), decidido(folder))
        if now != step:
            step, told = now, time.monotonic()
            os.utime(folder)
        elif time.monotonic() - told > plazo:
            return False
        if not too_late:
            try:
                avance.paso(*(int(n) for n in step[0].split()[:2] or (0, 0)))
            except CanceladoError:
                if decidir(folder, VENTANA):
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(dejar)
                    raise
                too_late, told, plazo = True, time.monotonic(), min(plazo, _TERMINAR_S)
        pause.wait(_MIRAR_S)
    return True


def _read(file: Path) -> str:
    return file.read_text(encoding="ascii") if file.exists() else ""


def _program() -> list[str]:
    """The program itself, packaged or not."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "rexus"]


def _environment(folder: Path) -> dict[str, str]:
    """Whatever the spooler's library puts aside goes with the folder, also when the process is ended."""
    # The first is read by Linux and macOS, the others by Windows.
    environment = os.environ | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(folder))
    if not getattr(sys, "frozen", False):
        environment["PYTHONPATH"] = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return environment


def _sweep() -> None:
    """Take away what windows left that were killed while they printed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIJO}*"):
        # Gone meanwhile, or somebody else's.
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _VIEJA_S:
                shutil.rmtree(folder)
