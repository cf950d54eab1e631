"""Where the databases are and how many connections are kept: the settings `db.*` as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from rexus.db import names
from rexus.settings import Settings

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"
SQLSERVER: Final = "sqlserver"

_PUERTOS: Final = {POSTGRESQL: 5432, SQLSERVER: 1433}


@dataclass(frozen=True)
class Conexion:
    """A way to the three databases. For SQLite only `motor` counts: the files are in the home.

    `puerto` 0 is the engine's usual one. `bases` maps a logical database to its name on the server. `tls` is one of
    «verificar», «exigir», «no»; `certificado` is the file of the authority that signed the server's.
    """

    motor: str = SQLITE
    servidor: str = ""
    puerto: int = 0
    usuario: str = ""
    clave: str = field(default="", repr=False)
    # Asked when the first connection needs it, in that thread: a keyring may keep whoever asks waiting.
    pedir_clave: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    driver: str = ""
    bases: Mapping[str, str] = field(default_factory=lambda: {base: f"rexus_{base}" for base in names.ALL})
    tls: str = "verificar"
    certificado: str = ""

    @property
    def es_servidor(self) -> bool:
        """Whether the data is on a server."""
        return self.motor != SQLITE

    @property
    def puerto_real(self) -> int:
        """The port that is used; 0 for SQLite."""
        return self.puerto or _PUERTOS.get(self.motor, 0)

    def secreto(self) -> str:
        """The password. May wait; raises RexusError when the keyring cannot be asked."""
        return self.clave if self.pedir_clave is None else self.pedir_clave()

    @property
    def lugar(self) -> str:
        """What to call the server in a message."""
        return f"{self.servidor}:{self.puerto_real}"


@dataclass(frozen=True)
class PoolSettings:
    """Connections kept for each database. Times are seconds.

    `timeout` is how long long work waits for a free connection, `timeout_pantalla` how long a screen does;
    `inactividad` is when unused connections are let go. Not `activo`: every unit of work opens and closes its own.
    """

    size: int = 10
    max_overflow: int = 5
    timeout: float = 30.0
    timeout_pantalla: float = 5.0
    recycle: int = 3_600
    inactividad: float = 300.0
    activo: bool = True

    @property
    def tope(self) -> int:
        """The most connections with one database at a time."""
        return self.size + self.max_overflow


def pool_de(settings: Settings) -> PoolSettings:
    """The pool that the settings ask for."""
    return PoolSettings(
        size=settings.get("db.pool_size"),
        max_overflow=settings.get("db.max_overflow"),
        timeout=settings.get("db.pool_timeout"),
        timeout_pantalla=settings.get("db.pool_timeout_pantalla"),
        recycle=settings.get("db.pool_recycle"),
        inactividad=settings.get("db.inactividad"),
        activo=settings.get("db.pooling"),
    )


def conexion_de(settings: Settings) -> Conexion:
    """The connection that the settings ask for. Does not ask for the password yet."""
    motor = settings.get("db.motor")
    if motor == SQLITE:
        return Conexion()
    return Conexion(
        motor=motor,
        servidor=settings.get("db.servidor").strip(),
        puerto=settings.get("db.puerto"),
        usuario=settings.get("db.usuario").strip(),
        pedir_clave=lambda: settings.secreto("db.clave"),
        driver=settings.get("db.driver").strip(),
        bases={base: settings.get(f"db.{base}") for base in names.ALL},
        tls=settings.get("db.tls"),
        certificado=settings.get("db.certificado").strip(),
    )
