"""The search on a PostgreSQL that has pg_trgm finds what it finds without, and takes the index when that pays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import event, text

from rexus.base.actor import SISTEMA
from rexus.db import trigramas
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock.consulta import Consulta
from tests.integration.stock.test_consulta import ARTICULOS, codigos
from tests.servers.sitio import Sitio

TABLA = "inventario_perfiles"


@pytest.fixture
def registro(sitio_completo: Sitio) -> Iterator[Registry]:
    registry = sitio_completo.registry()
    yield registry
    registry.close()


@pytest.fixture
def taller(registro: Registry) -> InventarioModel:
    modelo = InventarioModel(registro, lambda: SISTEMA)
    for codigo, descripcion, acabado, proveedor, *_resto in ARTICULOS:
        modelo.crear({"codigo": codigo, "descripcion": descripcion, "acabado": acabado, "proveedor": proveedor})
    return modelo


def test_preparing_made_the_index(registro: Registry) -> None:
    with registro.read(INVENTARIO, SISTEMA) as work:
        assert trigramas.hay(work.connection, TABLA)


@pytest.mark.parametrize(
    ("texto", "esperados"),
    [
        ("CAÑA", ["555320"]),
        ("nandú cuar", ["555320"]),
        ("kommer", ["200000.000", "200000.131"]),
        ("4 6", ["564002", "564081"]),
        ("%", ["200000.000"]),
        ("_x", ["200000.000"]),
        ("*", ["ZZ'\"*"]),
        ("\\", []),
        ("euro-design 60", ["564002", "564081"]),
    ],
)
def test_any_part_of_any_word(taller: InventarioModel, texto: str, esperados: list[str]) -> None:
    assert codigos(taller, Consulta(texto)) == sorted(esperados)


def test_a_rare_word_among_many_articles_comes_from_the_index(sitio_completo: Sitio, registro: Registry) -> None:
    """As the server itself plans it with its usual settings, once its own housekeeping went over the table."""
    duena = sitio_completo.como_duena().registry()
    muchos = text(
        "INSERT INTO inventario_perfiles (codigo, descripcion, busqueda, tipo, tipo_material, acabado, numero, vs,"
        " longitud, ancho, alto, unidad, importe, qr, imagen_referencia, proveedor, stock_actual, stock_reservado,"
        " stock_minimo, ped_min, emba, observaciones, activo, version, fecha_creacion, fecha_actualizacion)"
        " SELECT 'C' || n, '', 'c' || n || ' marco euro-design ' || md5(n::text), '', '', '', '', '', 0, 0, 0, '', 0,"
        " '', '', '', 0, 0, 0, 0, 0, '', true, 1, now(), now() FROM generate_series(1, 20000) n"
    )
    with duena.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(muchos)
    with duena.engine(INVENTARIO).connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(f"VACUUM ANALYZE {TABLA}"))
    duena.close()
    modelo = InventarioModel(registro, lambda: SISTEMA)
    modelo.ubicaciones()
    enviadas: list[tuple[str, object]] = []

    @event.listens_for(registro.engine(INVENTARIO), "before_cursor_execute")
    def _oir(_c: object, _cursor: object, sentencia: str, parametros: object, *_resto: object) -> None:
        if "LIKE" in sentencia:
            enviadas.append((sentencia, parametros))

    assert codigos(modelo, Consulta("c19999 marco")) == ["C19999"]
    assert enviadas
    with registro.read(INVENTARIO, SISTEMA) as work:
        for sentencia, parametros in list(enviadas):
            plan = "\n".join(work.connection.exec_driver_sql(f"EXPLAIN {sentencia}", parametros).scalars())
            assert trigramas._nombre(TABLA) in plan, plan
