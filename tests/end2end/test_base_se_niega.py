"""The database itself refuses what the rules forbid, whoever asks (a plain SQLite client here)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import CLAVE, USUARIO, Rexus


@pytest.fixture(scope="module")
def archivo(datos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with stock and a movement, as the program left it."""
    rexus = Rexus(tmp_path_factory.mktemp("home"))
    rexus.ok("usuario", "crear-admin", "--usuario", USUARIO, "--clave-stdin", entrada=CLAVE + "\n")
    rexus.ok("importar", "perfiles", str(datos / "rehau_obra.csv"))
    rexus.ok("mover", "entrada", "564002", "5")
    return rexus.home / "data" / "inventario.db"


@pytest.fixture
def base(archivo: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of it, opened by a plain client."""
    original = sqlite3.connect(archivo)
    conexion = sqlite3.connect(tmp_path / "copia.db", isolation_level=None)
    original.backup(conexion)
    original.close()
    yield conexion
    conexion.close()


@pytest.mark.parametrize(
    "sentencia",
    [
        "UPDATE movimientos SET cantidad = 1",
        "UPDATE movimientos SET motivo = 'otro' WHERE id = 1",
        "DELETE FROM movimientos",
        "REPLACE INTO movimientos SELECT * FROM movimientos",
        "INSERT OR REPLACE INTO movimientos (id, clave, fecha, clase, articulo_id, tipo, cantidad, longitud_mm,"
        " ubicacion_id, stock_resultante, usuario, referencia, motivo)"
        " SELECT 99, clave, fecha, clase, articulo_id, tipo, 7, 0, 1, 7, 'x', '', '' FROM movimientos",
        "UPDATE inventario_perfiles SET stock_actual = -1",
        "UPDATE inventario_perfiles SET stock_actual = 'doce'",
        "UPDATE inventario_perfiles SET stock_actual = 1.5",
        "UPDATE inventario_perfiles SET stock_actual = 9e999",
        "UPDATE inventario_perfiles SET stock_actual = 9e999 - 9e999",
        "UPDATE inventario_perfiles SET stock_reservado = stock_actual + 1",
        "UPDATE inventario_perfiles SET stock_reservado = -1",
        "UPDATE inventario_perfiles SET longitud = -1",
        "UPDATE inventario_perfiles SET codigo = '564081'",
        "UPDATE inventario_perfiles SET codigo = ''",
        "UPDATE inventario_perfiles SET descripcion = replace(hex(zeroblob(500)), '0', 'x')",
        "UPDATE existencias SET cantidad = -1",
        "UPDATE existencias SET cantidad = 'x'",
        "INSERT INTO existencias SELECT * FROM existencias",
    ],
)
def test_refused(base: sqlite3.Connection, sentencia: str) -> None:
    antes = base.execute("SELECT * FROM movimientos").fetchall()
    stock = base.execute("SELECT * FROM inventario_perfiles").fetchall()
    with pytest.raises(sqlite3.IntegrityError):
        base.execute(sentencia)
    assert base.execute("SELECT * FROM movimientos").fetchall() == antes
    assert base.execute("SELECT * FROM inventario_perfiles").fetchall() == stock
