"""Purchase orders and suppliers for the search of everything."""

from __future__ import annotations

from collections.abc import Sequence

from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.modulos.compras.model import ComprasModel
from rexus.stock.pedidos import rotulos
from rexus.stock.proveedores import FichaProveedor
from rexus.ui.buscable import Fuente, Hallazgo, unidos


def pedidos(model: ComprasModel) -> Fuente:
    """Where orders are found, the newest first."""

    def buscar(texto: str, limite: int, _avance: Avance) -> Sequence[Hallazgo]:
        return [
            Hallazgo(p.numero, unidos((p.proveedor, rotulos()[p.estado])), "pedidos_compra", str(p.id))
            for p in model.buscar_pedidos(texto, limite)
        ]

    return Fuente(tr("Pedidos"), "compras", buscar)


def proveedores(model: ComprasModel) -> Fuente:
    """Where suppliers are found, those in use first."""

    def buscar(texto: str, limite: int, _avance: Avance) -> Sequence[Hallazgo]:
        hallados = sorted(model.buscar_proveedores(texto), key=lambda p: not p.activo)
        return [_hallazgo(p) for p in hallados[:limite]]

    return Fuente(tr("Proveedores"), "empresa", buscar)


def _hallazgo(p: FichaProveedor) -> Hallazgo:
    detalle = unidos((p.contacto, p.telefono, p.email, "" if p.activo else tr("fuera de uso")))
    return Hallazgo(p.nombre, detalle, "proveedores", str(p.id))
