"""Movements: what is refused, how it is said, and that a refusal changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest

from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock.conteos import Contado, ConteoViejoError
from rexus.stock.errors import (
    ArticuloInactivoError,
    CantidadInvalidaError,
    ClaveRepetidaError,
    StockInsuficienteError,
    YaAnuladoError,
)
from rexus.stock.movimientos import Pedido


@pytest.fixture
def marco(modelo: InventarioModel, lugares: UbicacionesModel) -> int:
    """Six bars of 564002 in Rack C16."""
    lugares.crear("Rack C16")
    return modelo.crear({"codigo": "564002", "ubicacion": "Rack C16"}, stock_inicial=6).value.id


@pytest.mark.parametrize(
    "cantidad",
    [
        "-1",
        "0",
        "NaN",
        "nan",
        "Infinity",
        "1e308",
        "1E5",
        str(2**63),
        "1.2345",
        "doce",
        "",
        "0x10",
        "1.234",
        "12.34.567",
        "٣",
        "1_000",
        "1." + "0" * 29 + "1",
    ],
)
def test_quantities_that_are_none_are_refused(modelo: InventarioModel, marco: int, cantidad: str) -> None:
    with pytest.raises(CantidadInvalidaError):
        modelo.registrar_salida(Pedido(marco, cantidad))
    assert modelo.articulo(marco).stock_actual == 6


@pytest.mark.parametrize(
    "cantidad",
    [Decimal("NaN"), Decimal("Infinity"), Decimal("1e400"), Decimal("-0.0001"), Decimal(f"1.{1:030}"), 2**63],
)
def test_programs_cannot_pass_them_either(modelo: InventarioModel, marco: int, cantidad: Decimal) -> None:
    with pytest.raises(CantidadInvalidaError):
        modelo.registrar_entrada(Pedido(marco, cantidad))
    with pytest.raises(CantidadInvalidaError):
        modelo.registrar_ajuste(Pedido(marco, 0.5, motivo="float"))  # type: ignore[arg-type]


def test_thousands_may_be_grouped_as_the_tables_show_them(modelo: InventarioModel, marco: int) -> None:
    modelo.registrar_entrada(Pedido(marco, "1.234,5"))
    assert modelo.registrar_entrada(Pedido(marco, "1.234.567")).value.stock_resultante == Decimal("1235807.5")


def test_a_comma_or_a_dot_is_the_decimal_mark(modelo: InventarioModel, marco: int) -> None:
    modelo.registrar_entrada(Pedido(marco, "0,125"))
    assert modelo.registrar_entrada(Pedido(marco, "0.1")).value.stock_resultante == Decimal("6.225")


def test_what_is_not_there_says_how_many_there_are(modelo: InventarioModel, marco: int) -> None:
    with pytest.raises(StockInsuficienteError) as error:
        modelo.registrar_salida(Pedido(marco, 7))
    assert error.value.frase == "No hay 7 de 564002: quedan 6 en Rack C16. No se registró nada."
    assert modelo.cuantos_movimientos(marco) == 1


def test_the_other_places_are_named(modelo: InventarioModel, lugares: UbicacionesModel, marco: int) -> None:
    otro = lugares.crear("Rack A3").value.id
    modelo.registrar_entrada(Pedido(marco, 4, otro))
    with pytest.raises(StockInsuficienteError, match=r"quedan 6 en Rack C16\. Además hay 4 en Rack A3\."):
        modelo.registrar_salida(Pedido(marco, 7))


def test_goods_leave_the_only_place_that_has_them(
    modelo: InventarioModel, lugares: UbicacionesModel, marco: int
) -> None:
    otro = lugares.crear("Rack A3").value.id
    modelo.transferir(marco, 6, modelo.existencias(marco)[0].ubicacion_id, otro)
    modelo.registrar_salida(Pedido(marco, 2))
    assert [(e.ubicacion, e.cantidad) for e in modelo.existencias(marco)] == [("Rack A3", 4)]


def test_an_adjustment_needs_its_reason(modelo: InventarioModel, marco: int) -> None:
    with pytest.raises(DatoInvalidoError) as error:
        modelo.registrar_ajuste(Pedido(marco, -1, motivo="  "))
    assert error.value.campos == {"motivo": "un ajuste necesita su motivo"}
    modelo.registrar_ajuste(Pedido(marco, -1, motivo="golpeada"))
    assert modelo.articulo(marco).stock_actual == 5


def test_the_same_uuid_is_one_movement(modelo: InventarioModel, marco: int) -> None:
    clave = str(uuid.uuid4())
    primero = modelo.registrar_salida(Pedido(marco, 2, clave=clave)).value
    segundo = modelo.registrar_salida(Pedido(marco, 2, clave=clave.upper())).value
    assert (segundo.id, segundo.stock_resultante) == (primero.id, 4)
    with pytest.raises(ClaveRepetidaError):
        modelo.registrar_salida(Pedido(marco, 3, clave=clave))
    assert modelo.articulo(marco).stock_actual == 4


def test_a_repeated_attempt_finds_its_place_even_if_goods_moved_on(
    modelo: InventarioModel, lugares: UbicacionesModel, marco: int
) -> None:
    clave = str(uuid.uuid4())
    primero = modelo.registrar_salida(Pedido(marco, 2, clave=clave)).value
    otro = lugares.crear("Rack A3").value.id
    modelo.transferir(marco, 4, modelo.existencias(marco)[0].ubicacion_id, otro)
    assert modelo.registrar_salida(Pedido(marco, 2, clave=clave)).value.id == primero.id


def test_a_batch_is_all_or_nothing_and_is_posted_once(modelo: InventarioModel, marco: int) -> None:
    otro = modelo.crear({"codigo": "564081"}, stock_inicial=1).value.id
    clave = str(uuid.uuid4())
    with pytest.raises(StockInsuficienteError):
        modelo.registrar_varios("SALIDA", [Pedido(marco, 1), Pedido(otro, 2)], clave)
    assert modelo.articulo(marco).stock_actual == 6
    hechos = modelo.registrar_varios("SALIDA", [Pedido(marco, 1), Pedido(otro, 1)], clave).value
    assert [h.stock_resultante for h in hechos] == [5, 0]
    modelo.registrar_varios("SALIDA", [Pedido(marco, 1), Pedido(otro, 1)], clave)
    assert modelo.articulo(marco).stock_actual == 5


def test_annulling_restores_and_happens_once(modelo: InventarioModel, marco: int) -> None:
    salida = modelo.registrar_salida(Pedido(marco, 2)).value
    anulado = modelo.anular(salida.id, "era otro").value
    assert modelo.articulo(marco).stock_actual == 6
    with pytest.raises(YaAnuladoError):
        modelo.anular(salida.id)
    with pytest.raises(YaAnuladoError):
        modelo.anular(anulado.anulaciones[0].id)
    with pytest.raises(NoEncontradoError):
        modelo.anular(999)


def test_an_annulment_is_refused_when_the_goods_have_left(modelo: InventarioModel, marco: int) -> None:
    entrada = modelo.kardex(marco)[0]
    modelo.registrar_salida(Pedido(marco, 3))
    with pytest.raises(StockInsuficienteError):
        modelo.anular(entrada.id)
    assert modelo.articulo(marco).stock_actual == 3


def test_either_leg_of_a_transfer_undoes_both(modelo: InventarioModel, lugares: UbicacionesModel, marco: int) -> None:
    casa = modelo.existencias(marco)[0].ubicacion_id
    otro = lugares.crear("Rack A3").value.id
    for pata in (0, 1):
        hechos = modelo.transferir(marco, 2, casa, otro).value
        assert modelo.articulo(marco).stock_actual == 6
        assert len(modelo.anular(hechos[pata].id).value.anulaciones) == 2
        assert [(e.ubicacion, e.cantidad) for e in modelo.existencias(marco)] == [("Rack C16", 6)]


def test_remnants_are_counted_apart(modelo: InventarioModel, marco: int) -> None:
    modelo.registrar_entrada(Pedido(marco, 2, longitud_mm=1850))
    assert modelo.articulo(marco).stock_actual == 6
    assert [(e.longitud_mm, e.cantidad) for e in modelo.existencias(marco)] == [(0, 6), (1850, 2)]
    with pytest.raises(StockInsuficienteError):
        modelo.registrar_salida(Pedido(marco, 3, longitud_mm=1850))
    assert modelo.verificar().ok


def test_an_inactive_article_takes_nothing_in(modelo: InventarioModel, marco: int) -> None:
    modelo.activar(marco, activo=False)
    with pytest.raises(ArticuloInactivoError):
        modelo.registrar_entrada(Pedido(marco, 1))
    modelo.registrar_salida(Pedido(marco, 6))
    assert modelo.articulo(marco).stock_actual == 0


def test_an_inactive_place_takes_nothing_in(modelo: InventarioModel, lugares: UbicacionesModel, marco: int) -> None:
    vacio = lugares.crear("Rack A3").value
    lugares.activar(vacio.id, vacio.version, activo=False)
    with pytest.raises(ConflictoError):
        modelo.registrar_entrada(Pedido(marco, 1, vacio.id))


def test_a_count_posts_the_differences_as_one_batch(modelo: InventarioModel, marco: int) -> None:
    (linea,) = modelo.planilla(articulos_ids=[marco])
    hecho = modelo.registrar_conteo([Contado(marco, linea.ubicacion_id, 0, linea.esperado, 4)]).value
    assert [d.cantidad for d in hecho.diferencias] == [-2]
    assert modelo.kardex(marco)[0].lote_id == hecho.lote_id
    modelo.anular_lote(hecho.lote_id, "mal contado")
    assert modelo.articulo(marco).stock_actual == 6


def test_an_old_sheet_is_refused_whole(modelo: InventarioModel, marco: int) -> None:
    (linea,) = modelo.planilla(articulos_ids=[marco])
    modelo.registrar_salida(Pedido(marco, 1))
    with pytest.raises(ConteoViejoError, match="la planilla dice 6, ahora hay 5"):
        modelo.registrar_conteo([Contado(marco, linea.ubicacion_id, 0, linea.esperado, 6)])
    assert modelo.articulo(marco).stock_actual == 5


def test_a_count_below_zero_is_refused(modelo: InventarioModel, marco: int) -> None:
    (linea,) = modelo.planilla(articulos_ids=[marco])
    with pytest.raises(CantidadInvalidaError):
        modelo.registrar_conteo([Contado(marco, linea.ubicacion_id, 0, linea.esperado, -1)])


def test_the_uuid_of_an_annulment_names_what_it_annuls(modelo: InventarioModel, marco: int) -> None:
    una, otra = (modelo.registrar_salida(Pedido(marco, 2)).value for _ in range(2))
    clave = str(uuid.uuid4())
    modelo.anular(una.id, clave=clave)
    with pytest.raises(ClaveRepetidaError):
        modelo.anular(otra.id, clave=clave)
    assert modelo.articulo(marco).stock_actual == 4


def test_the_uuid_of_a_batch_names_its_kind_and_its_lines(modelo: InventarioModel, marco: int) -> None:
    clave = str(uuid.uuid4())
    lugar = modelo.existencias(marco)[0].ubicacion_id
    hechos = modelo.registrar_varios("ENTRADA", [Pedido(marco, 1)], clave).value
    repetidos = modelo.registrar_varios("ENTRADA", [Pedido(marco, 1)], clave).value
    assert [h.id for h in repetidos] == [h.id for h in hechos]
    with pytest.raises(ClaveRepetidaError):
        modelo.registrar_varios("ENTRADA", [Pedido(marco, 1), Pedido(marco, 2)], clave)
    with pytest.raises(ClaveRepetidaError):
        modelo.registrar_conteo([Contado(marco, lugar, 0, Decimal(7), "7")], clave=clave)
    conteo = str(uuid.uuid4())
    hecho = modelo.registrar_conteo([Contado(marco, lugar, 0, Decimal(7), "6")], clave=conteo).value
    assert modelo.registrar_conteo([Contado(marco, lugar, 0, Decimal(7), "6")], clave=conteo).value.lote_id == (
        hecho.lote_id
    )
    with pytest.raises(ClaveRepetidaError):
        modelo.registrar_conteo([Contado(marco, lugar, 0, Decimal(6), "6")], clave=conteo)
    assert modelo.articulo(marco).stock_actual == 6


def test_nothing_goes_into_an_inactive_place_even_where_it_once_was(
    modelo: InventarioModel, lugares: UbicacionesModel, marco: int
) -> None:
    otro = lugares.crear("Rack A3").value
    modelo.registrar_entrada(Pedido(marco, 1, otro.id))
    salida = modelo.registrar_salida(Pedido(marco, 1, otro.id)).value
    lugares.activar(otro.id, otro.version, activo=False)
    with pytest.raises(ConflictoError, match="inactiva"):
        modelo.registrar_entrada(Pedido(marco, 1, otro.id))
    with pytest.raises(ConflictoError, match="inactiva"):
        modelo.transferir(marco, 1, modelo.existencias(marco)[0].ubicacion_id, otro.id)
    # Undoing puts goods back where they were, whatever the place has become.
    modelo.anular(salida.id)
    assert modelo.articulo(marco).stock_actual == 7


@pytest.mark.parametrize("longitud", [-1, 1_000_001, 2.5, float("nan"), True, "1500"])
def test_lengths_are_whole_millimetres_everywhere(modelo: InventarioModel, marco: int, longitud: int) -> None:
    lugar = modelo.existencias(marco)[0].ubicacion_id
    for hacer in (
        lambda: modelo.registrar_entrada(Pedido(marco, 1, lugar, longitud)),
        lambda: modelo.transferir(marco, 1, lugar, 1, longitud_mm=longitud),
        lambda: modelo.registrar_conteo([Contado(marco, lugar, longitud, Decimal(0), "3")]),
    ):
        with pytest.raises(DatoInvalidoError) as error:
            hacer()
        assert error.value.campos == {"longitud_mm": "fuera de rango"}
    assert modelo.cuantos_movimientos(marco) == 1


def test_remnants_fit_too(modelo: InventarioModel, marco: int) -> None:
    modelo.registrar_entrada(Pedido(marco, "999999999.999", longitud_mm=1500))
    with pytest.raises(CantidadInvalidaError):
        modelo.registrar_entrada(Pedido(marco, 1, longitud_mm=1500))
    assert modelo.verificar().ok


def test_texts_are_refused_rather_than_cut(modelo: InventarioModel, lugares: UbicacionesModel, marco: int) -> None:
    otro = lugares.crear("Rack A3").value.id
    with pytest.raises(DatoInvalidoError):
        modelo.transferir(marco, 1, modelo.existencias(marco)[0].ubicacion_id, otro, referencia="r" * 121)
    with pytest.raises(DatoInvalidoError):
        modelo.anular(1, "m" * 256)
    assert modelo.cuantos_movimientos(marco) == 1


def test_goods_counted_in_another_place_cover_what_is_reserved(
    modelo: InventarioModel, lugares: UbicacionesModel, reservar: Callable[..., None], marco: int
) -> None:
    aqui, alla = modelo.existencias(marco)[0].ubicacion_id, lugares.crear("Rack A3").value.id
    reservar(5)
    mudadas = [Contado(marco, aqui, 0, Decimal(6), "0"), Contado(marco, alla, 0, Decimal(0), "6")]
    assert len(modelo.registrar_conteo(mudadas).value.diferencias) == 2
    faltan = [Contado(marco, aqui, 0, Decimal(0), "1"), Contado(marco, alla, 0, Decimal(6), "3")]
    with pytest.raises(StockInsuficienteError, match="5 reservadas"):
        modelo.registrar_conteo(faltan)
    assert modelo.articulo(marco).stock_actual == 6
    assert modelo.verificar().ok
