"""The table of sets: its columns, and where its rows come from."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from rexus.base.progress import Avance
from rexus.base.text import edad, formatear_fecha, formatear_tamano, tr
from rexus.modulos.respaldos import domain
from rexus.modulos.respaldos.domain import Linea, Panorama
from rexus.ui.paged_table import Column, Mark


@dataclass(frozen=True)
class Fila:
    """A row of the table."""

    id: int
    valores: tuple[Any, ...]
    linea: Linea


def columnas(zona: tzinfo) -> tuple[Column, ...]:
    """The columns, dates in the workshop's zone."""

    def fecha(momento: datetime) -> str:
        return formatear_fecha(momento, zona)

    return (
        Column("fecha", tr("Fecha"), "texto", 132, sortable=False),
        Column("tipo", tr("Tipo"), "texto", 216, sortable=False, mark=_marca),
        Column("tamano", tr("Tamaño"), "numero", 76, sortable=False, format=formatear_tamano),
        Column("edad", tr("Antigüedad"), "texto", 100, sortable=False),
        Column("verificado", tr("Verificado"), "texto", 132, sortable=False, format=fecha),
        Column("probado", tr("Probado"), "texto", 152, sortable=False, mark=_marca_de_prueba),
        Column("donde", tr("Dónde"), "texto", 176, sortable=False),
        Column("motor", tr("Motor"), "texto", 96, sortable=False),
    )


class Conjuntos:
    """A `RowSource`. There are few sets: each question reads all of them. `panorama` is what was read last."""

    def __init__(self, leer: Callable[[], Panorama], zona: tzinfo) -> None:
        self._leer = leer
        self._zona = zona
        self._numeros: dict[str, int] = {}
        self._filas: dict[int, Fila] = {}
        self.panorama: Panorama | None = None

    def linea(self, numero: int | None) -> Linea | None:
        """The set of a row."""
        fila = self._filas.get(numero) if numero is not None else None
        return fila.linea if fila is not None else None

    def numero(self, id_: str) -> int | None:
        """The row of a set; None if it is not there."""
        return next((fila.id for fila in self._filas.values() if fila.linea.id == id_), None)

    def first(self, query: object, limit: int, avance: Avance) -> Sequence[Fila]:
        """The newest sets."""
        return list(self._todas().values())[:limit]

    def index(self, query: object, avance: Avance) -> array[int]:
        """The numbers of all sets, newest first."""
        return array("q", self._todas())

    def rows(self, ids: Sequence[int]) -> Sequence[Fila]:
        """The sets of those numbers, as they were read last."""
        filas = self._filas
        return [filas[i] for i in ids if i in filas]

    def _todas(self) -> dict[int, Fila]:
        panorama = self._leer()
        for linea in reversed(panorama.lineas):
            self._numeros.setdefault(linea.id, len(self._numeros) + 1)
        filas = [_fila(self._numeros[linea.id], linea, panorama.momento, self._zona) for linea in panorama.lineas]
        # Whole values are put in place at once: the screen's thread reads them.
        self._filas = {fila.id: fila for fila in filas}
        self.panorama = panorama
        return self._filas


def _fila(numero: int, linea: Linea, ahora: datetime, zona: tzinfo) -> Fila:
    c = linea.conjunto
    fecha = linea.fecha
    valores = (
        formatear_fecha(fecha, zona) if fecha is not None else linea.id,
        domain.que_es(linea),
        c.bytes if c is not None else None,
        edad(fecha, ahora) if fecha is not None else None,
        linea.verificado if linea.sirve else None,
        _prueba(linea, zona),
        domain.donde(linea),
        domain.motor(linea),
    )
    return Fila(numero, valores, linea)


def _prueba(linea: Linea, zona: tzinfo) -> str | None:
    return formatear_fecha(linea.probado, zona) if linea.probado is not None else None


def _marca(fila: Any) -> Mark | None:
    linea: Linea = fila.linea
    return None if linea.sirve else Mark("✕", "bad", linea.porque)


def _marca_de_prueba(fila: Any) -> Mark | None:
    linea: Linea = fila.linea
    if linea.probado is None:
        return None
    if linea.falla_de_prueba:
        return Mark("✕", "bad", linea.falla_de_prueba)
    return Mark("✓", "good", tr("Se restauró entero en una carpeta de prueba"))
