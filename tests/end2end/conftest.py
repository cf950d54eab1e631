"""The program as a user or a script meets it: real processes on a real home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rexus.base.actor import SISTEMA
from rexus.db.names import USERS
from rexus.seguridad import crear_primer_administrador
from tests import claves_baratas
from tests.servers.sitio import Sitio

from . import consola

ROOT = Path(__file__).parents[2]
USUARIO, CLAVE = "ana", "una clave de prueba"


@dataclass(frozen=True)
class Respuesta:
    """What a command answered."""

    estado: int
    salida: str
    error: str

    @property
    def json(self) -> Any:
        return json.loads(self.salida)


class Rexus:
    """`rexus …` on one home, each call a process of its own: forked where that is possible, for speed (`consola`)."""

    def __init__(self, home: Path, variables: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.env = {
            **os.environ,
            "REXUS_HOME": str(home),
            "REXUS_USUARIO": USUARIO,
            "REXUS_CLAVE": CLAVE,
            "PYTHONPATH": str(ROOT),
            **(variables or {}),
        }

    def __call__(self, *args: str, entrada: str = "", plazo: float = 300) -> Respuesta:
        if not hasattr(os, "fork"):
            return self.de_nuevo(*args, entrada=entrada, plazo=plazo)
        return Respuesta(*consola.correr(args, cwd=self.home, env=self.env, entrada=entrada, plazo=plazo))

    def de_nuevo(self, *args: str, entrada: str = "", plazo: float = 300) -> Respuesta:
        """As a shell starts it: a new Python, with what this process hands down."""
        hecho = subprocess.run(
            [sys.executable, "-m", "rexus", *args],
            cwd=self.home,
            env=self.env,
            input=entrada,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=plazo,
            check=False,
        )
        return Respuesta(hecho.returncode, hecho.stdout, hecho.stderr)

    def ok(self, *args: str, entrada: str = "") -> Any:
        """The JSON document of a command that must succeed."""
        respuesta = self(*args, "--json", entrada=entrada)
        assert respuesta.estado == 0, respuesta.error
        return respuesta.json


@pytest.fixture(autouse=True, scope="package")
def _claves_baratas() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as parche:
        claves_baratas.usar(parche)
        yield


@pytest.fixture
def rexus(home: Path, sitio: Sitio) -> Rexus:
    """A home with its administrator, on each engine."""
    # What `rexus usuario crear-admin` calls; a process for it in front of every test would be a tenth of their time.
    registry = sitio.registry()
    registry.escribir(USERS, SISTEMA, crear_primer_administrador, USUARIO, CLAVE)
    registry.close()
    return Rexus(home, sitio.variables())


@pytest.fixture(scope="session")
def datos() -> Path:
    """The real summary and the maker of catalogues, which stand beside the checkout."""
    carpeta = ROOT.parent / "shared" / "data"
    if not carpeta.is_dir():
        pytest.skip("the sample data is not beside the checkout")
    return carpeta


@pytest.fixture
def catalogo(datos: Path, tmp_path: Path) -> Callable[..., Path]:
    """`catalogo('perfiles', '1000')` makes a catalogue and returns its file."""

    def hacer(*args: str) -> Path:
        archivo = tmp_path / f"{'_'.join(a.strip('-') for a in args)}.csv"
        with archivo.open("wb") as salida:
            subprocess.run([sys.executable, str(datos / "catalogo.py"), *args], stdout=salida, check=True)
        return archivo

    return hacer
