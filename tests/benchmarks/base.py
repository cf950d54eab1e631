"""The catalogue that is measured, and the same SQL through the bare sqlite3 module."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.modulos import tablas  # noqa: F401 - makes every table known
from rexus.modulos.inventario.model import InventarioModel
from rexus.seguridad import Guardia, Politica, crear_primer_administrador, entrar, hay_cuentas

ROOT = Path(__file__).parents[2]
HACEDOR = ROOT.parent / "shared" / "data" / "catalogo.py"
COLUMNAS = (
    "codigo",
    "descripcion",
    "acabado",
    "proveedor",
    "longitud",
    "ubicacion",
    "stock_actual",
    "disponible",
    "stock_minimo",
    "importe",
)
USUARIO, CLAVE = "ana", "siete barras de aluminio"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def catalogo(carpeta: Path, filas: int) -> Path:
    """The CSV of a catalogue of so many perfiles, made once."""
    archivo = carpeta / f"perfiles_{filas}.csv"
    if not archivo.exists():
        carpeta.mkdir(parents=True, exist_ok=True)
        temporal = archivo.with_suffix(".hacer")
        with temporal.open("wb") as salida:
            subprocess.run([sys.executable, str(HACEDOR), "perfiles", str(filas)], stdout=salida, check=True)
        temporal.replace(archivo)
    return archivo


def home(carpeta: Path, filas: int) -> Path:
    """A home with that catalogue imported, made once."""
    lugar = carpeta / f"home_{filas}"
    hecho = lugar / "hecho"
    if not hecho.exists():
        with abierto(lugar) as (registry, modelo):
            with registry.write(USERS, SISTEMA) as work:
                if not hay_cuentas(work):
                    crear_primer_administrador(work, USUARIO, CLAVE)
            if filas and not modelo.verificar().articulos:
                with modelo.analizar(catalogo(carpeta, filas)) as analisis:
                    modelo.importar(analisis)
        hecho.touch()
    return lugar


@contextmanager
def abierto(lugar: Path) -> Iterator[tuple[Registry, InventarioModel]]:
    """The registry and the model on a home."""
    registry = Registry(paths_under(lugar))
    try:
        with registry.read(INVENTARIO, SISTEMA):
            # A catalogue that an older program made is brought up to date now, and not while something is measured.
            pass
        yield registry, InventarioModel(registry, lambda: SISTEMA)
    finally:
        registry.close()


@contextmanager
def con_sesion(lugar: Path) -> Iterator[tuple[Registry, InventarioModel]]:
    """The same for somebody who signed in, whose session is looked at before each operation."""
    politica = Politica()
    with abierto(lugar) as (registry, _):
        actor = entrar(registry, USUARIO, CLAVE, politica, programa="consola").actor
        registry.guardia = Guardia(registry, lambda: politica)
        yield registry, InventarioModel(registry, lambda: actor)


@contextmanager
def cruda(lugar: Path) -> Iterator[sqlite3.Connection]:
    """The bare driver on the same file, set up as the program sets it up."""
    conexion = sqlite3.connect(paths_under(lugar).database(INVENTARIO), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -8192"):
        conexion.execute(f"PRAGMA {pragma}")
    yield conexion
    conexion.close()


class Grabadora:
    """The statements that an operation really sends, to be played again through the bare driver."""

    def __init__(self, registry: Registry) -> None:
        self._engine = registry.engine(INVENTARIO)
        self.sentencias: list[tuple[str, Sequence[Any]]] = []

    def __enter__(self) -> Grabadora:
        event.listen(self._engine, "before_cursor_execute", self._anotar)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._anotar)

    def _anotar(self, _c: Any, _cursor: Any, sql: str, parametros: Any, _contexto: Any, _muchos: bool) -> None:
        self.sentencias.append((sql, parametros))

    def tocar(self, conexion: sqlite3.Connection) -> None:
        """Send the same statements, with new UUIDs where the recorded ones would be refused as repeated."""
        nuevas: dict[str, str] = {}
        escribe = any(sql.startswith("BEGIN IMMEDIATE") for sql, _ in self.sentencias)
        for sql, parametros in self.sentencias:
            valores = [
                nuevas.setdefault(p, str(uuid.uuid4())) if isinstance(p, str) and _UUID.fullmatch(p) else p
                for p in parametros
            ]
            if sql.startswith("BEGIN") and conexion.in_transaction:
                # The end of a reading transaction is not a statement, so it was not recorded.
                conexion.execute("ROLLBACK")
            conexion.execute(sql, valores).fetchall()
        conexion.execute("COMMIT" if escribe else "ROLLBACK")
