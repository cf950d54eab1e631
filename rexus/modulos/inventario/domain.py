"""What a perfil is: its fields, and what they accept. Pure: no database, no screen."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from rexus.db.validacion import Texto
from rexus.stock.validacion import DatosArticulo, Importe, Milimetros, Piezas

CLASE = "perfil"
PERMISO = "inventario"

# What the search looks through, and what can be chosen as a filter.
BUSCADOS = ("codigo", "descripcion", "acabado", "proveedor", "ubicacion", "qr")
FILTROS = ("tipo", "tipo_material", "acabado", "proveedor", "ubicacion")


class DatosPerfil(DatosArticulo):
    """The fields of a perfil that people edit. Lengths in whole mm, quantities in pieces, `importe` for one unit."""

    codigo: Annotated[Texto, Field(min_length=1, max_length=60, title="Código")]
    descripcion: Annotated[Texto, Field(max_length=255, title="Descripción")] = ""
    tipo: Annotated[Texto, Field(max_length=60, title="Tipo")] = ""
    tipo_material: Annotated[Texto, Field(max_length=60, title="Material")] = ""
    acabado: Annotated[Texto, Field(max_length=120, title="Acabado")] = ""
    numero: Annotated[Texto, Field(max_length=30, title="Número")] = ""
    vs: Annotated[Texto, Field(max_length=30, title="Vs.")] = ""
    proveedor: Annotated[Texto, Field(max_length=120, title="Proveedor")] = ""
    longitud: Annotated[Milimetros, Field(title="Longitud")] = 0
    ancho: Annotated[Milimetros, Field(title="Ancho")] = 0
    alto: Annotated[Milimetros, Field(title="Alto")] = 0
    retazo_minimo: Annotated[Milimetros, Field(title="Retazo mínimo")] = 0
    unidad: Annotated[Texto, Field(max_length=20, title="Unidad")] = "barra"
    ubicacion: Annotated[Texto, Field(max_length=60, title="Ubicación")] = ""
    stock_minimo: Annotated[Piezas, Field(title="Stock mínimo")] = Decimal(0)
    ped_min: Annotated[Piezas, Field(title="Pedido mínimo")] = Decimal(0)
    emba: Annotated[Piezas, Field(title="Embalaje")] = Decimal(0)
    importe: Annotated[Importe, Field(title="Importe")] = Decimal(0)
    qr: Annotated[Texto, Field(max_length=255, title="QR")] = ""
    imagen_referencia: Annotated[Texto, Field(max_length=255, title="Imagen de referencia")] = ""
    observaciones: Annotated[Texto, Field(max_length=4000, title="Observaciones")] = ""
