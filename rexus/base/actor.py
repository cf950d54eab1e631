"""Who asks. Every operation receives an actor through its unit of work; there is no anonymous way in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A signed-in user, or the program itself (`SISTEMA`).

    `permisos` holds words of the form «modulo.ver», «modulo.modificar», «modulo.aprobar», or «*» for all of them.
    """

    usuario: str
    rol: str
    permisos: frozenset[str]
    usuario_id: int | None = None

    def puede(self, permiso: str) -> bool:
        """Whether the actor holds `permiso`."""
        return "*" in self.permisos or permiso in self.permisos


SISTEMA = Actor("sistema", "sistema", frozenset({"*"}))
