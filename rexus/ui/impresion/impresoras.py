"""The printers of this machine, asked through a process of their own (`cola`). In a worker thread: it waits for it."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QGuiApplication

from rexus.base import idioma
from rexus.base.errors import CanceladoError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.ui.impresion.pedido import ARGUMENTO, CANCELAR, PASO, PEDIDO, RESPUESTA, Pedido
from rexus.ui.impresion.salida import Imprimible

# What a spooler that is there needs is a second; a minute without a step of a paper is no work any more.
BUSCAR_S: Final = 15.0
CALLADA_S: Final = 60.0
# Until what was called off has given up by itself.
_DEJAR_S: Final = 3.0
_MIRAR_S: Final = 0.05
_ROOT: Final = Path(__file__).parents[3]


class ImpresoraError(RexusError):
    """The printer takes nothing."""

    def __init__(self, nombre: str) -> None:
        super().__init__(
            tr("No se pudo imprimir"),
            tr("La impresora «{nombre}» no recibe nada. No se imprimió nada.").format(nombre=nombre),
            tr("Revisar que esté encendida y conectada, o guardar un PDF."),
        )


class ImpresoraCalladaError(RexusError):
    """The printer was sent something and nobody knows what became of it."""

    def __init__(self, nombre: str) -> None:
        super().__init__(
            tr("La impresora no contesta"),
            tr("«{nombre}» no contesta desde hace un minuto. Puede que algo salga todavía.").format(nombre=nombre),
            tr("Mirar la impresora antes de imprimir otra vez, o guardar un PDF."),
        )


class _SinRespuestaError(Exception):
    """The process was silent for too long and was ended."""


@dataclass(frozen=True)
class Impresoras:
    """The printers that this machine knows, and which of them it prefers (empty: none). `callada`: the system did not
    answer."""

    nombres: tuple[str, ...] = ()
    preferida: str = ""
    callada: bool = False


def impresoras(*, avance: Avance) -> Impresoras:
    """Ask the system. Raises CanceladoError."""
    try:
        answer = _preguntar(Pedido(), avance, BUSCAR_S)
    except _SinRespuestaError:
        return Impresoras(callada=True)
    return Impresoras(tuple(answer.get("nombres", ())), answer.get("preferida", ""), callada=not answer)


def imprimir(nombre: str, imprimible: Imprimible, *, avance: Avance) -> None:
    """Hand it to the system's printer of that name. Raises ImpresoraError, ImpresoraCalladaError, CanceladoError."""
    letras = tuple(QGuiApplication.font().families())
    try:
        answer = _preguntar(Pedido(nombre, imprimible, idioma.en_uso(), letras), avance, CALLADA_S)
    except _SinRespuestaError:
        raise ImpresoraCalladaError(nombre) from None
    if not answer.get("hecho"):
        raise ImpresoraError(nombre)


def _preguntar(pedido: Pedido, avance: Avance, plazo: float) -> dict[str, Any]:
    """What the process answered; nothing if it failed, which the log tells. Raises CanceladoError once it has given
    up, _SinRespuestaError after `plazo` seconds without a step."""
    with tempfile.TemporaryDirectory(prefix="rexus-") as name:
        folder = Path(name)
        (folder / PEDIDO).write_bytes(pickle.dumps(pedido))
        with (folder / "errores").open("w+b") as errors:
            process = subprocess.Popen(
                [*_program(), ARGUMENTO, name], env=_environment(folder), stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=errors,
            )  # fmt: skip
            try:
                _esperar(process, folder, avance, plazo, _DEJAR_S if pedido.imprimible is not None else 0)
            finally:
                if process.poll() is None:
                    process.kill()
                process.wait()
            if (folder / RESPUESTA).exists():
                answer: dict[str, Any] = json.loads((folder / RESPUESTA).read_text(encoding="utf-8"))
                return answer
            errors.seek(0)
            told = errors.read().decode("utf-8", "replace")
    get_logger(__name__).error("The process that prints ended with %s: %s", process.returncode, told)
    return {}


def _esperar(process: subprocess.Popen[bytes], folder: Path, avance: Avance, plazo: float, dejar: float) -> None:
    """Until it ends. `dejar` seconds are given to what is called off."""
    step, told = "", time.monotonic()
    while process.poll() is None:
        now = _read(folder / PASO)
        if now != step:
            step, told = now, time.monotonic()
        elif time.monotonic() - told > plazo:
            raise _SinRespuestaError
        try:
            avance.paso(*(int(n) for n in step.split()[:2] or (0, 0)))
        except CanceladoError:
            (folder / CANCELAR).touch()
            with suppress(subprocess.TimeoutExpired):
                process.wait(dejar)
            raise
        time.sleep(_MIRAR_S)


def _read(file: Path) -> str:
    return file.read_text(encoding="ascii") if file.exists() else ""


def _program() -> list[str]:
    """The program itself, packaged or not."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "rexus"]


def _environment(folder: Path) -> dict[str, str]:
    """Whatever the spooler's library puts aside goes with the folder, also when the process is ended."""
    environment = os.environ | {"TMPDIR": str(folder)}
    if not getattr(sys, "frozen", False):
        environment["PYTHONPATH"] = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return environment
