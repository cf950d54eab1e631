"""A seat that makes changes of every kind and hands them on to the trail, until it is killed.

    python -m tests.end2end.auditor SITIO SEMILLA    # then «TRY uuid …» and «ACK uuid» or «NO uuid» on stdout

Attempts whose answer was lost may be given on stdin, to be repeated first: «uuid kind number».
"""

from __future__ import annotations

import random
import sys
import uuid
from typing import Any

from rexus.auditoria import Reenviador
from rexus.base.actor import SISTEMA
from rexus.base.errors import RexusError
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.stock.movimientos import Pedido, registrar_entrada, registrar_salida
from tests.servers.sitio import Sitio

CLASES = ("entrada", "salida", "ingreso")


def ingresar(work: Work, numero: int) -> None:
    """What a sign-in leaves."""
    if work.registro_anterior() is None:
        work.anotar("usuarios", "ingresar", "usuarios", numero)


def hacer(registry: Registry, clave: str, clase: str, numero: int) -> Any:
    """One change, named by its attempt."""
    if clase == "ingreso":
        return registry.escribir(USERS, SISTEMA, ingresar, numero, intento=clave)
    verbo = registrar_entrada if clase == "entrada" else registrar_salida
    return registry.escribir(INVENTARIO, SISTEMA, verbo, "perfil", Pedido(1, numero, clave=clave), intento=clave)


def main() -> None:
    """Repeat what was lost, then go on at random for ever, with the forwarder beside."""
    registry = Sitio.leido(sys.argv[1]).registry(por_lotes=True)
    azar = random.Random(int(sys.argv[2]))
    pendientes = [linea.split() for linea in sys.stdin]
    Reenviador(registry, juntar=azar.choice([0.0, 0.01, 0.1])).start()
    while True:
        if pendientes:
            clave, clase, numero = pendientes.pop(0)
        else:
            clave = str(uuid.UUID(int=azar.getrandbits(128), version=4))
            clase, numero = azar.choices(CLASES, [5, 4, 4])[0], str(azar.randint(1, 5))
        print("TRY", clave, clase, numero, flush=True)
        try:
            hacer(registry, clave, clase, int(numero))
        except RexusError as error:
            print("NO", clave, type(error).__name__, flush=True)
        else:
            print("ACK", clave, flush=True)


if __name__ == "__main__":
    main()
