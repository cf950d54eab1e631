"""Searching, filtering, sorting: what is found is what a plain scan finds, whichever way was taken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance
from rexus.base.text import fold
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock import busqueda
from rexus.stock.consulta import INACTIVOS, TODOS, Consulta

ARTICULOS = [
    ("564002", "Marco 64 Euro-Design 60 Foliado", "Mon/Mon", "INDUSTRIAS REHAU", "Rack C16", 12, 4),
    ("564081", "Hoja Z74 Euro-Design 60", "Mon/Mon", "INDUSTRIAS REHAU", "Rack A3", 2, 4),
    ("555320", "Cuarto caña 17 mm", "Roble dorado", "Ñandú Perfiles S.R.L.", "Rack A3", 0, 0),
    ("200000.131", "Travesaño 78 Softline", "Blanco", "Kömmerling", "Pasillo B2", 5, 5),
    ("200000.000", "Ángulo 90° 100% PVC_x", "Blanco", "Kömmerling", "", 0, 3),
    ("ZZ'\"*", "Comillas \"dobles\" y 'simples'", "", "", "", 1, 0),
]
CODIGOS = [a[0] for a in ARTICULOS]


@pytest.fixture
def taller(modelo: InventarioModel, lugares: UbicacionesModel) -> InventarioModel:
    for lugar in ("Rack C16", "Rack A3", "Pasillo B2"):
        lugares.crear(lugar)
    for codigo, descripcion, acabado, proveedor, ubicacion, stock, minimo in ARTICULOS:
        datos = {
            "codigo": codigo,
            "descripcion": descripcion,
            "acabado": acabado,
            "proveedor": proveedor,
            "ubicacion": ubicacion,
            "stock_minimo": minimo,
        }
        modelo.crear(datos, stock_inicial=stock)
    return modelo


def codigos(modelo: InventarioModel, consulta: Consulta) -> list[str]:
    """The codes found, having made sure that the first rows, the index and the totals agree."""
    primeras = [f.valores[0] for f in modelo.primera(consulta, ("codigo",))]
    todas = [f.valores[0] for f in modelo.filas(modelo.indice(consulta), ("codigo",))]
    assert primeras == todas[:100]
    assert modelo.totales(consulta).articulos == len(todas)
    return todas


@pytest.mark.parametrize(
    ("texto", "esperados"),
    [
        ("cana", ["555320"]),
        ("CAÑA", ["555320"]),
        ("can\u0303a", ["555320"]),
        ("ñandu", ["555320"]),
        ("nandú cuar", ["555320"]),
        ("kommer", ["200000.000", "200000.131"]),
        ("rehau a3", ["564081"]),
        ("4 6", ["564002", "564081"]),
        ("64002", ["564002"]),
        ("000.1", ["200000.131"]),
        ("angulo", ["200000.000"]),
        ("%", ["200000.000"]),
        ("_x", ["200000.000"]),
        ("100%", ["200000.000"]),
        ("euro-design 60", ["564002", "564081"]),
        ('"dobles"', ["ZZ'\"*"]),
        ("*", ["ZZ'\"*"]),
        ("NOT marco", []),
        ("marco OR hoja", []),
        ("rack c16 hoja", []),
        ("  ", CODIGOS),
    ],
)
def test_any_part_of_any_word(taller: InventarioModel, texto: str, esperados: list[str]) -> None:
    assert codigos(taller, Consulta(texto)) == sorted(esperados)


@pytest.fixture(params=["todo por el índice", "todo caminando"])
def camino(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Either way of searching, taken for every search."""
    if request.param == "todo caminando":
        monkeypatch.setattr(busqueda, "_POCOS", 0)
    else:
        monkeypatch.setattr(busqueda, "_PASEO", 0)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    texto=st.one_of(
        st.text(max_size=12),
        st.lists(st.sampled_from(["marco", "ñan", "4", "ROBLE", "60", "a3", "º", "hoja", ".13", "mm"]), max_size=3).map(
            " ".join
        ),
    )
)
@pytest.mark.usefixtures("camino")
def test_both_ways_find_what_a_scan_finds(taller: InventarioModel, texto: str) -> None:
    palabras = fold(texto).split()
    esperados = sorted(
        a[0] for a in ARTICULOS if all(p in fold(" ".join((a[0], a[1], a[2], a[3], a[4]))) for p in palabras)
    )
    assert codigos(taller, Consulta(texto)) == esperados


def test_sorting_is_spanish(taller: InventarioModel) -> None:
    taller.crear({"codigo": "A1", "descripcion": "ñoqui"})
    taller.crear({"codigo": "A2", "descripcion": "nudo"})
    taller.crear({"codigo": "A3", "descripcion": "Óvalo"})
    por_descripcion = codigos(taller, Consulta(orden="descripcion"))
    assert por_descripcion == [
        "200000.000", "ZZ'\"*", "555320", "564081", "564002", "A1", "A2", "A3", "200000.131",
    ]  # fmt: skip
    assert codigos(taller, Consulta(orden="descripcion", descendente=True)) == por_descripcion[::-1]


@pytest.mark.parametrize("orden", ["codigo", "stock_actual", "disponible", "proveedor", "importe", "fecha_creacion"])
def test_any_column_sorts_both_ways(taller: InventarioModel, orden: str) -> None:
    uno = codigos(taller, Consulta(orden=orden))
    assert codigos(taller, Consulta(orden=orden, descendente=True)) == uno[::-1]
    assert sorted(uno) == sorted(CODIGOS)


def test_filters(taller: InventarioModel) -> None:
    assert codigos(taller, Consulta(filtros=(("proveedor", ("Kömmerling",)),))) == ["200000.000", "200000.131"]
    dos = (("acabado", ("Mon/Mon", "Blanco")), ("ubicacion", ("Rack A3", "Pasillo B2")))
    assert codigos(taller, Consulta(filtros=dos)) == ["200000.131", "564081"]
    sin = Consulta(filtros=(("acabado", ("",)),))
    assert codigos(taller, sin) == ["ZZ'\"*"]
    assert codigos(taller, replace(sin, filtros=(("acabado", ("", "Roble dorado")),))) == ["555320", "ZZ'\"*"]
    assert codigos(taller, Consulta(bajo_minimo=True)) == ["200000.000", "564081"]
    assert codigos(taller, Consulta(sin_stock=True)) == ["200000.000", "555320"]
    assert codigos(taller, Consulta("hoja", bajo_minimo=True)) == ["564081"]
    taller.activar(taller.id_por_codigo("564081"), activo=False)
    assert "564081" not in codigos(taller, Consulta())
    assert codigos(taller, Consulta(estado=INACTIVOS)) == ["564081"]
    assert len(codigos(taller, Consulta(estado=TODOS))) == 6


def test_totals_and_values(taller: InventarioModel) -> None:
    totales = taller.totales(Consulta())
    assert (totales.articulos, totales.piezas, totales.bajo_minimo, totales.sin_stock) == (6, Decimal(20), 2, 2)
    assert taller.valores("proveedor") == ["INDUSTRIAS REHAU", "Kömmerling", "Ñandú Perfiles S.R.L."]


@pytest.mark.parametrize("nombre", ["password_hash", "codigo; DROP TABLE movimientos", ""])
def test_column_names_come_from_a_list(taller: InventarioModel, nombre: str) -> None:
    with pytest.raises(ValueError):
        taller.primera(Consulta(orden=nombre), ("codigo",))
    with pytest.raises(ValueError):
        taller.primera(Consulta(filtros=((nombre, ("x",)),)), ("codigo",))
    with pytest.raises(ValueError):
        taller.valores(nombre)


def test_a_cancelled_search_stops(taller: InventarioModel) -> None:
    avance = Avance()
    avance.cancelar()
    with pytest.raises(CanceladoError):
        # Long enough for the engine to look up once.
        for _ in range(2000):
            taller.indice(Consulta("marco", orden="proveedor"), avance)


def test_a_deleted_article_leaves_its_page(taller: InventarioModel) -> None:
    ids = taller.indice(Consulta())
    nuevo = taller.crear({"codigo": "NUEVO"}).value.id
    ids.append(nuevo)
    taller.eliminar(nuevo)
    assert [f.id for f in taller.filas(ids, ("codigo",))] == list(ids)[:-1]
    assert codigos(taller, Consulta("nuevo")) == []
