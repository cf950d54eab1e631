"""The migrations make the schema that the classes describe, and the lazy start opens nothing."""

from __future__ import annotations

import sqlite3
import warnings
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, true

from rexus.base.actor import SISTEMA
from rexus.db import names, schema
from rexus.db.migrations import runner
from rexus.db.orm import AuditoriaBase, InventarioBase, UsersBase
from rexus.db.registry import Registry
from rexus.db.sorting import orden
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.orm import Perfil
from rexus.modulos.ubicaciones.model import UbicacionesModel
from tests.integration.db.declarado import checks_en, metadata_en, vale_en
from tests.servers.sitio import Sitio


@pytest.mark.parametrize(
    ("base", "clases"),
    [(names.USERS, UsersBase), (names.INVENTARIO, InventarioBase), (names.AUDITORIA, AuditoriaBase)],
)
def test_migrations_and_classes_agree(registry: Registry, base: str, clases: type[UsersBase]) -> None:
    with registry.read(base, SISTEMA):
        pass
    with registry.engine(base).connect() as connection, warnings.catch_warnings():
        # Expression indexes cannot be read back; the next test looks at them by name.
        warnings.simplefilter("ignore")
        context = MigrationContext.configure(
            connection,
            opts={"include_object": _ours, "compare_type": connection.dialect.name != "sqlite"},
        )
        assert compare_metadata(context, metadata_en(clases.metadata, connection.dialect.name)) == []
        declarados = {c.name for t in clases.metadata.tables.values() for c in checks_en(t, connection.dialect.name)}
        assert {c["name"] for t in clases.metadata.tables for c in inspect(connection).get_check_constraints(t)} == (
            declarados
        )


def _ours(_object: object, name: str | None, _kind: str, _reflected: bool, _other: object) -> bool:
    """Not what only one engine has: the search index, the computed columns behind the sorts and their indexes."""
    return not any(parte in (name or "") for parte in ("_fts", "_trgm", "orden_"))


@pytest.mark.solo("sqlite", porque="servers know no STRICT tables")
def test_every_table_is_strict_and_every_index_is_there(registry: Registry, home: Path) -> None:
    with registry.read(names.INVENTARIO, SISTEMA):
        pass
    registry.close()
    with sqlite3.connect(home / "data" / "inventario.db") as base:
        tablas = {fila[1]: fila[5] for fila in base.execute("PRAGMA table_list") if fila[2] == "table"}
        indices = {fila[0] for fila in base.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    base.close()
    for tabla in InventarioBase.metadata.tables.values():
        assert tablas[tabla.name] == 1, tabla.name
        assert {indice.name for indice in tabla.indexes if vale_en(indice, "sqlite")} <= indices


@pytest.mark.solo("postgresql", porque="the other engines keep the sort keys otherwise")
@pytest.mark.parametrize("columna", ["descripcion", "acabado", "proveedor", "ubicacion"])
def test_the_ids_in_order_are_read_from_an_index_alone(
    registry: Registry, modelo: InventarioModel, columna: str
) -> None:
    for n in range(3):
        modelo.crear({"codigo": f"A{n}", "descripcion": f"Marco {n}"})
    with registry.read(names.INVENTARIO, SISTEMA) as work:
        work.connection.exec_driver_sql("SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off")
        pedido = select(Perfil.id).where(Perfil.activo == true()).order_by(orden(getattr(Perfil, columna)), Perfil.id)
        sql = str(pedido.compile(dialect=work.connection.dialect))
        plan = work.connection.exec_driver_sql(f"EXPLAIN {sql}").scalars().all()
    assert any("Index Only Scan" in linea and f"orden_{columna}" in linea for linea in plan), plan


@pytest.mark.parametrize("base", list(schema.HEADS))
def test_the_head_written_in_the_code_is_the_newest_script(base: str) -> None:
    assert runner.head(base) == schema.HEADS[base]


@pytest.mark.solo("sqlite", porque="on a server the connections are counted elsewhere")
def test_nothing_is_opened_until_it_is_needed(sitio_sin_tablas: Sitio, home: Path) -> None:
    registry = sitio_sin_tablas.registry()
    InventarioModel(registry, lambda: SISTEMA)
    UbicacionesModel(registry, lambda: SISTEMA)
    registry.engine(names.INVENTARIO)
    assert list(home.iterdir()) == []
    registry.close()


def test_a_write_that_raises_leaves_nothing(modelo: InventarioModel, registry: Registry) -> None:
    articulo = modelo.crear({"codigo": "A1"}).value.id
    from rexus.stock.movimientos import Pedido, registrar_entrada

    with pytest.raises(ZeroDivisionError), registry.write(names.INVENTARIO, SISTEMA) as work:
        registrar_entrada(work, "perfil", Pedido(articulo, 5))
        raise ZeroDivisionError
    assert modelo.articulo(articulo).stock_actual == 0
    assert modelo.verificar().movimientos == 0
