"""kill -9 at random moments, of the program and of its server: every acknowledged change has exactly one event.

REXUS_TEST_MUERTES_AUDITORIA sets how many kills at least, REXUS_TEST_CAMBIOS_AUDITORIA how many acknowledged changes.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import select

from rexus.auditoria import Auditoria, Filtro, pendientes, reenviar
from rexus.base.actor import SISTEMA
from rexus.db.names import INVENTARIO, USERS
from rexus.db.outbox import InventarioOutbox, UsersOutbox
from rexus.db.registry import Registry
from rexus.db.work import clave_de_entrada
from rexus.modulos.inventario.model import InventarioModel
from tests.servers.postgres import Postgres
from tests.servers.sitio import Sitio

from .conftest import Rexus
from .vivero import Nacer, vivero

MUERTES = int(os.environ.get("REXUS_TEST_MUERTES_AUDITORIA", "5"))
CAMBIOS = int(os.environ.get("REXUS_TEST_CAMBIOS_AUDITORIA", "0"))


def _puesto(nacer: Nacer, sitio: Sitio, semilla: int, pendientes: list[str], servidor: Postgres | None) -> list[str]:
    """Let a seat work for a random while, kill it, or the server under it first, and return what it said."""
    hijo = nacer(sitio.escrito(), str(semilla), entrada=pendientes)
    azar = random.Random(semilla)
    # From the first attempt on, so that the kill falls into work and not into the start, however slow that is.
    for _ in range(azar.randint(1, 40)):
        assert hijo.linea()
    # What was done is handed on meanwhile.
    time.sleep(azar.uniform(0.0, 0.3))
    if servidor is not None and semilla % 3 == 2:
        servidor.matar()
        time.sleep(azar.uniform(0.0, 0.2))
    hijo.matar()
    assert hijo.esperar() == -signal.SIGKILL
    if servidor is not None:
        servidor.arrancar()
    return hijo.dicho


@pytest.fixture(scope="module")
def nacer() -> Iterator[Nacer]:
    with vivero("tests.end2end.auditor", callado=True) as nacer:
        yield nacer


@pytest.fixture
def servidor(sitio: Sitio, request: pytest.FixtureRequest) -> Iterator[Postgres | None]:
    """The server that may be killed; None for files."""
    yield request.getfixturevalue("postgres") if sitio.motor == "postgresql" else None


@pytest.mark.largo
@pytest.mark.timeout(3600)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; TerminateProcess is not the same test")
def test_every_acknowledged_change_has_exactly_one_event(sitio: Sitio, servidor: Postgres | None, nacer: Nacer) -> None:
    registry = sitio.registry()
    InventarioModel(registry, lambda: SISTEMA).crear({"codigo": "P1"}, stock_inicial=50)
    registry.close()
    confirmadas: set[str] = set()
    intentadas: set[str] = set()
    rechazadas: set[str] = set()
    perdidas: list[str] = []
    vuelta = 0
    while vuelta < MUERTES or len(confirmadas) < CAMBIOS:
        ultima = ""
        for linea in _puesto(nacer, sitio, vuelta, perdidas, servidor):
            palabra, clave, *resto = linea.split()
            if palabra == "TRY":
                intentadas.add(clave)
                ultima = " ".join([clave, *resto])
            elif palabra == "ACK":
                confirmadas.add(clave)
            elif resto == ["StockInsuficienteError"]:
                rechazadas.add(clave)
        # The answer to the last one was lost: ask again with the same UUID, as a careful client does.
        clave = ultima.split()[0]
        perdidas = [ultima] if clave not in confirmadas | rechazadas else []
        vuelta += 1
    _comprobar(sitio, confirmadas, intentadas, rechazadas)


def _comprobar(sitio: Sitio, confirmadas: set[str], intentadas: set[str], rechazadas: set[str]) -> None:
    registry = sitio.registry(por_lotes=True)
    auditoria = Auditoria(registry, lambda: SISTEMA)
    # Before anything more is handed on: what is there is whole.
    assert auditoria.verificar().ok
    reenviar(registry, plazo=600)
    assert pendientes(registry).esperan == 0
    assert auditoria.verificar().ok
    eventos = list(reversed(auditoria.ver(Filtro(), 1_000_000)))
    veces = Counter(evento.uuid for evento in eventos)
    assert max(veces.values()) == 1
    assert len(confirmadas) > MUERTES
    assert _entradas(confirmadas) <= set(veces)
    assert not _entradas(rechazadas - confirmadas) & set(veces)
    assert {evento.uuid for evento in eventos if evento.accion == "ingresar"} <= _entradas(intentadas)
    for base, bandeja in ((USERS, UsersOutbox), (INVENTARIO, InventarioOutbox)):
        with registry.read(base, SISTEMA) as work:
            escritas = list(work.connection.scalars(select(bandeja.uuid).order_by(bandeja.id)))
        assert [evento.uuid for evento in eventos if evento.base == base] == escritas
    _un_evento_por_movimiento(
        registry, [e.despues["movimiento"] for e in eventos if e.despues and "movimiento" in e.despues]
    )
    registry.close()


def _entradas(claves: set[str]) -> set[str]:
    """The UUIDs of the entries that those attempts leave."""
    return {clave_de_entrada(uuid.UUID(clave), 0) for clave in claves}


def _un_evento_por_movimiento(registry: Registry, contados: list[int]) -> None:
    modelo = InventarioModel(registry, lambda: SISTEMA)
    assert modelo.verificar().ok
    movimientos = [linea.id for linea in modelo.kardex(1, limite=None)]
    assert sorted(contados) == sorted(movimientos)


@pytest.mark.solo("sqlite", porque="the engine makes no difference to the command line itself")
def test_the_command_line_shows_and_proves_the_trail(rexus: Rexus, sitio: Sitio) -> None:
    registry = sitio.registry()
    InventarioModel(registry, lambda: SISTEMA).crear({"codigo": "P1", "descripcion": "Marco"}, stock_inicial=2)
    registry.close()
    eventos = rexus.ok("auditoria", "ver")
    assert [e["id"] for e in eventos] == list(range(len(eventos), 0, -1))
    (creado, *_) = rexus.ok("auditoria", "ver", "--modulo", "inventario", "--registro", "inventario_perfiles:1")
    assert creado["tabla"] == "inventario_perfiles" and creado["fecha"].endswith("Z")
    assert {e["usuario"] for e in rexus.ok("auditoria", "ver", "--usuario", "ana")} == {"ana"}
    assert "Marco" in rexus("auditoria", "ver", "--modulo", "inventario", "--limite", "3").salida
    hoy = creado["fecha"][:10]
    assert rexus.ok("auditoria", "ver", "--desde", hoy, "--hasta", hoy)
    assert rexus.ok("auditoria", "ver", "--hasta", "2000-01-01") == []
    assert "La cadena está entera" in rexus("auditoria", "verificar").salida
    assert rexus.ok("auditoria", "archivar", "--simular") == {
        "simulado": True,
        "carpeta": str(rexus.home / "backups" / "auditoria"),
        "archivos": [],
    }
    assert rexus("auditoria", "ver", "--desde", "ayer").estado == 2
    (rexus.home / "data" / "auditoria.cabeza").write_text("{}")
    roto = rexus("auditoria", "verificar", "--json")
    assert (roto.estado, roto.json["falla"]["tipo"]) == (1, "cabeza")
    # Somebody changed one past Rexus: it says so, and the others are there.
    with closing(sqlite3.connect(sitio.paths.database("auditoria"))) as base, base:
        for (nombre,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f"DROP TRIGGER {nombre}")
        base.execute("UPDATE eventos SET fecha = 'ayer' WHERE id = 2")
    vistos = {e["id"]: e for e in rexus.ok("auditoria", "ver")}
    assert vistos[2] == {"id": 2, "ilegible": True}
    assert vistos[1]["accion"] and vistos[3]["accion"] and len(vistos) >= len(eventos)
    assert "No se puede leer: alguien lo cambió por fuera de Rexus." in rexus("auditoria", "ver").salida
