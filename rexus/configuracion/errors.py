"""Refusals of the configuration."""

from __future__ import annotations

from rexus.base.errors import ConflictoError
from rexus.base.text import tr
from rexus.configuracion.datos import Fila


class ConfiguracionCambiadaError(ConflictoError):
    """Somebody else changed the key meanwhile. `fila` is what the database holds now."""

    def __init__(self, clave: str, fila: Fila | None) -> None:
        super().__init__(
            tr("Otra persona cambió «{clave}» mientras tanto. No se guardó nada.").format(clave=clave),
            tr("Mirar el valor nuevo y repetir el cambio."),
        )
        self.clave = clave
        self.fila = fila


class DictadaError(ConflictoError):
    """The environment dictates the key's value: what is saved would not hold."""

    def __init__(self, clave: str, variable: str) -> None:
        super().__init__(
            tr("La variable de entorno {variable} fija «{clave}». No se guardó nada.").format(
                clave=clave, variable=variable
            ),
            tr("Quitar la variable y abrir otra vez el programa para poder cambiarlo aquí."),
        )
        self.clave = clave
        self.variable = variable
