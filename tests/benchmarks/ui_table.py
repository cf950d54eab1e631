"""Jumping about in a million rows and repainting, beside a model that has all of them in a list."""

from __future__ import annotations

import random
import statistics
import sys
import time
from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEventLoop, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication
from qasync import QSelectorEventLoop

from rexus.base.progress import Avance
from rexus.catalogo.table import columns
from rexus.modulos.inventario.catalogo import PERFILES
from rexus.stock.consulta import Fila
from rexus.ui.jobs import Jobs
from rexus.ui.paged_table import PagedTableModel, PagedTableView
from rexus.ui.paged_table.model import MARK_ROLE
from rexus.ui.theme import Theme
from tests.benchmarks.filas import Fila as Medida

_SALTOS = 80
# Plain ints: comparing enums would slow the yardstick down.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DISTINTAS = 1_000


def _valores(n: int) -> tuple[Any, ...]:
    figuras = {"stock_actual": n % 60, "disponible": n % 60, "stock_minimo": n % 20, "importe": 3500 + n}
    enteros = {"longitud": 5800, "ancho": 64, "alto": 74, "activo": True}
    textos = {"codigo": f"{200000 + n}.131", "descripcion": f"Travesaño {n} Euro-Design", "acabado": "Roble dorado"}
    fechas = {"fecha_actualizacion": datetime(2026, 1, 1, tzinfo=UTC)}
    todo: dict[str, Any] = {**{c: Decimal(v) for c, v in figuras.items()}, **enteros, **textos, **fechas}
    return tuple(
        todo.get(c, Decimal(1) if c in ("stock_reservado", "ped_min", "emba") else "Rack C16") for c in PERFILES.claves
    )


class _Fuente:
    """A million rows that cost nothing to read, so that what is timed is the table."""

    def __init__(self, filas: int) -> None:
        self._valores = [_valores(n) for n in range(_DISTINTAS)]
        self.filas = filas

    def first(self, query: Any, limit: int, avance: Avance) -> list[Fila]:
        return self.rows(range(1, min(limit, self.filas) + 1))

    def index(self, query: Any, avance: Avance) -> array[int]:
        return array("q", range(1, self.filas + 1))

    def rows(self, ids: Sequence[int]) -> list[Fila]:
        return [Fila(i, self._valores[i % _DISTINTAS]) for i in ids]


class _EnLista(QAbstractTableModel):
    """The yardstick: every text of every row in a list, the marks too."""

    def __init__(self, modelo: PagedTableModel, filas: int) -> None:
        super().__init__()
        self.columns = modelo.columns
        distintas = []
        for n in range(min(_DISTINTAS, filas)):
            celdas = modelo.cells(n)
            assert celdas is not None
            distintas.append((celdas.textos, celdas.marcas))
        self._filas = [distintas[n % len(distintas)] for n in range(filas)]

    def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._filas)

    def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Any, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY:
            return self._filas[index.row()][0][index.column()]
        if role == MARK_ROLE:
            marcas = self._filas[index.row()][1]
            return marcas[index.column()] if marcas is not None else None
        return None


def medir(filas: int) -> list[Medida]:
    """The rows «jump»: to rows that are being read, and to rows that were read."""
    app = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(app, QApplication)
    Theme(app)
    loop = QSelectorEventLoop(app)
    jobs = Jobs(loop)
    modelo = PagedTableModel(columns(PERFILES, UTC), _Fuente(filas), jobs)
    vista, otra = PagedTableView(), PagedTableView()
    vista.setModel(modelo)
    modelo.load("todo")
    _esperar(lambda: modelo.rowCount() == filas and modelo.settled)
    # So that the first thousand distinct rows can be copied, they are all read once.
    for desde in range(0, min(_DISTINTAS, filas), 100):
        vista.scrollTo(modelo.index(desde, 0))
        _esperar(lambda n=desde: modelo.cells(n) is not None and modelo.settled)  # type: ignore[misc]
    _esperar(lambda: all(modelo.cells(n) is not None for n in range(min(_DISTINTAS, filas))))
    otra.setModel(_EnLista(modelo, filas))
    for tabla in (vista, otra):
        tabla.resize(1360, 820)
        tabla.show()
    _esperar(lambda: modelo.settled)
    azar = random.Random(7)
    sin_leer: list[float] = []
    leidas: list[float] = []
    lista: list[float] = []
    for _ in range(_SALTOS):
        fila = azar.randrange(filas)
        sin_leer.append(_saltar(vista, fila))
        _esperar(lambda f=fila: modelo.settled and modelo.cells(f) is not None)  # type: ignore[misc]
        _saltar(vista, 0)
        leidas.append(_saltar(vista, fila))
        _saltar(otra, 0)
        lista.append(_saltar(otra, fila))
    # The last pages asked for arrive before the table goes.
    _pausa(200)
    modelo.close()
    jobs.shutdown()
    loop.close()
    vara = statistics.median(lista) * 1e3
    que = "modelo con todo en una lista"
    return [
        Medida("salto y repintado, filas leídas", statistics.median(leidas) * 1e3, vara, "ms", 1.2, que),
        Medida("salto y repintado, filas por leer", statistics.median(sin_leer) * 1e3, vara, "ms", 1.2, que),
    ]


def _saltar(tabla: PagedTableView, fila: int) -> float:
    inicio = time.perf_counter()
    tabla.scrollTo(tabla.model().index(fila, 0), QAbstractItemView.ScrollHint.PositionAtTop)
    tabla.viewport().repaint()
    return time.perf_counter() - inicio


def _pausa(milisegundos: int) -> None:
    lazo = QEventLoop()
    QTimer.singleShot(milisegundos, lazo.quit)
    lazo.exec()


def _esperar(cuando: Callable[[], bool]) -> None:
    lazo = QEventLoop()
    reloj = QTimer()
    reloj.timeout.connect(lambda: cuando() and lazo.quit())
    reloj.start(2)
    QTimer.singleShot(60_000, lazo.quit)
    lazo.exec()
    reloj.stop()
    assert cuando()
