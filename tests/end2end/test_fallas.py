"""Real faults of disk, lock and file: a clear message, nothing acknowledged lost, nothing half done."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rexus.base.paths import paths_under
from rexus.db import names

from .conftest import CLAVE, USUARIO, Rexus

pytestmark = pytest.mark.solo("sqlite", porque="these are faults of the file and its disk")


def _es_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def disco_chico(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 64 MB, room for the backup before an import, to be filled."""
    if not (_es_root() and sys.platform == "linux"):
        pytest.skip("mounting a small tmpfs needs root on Linux")
    lugar = tmp_path / "disco"
    lugar.mkdir()
    montado = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(lugar)], check=False, capture_output=True
    )
    if montado.returncode:
        pytest.skip(f"tmpfs cannot be mounted here: {montado.stderr.decode()}")
    yield lugar
    subprocess.run(["umount", "-l", str(lugar)], check=True)


def test_a_full_disk_in_the_middle_of_movements(disco_chico: Path) -> None:
    rexus = Rexus(disco_chico / "home")
    rexus.home.mkdir()
    rexus.ok("usuario", "crear-admin", "--usuario", USUARIO, "--clave-stdin", entrada=CLAVE + "\n")
    planilla = disco_chico / "uno.csv"
    planilla.write_text("codigo;descripcion\nA1;Marco\n", encoding="utf-8")
    rexus.ok("importar", "perfiles", str(planilla))
    rexus.ok("mover", "entrada", "A1", "5")
    relleno = disco_chico / "relleno"
    with relleno.open("wb", buffering=0) as archivo:
        try:
            while True:
                archivo.write(b"x" * 4096)
        except OSError:
            pass
    confirmadas = 1
    for _ in range(40):
        respuesta = rexus("mover", "entrada", "A1", "1", "--json")
        if respuesta.estado:
            break
        confirmadas += 1
    else:
        pytest.fail("the disk never filled up")
    assert respuesta.estado == 1
    assert "Disco lleno" in respuesta.error
    assert "Liberar espacio" in respuesta.error
    relleno.unlink()
    verificado = rexus.ok("verificar")
    assert (verificado["ok"], verificado["movimientos"]) == (True, confirmadas)
    rexus.ok("mover", "entrada", "A1", "1")


def test_a_database_locked_for_more_than_five_seconds(rexus: Rexus, datos: Path) -> None:
    rexus.ok("importar", "perfiles", str(datos / "rehau_obra.csv"))
    ajeno = sqlite3.connect(rexus.home / "data" / "inventario.db", isolation_level=None)
    ajeno.execute("BEGIN IMMEDIATE")
    respuesta = rexus("mover", "entrada", "564002", "1")
    assert respuesta.estado == 1
    assert "Base ocupada" in respuesta.error
    # Readers go on meanwhile.
    assert len(rexus.ok("buscar", "marco")) == 3
    ajeno.execute("ROLLBACK")
    ajeno.close()
    assert rexus.ok("verificar")["movimientos"] == 0
    rexus.ok("mover", "entrada", "564002", "1")


def test_a_page_overwritten_is_told_and_nothing_is_written(rexus: Rexus, datos: Path) -> None:
    rexus.ok("importar", "perfiles", str(datos / "rehau_obra.csv"))
    rexus.ok("mover", "entrada", "564002", "5")
    archivo = rexus.home / "data" / "inventario.db"
    base = sqlite3.connect(archivo)
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pagina = base.execute("SELECT rootpage FROM sqlite_master WHERE name = 'inventario_perfiles'").fetchone()[0]
    tamano = base.execute("PRAGMA page_size").fetchone()[0]
    base.close()
    with archivo.open("r+b") as datos_crudos:
        datos_crudos.seek((pagina - 1) * tamano)
        datos_crudos.write(random.Random(1).randbytes(tamano))
    for args in (("verificar",), ("mover", "salida", "564002", "1"), ("buscar", "marco")):
        respuesta = rexus(*args)
        assert respuesta.estado == 1, args
        assert "dañado" in respuesta.error
        assert "respaldo" in respuesta.error


@pytest.mark.parametrize("contenido", [b"", b"esto no es una base" * 500])
def test_a_file_that_is_no_database(rexus: Rexus, contenido: bytes) -> None:
    """Also an empty one, which SQLite would take for a new database: the workshop's stock was in that file."""
    rexus.ok("verificar")
    archivo = rexus.home / "data" / "inventario.db"
    archivo.write_bytes(contenido)
    respuesta = rexus("verificar")
    assert respuesta.estado == 1
    assert "dañado" in respuesta.error
    assert archivo.read_bytes() == contenido


def test_a_newer_schema_is_refused_untouched(rexus: Rexus) -> None:
    rexus.ok("verificar")
    base = sqlite3.connect(rexus.home / "data" / "inventario.db")
    base.execute("UPDATE alembic_version SET version_num = 'inventario_9999'")
    base.commit()
    base.close()
    respuesta = rexus("mover", "entrada", "A1", "1")
    assert respuesta.estado == 1
    assert "versión más nueva" in respuesta.error


def test_a_read_only_home(tmp_path: Path) -> None:
    if _es_root():
        # Root may write anywhere by mode; a read-only mount is what stops it too.
        lugar = tmp_path / "solo_lectura"
        lugar.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(lugar)], check=False).returncode:
            pytest.skip("a read-only file system cannot be mounted here")
    else:
        lugar = tmp_path / "solo_lectura"
        lugar.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    try:
        respuesta = Rexus(lugar / "home")
        respuesta.home = tmp_path
        hecho = respuesta("usuario", "crear-admin", "--usuario", USUARIO, "--clave-stdin", entrada=CLAVE + "\n")
        assert hecho.estado == 1
        assert "permiso de escritura" in hecho.error
    finally:
        if _es_root():
            subprocess.run(["umount", "-l", str(lugar)], check=True)


def test_a_home_copied_without_its_wal_is_consistent(rexus: Rexus, datos: Path, tmp_path: Path) -> None:
    """A `-wal` that was deleted takes the newest commits with it, but never leaves a half of one."""
    rexus.ok("importar", "perfiles", str(datos / "rehau_obra.csv"))
    abierta = sqlite3.connect(rexus.home / "data" / "inventario.db", isolation_level=None)
    abierta.execute("BEGIN")
    abierta.execute("SELECT count(*) FROM movimientos").fetchone()
    for n in range(5):
        rexus.ok("mover", "entrada", "564002", str(n + 1))
    otra = Rexus(tmp_path / "copia")
    shutil.copytree(rexus.home, otra.home, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    abierta.close()
    assert otra.ok("verificar")["ok"]
    assert rexus.ok("verificar")["movimientos"] == 5


def test_files_are_the_users_own(rexus: Rexus) -> None:
    # What the test was given; `users` holds the account.
    for base in (names.INVENTARIO, names.AUDITORIA):
        paths_under(rexus.home).database(base).unlink()
    rexus.ok("verificar")
    if sys.platform == "win32":
        pytest.skip("Windows has no modes")
    for archivo in (rexus.home / "data").iterdir():
        assert stat.S_IMODE(archivo.stat().st_mode) == 0o600, archivo
    assert stat.S_IMODE((rexus.home / "data").stat().st_mode) == 0o700
