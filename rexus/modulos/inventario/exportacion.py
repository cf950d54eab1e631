"""Writing the filtered, sorted perfiles to a spreadsheet, streamed page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.intercambio.escritor import TipoColumna, escribir
from rexus.modulos.inventario.campos import CAMPOS
from rexus.stock.consulta import Consulta

if TYPE_CHECKING:
    from rexus.modulos.inventario.model import InventarioModel

_PAGINA = 2_000

# Every column that can be exported: title and kind, in the usual order.
COLUMNAS: dict[str, tuple[str, TipoColumna]] = {
    **{campo.nombre: (campo.etiqueta, campo.tipo) for campo in CAMPOS},
    "stock_reservado": ("Reservado", "cantidad"),
    "disponible": ("Disponible", "cantidad"),
    "activo": ("Activo", "logico"),
    "fecha_creacion": ("Creado", "fecha_hora"),
    "fecha_actualizacion": ("Actualizado", "fecha_hora"),
}


def exportar(
    modelo: InventarioModel,
    consulta: Consulta,
    columnas: Sequence[str],
    archivo: Path,
    avance: Avance | None = None,
    zona: tzinfo = UTC,
) -> int:
    """Write the articles of the query, in its order, with those columns. Returns how many.

    The file's ending says the format (.xlsx, .csv). Raises as `intercambio.escritor.escribir`; the file is whole or,
    after an error, as it was before.
    """
    ids = modelo.indice(consulta, avance)

    def filas() -> Iterator[tuple[Any, ...]]:
        for desde in range(0, len(ids), _PAGINA):
            for fila in modelo.filas(ids[desde : desde + _PAGINA], columnas):
                yield fila.valores

    elegidas = [(tr(titulo), tipo) for titulo, tipo in (COLUMNAS[nombre] for nombre in columnas)]
    return escribir(archivo, elegidas, filas(), avance, total=len(ids), zona=zona)
