"""What an obra or an order names is kept; and two seats at one obra: the second sees what the first did."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import ConflictoError
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.stock import obras, pedidos, precios, proveedores, reservas
from rexus.stock.errors import StockInsuficienteError
from rexus.stock.movimientos import Pedido, registrar_salida
from rexus.stock.obras import ObraCerradaError
from rexus.stock.pedidos import LineaPedida
from rexus.stock.pedir_faltantes import pedir_faltantes
from tests.servers.sitio import Sitio

from .conftest import Mesa

# Long enough for the second seat to come as far as it can without the first.
_MIENTRAS_TANTO_S = 0.15


def test_an_article_that_something_names_is_not_deleted(mesa: Mesa) -> None:
    for codigo in ("A1", "B2", "C3"):
        mesa.articulo(codigo)
    mesa.obra("OB-1", {"A1": 1})
    mesa.hacer(pedidos.crear, "REHAU", [LineaPedida("perfil", mesa.id("B2"), 1)])
    for codigo in ("A1", "B2"):
        with pytest.raises(ConflictoError, match="figura en obras o pedidos"):
            mesa.modelo.eliminar(mesa.id(codigo))
    c3 = mesa.id("C3")
    rehau = mesa.leer(proveedores.por_nombre, "REHAU")
    mesa.hacer(precios.poner, "perfil", c3, rehau, {"precio": 1})
    mesa.modelo.eliminar(c3)
    assert mesa.leer(precios.de_articulo, "perfil", c3) == []
    mesa.en_orden()


def test_an_import_taken_back_leaves_what_an_obra_needs(mesa: Mesa, tmp_path: Path) -> None:
    archivo = tmp_path / "perfiles.csv"
    archivo.write_text("Código;Descripción\nA1;Marco\nB2;Hoja\n", encoding="utf-8")
    with mesa.modelo.analizar(archivo) as analisis:
        lote = mesa.modelo.importar(analisis).value.lote
    assert lote is not None
    mesa.uno = mesa.obra("OB-1", {"A1": 2})
    hecho = mesa.modelo.revertir_importacion(lote).value
    assert (hecho.eliminados, hecho.desactivados) == (1, 1)
    assert mesa.cuentas(mesa.uno, "A1") == (2, 0, 0, 2)
    assert not mesa.modelo.articulo(mesa.id("A1")).activo


@pytest.fixture
def otro(sitio: Sitio) -> Iterator[Registry]:
    """The second seat."""
    registry = sitio.registry()
    yield registry
    registry.close()


def a_la_vez(mesa: Mesa, primero: Callable[..., Any], *args: Any, segundo: Callable[[], Any]) -> Future[Any]:
    """Do the first, begin the second before the first is committed, then commit; the second's outcome."""
    with ThreadPoolExecutor(1) as hilo, mesa.registry.write(INVENTARIO, SISTEMA) as work:
        primero(work, *args)
        futuro = hilo.submit(segundo)
        time.sleep(_MIENTRAS_TANTO_S)
    return futuro


@pytest.fixture
def taller(mesa: Mesa) -> Mesa:
    """Five of A1, which both obras need."""
    mesa.articulo("A1", 5, proveedor="REHAU")
    mesa.uno, mesa.dos = mesa.obra("OB-1", {"A1": 4}), mesa.obra("OB-2", {"A1": 4})
    return mesa


def test_the_last_bars_are_set_apart_once(taller: Mesa, otro: Registry) -> None:
    def el_otro() -> Any:
        return otro.escribir(INVENTARIO, SISTEMA, reservas.reservar, taller.dos).value

    hecha = a_la_vez(taller, reservas.reservar, taller.uno, segundo=el_otro).result()
    assert [(x.cantidad, x.faltan) for x in hecha.lineas] == [(1, 3)]
    assert [(t.obra, t.cantidad) for t in hecha.lineas[0].de_otras] == [("OB-1", 4)]
    taller.en_orden()


def test_what_leaves_is_not_set_apart_and_the_other_way_round(taller: Mesa, otro: Registry) -> None:
    a1, lineas = taller.id("A1"), taller.lineas({"A1": 4})

    def reservar() -> Any:
        return otro.escribir(INVENTARIO, SISTEMA, reservas.reservar, taller.uno, lineas)

    with pytest.raises(StockInsuficienteError):
        a_la_vez(taller, registrar_salida, "perfil", Pedido(a1, 3), segundo=reservar).result()

    def sacar() -> Any:
        return otro.escribir(INVENTARIO, SISTEMA, registrar_salida, "perfil", Pedido(a1, 1))

    with pytest.raises(StockInsuficienteError):
        a_la_vez(taller, reservas.reservar, taller.uno, taller.lineas({"A1": 2}), segundo=sacar).result()
    assert taller.stock("A1") == (2, 2)
    taller.en_orden()


def test_nothing_is_set_apart_for_an_obra_that_just_ended(taller: Mesa, otro: Registry) -> None:
    def el_otro() -> Any:
        return otro.escribir(INVENTARIO, SISTEMA, reservas.reservar, taller.uno)

    with pytest.raises(ObraCerradaError):
        a_la_vez(taller, obras.cambiar_estado, taller.uno, "cancelada", segundo=el_otro).result()
    taller.en_orden()


def test_what_is_missing_is_ordered_once(taller: Mesa, otro: Registry) -> None:
    def el_otro() -> Any:
        return otro.escribir(INVENTARIO, SISTEMA, pedir_faltantes, None, enviar=True).value

    def primero(work: Any) -> Any:
        return pedir_faltantes(work, None, enviar=True)

    assert a_la_vez(taller, primero, segundo=el_otro).result().pedidos == ()
    assert len(taller.leer(pedidos.listar)) == 1
