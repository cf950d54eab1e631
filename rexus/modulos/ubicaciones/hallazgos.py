"""Places for the search of everything: by words, or by the label on the rack."""

from __future__ import annotations

from collections.abc import Sequence

from rexus.base.progress import Avance
from rexus.base.text import contados, tr
from rexus.etiquetas import codigo as etiqueta
from rexus.etiquetas.codigo import DeLugar
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock.ubicaciones import Lugar
from rexus.ui.buscable import Fuente, Hallazgo, unidos


def lugares(model: UbicacionesModel) -> Fuente:
    """Where they are found, those in use first."""

    def buscar(texto: str, limite: int, _avance: Avance) -> Sequence[Hallazgo]:
        leida = etiqueta.leer(texto)
        etiquetada = leida.ubicacion_id if isinstance(leida, DeLugar) else None
        return [_hallazgo(lugar) for lugar in model.buscar(texto, limite, etiquetada)]

    return Fuente(tr("Ubicaciones"), "ubicaciones", buscar)


def _hallazgo(lugar: Lugar) -> Hallazgo:
    tiene = contados(lugar.piezas, tr("pieza"), tr("piezas")) if lugar.piezas else tr("vacía")
    detalle = unidos((lugar.nombre, tiene, "" if lugar.activo else tr("fuera de uso")))
    return Hallazgo(lugar.codigo, detalle, "ubicaciones", str(lugar.id))
