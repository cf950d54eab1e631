"""The spreadsheet that the story imports."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import xlsxwriter

from tests.package.story import CODIGO

_ROWS: Final = (
    ("Código", "Descripción", "Acabado", "Longitud", "Stock mínimo"),
    (CODIGO, "Marco 64 Euro-Design", "Montaña", 5800, 4),
    ("564081", "Hoja Z74 Euro-Design", "Montaña", 5800, 0),
    ("555320", "Cuarto caña 17 mm", "Foliado", 5800, 2),
)


def write(target: Path) -> Path:
    """Make it; returns it. Raises OSError."""
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        for number, row in enumerate(_ROWS):
            page.write_row(number, 0, row)
    return target
