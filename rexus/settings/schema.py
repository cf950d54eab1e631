"""Every key that can be configured: the single source of truth.

Adding a key to one of the lists is all it takes; run `python -m rexus.settings.generate` afterwards to write the
factory file. Labels and helps are Spanish source texts; who shows them passes them through `tr()`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rexus.settings import claves_conexion, claves_equipo, claves_taller
from rexus.settings.setting import Alcance, Setting, Tipo

__all__ = ["CATEGORIAS", "FORMAT_VERSION", "SCHEMA", "VERSION_KEY", "Alcance", "Categoria", "Setting", "Tipo"]

# Written into every settings file; a file with a higher number comes from a newer program.
FORMAT_VERSION: Final = 1
VERSION_KEY: Final = "version"

SCHEMA: Final[dict[str, Setting]] = {
    setting.clave: setting
    for setting in (
        *claves_conexion.CLAVES,
        *claves_taller.EMPRESA,
        *claves_taller.SISTEMA,
        *claves_taller.STOCK,
        *claves_equipo.ESCANER,
        *claves_taller.USUARIOS,
        *claves_taller.REPORTES,
        *claves_equipo.TEMA,
        *claves_taller.RESPALDO,
        *claves_equipo.OCULTAS,
    )
}


@dataclass(frozen=True)
class Categoria:
    """A page of the settings screen and the first parts of the keys on it. `titulo` is a source text for `tr()`."""

    id: str
    titulo: str
    prefijos: tuple[str, ...]

    @property
    def claves(self) -> list[Setting]:
        """The keys on it, in the order of the schema."""
        return [s for s in SCHEMA.values() if s.categoria in self.prefijos and not s.oculta]


# In the order of the screen: what people look for first, then what is set once. What the program keeps by itself
# stands in none.
CATEGORIAS: Final = (
    Categoria("sistema", "Sistema", ("sistema", "stock", "escaner", "auditoria")),
    Categoria("tema", "Tema", ("tema",)),
    Categoria("empresa", "Empresa", ("empresa",)),
    Categoria("usuarios", "Usuarios", ("usuarios",)),
    Categoria("reportes", "Reportes", ("reportes",)),
    Categoria("respaldo", "Respaldo", ("respaldo",)),
    Categoria("conexion", "Conexión", ("db",)),
    Categoria("integraciones", "Integraciones", ("cache",)),
)
