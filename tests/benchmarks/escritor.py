"""A second seat that records movements until its input ends, and says how long the slowest of them took.

python -m tests.benchmarks.escritor HOME    # «YA», then at the end: movements, seconds of the slowest
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from rexus.stock.consulta import Consulta
from rexus.stock.movimientos import Pedido
from tests.benchmarks.base import abierto

# As fast as people with scanners are, so that it measures a wait and not a load.
_PAUSA_S = 0.02


def main() -> None:
    """Move the first article up, again and again."""
    fin = threading.Event()

    def esperar() -> None:
        sys.stdin.read()
        fin.set()

    with abierto(Path(sys.argv[1])) as (_registry, modelo):
        articulo = modelo.indice(Consulta())[0]
        modelo.registrar_entrada(Pedido(articulo, 1))
        threading.Thread(target=esperar, daemon=True).start()
        print("YA", flush=True)
        veces, peor = 0, 0.0
        while not fin.is_set():
            desde = time.perf_counter()
            modelo.registrar_entrada(Pedido(articulo, 1))
            peor = max(peor, time.perf_counter() - desde)
            veces += 1
            time.sleep(_PAUSA_S)
    print(veces, peor, flush=True)


if __name__ == "__main__":
    main()
