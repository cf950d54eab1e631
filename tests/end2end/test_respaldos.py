"""Backups from the command line, as an administrator and a script use them."""

from __future__ import annotations

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
    """What docs/backups.md says: an administrator of the day, the folder of the sets, and one command."""
    hecho = lleno.ok("respaldar")
    nueva = Rexus(tmp_path / "nueva")
    nueva.home.mkdir()
    nueva.env["REXUS_USUARIO"] = "hoy"
    nueva.ok("usuario", "crear-admin", "--usuario", "hoy", "--clave-stdin", entrada=CLAVE + "\n")
    shutil.copytree(lleno.home / "backups", nueva.home / "backups", dirs_exist_ok=True)
    nueva.ok("restaurar", hecho["id"])
    # The accounts are those of the set now.
    assert nueva("verificar").estado == 1
    nueva.env["REXUS_USUARIO"] = USUARIO
    assert nueva.ok("verificar")["movimientos"] == 2
    assert nueva.ok("auditoria", "verificar")["ok"]
    nueva.ok("mover", "entrada", "A1", "1")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_no_file_may_grow_any_more(lleno: Rexus) -> None:
    """A quota, or a file system that takes no large files."""
    import resource

    antes = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, antes[1]))
    try:
        respuesta = lleno("respaldar")
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
