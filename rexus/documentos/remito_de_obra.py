"""The delivery note of what went out to an obra or came back from it, as it was recorded."""

from __future__ import annotations

from datetime import tzinfo

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.documentos.remito import LineaRemito, Remito
from rexus.stock import CORTE, DEVOLUCION, EntregaVista, FichaObra


def remito_de(entrega: EntregaVista, obra: FichaObra, zona: tzinfo) -> Remito:
    """What its delivery note says: the lines that still stand. `zona` is the workshop's.

    Raises DatoInvalidoError for a cut, which has none, and for what was undone whole.
    """
    if entrega.tipo == CORTE:
        raise DatoInvalidoError(tr("Un corte no tiene remito. No se escribió nada."))
    lineas = [linea for linea in entrega.lineas if not linea.anulada]
    if not lineas:
        raise DatoInvalidoError(
            tr("{numero} se deshizo: no hay nada que escribir en su remito.").format(numero=entrega.numero)
        )
    return Remito(
        entrega.numero,
        entrega.fecha,
        zona,
        obra.codigo,
        obra.nombre,
        [LineaRemito(v.codigo, v.descripcion, v.cantidad, v.unidad, v.ubicacion, v.acabado) for v in lineas],
        cliente=obra.cliente,
        direccion=obra.direccion,
        telefono=obra.telefono,
        usuario=entrega.usuario,
        observaciones=entrega.nota,
        devolucion=entrega.tipo == DEVOLUCION,
    )
