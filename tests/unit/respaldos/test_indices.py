"""Indexes of an image: all that can be computed again goes, rules stay, and every one comes back to the letter."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance, SinAvance
from rexus.respaldos import indices
from rexus.respaldos.revision import ImagenMalaError

BASE = "inventario"
# As somebody may have written them: kinds, quoting, expressions, conditions, names that need quotes.
QUITABLES = (
    "CREATE INDEX a ON cosas (nombre)",
    "CREATE INDEX 'con espacio' ON cosas (nombre, cuantas DESC)",
    'CREATE INDEX "comilla""doble" ON cosas(cuantas)',
    "CREATE INDEX expresion ON cosas (lower(replace(nombre, 'á', 'a')))",
    "CREATE INDEX parcial ON cosas (cuantas) WHERE cuantas > 1",
    "CREATE INDEX\n  IF NOT EXISTS lineas ON cosas (\n    nombre -- el nombre\n  )",
    'CREATE INDEX de_otra ON "otras cosas" (cosa)',
)
REGLAS = (
    "CREATE UNIQUE INDEX unica ON cosas (codigo)",
    "CREATE UNIQUE INDEX unica_parcial ON cosas (nombre) WHERE cuantas = 7",
)


@contextmanager
def _abierta(archivo: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(archivo)) as c:
        c.isolation_level = None
        yield c


def _esquema(archivo: Path) -> list[tuple[object, ...]]:
    with _abierta(archivo) as c:
        return sorted(c.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"))


def _nombres(archivo: Path) -> set[object]:
    return {fila[1] for fila in _esquema(archivo) if fila[0] == "index"}


def _imagen(archivo: Path, sentencias: list[str], filas: int = 300) -> Path:
    with _abierta(archivo) as c:
        c.execute("PRAGMA journal_mode = WAL")
        c.execute("CREATE TABLE cosas (id INTEGER PRIMARY KEY, codigo TEXT UNIQUE, nombre TEXT, cuantas INTEGER)")
        c.execute('CREATE TABLE "otras cosas" (cosa INTEGER, PRIMARY KEY (cosa)) WITHOUT ROWID')
        for sentencia in sentencias:
            c.execute(sentencia)
        c.execute("BEGIN")
        c.executemany(
            "INSERT INTO cosas (codigo, nombre, cuantas) VALUES (?, ?, ?)",
            ((f"C{n}", f"Árbol {n} " * 9, n % 7) for n in range(filas)),
        )
        c.execute("COMMIT")
    return archivo


def _quitar(archivo: Path) -> None:
    with _abierta(archivo) as c:
        indices.quitar(c)


@given(cuales=st.sets(st.sampled_from(QUITABLES + REGLAS)), filas=st.sampled_from([0, 1, 300]))
def test_what_was_dropped_comes_back_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, cuales: set[str], filas: int
) -> None:
    archivo = _imagen(tmp_path_factory.mktemp("imagen") / "i.db", sorted(cuales), filas)
    antes, con_todos = _esquema(archivo), _nombres(archivo)
    _quitar(archivo)
    with _abierta(archivo) as c:
        dichos = {fila[0] for fila in c.execute(f"SELECT nombre FROM {indices.TABLA}")}
    assert len(dichos) == len(cuales & set(QUITABLES))
    assert _nombres(archivo) == con_todos - dichos
    # Once more changes nothing: an image may be one already.
    _quitar(archivo)
    indices.reponer(archivo, BASE, SinAvance())
    assert _esquema(archivo) == antes
    with _abierta(archivo) as c:
        assert c.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert c.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_rules_stay_and_are_still_rules(tmp_path: Path) -> None:
    archivo = _imagen(tmp_path / "i.db", [*QUITABLES, *REGLAS])
    _quitar(archivo)
    with _abierta(archivo) as c:
        c.execute("INSERT INTO cosas (codigo, nombre, cuantas) VALUES ('N', 'el séptimo', 7)")
        for valores in (("C1", "otra", 1), ("N2", "el séptimo", 7)):
            with pytest.raises(sqlite3.IntegrityError):
                c.execute("INSERT INTO cosas (codigo, nombre, cuantas) VALUES (?, ?, ?)", valores)


def test_what_became_free_is_empty(tmp_path: Path) -> None:
    """So it packs to nothing."""
    archivo = _imagen(tmp_path / "i.db", ["CREATE INDEX marca ON cosas (nombre || 'MARCADEAGUA')"], 2000)
    with _abierta(archivo) as c:
        c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert archivo.read_bytes().count(b"MARCADEAGUA") > 1000
    _quitar(archivo)
    with _abierta(archivo) as c:
        c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    # The statement itself is all that is left.
    assert archivo.read_bytes().count(b"MARCADEAGUA") == 1


def test_an_image_without_the_list_stays_as_it_is(tmp_path: Path) -> None:
    archivo = _imagen(tmp_path / "i.db", list(QUITABLES))
    antes = archivo.read_bytes()
    indices.reponer(archivo, BASE, SinAvance())
    assert archivo.read_bytes() == antes


def test_what_somebody_built_by_hand_is_no_hindrance(tmp_path: Path) -> None:
    archivo = _imagen(tmp_path / "i.db", list(QUITABLES))
    antes = _esquema(archivo)
    _quitar(archivo)
    with _abierta(archivo) as c:
        for (sql,) in c.execute(f"SELECT sql FROM {indices.TABLA} ORDER BY nombre LIMIT 3").fetchall():
            c.execute(sql)
    indices.reponer(archivo, BASE, SinAvance())
    assert _esquema(archivo) == antes


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE cosas",
        "DELETE FROM cosas",
        "CREATE INDEX otro ON cosas (codigo); DELETE FROM cosas",
        "CREATE UNIQUE INDEX otro ON cosas (cuantas)",
        "CREATE TRIGGER otro AFTER INSERT ON cosas BEGIN DELETE FROM cosas; END",
        "CREATE INDEX otro ON no_hay (codigo)",
        "ATTACH 'x' AS x",
        "",
    ],
)
def test_whatever_else_stands_in_the_list_is_refused(tmp_path: Path, sql: str) -> None:
    archivo = _imagen(tmp_path / "i.db", list(QUITABLES))
    _quitar(archivo)
    with _abierta(archivo) as c:
        c.execute(f"INSERT INTO {indices.TABLA} VALUES ('otro', ?)", (sql,))
    with pytest.raises(ImagenMalaError):
        indices.reponer(archivo, BASE, SinAvance())
    with _abierta(archivo) as c:
        assert c.execute("SELECT count(*) FROM cosas").fetchone() == (300,)


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    archivo = _imagen(tmp_path / "i.db", list(QUITABLES))
    _quitar(archivo)
    avance = Avance(lambda hecho, _total: avance.cancelar() if hecho == 2 else None)
    with pytest.raises(CanceladoError):
        indices.reponer(archivo, BASE, avance)
