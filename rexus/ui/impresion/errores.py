"""What can go wrong between the window and a printer, in the user's words."""

from __future__ import annotations

from rexus.base.errors import RexusError
from rexus.base.text import tr


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
            tr("«{nombre}» no contesta. Puede que algo salga todavía.").format(nombre=nombre),
            tr("Mirar la impresora antes de imprimir otra vez, o guardar un PDF."),
        )


class ColaError(RexusError):
    """The process that prints could not be started, or failed; nobody knows anything of the printer. `enviado`: it had
    begun to send the paper."""

    def __init__(self, *, enviado: bool = False) -> None:
        super().__init__(
            tr("No se pudo imprimir"),
            tr("Falló la parte de Rexus que habla con las impresoras."),
            tr("Mirar la impresora antes de imprimir otra vez, o guardar un PDF.")
            if enviado
            else tr("Revisar que haya lugar en el disco; si lo hay, cerrar Rexus y abrirlo de nuevo."),
        )
        self.enviado = enviado


class ProgramaCambiadoError(RexusError):
    """The program on disk is no longer the one whose window is open."""

    def __init__(self) -> None:
        super().__init__(
            tr("No se pudo imprimir"),
            tr("Rexus se actualizó o se quitó mientras estaba abierto."),
            tr("Cerrar Rexus y abrirlo de nuevo."),
        )
