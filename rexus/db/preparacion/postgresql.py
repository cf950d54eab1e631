"""Making a PostgreSQL server ready. https://www.postgresql.org/docs/current/sql-grant.html"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from rexus.base.text import tr
from rexus.db import trigramas
from rexus.db.conexion import Conexion
from rexus.db.motores.postgresql import MotorPostgresql
from rexus.db.preparacion.servidor import SIN_DERECHO, Frase, MotorConBases, citar, sin_cuenta, tablas

_CON_BUSQUEDA: Final = (
    "SELECT table_name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND column_name = 'busqueda' ORDER BY table_name"
)
# Rights on tables that are there and on those to be made: four on one of them are those of daily work. The owner of
# any table is none of these accounts, and only who owns them may give rights on them.
_CON_DERECHOS: Final = """
    WITH dados AS (
        SELECT c.oid AS donde, c.relowner AS duena, a.grantee, a.privilege_type
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        UNION ALL
        SELECT d.oid, d.defaclrole, a.grantee, a.privilege_type
        FROM pg_default_acl d, aclexplode(d.defaclacl) a
        WHERE d.defaclnamespace = 'public'::regnamespace AND d.defaclobjtype = 'r'
    )
    SELECT DISTINCT r.rolname
    FROM dados JOIN pg_roles r ON r.oid = dados.grantee
    WHERE NOT r.rolsuper AND r.rolname <> current_user AND dados.grantee <> dados.duena
        AND pg_has_role(dados.duena, 'USAGE')
        AND dados.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
        AND NOT EXISTS (
            SELECT 1 FROM pg_class propia
            WHERE propia.relowner = dados.grantee AND propia.relnamespace = 'public'::regnamespace
        )
    GROUP BY dados.donde, r.rolname HAVING count(DISTINCT dados.privilege_type) = 4
    ORDER BY r.rolname
"""
_DERECHOS: Final = """
    SELECT 'tabla', c.oid, a.grantee, a.privilege_type
    FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'futuras', d.oid, a.grantee, a.privilege_type FROM pg_default_acl d, aclexplode(d.defaclacl) a
    UNION ALL SELECT 'esquema', n.oid, a.grantee, a.privilege_type
    FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = 'public'
    UNION ALL SELECT 'base', d.oid, a.grantee, a.privilege_type
    FROM pg_database d, aclexplode(d.datacl) a WHERE d.datname = current_database()
"""
# Here «public» first means everybody, then the schema. https://www.postgresql.org/docs/current/functions-info.html
_ABIERTO: Final = (
    "SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace"
    " WHERE nspname = 'public' AND has_schema_privilege('public', 'public', 'CREATE')"
)
_DUENAS: Final = """
    SELECT rolname FROM pg_roles
    WHERE oid IN (SELECT datdba FROM pg_database WHERE datname = current_database())
        OR oid IN (SELECT relowner FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    ORDER BY rolname
"""


class ServidorPostgresql:
    """PostgreSQL 13 and newer."""

    central = "postgres"

    def __init__(self, conexion: Conexion) -> None:
        self.motor: MotorConBases = MotorPostgresql(conexion)

    def exigir_cuenta(self, connection: Connection, cuenta: str) -> None:
        """Everybody may look into the list of accounts."""
        if not connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :cuenta"), {"cuenta": cuenta}):
            raise sin_cuenta(cuenta)

    def crear(self, connection: Connection, nombre: str) -> bool:
        """UTF-8, whatever the server's default is."""
        hay = text("SELECT 1 FROM pg_database WHERE datname = :nombre")
        if connection.scalar(hay, {"nombre": nombre}):
            return False
        try:
            connection.exec_driver_sql(
                f"CREATE DATABASE {citar(connection, nombre)} ENCODING 'UTF8' TEMPLATE template0"
            )
        except DBAPIError:
            # Another program may have made it in this moment.
            if connection.scalar(hay, {"nombre": nombre}):
                return False
            raise
        return True

    def afinar(self, engine: Engine, nombre: str) -> list[Frase]:
        """The trigram index of every catalogue, where the server has the extension."""
        with engine.begin() as connection:
            return [_busqueda(connection, tabla) for tabla in tablas(connection, _CON_BUSQUEDA)]

    def cerrar(self, connection: Connection, nombre: str) -> list[Frase]:
        """Before PostgreSQL 15 everybody may make tables in `public`, and only its owner, a superuser, may end that."""
        propio = connection.exec_driver_sql(_ABIERTO).scalar()
        if propio is None:
            return []
        duenas = [citar(connection, duena) for duena in tablas(connection, _DUENAS)]
        ordenes = [
            *(f"GRANT CREATE ON SCHEMA public TO {duena}" for duena in duenas),
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        ]
        if not propio:
            frase = tr(
                "Base «{nombre}»: cualquier cuenta puede crear tablas, y esta no puede impedirlo."
                " Ejecutar en ella como superusuario: {ordenes}"
            )
            return [(frase.format(nombre=nombre, ordenes="".join(f"{orden}; " for orden in ordenes).strip()), False)]
        for orden in ordenes:
            connection.exec_driver_sql(orden)
        return [(tr("Base «{nombre}»: solo la cuenta dueña puede crear tablas").format(nombre=nombre), True)]

    def conceder(self, connection: Connection, nombre: str, cuenta: str) -> None:
        """Rows, not tables: everything but changing the schema or the ledger."""
        self.exigir_cuenta(connection, cuenta)
        a, base = citar(connection, cuenta), citar(connection, nombre)
        futuras = "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
        for orden in (
            f"GRANT CONNECT ON DATABASE {base} TO {a}",
            f"GRANT USAGE ON SCHEMA public TO {a}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {a}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {a}",
            f"{futuras} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {a}",
            f"{futuras} GRANT USAGE, SELECT ON SEQUENCES TO {a}",
        ):
            connection.exec_driver_sql(orden)
        for tabla in tablas(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            if tabla in SIN_DERECHO:
                connection.exec_driver_sql(f"REVOKE {SIN_DERECHO[tabla]}, TRUNCATE ON {tabla} FROM {a}")

    def con_derechos(self, connection: Connection) -> list[str]:
        """By the rights on any table, or on those to be made."""
        return tablas(connection, _CON_DERECHOS)

    def derechos(self, connection: Connection) -> frozenset[Hashable]:
        """On the database, its schema, its tables and those to be made."""
        return frozenset(tuple(fila) for fila in connection.exec_driver_sql(_DERECHOS))


def _busqueda(connection: Connection, tabla: str) -> Frase:
    if trigramas.hay(connection, tabla):
        return tr("Búsqueda en «{tabla}»: con índice").format(tabla=tabla), False
    if trigramas.preparar(connection, tabla):
        return tr("Búsqueda en «{tabla}»: índice creado").format(tabla=tabla), True
    frase = tr("Búsqueda en «{tabla}»: sin índice, porque el servidor no tiene pg_trgm; será más lenta")
    return frase.format(tabla=tabla), False
