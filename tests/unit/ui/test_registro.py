"""Whatever the trail says a record is called, its number is one that a database can have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.ui.registro import numero_de


@given(st.integers(0, 2**63 - 1))
def test_a_number_is_itself(numero: int) -> None:
    assert numero_de(str(numero)) == numero


@pytest.mark.parametrize("registro", ["", "-1", "@x", "1.0", " 1", "１", "²", str(2**63), "9" * 100_000, "0x1"])
def test_what_is_none(registro: str) -> None:
    assert numero_de(registro) is None


@given(st.text())
def test_nothing_that_is_written_fails(registro: str) -> None:
    numero = numero_de(registro)
    assert numero is None or 0 <= numero < 2**63
