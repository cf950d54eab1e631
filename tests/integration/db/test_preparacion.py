"""The rights that preparing a server gives, and that they still fit after an update."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

from rexus.base.actor import SISTEMA
from rexus.base.errors import AccesoRechazadoError, NoEncontradoError
from rexus.db import names
from rexus.db.conexion import PoolSettings
from rexus.db.motores import motor_de
from rexus.db.names import INVENTARIO
from rexus.db.preparacion import Paso, preparar
from tests.servers.fabricas import CUENTA, DUENA
from tests.servers.postgres import SUPERUSUARIO, Postgres
from tests.servers.sitio import Sitio

pytestmark = pytest.mark.solo("postgresql", porque="it needs an owner and an account of daily work")


@pytest.fixture
def sitio(sitio: Sitio) -> Sitio:
    """Prepared itself: a copied database does not have the right to connect that its template had."""
    preparado(sitio, CUENTA)
    return sitio


@contextmanager
def conectado(sitio: Sitio, base: str = INVENTARIO) -> Iterator[Connection]:
    """A transaction of the account of `sitio`."""
    engine = motor_de(sitio.conexion, sitio.paths).engine(base, PoolSettings(activo=False), secreta=False)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def hacer(sitio: Sitio, orden: str, base: str = INVENTARIO) -> int:
    """How many rows it touched."""
    with conectado(sitio, base) as connection:
        return connection.exec_driver_sql(orden).rowcount


def negado(sitio: Sitio, orden: str, base: str = INVENTARIO) -> bool:
    """Whether the server refuses for want of the right, and not for anything else."""
    try:
        hacer(sitio, orden, base)
    except ProgrammingError as error:
        assert isinstance(error.orig, InsufficientPrivilege), error
        return True
    return False


def preparado(sitio: Sitio, conceder: str = "") -> list[Paso]:
    return preparar(sitio.como_duena().conexion, sitio.paths.backups, conceder=conceder)


@pytest.mark.parametrize("base", names.ALL)
def test_a_table_made_later_serves_the_daily_account_at_once(sitio: Sitio, base: str) -> None:
    hacer(sitio.como_duena(), "CREATE TABLE nueva (id integer GENERATED ALWAYS AS IDENTITY, dato text)", base)
    hacer(sitio.como_duena(), "CREATE SEQUENCE numeros", base)
    assert hacer(sitio, "INSERT INTO nueva (dato) VALUES ('a'), ('b')", base) == 2
    assert hacer(sitio, "UPDATE nueva SET dato = 'c'", base) == 2
    assert hacer(sitio, "DELETE FROM nueva", base) == 2
    hacer(sitio, "SELECT nextval('numeros')", base)
    assert negado(sitio, "CREATE TABLE otra (id integer)", base)


def test_an_append_only_table_made_later_is_protected_by_the_next_preparation(sitio: Sitio) -> None:
    hacer(sitio.como_duena(), "CREATE TABLE archivos (id integer)")
    hechos = [paso for paso in preparado(sitio) if paso.hecho]
    assert [(paso.base, CUENTA in paso.frase) for paso in hechos] == [(INVENTARIO, True)]
    assert hacer(sitio, "INSERT INTO archivos VALUES (1)") == 1
    assert negado(sitio, "UPDATE archivos SET id = 2") and negado(sitio, "DELETE FROM archivos")


def test_rights_that_an_update_left_behind_are_found_and_mended(sitio: Sitio, postgres: Postgres) -> None:
    """As a server that was prepared before rights on later tables were given."""
    cuenta = sql.Identifier(CUENTA)
    for orden in ("TABLES", "SEQUENCES"):
        with postgres.sesion(sitio.conexion.bases[INVENTARIO]) as sesion:
            sesion.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public REVOKE ALL ON {} FROM {}").format(
                    sql.Identifier(DUENA), sql.SQL(orden), cuenta
                )
            )
    hacer(sitio.como_duena(), "CREATE TABLE nueva (id integer)")
    assert negado(sitio, "SELECT * FROM nueva")
    preparado(sitio)
    assert not negado(sitio, "SELECT * FROM nueva")


def test_whoever_has_fewer_rights_gets_no_more(sitio: Sitio, postgres: Postgres) -> None:
    lector = f"lector-{uuid.uuid4().hex[:8]}"
    postgres.crear_cuenta(lector, "clave")
    hacer(sitio.como_duena(), f'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{lector}"')
    pasos = preparado(sitio)
    assert not [paso for paso in pasos if lector in paso.frase]
    assert negado(sitio.con(usuario=lector, clave="clave"), "DELETE FROM outbox")


def test_asked_again_nothing_was_missing(sitio: Sitio) -> None:
    pasos = preparado(sitio, CUENTA)
    assert not [paso for paso in pasos if paso.hecho]
    assert len([paso for paso in pasos if CUENTA in paso.frase]) == len(names.ALL)


def test_an_unknown_account_is_refused_before_anything_is_made(sitio: Sitio, postgres: Postgres) -> None:
    nuevas = {base: f"nueva_{uuid.uuid4().hex[:8]}_{base}" for base in names.ALL}
    with pytest.raises(NoEncontradoError, match="«nadie»"):
        preparado(sitio.con(bases=nuevas), "nadie")
    assert not postgres.bases() & set(nuevas.values())


def test_asked_by_an_account_that_may_give_nothing(sitio: Sitio) -> None:
    assert not [paso for paso in preparar(sitio.conexion, sitio.paths.backups) if paso.hecho]


@pytest.mark.parametrize("base", [names.USERS, INVENTARIO])
def test_what_waits_to_be_handed_on_may_leave_and_not_change(sitio: Sitio, base: str) -> None:
    assert negado(sitio, "UPDATE outbox SET accion = 'otra'", base)
    assert not negado(sitio, "DELETE FROM outbox", base)


def abierto(sitio: Sitio, postgres: Postgres, duena: str) -> None:
    """The schema as PostgreSQL 13 and 14 make it, but for its owner."""
    with postgres.sesion(sitio.conexion.bases[INVENTARIO]) as sesion:
        sesion.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(duena)))
        sesion.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    assert not negado(sitio, "CREATE TABLE de_cualquiera (id integer)")
    hacer(sitio, "DROP TABLE de_cualquiera")


def test_everybody_could_make_tables_and_cannot_any_more(sitio: Sitio, postgres: Postgres) -> None:
    abierto(sitio, postgres, DUENA)
    (cerrado,) = [paso for paso in preparado(sitio, CUENTA) if paso.hecho]
    assert cerrado.base == INVENTARIO and "solo la cuenta dueña" in cerrado.frase
    assert negado(sitio, "CREATE TABLE otra (id integer)")
    assert not negado(sitio.como_duena(), "CREATE TABLE otra (id integer)")


def test_who_may_not_close_the_schema_says_how_it_is_closed(sitio: Sitio, postgres: Postgres) -> None:
    abierto(sitio, postgres, SUPERUSUARIO)
    (dicho,) = [paso for paso in preparado(sitio, CUENTA) if "superusuario" in paso.frase]
    assert not dicho.hecho
    with postgres.sesion(sitio.conexion.bases[INVENTARIO]) as sesion:
        sesion.execute(dicho.frase.partition("superusuario: ")[2].encode())
    assert negado(sitio, "CREATE TABLE otra (id integer)")
    assert not negado(sitio.como_duena(), "CREATE TABLE otra (id integer)")
    assert not [paso for paso in preparado(sitio, CUENTA) if paso.hecho or "superusuario" in paso.frase]


def test_an_account_that_may_not_sign_in_is_told_as_such(sitio: Sitio, postgres: Postgres) -> None:
    cuenta = f"grupo-{uuid.uuid4().hex[:8]}"
    postgres.crear_cuenta(cuenta, "clave")
    with postgres.sesion() as sesion:
        sesion.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(cuenta)))
    registry = sitio.con(usuario=cuenta, clave="clave").registry()
    try:
        with pytest.raises(AccesoRechazadoError, match=cuenta):
            registry.leer(INVENTARIO, SISTEMA, lambda _work: None)
    finally:
        registry.close()
