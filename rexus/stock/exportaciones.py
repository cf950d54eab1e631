"""That articles were taken out of the program into a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rexus.base.text import limpiar
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock.clases import clase_de

LARGO_NOMBRE = 255


def anotar_exportacion(work: Work, clase: str, que: str, archivo: str, filas: int, pedido: Mapping[str, Any]) -> None:
    """Record who took out what («articulos», «conteo»), how many rows, to a file of what name, and what was asked for.

    `archivo` is a name without its folder.
    """
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.ver")
    work.anotar(
        c.permiso,
        "exportar",
        c.tabla,
        None,
        despues={"que": que, "archivo": limpiar(archivo)[:LARGO_NOMBRE], "filas": filas, **pedido},
    )
