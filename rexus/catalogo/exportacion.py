"""Writing the filtered, sorted articles of a catalogue to a spreadsheet, streamed page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.intercambio.escritor import escribir
from rexus.stock.consulta import Consulta

if TYPE_CHECKING:
    from rexus.catalogo.model import ModeloCatalogo

_PAGINA = 2_000


def exportar(
    modelo: ModeloCatalogo,
    consulta: Consulta,
    columnas: Sequence[str],
    archivo: Path,
    avance: Avance | None = None,
    zona: tzinfo = UTC,
) -> int:
    """Write the articles of the query, in its order, with those columns. Returns how many.

    The file's ending says the format (.xlsx, .csv). Raises as `intercambio.escritor.escribir`; the file is whole or,
    after an error, as it was before. That they were taken out is recorded; where that cannot be, there is no file.
    """
    ids = modelo.indice(consulta, avance)

    def filas() -> Iterator[tuple[Any, ...]]:
        for desde in range(0, len(ids), _PAGINA):
            for fila in modelo.filas(ids[desde : desde + _PAGINA], columnas):
                yield fila.valores

    exportables = modelo.catalogo.exportables
    elegidas = [(tr(titulo), tipo) for titulo, tipo in (exportables[nombre] for nombre in columnas)]
    asentar = partial(_asentar, modelo, consulta, columnas, archivo)
    return escribir(archivo, elegidas, filas(), avance, total=len(ids), zona=zona, asentar=asentar)


def _asentar(modelo: ModeloCatalogo, consulta: Consulta, columnas: Sequence[str], archivo: Path, filas: int) -> None:
    # What was asked for, as far as it was more than everything.
    vacia = Consulta()
    pedido = {n: v for n, v in asdict(consulta).items() if v != getattr(vacia, n)}
    modelo.anotar_exportacion("articulos", archivo.name, filas, {**pedido, "columnas": list(columnas)})
