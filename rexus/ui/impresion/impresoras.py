"""The printers of this machine, asked through a process of their own (`cola`). In a worker thread: it waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QGuiApplication

from rexus.base import idioma
from rexus.base.errors import RexusError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.ui.impresion.errores import ColaError, ImpresoraCalladaError, ImpresoraError, ProgramaCambiadoError
from rexus.ui.impresion.pedido import Pedido
from rexus.ui.impresion.proceso import SinRespuestaError, preguntar
from rexus.ui.impresion.salida import Imprimible

# What a spooler that is there needs is a second; a minute without a step of a paper is no work any more.
BUSCAR_S: Final = 15.0
CALLADA_S: Final = 60.0


@dataclass(frozen=True)
class Impresoras:
    """The printers that this machine knows, and which of them it prefers (empty: none). `callada`: the system did not
    answer. `falla`: it could not be asked, and what to do."""

    nombres: tuple[str, ...] = ()
    preferida: str = ""
    callada: bool = False
    falla: str = ""


def impresoras(*, avance: Avance) -> Impresoras:
    """Ask the system. Raises CanceladoError."""
    try:
        answer = preguntar(Pedido(), avance, BUSCAR_S)
    except SinRespuestaError:
        return Impresoras(callada=True)
    except (ColaError, ProgramaCambiadoError) as error:
        return Impresoras(falla=error.explicacion)
    return Impresoras(tuple(answer["nombres"]), answer["preferida"])


def imprimir(nombre: str, imprimible: Imprimible, *, avance: Avance) -> None:
    """Hand it to the system's printer of that name. Raises CanceladoError, which says that nothing was sent, and
    ImpresoraError, ImpresoraCalladaError, ColaError, ProgramaCambiadoError."""
    letras = tuple(QGuiApplication.font().families())
    try:
        answer = preguntar(Pedido(nombre, imprimible, idioma.en_uso(), letras), avance, CALLADA_S)
    except SinRespuestaError:
        raise ImpresoraCalladaError(nombre) from None
    except (ColaError, ProgramaCambiadoError) as error:
        raise error.con(_que_salio(error)) from error
    if not answer["hecho"]:
        raise ImpresoraError(nombre)


def _que_salio(error: RexusError) -> str:
    if isinstance(error, ColaError) and error.enviado:
        return tr("Puede que algo salga todavía.")
    return tr("No se imprimió nada.")
