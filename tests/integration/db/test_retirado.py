"""A registry that is left for another: it serves nobody any more, and nothing of it goes on in the background."""

from __future__ import annotations

import gc
import threading

import pytest

from rexus.auditoria import Reenviador
from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseInalcanzableError
from rexus.db.names import AUDITORIA, USERS
from rexus.db.registry import Registry
from rexus.shell import services
from tests.servers.postgres import Postgres
from tests.servers.sitio import Sitio


def _latidos() -> list[threading.Thread]:
    return [hilo for hilo in threading.enumerate() if hilo.name == "rexus-latido"]


def test_who_was_still_at_work_begins_no_new_heartbeat(
    sitio: Sitio, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a reconnect: the old databases are left while somebody's unit of work takes its time."""
    monkeypatch.setattr(services, "_PATIENCE_S", 0.2)
    trabaja, basta = threading.Event(), threading.Event()

    def trabajar() -> None:
        with registry.read(USERS, SISTEMA):
            trabaja.set()
            basta.wait(60)

    hilo = threading.Thread(target=trabajar)
    hilo.start()
    assert trabaja.wait(60)
    services._Left(registry, Reenviador(registry), None).retire()
    basta.set()
    hilo.join()
    for latido in _latidos():
        latido.join(60)
    assert not _latidos()
    with pytest.raises(BaseInalcanzableError):
        registry.leer(USERS, SISTEMA, lambda work: None)
    assert not _latidos()
    # Its connection went too: what nobody closes is told when it is collected, and fails the test.
    gc.collect()


@pytest.mark.solo("postgresql", porque="an embedded database is never away")
def test_a_good_beat_does_not_bring_it_back(sitio: Sitio, registry: Registry, postgres: Postgres) -> None:
    with registry.read(USERS, SISTEMA):
        pass
    registry.retirar()
    registry.salud.caer(BaseInalcanzableError("prueba"))
    registry.salud.reintentar()
    for latido in _latidos():
        latido.join(60)
    assert not registry.salud.instante.en_linea


def test_forgetting_all_leaves_no_connection_behind(registry: Registry) -> None:
    """A restore is over while the forwarder is in the middle of a pass."""
    with registry.read(AUDITORIA, SISTEMA) as work:
        registry.olvidar_todo()
        work.connection.exec_driver_sql("SELECT 1").scalar()
    del work
    gc.collect()
    with registry.read(AUDITORIA, SISTEMA) as work:
        assert work.connection.exec_driver_sql("SELECT 1").scalar() == 1
