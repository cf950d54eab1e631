"""Backups before operations and pruning, from the command line."""

from __future__ import annotations

import shutil

import pytest

from rexus.respaldos import hacer
from tests.servers.sitio import Sitio

from .conftest import CLAVE, Rexus

pytestmark = pytest.mark.solo("sqlite", porque="sets are made of files here")


def _planilla(rexus: Rexus, codigo: str) -> str:
    planilla = rexus.home / f"{codigo}.csv"
    planilla.write_text(f"codigo;descripcion;stock\n{codigo};Marco;5\n", encoding="utf-8")
    return str(planilla)


def test_importing_makes_a_backup_first_and_says_so(rexus: Rexus) -> None:
    hecho = rexus("importar", "perfiles", _planilla(rexus, "A1"))
    assert hecho.estado == 0 and "Antes de importar se hace un respaldo." in hecho.error
    assert "Después de importar se hace un respaldo." in hecho.error
    despues, previo = rexus.ok("respaldos")
    assert (previo["tipo"], previo["motivo"], previo["movimientos"]) == ("completo", "antes de importar", 0)
    assert previo["id"].endswith("_antes_de_importar")
    assert (despues["motivo"], despues["movimientos"]) == ("después de importar", 1)
    assert despues["id"].endswith("_despues_de_importar")
    # A recent one is there now.
    otra = rexus("importar", "perfiles", _planilla(rexus, "A2"))
    assert otra.estado == 0 and not otra.error
    assert len(rexus.ok("respaldos")) == 2
    # The configuration has one of its own only if none is recent.
    ajustes = rexus.home / "ajustes.json"
    ajustes.write_text('{"version": 1, "empresa": {"nombre": "Aberturas"}}', encoding="utf-8")
    assert rexus.ok("config", "importar", str(ajustes))["guardados"] == ["empresa.nombre"]
    assert len(rexus.ok("respaldos")) == 2
    shutil.rmtree(rexus.home / "backups")
    ajustes.write_text('{"version": 1, "empresa": {"nombre": "Otra"}}', encoding="utf-8")
    assert rexus.ok("config", "importar", str(ajustes))["guardados"] == ["empresa.nombre"]
    assert [uno["motivo"] for uno in rexus.ok("respaldos")] == [
        "después de importar la configuración",
        "antes de importar la configuración",
    ]


def test_a_backup_that_fails_stops_the_import(rexus: Rexus) -> None:
    backups = rexus.home / "backups"
    if backups.exists():
        shutil.rmtree(backups)
    rexus.ok("buscar", "x")
    shutil.rmtree(backups)
    # The program makes the folder when it starts; a file in the place of the lock stands in every account's way.
    (backups / ".haciendo").mkdir(parents=True)
    hecho = rexus("importar", "perfiles", _planilla(rexus, "A1"))
    assert hecho.estado == 1 and "Falta un respaldo" in hecho.error and "No se cambió nada" in hecho.error
    assert rexus.ok("buscar", "A1") == []


def test_pruning(rexus: Rexus, sitio: Sitio) -> None:
    registry = sitio.registry()
    hechos = [hacer.completo(registry, sitio.paths.backups).id for _ in range(5)]
    registry.close()
    previsto = rexus.ok("podar", "--simular")
    assert previsto["simulado"] is True
    # All of one day: the three newest stay.
    assert [uno["id"] for uno in previsto["se_van"]] == hechos[1::-1]
    assert all(uno["porque"] for uno in previsto["quedan"] + previsto["se_van"])
    assert len(rexus.ok("respaldos")) == 5
    para_personas = rexus("podar", "--simular")
    assert "No se quitó nada" in para_personas.salida and "Ninguna regla lo conserva." in para_personas.salida
    assert rexus.ok("podar") == {**previsto, "simulado": False}
    assert [uno["id"] for uno in rexus.ok("respaldos")] == hechos[:1:-1]
    assert rexus.ok("podar")["se_van"] == []
    rexus.ok("usuario", "crear", "luis", "--rol", "operador", "--clave-stdin", entrada=f"{CLAVE} de luis\n")
    ajeno = Rexus(rexus.home, {"REXUS_USUARIO": "luis", "REXUS_CLAVE": f"{CLAVE} de luis"})("podar")
    assert ajeno.estado == 1 and len(rexus.ok("respaldos")) == 3
