"""The articles of a catalogue for the search of everything: by words, by code or QR, by the label of a remnant."""

from __future__ import annotations

from collections.abc import Sequence

from rexus.base.errors import NoEncontradoError
from rexus.base.progress import Avance
from rexus.base.text import formatear_numero, tr
from rexus.catalogo import textos
from rexus.catalogo.model import ModeloCatalogo
from rexus.etiquetas import codigo as etiqueta
from rexus.etiquetas.codigo import DeRetazo
from rexus.stock.consulta import Consulta, Fila
from rexus.ui.buscable import Fuente, Hallazgo, unidos


def articulos(model: ModeloCatalogo, icono: str) -> Fuente:
    """Where they are found."""

    def buscar(texto: str, limite: int, avance: Avance) -> Sequence[Hallazgo]:
        return _buscar(model, texto, limite, avance)

    return Fuente(tr("Artículos"), icono, buscar)


def _buscar(model: ModeloCatalogo, texto: str, limite: int, avance: Avance) -> list[Hallazgo]:
    """Runs in a worker thread. What was typed or scanned whole comes first, out of use or not."""
    columnas = ("codigo", model.catalogo.clase.titular, "stock_actual", "activo")
    try:
        exactos = model.filas([model.id_por_codigo(texto)], columnas)
    except NoEncontradoError:
        exactos = []
    leida = etiqueta.leer(texto) if not exactos else None
    if isinstance(leida, DeRetazo):
        if leida.clase != model.clase:
            return []
        que = tr("Retazo de {mm} de {codigo}").format(mm=textos.longitud(leida.longitud_mm), codigo="{codigo}")
        return [_hallazgo(model, f, que) for f in model.filas([leida.articulo_id], columnas)]
    vistos = {f.id for f in exactos}
    halladas = model.primera(Consulta(texto), columnas, limite, avance)
    return [_hallazgo(model, f) for f in (*exactos, *(f for f in halladas if f.id not in vistos))][:limite]


def _hallazgo(model: ModeloCatalogo, fila: Fila, titulo: str = "{codigo}") -> Hallazgo:
    codigo, titular, stock, activo = fila.valores
    detalle = unidos((
        str(titular or ""),
        tr("{n} en stock").format(n=formatear_numero(stock)),
        "" if activo else tr("fuera de uso"),
    ))  # fmt: skip
    # Not `format`: a code may hold braces.
    return Hallazgo(titulo.replace("{codigo}", codigo), detalle, model.tabla, str(fila.id))
