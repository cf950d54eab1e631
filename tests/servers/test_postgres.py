"""The tests' PostgreSQL keeps what it acknowledged, comes back on its port, and never outlives the tests."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.servers.postgres import Postgres, disponible

pytestmark = pytest.mark.skipif(bool(disponible()), reason=disponible())


@pytest.fixture
def servidor() -> Iterator[Postgres]:
    servidor = Postgres()
    yield servidor
    servidor.cerrar()
    assert not servidor.datos.exists()


def test_stopped_in_any_way_it_comes_back_with_everything(servidor: Postgres) -> None:
    puerto = servidor.puerto
    with servidor.sesion() as sesion:
        sesion.execute("CREATE TABLE t (n int)")
    for n, parar in enumerate((servidor.parar, servidor.matar, lambda: servidor.parar(con_calma=True))):
        with servidor.sesion() as sesion:
            sesion.execute("INSERT INTO t VALUES (%s)", (n,))
            parar()
            assert not servidor.corriendo
            with pytest.raises(psycopg.OperationalError):
                sesion.execute("SELECT 1")
        with pytest.raises(psycopg.OperationalError):
            servidor.bases()
        servidor.arrancar()
    assert servidor.puerto == puerto
    with servidor.sesion() as sesion:
        assert sesion.execute("SELECT count(*) FROM t").fetchone() == (3,)


def test_accounts_need_their_password_and_own_their_databases(servidor: Postgres) -> None:
    servidor.crear_cuenta("ana", "una clave")
    servidor.crear_base("taller", "ana")
    datos: dict[str, Any] = {"host": servidor.host, "port": servidor.puerto, "user": "ana", "dbname": "taller"}
    with psycopg.connect(**datos, password="una clave") as sesion:
        sesion.execute("CREATE TABLE t (n int)")
        assert servidor.sesiones("taller") == 1
        servidor.echar("taller")
        with pytest.raises(psycopg.OperationalError):
            sesion.execute("SELECT 1")
    for mala in ("otra", ""):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(**datos, password=mala)
    with psycopg.connect(**datos, password="una clave", autocommit=True) as sesion:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sesion.execute("CREATE DATABASE otra")
        servidor.borrar_bases(["taller"])
    assert "taller" not in servidor.bases()


_PRUEBAS_QUE_MUEREN = """
import time
from tests.servers.postgres import Postgres
servidor = Postgres()
print(servidor.datos, servidor._guardian._proceso.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("quien", ["las pruebas", "todo el grupo", "también el guardián"])
def test_it_dies_with_the_tests(quien: str) -> None:
    pruebas = subprocess.Popen(
        [sys.executable, "-c", _PRUEBAS_QUE_MUEREN], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert pruebas.stdout
    datos, guardian = pruebas.stdout.readline().split()
    puerto = int((Path(datos) / "postmaster.pid").read_text().splitlines()[3])
    if quien == "también el guardián" and sys.platform == "linux":
        os.kill(int(guardian), signal.SIGKILL)
    if quien == "todo el grupo":
        os.killpg(pruebas.pid, signal.SIGKILL)
    else:
        pruebas.kill()
    pruebas.wait()
    pruebas.stdout.close()
    for _ in range(1000):
        try:
            socket.create_connection(("127.0.0.1", puerto)).close()
        except ConnectionError:
            break
        time.sleep(0.01)
    else:
        pytest.fail("the server is still there")
    # Only a guardian that was killed itself leaves its folder.
    shutil.rmtree(Path(datos).parent, ignore_errors=True)
