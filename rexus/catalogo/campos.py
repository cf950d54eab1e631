"""How a spreadsheet names the fields of a class of articles: labels and limits from what the class declares."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rexus.db.types import Cantidad, Dinero
from rexus.intercambio.campos import Campo, TipoCampo
from rexus.stock.clases import Clase

# Headings of the fields that every catalogue has. Case, accents, dots and usual abbreviations are understood.
COMUNES: Mapping[str, tuple[str, ...]] = {
    "codigo": ("Código de artículo", "Referencia", "Artículo", "Cod. proveedor"),
    "ubicacion": ("Rack", "Lugar", "Depósito", "Estante"),
    "stock_actual": ("Stock", "Existencia", "Existencias", "Cantidad", "Stock inicial"),
    "stock_minimo": ("Mínimo", "Stock de seguridad", "Punto de pedido", "Cant. mínima"),
    "ped_min": ("Ped. mín.", "Pedido min", "Cantidad mínima de pedido"),
    "emba": ("Emba.", "Pack", "Unidades por paquete"),
    "observaciones": ("Obs.", "Notas", "Comentarios"),
}


def campos_de(clase: Clase, sinonimos: Mapping[str, tuple[str, ...]]) -> tuple[Campo, ...]:
    """The fields of a class, its stock last; `sinonimos` are the words people use for those that are its own."""
    todos = {**COMUNES, **sinonimos}
    stock = Campo("stock_actual", "Stock actual", "cantidad", todos["stock_actual"], minimo=Decimal(0))
    return (*(_campo(clase, nombre, todos.get(nombre, ())) for nombre in clase.datos.model_fields), stock)


def _campo(clase: Clase, nombre: str, sinonimos: tuple[str, ...]) -> Campo:
    columna: Any = clase.orm.__table__.columns[nombre]  # type: ignore[attr-defined]
    info = clase.datos.model_fields[nombre]
    tipo: TipoCampo = "texto"
    if isinstance(columna.type, Cantidad):
        tipo = "cantidad"
    elif isinstance(columna.type, Dinero):
        tipo = "dinero"
    elif info.annotation is int:
        tipo = "entero"
    limites = {
        limite: getattr(meta, limite)
        for meta in info.metadata
        for limite in ("max_length", "ge", "le")
        if hasattr(meta, limite)
    }
    return Campo(
        nombre,
        info.title or nombre,
        tipo,
        sinonimos,
        obligatorio=info.is_required(),
        largo=limites.get("max_length"),
        minimo=limites.get("ge"),
        maximo=limites.get("le"),
        unico=nombre == "codigo",
    )
