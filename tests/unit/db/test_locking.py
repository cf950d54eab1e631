"""What the locks are in each engine's words."""

from __future__ import annotations

import pytest
from sqlalchemy import Dialect, select
from sqlalchemy.dialects import postgresql, sqlite

from rexus.db import locking
from rexus.modulos import tablas  # noqa: F401 - makes every table known
from rexus.modulos.inventario.orm import Perfil
from tests.tsql.grabadora import dialecto
from tests.tsql.lectura import problemas

CONSULTA = select(Perfil.codigo).where(Perfil.id == 7)


@pytest.mark.parametrize(
    ("dialect", "del_bloqueo", "de_sin_cambios"),
    [
        (sqlite.dialect(), "", ""),
        (postgresql.dialect(), "FOR NO KEY UPDATE OF inventario_perfiles", "FOR SHARE OF inventario_perfiles"),
        (dialecto(), "WITH (UPDLOCK, ROWLOCK)", "WITH (REPEATABLEREAD, ROWLOCK)"),
    ],
    ids=["sqlite", "postgresql", "sqlserver"],
)
def test_each_engine_locks_in_its_own_words(dialect: Dialect, del_bloqueo: str, de_sin_cambios: str) -> None:
    bloqueo = str(locking.con_bloqueo(CONSULTA, Perfil).compile(dialect=dialect))
    sin_cambios = str(locking.sin_cambios(CONSULTA, Perfil).compile(dialect=dialect))
    assert del_bloqueo in bloqueo
    assert de_sin_cambios in sin_cambios
    if not del_bloqueo:
        assert bloqueo == sin_cambios == str(CONSULTA.compile(dialect=dialect))
    if dialect.name == "mssql":
        assert problemas(bloqueo) == problemas(sin_cambios) == []


def test_taking_turns_is_tsql() -> None:
    for sentencia in (locking._EMPEZAR_MSSQL, locking._TURNO_MSSQL):
        assert problemas(str(sentencia.compile(dialect=dialecto()))) == []
