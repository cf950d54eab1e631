"""LibreOffice as the other side: it converts what we read and opens what we write."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Convertir = Callable[..., Path]

# Tokens of its CSV filter: `;`, `"`, UTF-8, from line 1, column formats, Spanish of Argentina.
# https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html
CSV_ARGENTINO = "CSV:59,34,76,1,{formatos},11274"


@pytest.fixture(scope="session")
def soffice() -> str:
    programa = shutil.which("soffice")
    if programa is None:
        pytest.skip("LibreOffice (soffice) is not installed here")
    return programa


@pytest.fixture(scope="session")
def convertir(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Convertir:
    """`convertir(ruta, 'xlsx', formatos='1/2')` → the converted file; `formatos` of a CSV: column 1 stays text."""
    perfil = tmp_path_factory.mktemp("perfil")

    def convertir(ruta: Path, extension: str, formatos: str | None = None) -> Path:
        destino = tmp_path_factory.mktemp("convertido")
        orden = [soffice, f"-env:UserInstallation={perfil.as_uri()}", "--headless", "--norestore"]
        if formatos is not None:
            orden.append(f"--infilter={CSV_ARGENTINO.format(formatos=formatos)}")
        orden += ["--convert-to", extension, "--outdir", str(destino), str(ruta)]
        hecho = subprocess.run(orden, capture_output=True, text=True, timeout=200, check=False)
        nueva = destino / f"{ruta.stem}.{extension}"
        assert nueva.exists(), hecho.stdout + hecho.stderr
        return nueva

    return convertir
