"""A process that loads a set into a server and is killed meanwhile.

python -m tests.end2end.llevador ORIGEN DESTINO ID llevar|volver [PASO]

ORIGEN and DESTINO are sites; «llevar» loads the set of ORIGEN into the empty databases of DESTINO, «volver» puts it in
place of what DESTINO holds. Says «YA», the name of each step, and «HECHO». With PASO it kills itself right after that
step.
"""

from __future__ import annotations

import os
import signal
import sys

from rexus.base.actor import SISTEMA
from rexus.respaldos import portatil
from rexus.respaldos.destinos import Destino
from rexus.respaldos.restaurar import en_servidor
from tests.servers.sitio import Sitio


def main() -> None:
    """Begin when everything is loaded, so that the kill falls into the work."""
    origen, destino, id_, que = Sitio.leido(sys.argv[1]), Sitio.leido(sys.argv[2]), sys.argv[3], sys.argv[4]
    morir_en = sys.argv[5] if len(sys.argv) > 5 else ""

    def al_paso(paso: str) -> None:
        print(paso, flush=True)
        if paso == morir_en:
            os.kill(os.getpid(), signal.SIGKILL)

    print("YA", flush=True)
    registry = destino.registry(por_lotes=True)
    duena = destino.como_duena().conexion
    if que == "llevar":
        portatil.llevar(origen.paths.backups, id_, Destino(duena), origen.paths, al_paso=al_paso)
    else:
        en_servidor(registry, SISTEMA, duena, origen.paths.backups, id_, al_paso=al_paso)
    print("HECHO", flush=True)
    registry.close()


if __name__ == "__main__":
    main()
