"""Cutting: asked, foreseen, registered once, told truly, undone as one; and the remnants that there are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject

from rexus.base.text import tr
from rexus.catalogo import textos
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.catalogo.controller.listing import ListingController
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.corte.dialogo import CutDialog, Taller
from rexus.catalogo.view.corte.retazos import RemnantsDialog
from rexus.catalogo.view.page import CatalogoView
from rexus.stock import nueva_clave
from rexus.stock.cortes import CorteHecho
from rexus.stock.retazos import Retazo
from rexus.ui.dialogs import show
from rexus.ui.guard import spawn
from rexus.ui.impresion.en_dialogo import ofrecer
from rexus.ui.module import Context


class CutController(QObject):
    """Joins «Cortar» and «Retazos» to their operations. `labels(retazos)` prints the labels of some."""

    def __init__(
        self,
        view: CatalogoView,
        listing: ListingController,
        model: ModeloCatalogo,
        ctx: Context,
        labels: Callable[[list[Retazo]], Coroutine[Any, Any, None]],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._listing = listing
        self._model = model
        self._ctx = ctx
        self._labels = labels
        view.verbs["cortar"].triggered.connect(lambda: spawn(ctx, view, self._cut_chosen()))
        view.verbs["retazos"].triggered.connect(lambda: spawn(ctx, view, self.remnants()))

    async def _cut_chosen(self) -> None:
        chosen = self._view.table.current_id()
        if chosen is not None:
            await self.cut(chosen)

    async def cut(self, articulo_id: int, elegido: tuple[int, int] | None = None) -> None:
        """Cut the article; `elegido` is the retazo (length in mm, place) to begin with."""
        ctx, jobs, model = self._ctx, self._ctx.jobs, self._model
        articulo, existencias, lugares = await asyncio.gather(
            jobs.read(model.articulo, articulo_id),
            jobs.read(model.existencias, articulo_id),
            jobs.read(model.sitios),
        )
        if not articulo.valores.get("longitud"):
            ctx.notices.show_notice(
                "advertencia",
                tr("El artículo {codigo} no tiene largo y no se corta: completar su longitud en la ficha.").format(
                    codigo=articulo.codigo
                ),
                (tr("Editar"), self._view.verbs["editar"].trigger),
            )
            return
        may = ctx.actor().puede
        taller = Taller(
            ctx.settings.get("stock.retazo_minimo_mm"),
            ctx.settings.get("stock.sierra_mm"),
            # Goods go to an obra only by who may change obras.
            await jobs.read(model.obras_abiertas) if may("obras.modificar") else (),
            may("obras.aprobar"),
        )
        dialog = CutDialog(model.catalogo, self._view, articulo, existencias, lugares, taller, elegido)
        dialog.needs(ctx.salud)
        clave = nueva_clave()
        done: list[tuple[CorteHecho, str]] = []

        async def register() -> None:
            pedido = dialog.pedido()
            hecho = await jobs.write(
                model.cortar,
                articulo.id,
                pedido.piezas,
                obra_id=pedido.obra_id,
                de_mm=pedido.material.de_mm,
                ubicacion_id=pedido.material.ubicacion_id,
                destino_id=pedido.destino_id,
                ancho_sierra_mm=pedido.sierra_mm,
                retazo_minimo_mm=taller.retazo_minimo,
                de_otras=pedido.de_otras,
                referencia=pedido.referencia,
                clave=clave,
            )
            en = next((s.codigo for s in lugares if s.id == hecho.destino_id), pedido.material.ubicacion)
            done.append((hecho, en))

        dialog.submitted.connect(lambda: dialog.attempt(jobs, register()))
        await show(dialog)
        if done:
            self._tell(*done[0])

    async def remnants(self) -> None:
        """The remnants, those of the chosen article first if it has any; and what is done with one."""
        ctx, view = self._ctx, self._view
        retazos = await ctx.jobs.read(self._model.retazos)
        ficha = view.pane.ficha
        codigo = ficha.articulo.codigo if ficha is not None else ""
        may_cut = "" if ctx.actor().puede(f"{self._model.catalogo.permiso}.modificar") else tr(
            "Hace falta el permiso «{permiso}»."
        ).format(permiso=f"{self._model.catalogo.permiso}.modificar")  # fmt: skip
        dialog = RemnantsDialog(self._model.catalogo, view, retazos, codigo, may_cut or ctx.salud.por_que_no())
        ofrecer(dialog, ctx, dialog.table)
        # Its values are read before it is destroyed.
        accepted = await show(dialog, keep=True)
        hacer, elegidos = dialog.hacer, dialog.elegidos
        dialog.deleteLater()
        if not accepted or not elegidos:
            return
        primero = elegidos[0]
        if hacer == "etiquetas":
            await self._labels(elegidos)
            return
        self._listing.select_article(primero.articulo_id)
        if hacer == "cortar":
            await self.cut(primero.articulo_id, (primero.longitud_mm, primero.ubicacion_id))

    def _tell(self, hecho: CorteHecho, en: str) -> None:
        clave = nueva_clave()

        def que() -> str:
            return tr("corte de {codigo}").format(codigo=hecho.codigo)

        async def undo() -> None:
            motivo = tr("Se deshizo el {que}").format(que=que())
            await self._ctx.jobs.write(self._model.anular_lote, hecho.lote_id, motivo, clave)
            self._ctx.notices.show_notice("exito", tr("Se deshizo el {que}: la pieza está entera.").format(que=que()))

        action = offer_undo(self._ctx, que, undo)
        self._ctx.notices.show_notice("exito", cortado(hecho, en), action)


def cortado(hecho: CorteHecho, en: str) -> str:
    """«Se cortó una barra de 5.800 mm de 564002 para OB-0001: queda un retazo de 580 mm en Rack C16.»"""
    que = tr("un retazo de {mm} de {codigo}") if hecho.de_retazo else tr("una barra de {mm} de {codigo}")
    que = que.format(mm=textos.longitud(hecho.de_mm), codigo=hecho.codigo)
    if hecho.obra:
        que = tr("{que} para {obra}").format(que=que, obra=hecho.obra)
    resto = tr("no queda retazo, {mm} de merma").format(mm=textos.longitud(hecho.merma_mm))
    if hecho.retazo_mm:
        resto = tr("queda un retazo de {mm} en {lugar}").format(mm=textos.longitud(hecho.retazo_mm), lugar=en)
    frase = tr("Ya estaba registrado: se cortó {que}; {resto}.") if hecho.repetido else tr("Se cortó {que}: {resto}.")
    return frase.format(que=que, resto=resto)
