"""Importing 100,000 rows, beside a raw executemany of the rows that the import writes, and its memory."""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rexus.base.paths import paths_under
from rexus.db.names import INVENTARIO
from tests.benchmarks.base import ROOT, abierto, catalogo
from tests.benchmarks.filas import Fila

_TABLAS = ("ubicaciones", "lotes", "inventario_perfiles", "lote_filas", "existencias", "movimientos", "outbox")
_VUELTAS = 3

# Run in a process of its own, so that its peak memory is its own.
_IMPORTAR = """
import json, sys, time
from pathlib import Path
from tests.benchmarks.base import abierto

def pico():
    # Not getrusage: its peak begins with that of the process that started this one.
    return next(int(l.split()[1]) / 1024 for l in open("/proc/self/status") if l.startswith("VmHWM"))

with abierto(Path(sys.argv[1])) as (_registry, modelo):
    modelo.verificar()
    antes = pico()
    inicio = time.perf_counter()
    with modelo.analizar(Path(sys.argv[2])) as analisis:
        resumen = modelo.importar(analisis).value
    print(json.dumps({"s": time.perf_counter() - inicio, "nuevos": resumen.nuevos,
                      "mb": pico() - antes}))
"""


def medir(carpeta: Path, filas: int) -> list[Fila]:
    """The rows «import»: CSV and XLSX, time and memory (its peak, read from Linux's /proc)."""
    csv = catalogo(carpeta, filas)
    xlsx = _como_xlsx(csv)
    medidas: dict[str, list[dict[str, float]]] = {"CSV": [], "XLSX": []}
    varas = []
    for _ in range(_VUELTAS):
        with tempfile.TemporaryDirectory(dir=carpeta) as temporal:
            lugar = Path(temporal) / "csv"
            medidas["CSV"].append(_importar(lugar, csv, filas))
            medidas["XLSX"].append(_importar(Path(temporal) / "xlsx", xlsx, filas))
            varas.append(_executemany(lugar, Path(temporal) / "crudo"))
    vara = statistics.median(varas)
    resultado = []
    for nombre, tope in (("CSV", 6.0), ("XLSX", 6.0)):
        segundos = statistics.median(m["s"] for m in medidas[nombre])
        memoria = max(m["mb"] for m in medidas[nombre])
        titulo = f"importar {filas} filas {nombre}"
        resultado.append(Fila(titulo, segundos, vara, "s", tope, "executemany de las mismas filas"))
        resultado.append(
            Fila(f"{titulo}, memoria", memoria, 0, "MB", 150, "el proceso antes de importar", diferencia=True)
        )
    return resultado


def _importar(lugar: Path, archivo: Path, filas: int) -> dict[str, float]:
    hecho = subprocess.run(
        [sys.executable, "-c", _IMPORTAR, str(lugar), str(archivo)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    medida: dict[str, float] = json.loads(hecho.stdout)
    assert medida["nuevos"] == filas, medida
    return medida


def _executemany(origen: Path, destino: Path) -> float:
    """Seconds to insert the rows of an imported database into an empty one of the same schema."""
    with abierto(destino) as (_registry, modelo):
        modelo.verificar()
    lee = sqlite3.connect(paths_under(origen).database(INVENTARIO))
    escribe = sqlite3.connect(paths_under(destino).database(INVENTARIO), isolation_level=None)
    escribe.execute("PRAGMA synchronous = FULL")
    filas = {
        tabla: lee.execute(f"SELECT * FROM {tabla}{' WHERE id > 1' if tabla == 'ubicaciones' else ''}").fetchall()
        for tabla in _TABLAS
    }
    inicio = time.perf_counter()
    escribe.execute("BEGIN IMMEDIATE")
    for tabla, valores in filas.items():
        if valores:
            huecos = ", ".join("?" * len(valores[0]))
            escribe.executemany(f"INSERT INTO {tabla} VALUES ({huecos})", valores)
    escribe.execute("COMMIT")
    segundos = time.perf_counter() - inicio
    lee.close()
    escribe.close()
    return segundos


def _como_xlsx(csv: Path) -> Path:
    """The same catalogue as a spreadsheet with numbers as numbers, made once."""
    archivo = csv.with_suffix(".xlsx")
    if not archivo.exists():
        import csv as modulo_csv

        import xlsxwriter

        libro = xlsxwriter.Workbook(str(archivo), {"constant_memory": True})
        hoja = libro.add_worksheet()
        with csv.open(encoding="utf-8", newline="") as entrada:
            for n, fila in enumerate(modulo_csv.reader(entrada, delimiter=";")):
                for m, celda in enumerate(fila):
                    numero = m > 0 and n > 0 and celda.replace(",", "").isdigit()
                    if numero:
                        hoja.write_number(n, m, float(celda.replace(",", ".")))
                    else:
                        hoja.write_string(n, m, celda)
        libro.close()
    return archivo
