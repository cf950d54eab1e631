"""Values as JSON and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticSerializationError

from rexus.db.cache.codec import ValorDanadoError, codificar, decodificar, huella


class Color(Enum):
    BLANCO = "blanco"
    NEGRO = "negro"


@dataclass(frozen=True)
class Lugar:
    id: int
    codigo: str
    piezas: Decimal
    cuando: datetime | None
    dia: date
    color: Color
    partes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Angosto:
    codigo: str


_TEXTOS = st.text(st.characters(exclude_categories=["Cs"]))
_LUGARES = st.builds(
    Lugar,
    id=st.integers(),
    codigo=_TEXTOS,
    piezas=st.decimals(allow_nan=False, allow_infinity=False),
    cuando=st.none() | st.datetimes(timezones=st.just(UTC)),
    dia=st.dates(),
    color=st.sampled_from(Color),
    partes=st.lists(_TEXTOS).map(tuple),
)


@given(st.lists(_LUGARES))
def test_what_is_read_is_what_was_written(lugares: list[Lugar]) -> None:
    assert decodificar(list[Lugar], codificar(list[Lugar], lugares)) == lugares


@pytest.mark.parametrize(
    ("tipo", "valor"),
    [
        (list[str], []),
        (str | None, None),
        (dict[str, list[int]], {"ñ": [1, 2]}),
        (tuple[int, str], (1, "a\x00b")),
        (Angosto, Angosto("perfil")),
        (set[str], {"a", "b"}),
        (frozenset[str], frozenset({"inventario.ver"})),
        (bool, False),
    ],
)
def test_plain_shapes(tipo: Any, valor: Any) -> None:
    leido = decodificar(tipo, codificar(tipo, valor))
    assert leido == valor
    assert type(leido) is type(valor)


@pytest.mark.parametrize(
    "dato",
    [b"", b"{", b"\x80\x04K\x01.", b'{"id": 1}', b'["1"]', b"[true]", b"[1.5]", b"nan", b"\xff\xfe", b"[" * 100_000],
)
def test_what_cannot_be_read_is_said_and_never_guessed(dato: bytes) -> None:
    with pytest.raises(ValorDanadoError):
        decodificar(list[int], dato)


@given(st.binary())
def test_rubbish_is_refused_with_one_kind_of_error(dato: bytes) -> None:
    with pytest.raises(ValorDanadoError):
        decodificar(Lugar, dato)


def test_the_error_does_not_repeat_what_was_read() -> None:
    with pytest.raises(ValorDanadoError) as error:
        decodificar(list[int], b'["un secreto"]')
    assert "secreto" not in str(error.value)


def test_a_value_of_another_type_is_a_mistake() -> None:
    with pytest.raises(PydanticSerializationError):
        codificar(list[int], ["a"])


def test_a_type_that_changes_has_another_fingerprint() -> None:
    def con(campo: str, tipo: Any) -> Any:
        return dataclass(frozen=True)(type("Cosa", (), {"__annotations__": {campo: tipo}}))

    formas = [con("a", int), con("b", int), con("a", str), list[int], list[str], int | None]
    assert len({huella(forma) for forma in formas}) == len(formas)
    assert huella(con("a", int)) == huella(con("a", int))
