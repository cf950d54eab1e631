"""What this home knows of the keys that the workshop shares: the database as last seen, and what waits to go there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rexus.settings.capas import Capas, iguales
from rexus.settings.espejo import Espejo, compartida
from rexus.settings.pendientes import Pendiente


@dataclass(frozen=True)
class Compartido:
    """One snapshot, replaced whole. `al_dia` is whether this process has seen the database itself."""

    espejo: Espejo = field(default_factory=Espejo)
    al_dia: bool = False
    pendientes: Mapping[str, Pendiente] = field(default_factory=dict)

    def disputada(self, clave: str) -> bool:
        """Whether the database holds, for a pending key, neither the value it was based on nor the one wanted."""
        if self.espejo.visto is None:
            return False
        pendiente, held = self.pendientes[clave], self.espejo.valores.get(clave)
        return not iguales(pendiente.base, held) and not iguales(pendiente.valor, held)

    def en_conflicto(self) -> frozenset[str]:
        """The pending keys that are disputed."""
        return frozenset(clave for clave in self.pendientes if self.disputada(clave))

    def vigentes(self, capas: Capas) -> dict[str, Any]:
        """The pending values that hold here, not checked: of shared keys, undisputed."""
        return {
            clave: capas.de_fabrica(clave) if pendiente.valor is None else pendiente.valor
            for clave, pendiente in self.pendientes.items()
            if compartida(clave) and not self.disputada(clave)
        }
