"""A code is the same one however it was typed; a password is never taken for one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rexus.seguridad.codigos import codigo_escrito, nuevo_codigo


@given(st.lists(st.booleans(), min_size=19, max_size=19), st.sampled_from(["", "-", " ", " - "]))
def test_capitals_spaces_and_hyphens_make_no_difference(mayusculas: list[bool], entre: str) -> None:
    codigo = nuevo_codigo()
    escrito = "".join(c.upper() if alta else c for c, alta in zip(codigo, mayusculas, strict=True))
    assert codigo_escrito(f" {escrito.replace('-', entre)} ") == codigo


@given(st.text())
def test_what_cannot_be_one_stays_as_it_is(texto: str) -> None:
    leido = codigo_escrito(texto)
    assert leido == texto or (len(leido) == len(nuevo_codigo()) and codigo_escrito(leido) == leido)


def test_a_letter_that_no_code_has() -> None:
    assert codigo_escrito("ABCD efgh jkmn pqr0") == "ABCD efgh jkmn pqr0"
