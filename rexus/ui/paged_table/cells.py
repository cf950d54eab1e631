"""Rows as they are painted: every string ready, so that painting neither formats nor reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from rexus.base.text import tr
from rexus.ui.paged_table.columns import Column, Mark, Row

# Longer text is for the detail pane: laying out a megabyte to show its first words would stop the screen.
_LONGEST: Final = 300
_LOADING_ID: Final = -1


class Cells:
    """One row: its values as they were read, what the cells show, and their marks (None where there are none)."""

    __slots__ = ("id", "marcas", "textos", "valores")

    def __init__(
        self, id: int, valores: tuple[Any, ...], textos: tuple[str, ...], marcas: tuple[Mark | None, ...] | None = None
    ) -> None:
        self.id = id
        self.valores = valores
        self.textos = textos
        self.marcas = marcas

    @property
    def real(self) -> bool:
        """Whether there is a row: neither still being read nor deleted."""
        return bool(self.valores)


def present(rows: Iterable[Row], columns: Sequence[Column]) -> list[Cells]:
    """Rows with their strings and marks made. Runs in the worker's thread."""
    marked = any(column.mark is not None for column in columns)
    return [
        Cells(
            row.id,
            row.valores,
            tuple(_line(column.text(value)) for column, value in zip(columns, row.valores, strict=True)),
            tuple(c.mark(row) if c.mark is not None else None for c in columns) if marked else None,
        )
        for row in rows
    ]


def loading(columns: Sequence[Column]) -> Cells:
    """A row that is still being read: empty cells."""
    return Cells(_LOADING_ID, (), ("",) * len(columns))


def unread(columns: Sequence[Column]) -> Cells:
    """A row that could not be read: it says so where its code would be."""
    return _saying(tr("(no leído)"), _LOADING_ID, columns)


def gone(id: int, columns: Sequence[Column]) -> Cells:
    """A row that was deleted after the table was read: it says so where its code would be."""
    return _saying(tr("(eliminado)"), id, columns)


def _saying(frase: str, id: int, columns: Sequence[Column]) -> Cells:
    place = next((n for n, column in enumerate(columns) if column.kind == "codigo"), 0)
    textos = [""] * len(columns)
    textos[place] = frase
    return Cells(id, (), tuple(textos))


def _line(text: str) -> str:
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    return text if text.isprintable() else " ".join(text.split())
