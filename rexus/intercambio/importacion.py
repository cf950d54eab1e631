"""Bringing a catalogue in: what a file would change, and then all of it in one transaction, or nothing.

Rows are matched by code; new and changed ones mix. What was done is kept as a batch that can be reverted.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update

from rexus.base.changes import Change, Result
from rexus.base.errors import ConflictoError
from rexus.base.text import limpiar, tr
from rexus.db.lists import entre
from rexus.db.locking import turno
from rexus.db.work import Work, to_json
from rexus.intercambio.analisis import Analisis
from rexus.intercambio.cambios import Cambios
from rexus.intercambio.codigos_parecidos import CodigosParecidos
from rexus.intercambio.lugares import Lugares
from rexus.intercambio.plan_importacion import Cuenta, Plan, planes
from rexus.intercambio.resultado_importacion import MOSTRADOS, Alta, Cambio, ImportacionRechazadaError, Resumen
from rexus.intercambio.stock_importado import CONTAR, IGNORAR, INICIAL, MODOS
from rexus.seguridad import AJUSTAR, exigir
from rexus.stock import (
    Categorias,
    Clase,
    Lote,
    LoteFila,
    abrir_lote,
    asentar_muchos,
    clase_de,
    nueva_clave,
    texto_de_busqueda,
)

__all__ = [
    "CONTAR",
    "IGNORAR",
    "INICIAL",
    "MODOS",
    "MOSTRADOS",
    "Alta",
    "Cambio",
    "ImportacionRechazadaError",
    "Resumen",
    "importar",
    "simular",
]


def simular(
    work: Work, clase: str, analisis: Analisis, stock: str = INICIAL, *, mostrados: int | None = MOSTRADOS
) -> Resumen:
    """What `importar` would do with the file, and every error. Changes nothing.

    `mostrados`: how many new and how many changed articles are listed one by one; None for all of them.
    """
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.ver")
    parecidos = CodigosParecidos(work, c, mostrados)
    cuenta = Cuenta(Lugares(work), Categorias(work, c), parecidos, list(analisis.errores), mostrados=mostrados)
    for _tramo in planes(work, c, analisis, stock, cuenta):
        pass
    return cuenta.resumen(None)


def importar(
    work: Work,
    clase: str,
    analisis: Analisis,
    stock: str = INICIAL,
    *,
    origen: str = "",
    huella: str = "",
    clave: str | None = None,
) -> Result[Resumen]:
    """Create and update the articles of the file as one batch, all or nothing.

    `stock` says what the file's stock means: «inicial» (new articles receive it as ENTRADA), «contar» (the difference
    is posted as CONTEO), «ignorar». `origen` is the file's name, `huella` its SHA-256. Raises
    ImportacionRechazadaError with every error, CanceladoError when the user stopped it, ConflictoError when `clave`
    names an import that was done. «contar» needs the right to adjust stock besides that to change the module.
    """
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    if stock == CONTAR:
        exigir(work.actor, AJUSTAR)
    turno_de_importar(work)
    parecidos = CodigosParecidos(work, c, MOSTRADOS)
    cuenta = Cuenta(Lugares(work), Categorias(work, c), parecidos, list(analisis.errores))
    if cuenta.errores:
        raise ImportacionRechazadaError(cuenta.resumen(None))
    clave = nueva_clave(clave)
    previo = work.connection.scalar(select(Lote.id).where(Lote.clave == clave))
    if previo is not None:
        raise ConflictoError(tr("Eso ya se importó: es la importación {lote}. No se repitió.").format(lote=previo))
    # A file's name may hold bytes that are no text.
    origen = limpiar(origen)[:255]
    lote_id = abrir_lote(work, clave, "IMPORTACION", clase, origen=origen, huella=huella)
    for plan in planes(work, c, analisis, stock, cuenta, bloquear=True):
        # With an error found the rest is only looked through, so that all of them are told at once.
        if not cuenta.errores:
            cuenta.lugares.crear_nuevas(work)
            cuenta.categorias.crear_nuevas(work)
            _aplicar(work, c, lote_id, plan, cuenta.lugares)
    if cuenta.errores:
        raise ImportacionRechazadaError(cuenta.resumen(None))
    resumen = cuenta.resumen(lote_id)
    cifras = {"nuevos": resumen.nuevos, "actualizados": resumen.actualizados, "sin_cambios": resumen.sin_cambios}
    work.connection.execute(update(Lote).where(Lote.id == lote_id).values(resumen=json.dumps(cifras)))
    work.anotar(
        c.permiso, "importar", "lotes", lote_id,
        despues={**cifras, "archivo": origen, "huella": huella, "stock": stock, "movimientos": resumen.movimientos},
    )  # fmt: skip
    work.invalidar(c.etiqueta_valores)
    return Result(resumen, Change.of(clase, "movimiento", "ubicacion", "lote"))


def turno_de_importar(work: Work) -> None:
    """Imports and their undoing wait for each other: each may touch the whole catalogue. Raises BaseOcupadaError."""
    turno(work.connection, "importaciones")


def _aplicar(work: Work, c: Clase, lote_id: int, plan: Plan, lugares: Lugares) -> None:
    tabla: Any = c.orm.__table__  # type: ignore[attr-defined]
    conexion = work.connection
    ahora = work.now()
    rastro: list[dict[str, Any]] = []
    ids: dict[str, int] = {}
    if plan.nuevos:
        fijos = {
            "stock_actual": Decimal(0), "stock_reservado": Decimal(0), "activo": True, "version": 1,
            "fecha_creacion": ahora, "fecha_actualizacion": ahora,
        }  # fmt: skip
        conexion.execute(
            insert(tabla),
            [
                {**v, **fijos, "ubicacion": v["ubicacion"] or None, "busqueda": texto_de_busqueda(c, v)}
                for v in plan.nuevos
            ],
        )
        codigos = [v["codigo"] for v in plan.nuevos]
        ids = {
            f.codigo: f.id
            for f in conexion.execute(select(tabla.c.id, tabla.c.codigo).where(entre(tabla.c.codigo, codigos)))
        }
        rastro += [_fila_de_lote(lote_id, ids[v["codigo"]], "nuevo", None, v, 1) for v in plan.nuevos]
    cambios = Cambios(tabla)
    for id_, version, valores in plan.revividos:
        ids[valores["codigo"]] = id_
        cambios.poner(id_, _guardable(c, version, {**valores, "activo": True}, valores, ahora))
        rastro.append(_fila_de_lote(lote_id, id_, "nuevo", None, valores, version + 1))
    for id_, version, antes, distintos, entero in plan.actualizados:
        cambios.poner(id_, _guardable(c, version, distintos, entero, ahora))
        if antes.get("ubicacion"):
            # By its id: the place may have another name by the time that the import is reverted.
            antes = {**antes, "ubicacion": lugares.id_de(antes["ubicacion"])}
        rastro.append(_fila_de_lote(lote_id, id_, "actualizado", antes, distintos, version + 1))
    cambios.enviar(conexion)
    if rastro:
        conexion.execute(insert(LoteFila.__table__), rastro)  # type: ignore[arg-type]
    asientos = [replace(a, clave=str(uuid.uuid4()), lote_id=lote_id) for a in plan.stock.asientos(c.nombre, ids)]
    if asientos:
        asentar_muchos(work, c.nombre, asientos)


def _guardable(
    c: Clase, version: int, cambios: Mapping[str, Any], entero: Mapping[str, Any], ahora: datetime
) -> dict[str, Any]:
    """What is stored of a change: its fields, and what every change of an article brings with it."""
    valores = {
        **cambios,
        "busqueda": texto_de_busqueda(c, entero),
        "version": version + 1,
        "fecha_actualizacion": ahora,
    }
    if "ubicacion" in valores:
        valores["ubicacion"] = valores["ubicacion"] or None
    return valores


def _fila_de_lote(
    lote_id: int,
    articulo_id: int,
    accion: str,
    antes: Mapping[str, Any] | None,
    despues: Mapping[str, Any],
    version: int,
) -> dict[str, Any]:
    return {
        "lote_id": lote_id,
        "articulo_id": articulo_id,
        "accion": accion,
        "antes": to_json(antes),
        "despues": to_json(despues),
        "version": version,
    }
