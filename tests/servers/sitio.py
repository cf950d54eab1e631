"""A seat for a test: a home, and where its databases are."""

from __future__ import annotations

import base64
import pickle
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rexus.base.paths import Paths
from rexus.db import names
from rexus.db.conexion import Conexion, PoolSettings

if TYPE_CHECKING:
    from rexus.db.registry import Registry


@dataclass(frozen=True)
class Sitio:
    """May be sent to another process, which is then a second seat of the same workshop (on SQLite: the same files)."""

    paths: Paths
    conexion: Conexion
    # The account that owns the databases and its password; the one in `conexion` has the rights of daily work.
    duena: tuple[str, str] | None = None

    @property
    def motor(self) -> str:
        """«sqlite», «postgresql» or «sqlserver»."""
        return self.conexion.motor

    def registry(self, pool: PoolSettings | None = None, **kw: Any) -> Registry:
        """A registry of its own, to be closed by whoever asked for it. Opens nothing."""
        # Deferred: every test loads this file, few of them need a database.
        from rexus.db.registry import Registry
        from rexus.modulos import tablas  # noqa: F401 - makes every table known

        return Registry(self.paths, self.conexion, pool, **kw)

    def por(self, puerto: int, servidor: str = "127.0.0.1") -> Sitio:
        """The same databases reached through another port: the proxy's."""
        return replace(self, conexion=replace(self.conexion, servidor=servidor, puerto=puerto))

    def como_duena(self) -> Sitio:
        """The same with the account that may change the schema. Where there is only one account: the same."""
        if self.duena is None:
            return self
        usuario, clave = self.duena
        return self.con(usuario=usuario, clave=clave)

    def con(self, **cambios: Any) -> Sitio:
        """The same with other fields of the Conexion, such as a wrong password."""
        return replace(self, conexion=replace(self.conexion, **cambios))

    def escrito(self) -> str:
        """As one word, for the command line of another process of the tests."""
        return base64.urlsafe_b64encode(pickle.dumps(self)).decode()

    @staticmethod
    def leido(palabra: str) -> Sitio:
        """What `escrito` wrote."""
        sitio = pickle.loads(base64.urlsafe_b64decode(palabra))
        assert isinstance(sitio, Sitio)
        return sitio

    def variables(self) -> dict[str, str]:
        """The environment that points a process of the program at these databases."""
        c = self.conexion
        if not c.es_servidor:
            return {"REXUS_DB_MOTOR": c.motor}
        return {
            "REXUS_DB_MOTOR": c.motor,
            "DB_SERVER": c.servidor,
            "DB_PORT": str(c.puerto),
            "DB_USERNAME": c.usuario,
            "DB_PASSWORD": c.clave,
            "DB_DRIVER": c.driver,
            "REXUS_DB_TLS": c.tls,
            "REXUS_DB_CERTIFICADO": c.certificado,
            **{f"DB_{base.upper()}": c.bases[base] for base in names.ALL},
        }
