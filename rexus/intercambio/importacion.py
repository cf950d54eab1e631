"""Bringing a catalogue in: what a file would change, and then all of it in one transaction, or nothing.

Rows are matched by code; new and changed ones mix. What was done is kept as a batch that can be reverted.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update

from rexus.base.changes import Change, Result
from rexus.base.errors import ConflictoError, RexusError
from rexus.base.text import contados, limpiar, tr
from rexus.db.lists import entre
from rexus.db.locking import con_bloqueo, turno
from rexus.db.work import Work, to_json
from rexus.intercambio.analisis import Analisis, ErrorFila
from rexus.intercambio.cambios import Cambios
from rexus.intercambio.lugares import Lugares
from rexus.intercambio.stock_importado import CONTAR, IGNORAR, INICIAL, MODOS, StockImportado
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
    "Cambio",
    "ImportacionRechazadaError",
    "Resumen",
    "importar",
    "simular",
]

_TRAMO = 5_000
# How many new and how many changed articles are listed one by one; the rest are counted.
MOSTRADOS = 5_000


@dataclass(frozen=True)
class Alta:
    """An article that would be new, with what the file says of it: its stock is among it as «stock_actual»."""

    fila: int
    codigo: str
    valores: Mapping[str, Any]


@dataclass(frozen=True)
class Cambio:
    """An article that would change: field by field, (what is stored, what the file says)."""

    fila: int
    codigo: str
    campos: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Resumen:
    """What an import did, or would do. `lote` is the batch's id, None for a dry run.

    `altas` are the first of the `nuevos`, `cambios` the first of the `actualizados`.
    """

    lote: int | None
    nuevos: int
    actualizados: int
    sin_cambios: int
    movimientos: int
    ubicaciones_nuevas: tuple[str, ...]
    altas: tuple[Alta, ...]
    cambios: tuple[Cambio, ...]
    errores: tuple[ErrorFila, ...]


class ImportacionRechazadaError(RexusError):
    """The file has errors, so nothing of it was imported. `resumen` has them all."""

    def __init__(self, resumen: Resumen) -> None:
        super().__init__(
            tr("Nada se importó"),
            tr("El archivo tiene {errores}; el primero, en la fila {fila}: {motivo}.").format(
                errores=contados(len(resumen.errores), tr("error"), tr("errores")),
                fila=resumen.errores[0].fila,
                motivo=resumen.errores[0].motivo,
            ),
            tr("Corregirlos en la planilla y volver a importarla."),
        )
        self.resumen = resumen


def simular(
    work: Work, clase: str, analisis: Analisis, stock: str = INICIAL, *, mostrados: int | None = MOSTRADOS
) -> Resumen:
    """What `importar` would do with the file, and every error. Changes nothing.

    `mostrados`: how many new and how many changed articles are listed one by one; None for all of them.
    """
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.ver")
    cuenta = _Cuenta(Lugares(work), Categorias(work, c), errores=list(analisis.errores), mostrados=mostrados)
    for _tramo in _planes(work, c, analisis, stock, cuenta):
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
    cuenta = _Cuenta(Lugares(work), Categorias(work, c), errores=list(analisis.errores))
    if cuenta.errores:
        raise ImportacionRechazadaError(cuenta.resumen(None))
    clave = nueva_clave(clave)
    previo = work.connection.scalar(select(Lote.id).where(Lote.clave == clave))
    if previo is not None:
        raise ConflictoError(tr("Eso ya se importó: es la importación {lote}. No se repitió.").format(lote=previo))
    # A file's name may hold bytes that are no text.
    origen = limpiar(origen)[:255]
    lote_id = abrir_lote(work, clave, "IMPORTACION", clase, origen=origen, huella=huella)
    for plan in _planes(work, c, analisis, stock, cuenta, bloquear=True):
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


@dataclass
class _Cuenta:
    """What has been found so far."""

    lugares: Lugares
    categorias: Categorias
    errores: list[ErrorFila]
    nuevos: int = 0
    actualizados: int = 0
    sin_cambios: int = 0
    movimientos: int = 0
    altas: list[Alta] = field(default_factory=list)
    cambios: list[Cambio] = field(default_factory=list)
    mostrados: int | None = MOSTRADOS

    def cabe(self, lista: Sequence[Any]) -> bool:
        """Whether another one is listed."""
        return self.mostrados is None or len(lista) < self.mostrados

    def resumen(self, lote: int | None) -> Resumen:
        return Resumen(
            lote,
            self.nuevos,
            self.actualizados,
            self.sin_cambios,
            self.movimientos,
            tuple(self.lugares.nuevas),
            tuple(self.altas),
            tuple(self.cambios),
            tuple(self.errores),
        )


@dataclass
class _Plan:
    """What one stretch of the file does. Values are as stored; `nuevos` have no id yet."""

    nuevos: list[dict[str, Any]] = field(default_factory=list)
    revividos: list[tuple[int, int, dict[str, Any]]] = field(default_factory=list)
    actualizados: list[tuple[int, int, dict[str, Any], dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    stock: StockImportado = field(default_factory=StockImportado)


def turno_de_importar(work: Work) -> None:
    """Imports and their undoing wait for each other: each may touch the whole catalogue. Raises BaseOcupadaError."""
    turno(work.connection, "importaciones")


def _planes(
    work: Work, c: Clase, analisis: Analisis, modo: str, cuenta: _Cuenta, *, bloquear: bool = False
) -> Iterator[_Plan]:
    """`bloquear`: what is compared stays as it was read until the import is done."""
    if modo not in MODOS:
        raise ValueError(modo)
    nombres = [campo.nombre for campo in analisis.campos]
    if "codigo" not in nombres:
        # The analysis has said so; without the code no row can be matched.
        return
    titulos = {nombre: analisis.encabezado.titulo(indice) for indice, nombre in analisis.mapeo.items()}
    por_defecto = c.datos.model_construct().model_dump()
    hechas = 0
    for tramo in analisis.lotes(_TRAMO):
        plan = _Plan(stock=StockImportado(titulos.get("stock_actual", "")))
        work.avance.paso(hechas, analisis.total)
        codigos = [valores[nombres.index("codigo")] for _fila, valores in tramo]
        existentes = _existentes(work, c, codigos, bloquear=bloquear)
        for numero, celdas in tramo:
            # An empty cell says nothing: it neither clears a field nor sets one.
            dados = {n: v for n, v in zip(nombres, celdas, strict=True) if v is not None}
            contado = dados.pop("stock_actual", None)
            if dados.get("ubicacion"):
                lugar, motivo = cuenta.lugares.elegir(dados["ubicacion"])
                if motivo:
                    cuenta.errores.append(ErrorFila(numero, titulos["ubicacion"], dados["ubicacion"], motivo))
                    continue
                dados["ubicacion"] = lugar
            if dados.get(c.categoria):
                dados[c.categoria] = cuenta.categorias.elegir(dados[c.categoria])
            _clasificar(c, plan, cuenta, numero, dados, contado, existentes.get(dados["codigo"]), por_defecto, modo)
        plan.stock.ubicar(work, c, cuenta.lugares, cuenta.errores)
        cuenta.movimientos += len(plan.stock)
        hechas += len(tramo)
        yield plan
    work.avance.paso(hechas, analisis.total)


def _clasificar(
    c: Clase,
    plan: _Plan,
    cuenta: _Cuenta,
    numero: int,
    dados: dict[str, Any],
    contado: Decimal | None,
    existente: Any,
    por_defecto: Mapping[str, Any],
    modo: str,
) -> None:
    codigo = dados["codigo"]
    if existente is None or existente["revertido"]:
        cuenta.nuevos += 1
        if cuenta.cabe(cuenta.altas):
            stock = {} if contado is None or modo == IGNORAR else {"stock_actual": contado}
            cuenta.altas.append(Alta(numero, codigo, {**dados, **stock}))
        valores = {**por_defecto, **dados}
        if existente is None:
            plan.nuevos.append(valores)
        else:
            plan.revividos.append((existente["id"], existente["version"], valores))
        plan.stock.de_nuevo(numero, codigo, valores["ubicacion"], contado, modo)
        return
    distintos = {n: v for n, v in dados.items() if (existente[n] or "" if n == "ubicacion" else existente[n]) != v}
    pide_stock = plan.stock.de_existente(numero, codigo, existente, dados.get("ubicacion"), contado, modo)
    if not distintos and not pide_stock:
        cuenta.sin_cambios += 1
        return
    cuenta.actualizados += 1
    antes = {n: existente[n] for n in distintos}
    if cuenta.cabe(cuenta.cambios):
        campos = {n: (antes[n], v) for n, v in distintos.items()}
        if pide_stock:
            campos["stock_actual"] = (existente["stock_actual"], contado)
        cuenta.cambios.append(Cambio(numero, codigo, campos))
    if distintos:
        entero = {**existente, **distintos}
        plan.actualizados.append((existente["id"], existente["version"], antes, distintos, entero))


def _existentes(work: Work, c: Clase, codigos: Sequence[str], *, bloquear: bool) -> dict[str, Any]:
    """What is stored under those codes, and whether it is only left over from an import that was reverted."""
    orm = c.orm
    nombres = [*c.datos.model_fields, "id", "version", "activo", "stock_actual", "stock_reservado"]
    consulta = select(*(getattr(orm, n) for n in dict.fromkeys(nombres))).where(entre(orm.codigo, codigos))
    if bloquear:
        consulta = con_bloqueo(consulta.order_by(orm.id), orm)
    encontrados = {fila.codigo: dict(fila._mapping) for fila in work.connection.execute(consulta)}
    inactivos = [e["id"] for e in encontrados.values() if not e["activo"]]
    revertidos = {
        (fila.articulo_id, fila.version + 1)
        for fila in work.connection.execute(
            select(LoteFila.articulo_id, LoteFila.version)
            .join(Lote, Lote.id == LoteFila.lote_id)
            .where(entre(LoteFila.articulo_id, inactivos), LoteFila.accion == "nuevo", Lote.estado == "revertido")
            .where(Lote.clase == c.nombre)
        )
    }
    for existente in encontrados.values():
        # Deactivating it by the reversion gave it the next version; a later one is somebody's work, to be kept.
        sin_uso = (existente["id"], existente["version"]) in revertidos
        existente["revertido"] = sin_uso and not existente["stock_actual"]
    return encontrados


def _aplicar(work: Work, c: Clase, lote_id: int, plan: _Plan, lugares: Lugares) -> None:
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
