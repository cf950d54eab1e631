"""Backups from the command line, as an administrator and a script use them."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.modulos.inventario.model import InventarioModel
from tests.servers.sitio import Sitio

from .conftest import CLAVE, USUARIO, Rexus

pytestmark = pytest.mark.solo("sqlite", porque="sets are made of files here")


@pytest.fixture
def lleno(rexus: Rexus, sitio: Sitio) -> Rexus:
    """Two articles, and no backup yet."""
    registry = sitio.registry()
    modelo = InventarioModel(registry, lambda: SISTEMA)
    modelo.crear({"codigo": "A1", "descripcion": "Marco"}, stock_inicial=5)
    modelo.crear({"codigo": "A2", "descripcion": "Hoja"}, stock_inicial=7)
    registry.close()
    return rexus


def test_a_day_with_backups(lleno: Rexus, tmp_path: Path) -> None:
    completo = lleno.ok("respaldar")
    assert (completo["tipo"], completo["base"], completo["movimientos"]) == ("completo", None, 2)
    assert completo["bytes"] == sum(a["bytes"] for a in completo["archivos"])
    assert {"id", "tipo", "fecha", "bytes", "verificado", "base", "archivos"} <= completo.keys()
    assert all(a.keys() == {"nombre", "bytes", "sha256"} for a in completo["archivos"])
    assert (lleno.home / "backups" / f"rexus_backup_{completo['id']}" / "manifest.json").is_file()
    lleno.ok("mover", "entrada", "A1", "3")
    incremental = lleno.ok("respaldar", "incremental")
    assert (incremental["tipo"], incremental["base"]) == ("incremental", completo["id"])
    assert [uno["id"] for uno in lleno.ok("respaldos")] == [incremental["id"], completo["id"]]
    probado = lleno.ok("verificar-respaldo", incremental["id"])
    assert (probado["ok"], probado["articulos"], probado["movimientos"]) == (True, 2, 3)
    lleno.ok("mover", "salida", "A1", "8")
    # Into a folder that is a home's data afterwards.
    otra = Rexus(tmp_path / "otra")
    aparte = lleno.ok("restaurar", incremental["id"], "--a", str(otra.home / "data"))
    assert aparte["destino"] == str(otra.home / "data")
    assert sorted(p.name for p in (otra.home / "data").iterdir() if p.suffix == ".db") == [
        "auditoria.db",
        "inventario.db",
        "users.db",
    ]
    assert otra.ok("verificar")["movimientos"] == 3
    assert _stock(otra) == {"A1": "8", "A2": "7"}
    # And in place.
    hecho = lleno.ok("restaurar", f"rexus_backup_{incremental['id']}")
    assert hecho["id"] == incremental["id"]
    assert _stock(lleno) == {"A1": "8", "A2": "7"}
    assert lleno.ok("auditoria", "verificar")["ok"]
    lleno.ok("restaurar", hecho["resguardo"])
    assert _stock(lleno) == {"A1": "0", "A2": "7"}
    restauraciones = [e for e in lleno.ok("auditoria", "ver", "--modulo", "respaldos") if e["accion"] == "restaurar"]
    assert [(e["usuario"], e["registro"]) for e in restauraciones] == [(USUARIO, hecho["resguardo"])]
    for palabras in (("respaldar",), ("respaldos",), ("verificar-respaldo", completo["id"])):
        respuesta = lleno(*palabras)
        assert respuesta.estado == 0 and completo["id"][:8] in respuesta.salida, respuesta.error


def _stock(rexus: Rexus) -> dict[str, str]:
    return {fila["codigo"]: fila["stock_actual"] for fila in rexus.ok("buscar", "")}


def test_a_set_that_was_touched(lleno: Rexus, tmp_path: Path) -> None:
    hecho = lleno.ok("respaldar")
    archivo = lleno.home / "backups" / f"rexus_backup_{hecho['id']}" / "inventario.db.zst"
    datos = bytearray(archivo.read_bytes())
    datos[-1] ^= 1
    archivo.write_bytes(datos)
    for palabras in (
        ("verificar-respaldo", hecho["id"]),
        ("restaurar", hecho["id"]),
        ("restaurar", hecho["id"], "--a", str(tmp_path / "aparte")),
    ):
        respuesta = lleno(*palabras, "--json")
        assert (respuesta.estado, respuesta.salida) == (1, ""), palabras
        assert "Respaldo alterado" in respuesta.error and "inventario.db.zst" in respuesta.error
    assert not (tmp_path / "aparte").exists()
    assert lleno.ok("verificar")["ok"]
    # It is remembered: it is listed as none, and nothing is based on it any more.
    respuesta = lleno("respaldos", "--json")
    assert respuesta.json == [] and hecho["id"] in respuesta.error
    assert hecho["id"] in (lleno.home / "backups" / "estado.json").read_text(encoding="utf-8")
    assert lleno.ok("respaldar", "incremental")["tipo"] == "completo"
    shutil.rmtree(lleno.home / "backups" / f"rexus_backup_{lleno.ok('respaldos')[0]['id']}")
    archivo.unlink()
    respuesta = lleno("respaldos", "--json")
    assert respuesta.json == [] and "le falta «inventario.db.zst»" in respuesta.error
    assert lleno("verificar-respaldo", "20200101_000000_completo").estado == 1


def test_encrypted_with_a_passphrase_from_the_environment(lleno: Rexus, tmp_path: Path) -> None:
    sin_frase = dict(lleno.env)
    lleno.env["REXUS_RESPALDO_FRASE"] = "siete barras de aluminio"
    hecho = lleno.ok("respaldar")
    assert hecho["cifrado"] and all(a["nombre"].endswith(".age") for a in hecho["archivos"])
    assert lleno.ok("verificar-respaldo", hecho["id"])["ok"]
    lleno.env = sin_frase
    respuesta = lleno("restaurar", hecho["id"], "--a", str(tmp_path / "aparte"))
    assert respuesta.estado == 1 and "REXUS_RESPALDO_FRASE" in respuesta.error
    lleno.env = {**sin_frase, "REXUS_RESPALDO_FRASE": "otra"}
    assert "La frase no abre" in lleno("verificar-respaldo", hecho["id"]).error


def test_back_on_a_new_machine(lleno: Rexus, tmp_path: Path) -> None:
    """What docs/backups.md says: the folder of the sets, and one command."""
    lleno.ok("config", "poner", "db.pool_size", "7")
    hecho = lleno.ok("respaldar")
    nueva = _nueva(tmp_path)
    disco = tmp_path / "usb"
    shutil.copytree(lleno.home / "backups", disco)
    # Whoever tries to sign in first is told what to do, and leaves nothing behind.
    for orden in (("verificar",), ("buscar", "x"), ("usuario", "listar")):
        respuesta = nueva(*orden)
        assert respuesta.estado == 1 and "rexus restaurar ID --desde CARPETA" in respuesta.error
    assert list((nueva.home / "data").iterdir()) == []
    # Nobody is asked: neither to see what there is nor to go back to it.
    del nueva.env["REXUS_USUARIO"], nueva.env["REXUS_CLAVE"]
    assert [uno["id"] for uno in nueva.ok("respaldos", "--desde", str(disco))] == [hecho["id"]]
    dicho = nueva("restaurar", hecho["id"], "--desde", str(disco))
    assert dicho.estado == 0 and f"Administran: «{USUARIO}»" in dicho.salida, dicho.error
    assert [p.name for p in (nueva.home / "backups").glob("rexus_backup_*")] == [], "no junk"
    nueva.env |= {"REXUS_USUARIO": USUARIO, "REXUS_CLAVE": CLAVE}
    assert nueva.ok("verificar")["movimientos"] == 2
    assert nueva.ok("auditoria", "verificar")["ok"]
    assert '"pool_size": 7' in (nueva.home / "config" / "rexus_config.json").read_text(encoding="utf-8")
    nueva.ok("mover", "entrada", "A1", "1")
    # From here on it is a restore like any other: with a safety set.
    assert nueva.ok("restaurar", hecho["id"], "--desde", str(disco))["resguardo"]


def test_back_on_a_new_machine_with_an_encrypted_set(lleno: Rexus, tmp_path: Path) -> None:
    lleno.env["REXUS_RESPALDO_FRASE"] = "siete barras de aluminio"
    hecho = lleno.ok("respaldar")
    nueva = _nueva(tmp_path)
    orden = ("restaurar", hecho["id"], "--desde", str(lleno.home / "backups"))
    sin = nueva(*orden)
    assert sin.estado == 1 and "REXUS_RESPALDO_FRASE" in sin.error
    nueva.env["REXUS_RESPALDO_FRASE"] = "otra frase distinta"
    assert "no abre" in nueva(*orden).error
    assert list((nueva.home / "data").iterdir()) == []
    nueva.env["REXUS_RESPALDO_FRASE"] = "siete barras de aluminio"
    assert nueva.ok(*orden)["administradores"] == [USUARIO]


@pytest.mark.parametrize("como", ["dañada", "falta"])
def test_the_accounts_are_lost_and_the_rest_is_there(lleno: Rexus, como: str) -> None:
    hecho = lleno.ok("respaldar")
    lleno.ok("mover", "entrada", "A1", "3")
    users = lleno.home / "data" / "users.db"
    for cola in ("-wal", "-shm"):
        users.with_name(users.name + cola).unlink(missing_ok=True)
    if como == "dañada":
        users.write_bytes(b"this is no database " * 500)
        respuesta = lleno("verificar")
        assert respuesta.estado == 1 and "rexus restaurar ID" in respuesta.error
    else:
        users.unlink()
    assert [uno["id"] for uno in lleno.ok("respaldos")][-1] == hecho["id"]
    lleno.env["REXUS_CLAVE"] = "no es esta"
    rechazo = lleno("restaurar", hecho["id"])
    assert rechazo.estado == 1 and "No se pudo entrar" in rechazo.error and "cuenta del respaldo" in rechazo.error
    lleno.env["REXUS_CLAVE"] = CLAVE
    dicho = lleno.ok("restaurar", hecho["id"])
    assert (dicho["resguardo"], dicho["administradores"], dicho["configuracion"]) == (None, [USUARIO], None)
    assert (Path(dicho["apartadas"]) / "inventario.db").is_file()
    assert lleno.ok("verificar")["movimientos"] == 2
    assert lleno.ok("auditoria", "verificar")["ok"]


def _nueva(tmp_path: Path) -> Rexus:
    """A machine where nobody began."""
    nueva = Rexus(tmp_path / "nueva")
    nueva.home.mkdir()
    return nueva


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_the_settings_of_the_machine_come_back_when_asked_or_when_there_are_none(lleno: Rexus) -> None:
    archivo = lleno.home / "config" / "rexus_config.json"
    lleno.ok("config", "poner", "respaldo.carpeta", str(lleno.home / "usb"))
    de_entonces = json.loads(archivo.read_text(encoding="utf-8"))["respaldo"]["carpeta"]
    hecho = lleno.ok("respaldar")
    lleno.ok("config", "poner", "respaldo.carpeta", "")
    assert lleno.ok("restaurar", hecho["id"])["configuracion"] is None
    assert "usb" not in archivo.read_text(encoding="utf-8")
    vuelto = lleno.ok("restaurar", hecho["id"], "--con-configuracion")["configuracion"]
    assert vuelto == {"conexion": "los archivos de esta computadora", "anterior": f"{archivo.name}.bak", "falla": ""}
    assert json.loads(archivo.read_text(encoding="utf-8"))["respaldo"]["carpeta"] == de_entonces
    assert "usb" not in archivo.with_name(vuelto["anterior"]).read_text(encoding="utf-8")
    # A machine without any has nothing to lose by it; what they work with is told.
    for suyo in archivo.parent.glob(f"{archivo.name}*"):
        suyo.unlink()
    dicho = lleno("restaurar", hecho["id"])
    assert dicho.estado == 0 and "trabaja con los archivos de esta computadora" in dicho.salida, dicho.error
    assert json.loads(archivo.read_text(encoding="utf-8"))["respaldo"]["carpeta"] == de_entonces
    assert lleno("restaurar", hecho["id"], "--a", "aparte", "--con-configuracion").estado == 2


def test_no_file_may_grow_any_more(lleno: Rexus) -> None:
    """A quota, or a file system that takes no large files."""
    import resource

    antes = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, antes[1]))
    try:
        respuesta = lleno.de_nuevo("respaldar")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, antes)
    assert respuesta.estado == 1
    assert "No se hizo el respaldo" in respuesta.error and "No quedó nada a medias" in respuesta.error
    assert list((lleno.home / "backups").iterdir()) == []
    assert lleno.ok("respaldar")["movimientos"] == 2


def test_from_another_folder(lleno: Rexus, tmp_path: Path) -> None:
    """A set that lies nowhere else any more: on a USB disk."""
    base = lleno.ok("respaldar")
    usb = tmp_path / "usb"
    usb.mkdir()
    shutil.move(lleno.home / "backups" / f"rexus_backup_{base['id']}", usb)
    lleno.ok("mover", "salida", "A1", "5")
    assert lleno.ok("respaldos") == []
    assert [uno["ubicacion"] for uno in lleno.ok("respaldos", "--desde", str(usb))] == [
        str(usb / f"rexus_backup_{base['id']}")
    ]
    assert lleno("verificar-respaldo", base["id"]).estado == 1
    assert lleno.ok("verificar-respaldo", base["id"], "--desde", str(usb))["ok"]
    assert lleno.ok("restaurar", base["id"], "--desde", str(usb), "--a", str(tmp_path / "aparte"))["id"] == base["id"]
    hecho = lleno.ok("restaurar", base["id"], "--desde", str(usb))
    assert _stock(lleno) == {"A1": "5", "A2": "7"}
    # What was there before is kept where sets are made.
    assert [uno["id"] for uno in lleno.ok("respaldos")] == [hecho["resguardo"]]
    assert [p.name for p in usb.iterdir()] == [f"rexus_backup_{base['id']}"]
    assert lleno("respaldos", "--desde", str(tmp_path / "nada")).estado == 2


def test_what_cannot_be_done_with_a_set_is_said_before_it_is_made(lleno: Rexus, tmp_path: Path) -> None:
    (tmp_path / "hay.tar").write_text("mine")
    lleno.ok("usuario", "crear", "eva", "--rol", "supervisor", "--clave-stdin", entrada=f"{CLAVE} de eva\n")
    eva = Rexus(lleno.home, {"REXUS_USUARIO": "eva", "REXUS_CLAVE": f"{CLAVE} de eva"})
    for quien, palabras, dicho in (
        (lleno, ("--portatil", "--a", str(tmp_path / "hay.tar")), "Ya existe"),
        (lleno, ("--portatil", "--a", str(tmp_path / "no" / "hay.tar")), "No se puede escribir en la carpeta"),
        (lleno, ("--en-servidor", "X"), "Solo SQL Server"),
        (eva, ("--portatil", "--a", str(tmp_path / "otro.tar")), "permiso"),
    ):
        respuesta = quien("respaldar", *palabras)
        assert respuesta.estado == 1 and dicho in respuesta.error, respuesta
        assert lleno.ok("respaldos") == []
    assert (tmp_path / "hay.tar").read_text() == "mine"
