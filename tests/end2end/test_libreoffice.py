"""LibreOffice writes a file that imports, and opens the export with numbers as numbers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Rexus

pytestmark = pytest.mark.solo("sqlite", porque="LibreOffice meets files, not databases")


@pytest.fixture
def convertir(soffice: str, tmp_path: Path) -> Callable[[Path, str], Path]:
    """`convertir(archivo, 'xlsx')` lets LibreOffice open a file and save it in another format."""

    def hacer(archivo: Path, formato: str) -> Path:
        opciones = [f"-env:UserInstallation={(tmp_path / 'perfil').as_uri()}", "--headless"]
        if archivo.suffix == ".csv":
            # Semicolon, quote, UTF-8, from row 1, the code as text, Spanish (Argentina), numbers recognised.
            opciones.append("--infilter=CSV:59,34,76,1,1/2,11274,false,true")
        subprocess.run(
            [soffice, *opciones, "--convert-to", formato, "--outdir", str(tmp_path / "libre"), str(archivo)],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return tmp_path / "libre" / f"{archivo.stem}.{formato}"

    return hacer


@pytest.mark.parametrize("formato", ["xlsx", "ods", "xls"])
def test_there_and_back(
    rexus: Rexus, catalogo: Callable[..., Path], convertir: Callable[[Path, str], Path], tmp_path: Path, formato: str
) -> None:
    escrito = convertir(catalogo("perfiles", "200"), formato)
    assert rexus.ok("importar", "perfiles", str(escrito))["nuevos"] == 200
    assert rexus.ok("verificar")["ok"]
    # The very same values as from the CSV itself: nothing is left to change.
    assert rexus.ok("importar", "perfiles", str(catalogo("perfiles", "200")))["sin_cambios"] == 200
    exportado = tmp_path / "exportado.xlsx"
    assert rexus.ok("exportar", "perfiles", str(exportado))["filas"] == 200
    plano = convertir(exportado, "fods").read_text(encoding="utf-8")
    filas = re.findall(r"<table:table-row.*?</table:table-row>", plano, re.DOTALL)
    titulos = re.findall(r"<text:p>(.*?)</text:p>", filas[0])
    celdas = re.findall(r"<table:table-cell([^>]*?)(?:/>|>(.*?)</table:table-cell>)", filas[1], re.DOTALL)
    for titulo in ("Código", "Importe", "Stock actual"):
        assert titulo in titulos
    assert 'office:value-type="string"' in celdas[titulos.index("Código")][0]
    numericas = [c for c in celdas if 'office:value-type="float"' in c[0] or 'value-type="currency"' in c[0]]
    assert len(numericas) >= 9
    assert any('office:value="69256.21"' in c[0] for c in numericas)
