"""What accounts and people may be called, for any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.text import fold
from rexus.seguridad import nombres

# Any text, and text of letters that look alike.
TEXTO = st.one_of(st.text(max_size=40), st.text("aàáäеаοоiıɩlIñnÑАBßﬁＡ.-_@+ \t\u200b\u0301", max_size=12))


@given(TEXTO)
def test_a_name_that_is_taken_is_in_its_one_form(texto: str) -> None:
    try:
        nombre = nombres.usuario(texto)
    except ValueError as error:
        assert str(error)
        return
    assert isinstance(nombre, str)
    assert nombre == nombres.usuario(nombre) == nombres.plegado(nombre) == nombre.strip().lower()
    # Read aloud it is plain: nobody can make another that looks the same and is kept apart from it.
    assert fold(nombre).isascii()
    assert not any(c.isspace() or unicodedata.category(c).startswith("C") for c in nombre)


@given(TEXTO)
def test_what_was_taken_is_found_however_it_is_typed(texto: str) -> None:
    try:
        nombre = nombres.usuario(texto)
    except ValueError:
        return
    assert isinstance(nombre, str)
    for escrito in (texto, f"  {nombre} ", unicodedata.normalize("NFD", nombre)):
        assert nombres.plegado(escrito) == nombre


@given(TEXTO)
def test_names_of_people_have_nothing_invisible(texto: str) -> None:
    try:
        nombre = nombres.de_persona(texto)
    except ValueError as error:
        assert str(error)
        return
    assert isinstance(nombre, str)
    assert nombre == nombres.de_persona(nombre) == " ".join(nombre.split())
    assert not any(unicodedata.category(c) in ("Cf", "Cc", "Cn", "Co", "Cs") for c in nombre)


@pytest.mark.parametrize("valor", [None, 7, True, b"x"])
def test_what_is_no_text_is_left_to_the_model(valor: object) -> None:
    assert nombres.usuario(valor) is valor
