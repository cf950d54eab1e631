"""What a herraje is: its fields, and what they accept. Pure: no database, no screen."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from rexus.db.validacion import Texto
from rexus.stock.validacion import DatosArticulo, Importe, Piezas

CLASE = "herraje"
PERMISO = "herrajes"

# What the search looks through, and what can be chosen as a filter.
BUSCADOS = (
    "codigo",
    "nombre",
    "descripcion",
    "categoria",
    "marca",
    "modelo",
    "color",
    "proveedor",
    "ubicacion",
    "especificaciones",
)
FILTROS = ("categoria", "marca", "modelo", "color", "proveedor", "ubicacion")


class DatosHerraje(DatosArticulo):
    """The fields of a herraje that people edit. Quantities in pieces, `precio_unitario` for one of them."""

    codigo: Annotated[Texto, Field(min_length=1, max_length=60, title="Código")]
    nombre: Annotated[Texto, Field(max_length=255, title="Nombre")] = ""
    descripcion: Annotated[Texto, Field(max_length=255, title="Descripción")] = ""
    categoria: Annotated[Texto, Field(max_length=60, title="Categoría")] = ""
    marca: Annotated[Texto, Field(max_length=80, title="Marca")] = ""
    modelo: Annotated[Texto, Field(max_length=80, title="Modelo")] = ""
    color: Annotated[Texto, Field(max_length=60, title="Color")] = ""
    proveedor: Annotated[Texto, Field(max_length=120, title="Proveedor")] = ""
    unidad_medida: Annotated[Texto, Field(max_length=20, title="Unidad de medida")] = "unidad"
    precio_unitario: Annotated[Importe, Field(title="Precio unitario")] = Decimal(0)
    ubicacion: Annotated[Texto, Field(max_length=60, title="Ubicación")] = ""
    stock_minimo: Annotated[Piezas, Field(title="Stock mínimo")] = Decimal(0)
    ped_min: Annotated[Piezas, Field(title="Pedido mínimo")] = Decimal(0)
    emba: Annotated[Piezas, Field(title="Embalaje")] = Decimal(0)
    especificaciones: Annotated[Texto, Field(max_length=4000, title="Especificaciones")] = ""
    imagen_url: Annotated[Texto, Field(max_length=500, title="Dirección de la imagen")] = ""
    observaciones: Annotated[Texto, Field(max_length=4000, title="Observaciones")] = ""
