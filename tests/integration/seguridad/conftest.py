"""A workshop with its administrator, a clock that the test moves, and passwords that cost nothing to compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from rexus.base.actor import SISTEMA, Actor
from rexus.base.changes import Result
from rexus.db.names import USERS
from rexus.db.outbox import UsersOutbox
from rexus.db.registry import Registry
from rexus.seguridad import Guardia, Ingreso, Politica, crear_primer_administrador, cuentas, entrar
from rexus.seguridad.orm import Usuario
from rexus.settings import Settings
from tests.servers.sitio import Sitio

ADMIN, CLAVE = "ana", "caballo batería grapa"
OTRA = "seis ventanas corredizas"


class Reloj:
    """The clock of a registry. Stands still between two calls of the test."""

    def __init__(self) -> None:
        self.ahora = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.guardia: Guardia | None = None

    def __call__(self) -> datetime:
        return self.ahora

    def pasar(self, **cuanto: float) -> None:
        self.ahora += timedelta(**cuanto)
        if self.guardia is not None:
            # It believes what it saw for a second, and notes what is used once a minute: of the real clock.
            self.guardia._vista.clear()
            self.guardia._usada.clear()


class Taller:
    """The operations on accounts, by whoever the test says."""

    def __init__(self, registry: Registry, reloj: Reloj) -> None:
        self.registry = registry
        self.reloj = reloj
        self.politica = Politica()

    def politica_con(self, **cambios: Any) -> None:
        self.politica = replace(self.politica, **cambios)

    def entrar(self, usuario: str = ADMIN, clave: str = CLAVE, **kw: Any) -> Ingreso:
        return entrar(self.registry, usuario, clave, self.politica, **kw)

    def actor(self, usuario: str = ADMIN, clave: str = CLAVE) -> Actor:
        ingreso = self.entrar(usuario, clave, programa="consola")
        assert not ingreso.debe
        return ingreso.actor

    def leer(self, actor: Actor, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return self.registry.leer(USERS, actor, operacion, *args, **kw)

    def hacer(self, actor: Actor, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        hecho = self.registry.escribir(USERS, actor, operacion, *args, **kw)
        return hecho.value if isinstance(hecho, Result) else hecho

    def tocar(self, actor: Actor) -> None:
        """Something that writes: what reads may believe for a second, on a server, that the session holds."""
        with self.registry.write(USERS, actor):
            pass

    def cuenta(self, usuario: str = ADMIN) -> cuentas.Cuenta:
        hallada = self.leer(SISTEMA, cuentas.por_usuario, usuario)
        assert isinstance(hallada, cuentas.Cuenta)
        return hallada

    def nueva(self, usuario: str, rol: str = "operador", clave: str = OTRA) -> int:
        """An account with a password, by the program itself."""
        id_, codigo = self.hacer(SISTEMA, cuentas.crear, {"usuario": usuario, "rol": rol}, self.politica, clave=clave)
        assert codigo == ""
        return int(id_)

    def a_mano(self, usuario: str, **valores: Any) -> None:
        """As somebody who opens the database with another program."""
        with self.registry.write(USERS, SISTEMA) as work:
            work.connection.execute(update(Usuario).where(Usuario.usuario == usuario).values(**valores))

    def fila(self, usuario: str) -> dict[str, Any]:
        with self.registry.read(USERS, SISTEMA) as work:
            tabla = Usuario.__table__
            fila = work.connection.execute(select(tabla).where(tabla.c.usuario == usuario)).one()
            return dict(fila._mapping)

    def eventos(self, accion: str = "") -> list[Any]:
        with self.registry.read(USERS, SISTEMA) as work:
            o = UsersOutbox
            consulta = select(o.usuario, o.modulo, o.accion, o.registro, o.antes, o.despues).order_by(o.id)
            return [e for e in work.connection.execute(consulta) if accion in ("", e.accion)]


@pytest.fixture
def reloj() -> Reloj:
    return Reloj()


@pytest.fixture
def settings(sitio: Sitio) -> Iterator[Settings]:
    """The seat's."""
    settings = Settings(sitio.paths)
    yield settings
    settings.close()


@pytest.fixture
def vacio(sitio: Sitio, reloj: Reloj) -> Iterator[Taller]:
    """Without any account."""
    registry = sitio.registry(clock=reloj)
    taller = Taller(registry, reloj)
    guardia = Guardia(registry, lambda: taller.politica)
    registry.guardia = reloj.guardia = guardia
    yield taller
    guardia.close()
    registry.close()


@pytest.fixture
def taller(vacio: Taller) -> Taller:
    """With its administrator, ADMIN with CLAVE."""
    vacio.hacer(SISTEMA, crear_primer_administrador, ADMIN, CLAVE)
    return vacio
