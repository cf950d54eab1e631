"""Measure and print the table: `python3 -m tests.benchmarks [--filas N] [--json F]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import (
    busqueda,
    cache,
    conexiones,
    importacion,
    memoria,
    movimiento,
    obras,
    pagina,
    respaldo,
    respaldo_debido,
    start,
)
from tests.benchmarks.base import home
from tests.benchmarks.filas import Fila


def main() -> int:
    """Print one line for each row of the table. Always exits 0: figures are judged by people, not by a clock."""
    partes = argparse.ArgumentParser(prog="python3 -m tests.benchmarks", description=__doc__)
    partes.add_argument("--filas", type=int, default=1_000_000, help="articles in the catalogue")
    partes.add_argument("--importar", type=int, default=100_000, help="rows of the import that is measured")
    partes.add_argument("--json", type=Path, help="write the figures here too")
    partes.add_argument("--solo", help="only the measurements whose name contains this")
    partes.add_argument("--carpeta", type=Path, default=Path(tempfile.gettempdir()) / "rexus_benchmarks")
    opciones = partes.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    medidas: dict[str, Callable[[], list[Fila]]] = {
        "inicio": inicio,
        "conexiones": lambda: conexiones.medir(home(opciones.carpeta, opciones.filas)),
        "cache": cache.medir,
        "pagina": lambda: pagina.medir(home(opciones.carpeta, opciones.filas)),
        "busqueda": lambda: busqueda.medir(home(opciones.carpeta, opciones.filas)),
        "movimiento": lambda: movimiento.medir(home(opciones.carpeta, opciones.filas)),
        "obras": lambda: obras.medir(opciones.carpeta),
        "tabla": lambda: _tabla(opciones.filas),
        "memoria": lambda: memoria.medir(opciones.carpeta, opciones.filas),
        "debido": respaldo_debido.medir,
        "respaldo": lambda: respaldo.medir(opciones.carpeta, opciones.filas),
        "importacion": lambda: importacion.medir(opciones.carpeta, opciones.importar),
    }
    print(f"{opciones.filas} perfiles · {maquina()}\n")
    print(f"{'qué':34} {'medido':>12} {'vara':>12}  {'razón':>8}  {'exigido':>11}  vara")
    filas: list[Fila] = []
    for nombre, medir in medidas.items():
        if opciones.solo and opciones.solo not in nombre:
            continue
        for fila in medir():
            filas.append(fila)
            razon = f"+{fila.razon:.1f}" if fila.diferencia else f"{fila.razon:.2f} ×"
            print(
                f"{fila.nombre:34} {fila.medido:9.2f} {fila.unidad:2} {fila.vara:9.2f} {fila.unidad:2}  {razon:>8}  "
                f"{fila.exigido:>11}  {fila.que_es_la_vara}{'' if fila.cumple else '   ← no cumple'}",
                flush=True,
            )
    if opciones.json:
        documento = {
            "filas": opciones.filas,
            "maquina": maquina(),
            "medidas": [{**asdict(f), "razon": f.razon, "cumple": f.cumple} for f in filas],
        }
        opciones.json.write_text(json.dumps(documento, ensure_ascii=False, indent=2), encoding="utf-8")
    return 0


def _tabla(filas: int) -> list[Fila]:
    """The rows «jump». Imported here: only this measurement needs Qt in this process."""
    from tests.benchmarks import ui_table

    return ui_table.medir(filas)


def inicio() -> list[Fila]:
    """The row «start»."""
    medida = start.measure()
    return [
        Fila(
            "inicio hasta el ingreso usable", medida["rexus"] * 1e3, medida["bare"] * 1e3, "ms", 2,
            "una QMainWindow de PySide6 vacía",
        ),
        conexiones.medir_inicio(),
    ]  # fmt: skip


def maquina() -> str:
    """What the figures were taken on."""
    return (
        f"{os.cpu_count()} núcleos, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


if __name__ == "__main__":
    sys.exit(main())
