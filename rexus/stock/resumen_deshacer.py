"""Taking back the import of a «resumen de materiales», while nothing later rests on it.

The import is a batch of its own, whose `resumen` says what it changed. Undone, the obra needs what it needed before; an
article that the import made goes, if nobody used it, changed it or gave it anything since, and stays otherwise.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import select, update

from rexus.base.changes import Change, Result
from rexus.base.errors import ConflictoError, NoEncontradoError
from rexus.base.text import tr
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import articulos, cuentas_obra, ledger, libro_reservas, lotes, obras, requerimientos
from rexus.stock.historia import en_uso
from rexus.stock.libro_reservas import CERO, Clave
from rexus.stock.orm import Lote

MODULO: Final = obras.MODULO
_TIPO: Final = "IMPORTACION"
#: What the batch of such an import is called where others name the class of their articles.
CLASE: Final = "obra"

#: How many pieces of an article an obra needs, and which file said so.
Pedida = tuple[Decimal, str]


@dataclass(frozen=True)
class _Linea:
    """`cubierto`: what the obra held and had got of the article when its line changed."""

    clase: str
    articulo_id: int
    antes: Decimal
    origen: str
    despues: Decimal
    cubierto: Decimal


@dataclass(frozen=True)
class _Creado:
    clase: str
    articulo_id: int
    version: int


@dataclass(frozen=True)
class _Hecho:
    obra_id: int
    lineas: tuple[_Linea, ...]
    creados: tuple[_Creado, ...]


_HECHO: Final = TypeAdapter(_Hecho)


@dataclass(frozen=True)
class ResumenDeshecho:
    """`lineas`: how many needs are as before. Codes of the articles that the import had made: gone, and staying."""

    lote: int
    obra: str
    lineas: int
    eliminados: tuple[str, ...]
    quedan: tuple[str, ...]


def guardar(
    work: Work,
    obra_id: int,
    origen: str,
    antes: Mapping[Clave, Pedida],
    despues: Mapping[Clave, Pedida],
    creados: Sequence[tuple[str, int, int]],
) -> int:
    """Keep what an import of a summary changed; the batch. `creados`: class, id and version. Part of the import."""
    cubierto = _cubierto(work, obra_id)
    lineas = tuple(
        _Linea(*clave, *antes.get(clave, (CERO, "")), despues.get(clave, (CERO, ""))[0], cubierto.get(clave, CERO))
        for clave in dict.fromkeys([*antes, *despues])
        if antes.get(clave) != despues.get(clave)
    )
    lote_id = lotes.abrir(work, str(uuid.uuid4()), _TIPO, CLASE, origen=origen)
    resumen = _HECHO.dump_json(_Hecho(obra_id, lineas, tuple(_Creado(*c) for c in creados))).decode("utf-8")
    work.connection.execute(update(Lote).where(Lote.id == lote_id).values(resumen=resumen))
    return lote_id


def deshacer_resumen(work: Work, lote_id: int) -> Result[ResumenDeshecho]:
    """Undo an import whole, or refuse it whole.

    Raises ConflictoError when it was undone before, when what the obra needs was changed since, or when goods were set
    apart or given out for what it asked; ObraCerradaError, NoEncontradoError, PermisoError.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    fila = work.connection.execute(select(Lote.tipo, Lote.clase, Lote.resumen).where(Lote.id == lote_id)).one_or_none()
    if fila is None or (fila.tipo, fila.clase) != (_TIPO, CLASE):
        raise NoEncontradoError(tr("No existe la importación {lote}.").format(lote=lote_id))
    hecho = _HECHO.validate_json(fila.resumen)
    # Whoever changes what the obra needs, holds or gets locks it first; so does whoever undoes the same.
    (obra,) = obras.bloquear(work, (hecho.obra_id,))
    if work.connection.scalar(select(Lote.estado).where(Lote.id == lote_id)) != "aplicado":
        raise ConflictoError(tr("La importación {lote} ya estaba revertida.").format(lote=lote_id))
    obras.exigir_abierta(obra)
    _exigir_intacto(work, obra.codigo, hecho)
    _como_antes(work, hecho)
    eliminados, quedan = _retirar(work, hecho.creados)
    work.connection.execute(update(Lote).where(Lote.id == lote_id).values(estado="revertido"))
    work.anotar(
        MODULO, "revertir", "lotes", lote_id, antes={"estado": "aplicado"},
        despues={"estado": "revertido", "obra": obra.codigo, "restaurados": len(hecho.lineas),
                 "eliminados": len(eliminados)},
    )  # fmt: skip
    clases = {c.clase for c in hecho.creados} if eliminados else set()
    return Result(
        ResumenDeshecho(lote_id, obra.codigo, len(hecho.lineas), eliminados, quedan),
        Change.of("obra", "requerimiento", *clases, ids=() if clases else (obra.id,)),
    )


def _cubierto(work: Work, obra_id: int) -> dict[Clave, Decimal]:
    """What an obra holds and got, by article."""
    tiene = dict(libro_reservas.de_obra(work, obra_id))
    for clave, cantidad in cuentas_obra.entregado(work, obra_id).items():
        tiene[clave] = tiene.get(clave, CERO) + cantidad
    return tiene


def _exigir_intacto(work: Work, obra: str, hecho: _Hecho) -> None:
    hay = requerimientos.con_origen(work, hecho.obra_id)
    cambiadas = [(x.clase, x.articulo_id) for x in hecho.lineas if _necesita(hay, x) != x.despues]
    if cambiadas:
        raise ConflictoError(
            tr("El resumen no se deshace: después cambió lo que {obra} necesita de {codigos}. Todo quedó como estaba.")
            .format(obra=obra, codigos=_codigos(work, cambiadas)),
            tr("Deshacer primero esos cambios."),
        )  # fmt: skip
    tiene = _cubierto(work, hecho.obra_id)
    usadas = [
        clave for x in hecho.lineas if tiene.get(clave := (x.clase, x.articulo_id), CERO) > max(x.antes, x.cubierto)
    ]
    if usadas:
        raise ConflictoError(
            tr("El resumen no se deshace: después se reservó o entregó {codigos} para {obra}. Todo quedó como estaba.")
            .format(obra=obra, codigos=_codigos(work, usadas)),
            tr("Liberar o devolver primero esos materiales."),
        )  # fmt: skip


def _necesita(hay: Mapping[Clave, Pedida], linea: _Linea) -> Decimal:
    return hay.get((linea.clase, linea.articulo_id), (CERO, ""))[0]


def _codigos(work: Work, claves: Sequence[Clave]) -> str:
    primeros = requerimientos.codigos(work, claves[:5])
    return ", ".join(primeros.values()) + (" …" if len(claves) > 5 else "")


def _como_antes(work: Work, hecho: _Hecho) -> None:
    de_antes: dict[str, dict[Clave, Decimal]] = {}
    for x in hecho.lineas:
        if x.antes:
            de_antes.setdefault(x.origen, {})[x.clase, x.articulo_id] = x.antes
    for origen, suyas in de_antes.items():
        requerimientos.aplicar(work, hecho.obra_id, suyas, origen=origen)
    requerimientos.retirar(work, hecho.obra_id, [(x.clase, x.articulo_id) for x in hecho.lineas if not x.antes])


def _retirar(work: Work, creados: Sequence[_Creado]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Delete the articles that nobody used or edited; the codes of those that went, and of those that stay."""
    eliminados, quedan = [], []
    # In the order in which everybody locks articles.
    for creado in sorted(creados, key=lambda c: (c.clase, c.articulo_id)):
        # Locked before it is looked at: prices and pictures are written under the same lock.
        ledger.bloquear(work, creado.clase, (creado.articulo_id,))
        articulo = articulos.articulo(work, creado.clase, creado.articulo_id)
        usado: Any = en_uso(creado.clase, creado.articulo_id)
        if articulo.version != creado.version or work.connection.scalar(usado) is not None:
            quedan.append(articulo.codigo)
        else:
            articulos.eliminar(work, creado.clase, creado.articulo_id)
            eliminados.append(articulo.codigo)
    return tuple(eliminados), tuple(quedan)
