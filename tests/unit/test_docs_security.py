"""docs/security.md names only what exists, and every item of ASVS 5.0.0, levels 1 and 2, once."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTO = (ROOT / "docs/security.md").read_text(encoding="utf-8")
# Items of levels 1 and 2, by chapter.
CUANTOS = {1: 27, 2: 11, 5: 9, 6: 35, 7: 18, 8: 7, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16}
AJENOS = (3, 4, 9, 10, 17)
_FILA = re.compile(r"^\| (\d+)\.(\d+)\.(\d+)(?:–(\d+))? \|(.*)\|$", re.MULTILINE)
_PRUEBA = re.compile(r"`([\w/]+\.py)::(\w+)`")
_ARCHIVO = re.compile(r"`((?:rexus|tests|docs)/[\w/.]+)`")


def _filas() -> Iterator[tuple[list[tuple[int, int, int]], list[str]]]:
    for capitulo, seccion, desde, hasta, resto in _FILA.findall(TEXTO):
        numeros = range(int(desde), int(hasta or desde) + 1)
        yield [(int(capitulo), int(seccion), n) for n in numeros], [celda.strip() for celda in resto.split("|")]


def test_every_item_is_there_once() -> None:
    items = [item for numeros, _ in _filas() for item in numeros]
    assert items == sorted(set(items))
    assert Counter(capitulo for capitulo, _, _ in items) == CUANTOS
    assert all(f"**V{capitulo}** (" in TEXTO for capitulo in AJENOS)


def test_each_says_where_it_is_met_or_why_not() -> None:
    for numeros, (pide, estado, donde, prueba) in _filas():
        assert pide, numeros
        assert prueba, numeros
        assert estado in ("yes", "partly", "no", "–"), numeros
        # What is said to be met is met somewhere.
        assert estado != "yes" or _ARCHIVO.search(donde), numeros


@pytest.mark.parametrize("archivo", sorted(set(_ARCHIVO.findall(TEXTO))))
def test_every_file_that_it_names_exists(archivo: str) -> None:
    assert (ROOT / archivo).is_file()


@pytest.mark.parametrize("archivo", sorted({archivo for archivo, _ in _PRUEBA.findall(TEXTO)}))
def test_every_test_that_it_names_exists(archivo: str) -> None:
    arbol = ast.parse((ROOT / "tests" / archivo).read_text(encoding="utf-8"))
    hay = {nodo.name for nodo in ast.walk(arbol) if isinstance(nodo, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert {nombre for otro, nombre in _PRUEBA.findall(TEXTO) if otro == archivo} <= hay


def test_it_names_enough_of_both() -> None:
    assert len(set(_PRUEBA.findall(TEXTO))) > 80
    assert len(set(_ARCHIVO.findall(TEXTO))) > 30
