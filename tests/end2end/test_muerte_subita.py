"""kill -9 at random moments: what was acknowledged is there once, nothing is there twice, the stock is true.

REXUS_TEST_MUERTES sets how many kills; the full run is 200.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from rexus.base.actor import SISTEMA
from rexus.db.conexion import SQLITE
from rexus.db.names import INVENTARIO
from rexus.db.outbox import InventarioOutbox
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock.orm import Movimiento
from tests.servers.sitio import Sitio

from .conftest import Rexus
from .vivero import Nacer, vivero

MUERTES = int(os.environ.get("REXUS_TEST_MUERTES", "12"))
MUERTES_DE_IMPORTACION = int(os.environ.get("REXUS_TEST_MUERTES_IMPORTACION", "4"))


def _obrero(nacer: Nacer, sitio: Sitio, semilla: int, pendientes: list[str]) -> list[str]:
    """Let a worker run for a random while, kill it, and return what it said."""
    hijo = nacer(sitio.escrito(), str(semilla), entrada=pendientes)
    azar = random.Random(semilla)
    # From the first attempt on, so that the kill falls into work and not into the start, however slow that is.
    for _ in range(azar.randint(1, 20)):
        assert hijo.linea()
    time.sleep(azar.uniform(0.0, 0.05))
    hijo.matar()
    assert hijo.esperar() == -signal.SIGKILL
    return hijo.dicho


@pytest.fixture(scope="module")
def nacer() -> Iterator[Nacer]:
    with vivero("tests.end2end.obrero") as nacer:
        yield nacer


@pytest.mark.largo
@pytest.mark.timeout(3600)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; TerminateProcess is not the same test")
def test_killed_in_the_middle_of_movements(sitio: Sitio, nacer: Nacer) -> None:
    registry = sitio.registry()
    modelo = InventarioModel(registry, lambda: SISTEMA)
    UbicacionesModel(registry, lambda: SISTEMA).crear("Rack B")
    articulos = [modelo.crear({"codigo": f"P{n}"}, stock_inicial=100).value.id for n in range(3)]
    registry.close()
    confirmadas: dict[str, int] = {}
    intentadas: set[str] = set()
    rechazadas: set[str] = set()
    pendientes: list[str] = []
    for vuelta in range(MUERTES):
        ultima = ""
        for linea in _obrero(nacer, sitio, vuelta, pendientes):
            palabra, clave, *resto = linea.split()
            if palabra == "TRY":
                intentadas.add(clave)
                ultima = " ".join([clave, *resto])
            elif palabra == "ACK":
                assert confirmadas.get(clave, int(resto[0])) == int(resto[0])
                confirmadas[clave] = int(resto[0])
            else:
                rechazadas.add(clave)
        clave = ultima.split()[0]
        # The answer to the last one was lost: ask again with the same UUID, as a careful client does. An annulment
        # names «the newest movement», which may be another one by now, so it is only checked, not repeated.
        perdida = clave not in confirmadas and clave not in rechazadas and " anular " not in ultima
        pendientes = [ultima] if perdida else []
    modelo = InventarioModel(registry, lambda: SISTEMA)
    assert modelo.verificar().ok
    lineas = {linea.clave: linea for a in articulos for linea in modelo.kardex(a, limite=None)}
    todas = [linea.clave for a in articulos for linea in modelo.kardex(a, limite=None)]
    assert max(Counter(todas).values()) == 1
    assert len(confirmadas) > MUERTES
    for clave, movimiento_id in confirmadas.items():
        assert lineas[clave].id == movimiento_id
    assert not (rechazadas - set(confirmadas)) & set(lineas)
    _una_anotacion_por_movimiento(registry)
    registry.close()


def _una_anotacion_por_movimiento(registry: Registry) -> None:
    entradas = select(InventarioOutbox.despues).where(
        InventarioOutbox.tabla == "inventario_perfiles", InventarioOutbox.accion != "crear"
    )
    with registry.read(INVENTARIO, SISTEMA) as work:
        movimientos = set(work.connection.scalars(select(Movimiento.id)))
        anotados = Counter(json.loads(despues)["movimiento"] for despues in work.connection.scalars(entradas))
    assert set(anotados) == movimientos
    assert set(anotados.values()) == {1}


@pytest.mark.largo
@pytest.mark.timeout(3600)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; TerminateProcess is not the same test")
def test_killed_in_the_middle_of_an_import(rexus: Rexus, motor: str, catalogo: Callable[..., Path]) -> None:
    """Either the whole file is in, or nothing of it; and the next import does it."""
    # About as many as either engine takes in three seconds.
    filas = 10_000 if motor == SQLITE else 5_000
    archivo = catalogo("perfiles", str(filas))
    azar = random.Random(5)
    enteras = 0
    for _vuelta in range(MUERTES_DE_IMPORTACION):
        proceso = subprocess.Popen(
            [sys.executable, "-m", "rexus", "importar", "perfiles", str(archivo)],
            env=rexus.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(azar.uniform(0.8, 3.5))
        proceso.kill()
        respondida = f"{filas // 1000}.000 nuevos".encode() in proceso.communicate()[0]
        verificado = rexus.ok("verificar")
        assert verificado["ok"]
        assert verificado["articulos"] in (0, filas)
        if respondida:
            assert verificado["articulos"] == filas
        if verificado["articulos"]:
            enteras += 1
            break
    final = rexus.ok("importar", "perfiles", str(archivo))
    assert (final["nuevos"], final["sin_cambios"]) == ((0, filas) if enteras else (filas, 0))
    assert rexus.ok("verificar")["ok"]
