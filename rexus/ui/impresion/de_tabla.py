"""The paper of a table: what it shows, in its order, with the visible columns. Rows are read piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rexus.base.errors import ConflictoError
from rexus.base.progress import Avance
from rexus.base.text import contados, formatear_numero, tr
from rexus.ui.impresion.hoja import Columna, Hoja, Tabla
from rexus.ui.paged_table.cells import Cells
from rexus.ui.paged_table.columns import Column, Mark

#: More than so many rows are printed only by who confirms it; more than so many nobody prints.
MUCHAS: Final = 5_000
MAXIMAS: Final = 50_000
_CUANTAS_LEYENDAS: Final = 6
_CUANTOS_SENTIDOS: Final = 2


@dataclass(frozen=True)
class Pedido:
    """A table as it stands: title, workshop, moment, the words of its filter, the columns shown (by their number), and
    what reads its rows."""

    titulo: str
    empresa: str
    hecha: str
    filtro: tuple[str, ...]
    columnas: tuple[Column, ...]
    vistas: tuple[int, ...]
    leer: Callable[[Avance], Iterator[tuple[int, Sequence[Cells]]]]


def hoja_de_tabla(pedido: Pedido, avance: Avance) -> Hoja:
    """Read the rows in a worker thread. Raises ConflictoError for too many, CanceladoError, what the reading raises."""
    filas: list[tuple[str, ...]] = []
    marcas: dict[str, dict[str, None]] = {}
    for total, tanda in pedido.leer(avance):
        exigir_imprimibles(total)
        for cells in tanda:
            filas.append(tuple(_celda(cells, n, marcas) for n in pedido.vistas))
        avance.paso(len(filas), total)
    columnas = tuple(_columna(pedido.columnas[n]) for n in pedido.vistas)
    encima = [" · ".join((*pedido.filtro, contados(len(filas), tr("fila"), tr("filas"))))]
    # A sign that means something else in each row is left to who knows it.
    leyenda = [
        f"{signo} {', '.join(dichos)}"
        for signo, dichos in marcas.items()
        if all(dichos) and len(dichos) <= _CUANTOS_SENTIDOS
    ]
    if 0 < len(leyenda) <= _CUANTAS_LEYENDAS:
        encima.append("   ".join(leyenda))
    return Hoja(pedido.titulo, pedido.empresa, pedido.hecha, tuple(encima), (Tabla(columnas, filas),))


def exigir_imprimibles(filas: int) -> None:
    """Raises ConflictoError for more rows than anybody prints."""
    if filas > MAXIMAS:
        raise ConflictoError(
            tr("Son {n} filas, y se imprimen hasta {mas}. No se imprimió nada.").format(
                n=formatear_numero(filas), mas=formatear_numero(MAXIMAS)
            ),
            tr("Filtrar la lista, o exportarla a una planilla."),
        )


def _columna(columna: Column) -> Columna:
    return Columna(columna.title, columna.figures, columna.kind == "texto")


def _celda(cells: Cells, n: int, marcas: dict[str, dict[str, None]]) -> str:
    marca: Mark | None = cells.marcas[n] if cells.marcas is not None else None
    if marca is None:
        return cells.textos[n]
    marcas.setdefault(marca.sign, {})[marca.general or marca.tooltip] = None
    return f"{marca.sign} {cells.textos[n]}".strip()
