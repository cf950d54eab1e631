"""Backups of a server, and sets that are carried from one engine to another, from the command line."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path
from urllib.parse import quote

import pytest

from rexus.base.actor import SISTEMA
from rexus.modulos.inventario.model import InventarioModel
from rexus.seguridad import Politica, sesiones
from rexus.stock.movimientos import Pedido
from tests.servers.sitio import Sitio

from .conftest import Rexus

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the tests start PostgreSQL on POSIX systems only")


def _llenar(sitio: Sitio) -> None:
    registry = sitio.registry()
    modelo = InventarioModel(registry, lambda: SISTEMA)
    uno = modelo.crear({"codigo": "A1", "descripcion": "Marco"}, stock_inicial=5).value.id
    modelo.crear({"codigo": "A2", "descripcion": "Hoja"}, stock_inicial=7)
    modelo.registrar_salida(Pedido(uno, 2))
    registry.close()


@pytest.mark.solo("sqlite", porque="it is carried from files to a server and back")
def test_carried_as_one_file_to_a_new_machine_a_server_and_back(
    rexus: Rexus, sitio: Sitio, sitio_postgres: Sitio, tmp_path: Path
) -> None:
    _llenar(sitio)
    archivo = tmp_path / "para llevar.tar"
    hecho = rexus.ok("respaldar", "--portatil", "--a", str(archivo))
    assert hecho["tipo"] == "completo" and archivo.stat().st_mode & 0o777 == 0o600
    with tarfile.open(archivo) as tar:
        assert {Path(n).parent.name for n in tar.getnames()} == {f"rexus_backup_{hecho['id']}"}
    assert rexus("respaldar", "--portatil", "--a", str(archivo)).estado == 1
    # A new machine has no account to sign in with: the file brings them.
    nueva = Rexus(tmp_path / "nueva", {"REXUS_USUARIO": "", "REXUS_CLAVE": ""})
    nueva.home.mkdir()
    llevado = nueva.ok("restaurar", str(archivo), "--portatil", "--motor", f"sqlite://{quote(str(nueva.home))}")
    assert (llevado["id"], llevado["articulos"], llevado["avisos"]) == (hecho["id"], 2, [])
    otra = Rexus(nueva.home)
    assert otra.ok("verificar") == rexus.ok("verificar")
    # A server, whose owner's password comes by the standard input.
    c = sitio_postgres.como_duena().conexion
    prefijo = c.bases["users"].removesuffix("_users")
    url = f"postgresql://{quote(c.usuario)}@{c.servidor}:{c.puerto}/{prefijo}?tls=no"
    sin_derechos = rexus("restaurar", hecho["id"], "--portatil", "--motor", url, "--clave-stdin", entrada="mala\n")
    assert sin_derechos.estado == 1 and c.clave not in sin_derechos.error
    rexus.ok("restaurar", hecho["id"], "--portatil", "--motor", url, "--clave-stdin", entrada=f"{c.clave}\n")
    servidor = Rexus(rexus.home, sitio_postgres.variables())
    assert servidor.ok("verificar") == rexus.ok("verificar")
    otra_vez = rexus("restaurar", hecho["id"], "--portatil", "--motor", url, "--clave-stdin", entrada=f"{c.clave}\n")
    assert otra_vez.estado == 1 and "ya tiene datos" in otra_vez.error
    assert rexus("restaurar", hecho["id"], "--portatil").estado == 2
    assert rexus("respaldar", "incremental", "--portatil").estado == 2


@pytest.mark.solo("postgresql", porque="it is put in place of a server's databases")
def test_in_place_on_a_server_by_its_owner(rexus: Rexus, sitio: Sitio) -> None:
    _llenar(sitio)
    hecho = rexus.ok("respaldar")
    rexus.ok("mover", "salida", "A1", "3")
    sin = rexus("restaurar", hecho["id"])
    assert sin.estado == 1 and "dueña" in sin.error
    duena = sitio.como_duena().conexion
    opciones = ("--usuario", duena.usuario, "--clave-stdin")
    # Who works elsewhere is named before anything is done.
    registry = sitio.registry()
    with registry.write("users", SISTEMA) as work:
        sesiones.abrir(work, 1, "PUESTO-2", "ventana", Politica())
    registry.close()
    mala = rexus("restaurar", hecho["id"], *opciones, entrada="no es la clave\n")
    assert mala.estado == 1 and "ana en PUESTO-2" in mala.error.splitlines()[0]
    vuelto = rexus.ok("restaurar", hecho["id"], *opciones, entrada=f"{duena.clave}\n")
    assert vuelto["resguardo"] and vuelto["movimientos"] == hecho["movimientos"]
    existencias = {fila["codigo"]: fila["stock_actual"] for fila in rexus.ok("buscar", "A")}
    assert existencias == {"A1": "3", "A2": "7"}
    assert rexus.ok("auditoria", "verificar")["ok"]
    nada = rexus("restaurar", hecho["id"], "--terminar", *opciones, entrada=f"{duena.clave}\n")
    assert nada.estado == 1 and "ninguna restauración a medias" in nada.error
