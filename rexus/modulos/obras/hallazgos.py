"""Obras for the search of everything."""

from __future__ import annotations

from collections.abc import Sequence

from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.modulos.obras import textos
from rexus.modulos.obras.model import ObrasModel
from rexus.stock.obras import FichaObra
from rexus.ui.buscable import Fuente, Hallazgo, unidos


def obras(model: ObrasModel) -> Fuente:
    """Where they are found; those that go on come first."""

    def buscar(texto: str, limite: int, _avance: Avance) -> Sequence[Hallazgo]:
        return [_hallazgo(obra) for obra in model.buscar(texto, limite)]

    return Fuente(tr("Obras"), "obras", buscar)


def _hallazgo(obra: FichaObra) -> Hallazgo:
    detalle = unidos((obra.nombre, obra.cliente, textos.estado(obra.estado)))
    return Hallazgo(obra.codigo, detalle, "obras", str(obra.id))
