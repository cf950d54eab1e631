"""Many rows stay small in memory, and damaged files never take the process with them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rexus.intercambio.analisis import analizar
from rexus.intercambio.escritor import escribir
from rexus.intercambio.lector import abrir
from tests.integration.intercambio_archivos.catalogo import CAMPOS, escribir_csv, filas

FILAS = int(os.environ.get("REXUS_TEST_FILAS_PLANILLA", "25000"))
MEDIR = """
import resource, sys
import charset_normalizer, python_calamine, xlsxwriter
from rexus.intercambio.analisis import analizar
from rexus.intercambio.lector import abrir
from tests.integration.intercambio_archivos.catalogo import CAMPOS
antes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with abrir(sys.argv[1]) as tabla, analizar(tabla, CAMPOS) as analisis:
    hechas = sum(len(lote) for lote in analisis.lotes())
print(hechas, analisis.total_errores, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - antes) * 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is measured by Linux's ru_maxrss")
@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_memoria(tmp_path: Path, formato: str) -> None:
    """150 MB above the program for 100,000 rows, and in proportion; the reader of sheets lays them out whole."""
    ruta = escribir_csv(tmp_path / "catalogo.csv", FILAS)
    if formato == "xlsx":
        with abrir(ruta) as tabla, analizar(tabla, CAMPOS) as analisis:
            todas = (valores for lote in analisis.lotes() for _, valores in lote)
            ruta = tmp_path / "catalogo.xlsx"
            escribir(ruta, [(c.etiqueta, c.tipo) for c in CAMPOS], todas)
    raiz = Path(__file__).parents[3]
    hecho = subprocess.run([sys.executable, "-c", MEDIR, ruta], capture_output=True, text=True, check=True, cwd=raiz)
    hechas, errores, memoria = map(int, hecho.stdout.split())
    assert (hechas, errores) == (FILAS, 0)
    assert memoria <= 1_500 * max(FILAS, 25_000)


ABRIR = """
import sys
from rexus.base.errors import RexusError
from rexus.intercambio.lector import abrir
for ruta in sys.argv[1:]:
    try:
        with abrir(ruta) as tabla:
            for _ in tabla.filas(): pass
    except RexusError:
        pass
print("vivo")
"""


@pytest.mark.parametrize("formato", ["xls", "xlsx", "ods"])
def test_archivos_danados_no_tumban_el_programa(tmp_path: Path, convertir: Callable[..., Path], formato: str) -> None:
    """Bytes changed at random: each file is read or refused. (calamine alone aborts on some of these .xls.)"""
    sano = convertir(escribir_csv(tmp_path / "catalogo.csv", 40), formato, formatos="1/2").read_bytes()
    azar = random.Random(7)
    rutas = []
    for i in range(400):
        datos = bytearray(sano)
        for _ in range(azar.choice([1, 1, 3, 10])):
            datos[azar.randrange(len(datos))] = azar.randrange(256)
        if azar.random() < 0.1:
            del datos[azar.randrange(len(datos)) :]
        ruta = tmp_path / f"{i}.{formato}"
        ruta.write_bytes(datos)
        rutas.append(str(ruta))
    raiz = Path(__file__).parents[3]
    hecho = subprocess.run([sys.executable, "-c", ABRIR, *rutas], capture_output=True, text=True, check=False, cwd=raiz)
    assert (hecho.returncode, hecho.stdout) == (0, "vivo\n"), hecho.stderr[-2000:]


def test_los_errores_de_un_archivo_entero(tmp_path: Path) -> None:
    """So many bad rows are as many errors, each with its row."""
    ruta = tmp_path / "malo.csv"
    with ruta.open("w", encoding="utf-8", newline="") as salida:
        salida.write("Código;Stock\r\n")
        salida.writelines(f"{fila[0]};?{i}\r\n" for i, fila in enumerate(filas(FILAS)))
    with abrir(ruta) as tabla, analizar(tabla, CAMPOS) as analisis:
        assert analisis.total_errores == len(analisis.errores) == FILAS
        assert [e.fila for e in analisis.errores] == list(range(2, FILAS + 2))
