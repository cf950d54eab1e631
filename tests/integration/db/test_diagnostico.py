"""What the diagnosis asks of a server: little, and nothing that locks an account or waits for a pool."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseInalcanzableError
from rexus.db.conexion import PoolSettings
from rexus.db.diagnostico import reunir
from rexus.db.names import INVENTARIO
from rexus.db.schema import HEADS
from rexus.settings import Settings
from tests.servers.postgres import Postgres
from tests.servers.sitio import Sitio

REFUSED = "password authentication failed"


@pytest.fixture
def settings(sitio: Sitio) -> Iterator[Settings]:
    settings = Settings(sitio.paths, environment={})
    yield settings
    settings.close()


@pytest.mark.solo("postgresql", porque="its log tells of refused accounts")
def test_a_refused_account_is_tried_once(sitio: Sitio, settings: Settings, postgres: Postgres) -> None:
    registry = sitio.con(clave="mala").registry()
    before = postgres.log.read_text(errors="replace").count(REFUSED)
    visto = reunir(registry, settings, sitio.paths, preguntar=True)
    registry.close()
    assert postgres.log.read_text(errors="replace").count(REFUSED) == before + 1
    assert visto.rechazado and visto.como_dict()["rechazado"]
    assert len({base.problema for base in visto.bases}) == 1 and "no acepta la cuenta" in (
        visto.bases[2].problema or ""
    )


@pytest.mark.solo("postgresql", porque="its log tells of refused accounts")
def test_nothing_is_asked_of_a_server_that_is_away(sitio: Sitio, settings: Settings, postgres: Postgres) -> None:
    registry = sitio.con(clave="mala").registry()
    motivo = BaseInalcanzableError("taller:5432")
    registry.salud.caer(motivo)
    before = postgres.log.read_text(errors="replace").count(REFUSED)
    visto = reunir(registry, settings, sitio.paths, preguntar=True)
    registry.close()
    assert postgres.log.read_text(errors="replace").count(REFUSED) == before
    assert all((base.problema or "").startswith(motivo.frase) for base in visto.bases)


def test_a_pool_that_is_all_in_use_does_not_keep_it_waiting(sitio: Sitio, settings: Settings) -> None:
    registry = sitio.registry(PoolSettings(size=1, max_overflow=0, timeout=0.1))
    with registry.read(INVENTARIO, SISTEMA):
        visto = reunir(registry, settings, sitio.paths, preguntar=True)
    registry.close()
    assert {base.base: base.problema for base in visto.bases}[INVENTARIO] == ""
    assert {base.base: base.version for base in visto.bases}[INVENTARIO] == HEADS[INVENTARIO]
