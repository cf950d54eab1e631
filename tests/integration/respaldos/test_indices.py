"""Sets go without the indexes that only make things faster; what is restored has them all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.progress import SinAvance
from rexus.db import names
from rexus.respaldos import abrir, indices, prueba, verificar
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.conjunto import BASES
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.restaurar import en_carpeta, en_vivo

from .conftest import Deposito

pytestmark = pytest.mark.solo("sqlite", porque="schemas of files are compared; those of servers in respaldos_servidor")


def _esquema(archivo: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archivo)) as c:
        return sorted(c.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"))


@pytest.fixture(autouse=True)
def _las_tres(deposito: Deposito) -> None:
    """Databases are made when they are first asked for."""
    for base in BASES:
        deposito.registry.leer(base, SISTEMA, lambda _work: None)


def _vivas(deposito: Deposito) -> dict[str, list[tuple[object, ...]]]:
    return {base: _esquema(deposito.sitio.paths.database(base)) for base in BASES}


def _indices(archivo: Path) -> set[object]:
    """Those that can be computed again."""
    return {
        str(fila[1]) for fila in _esquema(archivo) if fila[0] == "index" and str(fila[3]).startswith("CREATE INDEX")
    }


def _crudas(deposito: Deposito, id_: str, destino: Path) -> dict[str, Path]:
    """The images as they lie in a set."""
    destino.mkdir()
    conjunto = carpetas.uno(deposito.carpeta, id_)
    return dict(abrir.imagenes(deposito.carpeta, conjunto, destino, Llavero(None), SinAvance()))


def _con_indices(patch: pytest.MonkeyPatch) -> None:
    """Sets as they were made before images went without indexes."""
    patch.setattr(indices, "quitar", lambda _c: None)


def test_the_images_of_a_set_have_none(deposito: Deposito, tmp_path: Path) -> None:
    vivas = {base: _indices(deposito.sitio.paths.database(base)) for base in BASES}
    assert all(vivas.values())
    base = deposito.completo()
    deposito.mover(3)
    for hecho in (base, deposito.incremental()):
        crudas = _crudas(deposito, hecho.id, tmp_path / hecho.tipo)
        for nombre, archivo in crudas.items():
            assert _indices(archivo) == set()
            with closing(sqlite3.connect(archivo)) as c:
                assert {fila[0] for fila in c.execute(f"SELECT nombre FROM {indices.TABLA}")} == vivas[nombre]


def test_what_is_restored_has_the_schema_of_the_live_one(deposito: Deposito, tmp_path: Path) -> None:
    vivas = _vivas(deposito)
    base = deposito.completo()
    deposito.mover(3)
    hecho = deposito.incremental()
    for uno in (base, hecho):
        en_carpeta(deposito.carpeta, uno.id, tmp_path / uno.tipo)
        assert {n: _esquema(tmp_path / uno.tipo / f"{n}.db") for n in BASES} == vivas
        for nombre in BASES:
            with closing(sqlite3.connect(tmp_path / uno.tipo / f"{nombre}.db")) as c:
                assert c.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    en_vivo(deposito.registry, SISTEMA, deposito.carpeta, hecho.id)
    assert _vivas(deposito) == vivas
    assert deposito.modelo.verificar().movimientos == 63


def test_the_weekly_test_works_with_all_of_them(deposito: Deposito, monkeypatch: pytest.MonkeyPatch) -> None:
    vivas = _vivas(deposito)
    vistas: list[dict[str, list[tuple[object, ...]]]] = []
    trabajar = prueba._trabajar

    def mirar(conjunto: object, lugar: Path, *resto: object) -> None:
        vistas.append({n: _esquema(lugar / "data" / f"{n}.db") for n in BASES})
        trabajar(conjunto, lugar, *resto)  # type: ignore[arg-type]

    monkeypatch.setattr(prueba, "_trabajar", mirar)
    deposito.completo()
    hecha = prueba.hacer(deposito.registry, deposito.carpeta)
    assert hecha is not None and hecha.error is None
    assert vistas == [vivas]


def test_a_set_of_before_still_opens(deposito: Deposito, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vivas = _vivas(deposito)
    with monkeypatch.context() as antes:
        _con_indices(antes)
        base = deposito.completo()
        deposito.mover(2)
        viejo = deposito.incremental()
    for uno in (base, viejo):
        assert verificar.verificar(deposito.carpeta, uno.id).avisos == ()
        en_carpeta(deposito.carpeta, uno.id, tmp_path / uno.id)
        assert {n: _esquema(tmp_path / uno.id / f"{n}.db") for n in BASES} == vivas
    # And another one of now may stand on it.
    deposito.mover(2)
    nuevo = deposito.incremental()
    verificar.verificar(deposito.carpeta, nuevo.id)
    en_vivo(deposito.registry, SISTEMA, deposito.carpeta, nuevo.id)
    assert _vivas(deposito) == vivas and deposito.modelo.verificar().movimientos == 64
    en_vivo(deposito.registry, SISTEMA, deposito.carpeta, viejo.id)
    assert _vivas(deposito) == vivas and deposito.modelo.verificar().movimientos == 62


def test_an_incremental_set_does_not_hold_what_changes_in_indexes(
    deposito: Deposito, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that somebody added, and one that was built anew, are all over the file; of the data nothing changed."""
    for n in range(300):
        deposito.modelo.crear({"codigo": f"Q{n}", "descripcion": f"Otra cosa {n} " * 6, "proveedor": f"Casa {n}"})

    def revolver(n: int) -> None:
        with closing(sqlite3.connect(deposito.sitio.paths.database(names.INVENTARIO))) as c:
            c.execute(f"CREATE INDEX de_mas_{n} ON inventario_perfiles (descripcion, proveedor, codigo, {n})")
            # Unique ones are kept: built anew they are other pages.
            for (nombre,) in c.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE INDEX %'").fetchall():
                c.execute(f'REINDEX "{nombre}"')
            c.commit()

    con, sin = [], []
    with monkeypatch.context() as antes:
        _con_indices(antes)
        deposito.completo()
        revolver(1)
        con = [deposito.incremental()]
    completo = deposito.completo()
    revolver(2)
    sin = [deposito.incremental()]
    assert sin[0].base == completo.id
    assert sin[0].bytes < 0.15 * completo.bytes
    assert sin[0].bytes < con[0].bytes


def test_what_sqlite_knows_of_its_indexes_is_no_data(deposito: Deposito, tmp_path: Path) -> None:
    """ANALYZE keeps a row for each index, which goes with it."""
    with closing(sqlite3.connect(deposito.sitio.paths.database(names.INVENTARIO))) as c:
        c.execute("ANALYZE")
        assert c.execute("SELECT count(*) FROM sqlite_stat1 WHERE idx IS NOT NULL").fetchone()[0] > 3
    hecho = deposito.completo()
    en_carpeta(deposito.carpeta, hecho.id, tmp_path / "aparte")
    assert _esquema(tmp_path / "aparte" / "inventario.db") == _vivas(deposito)[names.INVENTARIO]


def test_an_image_that_somebody_laid_down_by_hand_is_worked_with(deposito: Deposito, tmp_path: Path) -> None:
    """Slower, and all it knows is right; the next set brings the indexes back."""
    vivas = _vivas(deposito)
    hecho = deposito.completo()
    crudas = _crudas(deposito, hecho.id, tmp_path / "crudas")
    deposito.registry.close()
    for nombre, archivo in crudas.items():
        archivo.replace(deposito.sitio.paths.database(nombre))
    registry = deposito.sitio.registry()
    try:
        deposito.registry = registry
        deposito.modelo = type(deposito.modelo)(registry, lambda: SISTEMA)
        deposito.mover(4)
        assert deposito.modelo.verificar().ok
        with closing(sqlite3.connect(deposito.sitio.paths.database(names.INVENTARIO))) as c:
            # One of them was built, and the list was left.
            c.execute(c.execute(f"SELECT sql FROM {indices.TABLA}").fetchone()[0])
        nuevo = deposito.completo()
        en_carpeta(deposito.carpeta, nuevo.id, tmp_path / "aparte")
        assert {n: _esquema(tmp_path / "aparte" / f"{n}.db") for n in BASES} == vivas
        en_vivo(registry, SISTEMA, deposito.carpeta, nuevo.id)
        assert _vivas(deposito) == vivas
    finally:
        registry.close()
