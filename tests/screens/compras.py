"""The part of the walk that goes through purchases: what is missing, orders in all states, suppliers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.shell.application import Application
from rexus.stock import obras, pedidos, proveedores, recepciones, requerimientos
from rexus.stock.movimientos import Pedido
from rexus.stock.pedidos import LineaPedida
from rexus.stock.recepciones import LineaRecibida

if TYPE_CHECKING:
    from tests.screens.tour import Tour

_VERBS = (
    ("faltantes", ("pedir", "precios")),
    ("pedidos", ("recibir", "anular", "nuevo")),
    ("proveedores", ("editar", "nuevo")),
)


def fill(home: Path) -> None:
    """Two obras that need things, remnants, a draft, an order on its way and one that is late and came in part."""
    registry = Registry(paths_under(home))

    def do(operation: Any, *args: Any, **kw: Any) -> Any:
        return registry.escribir(INVENTARIO, SISTEMA, operation, *args, **kw).value

    perfiles, herrajes = InventarioModel(registry, lambda: SISTEMA), HerrajesModel(registry, lambda: SISTEMA)
    ids = [("perfil", n) for n in range(1, 8)] + [("herraje", n) for n in range(1, 4)]
    for n, (codigo, nombre, entrega) in enumerate(
        (("OB-0007", "Casa Núñez", "2030-12-20"), ("OB-0008", "Edificio Belgrano 1.240", "2030-12-01"))
    ):
        obra = do(obras.crear, {"codigo": codigo, "nombre": nombre, "fecha_entrega": entrega}).id
        do(requerimientos.poner, obra, {clave: 400 + 7 * n + clave[1] for clave in ids[n:]})
    perfiles.registrar_entrada(Pedido(1, 2, longitud_mm=2100))
    herrajes.registrar_entrada(Pedido(1, 2))
    datos = {"nombre": "Técnica Perú S.R.L.", "contacto": "Ángela Muñoz", "telefono": "011 4444-5555"}
    do(proveedores.crear, {**datos, "email": "ventas@ejemplo.com", "dias_entrega": 12})
    lineas = [LineaPedida(*clave, 6, "8750,40") for clave in ids[:3]]
    tarde = do(pedidos.crear, "Técnica Perú", lineas, enviar=True, fecha_prometida="2026-01-15")
    llegada = LineaRecibida(tarde.lineas[0].id, 2, 1, "golpeada en la punta")
    do(recepciones.recibir, tarde.id, [llegada], remito="R-0001-77")
    do(pedidos.crear, "INDUSTRIAS REHAU", lineas)
    do(pedidos.crear, "INDUSTRIAS REHAU", lineas[:1], enviar=True, fecha_prometida="2031-01-15")
    registry.close()


def walk(tour: Tour, app: Application) -> None:
    """Photograph the three tabs and what their verbs open."""
    assert app.session is not None
    page: Any = app.session.page.built["compras"]
    for n, (part, verbs) in enumerate(_VERBS):
        page.tabs.setCurrentIndex(n)
        tour.settle()
        table: Any = page.findChild(object, f"compras.{part}.tabla")
        table.select_row(min(2, table.model().rowCount() - 1))
        tour.settle()
        tour.photo(app, f"compras_{part}")
        for verb in verbs:
            action = page.findChild(QAction, f"compras.{part}.{verb}")
            if action.isEnabled():
                action.trigger()
                tour.dialog(app, f"compras_{part}_{verb}")
    page.tabs.setCurrentIndex(0)
