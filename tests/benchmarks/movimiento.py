"""One durable movement, beside one raw transaction that sends the same statements with synchronous=FULL."""

from __future__ import annotations

from pathlib import Path

from rexus.stock.consulta import Consulta
from rexus.stock.movimientos import Pedido
from tests.benchmarks.base import Grabadora, con_sesion, cruda
from tests.benchmarks.filas import Fila, medianas


def medir(lugar: Path) -> list[Fila]:
    """The row «movement»."""
    with con_sesion(lugar) as (registry, modelo), cruda(lugar) as conexion:
        articulo = modelo.indice(Consulta())[0]
        modelo.registrar_entrada(Pedido(articulo, 1))
        with Grabadora(registry) as grabadora:
            modelo.registrar_entrada(Pedido(articulo, 1))
        nuestra, vara = medianas(
            lambda: modelo.registrar_entrada(Pedido(articulo, 1)), lambda: grabadora.tocar(conexion), veces=201
        )
    return [Fila("un movimiento", nuestra * 1e3, vara * 1e3, "ms", 2.5, "la misma transacción por sqlite3")]
