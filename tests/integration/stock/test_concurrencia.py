"""Many processes on one article: what is issued is what was there, no duplicate, no drift."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseOcupadaError, RexusError
from rexus.base.paths import paths_under
from rexus.db.registry import Registry
from rexus.modulos import tablas  # noqa: F401 - makes every table known
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock.errors import StockInsuficienteError
from rexus.stock.movimientos import Pedido

PROCESOS = int(os.environ.get("REXUS_TEST_PROCESOS", "8"))
DISPONIBLES = int(os.environ.get("REXUS_TEST_DISPONIBLES", "200"))


def _retirar(home: Path, articulo: int, turno: int, salida: multiprocessing.Queue[tuple[int, int]]) -> None:
    """Take one at a time until there are none, and say how many were acknowledged."""
    registry = Registry(paths_under(home))
    modelo = InventarioModel(registry, lambda: SISTEMA)
    hechas = ocupada = 0
    while True:
        try:
            modelo.registrar_salida(Pedido(articulo, 1, referencia=f"P{turno}"))
            hechas += 1
        except StockInsuficienteError:
            break
        except BaseOcupadaError:
            ocupada += 1
            if ocupada > 50:
                break
    registry.close()
    salida.put((hechas, ocupada))


def test_withdrawing_at_once_issues_exactly_what_there_is(home: Path, modelo: InventarioModel) -> None:
    articulo = modelo.crear({"codigo": "564002"}, stock_inicial=DISPONIBLES).value.id
    contexto = multiprocessing.get_context("spawn")
    salida: multiprocessing.Queue[tuple[int, int]] = contexto.Queue()
    procesos = [contexto.Process(target=_retirar, args=(home, articulo, n, salida)) for n in range(PROCESOS)]
    for proceso in procesos:
        proceso.start()
    hechas = [salida.get(timeout=240)[0] for _ in procesos]
    for proceso in procesos:
        proceso.join(60)
        assert proceso.exitcode == 0
    assert sum(hechas) == DISPONIBLES
    assert modelo.articulo(articulo).stock_actual == 0
    kardex = modelo.kardex(articulo, limite=None)
    assert len(kardex) == DISPONIBLES + 1
    assert len({linea.clave for linea in kardex}) == len(kardex)
    assert [linea.stock_resultante for linea in kardex] == list(range(DISPONIBLES + 1))
    assert modelo.verificar().ok


def _crear_home(home: Path, salida: multiprocessing.Queue[str]) -> None:
    registry = Registry(paths_under(home))
    modelo = InventarioModel(registry, lambda: SISTEMA)
    try:
        modelo.crear({"codigo": f"P{os.getpid()}"})
        salida.put("")
    except RexusError as error:
        salida.put(str(error))
    finally:
        registry.close()


def test_many_first_starts_at_once_make_one_schema(home: Path) -> None:
    contexto = multiprocessing.get_context("spawn")
    salida: multiprocessing.Queue[str] = contexto.Queue()
    procesos = [contexto.Process(target=_crear_home, args=(home, salida)) for _ in range(PROCESOS)]
    for proceso in procesos:
        proceso.start()
    assert [salida.get(timeout=120) for _ in procesos] == [""] * PROCESOS
    for proceso in procesos:
        proceso.join(60)
    registry = Registry(paths_under(home))
    assert InventarioModel(registry, lambda: SISTEMA).verificar().articulos == PROCESOS
    registry.close()
