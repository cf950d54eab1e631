"""The filters of the page as a value: chosen, kept under a name, and turned into a question."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.catalogo.filtros import ESTADOS, Filtro, mismo_nombre
from rexus.modulos.inventario import domain
from rexus.stock.consulta import ACTIVOS, INACTIVOS, Consulta

valores = st.lists(st.text(min_size=1, max_size=8), max_size=3, unique=True)
filtros = st.builds(
    lambda elegidos, bajo, sin, estado: _hecho(elegidos, bajo, sin, estado),
    st.dictionaries(st.sampled_from(domain.FILTROS), valores),
    st.booleans(),
    st.booleans(),
    st.sampled_from(ESTADOS),
)


def _hecho(elegidos: dict[str, list[str]], bajo: bool, sin: bool, estado: str) -> Filtro:
    filtro = Filtro(bajo_minimo=bajo, sin_stock=sin, estado=estado)
    for columna, v in elegidos.items():
        filtro = filtro.con(columna, v)
    return filtro


@given(filtros, st.text(max_size=20))
def test_what_is_kept_is_what_comes_back(filtro: Filtro, texto: str) -> None:
    kept = json.loads(json.dumps(filtro.como_dato(texto)))
    assert Filtro.de_dato(kept, domain.FILTROS) == (filtro, texto)


def test_the_order_of_choosing_does_not_matter() -> None:
    one = Filtro().con("proveedor", ["A"]).con("tipo", ["T"])
    other = Filtro().con("tipo", ["T"]).con("proveedor", ["A"])
    assert one == other


def test_choosing_nothing_of_a_column_drops_it() -> None:
    assert Filtro().con("tipo", ["T"]).con("tipo", []).vacio


def test_the_question_carries_everything() -> None:
    filtro = Filtro(bajo_minimo=True, estado=INACTIVOS).con("tipo", ["Marco", "Hoja"])
    assert filtro.consulta("euro", "stock_actual", descendente=True) == Consulta(
        "euro", (("tipo", ("Marco", "Hoja")),), True, False, INACTIVOS, orden="stock_actual", descendente=True
    )


def test_the_chips_count_in_the_set_without_them() -> None:
    filtro = Filtro(bajo_minimo=True, sin_stock=True).con("tipo", ["Marco"])
    assert filtro.sin_marcas() == Filtro().con("tipo", ["Marco"])


@pytest.mark.parametrize(
    "dato",
    [None, 3, "x", [], {"tipo": "Marco"}, {"tipo": [3, None]}, {"estado": "otro"}, {"bajo_minimo": "si"},
     {"texto": 3}, {"busqueda": ["x"]}],
)  # fmt: skip
def test_a_damaged_setting_is_an_empty_filter(dato: object) -> None:
    filtro, texto = Filtro.de_dato(dato, domain.FILTROS)
    assert filtro.vacio and texto == "" and filtro.estado == ACTIVOS


def test_the_articles_without_a_value_can_be_asked_for_and_kept() -> None:
    filtro = Filtro().con("acabado", ["", "Nogal"])
    assert Filtro.de_dato(filtro.como_dato(), domain.FILTROS) == (filtro, "")
    assert filtro.consulta().filtros == (("acabado", ("", "Nogal")),)


def test_a_name_is_the_same_whatever_its_case_and_accents() -> None:
    assert mismo_nombre("FÁLTANTES ", ["Otro", "faltantes"]) == "faltantes"
    assert mismo_nombre("nuevo", ["Otro"]) is None
