"""Entrada, salida, ajuste, transferencia and anulación: asked, registered once, told truly, and undone on request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from rexus.base.errors import ConflictoError
from rexus.base.text import tr
from rexus.catalogo import textos
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.annul import AnnulDialog
from rexus.catalogo.view.movement import MovementDialog
from rexus.catalogo.view.page import CatalogoView
from rexus.catalogo.view.transfer import TransferDialog
from rexus.stock import nueva_clave
from rexus.stock.articulos import Articulo
from rexus.stock.cantidades import cantidad_no_nula, cantidad_positiva
from rexus.stock.errors import ClaveRepetidaError
from rexus.stock.kardex import ExistenciaLugar
from rexus.stock.ledger import AJUSTE, ANULACION, ENTRADA, SALIDA, MovimientoHecho
from rexus.stock.movimientos import Pedido
from rexus.stock.ubicaciones import Sitio
from rexus.ui.dialogs import show
from rexus.ui.guard import spawn
from rexus.ui.module import Context


class MovementsController(QObject):
    """Joins the verbs of movements to their operations. A dialog is one attempt: its UUID stays over every retry."""

    def __init__(self, view: CatalogoView, model: ModeloCatalogo, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._ctx = ctx
        for verb, tipo in (("entrada", ENTRADA), ("salida", SALIDA), ("ajuste", AJUSTE)):
            self._on(verb, partial(self.move, tipo))
        self._on("transferir", self.transfer)
        self._on("anular", self.annul)
        kardex = view.pane.kardex
        kardex.selectionModel().currentChanged.connect(lambda *_: self._follow_line())
        kardex.kardex.modelReset.connect(self._follow_line)
        self._follow_line()

    async def move(self, tipo: str) -> None:
        """An entrada, salida or ajuste of the chosen article."""
        found = await self._look()
        if found is None:
            return
        articulo, existencias, lugares = found
        if tipo == SALIDA and not existencias:
            self._ctx.notices.show_notice(
                "advertencia", tr("No queda ninguna pieza de {codigo}.").format(codigo=articulo.codigo)
            )
            return
        dialog = MovementDialog(self._model.catalogo, self._view, tipo, articulo, existencias, lugares)
        dialog.needs(self._ctx.salud)
        clave = nueva_clave()
        done: list[tuple[MovimientoHecho, int]] = []

        async def register() -> None:
            pedido = dialog.pedido(clave)
            (cantidad_no_nula if tipo == AJUSTE else cantidad_positiva)(pedido.cantidad)
            done.append((await self._once(self._operation(tipo), pedido), pedido.longitud_mm))

        dialog.submitted.connect(lambda: dialog.attempt(self._ctx.jobs, register()))
        await show(dialog)
        if done:
            hecho, length = done[0]
            self._tell(textos.registrado(hecho, longitud_mm=length), hecho, length)

    async def transfer(self) -> None:
        """Pieces of the chosen article from one place to another."""
        found = await self._look()
        if found is None:
            return
        articulo, existencias, lugares = found
        if not existencias:
            self._ctx.notices.show_notice(
                "advertencia", tr("No queda ninguna pieza de {codigo} para transferir.").format(codigo=articulo.codigo)
            )
            return
        dialog = TransferDialog(self._model.catalogo, self._view, articulo, existencias, lugares)
        dialog.needs(self._ctx.salud)
        clave = nueva_clave()
        done: list[tuple[str, MovimientoHecho]] = []

        async def register() -> None:
            t = dialog.traslado()
            cantidad_positiva(t.cantidad)
            sale, _entra = await self._once(
                self._model.transferir,
                articulo.id,
                t.cantidad,
                t.de.ubicacion_id,
                t.a.ubicacion_id,
                longitud_mm=t.de.longitud_mm,
                referencia=t.referencia,
                clave=clave,
            )
            done.append((textos.transferido(sale, t.de.ubicacion, t.a.ubicacion), sale))

        dialog.submitted.connect(lambda: dialog.attempt(self._ctx.jobs, register()))
        await show(dialog)
        if done:
            self._tell(*done[0])

    async def annul(self) -> None:
        """The movement on which the cursor of the card stands."""
        linea, ficha = self._view.pane.kardex.current(), self._view.pane.ficha
        if linea is None or ficha is None:
            return
        dialog = AnnulDialog(self._model.catalogo, self._view, ficha.articulo.codigo, linea, self._ctx.zona)
        dialog.needs(self._ctx.salud)
        clave = nueva_clave()
        done: list[str] = []

        async def register() -> None:
            hecho = await self._ctx.jobs.write(self._model.anular, linea.id, dialog.motivo.text(), clave)
            done.append(textos.anulado(hecho, longitud_mm=linea.longitud_mm))

        dialog.submitted.connect(lambda: dialog.attempt(self._ctx.jobs, register()))
        await show(dialog)
        if done:
            self._ctx.notices.show_notice("exito", done[0])

    # ── Inside ──

    def _on(self, verb: str, start: Callable[[], Coroutine[Any, Any, None]]) -> None:
        action = self._view.verbs[verb]
        action.triggered.connect(lambda: spawn(self._ctx, self._view, start()))

    async def _look(self) -> tuple[Articulo, Sequence[ExistenciaLugar], Sequence[Sitio]] | None:
        """The chosen article, where its pieces are, and every place."""
        chosen = self._view.table.current_id()
        if chosen is None:
            return None
        jobs, model = self._ctx.jobs, self._model
        articulo, existencias, lugares = await asyncio.gather(
            jobs.read(model.articulo, chosen), jobs.read(model.existencias, chosen), jobs.read(model.sitios)
        )
        return articulo, existencias, lugares

    def _operation(self, tipo: str) -> Callable[[Pedido], Any]:
        model = self._model
        return {
            ENTRADA: model.registrar_entrada,
            SALIDA: model.registrar_salida,
            AJUSTE: model.registrar_ajuste,
        }[tipo]

    async def _once(self, operation: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Register; the dialog's UUID sees to it that an attempt whose answer was lost is not registered twice."""
        try:
            return await self._ctx.jobs.write(operation, *args, **kw)
        except ClaveRepetidaError as error:
            raise ConflictoError(
                tr("El intento anterior sí quedó registrado, con otros datos. Ahora no se registró nada."),
                tr("Cerrar esta ventana y revisar el kardex antes de registrar otro movimiento."),
                titulo=tr("Ya estaba registrado"),
            ) from error

    def _tell(self, frase: str, hecho: MovimientoHecho, length: int = 0) -> None:
        clave = nueva_clave()

        async def undo() -> None:
            done = await self._ctx.jobs.write(self._model.anular, hecho.id, tr("Deshacer"), clave)
            self._ctx.notices.show_notice("exito", textos.anulado(done, longitud_mm=length))

        action = offer_undo(self._ctx, lambda: textos.accion(hecho), undo)
        self._ctx.notices.show_notice("exito", frase, action)

    def _follow_line(self) -> None:
        """Only a movement that stands can be annulled."""
        linea = self._view.pane.kardex.current()
        self._view.verbs.follow_line(linea is not None and linea.anulado_por is None and linea.tipo != ANULACION)
