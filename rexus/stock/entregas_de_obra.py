"""What went out to an obra and what came back from it, as it is looked at afterwards: deliveries, returns, cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import String, literal, select
from sqlalchemy.orm import aliased

from rexus.base.changes import NOTHING, Result
from rexus.base.errors import NoEncontradoError
from rexus.base.text import limpiar, tr
from rexus.db.lists import entre
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import obras
from rexus.stock.clases import clase_de
from rexus.stock.exportaciones import LARGO_NOMBRE
from rexus.stock.hoja_pedido import unidad_de
from rexus.stock.ledger import ANULACION
from rexus.stock.libro_reservas import Clave
from rexus.stock.orm import Lote, Movimiento, Ubicacion

MODULO = obras.MODULO
ENTREGA: Final = "ENTREGA"
DEVOLUCION: Final = "DEVOLUCION"
CORTE: Final = "CORTE"
# Code, what it is, unit, finish.
_Dicho = tuple[str, str, str, str]


@dataclass(frozen=True)
class LineaMovida:
    """One article that went out or came back: `cantidad` pieces without sign; unit and finish as the catalogue says.

    `longitud_mm` 0 is the article's own length; `anulada`: it was undone since.
    """

    clase: str
    articulo_id: int
    codigo: str
    descripcion: str
    unidad: str
    acabado: str
    cantidad: Decimal
    longitud_mm: int
    ubicacion: str
    anulada: bool


@dataclass(frozen=True)
class EntregaVista:
    """A delivery to an obra, a return from it, or a cut for it (`tipo`). `fecha` in UTC."""

    id: int
    obra_id: int
    tipo: str
    fecha: datetime
    usuario: str
    remito: str
    nota: str
    lineas: tuple[LineaMovida, ...]

    @property
    def numero(self) -> str:
        """What its delivery note is called: as whoever gave it out says, or by the batch.

        A cut has none: what was written as its reference, if anything.
        """
        return self.remito if self.tipo == CORTE else self.remito or f"R-{self.id:06}"

    @property
    def anulada(self) -> bool:
        """Whether all of it was undone."""
        return all(linea.anulada for linea in self.lineas)

    @property
    def palabra(self) -> str:
        """What people call it: «entrega», «corte deshecho»."""
        palabra = rotulos()[self.tipo]
        if not self.anulada:
            return palabra
        return (tr("{que} deshecho") if self.tipo == CORTE else tr("{que} deshecha")).format(que=palabra)


def rotulos() -> dict[str, str]:
    """What people call the kinds."""
    return {ENTREGA: tr("entrega"), DEVOLUCION: tr("devolución"), CORTE: tr("corte")}


def listar(work: Work, obra_id: int) -> list[EntregaVista]:
    """All of an obra, newest first. Raises NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.ver")
    obras.ficha(work, obra_id)
    return _leer(work, Movimiento.obra_id == obra_id)


def ver(work: Work, lote_id: int) -> EntregaVista:
    """One of them, by its batch. Raises NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.ver")
    hallada = _leer(work, Movimiento.obra_id.is_not(None), Lote.id == lote_id)
    if not hallada:
        raise NoEncontradoError(tr("El lote {id} no es una entrega ni una devolución.").format(id=lote_id))
    return hallada[0]


def anotar_remito(work: Work, lote_id: int, archivo: str) -> Result[None]:
    """Record that the delivery note of one was written to a file of that name, without its folder."""
    exigir(work.actor, f"{MODULO}.ver")
    una = ver(work, lote_id)
    datos = {"que": "remito", "numero": una.numero, "archivo": limpiar(archivo)[:LARGO_NOMBRE]}
    work.anotar(MODULO, "exportar", "obras", una.obra_id, despues=datos)
    return Result(None, NOTHING)


def _leer(work: Work, *condiciones: Any) -> list[EntregaVista]:
    anulacion = aliased(Movimiento)
    filas = work.connection.execute(
        select(
            Lote.id.label("lote_id"),
            Lote.tipo.label("tipo_de_lote"),
            Lote.fecha,
            Lote.usuario,
            Movimiento.obra_id,
            Movimiento.clase,
            Movimiento.articulo_id,
            Movimiento.cantidad,
            Movimiento.longitud_mm,
            Movimiento.referencia,
            Movimiento.motivo,
            Ubicacion.codigo.label("ubicacion"),
            anulacion.id.label("anulacion"),
        )
        .join(Lote, Lote.id == Movimiento.lote_id)
        .join(Ubicacion, Ubicacion.id == Movimiento.ubicacion_id)
        .outerjoin(anulacion, anulacion.anula_id == Movimiento.id)
        .where(*condiciones, Lote.tipo.in_((ENTREGA, DEVOLUCION, CORTE)), Movimiento.tipo != ANULACION)
        .order_by(Lote.id.desc(), Movimiento.id)
    ).all()
    articulos = _articulos(work, {(f.clase, f.articulo_id) for f in filas})
    por_lote: dict[int, list[Any]] = {}
    for fila in filas:
        por_lote.setdefault(fila.lote_id, []).append(fila)
    return [_una(suyas, articulos) for suyas in por_lote.values()]


def _una(filas: Sequence[Any], articulos: dict[Clave, _Dicho]) -> EntregaVista:
    primera = filas[0]
    lineas = tuple(
        LineaMovida(
            f.clase, f.articulo_id, *articulos.get((f.clase, f.articulo_id), (f"#{f.articulo_id}", "", "", "")),
            abs(f.cantidad), f.longitud_mm, f.ubicacion, f.anulacion is not None,
        )
        for f in filas
    )  # fmt: skip
    return EntregaVista(
        primera.lote_id, primera.obra_id, primera.tipo_de_lote, primera.fecha, primera.usuario, primera.referencia,
        primera.motivo, lineas,
    )  # fmt: skip


def _articulos(work: Work, claves: set[Clave]) -> dict[Clave, _Dicho]:
    """Code, what it is, its unit and its finish, by article."""
    hallados: dict[Clave, _Dicho] = {}
    for nombre in sorted({clase for clase, _ in claves}):
        clase = clase_de(nombre)
        orm: Any = clase.orm
        ids = sorted(id_ for c, id_ in claves if c == nombre)
        acabado = getattr(orm, "acabado", literal("", String))
        filas = work.connection.execute(
            select(orm.id, orm.codigo, getattr(orm, clase.titular), unidad_de(orm), acabado).where(entre(orm.id, ids))
        )
        hallados.update({(nombre, fila[0]): (fila[1], fila[2], fila[3], fila[4]) for fila in filas})
    return hallados
