"""Sets of databases on a server: the same images, the same proof, the same folder as of files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseError, CanceladoError
from rexus.base.paths import paths_under
from rexus.base.progress import Avance, SinAvance
from rexus.db import schema
from rexus.db.conexion import Conexion
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import abrir, hacer, indices, verificar
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.conjunto import BASES
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.restaurar import en_carpeta
from rexus.stock.consulta import Consulta
from rexus.stock.movimientos import Pedido
from tests.servers.proxy import Mando
from tests.servers.sitio import Sitio

from . import filas
from .conftest import Taller


def test_a_set_of_a_server_holds_every_row(taller_pg: Taller, tmp_path: Path) -> None:
    antes = taller_pg.filas()
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    assert (hecho.motor, hecho.tipo, dict(hecho.esquema)) == ("postgresql", "completo", schema.HEADS)
    hecha = verificar.verificar(taller_pg.carpeta, hecho.id)
    assert (hecha.articulos, hecha.movimientos, hecha.avisos) == (30, 44, ())
    assert hecha.eventos == len(antes["auditoria"]["eventos"]) > 40
    en_carpeta(taller_pg.carpeta, hecho.id, tmp_path / "otro" / "data")
    for base in BASES:
        assert filas.python_de_imagen(tmp_path / "otro" / "data" / f"{base}.db", base) == antes[base]


def test_what_was_laid_down_is_a_home_to_work_in(taller_pg: Taller, tmp_path: Path) -> None:
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    en_carpeta(taller_pg.carpeta, hecho.id, tmp_path / "otro" / "data")
    registry = Sitio(paths_under(tmp_path / "otro"), Conexion()).registry()
    try:
        modelo = InventarioModel(registry, lambda: SISTEMA)
        assert modelo.verificar().ok
        # Its search finds, its ledger refuses what it always refuses, and no id is given twice.
        assert [f.valores for f in modelo.primera(Consulta("número 27"), ["codigo"])] == [("P27",)]
        nuevo = modelo.crear({"codigo": "NUEVO"}, stock_inicial=1).value.id
        assert nuevo > 30
        modelo.registrar_entrada(Pedido(nuevo, 1))
        with closing(sqlite3.connect(tmp_path / "otro" / "data" / "inventario.db")) as c:
            for sentencia in ("UPDATE movimientos SET motivo = 'x'", "DELETE FROM movimientos", "DELETE FROM outbox"):
                with pytest.raises(sqlite3.IntegrityError):
                    c.execute(sentencia)
    finally:
        registry.close()


def test_the_schema_of_an_image_is_that_of_a_new_file(taller_pg: Taller, taller_sqlite: Taller, tmp_path: Path) -> None:
    hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    taller_pg.mover(3)
    delta = hacer.incremental(taller_pg.registry, taller_pg.carpeta)
    assert delta.tipo == "incremental"
    for uno in (hecho, delta):
        en_carpeta(taller_pg.carpeta, uno.id, tmp_path / uno.tipo)
        for base in BASES:
            esperado = _esquema(taller_sqlite.sitio.paths.database(base))
            assert _esquema(tmp_path / uno.tipo / f"{base}.db") == esperado


def test_an_incremental_set_upon_one_that_held_its_indexes(
    taller_pg: Taller, taller_sqlite: Taller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As sets of before did."""
    with monkeypatch.context() as antes:
        antes.setattr(indices, "quitar", lambda _c: None)
        base = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    taller_pg.mover(3)
    hecho = hacer.incremental(taller_pg.registry, taller_pg.carpeta)
    assert (hecho.tipo, hecho.base) == ("incremental", base.id)
    for uno, con in ((base, True), (hecho, False)):
        crudas = tmp_path / f"{uno.tipo} crudas"
        crudas.mkdir()
        abrir.imagenes(taller_pg.carpeta, uno, crudas, Llavero(None), SinAvance())
        assert any(n.startswith("ix_") for _, n, _ in _esquema(crudas / "inventario.db")) == con
        en_carpeta(taller_pg.carpeta, uno.id, tmp_path / uno.tipo)
        for base_ in BASES:
            esperado = _esquema(taller_sqlite.sitio.paths.database(base_))
            assert _esquema(tmp_path / uno.tipo / f"{base_}.db") == esperado


def _esquema(archivo: Path) -> set[tuple[str, str, str | None]]:
    with closing(sqlite3.connect(archivo)) as c:
        return set(c.execute("SELECT type, name, sql FROM sqlite_master"))


def test_an_incremental_set_is_small_and_holds_every_row(taller_pg: Taller, tmp_path: Path) -> None:
    for n in range(300):
        taller_pg.modelo.crear({"codigo": f"Q{n}", "descripcion": f"Otra cosa {n} travesaño " * 6}, stock_inicial=1)
    base = hacer.completo(taller_pg.registry, taller_pg.carpeta)
    taller_pg.mover(5)
    # Whatever a row may suffer: changed, taken away, two that swapped what only one may have.
    modelo = taller_pg.modelo
    uno, otro = modelo.articulo(40), modelo.articulo(41)
    for id_, codigo in ((40, "de paso"), (41, uno.codigo), (40, otro.codigo)):
        _editar(modelo, id_, codigo=codigo)
    _editar(modelo, 43, descripcion="Bisagrá que antes no estaba")
    antes = taller_pg.filas()
    hecho = hacer.incremental(taller_pg.registry, taller_pg.carpeta)
    assert (hecho.tipo, hecho.base) == ("incremental", base.id)
    assert hecho.bytes < base.bytes / 2
    verificar.verificar(taller_pg.carpeta, hecho.id)
    en_carpeta(taller_pg.carpeta, hecho.id, tmp_path / "otro" / "data")
    for base_ in BASES:
        assert filas.python_de_imagen(tmp_path / "otro" / "data" / f"{base_}.db", base_) == antes[base_]
    registry = Sitio(paths_under(tmp_path / "otro"), Conexion()).registry()
    try:
        hallado = InventarioModel(registry, lambda: SISTEMA).primera(Consulta("bisagra antes"), ["codigo"])
        assert [f.id for f in hallado] == [43]
    finally:
        registry.close()


def _editar(modelo: InventarioModel, id_: int, **cambios: str) -> None:
    hay = modelo.articulo(id_)
    modelo.editar(id_, hay.version, cambios, {nombre: hay.valores[nombre] for nombre in cambios})


def test_cancelled_it_leaves_nothing(taller_pg: Taller) -> None:
    avance = Avance(lambda hecho, total: avance.cancelar() if hecho else None)
    with pytest.raises(CanceladoError):
        hacer.completo(taller_pg.registry, taller_pg.carpeta, avance=avance)
    assert list(taller_pg.carpeta.iterdir()) == []
    assert carpetas.listar(taller_pg.carpeta) == []


def test_a_dropped_connection_leaves_no_set(taller_pg: Taller, proxy: Mando) -> None:
    registry = taller_pg.sitio.por(proxy.puerto).registry(por_lotes=True)
    avance = Avance(lambda hecho, _total: proxy.rechazar() or proxy.cortar() if hecho else None)
    try:
        with pytest.raises(BaseError):
            hacer.completo(registry, taller_pg.carpeta, avance=avance)
        assert [p.name for p in taller_pg.carpeta.iterdir()] == []
        proxy.sanar()
        # Once the server is there again.
        registry.salud.reintentar()
        hecho = hacer.completo(taller_pg.registry, taller_pg.carpeta)
        verificar.verificar(taller_pg.carpeta, hecho.id)
    finally:
        registry.close()
