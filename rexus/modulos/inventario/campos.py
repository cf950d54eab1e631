"""How a spreadsheet names the fields of a perfil: headings met in real files, besides the label itself."""

from __future__ import annotations

from rexus.catalogo.campos import campos_de
from rexus.intercambio.campos import Campo
from rexus.modulos.inventario.orm import CLASE_PERFIL

_SINONIMOS: dict[str, tuple[str, ...]] = {
    "descripcion": ("Detalle", "Denominación", "Nombre", "Artículo", "Producto"),
    "tipo": ("Clase", "Rubro"),
    "tipo_material": ("Tipo de material", "Material"),
    "acabado": ("Terminación", "Color", "Acabado superficial"),
    "numero": ("Nro", "Nº", "N.º"),
    "vs": ("Versión",),
    "proveedor": ("Fabricante", "Marca"),
    "longitud": ("Largo", "Long. mm", "Longitud (mm)"),
    "ancho": ("Ancho (mm)",),
    "alto": ("Altura", "Alto (mm)"),
    "retazo_minimo": ("Retazo útil", "Largo mínimo de retazo", "Retazo mínimo (mm)"),
    "unidad": ("Unidad de medida", "U.M.", "UM"),
    "importe": ("Precio", "Precio unitario", "Costo"),
    "qr": ("Código QR", "Código de barras", "EAN"),
    "imagen_referencia": ("Imagen", "Foto"),
}

CAMPOS: tuple[Campo, ...] = campos_de(CLASE_PERFIL, _SINONIMOS)
