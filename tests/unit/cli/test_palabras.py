"""The command line speaks one language, also where click does the talking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from rexus.cli.programa import programa

INGLESAS = re.compile(
    r"\b(usage|options?|commands?|args|arguments?|required|default|missing|such|try|invalid|value|got|unexpected|"
    r"text|integer|file|range|show|exit|did|choose|not|one of)\b",
    re.IGNORECASE,
)


def ordenes(orden: click.Command, camino: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield camino
    if isinstance(orden, click.Group):
        for nombre, otra in orden.commands.items():
            yield from ordenes(otra, (*camino, nombre))


def dicho(*args: str) -> tuple[int, str]:
    hecho = CliRunner().invoke(programa, list(args))
    return hecho.exit_code, hecho.output


def test_the_readme_names_every_verb() -> None:
    lineas = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8").splitlines()
    for camino in ordenes(programa):
        if camino:
            suyas = " ".join(x for x in lineas if re.match(rf"rexus {re.escape(camino[0])}( |$)", x))
            assert suyas and all(re.search(rf"(^|[ |]){re.escape(v)}([ |]|$)", suyas) for v in camino[1:]), camino


def test_every_help() -> None:
    for camino in ordenes(programa):
        estado, texto = dicho(*camino, "--help")
        # Names of commands and options are what they are.
        assert estado == 0 and texto.startswith("Uso: ") and not INGLESAS.search(texto), (camino, texto)


@pytest.mark.parametrize(
    ("args", "frase"),
    [
        (("volar",), "No hay una orden"),
        (("obra", "listar", "--color"), "No hay una opción"),
        (("obra", "listar", "uno", "dos"), "Sobran argumentos: uno dos"),
        (("obra", "ver"), "Falta el argumento"),
        (("cortar", "A1"), "Falta la opción"),
        (("cortar", "A1", "--piezas"), "necesita un valor"),
        (("cortar", "A1", "--piezas", "1x1", "--de", "x"), "no es un número (entero)"),
        (("cortar", "A1", "--piezas", "1x1", "--sierra", "999"), "está fuera de 0<=x<=100"),
        (("mover", "regalo", "A1", "1"), "no es ninguno de"),
        (("obra", "listar", "--json=si"), "no lleva un valor"),
    ],
)
def test_what_is_wrong_with_a_usage(args: tuple[str, ...], frase: str) -> None:
    estado, texto = dicho(*args)
    assert estado == 2 and frase in texto and not INGLESAS.search(texto), texto
