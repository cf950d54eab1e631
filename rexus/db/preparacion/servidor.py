"""What making a server ready asks of each kind of server."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Engine

from rexus.base.errors import NoEncontradoError
from rexus.base.text import tr
from rexus.db.conexion import PoolSettings
from rexus.db.motores import Motor

# What the account of daily work may not do to some tables' rows: nobody rewrites these, not even by mistake. What has
# been handed on may leave the outbox, what has been archived may leave the trail; until then they say what they said.
SIN_DERECHO: Final = {
    "movimientos": "UPDATE, DELETE",
    "reserva_asientos": "UPDATE, DELETE",
    "configuracion_cambios": "UPDATE, DELETE",
    "llaves": "UPDATE, DELETE",
    "eventos": "UPDATE",
    "archivos": "UPDATE, DELETE",
    "outbox": "UPDATE",
    "alembic_version": "INSERT, UPDATE, DELETE",
}

# A sentence, and whether it tells of something done now.
Frase = tuple[str, bool]


class MotorConBases(Motor, Protocol):
    """An engine that connects to any database of its server by name."""

    def engine_de(self, nombre: str, pool: PoolSettings, *, secreta: bool = False, **opciones: Any) -> Engine:
        """An engine for a database by its name on the server."""


class Servidor(Protocol):
    """One kind of server. `central` is the database that is always there."""

    motor: MotorConBases
    central: str

    def exigir_cuenta(self, connection: Connection, cuenta: str) -> None:
        """See that an account exists, as far as whoever asks may know; `connection` is to `central`.

        Raises NoEncontradoError.
        """

    def crear(self, connection: Connection, nombre: str) -> bool:
        """Create a database; False when it was there already. `connection` commits by itself."""

    def afinar(self, engine: Engine, nombre: str) -> list[Frase]:
        """Add to the database of `engine` what makes this kind of server fast, if it has it."""

    def cerrar(self, connection: Connection, nombre: str) -> list[Frase]:
        """Inside a transaction: see that accounts which were given nothing cannot make tables."""

    def conceder(self, connection: Connection, nombre: str, cuenta: str) -> None:
        """Inside a transaction: give an account the rights of daily work, on tables made later too.

        Tables made later get the general rights by themselves; what they must not have (SIN_DERECHO) is taken away by
        asking again. Raises NoEncontradoError.
        """

    def con_derechos(self, connection: Connection) -> list[str]:
        """The accounts that have the rights of daily work from whoever asks; nobody, for those who may give none."""

    def derechos(self, connection: Connection) -> frozenset[Hashable]:
        """Every right given in the database, to be compared with what there is later."""


def tablas(connection: Connection, consulta: str) -> list[str]:
    """The names that a query gives."""
    return [str(nombre) for nombre in connection.exec_driver_sql(consulta).scalars()]


def citar(connection: Connection, nombre: str) -> str:
    """A name as the engine quotes it, whatever is in it."""
    return connection.dialect.identifier_preparer.quote_identifier(nombre)


def sin_cuenta(cuenta: str) -> NoEncontradoError:
    """There is no such account."""
    return NoEncontradoError(
        tr("En el servidor no hay ninguna cuenta «{cuenta}».").format(cuenta=cuenta),
        tr("Crearla en el servidor con su clave y ejecutar «rexus preparar» otra vez."),
    )
