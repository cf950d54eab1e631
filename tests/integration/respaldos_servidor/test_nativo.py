"""pg_dump's archives beside the images: whole, of use without Rexus, and never a reason to have no set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rexus.db.conexion import Conexion
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import empaque, hacer, nativo, verificar
from rexus.respaldos.conjunto import BASES
from tests.servers import postgres_bin
from tests.servers.fabricas import CUENTA
from tests.servers.postgres import Postgres

from .conftest import Taller


@pytest.fixture
def con_herramienta(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tool of the server's own version comes first."""
    bin_ = postgres_bin.carpeta()
    monkeypatch.setenv("PATH", str(bin_), prepend=os.pathsep)
    return bin_


def test_a_full_set_has_them_and_they_restore(
    taller_pg: Taller, con_herramienta: Path, postgres: Postgres, tmp_path: Path
) -> None:
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta, frase="una frase")
    assert {f"{base}.pgdump.zst.age" for base in BASES} <= {a.nombre for a in hecho.archivos}
    verificar.verificar(taller_pg.carpeta, hecho.id, frase="una frase")
    copia = tmp_path / "inventario.pgdump"
    with copia.open("wb") as salida:
        identidad = empaque.Llavero("una frase").de(hecho)
        empaque.abrir(hecho, "inventario.pgdump.zst", identidad, salida.write, 1 << 30)
    dicho = subprocess.run(
        [con_herramienta / "pg_restore", "--list", copia], capture_output=True, text=True, check=True
    )
    assert "TABLE DATA public movimientos" in dicho.stdout
    # Only of sets that nobody waits for, and none that is to be carried.
    assert not any("pgdump" in a.nombre for a in hacer.incremental(taller_pg.registry, taller_pg.carpeta).archivos)
    antes = hacer.completo(taller_pg.registry, taller_pg.carpeta, motivo="antes de importar")
    assert not any("pgdump" in a.nombre for a in antes.archivos)


def test_no_password_is_on_the_command_line_nor_in_the_environment(tmp_path: Path) -> None:
    conexion = Conexion("postgresql", "srv", 0, "ana", "se:cre\\ta", tls="verificar", certificado="/ca.pem")
    assert "se:cre" not in " ".join(nativo.orden(conexion, "users", "pg_dump"))
    entorno = nativo.entorno(conexion, tmp_path / "clave")
    assert not any("se:cre" in valor for valor in entorno.values())
    assert (entorno["PGSSLMODE"], entorno["PGSSLROOTCERT"]) == ("verify-full", "/ca.pem")


@pytest.mark.skipif(sys.platform == "win32", reason="the tool that fails is a script")
def test_that_it_failed_is_told_and_the_set_is_whole(
    taller_pg: Taller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    falsa = tmp_path / "pg_dump"
    falsa.write_text("#!/bin/sh\nprintf PGDMP\necho 'server version mismatch' >&2\nexit 1\n", encoding="utf-8")
    falsa.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    avisos: list[str] = []
    taller_pg.registry.avisar = avisos.append
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    assert len(avisos) == 1 and "server version mismatch" in avisos[0]
    assert not any("pgdump" in p.name for p in hecho.ubicacion.iterdir())
    assert carpetas.listar(taller_pg.carpeta) == [hecho]
    verificar.verificar(taller_pg.carpeta, hecho.id)
    assert CUENTA not in avisos[0]
