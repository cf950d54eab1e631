"""The command line in English: by the environment or by the settings of the home, and never refused for either."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rexus.base.paths import paths_under
from tests.i18n.spanish import is_spanish

ROOT = Path(__file__).resolve().parents[2]

# An option, a command that is quoted, a choice.
_NAMES = re.compile(r"--[\w-]+|“rexus [^”]*”|\[[^\]]*\|[^\]]*\]")

# Every help, in one process: each command is made while it is imported.
_HELPS = """
import sys
import click
from click.testing import CliRunner
from rexus.base.paths import default_paths
from rexus.settings.idioma import hablar
hablar(default_paths())
from rexus.cli.programa import programa
def ordenes(orden, camino=()):
    yield camino
    if isinstance(orden, click.Group):
        for nombre, otra in orden.commands.items():
            yield from ordenes(otra, (*camino, nombre))
for camino in ordenes(programa):
    print("\\f" + CliRunner().invoke(programa, [*camino, "--help"]).output)
"""


def correr(home: Path, *args: str, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "REXUS_HOME": str(home), "PYTHONIOENCODING": "utf-8", **variables}
    return subprocess.run(
        [sys.executable, *args], cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8", timeout=120
    )


def test_every_help_is_english(home: Path) -> None:
    hecho = correr(home, "-c", _HELPS, REXUS_IDIOMA="en")
    helps = hecho.stdout.split("\f")[1:]
    assert len(helps) > 80, hecho.stderr
    for text in helps:
        assert text.startswith("Usage: "), text
        # Names of commands, options and choices are what they are: what is said about them stands apart from them.
        said = [part for line in text.splitlines() for part in line.strip().split("  ") if " " in part.strip()]
        said = [_NAMES.sub("", part).strip() for part in said if not part.startswith("-")]
        wrong = [part for part in said if is_spanish(part)]
        assert not wrong, wrong
    # Asking for help makes no folder.
    assert not paths_under(home).config.exists()


@pytest.mark.parametrize(("escrito", "variables", "frase"), [
    ({"sistema": {"idioma": "en"}}, {}, "There are no accounts"),
    ({"sistema": {"idioma": "en"}}, {"REXUS_IDIOMA": "es"}, "No hay cuentas"),
    ({"sistema": {"idioma": "xx"}}, {"REXUS_IDIOMA": "fr"}, "No hay cuentas"),
])  # fmt: skip
def test_a_refusal_is_told_in_the_language_of_the_home(
    home: Path, escrito: object, variables: dict[str, str], frase: str
) -> None:
    file = paths_under(home).settings_file
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(escrito), encoding="utf-8")
    hecho = correr(home, "-m", "rexus", "usuario", "desbloquear", "ana", "--en-esta-maquina", **variables)
    assert (hecho.returncode, hecho.stdout) == (1, "") and frase in hecho.stderr, hecho.stderr
