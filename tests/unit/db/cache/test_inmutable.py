"""What may be held by many at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal

import pytest

from rexus.db.cache.codec import codificar, decodificar
from rexus.db.cache.inmutable import es_inmutable
from rexus.stock.ubicaciones import Lugar, Sitio


class Color(Enum):
    BLANCO = "blanco"


@dataclass
class Abierta:
    a: int


@dataclass(frozen=True)
class ConLista:
    a: list[int]


@dataclass(frozen=True)
class ConAbierta:
    a: tuple[Abierta, ...]


@pytest.mark.parametrize(
    "tipo",
    [
        str,
        int | None,
        Decimal,
        datetime,
        Color,
        Literal["a"],
        tuple[str, ...],
        frozenset[str],
        Sitio,
        Lugar,
        tuple[int, tuple[Sitio, ...] | None],
    ],
)
def test_unchangeable(tipo: Any) -> None:
    assert es_inmutable(tipo)


@pytest.mark.parametrize(
    "tipo",
    [list[str], dict[str, int], set[int], Abierta, ConLista, ConAbierta, Any, tuple[list[int], ...], int | list[int]],
)
def test_changeable(tipo: Any) -> None:
    assert not es_inmutable(tipo)


@pytest.mark.parametrize(
    ("tipo", "valor"),
    [
        (list[str], ["a"]),
        (list[Abierta], [Abierta(1)]),
        (list[list[int]], [[1]]),
        (dict[str, list[int]], {"a": [1]}),
        (ConLista, ConLista([1])),
        (tuple[Abierta, ...], (Abierta(1),)),
    ],
)
def test_what_one_caller_does_to_it_no_other_sees(tipo: Any, valor: Any) -> None:
    dato = codificar(tipo, valor)
    primera = decodificar(tipo, dato)
    _estropear(primera)
    assert primera != valor
    assert decodificar(tipo, dato) == valor


def _estropear(valor: Any) -> None:
    match valor:
        case ConLista():
            valor.a.append(9)
        case Abierta():
            valor.a = 9
        case dict():
            valor["a"].append(9)
        case [Abierta() | list(), *_]:
            _estropear(valor[0])
        case list():
            valor.append(9)


def test_what_cannot_be_changed_is_built_once() -> None:
    dato = codificar(list[Sitio], [Sitio(1, "A", "", "", True, 1)])
    una, otra = decodificar(list[Sitio], dato), decodificar(list[Sitio], dato)
    assert una == otra
    assert una is not otra
    assert una[0] is otra[0]
    # A longer one each time.
    largo = codificar(tuple[str, ...], ("x" * 70_000,))
    assert decodificar(tuple[str, ...], largo) is not decodificar(tuple[str, ...], largo)
