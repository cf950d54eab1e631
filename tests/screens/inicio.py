"""The start page in the walk: an obra that lacks material, an order that should have come, and the charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea

if TYPE_CHECKING:
    from rexus.shell.application import Application
    from tests.screens.tour import Tour


def walk(tour: Tour, app: Application) -> None:
    """The charts, below what needs somebody."""
    canvas = app.window.findChild(QScrollArea, "inicio.lienzo")
    assert canvas is not None
    canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().maximum())
    tour.photo(app, "inicio_graficos")
    canvas.verticalScrollBar().setValue(0)


def fill(tour: Tour, data: Path) -> None:
    """Two obras that wait, one order that is late."""
    summary = str(data / "rehau_obra.csv")
    for code, name, due in (
        ("OB-0101", "Casa Peñaloza", "20/12/2026"),
        ("OB-0102", "Edificio Mitre 455", "15/03/2027"),
    ):
        tour.rexus("obra", "crear", code, "--nombre", name, "--fecha-entrega", due)
        tour.rexus("obra", "importar-resumen", code, summary)
    tour.rexus("pedido", "crear", "--obra", "OB-0101", "--fecha-prometida", "02/11/2026")
