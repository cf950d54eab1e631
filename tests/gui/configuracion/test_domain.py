"""Values as they are typed and read back; what a search finds. No screen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.errors import DatoInvalidoError
from rexus.modulos.configuracion import textos
from rexus.modulos.configuracion.domain import Buscador, a_texto, de_texto, por_lineas, secciones, visibles
from rexus.settings import CATEGORIAS, SCHEMA, Setting

ENTERO = Setting("a.n", "entero", 1, "N")
REAL = Setting("a.r", "real", 1.0, "R")
LISTA = Setting("a.l", "lista", [], "L")
OBJETO = Setting("a.o", "objeto", {}, "O")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(), lambda inner: st.lists(inner), max_leaves=5
)


@given(st.integers(-(10**17), 10**17))
def test_a_whole_number_reads_back_as_it_was(value: int) -> None:
    assert de_texto(ENTERO, a_texto(ENTERO, value)) == value


@given(st.integers(-99_999, 99_999), st.sampled_from((1, 10, 100, 1_000)))
def test_a_real_reads_back_as_it_was(value: int, places: int) -> None:
    number = value / places
    assert de_texto(REAL, a_texto(REAL, number)) == number


@given(st.lists(JSON))
def test_a_list_of_anything_reads_back_as_it_was(value: list[Any]) -> None:
    assert de_texto(LISTA, a_texto(LISTA, value), lineas=por_lineas(value)) == value


@given(st.dictionaries(st.text(), JSON))
def test_an_object_reads_back_as_it_was(value: dict[str, Any]) -> None:
    assert de_texto(OBJETO, a_texto(OBJETO, value)) == value


@pytest.mark.parametrize("typed", ["", " ", "1.5", "1,5", "uno", "1e3", "0x10", "1_000", "1.00", "١"])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(DatoInvalidoError) as refused:
        de_texto(ENTERO, typed)
    assert set(refused.value.campos) == {"a.n"}


@pytest.mark.parametrize("typed", ["", "1.234", "nan", "inf", "1e3", "1,2,3", "١"])
def test_what_is_no_real_or_could_be_two_is_refused(typed: str) -> None:
    with pytest.raises(DatoInvalidoError):
        de_texto(REAL, typed)


def test_a_list_of_texts_is_an_element_a_line() -> None:
    assert a_texto(LISTA, ["uno", "dos"]) == "uno\ndos"
    assert de_texto(LISTA, "uno\n\n dos \n", lineas=True) == ["uno", "dos"]


def test_sections_hold_every_key_once_shared_ones_first() -> None:
    for categoria in CATEGORIAS:
        partes = secciones(categoria)
        claves = [s.clave for parte in partes for s in parte.claves]
        assert sorted(claves) == sorted(s.clave for s in categoria.claves if not s.oculta)
        assert [parte.alcance for parte in partes] == sorted({p.alcance for p in partes})


def test_every_key_is_found_by_its_own_words() -> None:
    buscador = Buscador(visibles())
    for setting in visibles():
        for words in (setting.clave, setting.etiqueta, setting.etiqueta.upper(), setting.ayuda):
            assert setting.clave in buscador.buscar(words), words
    assert buscador.buscar("") == {s.clave for s in visibles()}


def test_values_in_words() -> None:
    said = {
        ("db.pooling", True): "Sí",
        ("db.pool_recycle", 3_600): "3.600",
        ("db.pool_timeout", 2.5): "2,5",
        ("reportes.papel", "carta"): "Carta",
        ("empresa.nombre", ""): "vacío",
        ("empresa.direccion", "Calle 1\nParaná"): "Calle 1 · Paraná",
        ("usuarios.max_intentos", None): "5 (de fábrica)",
    }
    for (clave, valor), words in said.items():
        assert textos.valor_o_fabrica(clave, valor) == words
    # What another program kept there may be anything.
    assert textos.valor_o_fabrica("no.existe", {"a": 1}) == "A: 1"
    assert textos.valor(SCHEMA["db.pool_size"], "raro") == "raro"
    assert textos.valor(SCHEMA["reportes.papel"], "A3") == "A3"


def test_long_lists_of_keys_are_cut_and_in_the_order_of_the_page() -> None:
    assert textos.lista({"db.puerto", "db.motor"}) == "Motor, Puerto"
    assert textos.lista({"db.puerto", "db.motor", "db.servidor", "tema.modo"}) == "Motor, Servidor y 2 más"
    assert textos.lista({"de.otra.version"}) == "de.otra.version"
