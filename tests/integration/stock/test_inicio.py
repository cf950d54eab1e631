"""The start page's model: of each part only what whoever looks may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rexus.base.actor import SISTEMA, Actor
from rexus.db.registry import Registry
from rexus.modulos.inicio.domain import Panorama, Respaldo
from rexus.modulos.inicio.model import InicioModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import estado, hacer
from rexus.settings import Settings


def panorama(registry: Registry, settings: Settings, *permisos: str) -> Panorama:
    actor = Actor("luis", "consulta", frozenset(permisos))
    return InicioModel(registry, lambda: actor, settings, UTC).panorama()


@pytest.fixture
def settings(registry: Registry) -> Settings:
    registry.paths.crear()
    return Settings(registry.paths)


def test_only_what_may_be_seen_is_read(registry: Registry, modelo: InventarioModel, settings: Settings) -> None:
    vacio = panorama(registry, settings)
    assert vacio.vacio
    assert (vacio.bajos, vacio.obras, vacio.pedidos, vacio.respaldo) == (None, None, None, None)
    assert not panorama(registry, settings, "inventario.ver").hay_articulos
    modelo.crear({"codigo": "A1", "stock_minimo": 2})
    solo = panorama(registry, settings, "inventario.ver")
    assert [(b.modulo, b.tabla, b.hallado.cuantos) for b in solo.bajos or ()] == [
        ("inventario", "inventario_perfiles", 1)
    ]
    assert (solo.obras, solo.pedidos, solo.respaldo) == (None, None, None)
    assert [b.hallado.cuantos for b in panorama(registry, settings, "herrajes.ver").bajos or ()] == [0]
    assert panorama(registry, settings, "obras.ver").obras == ()
    assert panorama(registry, settings, "compras.ver").pedidos == ()
    assert panorama(registry, settings, "*").hay_articulos


@pytest.mark.solo("sqlite", porque="where the sets lie is the same on every engine")
def test_the_newest_good_backup_is_told(registry: Registry, modelo: InventarioModel, settings: Settings) -> None:
    modelo.crear({"codigo": "A1"})
    assert panorama(registry, settings, "respaldos.ver").respaldo == Respaldo(None)
    ahora = datetime.now(UTC)
    carpeta = registry.paths.backups
    viejo = hacer.completo(registry, carpeta, clock=lambda: ahora - timedelta(days=2), actor=SISTEMA)
    nuevo = hacer.completo(registry, carpeta, clock=lambda: ahora - timedelta(hours=3), actor=SISTEMA)
    assert panorama(registry, settings, "respaldos.ver").respaldo == Respaldo(nuevo.fecha)
    # One that was found altered counts no more.
    estado.anotar_verificado(carpeta, nuevo.id, ahora, "no es el que se guardó")
    assert panorama(registry, settings, "respaldos.ver").respaldo == Respaldo(viejo.fecha)
