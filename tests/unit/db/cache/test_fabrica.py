"""Which cache the settings give, and the name that keeps workshops apart."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from rexus.base.errors import RexusError
from rexus.base.paths import paths_under
from rexus.db.cache import cache_de, de_ajustes, identidad
from rexus.db.conexion import conexion_de
from rexus.settings import Settings
from tests.servers.puertos import puerto_libre

BASES = {"users": "rexus_users", "inventario": "rexus_inventario", "auditoria": "rexus_auditoria"}


class Ajustes:
    """The settings of the cache."""

    def __init__(self, **otros: Any) -> None:
        self._valores = {
            "cache.ttl": 300,
            "cache.redis": False,
            "cache.redis_servidor": "127.0.0.1",
            "cache.redis_puerto": puerto_libre(),
            **{f"cache.{nombre}": valor for nombre, valor in otros.items()},
        }

    def get(self, clave: str) -> Any:
        return self._valores[clave]

    def secreto(self, clave: str) -> str:
        assert clave == "cache.redis_clave"
        return "x"


def test_without_redis_memory_serves() -> None:
    cache = de_ajustes(Ajustes(), "x")
    assert cache.recordar("a", "k", str, lambda: "valor") == "valor"
    assert not cache.cifras().con_redis
    cache.close()


def test_a_redis_that_is_not_there_is_told_and_costs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    cache = de_ajustes(Ajustes(redis=True), "x")
    assert [cache.recordar("a", "k", str, lambda: "valor") for _ in range(3)] == ["valor"] * 3
    while cache.cifras().motivo is None:
        time.sleep(0.001)
    cifras = cache.cifras()
    assert (cifras.quien, cifras.con_redis, cifras.aciertos) == ("memoria", True, 2)
    assert cifras.motivo == "No hay conexión con Redis."
    cache.close()
    assert caplog.text.count("Redis does not serve") == 1


def test_a_keyring_that_does_not_answer_is_told_and_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    class SinLlavero(Ajustes):
        def secreto(self, clave: str) -> str:
            raise RexusError("El llavero no contesta", "No se pudo leer la clave.")

    cache = de_ajustes(SinLlavero(redis=True), "x")
    cache.recordar("a", "k", str, lambda: "valor")
    while cache.cifras().motivo is None:
        time.sleep(0.001)
    assert cache.cifras().motivo == "No se pudo leer la clave."
    cache.close()


def test_files_of_two_homes_are_two_workshops(tmp_path: Path) -> None:
    """Two people who work on one machine with files of their own, sharing a Redis."""
    hogares = [paths_under(tmp_path / nombre) for nombre in ("ana", "luis")]
    prefijos = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rexus.db.cache.fabrica.de_ajustes", lambda _settings, identidad: prefijos.append(identidad))
        for paths in [*hogares, hogares[0]]:
            settings = Settings(paths, environment={})
            cache_de(settings, conexion_de(settings), paths)
    assert prefijos[0] == prefijos[2] != prefijos[1]


def test_seats_of_one_workshop_have_one_name() -> None:
    una = identidad("postgresql", "Servidor.taller.local", 5432, BASES)
    assert una == identidad("postgresql", "servidor.taller.local. ", 5432, dict(reversed(BASES.items())))
    assert len(una) == 16
    assert "taller" not in una


def test_workshops_have_names_of_their_own() -> None:
    nombres = [
        identidad("postgresql", "servidor", 5432, BASES),
        identidad("postgresql", "servidor", 5433, BASES),
        identidad("postgresql", "otro", 5432, BASES),
        identidad("sqlserver", "servidor", 5432, BASES),
        identidad("postgresql", "servidor", 5432, {**BASES, "users": "taller2_users"}),
        identidad("sqlserver", "servidor\\taller", 5432, BASES),
    ]
    assert len(set(nombres)) == len(nombres)


@pytest.mark.parametrize("servidor", ["", "localhost", "127.0.0.1", "LOCALHOST\\SQLEXPRESS", "."])
def test_localhost_is_another_server_on_each_machine(servidor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    una = identidad("postgresql", servidor, 5432, BASES)
    monkeypatch.setattr("platform.node", lambda: "otra-maquina")
    assert identidad("postgresql", servidor, 5432, BASES) != una
    assert identidad("postgresql", "servidor", 5432, BASES) == identidad("postgresql", "servidor", 5432, BASES)
