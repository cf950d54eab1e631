"""A list of suppliers, as it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rexus.intercambio.campos import Campo
from rexus.intercambio.filas_sueltas import FilasLeidas, leer_filas

CAMPOS: Final[tuple[Campo, ...]] = (
    Campo("nombre", "Nombre", sinonimos=("Proveedor", "Razón social", "Empresa"), obligatorio=True, largo=120,
          unico=True),
    Campo("contacto", "Contacto", sinonimos=("Vendedor", "Atiende"), largo=120),
    Campo("telefono", "Teléfono", sinonimos=("Tel.", "Celular"), largo=60),
    Campo("email", "Correo", sinonimos=("Email", "E-mail", "Correo electrónico", "Mail"), largo=255),
    Campo("direccion", "Dirección", sinonimos=("Domicilio",), largo=255),
    Campo("dias_entrega", "Días de entrega", "entero", ("Plazo", "Plazo de entrega", "Entrega (días)"), minimo=0,
          maximo=3650),
    Campo("observaciones", "Observaciones", sinonimos=("Obs.", "Notas", "Comentarios"), largo=4000),
)  # fmt: skip


def leer_proveedores(archivo: Path, *, hoja: str | None = None) -> FilasLeidas:
    """The rows of a list, for `stock.importar_proveedores`. Raises ArchivoError, ArchivoConErroresError."""
    # Nobody writes sums below it: a row without a name is a mistake.
    return leer_filas(archivo, CAMPOS, hoja=hoja, con_totales=True)
