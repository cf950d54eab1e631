"""Drivers for SQL Server: which are installed, which is taken, and how each is told where to connect."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.engine import URL

from rexus.db.conexion import Conexion
from rexus.db.motores import rechazos

MSSQLPYTHON: Final = "mssqlpython"
# The best first.
_PREFERIDOS: Final = ("ODBC Driver 18 for SQL Server", "ODBC Driver 17 for SQL Server", "FreeTDS")
_ENTRE_LLAVES: Final = frozenset({"DRIVER", "DATABASE", "UID", "PWD", "ServerCertificate"})


@dataclass(frozen=True)
class Controlador:
    """A driver by the name that ODBC knows it by, or «mssqlpython»."""

    nombre: str

    @property
    def es_freetds(self) -> bool:
        """FreeTDS has its own words for the same things; its file may stand in place of a name."""
        return "freetds" in self.nombre.lower() or "tdsodbc" in self.nombre.lower()

    def url(self, conexion: Conexion, base: str) -> tuple[URL, dict[str, Any]]:
        """The address for SQLAlchemy, and the further arguments for its engine."""
        if self.nombre == MSSQLPYTHON:
            if importlib.util.find_spec("mssql_python") is None:
                raise rechazos.controlador(MSSQLPYTHON, ", ".join(instalados()))
            return _url_mssqlpython(conexion, base), {}
        try:
            import pyodbc
        except ImportError as error:
            # pyodbc is there, the system's libodbc is not.
            raise rechazos.controlador(self.nombre, str(error)) from error
        # Its own pool would keep connections that SQLAlchemy's pool believes closed. Before the first connection.
        pyodbc.pooling = False
        texto = ";".join(
            f"{clave}={_valor(clave, valor)}" for clave, valor in self._partes(conexion, base).items() if valor
        )
        extra = {} if self.es_freetds else {"fast_executemany": True}
        return URL.create("mssql+pyodbc", query={"odbc_connect": texto}), extra

    def _partes(self, c: Conexion, base: str) -> dict[str, str]:
        comunes = {"DRIVER": self.nombre, "DATABASE": base, "UID": c.usuario, "APP": "Rexus"}
        instancia = "\\" in c.servidor and not c.puerto
        if self.es_freetds:
            if c.tls == "verificar":
                raise rechazos.sin_comprobar(self.nombre)
            return {
                **comunes,
                "SERVER": c.servidor,
                "PORT": "" if instancia else str(c.puerto_real),
                "TDS_Version": "7.4",
                "ClientCharset": "UTF-8",
                "Encryption": "require" if c.tls == "exigir" else "off",
            }
        # https://learn.microsoft.com/sql/connect/odbc/dsn-connection-string-attribute
        return {
            **comunes,
            "SERVER": c.servidor if instancia else f"tcp:{c.servidor},{c.puerto_real}",
            "Encrypt": "no" if c.tls == "no" else "yes",
            "TrustServerCertificate": "yes" if c.tls == "exigir" else "no",
            "ServerCertificate": c.certificado if c.tls == "verificar" else "",
            # The program sees to reconnecting itself, and tells.
            "ConnectRetryCount": "0",
        }


def _url_mssqlpython(c: Conexion, base: str) -> URL:
    return URL.create(
        "mssql+mssqlpython",
        username=c.usuario,
        host=c.servidor,
        port=c.puerto_real,
        database=base,
        query={
            "Encrypt": "no" if c.tls == "no" else "yes",
            "TrustServerCertificate": "yes" if c.tls == "exigir" else "no",
            **({"ServerCertificate": c.certificado} if c.certificado and c.tls == "verificar" else {}),
        },
    )


def instalados() -> list[str]:
    """The drivers for SQL Server on this machine, the best first. Empty too when the ODBC manager itself is missing."""
    hay: list[str] = []
    try:
        import pyodbc

        presentes = pyodbc.drivers()
        hay = [nombre for nombre in _PREFERIDOS if nombre in presentes]
    except ImportError:
        # pyodbc needs the system's libodbc; without it only mssql-python is left.
        pass
    if importlib.util.find_spec("mssql_python") is not None:
        hay.append(MSSQLPYTHON)
    return hay


def elegir(pedido: str) -> Controlador:
    """The driver asked for, or the best there is. Raises AccesoRechazadoError when there is none."""
    if pedido:
        return Controlador(pedido)
    hay = instalados()
    if not hay:
        raise rechazos.controlador(_PREFERIDOS[0], "")
    return Controlador(hay[0])


def con_clave(cadena: str, clave: str) -> str:
    """A connection string with its password, which is added at the last moment and kept nowhere."""
    return f"{cadena};PWD={_valor('PWD', clave)}" if clave else cadena


def _valor(clave: str, texto: str) -> str:
    """What people chose goes in braces, so that no character in it is taken for syntax."""
    return "{" + texto.replace("}", "}}") + "}" if clave in _ENTRE_LLAVES else texto
