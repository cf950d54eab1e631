"""Kits for the search of everything."""

from __future__ import annotations

from collections.abc import Sequence

from rexus.base.progress import Avance
from rexus.base.text import formatear_numero, tr
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.stock.kits import KitVisto
from rexus.ui.buscable import Fuente, Hallazgo, unidos


def kits(model: HerrajesModel) -> Fuente:
    """Where they are found."""

    def buscar(texto: str, limite: int, _avance: Avance) -> Sequence[Hallazgo]:
        return [_hallazgo(kit) for kit in model.buscar_kits(texto, limite)]

    return Fuente(tr("Kits"), "herrajes", buscar)


def _hallazgo(kit: KitVisto) -> Hallazgo:
    alcanza = tr("alcanza para {n}").format(n=formatear_numero(kit.disponible))
    detalle = unidos((kit.nombre, alcanza, "" if kit.activo else tr("fuera de uso")))
    return Hallazgo(kit.codigo, detalle, "kits", str(kit.id))
