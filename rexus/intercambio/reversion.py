"""Undoing an import, while nothing later depends on it.

Its movements are annulled; articles it changed get their values back; articles it made are deleted when nothing
rests on them (`stock.en_uso`) and deactivated otherwise (DOMAIN rule 7). Importing their codes again makes them anew.
Places that it made stay.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from rexus.base.changes import Change, Result
from rexus.base.errors import ConflictoError, NoEncontradoError
from rexus.base.text import tr
from rexus.db.lists import entre
from rexus.db.locking import con_bloqueo, es_servidor
from rexus.db.types import Cantidad, Dinero
from rexus.db.work import Work
from rexus.intercambio.cambios import Cambios
from rexus.intercambio.importacion import turno_de_importar
from rexus.seguridad import REVERTIR, exigir
from rexus.stock import (
    ANULACION,
    RESUMEN_DE_OBRA,
    Asiento,
    Categorias,
    Clase,
    Lote,
    LoteFila,
    Movimiento,
    Ubicacion,
    asentar_muchos,
    clase_de,
    deshacer_resumen,
    en_uso,
    exigir_alguna,
    texto_de_busqueda,
)

_TRAMO = 5_000


@dataclass(frozen=True)
class Reversion:
    """What was undone: articles deleted, deactivated (something rests on them), restored, and movements annulled."""

    lote: int
    eliminados: int
    desactivados: int
    restaurados: int
    anulados: int


class ReversionImposibleError(ConflictoError):
    """Something later depends on the import; `codigos` are the first articles that do."""

    def __init__(self, lote_id: int, codigos: Sequence[str]) -> None:
        super().__init__(
            tr("La importación {lote} no se revierte: después cambiaron {codigos}. Todo quedó como estaba.").format(
                lote=lote_id, codigos=", ".join(codigos)
            ),
            tr("Anular primero esos movimientos o deshacer esas ediciones."),
        )
        self.codigos = tuple(codigos)


def revertir(work: Work, lote_id: int) -> Result[Reversion]:
    """Undo an import whole, or refuse it whole. Raises NoEncontradoError, ConflictoError, ReversionImposibleError.

    Needs the right to revert imports besides that to change the module. That of a summary of an obra is told as
    articles deleted and needs restored.
    """
    exigir(work.actor, REVERTIR)
    turno_de_importar(work)
    lote = work.connection.execute(select(Lote.tipo, Lote.clase, Lote.estado).where(Lote.id == lote_id)).one_or_none()
    if lote is None or lote.tipo != "IMPORTACION":
        exigir_alguna(work.actor, "modificar")
        raise NoEncontradoError(tr("No existe la importación {lote}.").format(lote=lote_id))
    if lote.clase == RESUMEN_DE_OBRA:
        resumen = deshacer_resumen(work, lote_id)
        return Result(Reversion(lote_id, len(resumen.value.eliminados), 0, resumen.value.lineas, 0), resumen.change)
    c = clase_de(lote.clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    if lote.estado != "aplicado":
        raise ConflictoError(tr("La importación {lote} ya estaba revertida.").format(lote=lote_id))
    _bloquear(work, c, lote_id)
    dependientes = _dependientes(work, c, lote_id)
    if dependientes:
        raise ReversionImposibleError(lote_id, dependientes)
    anulados = _anular(work, c, lote_id)
    restaurados = _restaurar(work, c, lote_id)
    eliminados, desactivados = _retirar(work, c, lote_id)
    work.connection.execute(update(Lote).where(Lote.id == lote_id).values(estado="revertido"))
    hecho = Reversion(lote_id, eliminados, desactivados, restaurados, anulados)
    work.anotar(
        c.permiso, "revertir", "lotes", lote_id, antes={"estado": "aplicado"},
        despues={"estado": "revertido", "eliminados": eliminados, "desactivados": desactivados,
                 "restaurados": restaurados, "anulados": anulados},
    )  # fmt: skip
    work.invalidar(c.etiqueta_valores)
    return Result(hecho, Change.of(c.nombre, "movimiento", "lote"))


def _bloquear(work: Work, c: Clase, lote_id: int) -> None:
    """Nobody edits or moves the articles of the import while it is looked at and undone."""
    if es_servidor(work.connection):
        suyos = select(LoteFila.articulo_id).where(LoteFila.lote_id == lote_id)
        movidos = select(Movimiento.articulo_id).where(Movimiento.lote_id == lote_id, Movimiento.clase == c.nombre)
        id_: Any = c.orm.id
        work.connection.execute(
            con_bloqueo(select(id_).where(id_.in_(suyos.union(movidos))).order_by(id_), c.orm)
        ).all()


def _dependientes(work: Work, c: Clase, lote_id: int) -> list[str]:
    """The first articles that were edited or moved after the import. Movements undone since do not count.

    Articles of which the import only changed data may have moved freely; only those it made or stocked matter.
    """
    orm: Any = c.orm
    editados = (
        select(orm.codigo)
        .join(LoteFila, LoteFila.articulo_id == orm.id)
        .where(LoteFila.lote_id == lote_id, orm.version != LoteFila.version)
        .limit(5)
    )
    anulacion = aliased(Movimiento)
    desde = work.connection.scalar(select(func.min(Movimiento.id)).where(Movimiento.lote_id == lote_id))
    movidos = (
        select(orm.codigo)
        .join(Movimiento, (Movimiento.articulo_id == orm.id) & (Movimiento.clase == c.nombre))
        .where(
            orm.id.in_(_nuevos_o_movidos(c, lote_id)),
            Movimiento.id > (desde or 0),
            or_(Movimiento.lote_id.is_(None), Movimiento.lote_id != lote_id),
            Movimiento.tipo != ANULACION,
            ~exists().where(anulacion.anula_id == Movimiento.id),
        )
        .distinct()
        .limit(5)
    )
    return list(dict.fromkeys([*work.connection.scalars(editados), *work.connection.scalars(movidos)]))[:5]


def _nuevos_o_movidos(c: Clase, lote_id: int) -> Any:
    nuevos = select(LoteFila.articulo_id).where(LoteFila.lote_id == lote_id, LoteFila.accion == "nuevo")
    return nuevos.union(
        select(Movimiento.articulo_id).where(Movimiento.lote_id == lote_id, Movimiento.clase == c.nombre)
    )


def _anular(work: Work, c: Clase, lote_id: int) -> int:
    anulacion = aliased(Movimiento)
    filas = work.connection.execute(
        select(
            Movimiento.id, Movimiento.articulo_id, Movimiento.cantidad, Movimiento.ubicacion_id, Movimiento.referencia
        )
        .where(
            Movimiento.lote_id == lote_id,
            Movimiento.tipo != ANULACION,
            ~exists().where(anulacion.anula_id == Movimiento.id),
        )
        .order_by(Movimiento.id)
    ).all()
    motivo = tr("Importación {lote} revertida").format(lote=lote_id)
    asientos = [
        Asiento(
            str(uuid.uuid4()), c.nombre, fila.articulo_id, ANULACION, -fila.cantidad, fila.ubicacion_id,
            referencia=fila.referencia, motivo=motivo, anula_id=fila.id, lote_id=lote_id,
        )
        for fila in filas
    ]  # fmt: skip
    for desde in range(0, len(asientos), _TRAMO):
        work.avance.paso(desde, len(asientos))
        asentar_muchos(work, c.nombre, asientos[desde : desde + _TRAMO])
    return len(asientos)


def _restaurar(work: Work, c: Clase, lote_id: int) -> int:
    orm: Any = c.orm
    tabla = orm.__table__
    filas = work.connection.execute(
        select(LoteFila.articulo_id, LoteFila.antes, LoteFila.version).where(
            LoteFila.lote_id == lote_id, LoteFila.accion == "actualizado"
        )
    ).all()
    lugares = {lugar.id: lugar.codigo for lugar in work.connection.execute(select(Ubicacion.id, Ubicacion.codigo))}
    categorias = Categorias(work, c)
    restaurados = 0
    for desde in range(0, len(filas), _TRAMO):
        work.avance.paso(desde, len(filas))
        tramo = filas[desde : desde + _TRAMO]
        actuales = {
            actual.id: actual
            for actual in work.connection.execute(
                select(orm.id, *(getattr(orm, campo) for campo in c.buscados)).where(
                    entre(orm.id, [fila.articulo_id for fila in tramo])
                )
            )
        }
        cambios = Cambios(tabla)
        for fila in tramo:
            if fila.articulo_id not in actuales:
                # Deleted since: there is nothing to give its values back to.
                continue
            antes = _valores(tabla, json.loads(fila.antes or "{}"))
            if antes.get("ubicacion"):
                antes["ubicacion"] = lugares.get(antes["ubicacion"])
            if antes.get(c.categoria):
                # Renamed or taken away since, it is in the list again.
                antes[c.categoria] = categorias.elegir(antes[c.categoria])
            texto = texto_de_busqueda(c, {**actuales[fila.articulo_id]._mapping, **antes})
            cambios.poner(
                fila.articulo_id,
                {**antes, "busqueda": texto, "version": fila.version + 1, "fecha_actualizacion": work.now()},
            )
            restaurados += 1
        cambios.enviar(work.connection)
    categorias.crear_nuevas(work)
    _como_antes(work, c, lote_id)
    return restaurados


def _como_antes(work: Work, c: Clase, lote_id: int) -> None:
    """Tell the imports before this one that their articles are again as they left them, so that they revert too.

    Restoring gives an article the second version after the one it had before this import. All earlier ones move as
    far, so that an edit between two imports still shows.
    """
    este = aliased(LoteFila)
    work.connection.execute(
        update(LoteFila)
        .where(
            LoteFila.lote_id.in_(select(Lote.id).where(Lote.clase == c.nombre, Lote.estado == "aplicado")),
            LoteFila.lote_id != lote_id,
            exists().where(
                este.lote_id == lote_id,
                este.articulo_id == LoteFila.articulo_id,
                este.accion == "actualizado",
                este.version > LoteFila.version,
            ),
        )
        .values(version=LoteFila.version + 2)
    )


def _retirar(work: Work, c: Clase, lote_id: int) -> tuple[int, int]:
    """Delete the articles it made on which nothing rests, deactivate the others."""
    tabla: Any = c.orm.__table__  # type: ignore[attr-defined]
    nuevos = select(LoteFila.articulo_id).where(LoteFila.lote_id == lote_id, LoteFila.accion == "nuevo")
    conexion = work.connection
    eliminados = conexion.execute(
        delete(tabla).where(tabla.c.id.in_(nuevos), tabla.c.id.not_in(en_uso(c.nombre)))
    ).rowcount
    desactivados = conexion.execute(
        update(tabla)
        .where(tabla.c.id.in_(nuevos))
        .values(activo=bindparam("inactivo"), version=tabla.c.version + 1, fecha_actualizacion=bindparam("ahora")),
        {"inactivo": False, "ahora": work.now()},
    ).rowcount
    return eliminados, desactivados


def _valores(tabla: Any, guardados: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a JSON record as the columns want them: exact decimals again."""
    exactos = (Cantidad, Dinero)
    return {
        campo: Decimal(valor) if isinstance(tabla.c[campo].type, exactos) else valor
        for campo, valor in guardados.items()
    }
