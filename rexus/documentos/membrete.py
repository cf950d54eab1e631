"""Who signs a paper: what stands on top of every sheet and below it, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rexus.base.text import tr

if TYPE_CHECKING:
    from rexus.settings.settings import Settings


@dataclass(frozen=True)
class Membrete:
    """The workshop on its papers; what is empty is left out. `hoja` is «A4», «carta» or «legal»."""

    nombre: str = ""
    cuit: str = ""
    direccion: str = ""
    telefono: str = ""
    email: str = ""
    sitio_web: str = ""
    encabezado: str = ""
    pie: str = ""
    moneda: str = ""
    hoja: str = "A4"

    @property
    def renglones(self) -> list[str]:
        """What stands below the name, a line each."""
        cuit = tr("CUIT {numero}").format(numero=self.cuit) if self.cuit else ""
        contacto = " · ".join(t for t in (self.telefono, self.email, self.sitio_web) if t)
        direccion = ", ".join(t.strip() for t in self.direccion.splitlines() if t.strip())
        return [t for t in (*self.encabezado.splitlines(), direccion, contacto, cuit) if t.strip()]


def membrete(settings: Settings) -> Membrete:
    """The workshop as the settings describe it."""
    return Membrete(
        nombre=settings.get("empresa.nombre"),
        cuit=settings.get("empresa.cuit"),
        direccion=settings.get("empresa.direccion"),
        telefono=settings.get("empresa.telefono"),
        email=settings.get("empresa.email"),
        sitio_web=settings.get("empresa.sitio_web"),
        encabezado=settings.get("reportes.encabezado"),
        pie=settings.get("reportes.pie"),
        moneda=settings.get("empresa.moneda"),
        hoja=settings.get("reportes.papel"),
    )
