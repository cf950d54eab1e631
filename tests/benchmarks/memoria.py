"""Memory of the whole program with the table open on every row, beside the program with an empty catalogue."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.base import CLAVE, ROOT, USUARIO, home
from tests.benchmarks.filas import Fila

_VUELTAS = 3

# The real window: sign in, open the table, jump about, settle; then what the process holds.
_ABRIR = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QLineEdit, QPushButton, QTableView
from rexus.shell.bootstrap import create_application

def esperar(cuando, plazo=120_000):
    lazo = QEventLoop()
    mirar = QTimer()
    mirar.timeout.connect(lambda: cuando() and lazo.quit())
    mirar.start(20)
    QTimer.singleShot(plazo, lazo.quit)
    lazo.exec()
    mirar.stop()
    assert cuando()

def pausa(ms):
    lazo = QEventLoop()
    QTimer.singleShot(ms, lazo.quit)
    lazo.exec()

aplicacion = create_application(Path(sys.argv[1]))
ventana, filas = aplicacion.window, int(sys.argv[2])
ventana.resize(1360, 820)
ventana.findChild(QLineEdit, "login.usuario").setText(sys.argv[3])
ventana.findChild(QLineEdit, "login.clave").setText(sys.argv[4])
ventana.findChild(QPushButton, "login.entrar").click()
esperar(lambda: ventana.findChild(QTableView, "inventario.tabla") is not None)
tabla = ventana.findChild(QTableView, "inventario.tabla")
esperar(lambda: tabla.model() is not None and tabla.model().rowCount() == filas)
for n in range(60):
    if filas:
        tabla.scrollTo(tabla.model().index(n * 7919 * 13 % filas, 0))
    pausa(40)
pausa(1500)
with open("/proc/self/statm") as mapa:
    print(int(mapa.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20, flush=True)
os._exit(0)
"""


def medir(carpeta: Path, filas: int) -> list[Fila]:
    """The row «memory». Nothing where the system has no /proc."""
    if not Path("/proc/self/statm").exists():
        return []
    con = statistics.median(_megas(home(carpeta, filas), filas) for _ in range(_VUELTAS))
    sin = statistics.median(_megas(home(carpeta, 0), 0) for _ in range(_VUELTAS))
    nombre = f"memoria con {filas} filas abiertas"
    return [Fila(nombre, con, sin, "MB", 60, "el programa con el catálogo vacío", diferencia=True)]


def _megas(lugar: Path, filas: int) -> float:
    hecho = subprocess.run(
        [sys.executable, "-c", _ABRIR, str(lugar), str(filas), USUARIO, CLAVE],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "REXUS_HOME": str(lugar)},
        capture_output=True,
        text=True,
        check=False,
    )
    if hecho.returncode:
        raise RuntimeError(hecho.stderr)
    return float(hecho.stdout)
