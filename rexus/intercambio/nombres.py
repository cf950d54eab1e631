"""Headings as people write them, brought to one form: no case, accents, dots or units, abbreviations spelled out."""

from __future__ import annotations

import re
from functools import lru_cache

from rexus.base.text import fold

# A unit or remark in brackets tells nothing about which column it is: «Longitud (mm)».
_PARENTESIS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
# «º» folds to «o»: «Nº» and «N.º».
_NUMERO = re.compile(r"\bn[. ]?o\b")
_SEPARADOR = re.compile(r"[^0-9a-z]+")
_VACIAS = frozenset({"de", "del", "la", "el", "los", "las", "en", "por", "mm", "the", "of"})

_ABREVIATURAS: dict[str, str] = {
    "actuales": "actual",
    "art": "articulo",
    "cant": "cantidad",
    "cat": "categoria",
    "cod": "codigo",
    "code": "codigo",
    "desc": "descripcion",
    "descr": "descripcion",
    "detalle": "descripcion",
    "emb": "embalaje",
    "emba": "embalaje",
    "espec": "especificaciones",
    "exist": "existencia",
    "existencias": "existencia",
    "img": "imagen",
    "imp": "importe",
    "lg": "longitud",
    "mat": "material",
    "med": "medida",
    "min": "minimo",
    "minima": "minimo",
    "minimas": "minimo",
    "minimos": "minimo",
    "nro": "numero",
    "num": "numero",
    "obs": "observaciones",
    "observacion": "observaciones",
    "ped": "pedido",
    "prov": "proveedor",
    "ref": "referencia",
    "stk": "stock",
    "u": "unidad",
    "ubic": "ubicacion",
    "un": "unidad",
    "uni": "unidad",
    "unid": "unidad",
    "unit": "unitario",
}

COMUNES: dict[str, tuple[str, ...]] = {
    "codigo": ("código artículo", "código producto", "código perfil", "código herraje", "artículo", "sku"),
    "nombre": ("denominación",),
    "descripcion": ("descripción artículo", "denominación", "designación"),
    "tipo_material": ("material",),
    "acabado": ("color", "terminación"),
    "proveedor": ("fabricante",),
    "longitud": ("largo", "longitud barra", "largo barra"),
    "ancho": ("anchura",),
    "alto": ("altura",),
    "unidad": ("unidad medida",),
    "unidad_medida": ("unidad",),
    "ubicacion": ("rack", "lugar", "depósito", "estante"),
    "stock_actual": (
        "stock",
        "existencia",
        "existencia actual",
        "cantidad",
        "cantidad actual",
        "saldo",
        "cantidad stock",
    ),
    "stock_minimo": ("mínimo", "cantidad mínima", "existencia mínima", "punto pedido"),
    "ped_min": ("pedido mínimo", "compra mínima"),
    "emba": ("embalaje", "unidad embalaje", "cantidad embalaje"),
    "importe": ("precio", "precio unitario", "importe unitario", "costo", "costo unitario"),
    "precio_unitario": ("precio", "importe", "costo", "importe unitario"),
    "qr": ("código qr",),
    "imagen_referencia": ("imagen",),
    "imagen_url": ("imagen", "url imagen"),
    "observaciones": ("notas", "comentarios"),
}
"""Headings that mean a column of the database (see docs/glossary.md), whatever catalogue has it."""


@lru_cache(maxsize=4_096)
def palabras(titulo: str) -> tuple[str, ...]:
    """The words of a heading in one form: «Ped. Mín.» → ('pedido', 'minimo')."""
    limpio = _NUMERO.sub("numero", fold(_PARENTESIS.sub(" ", titulo)) or fold(titulo))
    todas = [_ABREVIATURAS.get(p, p) for p in _SEPARADOR.split(limpio) if p]
    return tuple(p for p in todas if p not in _VACIAS) or tuple(todas)
