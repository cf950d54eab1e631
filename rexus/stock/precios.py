"""What each supplier calls an article, charges for a piece of it and sells at least; one of them is preferred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, insert, select, true, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import NoEncontradoError
from rexus.base.text import tr
from rexus.db.validacion import Texto, validar
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import ledger, proveedores
from rexus.stock.clases import clase_de
from rexus.stock.errors import ArticuloInexistenteError
from rexus.stock.fichas import Dia, distintos
from rexus.stock.orm_compras import ArticuloProveedor, Proveedor
from rexus.stock.validacion import Importe, Piezas

MODULO = "compras"


class DatosPrecio(BaseModel):
    """What is written about an article of a supplier. 0 as minimum or pack size: the article's own counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    codigo: Annotated[Texto, Field(max_length=60, title="Código del proveedor")] = ""
    precio: Annotated[Importe, Field(title="Precio")] = Decimal(0)
    precio_fecha: Annotated[Dia, Field(title="Fecha del precio")] = None
    ped_min: Annotated[Piezas, Field(title="Pedido mínimo")] = Decimal(0)
    emba: Annotated[Piezas, Field(title="Embalaje")] = Decimal(0)
    preferido: Annotated[bool, Field(title="Preferido")] = False


@dataclass(frozen=True)
class Precio:
    """An article at one supplier. `precio` is of one piece."""

    proveedor_id: int
    proveedor: str
    codigo: str
    precio: Decimal
    precio_fecha: date | None
    ped_min: Decimal
    emba: Decimal
    preferido: bool


_A = ArticuloProveedor


def de_articulo(work: Work, clase: str, articulo_id: int) -> list[Precio]:
    """Who sells the article, the preferred one first."""
    exigir(work.actor, f"{MODULO}.ver")
    filas = work.connection.execute(
        select(
            _A.proveedor_id, Proveedor.nombre, _A.codigo, _A.precio, _A.precio_fecha, _A.ped_min, _A.emba, _A.preferido
        )
        .join(Proveedor, Proveedor.id == _A.proveedor_id)
        .where(_A.clase == clase, _A.articulo_id == articulo_id)
        .order_by(_A.preferido.desc(), Proveedor.clave)
    )
    return [Precio(*fila) for fila in filas]


def poner(
    work: Work, clase: str, articulo_id: int, proveedor_id: int, valores: Mapping[str, Any]
) -> Result[list[Precio]]:
    """Write down or change what a supplier asks for an article; to prefer one ends the preference for another.

    Fields that are not given stay. Raises DatoInvalidoError, ArticuloInexistenteError, NoEncontradoError.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    ledger.bloquear(work, clase, (articulo_id,))
    if work.connection.scalar(select(clase_de(clase).orm.id).where(clase_de(clase).orm.id == articulo_id)) is None:
        raise ArticuloInexistenteError(articulo_id)
    if work.connection.scalar(select(Proveedor.id).where(Proveedor.id == proveedor_id)) is None:
        raise NoEncontradoError(tr("Ese proveedor no existe. No se guardó nada."))
    suyo = (_A.clase == clase, _A.articulo_id == articulo_id, _A.proveedor_id == proveedor_id)
    campos = tuple(DatosPrecio.model_fields)
    fila = work.connection.execute(select(*(getattr(_A, c) for c in campos)).where(*suyo)).one_or_none()
    antes = None if fila is None else dict(fila._mapping)
    datos = validar(DatosPrecio, {**(antes or {}), **valores})
    cambiados = datos if antes is None else distintos(antes, datos)
    if not cambiados:
        return Result(de_articulo(work, clase, articulo_id), NOTHING)
    if datos["preferido"]:
        work.connection.execute(
            update(_A)
            .where(_A.clase == clase, _A.articulo_id == articulo_id, _A.preferido == true())
            .values(preferido=False)
        )
    if antes is None:
        identidad = {"clase": clase, "articulo_id": articulo_id, "proveedor_id": proveedor_id}
        work.connection.execute(insert(_A), {**identidad, **datos})
    else:
        work.connection.execute(update(_A).where(*suyo).values(**datos))
    _anotar(work, "poner precio", clase, articulo_id, proveedor_id, antes, datos)
    return Result(de_articulo(work, clase, articulo_id), Change.of("precio", clase, ids=(articulo_id,)))


def poner_a_nombre(
    work: Work, clase: str, articulo_id: int, proveedor: str, valores: Mapping[str, Any]
) -> Result[list[Precio]]:
    """The same for the supplier of that name, whose record is made in the same transaction when there is none."""
    exigir(work.actor, f"{MODULO}.modificar")
    hecho = poner(work, clase, articulo_id, proveedores.asegurar(work, proveedor), valores)
    return Result(hecho.value, Change.of("precio", "proveedor", clase, ids=(articulo_id,)))


def quitar(work: Work, clase: str, articulo_id: int, proveedor_id: int) -> Result[None]:
    """The supplier does not sell the article any more. What was ordered stays."""
    exigir(work.actor, f"{MODULO}.modificar")
    ledger.bloquear(work, clase, (articulo_id,))
    hecho = work.connection.execute(
        delete(_A).where(_A.clase == clase, _A.articulo_id == articulo_id, _A.proveedor_id == proveedor_id)
    ).rowcount
    if not hecho:
        return Result(None, NOTHING)
    _anotar(work, "quitar precio", clase, articulo_id, proveedor_id, {"estaba": True}, None)
    return Result(None, Change.of("precio", clase, ids=(articulo_id,)))


def _anotar(
    work: Work,
    accion: str,
    clase: str,
    articulo_id: int,
    proveedor_id: int,
    antes: Mapping[str, Any] | None,
    despues: Mapping[str, Any] | None,
) -> None:
    quien = {"proveedor_id": proveedor_id}
    work.anotar(
        MODULO,
        accion,
        clase_de(clase).tabla,
        articulo_id,
        antes=None if antes is None else {**quien, **antes},
        despues=None if despues is None else {**quien, **despues},
    )
