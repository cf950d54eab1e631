"""What the window and the process that prints (`cola`) know of each other: a folder, and what lies in it."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rexus.base.idioma import ESPANOL
from rexus.base.version import VERSION

if TYPE_CHECKING:
    from rexus.ui.impresion.salida import Imprimible

#: The argument by which the program becomes that process; its folder follows (`rexus.__main__`).
ARGUMENTO: Final = "--cola"
#: Files of the folder: what is wanted, what came of it, how far it is.
PEDIDO, RESPUESTA, PASO = "pedido", "respuesta", "paso"
#: In an answer: who asks is another version of the program.
OTRA_VERSION: Final = "otra_version"
#: Who may have the last word on a paper.
COLA, VENTANA = "cola", "ventana"
_ULTIMA: Final = "ultima_palabra"


@dataclass(frozen=True)
class Pedido:
    """Something to print, in the language and the letters of the window; nothing to print asks which printers there
    are."""

    impresora: str = ""
    imprimible: Imprimible | None = None
    idioma: str = ESPANOL
    letras: tuple[str, ...] = ()


class OtraVersionError(Exception):
    """What is wanted was written by another version: nobody can say what it means."""


def entregar(folder: Path, pedido: Pedido) -> None:
    """Put what is wanted there. Raises OSError."""
    (folder / PEDIDO).write_bytes(VERSION.encode("ascii") + b"\n" + pickle.dumps(pedido))


def tomar(folder: Path) -> Pedido:
    """Take what is wanted out of the folder. Raises OtraVersionError, OSError."""
    file = folder / PEDIDO
    version, _, pedido = file.read_bytes().partition(b"\n")
    # A list of the workshop does not lie about for longer than needed, whatever becomes of this process.
    file.unlink()
    if version != VERSION.encode("ascii"):
        raise OtraVersionError
    # Written by the window that started this, in a folder that nobody else may open.
    wanted: Pedido = pickle.loads(pedido)
    return wanted


def decidir(folder: Path, quien: str) -> bool:
    """Have the last word on a paper: the process before it sends it, the window when it is called off. Whoever comes
    first has it, so what was called off is never sent, and what is being sent is not said to be called off."""
    try:
        with (folder / _ULTIMA).open("x", encoding="ascii") as file:
            file.write(quien)
    except FileExistsError:
        return False
    return True


def decidido(folder: Path) -> bool:
    """Whether somebody had it."""
    return (folder / _ULTIMA).exists()


def enviado(folder: Path) -> bool:
    """Whether the process had it, as the window sees it: then something may come out of the printer."""
    return decidido(folder) and (folder / _ULTIMA).read_text(encoding="ascii") != VENTANA
