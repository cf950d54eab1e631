"""Many processes on one article of a server, connections cut at random: issued = available, nothing twice, no drift.

REXUS_TEST_PROCESOS and REXUS_TEST_RETIROS set how many withdraw how often; the full run is 16 × 1000.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import time
import uuid
from dataclasses import dataclass, field

import pytest
from sqlalchemy import func, select

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseInalcanzableError, ResultadoDesconocidoError
from rexus.db.names import INVENTARIO
from rexus.db.outbox import InventarioOutbox
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock.errors import StockInsuficienteError
from rexus.stock.movimientos import Pedido
from tests import a_la_vez
from tests.servers.proxy import Mando
from tests.servers.sitio import Sitio

PROCESOS = int(os.environ.get("REXUS_TEST_PROCESOS", "4"))
RETIROS = int(os.environ.get("REXUS_TEST_RETIROS", "50"))
# A withdrawal is some thousands of bytes on the line, opening a connection about two thousand.
CORTES_BYTES = 3_000, 25_000
_PLAZO_S = 60.0 + PROCESOS * RETIROS * 0.25


@dataclass
class Parte:
    """What one process says: the movement that each of its attempts became, and how often it had to ask again."""

    confirmados: dict[str, int] = field(default_factory=dict)
    repetidos: int = 0
    desconocidos: int = 0
    falla: str = ""


def _retirar(sitio: Sitio, articulo: int, turno: int, salida: multiprocessing.Queue[Parte]) -> None:
    """Withdraw one piece again and again; an attempt whose answer was lost is made again with its own UUID."""
    parte = Parte()
    registry = sitio.registry()
    modelo = InventarioModel(registry, lambda: SISTEMA)
    limite = time.monotonic() + _PLAZO_S
    try:
        for n in range(RETIROS):
            pedido = Pedido(
                articulo, 1, referencia=f"P{turno}", clave=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{turno}/{n}"))
            )
            while pedido.clave not in parte.confirmados:
                try:
                    parte.confirmados[str(pedido.clave)] = modelo.registrar_salida(pedido).value.id
                except BaseInalcanzableError:
                    parte.repetidos += 1
                except ResultadoDesconocidoError:
                    parte.desconocidos += 1
                else:
                    continue
                if time.monotonic() > limite:
                    raise TimeoutError(f"{turno}/{n}: {registry.salud.instante}")
                # As a person does who presses «Reintentar».
                registry.salud.reintentar()
                time.sleep(0.05)
    except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
        parte.falla = f"{type(error).__name__}: {error}"
    finally:
        registry.close()
        salida.put(parte)


def _maltratar(proxy: Mando, salida: multiprocessing.Queue[Parte]) -> list[Parte]:
    """Cut at random until everybody is done; now and then let nobody through for a while."""
    partes: list[Parte] = []
    limite = time.monotonic() + _PLAZO_S + 120
    vuelta = 0
    while len(partes) < PROCESOS:
        assert time.monotonic() < limite, f"only {len(partes)} of {PROCESOS} came back"
        vuelta += 1
        proxy.cortar_al_azar(vuelta, bytes_=CORTES_BYTES)
        try:
            partes.append(salida.get(timeout=2))
        except queue.Empty:
            proxy.desenchufar()
            time.sleep(0.5)
            proxy.sanar()
    return partes


@pytest.mark.largo
@pytest.mark.timeout(7200)
def test_withdrawing_at_once_while_connections_are_cut(sitio_postgres: Sitio, proxy: Mando) -> None:
    registry = sitio_postgres.registry()
    modelo = InventarioModel(registry, lambda: SISTEMA)
    articulo = modelo.crear({"codigo": "564002"}, stock_inicial=PROCESOS * RETIROS).value.id
    contexto = a_la_vez.contexto()
    salida: multiprocessing.Queue[Parte] = contexto.Queue()
    argumentos = [(sitio_postgres.por(proxy.puerto), articulo, turno, salida) for turno in range(PROCESOS)]
    procesos = [contexto.Process(target=_retirar, args=args) for args in argumentos]
    for proceso in procesos:
        proceso.start()
    partes = _maltratar(proxy, salida)
    for proceso in procesos:
        proceso.join(60)
        assert proceso.exitcode == 0
    cortes = proxy.cifras().cortes
    repetidos, desconocidos = sum(p.repetidos for p in partes), sum(p.desconocidos for p in partes)
    print(f"{cortes} cuts, {repetidos + desconocidos} asked again, {desconocidos} of them in doubt")
    assert [parte.falla for parte in partes if parte.falla] == []
    # The line was as bad as it was meant to be.
    assert cortes > PROCESOS

    confirmados = {clave: movimiento for parte in partes for clave, movimiento in parte.confirmados.items()}
    assert len(confirmados) == PROCESOS * RETIROS
    assert modelo.articulo(articulo).stock_actual == 0
    kardex = modelo.kardex(articulo, limite=None)
    assert {linea.clave: linea.id for linea in kardex if linea.tipo == "SALIDA"} == confirmados
    assert len(kardex) == len(confirmados) + 1
    assert [linea.stock_resultante for linea in kardex] == list(range(PROCESOS * RETIROS + 1))
    with pytest.raises(StockInsuficienteError):
        modelo.registrar_salida(Pedido(articulo, 1))
    with registry.read(INVENTARIO, SISTEMA) as work:
        anotadas = work.connection.scalar(
            select(func.count()).select_from(InventarioOutbox).where(InventarioOutbox.accion == "salida")
        )
    assert anotadas == PROCESOS * RETIROS
    verificacion = modelo.verificar()
    assert verificacion.ok, verificacion.diferencias
    registry.close()
