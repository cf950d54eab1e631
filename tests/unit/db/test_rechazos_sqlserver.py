"""What SQL Server's drivers say, as they say it, is understood."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import make_url

from rexus.base.errors import (
    AccesoRechazadoError,
    BaseInalcanzableError,
    BaseOcupadaError,
    BaseSinPrepararError,
    DiscoLlenoError,
    RexusError,
)
from rexus.db.conexion import SQLSERVER, Conexion
from rexus.db.motores.controladores import Controlador, con_clave
from rexus.db.motores.lentitud import OperacionLentaError
from rexus.db.motores.sqlserver import MotorSqlserver

pyodbc = pytest.importorskip("pyodbc", reason="the system has no ODBC manager", exc_type=ImportError)
MS = "[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]"
TDS = "[FreeTDS][SQL Server]"
CONEXION = Conexion(SQLSERVER, "servidor", usuario="rexus", clave="secreta;}", tls="no")
MOTOR = MotorSqlserver(CONEXION)


@pytest.mark.parametrize(
    ("estado", "mensaje", "clase"),
    [
        ("28000", f"{MS}Login failed for user 'rexus'. (18456) (SQLDriverConnect)", AccesoRechazadoError),
        ("42000", f'{TDS}Cannot open database "x". (4060) (SQLDriverConnect)', BaseSinPrepararError),
        ("42000", f"{MS}Lock request time out period exceeded. (1222) (SQLExecDirectW)", BaseOcupadaError),
        ("42000", f"{MS}Could not allocate space for object (1105) (SQLExecDirectW)", DiscoLlenoError),
        ("08S01", f"{MS}Communication link failure (10054) (SQLExecDirectW)", BaseInalcanzableError),
        ("08001", "[unixODBC][FreeTDS][SQL Server]Unable to connect (0) (SQLDriverConnect)", BaseInalcanzableError),
        ("HYT00", "[unixODBC][FreeTDS][SQL Server]Timeout expired (0) (SQLDriverConnect)", BaseInalcanzableError),
        ("HYT00", f"{MS}Query timeout expired (0) (SQLExecDirectW)", OperacionLentaError),
    ],
)  # fmt: skip
def test_refusals_are_told_apart(estado: str, mensaje: str, clase: type[RexusError]) -> None:
    explicado = MOTOR.explicar(pyodbc.Error(estado, f"[{estado}] {mensaje}"), "inventario", None)
    assert type(explicado) is clase


@pytest.mark.parametrize("codigo", ["1105", "229", "18456", "4060", "1205", "208", "3960"])
def test_a_code_in_brackets_is_not_taken_for_an_error_number(codigo: str) -> None:
    repetido = pyodbc.IntegrityError(
        "23000",
        f"[23000] {MS}Violation of UNIQUE KEY constraint 'uq'. The duplicate key value is ({codigo}). (2627) "
        f"(SQLExecDirectW); [23000] {MS}The statement has been terminated. (3621)",
    )
    assert MOTOR.explicar(repetido, "inventario", None) is None
    assert not MOTOR.es_transitorio(repetido) and not MOTOR.falta_tabla(repetido)


def test_deadlocks_run_again_and_missing_tables_are_noticed() -> None:
    muerto = pyodbc.ProgrammingError("40001", f"[40001] {MS}Deadlocked (1205) (SQLExecDirectW)")
    falta = pyodbc.ProgrammingError("42S02", f"[42S02] {TDS}Invalid object name 'x'. (208) (SQLExecDirectW)")
    assert MOTOR.es_transitorio(muerto) and not MOTOR.falta_tabla(muerto)
    assert MOTOR.falta_tabla(falta) and not MOTOR.es_transitorio(falta)


def test_the_password_is_in_no_address_and_every_character_of_it_arrives() -> None:
    url, _ = Controlador("FreeTDS").url(CONEXION, "rexus_users")
    texto = str(make_url(url).query["odbc_connect"])
    assert "secreta" not in texto and "PWD" not in texto
    assert con_clave(texto, CONEXION.secreto()).endswith(";PWD={secreta;}}}")


def test_freetds_does_not_pretend_to_check_a_certificate() -> None:
    verificar = Conexion(SQLSERVER, "servidor", usuario="rexus", tls="verificar")
    with pytest.raises(AccesoRechazadoError, match="no comprueba"):
        Controlador("FreeTDS").url(verificar, "rexus_users")
    partes = str(Controlador("ODBC Driver 18 for SQL Server").url(verificar, "b")[0].query["odbc_connect"])
    assert "Encrypt=yes" in partes and "TrustServerCertificate=no" in partes
