"""What the start page tells of in the walk: an obra that lacks material, and an order that should have come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.screens.tour import Tour


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
