"""PostgreSQL through psycopg 3."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, text
from sqlalchemy.engine import URL

from rexus.base.errors import (
    BaseInalcanzableError,
    BaseOcupadaError,
    BaseSinPrepararError,
    CanceladoError,
    DiscoLlenoError,
    RexusError,
    SoloLecturaError,
)
from rexus.db.conexion import PoolSettings
from rexus.db.motores import rechazos
from rexus.db.motores.lentitud import lenta
from rexus.db.motores.motor import (
    ESPERA_DE_BLOQUEO_MS,
    ESPERA_DE_CONEXION_S,
    Vigilancia,
    con_pool,
)
from rexus.db.motores.paciencia import ConexionPaciente
from rexus.db.motores.servidor import MotorDeServidor

# Serialization failure and deadlock: the transaction is undone whole. https://www.postgresql.org/docs/current/errcodes-appendix.html
_TRANSITORIOS: Final = frozenset({"40001", "40P01"})
# Of a name with several addresses these many are tried, this long each: less than five seconds together.
_DIRECCIONES: Final = 2
_ESPERA_DE_CADA_UNA_S: Final = 2
_SSLMODE: Final = {"verificar": "verify-full", "exigir": "require", "no": "disable"}
# Any number that no other program is likely to take: the lock that migrations wait for.
_CANDADO: Final = 0x5265_7875

# A failed sign-in reaches the client as the server's own words, in the server's language, without a code.
_OTRO_SERVICIO: Final = "expected authentication request from server"
_CLAVE = re.compile(r"passwor|contrase|mot de passe|28P01|authenticat|autentic", re.IGNORECASE)
# The library's own words, which it translates too, but for the name of its function.
_SIN_CLAVE = re.compile(r"fe_sendauth|no password supplied", re.IGNORECASE)
# The file's name is the same in every language.
_SIN_ENTRADA: Final = "pg_hba.conf"
_SIN_INGRESO = re.compile(r"permitted to log in|no se le permite", re.IGNORECASE)
_SIN_CUENTA = re.compile(r"role .* does not exist|no existe el rol", re.IGNORECASE)
_NO_EXISTE = re.compile(r"database .* does not exist|no existe la base de datos|3D000", re.IGNORECASE)
_CERTIFICADO = re.compile(r"certificate|root\.crt|SSL error|does not support SSL|sslrootcert|hostname", re.IGNORECASE)
# Whoever listens hung up in the middle of the greeting: a server that stops or starts, not a wrong certificate.
_SE_FUE = re.compile(r"unexpected eof|SYSCALL error|closed the connection|reset by peer", re.IGNORECASE)
_ARRANCANDO = re.compile(
    r"starting up|shutting down|recovery mode|too many clients|remaining connection", re.IGNORECASE
)


class MotorPostgresql(MotorDeServidor):
    """Three databases on one PostgreSQL server."""

    nombre = "postgresql"

    def engine_de(self, nombre: str, pool: PoolSettings, *, secreta: bool = False, **opciones: Any) -> Engine:
        """An engine for a database by its name on the server."""

        def crear(**options: Any) -> Engine:
            return create_engine(
                URL.create("postgresql+psycopg"),
                creator=lambda: ConexionPaciente.connect(**self._parametros(nombre)),
                hide_parameters=secreta,
                **options,
                **opciones,
            )

        engine = con_pool(crear, pool, pool_pre_ping=True)
        if secreta:
            event.listen(engine, "handle_error", _sin_detalle)
        return engine

    def _parametros(self, nombre: str) -> dict[str, Any]:
        """https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS"""
        c = self._conexion
        parametros: dict[str, Any] = {
            "host": c.servidor,
            "port": c.puerto_real,
            "user": c.usuario,
            "password": c.secreto(),
            "dbname": nombre,
            "application_name": "Rexus",
            "connect_timeout": ESPERA_DE_CONEXION_S,
            "gssencmode": "disable",
            "sslmode": _SSLMODE[c.tls],
            # A peer that vanished is noticed by the system too, whatever the program waits for.
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "tcp_user_timeout": 5_000,
            "options": f"-c lock_timeout={ESPERA_DE_BLOQUEO_MS} -c timezone=UTC",
        }
        if c.tls == "verificar":
            parametros["sslrootcert"] = c.certificado or "system"
        return {**parametros, **_direcciones(c.servidor, c.puerto_real)}

    @contextmanager
    def conectar(self, engine: Engine, vigilancia: Vigilancia, *, write: bool) -> Iterator[Connection]:
        """Reading: one state throughout. Writing: READ COMMITTED, where a guarded UPDATE sees what others committed."""
        with engine.connect() as connection:
            if not write:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            raw = _paciente(connection)
            raw.vigilar(vigilancia)
            try:
                yield connection
            finally:
                # What the pool does with it afterwards has limits of its own.
                raw.vigilar(None)

    def vigilar(self, connection: Connection, vigilancia: Vigilancia) -> None:
        """From now on `vigilancia` says when waits on this connection end."""
        raw = _paciente(connection)
        # Preparing a statement is a question of its own, and one that is timed must stay a single one.
        raw.prepare_threshold = None
        raw.vigilar(vigilancia)

    def bloquear_migracion(self, connection: Connection, base: str) -> None:
        """An advisory lock that ends with the transaction. Waits for the other program, however long it migrates."""
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:candado)"), {"candado": _CANDADO})

    def explicar(self, error: BaseException | None, base: str, vigilancia: Vigilancia | None) -> RexusError | None:
        """By its SQLSTATE; a failed connection by what the library says."""
        if not isinstance(error, psycopg.Error):
            return None
        lugar = self.lugar(base)
        match error.sqlstate:
            case "55P03":
                return BaseOcupadaError()
            case "57014":
                return CanceladoError() if vigilancia and vigilancia.avance.cancelado else lenta()
            case "53100" | "53200":
                return DiscoLlenoError(lugar)
            case "25006":
                return SoloLecturaError(lugar)
            case "42501":
                return rechazos.sin_derechos(self._conexion.usuario, str(error.diag.message_primary or error))
            case "3D000":
                return BaseSinPrepararError(self._conexion.bases[base])
            case "28P01" | "28000":
                return self._rechazo(error) or rechazos.cuenta(self._conexion.usuario)
            case "53300" | "57P03" | "57P05":
                return BaseInalcanzableError(lugar, _primera_linea(error))
        return self._sin_conexion(error, base) if self.se_corto(error) else None

    def _sin_conexion(self, error: psycopg.Error, base: str) -> RexusError:
        mensaje = str(error)
        lugar = self.lugar(base)
        if isinstance(error, psycopg.errors.ConnectionTimeout) or _ARRANCANDO.search(mensaje):
            return BaseInalcanzableError(lugar, _primera_linea(error))
        if _NO_EXISTE.search(mensaje):
            return BaseSinPrepararError(self._conexion.bases[base])
        if _OTRO_SERVICIO in mensaje:
            return rechazos.otro_servicio(self._conexion.lugar, "PostgreSQL")
        if _CERTIFICADO.search(mensaje) and not _SE_FUE.search(mensaje):
            return rechazos.certificado(self._conexion.servidor, _primera_linea(error))
        return self._rechazo(error) or BaseInalcanzableError(lugar, _primera_linea(error))

    def _rechazo(self, error: psycopg.Error) -> RexusError | None:
        """Why the account does not come in, if that is it: the password is only one of the reasons."""
        mensaje, usuario = str(error), self._conexion.usuario
        if _SIN_CLAVE.search(mensaje):
            return rechazos.sin_clave(usuario)
        if _SIN_ENTRADA in mensaje:
            return rechazos.sin_entrada(usuario, cifrada=self._conexion.tls != "no", detalle=_dicho(error))
        if _SIN_INGRESO.search(mensaje):
            return rechazos.sin_ingreso(usuario)
        if _SIN_CUENTA.search(mensaje):
            return rechazos.sin_cuenta(usuario)
        return rechazos.cuenta(usuario) if _CLAVE.search(mensaje) else None

    def es_transitorio(self, error: BaseException | None) -> bool:
        """Serialization failures and deadlocks."""
        return isinstance(error, psycopg.Error) and error.sqlstate in _TRANSITORIOS

    def se_corto(self, error: BaseException | None) -> bool:
        """Classes 08 and 57P, and errors without any code, which are the library's own about the connection."""
        if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            return False
        estado = error.sqlstate
        return estado is None or estado.startswith(("08", "57P"))

    def falta_tabla(self, error: BaseException | None) -> bool:
        """42P01 undefined_table."""
        return isinstance(error, psycopg.errors.UndefinedTable)


def _direcciones(servidor: str, puerto: int) -> dict[str, Any]:
    """A name with several addresses: the first two, in less time for each, since the library waits for every one."""
    if servidor.startswith("/"):
        return {}
    try:
        halladas = socket.getaddrinfo(servidor, puerto, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        # The library says it better.
        return {}
    direcciones = list(dict.fromkeys(str(hallada[4][0]) for hallada in halladas))[:_DIRECCIONES]
    if len(direcciones) == 1:
        return {}
    return {
        "host": ",".join(servidor for _ in direcciones),
        "hostaddr": ",".join(direcciones),
        "connect_timeout": _ESPERA_DE_CADA_UNA_S,
    }


def _sin_detalle(context: ExceptionContext) -> None:
    """Take the server's DETAIL out of an error: it quotes the row that was refused, password hash and all."""
    error, dicho = context.original_exception, context.sqlalchemy_exception
    if isinstance(error, psycopg.Error) and error.diag.message_primary and dicho is not None:
        dicho.args = (str(dicho.args[0]).replace(str(error), error.diag.message_primary),)
        error.args = (error.diag.message_primary,)


def _paciente(connection: Connection) -> ConexionPaciente:
    raw = connection.connection.driver_connection
    assert isinstance(raw, ConexionPaciente)
    return raw


def _primera_linea(error: BaseException) -> str:
    lineas = str(error).strip().splitlines()
    return f"({lineas[0]})" if lineas else ""


def _dicho(error: BaseException) -> str:
    """What the server itself said last, without what the library puts before it."""
    lineas = str(error).strip().splitlines()
    return f"({lineas[-1].rpartition('FATAL:')[2].strip()})" if lineas else ""
