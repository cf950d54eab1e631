"""A process that records movements until it is killed, telling each attempt before and each answer after.

    python -m tests.end2end.obrero SITIO SEMILLA    # then lines «TRY uuid …» and «ACK uuid id» on stdout

The first argument line on stdin may repeat an attempt whose answer was lost: «uuid verb article quantity».
"""

from __future__ import annotations

import random
import sys
import uuid

from rexus.base.actor import SISTEMA
from rexus.base.errors import RexusError
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock.movimientos import Pedido
from tests.servers.sitio import Sitio


def _hacer(modelo: InventarioModel, intento: tuple[str, str, int, int, int]) -> None:
    clave, verbo, articulo, cantidad, lugar = intento
    print("TRY", *intento, flush=True)
    try:
        if verbo == "transferir":
            hecho = modelo.transferir(articulo, cantidad, lugar, 1 if lugar != 1 else 2, clave=clave).value[0]
        elif verbo == "anular":
            hecho = modelo.anular(modelo.kardex(articulo, limite=1)[0].id, clave=clave).value.anulaciones[0]
        else:
            pedido = Pedido(articulo, cantidad, lugar, motivo="prueba", clave=clave)
            hecho = getattr(modelo, f"registrar_{verbo}")(pedido).value
    except RexusError as error:
        print("NO", clave, type(error).__name__, flush=True)
        return
    print("ACK", clave, hecho.id, flush=True)


def main() -> None:
    """Repeat the attempts given on stdin, then go on at random for ever."""
    modelo = InventarioModel(Sitio.leido(sys.argv[1]).registry(), lambda: SISTEMA)
    azar = random.Random(int(sys.argv[2]))
    for linea in sys.stdin:
        clave, verbo, *numeros = linea.split()
        articulo, cantidad, lugar = map(int, numeros)
        _hacer(modelo, (clave, verbo, articulo, cantidad, lugar))
    while True:
        verbo = azar.choices(["entrada", "salida", "ajuste", "transferir", "anular"], [5, 4, 1, 2, 1])[0]
        cantidad = azar.randint(1, 5)
        _hacer(
            modelo,
            (
                str(uuid.UUID(int=azar.getrandbits(128), version=4)),
                verbo,
                azar.randint(1, 3),
                cantidad,
                azar.choice([1, 2]),
            ),
        )


if __name__ == "__main__":
    main()
