"""The migrations make the schema that the classes describe, and the lazy start opens nothing."""

from __future__ import annotations

import sqlite3
import warnings
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from rexus.base.actor import SISTEMA
from rexus.db import names, schema
from rexus.db.migrations import runner
from rexus.db.orm import InventarioBase, UsersBase
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel


@pytest.mark.parametrize(("base", "clases"), [(names.USERS, UsersBase), (names.INVENTARIO, InventarioBase)])
def test_migrations_and_classes_agree(registry: Registry, base: str, clases: type[UsersBase]) -> None:
    with registry.read(base, SISTEMA):
        pass

    def ours(_object: object, name: str | None, _kind: str, _reflected: bool, _other: object) -> bool:
        return "_fts" not in (name or "")

    with registry.engine(base).connect() as connection, warnings.catch_warnings():
        # Expression indexes cannot be read back from SQLite; the next test looks at them by name.
        warnings.simplefilter("ignore")
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": False})
        assert compare_metadata(context, clases.metadata) == []


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
        assert {indice.name for indice in tabla.indexes} <= indices


@pytest.mark.parametrize("base", list(schema.HEADS))
def test_the_head_written_in_the_code_is_the_newest_script(base: str) -> None:
    assert runner.head(base) == schema.HEADS[base]


def test_nothing_is_opened_until_it_is_needed(registry: Registry, home: Path) -> None:
    InventarioModel(registry, lambda: SISTEMA)
    UbicacionesModel(registry, lambda: SISTEMA)
    registry.engine(names.INVENTARIO)
    assert list(home.iterdir()) == []


def test_a_write_that_raises_leaves_nothing(modelo: InventarioModel, registry: Registry) -> None:
    articulo = modelo.crear({"codigo": "A1"}).value.id
    from rexus.stock.movimientos import Pedido, registrar_entrada

    with pytest.raises(ZeroDivisionError), registry.write(names.INVENTARIO, SISTEMA) as work:
        registrar_entrada(work, "perfil", Pedido(articulo, 5))
        raise ZeroDivisionError
    assert modelo.articulo(articulo).stock_actual == 0
    assert modelo.verificar().movimientos == 0
