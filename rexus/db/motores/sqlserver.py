"""SQL Server through an ODBC driver (18, 17 or FreeTDS), or through mssql-python, which brings its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text

from rexus.base.errors import (
    BaseInalcanzableError,
    BaseOcupadaError,
    BaseSinPrepararError,
    DiscoLlenoError,
    RexusError,
    SoloLecturaError,
)
from rexus.db.conexion import PoolSettings
from rexus.db.motores import controladores, rechazos
from rexus.db.motores.lentitud import lenta
from rexus.db.motores.motor import ESPERA_DE_BLOQUEO_MS, ESPERA_DE_CONEXION_S, Vigilancia, con_pool
from rexus.db.motores.servidor import MotorDeServidor

# Error numbers: https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
_TRANSITORIOS: Final = frozenset({1205, 3960})
_SIN_BASE: Final = frozenset({4060, 911})
_SIN_DERECHOS: Final = frozenset({229, 230, 262, 916})
_DISCO_LLENO: Final = frozenset({1101, 1105, 9002})
_CUENTA: Final = 18456
_ESPERA_DE_BLOQUEO: Final = 1222
_SOLO_LECTURA: Final = 3906
_NO_ES_OBJETO: Final = 208

# An error undoes the whole transaction, as on the other engines. The rest is what indexes on computed columns and
# filtered indexes ask for: Microsoft's drivers set it, FreeTDS may not.
_SESION: Final = (
    "SET XACT_ABORT ON",
    "SET QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL ON",
    "SET NUMERIC_ROUNDABORT OFF",
)
_CORTADA: Final = ("08", "HYT01", "10054", "01000")
# mssql-python tells a sentence for each SQLSTATE; those that mean something here.
_ESTADO_DE: Final = {
    "Client unable to establish connection": "08001",
    "Connection not open": "08003",
    "Server rejected the connection": "08004",
    "Connection failure during transaction": "08007",
    "Communication link failure": "08S01",
    "Invalid authorization specification": "28000",
    "Serialization failure": "40001",
    "Base table or view not found": "42S02",
    "Timeout expired": "HYT00",
    "Connection timeout expired": "HYT01",
}
# Longer than any statement of an import takes.
_LARGO_S: Final = 900
_AL_CONECTAR = re.compile(r"SQLDriverConnect|login timeout", re.IGNORECASE)
_NUMERO = re.compile(r"\((\d{2,6})\)")
_OTRO_REGISTRO = re.compile(r";\s*\[\w{5}\]")
_CERTIFICADO = re.compile(r"certificate|SSL Provider|TLS|encryption", re.IGNORECASE)


class MotorSqlserver(MotorDeServidor):
    """Three databases on one SQL Server."""

    nombre = "mssql"

    def engine_de(self, nombre: str, pool: PoolSettings, *, secreta: bool = False, **opciones: Any) -> Engine:
        """An engine for a database by its name on the server."""
        elegido = controladores.elegir(self._conexion.driver)
        url, argumentos = elegido.url(self._conexion, nombre)

        def crear(**options: Any) -> Engine:
            return create_engine(
                url,
                connect_args={"timeout": ESPERA_DE_CONEXION_S},
                hide_parameters=secreta,
                **argumentos,
                **options,
                **opciones,
            )

        engine = con_pool(crear, pool, pool_pre_ping=True)

        @event.listens_for(engine, "do_connect")
        def _do_connect(_dialect: Any, _record: Any, argumentos: list[Any], _opciones: Any) -> None:
            # Asked anew for each connection, in the thread that connects: it may have changed, or keep one waiting.
            argumentos[0] = controladores.con_clave(argumentos[0], self._conexion.secreto())

        @event.listens_for(engine, "connect")
        def _connect(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            cursor.execute(f"SET LOCK_TIMEOUT {ESPERA_DE_BLOQUEO_MS}")
            for orden in _SESION:
                cursor.execute(orden)
            cursor.close()
            connection.commit()

        return engine

    @contextmanager
    def conectar(self, engine: Engine, vigilancia: Vigilancia, *, write: bool) -> Iterator[Connection]:
        """READ COMMITTED; the databases that Rexus prepares read committed versions instead of waiting for writers."""
        with engine.connect() as connection:
            self.vigilar(connection, vigilancia)
            yield connection

    def vigilar(self, connection: Connection, vigilancia: Vigilancia) -> None:
        """The driver's own limit is all there is: seconds for one statement. Nothing waits without end."""
        raw: Any = connection.connection.driver_connection
        # Rounded down, so that a heartbeat's limit stays below five seconds together with its pause.
        raw.timeout = int(vigilancia.limite) if vigilancia.limite else _LARGO_S

    def bloquear_migracion(self, connection: Connection, base: str) -> None:
        """An application lock that ends with the transaction. Raises BaseOcupadaError when it is not given."""
        # The driver begins its transaction with the first statement that looks into a table, and the lock needs one.
        connection.execute(text("SELECT TOP 1 1 FROM sys.objects")).all()
        dado = text(
            "DECLARE @dado int; "
            "EXEC @dado = sp_getapplock @Resource = 'rexus_migracion', @LockMode = 'Exclusive', "
            "@LockOwner = 'Transaction', @LockTimeout = 600000; "
            "SELECT @dado"
        )
        if connection.execute(dado).scalar_one() < 0:
            raise BaseOcupadaError

    def explicar(self, error: BaseException | None, base: str, vigilancia: Vigilancia | None) -> RexusError | None:
        """By the server's error number, or the driver's SQLSTATE."""
        if not _es_del_controlador(error):
            return None
        numero, estado, mensaje = _numero(error), _estado(error), str(error)
        lugar, usuario = self.lugar(base), self._conexion.usuario
        if numero == _CUENTA or estado == "28000":
            return rechazos.cuenta(usuario)
        if numero in _SIN_BASE:
            return BaseSinPrepararError(self._conexion.bases[base])
        if numero in _SIN_DERECHOS:
            return rechazos.sin_derechos(usuario, mensaje)
        if numero in _DISCO_LLENO:
            return DiscoLlenoError(lugar)
        if numero == _ESPERA_DE_BLOQUEO:
            return BaseOcupadaError()
        if numero == _SOLO_LECTURA:
            return SoloLecturaError(lugar)
        if estado == "IM002" or "Can't open lib" in mensaje:
            return rechazos.controlador(self._conexion.driver, ", ".join(controladores.instalados()))
        if _CERTIFICADO.search(mensaje) and estado.startswith("08"):
            return rechazos.certificado(self._conexion.servidor, f"({mensaje[:200]})")
        if estado == "HYT00" and not _AL_CONECTAR.search(mensaje):
            return lenta()
        return BaseInalcanzableError(lugar) if self.se_corto(error) else None

    def es_transitorio(self, error: BaseException | None) -> bool:
        """Deadlocks and update conflicts."""
        return _es_del_controlador(error) and (_numero(error) in _TRANSITORIOS or _estado(error) == "40001")

    def se_corto(self, error: BaseException | None) -> bool:
        """SQLSTATE class 08 and the driver's own words for a dead connection."""
        return _es_del_controlador(error) and (_estado(error).startswith(_CORTADA) or _estado(error) == "HYT00")

    def falta_tabla(self, error: BaseException | None) -> bool:
        """208: invalid object name."""
        return _es_del_controlador(error) and (_numero(error) == _NO_ES_OBJETO or _estado(error) == "42S02")


def _es_del_controlador(error: BaseException | None) -> bool:
    return error is not None and type(error).__module__.split(".")[0] in ("pyodbc", "mssql_python")


def _numero(error: BaseException | None) -> int:
    """The server's error number, which drivers put in brackets after the message; 0 without one.

    The last one of the first record: values that the message quotes stand in brackets too.
    """
    hallados = _NUMERO.findall(_OTRO_REGISTRO.split(str(error), maxsplit=1)[0])
    return int(hallados[-1]) if hallados else 0


def _estado(error: BaseException | None) -> str:
    """The SQLSTATE: the first argument of pyodbc's errors, hidden behind a sentence in mssql-python's."""
    frase = getattr(error, "driver_error", None)
    if frase is not None:
        return _ESTADO_DE.get(frase, "")
    return str(error.args[0]) if error is not None and error.args else ""
