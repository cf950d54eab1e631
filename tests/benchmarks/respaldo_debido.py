"""What it costs to find out, before a critical operation, that no backup is due."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.registry import Registry
from rexus.modulos import tablas  # noqa: F401 - makes every table known
from rexus.respaldos import hacer
from rexus.respaldos.automatico import RespaldoPrevio
from rexus.respaldos.conjunto import MANIFIESTO, carpeta_de, otro_id
from rexus.respaldos.manifiesto import escribir
from rexus.settings import Settings
from tests.benchmarks.filas import Fila

# What a shelf holds after a year with the factory's settings.
_CONJUNTOS = 40
_VECES = 201


def medir() -> list[Fila]:
    """The rows «is a backup due?»: in a program that asked before, and in one that asks for the first time."""
    with tempfile.TemporaryDirectory() as carpeta:
        paths = paths_under(Path(carpeta))
        paths.crear()
        registry, settings = Registry(paths), Settings(paths)
        try:
            hecho = hacer.completo(registry, paths.backups)
            for n in range(2, _CONJUNTOS + 1):
                otro = replace(hecho, id=otro_id(hecho.id, n))
                lugar = carpeta_de(paths.backups, otro.id)
                shutil.copytree(hecho.ubicacion, lugar)
                (lugar / MANIFIESTO).write_bytes(escribir(otro))
            previo = RespaldoPrevio(registry, settings)
            assert previo("medir", SISTEMA) is None
            otra_vez = _mediana(lambda: previo("medir", SISTEMA))
            primera = _mediana(lambda: RespaldoPrevio(registry, settings)("medir", SISTEMA))
        finally:
            settings.close()
            registry.close()
    return [
        Fila("¿hace falta un respaldo?", otra_vez * 1e3, 1.0, "ms", 1, "un milisegundo"),
        Fila("lo mismo, al preguntar primero", primera * 1e3, 1.0, "ms", 1, "un milisegundo"),
    ]


def _mediana(accion: Callable[[], object]) -> float:
    tiempos = []
    for _ in range(_VECES):
        inicio = time.perf_counter()
        accion()
        tiempos.append(time.perf_counter() - inicio)
    return statistics.median(tiempos)
