"""Many seats at the same articles: never more set apart than there is, and nothing lost."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
from decimal import Decimal

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseOcupadaError
from rexus.db.names import INVENTARIO
from rexus.stock import entregas, requerimientos, reservas
from rexus.stock.errors import StockInsuficienteError
from rexus.stock.lineas import Linea
from tests import a_la_vez
from tests.servers.sitio import Sitio

from .conftest import Mesa

PROCESOS = int(os.environ.get("REXUS_TEST_PROCESOS", "4"))
VUELTAS = int(os.environ.get("REXUS_TEST_VUELTAS_OBRAS", "12"))
HAY = 30


def _reservar(
    sitio: Sitio, obra: int, articulos: list[int], semilla: int, salida: multiprocessing.Queue[tuple[int, str]]
) -> None:
    """Set apart, free and give out at random, and say how many pieces were acknowledged as given out."""
    registry = sitio.registry()
    azar = random.Random(semilla)
    entregadas = 0
    try:
        for _ in range(VUELTAS):
            # In any order: whoever takes several at once must not wait for whoever waits for them.
            elegidos = azar.sample(articulos, k=azar.randint(1, len(articulos)))
            lineas = [Linea("perfil", a, azar.randint(1, 4)) for a in elegidos]
            operacion, args = azar.choice(
                [
                    (reservas.reservar, (lineas,)),
                    (reservas.reservar, ()),
                    (reservas.liberar, ()),
                    (entregas.entregar, (lineas[:1],)),
                ]
            )
            try:
                hecho = registry.escribir(INVENTARIO, SISTEMA, operacion, obra, *args).value
            except (StockInsuficienteError, BaseOcupadaError):
                continue
            if operacion is entregas.entregar:
                entregadas += sum(int(linea.cantidad) for linea in hecho.lineas)
        salida.put((entregadas, ""))
    except Exception as error:  # noqa: BLE001 - told to the test, which fails
        salida.put((entregadas, repr(error)))
    finally:
        registry.close()


def test_setting_apart_at_once_never_exceeds_what_there_is(sitio: Sitio, mesa: Mesa) -> None:
    articulos = [mesa.articulo(f"A{n}", HAY) for n in range(5)]
    obras = [mesa.obra(f"OB-{n}", {f"A{m}": HAY for m in range(5)}) for n in range(PROCESOS)]
    contexto = a_la_vez.contexto()
    salida: multiprocessing.Queue[tuple[int, str]] = contexto.Queue()
    procesos = [
        contexto.Process(target=_reservar, args=(sitio, obra, articulos, n, salida)) for n, obra in enumerate(obras)
    ]
    for proceso in procesos:
        proceso.start()
    dichos = [salida.get(timeout=240) for _ in procesos]
    for proceso in procesos:
        proceso.join(60)
    assert [falla for _, falla in dichos if falla] == []
    mesa.en_orden()
    quedan = sum((mesa.stock(f"A{n}")[0] for n in range(5)), Decimal(0))
    assert quedan == 5 * HAY - sum(n for n, _ in dichos)
    reservado = Decimal(0)
    for obra in obras:
        materiales = mesa.leer(requerimientos.materiales, obra)
        reservado += sum((m.reservado for m in materiales), Decimal(0))
    assert reservado == sum((mesa.stock(f"A{n}")[1] for n in range(5)), Decimal(0)) <= quedan


def _todo(sitio: Sitio, obra: int, salida: multiprocessing.Queue[int]) -> None:
    """Set apart as much as there is."""
    registry = sitio.registry(por_lotes=True)
    try:
        hecha = None
        while hecha is None:
            # So many at once starve each other on a slow machine: who is told that it is busy asks again.
            with contextlib.suppress(BaseOcupadaError):
                hecha = registry.escribir(INVENTARIO, SISTEMA, reservas.reservar, obra).value
        salida.put(sum(int(linea.cantidad) for linea in hecha.lineas))
    finally:
        registry.close()


def test_whoever_asks_for_all_at_once_gets_what_there_is_together(sitio: Sitio, mesa: Mesa) -> None:
    mesa.articulo("A1", 7)
    mesa.articulo("B2", 5)
    obras = [mesa.obra(f"OB-{n}", {"A1": 4, "B2": 4}) for n in range(PROCESOS)]
    contexto = a_la_vez.contexto()
    salida: multiprocessing.Queue[int] = contexto.Queue()
    procesos = [contexto.Process(target=_todo, args=(sitio, obra, salida)) for obra in obras]
    for proceso in procesos:
        proceso.start()
    assert sum(salida.get(timeout=240) for _ in procesos) == 12
    for proceso in procesos:
        proceso.join(60)
        assert proceso.exitcode == 0
    assert (mesa.stock("A1"), mesa.stock("B2")) == ((7, 7), (5, 5))
    mesa.en_orden()
