"""The page «Compras» of the navigation: what is missing, purchase orders, suppliers, as three tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.modulos.compras.controller.faltantes import FaltantesController
from rexus.modulos.compras.controller.pedidos import PedidosController
from rexus.modulos.compras.controller.proveedores import ProveedoresController
from rexus.modulos.compras.hallazgos import pedidos, proveedores
from rexus.modulos.compras.model import ComprasModel
from rexus.modulos.compras.view.faltantes import FaltantesView
from rexus.modulos.compras.view.pedidos import PedidosView
from rexus.modulos.compras.view.proveedores import ProveedoresView
from rexus.ui.buscable import Fuente
from rexus.ui.module import Context, Module
from rexus.ui.pestanas import TabbedPage


def build(ctx: Context) -> QWidget:
    """The page, joined to its operations. Opens no connection."""
    missing, orders, suppliers = FaltantesView(), PedidosView(), ProveedoresView()
    model = ComprasModel(ctx.registry, ctx.actor, ctx.settings)
    page = TabbedPage(
        "compras",
        tr("Partes de Compras"),
        ((tr("Faltantes"), missing), (tr("Pedidos"), orders), (tr("Proveedores"), suppliers)),
        {"pedidos_compra": orders, "proveedores": suppliers},
    )
    # Each lives as long as its parent, the view.
    of_orders = PedidosController(orders, model, ctx)

    def show_orders(ids: list[int]) -> None:
        page.show_tab(orders)
        of_orders.show_orders(ids)

    missing.orders_wanted.connect(lambda: page.show_tab(orders))
    FaltantesController(missing, model, ctx, show_orders)
    ProveedoresController(suppliers, model, ctx)
    return page


def sources(ctx: Context) -> Sequence[Fuente]:
    """Where its records are found."""
    model = ComprasModel(ctx.registry, ctx.actor, ctx.settings)
    return pedidos(model), proveedores(model)


MODULE = Module(
    "compras",
    "Compras",
    "compras",
    "compras.ver",
    build,
    abre=frozenset({"pedidos_compra", "proveedores"}),
    fuentes=sources,
)
