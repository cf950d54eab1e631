"""A process that makes or restores sets and is killed meanwhile.

python -m tests.end2end.respaldador SITIO completo|incremental|abrir|ID [PASO]

Says «YA» when everything is loaded, the name of each step, and «HECHO id» when it is done. With PASO it kills itself
right after that step. An ID restores that set in place of the live databases; «abrir» opens them, as a start does.
"""

from __future__ import annotations

import os
import signal
import sys

from rexus.base.actor import SISTEMA
from rexus.db import names
from rexus.db.work import Work
from rexus.respaldos import hacer
from rexus.respaldos.restaurar import en_vivo
from tests.end2end.migrador import abrir
from tests.servers.sitio import Sitio


def main() -> None:
    """Begin when everything is loaded, so that the kill falls into the work."""
    sitio, que = Sitio.leido(sys.argv[1]), sys.argv[2]
    morir_en = sys.argv[3] if len(sys.argv) > 3 else ""

    def al_paso(paso: str) -> None:
        print(paso, flush=True)
        if paso == morir_en:
            os.kill(os.getpid(), signal.SIGKILL)

    if que == "abrir":
        print("YA", flush=True)
        abrir(sitio)
        print("HECHO", flush=True)
        return
    registry = sitio.registry(por_lotes=True)
    registry.leer(names.USERS, SISTEMA, _nada)
    print("YA", flush=True)
    if que in ("completo", "incremental"):
        hecho = getattr(hacer, que)(registry, sitio.paths.backups, al_paso=al_paso)
    else:
        hecho = en_vivo(registry, SISTEMA, sitio.paths.backups, que, al_paso=al_paso).conjunto
    print("HECHO", hecho.id, flush=True)
    registry.close()


def _nada(_work: Work) -> None:
    """Opening is all that is wanted."""


if __name__ == "__main__":
    main()
