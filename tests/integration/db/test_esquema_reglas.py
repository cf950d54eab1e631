"""The database itself refuses what breaks a rule, whoever writes to it, on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, StatementError

from rexus.base.actor import SISTEMA
from rexus.base.errors import AccesoRechazadoError
from rexus.configuracion.orm import ConfiguracionCambio
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.types import CANTIDAD_MAXIMA, DINERO_MAXIMO
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.inventario.orm import Perfil
from rexus.seguridad.orm import Usuario
from rexus.stock.movimientos import Pedido
from rexus.stock.orm import Existencia, Movimiento, Ubicacion
from tests.servers.sitio import Sitio

MOMENTO = datetime(2026, 1, 31, 12, 30, 59, 123457, tzinfo=UTC)


@pytest.fixture
def marco(modelo: InventarioModel) -> int:
    """Six bars in General."""
    return modelo.crear({"codigo": "A1", "qr": "Q1"}, stock_inicial=6).value.id


@pytest.fixture
def duena(sitio: Sitio) -> Iterator[Registry]:
    """Signed in as who owns the tables: an everyday account of a server lacks the right itself."""
    registry = sitio.como_duena().registry()
    yield registry
    registry.close()


@contextmanager
def _rechazado(registry: Registry, base: str = INVENTARIO) -> Iterator[Connection]:
    """What is sent inside must be refused by the engine, and leaves nothing."""
    with pytest.raises(DBAPIError) as error, registry.write(base, SISTEMA) as work:
        yield work.connection
    assert error.value.orig is not None


@pytest.mark.parametrize(
    "sentencia",
    [
        update(Movimiento).values(cantidad=Decimal(7)),
        update(Movimiento).where(Movimiento.id == 1).values(motivo="otro"),
        delete(Movimiento),
        update(ConfiguracionCambio).values(usuario="otro"),
        delete(ConfiguracionCambio),
    ],
)
def test_what_happened_is_not_rewritten(registry: Registry, duena: Registry, marco: int, sentencia: Any) -> None:
    with registry.write(INVENTARIO, SISTEMA) as work:
        cambio = {"clave": "empresa.nombre", "usuario": "ana", "equipo": "x", "fecha": MOMENTO}
        work.connection.execute(insert(ConfiguracionCambio), cambio)
    with _rechazado(duena) as conexion:
        conexion.execute(sentencia)
    with pytest.raises((DBAPIError, AccesoRechazadoError)), registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(sentencia)
    assert marco


@pytest.mark.solo("postgresql", porque="elsewhere TRUNCATE is DELETE, or a right that the program's account lacks")
@pytest.mark.parametrize("tabla", ["movimientos", "configuracion_cambios"])
def test_nor_emptied(duena: Registry, marco: int, tabla: str) -> None:
    with _rechazado(duena) as conexion:
        conexion.execute(text(f"TRUNCATE {tabla} CASCADE"))
    assert marco


@pytest.mark.solo("sqlite", porque="only SQLite knows INSERT OR REPLACE")
def test_nor_replaced(registry: Registry, marco: int) -> None:
    with _rechazado(registry) as conexion:
        conexion.execute(text("INSERT OR REPLACE INTO movimientos SELECT * FROM movimientos"))
    assert marco


@pytest.mark.parametrize(
    "cambios",
    [
        {"tipo": "SALIDA"},
        {"tipo": "ENTRADA", "cantidad": Decimal(-1)},
        {"cantidad": Decimal(0)},
        {"cantidad": CANTIDAD_MAXIMA + Decimal("0.001")},
        {"tipo": "REGALO"},
        {"tipo": "AJUSTE", "motivo": ""},
        {"tipo": "ANULACION", "anula_id": None},
        {"tipo": "ENTRADA", "anula_id": 1},
        {"anula_id": 99, "tipo": "ANULACION"},
        {"longitud_mm": -1},
        {"longitud_mm": 1_000_001},
        {"stock_resultante": Decimal(-1)},
        {"ubicacion_id": 99},
        {"lote_id": 99},
        {"par_id": 99},
        {"usuario": None},
    ],
)
def test_a_movement_that_cannot_be(registry: Registry, marco: int, cambios: dict[str, Any]) -> None:
    fila = {**_movimiento(marco), **cambios}
    with _rechazado(registry) as conexion:
        conexion.execute(insert(Movimiento), fila)


def test_one_uuid_one_movement_and_one_annulment(registry: Registry, marco: int) -> None:
    with registry.write(INVENTARIO, SISTEMA) as work:
        primero = work.connection.scalar(select(Movimiento.id))
        anulacion = {**_movimiento(marco), "tipo": "ANULACION", "cantidad": Decimal(-1), "anula_id": primero}
        work.connection.execute(insert(Movimiento), anulacion)
        # Any number of movements annul nothing.
        work.connection.execute(insert(Movimiento), [_movimiento(marco, f"suelta {n}") for n in range(3)])
    with _rechazado(registry) as conexion:
        conexion.execute(insert(Movimiento), {**anulacion, "clave": "otra anulación"})
    with _rechazado(registry) as conexion:
        conexion.execute(insert(Movimiento), _movimiento(marco))


@pytest.mark.parametrize(
    "cambios",
    [
        {"stock_actual": Decimal(-1)},
        {"stock_actual": CANTIDAD_MAXIMA + 1},
        {"stock_reservado": Decimal(-1)},
        {"stock_reservado": Decimal(7)},
        {"stock_minimo": Decimal(-1)},
        {"emba": Decimal(-1)},
        {"importe": Decimal("-0.01")},
        {"codigo": ""},
        {"ubicacion": "no existe"},
        {"ubicacion": "general"},
        {"longitud": -1},
        {"alto": 1_000_001},
        {"descripcion": None},
    ],
)
def test_an_article_that_cannot_be(registry: Registry, marco: int, cambios: dict[str, Any]) -> None:
    with _rechazado(registry) as conexion:
        conexion.execute(update(Perfil).where(Perfil.id == marco).values(**cambios))


@pytest.mark.solo("postgresql", "sqlserver", porque="on SQLite the program holds these bounds")
@pytest.mark.parametrize("columna", ["stock_minimo", "ped_min", "emba"])
def test_nor_one_whose_figures_do_not_fit(registry: Registry, marco: int, columna: str) -> None:
    with _rechazado(registry) as conexion:
        conexion.execute(update(Perfil).where(Perfil.id == marco).values({columna: CANTIDAD_MAXIMA + 1}))


@pytest.mark.solo("postgresql", porque="its NUMERIC knows NaN; the others refuse the word")
@pytest.mark.parametrize(
    "cambio",
    [
        *(
            f"inventario_perfiles SET {c} = 'NaN'"
            for c in ("stock_actual", "stock_reservado", "stock_minimo", "ped_min")
        ),
        *("inventario_perfiles SET emba = 'NaN'", "inventario_perfiles SET importe = 'NaN'"),
        "existencias SET cantidad = 'NaN'",
    ],
)
def test_nan_is_no_quantity(registry: Registry, marco: int, cambio: str) -> None:
    with _rechazado(registry) as conexion:
        conexion.execute(text(f"UPDATE {cambio}"))
    assert marco


@pytest.mark.parametrize(
    ("columna", "largo"), [("codigo", 60), ("descripcion", 255), ("observaciones", 4_000), ("unidad", 20), ("qr", 255)]
)
def test_a_text_keeps_to_its_length(registry: Registry, marco: int, columna: str, largo: int) -> None:
    with registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(update(Perfil).where(Perfil.id == marco).values({columna: "ñ" * largo}))
    with _rechazado(registry) as conexion:
        conexion.execute(update(Perfil).where(Perfil.id == marco).values({columna: "ñ" * (largo + 1)}))
    with registry.read(INVENTARIO, SISTEMA) as work:
        assert work.connection.scalar(select(getattr(Perfil, columna))) == "ñ" * largo


@pytest.mark.parametrize("cambios", [{"cantidad": Decimal(-1)}, {"longitud_mm": -1}, {"ubicacion_id": 99}])
def test_an_existencia_that_cannot_be(registry: Registry, marco: int, cambios: dict[str, Any]) -> None:
    with _rechazado(registry) as conexion:
        conexion.execute(update(Existencia).where(Existencia.articulo_id == marco).values(**cambios))


def test_codes_differ_by_case_and_accents(registry: Registry, modelo: InventarioModel) -> None:
    ids = {codigo: modelo.crear({"codigo": codigo}).value.id for codigo in ("AÑO", "año", "ano", "Año")}
    assert {codigo: modelo.id_por_codigo(codigo) for codigo in ids} == ids
    with registry.write(INVENTARIO, SISTEMA) as work:
        assert work.connection.execute(delete(Perfil).where(Perfil.codigo == "AÑO")).rowcount == 1


def test_the_first_place_is_the_general_one_and_ids_go_on(registry: Registry) -> None:
    with registry.write(INVENTARIO, SISTEMA) as work:
        assert work.connection.execute(select(Ubicacion.id, Ubicacion.codigo)).all() == [(1, "General")]
        nueva = insert(Ubicacion).returning(Ubicacion.id)
        assert work.connection.execute(nueva, {"codigo": "Rack A1"}).scalar_one() == 2


def test_what_was_stored_comes_back_exactly(registry: Registry, marco: int) -> None:
    guardado = {
        "importe": DINERO_MAXIMO,
        "stock_minimo": CANTIDAD_MAXIMA,
        "emba": Decimal("0.001"),
        "fecha_creacion": MOMENTO,
        "descripcion": "«ñandú» 'y' \"comillas\" % _ \\ 漢字 😀 \u202b",
        "activo": False,
    }
    columnas = [getattr(Perfil, nombre) for nombre in guardado]
    with registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(update(Perfil).where(Perfil.id == marco).values(**guardado))
    with registry.read(INVENTARIO, SISTEMA) as work:
        leido = work.connection.execute(select(*columnas)).one()
    assert dict(leido._mapping) == guardado
    assert [type(valor) for valor in leido] == [type(valor) for valor in guardado.values()]


@pytest.mark.parametrize("valor", [Decimal("1.0001"), Decimal("NaN"), Decimal("Infinity")])
def test_no_engine_is_sent_what_it_would_round(registry: Registry, marco: int, valor: Decimal) -> None:
    with pytest.raises(StatementError, match="decimals"), registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(update(Perfil).where(Perfil.id == marco).values(stock_minimo=valor))


@pytest.mark.parametrize("cambios", [{"usuario": ""}, {"estado": "jubilado"}, {"usuario": "x" * 61}, {"rol": None}])
def test_an_account_that_cannot_be(registry: Registry, cambios: dict[str, Any]) -> None:
    ana = {
        "usuario": "ana",
        "password_hash": "h",
        "rol": "r",
        "fecha_creacion": MOMENTO,
        "fecha_actualizacion": MOMENTO,
    }
    with registry.write(USERS, SISTEMA) as work:
        work.connection.execute(insert(Usuario), ana)
    with _rechazado(registry, USERS) as conexion:
        conexion.execute(insert(Usuario), {**ana, "usuario": "eva", **cambios})


def test_the_program_still_works_beside_all_that(modelo: InventarioModel, marco: int) -> None:
    modelo.registrar_salida(Pedido(marco, 6))
    assert modelo.verificar().ok


def _movimiento(articulo: int, clave: str = "una clave") -> dict[str, Any]:
    return {
        "clave": clave,
        "fecha": MOMENTO,
        "clase": "perfil",
        "articulo_id": articulo,
        "tipo": "ENTRADA",
        "cantidad": Decimal(1),
        "ubicacion_id": 1,
        "stock_resultante": Decimal(7),
        "usuario": "ana",
    }
