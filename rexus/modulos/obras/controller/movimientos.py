"""Setting apart, freeing, giving out and taking back: asked, done once, told truly, and undone on request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject

from rexus.base.text import tr
from rexus.modulos.obras import textos
from rexus.modulos.obras.controller.hechos import undo_batch
from rexus.modulos.obras.controller.materiales import MaterialesController
from rexus.modulos.obras.controller.remito import offer_paper
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.obras.view.entregar import DevolverDialog, EntregarDialog
from rexus.modulos.obras.view.lineas import LineasDialog, Renglon
from rexus.modulos.obras.view.materiales import MaterialesView
from rexus.stock import nueva_clave
from rexus.stock.entregas import EntregaHecha
from rexus.stock.lineas import Linea
from rexus.stock.obras import FichaObra
from rexus.stock.requerimientos import Material
from rexus.stock.reservas import ReservaHecha
from rexus.stock.ubicaciones import Sitio
from rexus.ui.dialogs import show
from rexus.ui.guard import spawn
from rexus.ui.module import Context

_CERO = Decimal(0)


class MovementsController(QObject):
    """A dialog is one attempt: its UUID stays over every retry."""

    def __init__(self, view: MaterialesView, model: ObrasModel, tab: MaterialesController, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._tab = tab
        self._ctx = ctx
        for action, start in (
            (view.reserve, self._reserve),
            (view.reserve_lines, self._reserve_lines),
            (view.free, self._free),
            (view.give, self._give),
            (view.give_back, self._give_back),
        ):
            action.triggered.connect(lambda _checked=False, start=start: self._start(start))

    def _start(self, start: Callable[[FichaObra], Coroutine[Any, Any, None]]) -> None:
        vista = self._tab.card.vista
        if vista is not None:
            spawn(self._ctx, self._view, start(vista.ficha))

    # ── Reservations ──

    async def _reserve(self, obra: FichaObra) -> None:
        self._view.reserve.setEnabled(False)
        try:
            hecha = await self._ctx.jobs.write(self._model.reservar, obra.id, None, nueva_clave())
        finally:
            self._tab.reload()
        self._tell_reserved(hecha)

    async def _reserve_lines(self, obra: FichaObra) -> None:
        lines = [
            Renglon(m, (m.necesarias, m.reservado, m.faltan, m.disponible), min(m.faltan, m.disponible))
            for m in await self._fresh(obra)
            if m.necesarias
        ]
        dialog = LineasDialog(
            self._view,
            tr("Reservar para {obra}").format(obra=obra.codigo),
            tr("Reservar"),
            nombre="obras.reservar",
            cifras=(tr("Necesarias"), tr("Reservado"), tr("Faltan"), tr("Disponible")),
            columna=tr("Reservar"),
            renglones=lines,
        )
        hecha = await self._ask(dialog, lambda clave: self._write_lines(self._model.reservar, obra, dialog, clave))
        if hecha is not None:
            self._tell_reserved(hecha)

    async def _free(self, obra: FichaObra) -> None:
        lines = [Renglon(m, (m.reservado,), m.reservado) for m in await self._fresh(obra) if m.reservado]
        dialog = LineasDialog(
            self._view,
            tr("Liberar lo reservado para {obra}").format(obra=obra.codigo),
            tr("Liberar"),
            nombre="obras.liberar",
            cifras=(tr("Reservado"),),
            columna=tr("Liberar"),
            renglones=lines,
        )
        hecha = await self._ask(dialog, lambda clave: self._write_lines(self._model.liberar, obra, dialog, clave))
        if hecha is not None and hecha.lote_id is not None:
            undo = undo_batch(
                self._ctx, self._model, lambda: tr("liberación de {obra}").format(obra=obra.codigo), hecha.lote_id
            )
            self._ctx.notices.show_notice("exito", textos.liberado(hecha), undo)

    def _write_lines(
        self, operation: Callable[..., Any], obra: FichaObra, dialog: LineasDialog, clave: str
    ) -> asyncio.Future[Any]:
        lines = [Linea(*articulo, n) for articulo, n in dialog.quantities().items()]
        return self._ctx.jobs.write(operation, obra.id, lines, clave)

    def _tell_reserved(self, hecha: ReservaHecha) -> None:
        actions = []
        if hecha.lote_id is not None:
            actions.append(
                undo_batch(
                    self._ctx, self._model, lambda: tr("reserva para {obra}").format(obra=hecha.obra), hecha.lote_id
                )
            )
        if hecha.cortas:
            actions.append((tr("Ver qué falta"), self._show_short))
        # What lacks is bad news: it stays until it is read.
        self._ctx.notices.show_notice("advertencia" if hecha.cortas else "exito", textos.reservado(hecha), *actions)

    def _show_short(self) -> None:
        self._view.search.clear()
        self._view.short.setChecked(True)

    # ── Goods ──

    async def _give(self, obra: FichaObra) -> None:
        materials, sitios = await self._fresh(obra), await self._places()
        dialog = EntregarDialog(
            self._view,
            obra.codigo,
            materials,
            sitios,
            puede_aprobar=self._ctx.actor().puede("obras.aprobar"),
        )

        def write(clave: str) -> asyncio.Future[EntregaHecha]:
            return self._ctx.jobs.write(
                self._model.entregar,
                obra.id,
                dialog.lineas(),
                de_otras=dialog.de_otras(),
                remito=dialog.number.text(),
                nota=dialog.note.text(),
                clave=clave,
            )

        hecha = await self._ask(dialog, write)
        if hecha is not None:
            self._ctx.notices.show_notice(
                "exito",
                textos.entregado(hecha),
                offer_paper(self._ctx, self._view, self._model, hecha.lote_id),
                undo_batch(
                    self._ctx, self._model, lambda: tr("entrega a {obra}").format(obra=hecha.obra), hecha.lote_id
                ),
            )

    async def _give_back(self, obra: FichaObra) -> None:
        materials, sitios = await self._fresh(obra), await self._places()
        dialog = DevolverDialog(self._view, obra.codigo, [m for m in materials if m.devolvible], sitios)

        def write(clave: str) -> asyncio.Future[EntregaHecha]:
            return self._ctx.jobs.write(
                self._model.devolver,
                obra.id,
                dialog.lineas(),
                remito=dialog.number.text(),
                nota=dialog.note.text(),
                clave=clave,
            )

        hecha = await self._ask(dialog, write)
        if hecha is not None:
            self._ctx.notices.show_notice(
                "exito",
                textos.devuelto(hecha),
                offer_paper(self._ctx, self._view, self._model, hecha.lote_id),
                undo_batch(
                    self._ctx, self._model, lambda: tr("devolución de {obra}").format(obra=hecha.obra), hecha.lote_id
                ),
            )

    # ── Inside ──

    async def _ask(self, dialog: LineasDialog, write: Callable[[str], asyncio.Future[Any]]) -> Any:
        """What was done in the end, None for nothing; refusals stay in the dialog."""
        dialog.needs(self._ctx.salud)
        clave = nueva_clave()
        done: list[Any] = []

        async def attempt() -> None:
            done.append(await write(clave))

        dialog.submitted.connect(lambda: dialog.attempt(self._ctx.jobs, attempt()))
        await show(dialog)
        return done[0] if done else None

    async def _fresh(self, obra: FichaObra) -> list[Material]:
        """The materials as they are now: those that are selected, where several are."""
        wanted = {m.clave for m in self._tab.chosen_lines()}
        materials = await self._ctx.jobs.read(self._model.materiales, obra.id)
        return [m for m in materials if m.clave in wanted] or list(materials)

    async def _places(self) -> Sequence[Sitio]:
        actor = self._ctx.actor()
        if not any(actor.puede(f"{modulo}.ver") for modulo in ("inventario", "herrajes")):
            return ()
        return await self._ctx.jobs.read(self._model.sitios)
