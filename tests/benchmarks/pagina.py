"""First page of 100, and a page at any depth, beside the same SQL through the sqlite3 module."""

from __future__ import annotations

from pathlib import Path

from rexus.stock.consulta import Consulta
from tests.benchmarks.base import COLUMNAS, Grabadora, abierto, cruda
from tests.benchmarks.filas import Fila, medianas


def medir(lugar: Path) -> list[Fila]:
    """The rows «page»."""
    filas = []
    with abierto(lugar) as (registry, modelo), cruda(lugar) as conexion:
        with Grabadora(registry) as grabadora:
            modelo.primera(Consulta(), COLUMNAS)
        nuestra, vara = medianas(
            lambda: modelo.primera(Consulta(), COLUMNAS), lambda: grabadora.tocar(conexion), veces=101
        )
        filas.append(Fila("primera página de 100", nuestra * 1e3, vara * 1e3, "ms", 3, "el mismo SQL por sqlite3"))
        ids = modelo.indice(Consulta())
        por_hondura = []
        for parte in (0.0, 0.5, 0.99):
            desde = min(int(len(ids) * parte), max(0, len(ids) - 100))
            pedidos = ids[desde : desde + 100]
            with Grabadora(registry) as grabadora:
                modelo.filas(pedidos, COLUMNAS)
            nuestra, vara = medianas(
                lambda p=pedidos: modelo.filas(p, COLUMNAS),  # type: ignore[misc]
                lambda g=grabadora: g.tocar(conexion),  # type: ignore[misc]
                veces=101,
            )
            por_hondura.append(nuestra)
            filas.append(Fila(f"página al {parte:.0%}", nuestra * 1e3, vara * 1e3, "ms", 3, "el mismo SQL por sqlite3"))
        filas.append(
            Fila(
                "página más honda / primera", max(por_hondura) * 1e3, por_hondura[0] * 1e3, "ms", 1.5,
                "la página al 0 %: no cuesta con la hondura",
            )
        )  # fmt: skip
    return filas
