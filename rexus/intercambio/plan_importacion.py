"""What a file would do to the catalogue: compared with what is stored, a stretch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from rexus.db.lists import entre
from rexus.db.locking import con_bloqueo
from rexus.db.work import Work
from rexus.intercambio.analisis import Analisis, ErrorFila
from rexus.intercambio.codigos_parecidos import CodigosParecidos
from rexus.intercambio.lugares import Lugares
from rexus.intercambio.resultado_importacion import MOSTRADOS, Alta, Cambio, Resumen
from rexus.intercambio.stock_importado import IGNORAR, MODOS, StockImportado
from rexus.stock import (
    Categorias,
    Clase,
    Lote,
    LoteFila,
)

# So many rows are compared and written at once.
_TRAMO = 5_000


@dataclass
class Cuenta:
    """What has been found so far."""

    lugares: Lugares
    categorias: Categorias
    parecidos: CodigosParecidos
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
        """All of it; `lote` is the batch's id."""
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
            self.parecidos.avisos(),
        )


@dataclass
class Plan:
    """What one stretch of the file does. Values are as stored; `nuevos` have no id yet."""

    nuevos: list[dict[str, Any]] = field(default_factory=list)
    revividos: list[tuple[int, int, dict[str, Any]]] = field(default_factory=list)
    actualizados: list[tuple[int, int, dict[str, Any], dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    stock: StockImportado = field(default_factory=StockImportado)


def planes(
    work: Work, c: Clase, analisis: Analisis, modo: str, cuenta: Cuenta, *, bloquear: bool = False
) -> Iterator[Plan]:
    """What each stretch of the file does; errors that only the database knows join those of `cuenta`.

    `bloquear`: what is compared stays as it was read until the import is done.
    """
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
        plan = Plan(stock=StockImportado(titulos.get("stock_actual", "")))
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
    plan: Plan,
    cuenta: Cuenta,
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
            cuenta.parecidos.nuevo(numero, codigo)
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
