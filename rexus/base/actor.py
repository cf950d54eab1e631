"""Who asks. Every operation receives an actor through its unit of work; there is no anonymous way in."""

from __future__ import annotations

from dataclasses import dataclass

from rexus.base.errors import PermisoError
from rexus.base.text import tr


@dataclass(frozen=True)
class Actor:
    """A signed-in user, or the program itself (`SISTEMA`).

    `permisos` holds words of the form «modulo.ver», «modulo.modificar», «modulo.aprobar», names of special rights, or
    «*» for all of them. `sesion` is the session that it acts in; None for the program itself.
    """

    usuario: str
    rol: str
    permisos: frozenset[str]
    usuario_id: int | None = None
    sesion: str | None = None

    def puede(self, permiso: str) -> bool:
        """Whether the actor holds `permiso`."""
        return "*" in self.permisos or permiso in self.permisos

    def exigir(self, permiso: str) -> None:
        """Raise PermisoError unless the actor holds `permiso`."""
        if not self.puede(permiso):
            raise PermisoError(
                tr("«{usuario}» no tiene el permiso «{permiso}». No se hizo nada.").format(
                    usuario=self.usuario, permiso=permiso
                ),
                permiso=permiso,
            )


SISTEMA = Actor("sistema", "sistema", frozenset({"*"}))
