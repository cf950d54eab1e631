"""The quick movement: what is scanned is looked up in order, and the whole list is posted as one batch.

`await rapido.abrir(page, ctx, model, tipo)`.
"""

from __future__ import annotations

from collections import deque
from decimal import Decimal

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rexus.base.changes import Result
from rexus.base.errors import NoEncontradoError, RexusError
from rexus.base.text import contados, tr
from rexus.catalogo import textos
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.catalogo.controller.unico import only_one
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.rapido.dialogo import QuickDialog
from rexus.etiquetas import codigo as etiqueta
from rexus.etiquetas.codigo import DeLugar, DeRetazo
from rexus.stock import nueva_clave
from rexus.stock.articulos import Articulo
from rexus.stock.codigo_escrito import CodigoDudosoError
from rexus.stock.ledger import SALIDA, MovimientoHecho
from rexus.ui.dialogs import show
from rexus.ui.module import Context


async def abrir(page: QWidget, ctx: Context, model: ModeloCatalogo, tipo: str = SALIDA) -> None:
    """Scan a list and post it; `tipo` is SALIDA or ENTRADA to begin with. Returns when the dialog is closed."""
    with only_one(page, "rapido") as first:
        if first:
            await _open(page, ctx, model, tipo)


async def _open(page: QWidget, ctx: Context, model: ModeloCatalogo, tipo: str) -> None:
    try:
        lugares = await ctx.jobs.read(model.sitios)
    except RexusError as error:
        ctx.notices.show_error(error)
        return
    dialog = QuickDialog(page, lugares, tipo, ctx.settings.get("escaner.intervalo_ms"))
    flow = _Flow(dialog, ctx, model)
    try:
        await show(dialog)
    finally:
        flow.closed = True
    if flow.done:
        _tell(ctx, model, flow.tipo, flow.done)


class _Flow:
    """One list. `done` is what was posted in the end, as `tipo`."""

    def __init__(self, dialog: QuickDialog, ctx: Context, model: ModeloCatalogo) -> None:
        self._dialog = dialog
        self._ctx = ctx
        self._model = model
        # Names this one posting, however often it is tried.
        self._clave = nueva_clave()
        self._queue: deque[str] = deque()
        self._looking = False
        self.done: list[MovimientoHecho] = []
        self.tipo = SALIDA
        self.closed = False
        dialog.needs(ctx.salud)
        dialog.scanned.connect(self._on_scanned)
        dialog.submitted.connect(lambda: ctx.jobs.spawn(self._post()))

    def _on_scanned(self, text: str) -> None:
        """Scans come faster than answers; they are taken in their order."""
        self._queue.append(text)
        self._dialog.waiting(1)
        if not self._looking:
            self._looking = True
            self._ctx.jobs.spawn(self._look_up())

    async def _look_up(self) -> None:
        try:
            while self._queue and not self.closed and isValid(self._dialog):
                text = self._queue.popleft()
                try:
                    await self._add(text)
                finally:
                    if isValid(self._dialog):
                        self._dialog.waiting(-1)
        finally:
            self._looking = False

    async def _add(self, text: str) -> None:
        dialog = self._dialog
        known = dialog.lista.conocido(text)
        if known is not None:
            r = dialog.lista.renglones[known]
            dialog.add(text, r.articulo_id, r.codigo, r.descripcion, r.stock, r.longitud_mm)
            return
        label: DeLugar | DeRetazo | None = None
        try:
            articulo = await self._ctx.jobs.read(_article, self._model, text)
        except CodigoDudosoError as error:
            if isValid(dialog):
                dialog.refuse(text, tr("{frase} No se agregó.").format(frase=error.frase))
            return
        except NoEncontradoError:
            label = etiqueta.leer(text)
            if label is None or (isinstance(label, DeRetazo) and label.clase != self._model.clase):
                if isValid(dialog):
                    dialog.refuse(
                        text, tr("«{texto}» no es el código de ningún artículo. No se agregó.").format(texto=text)
                    )
                return
        except RexusError as error:
            if isValid(dialog):
                dialog.refuse(text, error.explicacion)
            return
        if isinstance(label, DeLugar):
            if isValid(dialog) and not dialog.choose_place(label.ubicacion_id):
                dialog.refuse(text, tr("Ese lugar ya no está en uso."))
        elif label is not None:
            await self._add_remnant(text, label)
        elif isValid(dialog):
            dialog.add(text, articulo.id, articulo.codigo, articulo.titular, articulo.stock_actual)

    async def _add_remnant(self, text: str, label: DeRetazo) -> None:
        dialog = self._dialog
        try:
            articulo, hay = await self._ctx.jobs.read(_remnants, self._model, label)
        except RexusError as error:
            if isValid(dialog):
                dialog.refuse(text, error.explicacion)
            return
        if isValid(dialog):
            que = tr("retazo {mm} · {descripcion}").format(
                mm=textos.longitud(label.longitud_mm), descripcion=articulo.titular
            )
            dialog.add(text, articulo.id, articulo.codigo, que, hay, label.longitud_mm)

    async def _post(self) -> None:
        dialog, jobs = self._dialog, self._ctx.jobs
        if dialog.working:
            return
        tipo = dialog.tipo
        pedidos = dialog.lista.pedidos(dialog.lugar_id, dialog.reference.text().strip())
        dialog.lista.absolver()
        dialog.busy(True)
        try:
            done = await jobs.write(self._model.registrar_varios, tipo, pedidos, self._clave)
        except RexusError as error:
            if isValid(dialog) and not self.closed:
                dialog.busy(False)
                dialog.show_error(error)
                dialog.blame(error.frase)
                dialog.back_to_code()
            return
        except BaseException:
            if isValid(dialog):
                dialog.busy(False)
            raise
        self.done, self.tipo = done, tipo
        if isValid(dialog):
            dialog.busy(False)
            dialog.accept()


def _article(model: ModeloCatalogo, text: str) -> Articulo:
    return model.articulo(model.id_por_codigo(text))


def _remnants(model: ModeloCatalogo, label: DeRetazo) -> tuple[Articulo, Decimal]:
    """The article of a retazo, and how many of that length there are."""
    hay = (e.cantidad for e in model.existencias(label.articulo_id) if e.longitud_mm == label.longitud_mm)
    return model.articulo(label.articulo_id), sum(hay, Decimal(0))


def _annul(model: ModeloCatalogo, hecho: MovimientoHecho, que: str, clave: str) -> Result[list[MovimientoHecho]]:
    """Undo the batch of a movement. Runs in the writing thread."""
    lote_id = model.kardex(hecho.articulo_id, hecho.id + 1, 1)[0].lote_id
    assert lote_id is not None  # the list was posted as a batch
    return model.anular_lote(lote_id, tr("Se deshizo la {que}").format(que=que), clave)


def _tell(ctx: Context, model: ModeloCatalogo, tipo: str, hechos: list[MovimientoHecho]) -> None:
    def que() -> str:
        cuantas = contados(sum(abs(h.cantidad) for h in hechos), tr("pieza"), tr("piezas"))
        return (tr("salida de {piezas}") if tipo == SALIDA else tr("entrada de {piezas}")).format(piezas=cuantas)

    articulos = contados(len(hechos), tr("artículo"), tr("artículos"))
    sujeto = que()[:1].upper() + que()[1:]
    frase = tr("{que} de {articulos} registrada.").format(que=sujeto, articulos=articulos)
    if all(h.repetido for h in hechos):
        frase = tr("{que} de {articulos} ya estaba registrada.").format(que=sujeto, articulos=articulos)
    clave = nueva_clave()

    async def annul() -> None:
        anulados = await ctx.jobs.write(_annul, model, hechos[0], que(), clave)
        ctx.notices.show_notice(
            "exito",
            tr("Se deshizo la {que}: {movimientos}.").format(
                que=que(),
                movimientos=contados(len(anulados), tr("movimiento anulado"), tr("movimientos anulados")),
            ),
        )

    ctx.notices.show_notice("exito", frase, offer_undo(ctx, que, annul))
