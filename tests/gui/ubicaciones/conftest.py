"""The page of places in a window of its own, over a real database."""

from __future__ import annotations

import pytest

from rexus.modulos.ubicaciones.module import MODULE
from tests.gui.inventario_dialogos.mesa import Mesa, ctx, jobs, mesa, registry

__all__ = ["ctx", "jobs", "lugares", "mesa", "registry"]


@pytest.fixture
def lugares(mesa: Mesa) -> Mesa:
    """The page, with a rack that holds goods and two empty places."""
    mesa.article("564002", 12, descripcion="Marco", ubicacion="Rack C16")
    mesa.place("Rack A3", "Junto al portón")
    mesa.place("Ñandú")
    page = MODULE.build(mesa.ctx)
    layout = mesa.page.parentWidget().layout()
    assert layout is not None
    layout.replaceWidget(mesa.page, page)
    mesa.page.hide()
    mesa.page = page
    page.show()
    mesa.wait(lambda: page.table.model().settled and page.table.model().rowCount() == 4)
    return mesa
