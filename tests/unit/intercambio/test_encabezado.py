"""Headings are found and understood as people write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.intercambio.campos import Campo
from rexus.intercambio.encabezado import buscar, emparejar, huella, proponer
from rexus.intercambio.lector import abrir

RESUMEN = (
    "Tipo;Código;Descripción;Acabado;Numero;Vs.;Proveedor;Longitud;Ancho;Alto;Necesarias;Stock;Faltan;"
    "Ped. Min.;Emba.;UDS"
)
CATALOGO = (
    "Código;Descripción;Tipo;Tipo de material;Acabado;Proveedor;Unidad;Longitud;Ancho;Alto;Stock actual;Stock mínimo;"
    "Ubicación;Ped. mín.;Emba.;Importe"
)


def test_resumen_de_obra(campos: tuple[Campo, ...]) -> None:
    pares = emparejar(RESUMEN.split(";"), campos)
    assert list(pares.mapeo.values()) == [
        *("tipo", "codigo", "descripcion", "acabado", "numero", "vs", "proveedor", "longitud", "ancho", "alto"),
        *("stock_actual", "ped_min", "emba"),
    ]
    assert pares.ignoradas == ("Necesarias", "Faltan", "UDS")
    assert pares.repetidas == () and pares.faltantes == ()


def test_catalogo(campos: tuple[Campo, ...]) -> None:
    pares = emparejar(CATALOGO.split(";"), campos)
    assert list(pares.mapeo.values()) == [
        *(
            "codigo",
            "descripcion",
            "tipo",
            "tipo_material",
            "acabado",
            "proveedor",
            "unidad",
            "longitud",
            "ancho",
            "alto",
        ),
        *("stock_actual", "stock_minimo", "ubicacion", "ped_min", "emba", "importe"),
    ]
    assert pares.ignoradas == ()


@pytest.mark.parametrize(
    ("titulo", "campo"),
    [
        ("Ped. mín.", "ped_min"), ("PED.MIN", "ped_min"), ("ped_min", "ped_min"), ("Pedido mínimo", "ped_min"),
        ("Cód.", "codigo"), ("CODIGO", "codigo"), ("Cod. Artículo", "codigo"), ("Co\u0301digo", "codigo"),
        ("Desc.", "descripcion"), ("Descrip.", "descripcion"), ("Prov.", "proveedor"), ("Long.", "longitud"),
        ("Longitud (mm)", "longitud"), ("Stock", "stock_actual"), ("Stock act.", "stock_actual"),
        ("Existencias", "stock_actual"), ("Cant. mínima", "stock_minimo"), ("Stock mín", "stock_minimo"),
        ("Stock\nmínimo", "stock_minimo"), ("Precio", "importe"), ("Importe", "importe"), ("Precio unit.", "importe"),
        ("Ubic.", "ubicacion"), ("Ubicac.", "ubicacion"), ("Vs.", "vs"), ("Emba.", "emba"), ("Nº", "numero"),
        ("N.º", "numero"), ("Nro.", "numero"), ("Un.", "unidad"), ("Unidad de medida", "unidad"),
        ("Obs.", "observaciones"),
        ("Material", "tipo_material"), ("Tipo mat.", "tipo_material"), ("QR", "qr"), ("  Acabado ", "acabado"),
    ],
)  # fmt: skip
def test_como_lo_escribe_la_gente(campos: tuple[Campo, ...], titulo: str, campo: str) -> None:
    assert proponer([titulo], campos) == {0: campo}


@pytest.mark.parametrize(
    "titulo",
    ["Necesarias", "Faltan", "UDS", "Stock reservado", "Precio total", "Fecha", "id", "Pres.", "A", "?", "123"],
)
def test_lo_desconocido_se_ignora(campos: tuple[Campo, ...], titulo: str) -> None:
    assert emparejar([titulo], campos).ignoradas == (titulo,)


def test_dos_columnas_para_un_campo(campos: tuple[Campo, ...]) -> None:
    pares = emparejar(["Precio", "Cód.", "Importe", "Código", "Stock", "Existencia"], campos)
    assert pares.mapeo == {2: "importe", 3: "codigo", 4: "stock_actual"}
    assert set(pares.repetidas) == {("Precio", "importe"), ("Cód.", "codigo"), ("Existencia", "stock_actual")}


def test_un_comienzo_que_sirve_para_dos_no_sirve(campos: tuple[Campo, ...]) -> None:
    otros = (Campo("color_interior", "Color interior"), Campo("color_exterior", "Color exterior"))
    assert proponer(["Color int."], otros) == {0: "color_interior"}
    assert proponer(["Col. interior"], otros) == {0: "color_interior"}
    dos = (Campo("marca", "Marca"), Campo("marcador", "Marcador"))
    assert proponer(["Marc."], dos) == {}


def test_faltan_obligatorios(campos: tuple[Campo, ...]) -> None:
    assert [c.nombre for c in emparejar(["Descripción", "Stock"], campos).faltantes] == ["codigo"]


def test_titulos_debajo_de_otras_lineas(archivo: Callable[..., Path], campos: tuple[Campo, ...]) -> None:
    texto = "Aberturas del Sur\r\nListado de stock al 1/3\r\n\r\nCódigo;Descripción;Stock\r\nA;uno;1\r\n"
    with abrir(archivo(texto)) as tabla:
        encabezado = buscar(tabla, campos)
    assert (encabezado.fila, encabezado.titulos) == (4, ("Código", "Descripción", "Stock"))


def test_titulos_que_nadie_conoce(archivo: Callable[..., Path], campos: tuple[Campo, ...]) -> None:
    with abrir(archivo("Informe\r\n\r\nK1;K2\r\nA;1\r\n")) as tabla:
        encabezado = buscar(tabla, campos)
    assert (encabezado.fila, encabezado.titulos) == (3, ("K1", "K2"))
    assert encabezado.titulo(1) == "K2" and encabezado.titulo(27) == "AB"


def test_la_huella_no_mira_la_ortografia() -> None:
    assert huella(["Código", "Ped. Mín."]) == huella(["CODIGO", "ped min"])
    assert huella(["Código", "Stock"]) != huella(["Stock", "Código"])
    assert huella(["a", "b"]) != huella(["a b"])


@given(st.lists(st.text(max_size=20), max_size=8))
def test_nunca_dos_columnas_ni_columnas_inventadas(titulos: list[str]) -> None:
    campos = (Campo("codigo", "Código"), Campo("stock_actual", "Stock actual", "cantidad"), Campo("importe", "Importe"))
    mapeo = proponer(titulos, campos)
    assert len(set(mapeo.values())) == len(mapeo)
    assert set(mapeo) <= set(range(len(titulos)))
