"""How a spreadsheet names the fields of a perfil: labels and limits from the domain, and the words people use."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rexus.db.types import Cantidad, Dinero
from rexus.intercambio.campos import Campo, TipoCampo
from rexus.modulos.inventario.domain import DatosPerfil
from rexus.modulos.inventario.orm import Perfil

# Headings met in real files, besides the label itself. Case, accents, dots and usual abbreviations are understood.
_SINONIMOS: dict[str, tuple[str, ...]] = {
    "codigo": ("Código de artículo", "Referencia", "Artículo", "Cod. proveedor"),
    "descripcion": ("Detalle", "Denominación", "Nombre"),
    "tipo": ("Clase", "Rubro"),
    "tipo_material": ("Tipo de material", "Material"),
    "acabado": ("Terminación", "Color", "Acabado superficial"),
    "numero": ("Nro", "Nº", "N.º"),
    "vs": ("Versión",),
    "proveedor": ("Fabricante", "Marca"),
    "longitud": ("Largo", "Long. mm", "Longitud (mm)"),
    "ancho": ("Ancho (mm)",),
    "alto": ("Altura", "Alto (mm)"),
    "unidad": ("Unidad de medida", "U.M.", "UM"),
    "ubicacion": ("Rack", "Lugar", "Depósito", "Estante"),
    "stock_actual": ("Stock", "Existencia", "Existencias", "Cantidad", "Stock inicial"),
    "stock_minimo": ("Mínimo", "Stock de seguridad", "Punto de pedido", "Cant. mínima"),
    "ped_min": ("Ped. mín.", "Pedido min", "Cantidad mínima de pedido"),
    "emba": ("Emba.", "Pack", "Unidades por paquete"),
    "importe": ("Precio", "Precio unitario", "Costo"),
    "qr": ("Código QR", "Código de barras", "EAN"),
    "imagen_referencia": ("Imagen", "Foto"),
    "observaciones": ("Obs.", "Notas", "Comentarios"),
}


def _campo(nombre: str) -> Campo:
    columna: Any = Perfil.__table__.columns[nombre]
    info = DatosPerfil.model_fields[nombre]
    tipo: TipoCampo = "texto"
    if isinstance(columna.type, Cantidad):
        tipo = "cantidad"
    elif isinstance(columna.type, Dinero):
        tipo = "dinero"
    elif info.annotation is int:
        tipo = "entero"
    limites = {
        nombre: getattr(meta, nombre)
        for meta in info.metadata
        for nombre in ("max_length", "ge", "le")
        if hasattr(meta, nombre)
    }
    return Campo(
        nombre,
        info.title or nombre,
        tipo,
        _SINONIMOS.get(nombre, ()),
        obligatorio=info.is_required(),
        largo=limites.get("max_length"),
        minimo=limites.get("ge"),
        maximo=limites.get("le"),
        unico=nombre == "codigo",
    )


STOCK = Campo("stock_actual", "Stock actual", "cantidad", _SINONIMOS["stock_actual"], minimo=Decimal(0))
CAMPOS: tuple[Campo, ...] = (*(_campo(nombre) for nombre in DatosPerfil.model_fields), STOCK)
