"""Why a PostgreSQL lets an account not in: the password is blamed only when it is the password."""

from __future__ import annotations

import time
from collections.abc import Iterator

import psycopg
import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import AccesoRechazadoError
from rexus.base.paths import Paths
from rexus.cli import main
from rexus.db import names
from rexus.db.conexion import POSTGRESQL, Conexion
from rexus.db.motores import rechazos
from rexus.db.prueba import probar
from rexus.db.registry import Registry
from tests.servers.postgres import SUPERUSUARIO, Postgres

CUENTA, OTRA, SUELTA, CLAVE = "rexus", "otra", "de grupo", "una clave"
# Like a workshop's: the account of every day on its own databases, one that may come encrypted only, one refused.
_LISTA = f"""
host    all                                                  {SUPERUSUARIO}  127.0.0.1/32  scram-sha-256
host    rexus_users,rexus_inventario,rexus_auditoria         {CUENTA}        127.0.0.1/32  scram-sha-256
hostssl all                                                  {OTRA}          127.0.0.1/32  scram-sha-256
host    all                                                  "{SUELTA}"      127.0.0.1/32  scram-sha-256
host    all                                                  fantasma        127.0.0.1/32  trust
"""


@pytest.fixture(scope="module")
def servidor() -> Iterator[Postgres]:
    servidor = Postgres()
    try:
        for cuenta in (CUENTA, OTRA, SUELTA):
            servidor.crear_cuenta(cuenta, CLAVE)
        with servidor.sesion() as sesion:
            sesion.execute(f'ALTER ROLE "{SUELTA}" NOLOGIN')
        for base in names.ALL:
            servidor.crear_base(f"rexus_{base}", SUPERUSUARIO)
        (servidor.datos / "pg_hba.conf").write_text(_LISTA, encoding="utf-8")
        with servidor.sesion() as sesion:
            sesion.execute("SELECT pg_reload_conf()")
        _rige(servidor)
        yield servidor
    finally:
        servidor.cerrar()


def _rige(servidor: Postgres) -> None:
    """The server reads its list a moment after it was told to."""
    hasta = time.monotonic() + 20
    while time.monotonic() < hasta:
        try:
            psycopg.connect(host=servidor.host, port=servidor.puerto, user=OTRA, password=CLAVE, dbname="x")
        except psycopg.OperationalError as error:
            if "pg_hba.conf" in str(error):
                return
        time.sleep(0.05)
    raise AssertionError("the server goes on with its old list")


def conexion(servidor: Postgres, usuario: str = CUENTA, clave: str = CLAVE) -> Conexion:
    return Conexion(POSTGRESQL, servidor.host, servidor.puerto, usuario, clave, tls="no")


_CASOS = [
    (CUENTA, "mala", rechazos.CUENTA, "no acepta la cuenta «rexus» con esa clave", "clave"),
    (CUENTA, "", rechazos.SIN_CLAVE, "aquí no hay ninguna guardada", "DB_PASSWORD"),
    (OTRA, CLAVE, rechazos.ENTRADA, "sin cifrar", "pg_hba.conf"),
    (OTRA, CLAVE, rechazos.ENTRADA, "no admite a la cuenta «otra»", "hostssl"),
    (SUELTA, CLAVE, rechazos.ENTRADA, "«de grupo» existe", "LOGIN"),
    ("fantasma", "", rechazos.ENTRADA, "no hay ninguna cuenta «fantasma»", "Conexión"),
]


@pytest.mark.parametrize(("usuario", "clave", "causa", "frase", "que_hacer"), _CASOS)
def test_each_reason_is_told_with_what_to_do(
    servidor: Postgres, paths: Paths, usuario: str, clave: str, causa: str, frase: str, que_hacer: str
) -> None:
    probada = conexion(servidor, usuario, clave)
    registry = Registry(paths, probada)
    with pytest.raises(AccesoRechazadoError) as dicho:
        registry.leer(names.USERS, SISTEMA, lambda _work: None)
    registry.close()
    assert (dicho.value.causa, frase in dicho.value.frase) == (causa, True), dicho.value
    assert que_hacer in dicho.value.que_hacer
    ultimo = probar(probada)[-1]
    assert (ultimo.que, ultimo.bien) == (causa, False)
    assert frase in ultimo.frase and que_hacer in ultimo.que_hacer
    if causa != rechazos.CUENTA:
        assert "con esa clave" not in f"{dicho.value} {ultimo.frase}"


@pytest.mark.usefixtures("home")
def test_preparing_with_the_account_of_every_day_says_which_one_to_name(
    servidor: Postgres, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not let into the database where databases are made, whatever its password."""
    monkeypatch.setenv("REXUS_DB_MOTOR", POSTGRESQL)
    monkeypatch.setenv("DB_SERVER", servidor.host)
    monkeypatch.setenv("DB_PORT", str(servidor.puerto))
    monkeypatch.setenv("DB_USERNAME", CUENTA)
    monkeypatch.setenv("DB_PASSWORD", CLAVE)
    monkeypatch.setenv("REXUS_DB_TLS", "no")
    assert main(["preparar"]) == 1
    dicho = capsys.readouterr().err
    assert '"postgres"' in dicho and "--usuario" in dicho
    assert "con esa clave" not in dicho
