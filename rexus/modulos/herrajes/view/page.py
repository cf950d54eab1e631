"""The page of herrajes: the catalogue, and beside it its kits, as two tabs."""

from __future__ import annotations

from rexus.base.text import tr
from rexus.catalogo.view.page import CatalogoView
from rexus.modulos.herrajes.view.kits import KitsView
from rexus.ui.pestanas import TabbedPage


class HerrajesPage(TabbedPage):
    """What the window shows of the module. The tabs are `herrajes.pestanas`."""

    def __init__(self, catalogue: CatalogoView, kits: KitsView) -> None:
        super().__init__(
            "herrajes",
            tr("Partes de Herrajes"),
            ((tr("Catálogo"), catalogue), (tr("Kits"), kits)),
            {"kits": kits},
        )
