"""Many processes on one article: what is issued is what was there, no duplicate, no drift."""

from __future__ import annotations

import multiprocessing
import os

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseOcupadaError, RexusError
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock.errors import StockInsuficienteError
from rexus.stock.movimientos import Pedido
from tests import a_la_vez
from tests.servers.sitio import Sitio

PROCESOS = int(os.environ.get("REXUS_TEST_PROCESOS", "4"))
DISPONIBLES = int(os.environ.get("REXUS_TEST_DISPONIBLES", "200"))


def _retirar(sitio: Sitio, articulo: int, turno: int, salida: multiprocessing.Queue[tuple[int, int]]) -> None:
    """Take one at a time until there are none, and say how many were acknowledged."""
    registry = sitio.registry()
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


def test_withdrawing_at_once_issues_exactly_what_there_is(sitio: Sitio, modelo: InventarioModel) -> None:
    articulo = modelo.crear({"codigo": "564002"}, stock_inicial=DISPONIBLES).value.id
    contexto = a_la_vez.contexto()
    salida: multiprocessing.Queue[tuple[int, int]] = contexto.Queue()
    procesos = [contexto.Process(target=_retirar, args=(sitio, articulo, n, salida)) for n in range(PROCESOS)]
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


def _crear_home(sitio: Sitio, salida: multiprocessing.Queue[str]) -> None:
    registry = sitio.registry()
    modelo = InventarioModel(registry, lambda: SISTEMA)
    try:
        modelo.crear({"codigo": f"P{os.getpid()}"})
        salida.put("")
    except RexusError as error:
        salida.put(str(error))
    finally:
        registry.close()


@pytest.mark.solo("sqlite", porque="a server's databases are made by «preparar» alone")
def test_many_first_starts_at_once_make_one_schema(sitio_sin_tablas: Sitio) -> None:
    contexto = a_la_vez.contexto()
    salida: multiprocessing.Queue[str] = contexto.Queue()
    procesos = [contexto.Process(target=_crear_home, args=(sitio_sin_tablas, salida)) for _ in range(PROCESOS)]
    for proceso in procesos:
        proceso.start()
    assert [salida.get(timeout=120) for _ in procesos] == [""] * PROCESOS
    for proceso in procesos:
        proceso.join(60)
    registry = sitio_sin_tablas.registry()
    assert InventarioModel(registry, lambda: SISTEMA).verificar().articulos == PROCESOS
    registry.close()
