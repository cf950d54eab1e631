"""A made-up catalogue that answers like the real one: rows by id, in an order, in a worker's thread."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance
from rexus.ui.paged_table import Column, Mark, Row

Lectura = Literal["first", "index", "rows"]


@dataclass(frozen=True)
class Fila:
    id: int
    valores: tuple[Any, ...]


def marca(fila: Row) -> Mark | None:
    stock, minimo = fila.valores[3], fila.valores[4]
    if stock == 0:
        return Mark("∅", "bad", "Sin stock")
    return Mark("▼", "warning", "Bajo mínimo") if stock < minimo else None


COLUMNAS = (
    Column("codigo", "Código", "codigo", 110),
    Column("descripcion", "Descripción", "texto", 260),
    Column("acabado", "Acabado", "texto", 120),
    Column("stock", "Stock", "cantidad", 90, mark=marca),
    Column("minimo", "Mínimo", "cantidad", 90),
    Column("importe", "Importe", "dinero", 120, visible=False, sortable=False),
)

_ACABADOS = ("Mon/Mon", "Material Sin Tratar", "Nogal/Nogal", "Blanco")


def codigo(id: int) -> str:
    return f"{564000 + id}.131"


class Catalogo:
    """`total` rows, ids from 1. A query is part of the code, with «-» before it for the other direction.

    `frenar` holds the reads of one kind (and query) back until the event is set.
    """

    def __init__(self, total: int) -> None:
        self.orden = array("q", range(1, total + 1))
        self.borrados: set[int] = set()
        self.stock: dict[int, Decimal] = {}
        self.lecturas: list[list[int]] = []
        self.cancelados: list[str] = []
        self.falla: dict[Lectura, Exception] = {}
        self._frenos: dict[tuple[Lectura, str], threading.Event] = {}

    def frenar(self, lectura: Lectura, query: str = "") -> threading.Event:
        return self._frenos.setdefault((lectura, query), threading.Event())

    def soltar(self) -> None:
        for freno in self._frenos.values():
            freno.set()

    def fila(self, id: int) -> Fila:
        stock = self.stock.get(id, Decimal(id * 7 % 23))
        texto = f"Marco {id % 90} Euro-Design, contravidrio recto con burlete {id}"
        return Fila(id, (codigo(id), texto, _ACABADOS[id % 4], stock, Decimal(3), Decimal(id) * 10 + 5))

    def first(self, query: str, limit: int, avance: Avance) -> list[Fila]:
        self._pasar("first", query, avance)
        return [self.fila(id) for id in self._ids(query)[:limit]]

    def index(self, query: str, avance: Avance) -> array[int]:
        self._pasar("index", query, avance)
        return self._ids(query)

    def rows(self, ids: Sequence[int]) -> list[Fila]:
        self.lecturas.append(list(ids))
        self._pasar("rows", "", None)
        return [self.fila(id) for id in ids if id not in self.borrados]

    def _ids(self, query: str) -> array[int]:
        parte = query.lstrip("-")
        ids = self.orden
        if parte or self.borrados:
            ids = array("q", (id for id in ids if id not in self.borrados and parte in codigo(id)))
        return ids[::-1] if query.startswith("-") else ids[:]

    def _pasar(self, lectura: Lectura, query: str, avance: Avance | None) -> None:
        assert threading.current_thread() is not threading.main_thread(), "the data was read on the screen's thread"
        freno = self._frenos.get((lectura, query))
        if freno is not None:
            assert freno.wait(20)
        if lectura in self.falla:
            raise self.falla[lectura]
        if avance is not None:
            try:
                avance.paso(0)
            except CanceladoError:
                self.cancelados.append(f"{lectura} {query}")
                raise
