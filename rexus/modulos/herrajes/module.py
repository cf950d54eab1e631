"""The page «Herrajes» of the navigation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from rexus.catalogo.controller.page import CatalogoController
from rexus.catalogo.hallazgos import articulos
from rexus.catalogo.view.page import CatalogoView
from rexus.modulos.herrajes.catalogo import HERRAJES
from rexus.modulos.herrajes.controller.categorias import CategoriesController
from rexus.modulos.herrajes.controller.cuadricula import GridController
from rexus.modulos.herrajes.controller.imagenes import PicturesController
from rexus.modulos.herrajes.controller.kits import KitsController
from rexus.modulos.herrajes.hallazgos import kits as found_kits
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.herrajes.view.kits import KitsView
from rexus.modulos.herrajes.view.page import HerrajesPage
from rexus.ui.buscable import Fuente
from rexus.ui.module import Context, Module


def build(ctx: Context) -> QWidget:
    """The page, joined to its model. Opens no connection: the first look at it does."""
    view, kits = CatalogoView(HERRAJES, ctx.zona), KitsView()
    model = HerrajesModel(ctx.registry, ctx.actor)
    # Each lives as long as its parent, the view.
    controller = CatalogoController(view, model, ctx)
    CategoriesController(view, model, controller.listing.away, ctx)
    PicturesController(view, model, controller.listing.away, ctx)
    GridController(view, controller.listing, model, ctx)
    KitsController(kits, model, ctx)
    return HerrajesPage(view, kits)


def sources(ctx: Context) -> Sequence[Fuente]:
    """Where its records are found."""
    model = HerrajesModel(ctx.registry, ctx.actor)
    return articulos(model, "herrajes"), found_kits(model)


MODULE = Module(
    HERRAJES.id,
    HERRAJES.titulo,
    "herrajes",
    "herrajes.ver",
    build,
    abre=frozenset({HERRAJES.clase.tabla, "kits"}),
    fuentes=sources,
)
