"""How a spreadsheet names the fields of a herraje: headings met in real files, besides the label itself."""

from __future__ import annotations

from rexus.catalogo.campos import campos_de
from rexus.intercambio.campos import Campo
from rexus.modulos.herrajes.orm import CLASE_HERRAJE

_SINONIMOS: dict[str, tuple[str, ...]] = {
    "nombre": ("Denominación", "Herraje", "Producto", "Artículo"),
    "descripcion": ("Detalle",),
    "categoria": ("Rubro", "Familia", "Tipo"),
    "marca": ("Fabricante",),
    "modelo": ("Línea", "Serie"),
    "color": ("Acabado", "Terminación"),
    "proveedor": ("Distribuidor",),
    "unidad_medida": ("Unidad", "U.M.", "UM"),
    "precio_unitario": ("Precio", "Importe", "Costo"),
    "especificaciones": ("Espec.", "Características", "Datos técnicos"),
    "imagen_url": ("Imagen", "Foto", "URL de la imagen"),
}

CAMPOS: tuple[Campo, ...] = campos_de(CLASE_HERRAJE, _SINONIMOS)
