"""The desk on which the dialogs are opened, and real files to give to them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gui.inventario_dialogos.mesa import ctx, jobs, mesa, registry

__all__ = ["ctx", "jobs", "mesa", "registry"]

ROOT = Path(__file__).parents[3]


@pytest.fixture
def datos() -> Path:
    """The real summary and the maker of catalogues, which stand beside the checkout."""
    carpeta = ROOT.parent / "shared" / "data"
    if not carpeta.is_dir():
        pytest.skip("the sample data is not beside the checkout")
    return carpeta


@pytest.fixture
def catalogo(datos: Path, tmp_path: Path) -> Callable[[int], Path]:
    """`catalogo(1000)` makes a catalogue of perfiles and returns its file."""

    def hacer(filas: int) -> Path:
        archivo = tmp_path / f"perfiles_{filas}.csv"
        with archivo.open("wb") as salida:
            subprocess.run(
                [sys.executable, str(datos / "catalogo.py"), "perfiles", str(filas)], stdout=salida, check=True
            )
        return archivo

    return hacer


@pytest.fixture
def planilla(tmp_path: Path) -> Callable[..., Path]:
    """`planilla("Código;Descripción", "1;Marco")` writes a CSV and returns it."""

    def escribir(*lineas: str, nombre: str = "perfiles.csv", codificacion: str = "utf-8") -> Path:
        archivo = tmp_path / nombre
        archivo.write_text("\n".join(lineas) + "\n", encoding=codificacion)
        return archivo

    return escribir
