"""Reserving an obra of 500 lines, what is missing for 200 obras, and the start page, beside the same statements through
sqlite3."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from rexus.base.actor import SISTEMA, Actor
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.inicio.domain import Panorama
from rexus.modulos.inicio.model import InicioModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.orm import Perfil
from rexus.settings import Settings
from rexus.stock import obras, reservas
from rexus.stock.faltantes import faltantes
from rexus.stock.lineas import Linea
from rexus.stock.orm_obras import Obra, Requerimiento
from tests.benchmarks.base import con_sesion, cruda, home
from tests.benchmarks.filas import Fila, medianas

ARTICULOS, OBRAS, LINEAS, RESERVADAS = 100_000, 200, 100, 500


def medir(carpeta: Path) -> list[Fila]:
    """The rows «reserve», «missing» and «start page», on 100,000 articles."""
    lugar = home(carpeta, ARTICULOS)
    with con_sesion(lugar) as (registry, modelo):
        _preparar(registry, modelo)
        with cruda(lugar) as conexion:
            filas = [_reservar(registry, conexion), _faltantes(registry, conexion)]
            return [*filas, _inicio(registry, Settings(registry.paths), conexion)]


def _preparar(registry: Registry, modelo: InventarioModel) -> None:
    """200 obras of 100 lines and one of 500, made once."""
    with registry.write(INVENTARIO, SISTEMA) as work:
        if work.connection.scalar(select(Obra.id).where(Obra.codigo == "B-0000")) is not None:
            return
        azar = random.Random(7)
        ids = list(work.connection.scalars(select(Perfil.id).order_by(Perfil.id)))
        ricos = list(work.connection.scalars(select(Perfil.id).where(Perfil.stock_actual >= 3).limit(RESERVADAS)))
        for n in range(OBRAS + 1):
            obra = obras.crear(work, {"codigo": f"B-{n:04}"}).value.id
            suyos = azar.sample(ids, LINEAS) if n else ricos
            work.connection.execute(
                insert(Requerimiento),
                [
                    {"obra_id": obra, "clase": "perfil", "articulo_id": a, "necesarias": azar.randint(1, 40)}
                    for a in suyos
                ],
            )
    assert modelo.verificar().ok


def _reservar(registry: Registry, conexion: sqlite3.Connection) -> Fila:
    with registry.read(INVENTARIO, SISTEMA) as work:
        obra = work.connection.execute(select(Obra.id).where(Obra.codigo == "B-0000")).scalar_one()
        suyos = work.connection.scalars(select(Requerimiento.articulo_id).where(Requerimiento.obra_id == obra)).all()
    lineas = [Linea("perfil", a, 1) for a in suyos]
    registry.escribir(INVENTARIO, SISTEMA, reservas.reservar, obra, lineas)
    registry.escribir(INVENTARIO, SISTEMA, reservas.liberar, obra)
    with _Muchas(registry) as grabadora:
        registry.escribir(INVENTARIO, SISTEMA, reservas.reservar, obra, lineas)
    registry.escribir(INVENTARIO, SISTEMA, reservas.liberar, obra)
    nuestras, varas = [], []
    for _ in range(15):
        inicio = time.perf_counter()
        registry.escribir(INVENTARIO, SISTEMA, reservas.reservar, obra, lineas)
        nuestras.append(time.perf_counter() - inicio)
        registry.escribir(INVENTARIO, SISTEMA, reservas.liberar, obra)
        inicio = time.perf_counter()
        grabadora.tocar(conexion)
        varas.append(time.perf_counter() - inicio)
        registry.escribir(INVENTARIO, SISTEMA, reservas.liberar, obra)
    nuestra, vara = sorted(nuestras)[7], sorted(varas)[7]
    return Fila(
        f"reservar una obra de {RESERVADAS} líneas",
        nuestra * 1e3,
        vara * 1e3,
        "ms",
        5,
        "la misma transacción por sqlite3",
    )


def _faltantes(registry: Registry, conexion: sqlite3.Connection) -> Fila:
    with _Muchas(registry) as grabadora:
        hallados = registry.leer(INVENTARIO, SISTEMA, faltantes)
    assert hallados
    # The one query, not the list of suppliers.
    sql, parametros, _muchos = max(grabadora.sentencias, key=lambda s: len(s[0]))
    nuestra, vara = medianas(
        lambda: registry.leer(INVENTARIO, SISTEMA, faltantes),
        lambda: conexion.execute(sql, parametros).fetchall(),
        veces=9,
    )
    return Fila(
        f"faltantes de {OBRAS} obras × {LINEAS}",
        nuestra * 1e3,
        vara * 1e3,
        "ms",
        3,
        "la misma consulta por sqlite3",
    )


def _inicio(registry: Registry, settings: Settings, conexion: sqlite3.Connection) -> Fila:
    permisos = frozenset(f"{modulo}.ver" for modulo in ("inventario", "herrajes", "obras", "compras"))
    modelo = InicioModel(registry, lambda: Actor("ana", "analista", permisos), settings, UTC)

    def leer() -> Panorama:
        modelo.graficos()
        return modelo.panorama()

    with _Muchas(registry) as grabadora:
        panorama = leer()
    assert panorama.obras and any(b.hallado.cuantos for b in panorama.bajos or ())
    consultas = [(sql, parametros) for sql, parametros, _ in grabadora.sentencias if sql.startswith("SELECT")]
    nuestra, vara = medianas(
        leer,
        lambda: [conexion.execute(sql, parametros).fetchall() for sql, parametros in consultas],
        veces=9,
    )
    return Fila(
        f"la página de inicio, {OBRAS} obras × {LINEAS}",
        nuestra * 1e3,
        vara * 1e3,
        "ms",
        3,
        f"sus {len(consultas)} consultas por sqlite3",
    )


class _Muchas:
    """Records the statements of an operation, those sent for many rows at once as such, and plays them again."""

    def __init__(self, registry: Registry) -> None:
        from sqlalchemy import event

        self._event, self._engine = event, registry.engine(INVENTARIO)
        self.sentencias: list[tuple[str, Any, bool]] = []

    def __enter__(self) -> _Muchas:
        self._event.listen(self._engine, "before_cursor_execute", self._anotar)
        return self

    def __exit__(self, *_error: object) -> None:
        self._event.remove(self._engine, "before_cursor_execute", self._anotar)

    def _anotar(self, _c: Any, _cursor: Any, sql: str, parametros: Any, _contexto: Any, muchos: bool) -> None:
        self.sentencias.append((sql, parametros, muchos))

    def tocar(self, conexion: sqlite3.Connection) -> None:
        """The same statements, with other UUIDs and the next batch where the recorded ones are taken."""
        from uuid import UUID, uuid4

        nuevas: dict[str, str] = {}
        lote = conexion.execute("SELECT coalesce(max(id), 0) + 1 FROM lotes").fetchone()[0]
        viejo = lote_de(self.sentencias)

        def otro(valor: Any) -> Any:
            if isinstance(valor, str) and len(valor) == 36:
                try:
                    UUID(valor)
                except ValueError:
                    return valor
                return nuevas.setdefault(valor, str(uuid4()))
            return valor

        for sql, parametros, muchos in self.sentencias:
            if sql.startswith("BEGIN") and conexion.in_transaction:
                # The end of a reading transaction is not a statement, so it was not recorded.
                conexion.execute("ROLLBACK")
            if muchos:
                filas = [tuple(map(otro, fila)) for fila in parametros]
                if "reserva_asientos" in sql:
                    filas = [tuple(lote if v == viejo and i == 5 else v for i, v in enumerate(f)) for f in filas]
                conexion.executemany(sql, filas)
            else:
                valores = [otro(v) for v in parametros]
                if sql.startswith("UPDATE lotes"):
                    valores[-1] = lote
                conexion.execute(sql, valores).fetchall()
        conexion.execute("COMMIT")


def lote_de(sentencias: Sequence[tuple[str, Any, bool]]) -> int:
    """The batch that the recorded statements made: what their last update names."""
    return next(int(p[-1]) for sql, p, _ in reversed(sentencias) if sql.startswith("UPDATE lotes"))
