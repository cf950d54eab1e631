"""From the double-click to a sign-in window that can be typed into, against a bare PySide6 window.

Each run is a process of its own, offscreen, measured from its creation until it says that it painted; the two kinds
take turns, so that what else the machine does weighs on both.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from rexus import seguridad
from rexus.base.actor import SISTEMA
from rexus.base.paths import HOME_VARIABLE, paths_under
from rexus.db.names import USERS
from rexus.db.registry import Registry

ROOT = Path(__file__).resolve().parents[2]

BARE = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", flush=True)
        os._exit(0)

application = QApplication(sys.argv)
window = Window()
window.resize(1280, 720)
window.show()
application.exec()
"""

# What `python -m rexus` does, with one ear at the first paint.
REXUS = """
import os, sys
from rexus.__main__ import main

def run(application):
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QLineEdit, QPushButton
    class Eye(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint:
                field = application.window.findChild(QLineEdit, "login.usuario")
                assert field.isVisible() and field.isEnabled()
                print("painted", flush=True)
                os._exit(0)
            return False
    eye = Eye()
    # The button is the last that is painted.
    application.window.findChild(QPushButton, "login.entrar").installEventFilter(eye)
    return application._qt.exec()

class Ear:
    def find_spec(self, name, path=None, target=None):
        if name == "rexus.shell.bootstrap":
            sys.meta_path.remove(self)
            from rexus.shell.application import Application
            Application.run = run
        return None

sys.meta_path.insert(0, Ear())
main([])
"""


def measure(runs: int = 15, variables: Mapping[str, str] | None = None) -> dict[str, Any]:
    """`{"ratio", "rexus", "bare", "runs"}`: medians in seconds, and how many times one is the other.

    `variables` are further environment variables, such as those that name a server with an account in it.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if not variables:
            _with_account(home)
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            # Compiled at the first start, as on anybody's desk.
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(home / "compiled"),
            HOME_VARIABLE: str(home),
            **(variables or {}),
        }
        times: dict[str, list[float]] = {"bare": [], "rexus": []}
        for turn in range(runs + 1):
            for kind, code in (("bare", BARE), ("rexus", REXUS)):
                taken = _until_painted(code, environment)
                if turn:  # the first of each only fills the caches
                    times[kind].append(taken)
    bare, rexus = median(times["bare"]), median(times["rexus"])
    return {"ratio": rexus / bare, "rexus": rexus, "bare": bare, "runs": runs}


def _until_painted(code: str, environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        taken = time.perf_counter() - begun
    if said != "painted\n":
        raise RuntimeError("the window never painted")
    return taken


def _with_account(home: Path) -> None:
    registry = Registry(paths_under(home))
    with registry.write(USERS, SISTEMA) as work:
        seguridad.crear_primer_administrador(work, "ana", "siete barras de aluminio")
    registry.close()


if __name__ == "__main__":
    print(measure())
