"""What the window and the process that prints (`cola`) know of each other: a folder, and what lies in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rexus.base.idioma import ESPANOL

if TYPE_CHECKING:
    from rexus.ui.impresion.salida import Imprimible

#: The argument by which the program becomes that process; its folder follows (`rexus.__main__`).
ARGUMENTO: Final = "--cola"
#: Files of the folder: what is wanted, what came of it, how far it is, and that nobody wants it any more.
PEDIDO, RESPUESTA, PASO, CANCELAR = "pedido", "respuesta", "paso", "cancelar"


@dataclass(frozen=True)
class Pedido:
    """Something to print, in the language and the letters of the window; nothing to print asks which printers there
    are."""

    impresora: str = ""
    imprimible: Imprimible | None = None
    idioma: str = ESPANOL
    letras: tuple[str, ...] = ()
