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
    """One snapshot, replaced whole. `al_dia` is whether this process has seen the database itself.

    `instalacion` is the database that is worked with, empty while nobody said: then it is the one seen last.
    """

    espejo: Espejo = field(default_factory=Espejo)
    al_dia: bool = False
    pendientes: Mapping[str, Pendiente] = field(default_factory=dict)
    instalacion: str = ""

    @property
    def visto(self) -> Espejo:
        """The database that is worked with, as last seen; nothing if what was seen is another one."""
        return Espejo() if self._es_otra(self.espejo.instalacion) else self.espejo

    def ajena(self, clave: str) -> bool:
        """Whether a pending change is for another database than the one that is worked with."""
        return self._es_otra(self.pendientes[clave].instalacion)

    def ajenas(self) -> frozenset[str]:
        """The pending keys that wait for another database."""
        return frozenset(clave for clave in self.pendientes if self.ajena(clave))

    def disputada(self, clave: str) -> bool:
        """Whether the database was changed after a pending change was made, and does not hold the value wanted."""
        visto = self.visto
        if visto.visto is None or self.ajena(clave):
            return False
        pendiente, held = self.pendientes[clave], visto.valores.get(clave)
        if iguales(pendiente.valor, held):
            return False
        # A value that went away and came back is not the one it was based on: somebody decided on it since.
        return not iguales(pendiente.base, held) or (
            pendiente.version is not None and visto.version(clave) not in (None, pendiente.version)
        )

    def en_conflicto(self) -> frozenset[str]:
        """The pending keys that are disputed."""
        return frozenset(clave for clave in self.pendientes if self.disputada(clave))

    def vigentes(self, capas: Capas) -> dict[str, Any]:
        """The pending values that hold here, not checked: of shared keys, undisputed."""
        return {
            clave: capas.de_fabrica(clave) if pendiente.valor is None else pendiente.valor
            for clave, pendiente in self.pendientes.items()
            if compartida(clave) and not self.ajena(clave) and not self.disputada(clave)
        }

    def _es_otra(self, instalacion: str) -> bool:
        actual = self.instalacion or self.espejo.instalacion
        return bool(instalacion and actual) and instalacion != actual
