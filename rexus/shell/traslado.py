"""Going over from one home to another: the program closes its window on the one and opens it on the other, whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from rexus.base.paths import Paths
from rexus.settings import Settings
from rexus.shell.instance import Instance

# How the seat looks: the same on both sides.
_ASPECTO: Final = (
    "sistema.idioma",
    "tema.modo",
    "tema.densidad",
    "ventana.geometria",
    "ventana.navegacion_plegada",
)


@dataclass(frozen=True)
class Traslado:
    """From the workshop into its example, or back.

    `de`: where to go back to. `usuario`: comes into the example without signing in. `quitar_ejemplo`: the example goes,
    now that nobody works in it. `lugar`: the lock of the home that is gone to, taken already so that it is surely free.
    `aspecto`: settings to look alike.
    """

    a: Paths
    de: Paths | None = None
    usuario: str = ""
    quitar_ejemplo: bool = False
    lugar: Instance | None = None
    aspecto: Mapping[str, Any] = field(default_factory=dict)

    def desistir(self) -> None:
        """Stay after all."""
        if self.lugar is not None:
            self.lugar.release()

    def con_aspecto(self, settings: Settings) -> Traslado:
        """The same, to look as these settings say."""
        return replace(self, aspecto={clave: settings.get(clave) for clave in _ASPECTO})

    def vestir(self, settings: Settings) -> None:
        """Give those settings to the home that is come to. What is alike there already is nobody's choice."""
        for clave, valor in self.aspecto.items():
            if settings.get(clave) != valor:
                settings.set(clave, valor)
