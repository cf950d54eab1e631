"""The labels of the chosen articles, and of remnants."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.page import CatalogoView
from rexus.etiquetas.contenido import Etiqueta, de_articulo, de_retazo
from rexus.stock.retazos import Retazo
from rexus.ui.etiquetas import imprimir
from rexus.ui.guard import spawn
from rexus.ui.module import Context


class LabelsController(QObject):
    """Joins «Etiquetas» to the dialog that prints them."""

    def __init__(self, view: CatalogoView, model: ModeloCatalogo, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._ctx = ctx
        view.verbs["etiquetas"].triggered.connect(lambda: spawn(ctx, view, self.chosen()))

    async def chosen(self) -> None:
        """One for each article that is selected now, in the order of the table."""
        imprimir.exigir_pocas(self._view.table.selected_count())
        ids = self._view.table.selected_ids()
        if ids:
            await imprimir.abrir(self._view, self._ctx, await self._ctx.jobs.read(_of_articles, self._model, ids))

    async def remnants(self, retazos: Sequence[Retazo]) -> None:
        """One for each piece: each of them is a thing that lies somewhere."""
        imprimir.exigir_pocas(sum(int(r.cantidad) for r in retazos))
        await imprimir.abrir(self._view, self._ctx, [label for r in retazos for label in _of_remnant(r)])


def _of_remnant(r: Retazo) -> list[Etiqueta]:
    label = de_retazo(r.clase, r.articulo_id, r.codigo, r.descripcion, r.longitud_mm, r.ubicacion)
    return [label] * int(r.cantidad)


def _of_articles(model: ModeloCatalogo, ids: Sequence[int]) -> list[Etiqueta]:
    """Runs in a worker thread."""
    catalogo = model.catalogo
    with_qr = "qr" in catalogo.clase.datos.model_fields
    columns = ["codigo", catalogo.clase.titular, *(["qr"] if with_qr else []), *catalogo.etiqueta]
    labels = []
    for fila in model.filas(ids, columns):
        codigo, titular, *rest = (str(valor or "") for valor in fila.valores)
        qr = rest.pop(0) if with_qr else ""
        labels.append(de_articulo(codigo, qr, (titular, *rest)))
    return labels
