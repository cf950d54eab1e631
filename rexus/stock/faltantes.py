"""What is missing for obras and for the reorder levels, what to order of it and from whom: one query for each class.

Nothing of it is stored. Bars and pieces only; remnants are shown beside, by how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import select, union

from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock.clases import todas
from rexus.stock.faltantes_consulta import consulta
from rexus.stock.orm_compras import Proveedor
from rexus.stock.pedir import faltan_en_total, pedir
from rexus.stock.proveedores import clave_de, sin_ese_nombre

MODULO = "compras"
_CERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Faltante:
    """An article of which some are missing, in pieces; `precio` of one.

    `necesarias`, `entregado`, `reservado` and `pendiente` are of the chosen obras; `disponible` is free for anybody,
    `en_pedido` ordered and still to come, `retazos` how many remnants there are. `en_borrador` stands in drafts: it is
    still missing, and `pedir` does not propose it again. `proveedor_id` None: a name only.
    """

    clase: str
    articulo_id: int
    codigo: str
    descripcion: str
    necesarias: Decimal
    pendiente: Decimal
    reservado: Decimal
    disponible: Decimal
    stock_minimo: Decimal
    en_pedido: Decimal
    en_borrador: Decimal
    faltan: Decimal
    ped_min: Decimal
    emba: Decimal
    pedir: Decimal
    proveedor: str
    proveedor_id: int | None
    precio: Decimal
    retazos: Decimal

    @property
    def total(self) -> Decimal:
        """What ordering it costs, to the hundredth."""
        return (self.pedir * self.precio).quantize(Decimal("0.01"))


def faltantes(
    work: Work,
    obras: Sequence[int] | None = None,
    *,
    con_minimos: bool | None = None,
    proveedor: str | None = None,
) -> list[Faltante]:
    """What is missing, by supplier and code. `obras` None: all that are not ended.

    `con_minimos` adds the reorder levels; None does so unless obras were chosen. `proveedor` keeps what that one
    sells, read without case and accents. Raises NoEncontradoError for a name that is no supplier's.
    """
    exigir(work.actor, f"{MODULO}.ver")
    minimos = obras is None if con_minimos is None else con_minimos
    de_nombre = {
        fila.clave: (fila.id, fila.nombre)
        for fila in work.connection.execute(select(Proveedor.id, Proveedor.clave, Proveedor.nombre))
    }
    suyo = None if proveedor is None else clave_de(proveedor)
    # Thousands of articles share a few suppliers: each name is folded once.
    clave = cache(clave_de)
    if proveedor is not None and suyo not in de_nombre and not _lo_nombran(work, proveedor):
        raise sin_ese_nombre(proveedor)
    hallados = []
    for clase in todas():
        for fila in work.connection.execute(consulta(clase, obras, con_minimos=minimos)):
            uno = _faltante(clase.nombre, fila, de_nombre, clave, minimos=minimos)
            if uno.faltan and (suyo is None or clave(uno.proveedor) == suyo):
                hallados.append(uno)
    hallados.sort(key=lambda f: (f.proveedor == "", clave(f.proveedor), f.codigo))
    # One supplier has one name, however articles write it: the orders are made so too.
    nombres: dict[str, str] = {}
    for f in hallados:
        nombres.setdefault(clave(f.proveedor), f.proveedor)
    suyos = [(f, nombres[clave(f.proveedor)]) for f in hallados]
    return [f if f.proveedor == nombre else replace(f, proveedor=nombre) for f, nombre in suyos]


def _lo_nombran(work: Work, proveedor: str) -> bool:
    """Whether an article names that supplier, which needs no record."""
    suyo = clave_de(proveedor)
    nombrados = union(*(select(clase.orm.proveedor) for clase in todas()))
    return any(clave_de(nombre) == suyo for nombre in work.connection.scalars(nombrados) if nombre)


def _faltante(
    clase: str, fila: Any, de_nombre: dict[str, tuple[int, str]], clave: Callable[[str], str], *, minimos: bool
) -> Faltante:
    (
        id_, codigo, descripcion, necesarias, pendiente, reservado, actual, de_todos, minimo, en_pedido, en_borrador,
        ped_min, emba, texto, precio, proveedor_id, nombre, su_ped_min, su_emba, su_precio, retazos,
    ) = fila  # fmt: skip
    disponible = actual - de_todos
    falta = faltan_en_total(pendiente, minimo if minimos else _CERO, reservado, disponible, en_pedido)
    if proveedor_id is None:
        # The record whose name is what the article says; failing that, what it says.
        proveedor_id, nombre = de_nombre.get(clave(texto), (None, texto)) if texto else (None, "")
    else:
        ped_min, emba, precio = su_ped_min or ped_min, su_emba or emba, su_precio or precio
    proponer = pedir(max(_CERO, falta - en_borrador), ped_min, emba)
    return Faltante(
        clase, id_, codigo, descripcion, necesarias, pendiente, reservado, disponible, minimo, en_pedido, en_borrador,
        falta, ped_min, emba, proponer, nombre, proveedor_id, precio, retazos,
    )  # fmt: skip
