"""Seats of one workshop: each with its own settings and user, all on the same databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rexus.base.actor import Actor
from rexus.base.paths import paths_under
from rexus.configuracion import Cambiado, Sincronizacion, Sincronizador
from rexus.db.registry import Registry
from rexus.settings import Settings
from tests.servers.sitio import Sitio

TODO = frozenset({"*"})


@dataclass
class Puesto:
    """A seat. `reiniciar` is closing the program and opening it again."""

    carpeta: Path
    registry: Registry
    actor: Actor
    settings: Settings
    sincronizador: Sincronizador

    @classmethod
    def abrir(
        cls, carpeta: Path, registry: Registry, actor: Actor, environment: dict[str, str] | None = None
    ) -> Puesto:
        settings = Settings(paths_under(carpeta), environment=environment or {})
        puesto = cls(carpeta, registry, actor, settings, Sincronizador(registry, settings, lambda: puesto.actor))
        return puesto

    def reiniciar(self) -> None:
        self.settings.close()
        otro = Puesto.abrir(self.carpeta, self.registry, self.actor)
        self.settings, self.sincronizador = otro.settings, otro.sincronizador

    def cambiar(self, cambios: dict[str, Any], vistos: dict[str, Any] | None = None) -> Cambiado:
        return self.sincronizador.cambiar(cambios, vistos).value

    def sincronizar(self, *, ajenos: bool = False) -> Sincronizacion:
        return self.sincronizador.sincronizar(ajenos=ajenos).value


Abrir = Callable[..., Puesto]


@pytest.fixture
def puestos(tmp_path: Path) -> Iterator[Abrir]:
    """`puestos(registry, "ana")` opens a seat whose user may do everything; `permisos` says otherwise."""
    abiertos: list[Puesto] = []

    def abrir(registry: Registry, usuario: str = "ana", permisos: frozenset[str] = TODO, **kw: Any) -> Puesto:
        puesto = Puesto.abrir(tmp_path / f"puesto {len(abiertos)}", registry, Actor(usuario, "rol", permisos), **kw)
        abiertos.append(puesto)
        return puesto

    yield abrir
    for puesto in abiertos:
        puesto.settings.close()


@pytest.fixture
def ana(registry: Registry, puestos: Abrir) -> Puesto:
    return puestos(registry, "ana")


@pytest.fixture
def beto(sitio: Sitio, puestos: Abrir) -> Iterator[Puesto]:
    """Another seat, with connections of its own."""
    registry = sitio.registry()
    yield puestos(registry, "beto")
    registry.close()
