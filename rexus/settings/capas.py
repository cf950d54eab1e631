"""The layers that a value may come from, as one snapshot that never changes: readers need no lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from rexus.settings.schema import SCHEMA

# Later wins. «base» is what the workshop shares through the database, «pendiente» what was changed here while the
# database was away and still has to go there.
Origen = Literal["fabrica", "usuario", "base", "pendiente", "entorno"]
LAYERS: Final[tuple[Origen, ...]] = ("fabrica", "usuario", "base", "pendiente", "entorno")
_STORED: Final[tuple[Origen, ...]] = LAYERS[:-1]

Valores = Mapping[str, Any]


class Capas:
    """Accepted values by layer. `con` makes the next snapshot."""

    def __init__(self, valores: Mapping[Origen, Valores] | None = None) -> None:
        self._valores: dict[Origen, Valores] = {layer: (valores or {}).get(layer, {}) for layer in LAYERS}

    def __getitem__(self, layer: Origen) -> Valores:
        return self._valores[layer]

    def con(self, cambios: Mapping[Origen, Valores]) -> Capas:
        """The same with these layers replaced."""
        return Capas({**self._valores, **cambios})

    def origen(self, clave: str) -> Origen:
        """Which layer the value comes from."""
        return self._origen(clave, LAYERS)

    def valor(self, clave: str) -> Any:
        """The value that holds, not copied."""
        return self._valores[self.origen(clave)].get(clave, SCHEMA[clave].default)

    def guardado(self, clave: str) -> Any:
        """The value that would hold without the environment, not copied."""
        return self._valores[self._origen(clave, _STORED)].get(clave, SCHEMA[clave].default)

    def de_fabrica(self, clave: str) -> Any:
        """The value that nobody chose."""
        return self._valores["fabrica"].get(clave, SCHEMA[clave].default)

    def diferencias(self, otras: Capas) -> frozenset[str]:
        """The keys whose value is not the same in `otras`."""
        return frozenset(clave for clave in SCHEMA if not iguales(self.valor(clave), otras.valor(clave)))

    def _origen(self, clave: str, layers: tuple[Origen, ...]) -> Origen:
        return next((layer for layer in reversed(layers) if clave in self._valores[layer]), "fabrica")


def iguales(uno: Any, otro: Any) -> bool:
    """Whether two values are the same; 1 and true are not."""
    return isinstance(uno, bool) == isinstance(otro, bool) and bool(uno == otro)
