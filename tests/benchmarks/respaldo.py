"""A full backup with its proof beside SQLite's bare copy, what a writer waits meanwhile, and the size of a delta."""

from __future__ import annotations

import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.respaldos import hacer
from rexus.respaldos.fuentes import fuente_de
from rexus.stock.consulta import Consulta
from rexus.stock.movimientos import Pedido
from tests.benchmarks.base import ROOT, abierto, home
from tests.benchmarks.filas import Fila

_MOVIMIENTOS = 500
_ARTICULOS = 100_000


def medir(carpeta: Path, filas: int) -> list[Fila]:
    """The rows «full backup» and «incremental backup»."""
    return [*_completo(home(carpeta, filas)), _incremental(home(carpeta, min(filas, _ARTICULOS)))]


def _completo(lugar: Path) -> list[Fila]:
    with abierto(lugar) as (registry, _modelo):
        varas, nuestros = [_copia(registry)], []
        for _ in range(2):
            nuestros.append(_respaldo(registry))
            varas.append(_copia(registry))
        peor = _con_un_escritor(registry, lugar)
        gigas = fuente_de(registry).tamano(INVENTARIO) / 1e9
    vara = statistics.median(varas)
    return [
        Fila(f"{gigas:.1f} GB: completo, comprobado", min(nuestros), vara, "s", 2, "Connection.backup() y fsync"),
        Fila("lo que más esperó quien escribía", peor, 1.0, "s", 1, "un segundo"),
    ]


def _copia(registry: Registry) -> float:
    """The yardstick: one file of the same disk, on the disk for good."""
    destino = registry.paths.backups / "vara.db"
    desde = time.perf_counter()
    with closing(sqlite3.connect(registry.lugar(INVENTARIO))) as origen, closing(sqlite3.connect(destino)) as copia:
        copia.execute("PRAGMA synchronous = FULL")
        origen.backup(copia)
    descriptor = os.open(destino, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    hecho = time.perf_counter() - desde
    destino.unlink()
    return hecho


def _respaldo(registry: Registry) -> float:
    desde = time.perf_counter()
    hecho = hacer.completo(registry, registry.paths.backups)
    dura = time.perf_counter() - desde
    shutil.rmtree(hecho.ubicacion)
    return dura


def _con_un_escritor(registry: Registry, lugar: Path) -> float:
    """Seconds of the slowest movement of another process while a full backup is made."""
    escritor = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.escritor", str(lugar)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert escritor.stdout
    escritor.stdout.readline()
    _respaldo(registry)
    dicho = escritor.communicate()[0]
    return float(dicho.split()[1])


def _incremental(lugar: Path) -> Fila:
    """Bytes of a set after five hundred movements on as many articles, all over the catalogue."""
    with abierto(lugar) as (registry, modelo):
        completo = hacer.completo(registry, registry.paths.backups)
        todos = modelo.indice(Consulta())
        for articulo in todos[:: max(1, len(todos) // _MOVIMIENTOS)][:_MOVIMIENTOS]:
            modelo.registrar_entrada(Pedido(articulo, 1))
        incremental = hacer.incremental(registry, registry.paths.backups)
        for hecho in (completo, incremental):
            shutil.rmtree(hecho.ubicacion)
    return Fila(
        f"incremental tras {_MOVIMIENTOS} movimientos",
        incremental.bytes / 1e6,
        completo.bytes / 1e6,
        "MB",
        0.15,
        "el respaldo completo",
    )
