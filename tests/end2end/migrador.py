"""A process that brings databases to the newest schema and is killed meanwhile.

python -m tests.end2end.migrador SITIO preparar|abrir    # says «YA» when it begins, «HECHO» when it is done
"""

from __future__ import annotations

import sys

from rexus.base.actor import SISTEMA
from rexus.db import schema
from rexus.db.migrations import runner
from rexus.db.work import Work
from tests.servers.preparado import preparar
from tests.servers.sitio import Sitio


def abrir(sitio: Sitio) -> None:
    """Open each database, as a program that starts does."""
    registry = sitio.registry(por_lotes=True)
    for base in schema.HEADS:
        registry.leer(base, SISTEMA, _nada)
    registry.close()


def _nada(_work: Work) -> None:
    """Opening is all that is wanted."""


def main() -> None:
    """Begin when everything is loaded, so that the kill falls into the work."""
    sitio = Sitio.leido(sys.argv[1])
    for base in schema.HEADS:
        runner.head(base)
    print("YA", flush=True)
    {"preparar": preparar, "abrir": abrir}[sys.argv[2]](sitio)
    print("HECHO", flush=True)


if __name__ == "__main__":
    main()
