"""Events as rows of a paged table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from rexus.auditoria import EventoIlegible, EventoVisto
from rexus.base.text import formatear_fecha, tr
from rexus.ui.eventos import textos
from rexus.ui.paged_table import Column
from rexus.ui.paged_table.cells import Cells


@dataclass(frozen=True)
class FilaEvento:
    """An event as a row. Its last value is the event itself, which that column sums up."""

    id: int
    valores: tuple[Any, ...]


def columnas(zona: tzinfo) -> tuple[Column, ...]:
    """Newest first is the only order that there is; moments in the workshop's zone."""
    return (
        Column("fecha", tr("Fecha"), "fecha", 132, sortable=False, format=lambda f: formatear_fecha(f, zona)),
        Column("usuario", tr("Usuario"), width=80, sortable=False),
        Column("equipo", tr("Equipo"), width=104, sortable=False),
        Column("modulo", tr("Módulo"), width=96, sortable=False, format=textos.modulo),
        Column("accion", tr("Acción"), width=128, sortable=False, format=textos.accion),
        Column("tabla", tr("Tabla"), width=104, sortable=False, format=textos.tabla),
        Column("registro", tr("Registro"), width=80, sortable=False),
        Column("cambio", tr("Qué cambió"), width=120, sortable=False, format=lambda e: textos.resumen(e, zona)),
    )


def filas(eventos: Iterable[EventoVisto | EventoIlegible]) -> list[FilaEvento]:
    """Events as the table shows them."""
    return [_fila(evento) for evento in eventos]


def _fila(e: EventoVisto | EventoIlegible) -> FilaEvento:
    if isinstance(e, EventoIlegible):
        return FilaEvento(e.id, (None, None, None, None, tr("ilegible"), None, None, None))
    return FilaEvento(e.id, (e.fecha, e.usuario, e.equipo, e.modulo, e.accion, e.tabla, e.registro, e))


def evento_de(cells: Cells) -> EventoVisto | None:
    """The event of a row that was read; None: it cannot be read."""
    evento = cells.valores[-1]
    assert evento is None or isinstance(evento, EventoVisto)
    return evento
