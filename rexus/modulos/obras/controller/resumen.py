"""Bringing in a «resumen de materiales»: read, looked at, and then written, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from rexus.base.text import tr
from rexus.catalogo.controller.deshacer import offer_undo, sure_of
from rexus.catalogo.view.importar.soltar import FileDrop
from rexus.intercambio.filas_sueltas import ArchivoConErroresError, FilasLeidas
from rexus.intercambio.resumen import leer_resumen
from rexus.modulos.obras import textos
from rexus.modulos.obras.controller.tarjeta import CardController
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.obras.view.materiales import MaterialesView
from rexus.modulos.obras.view.resumen import Mirado, ResumenDialog
from rexus.modulos.obras.view.resumen_errores import ErroresDialog
from rexus.stock import FilaResumen
from rexus.stock.clases import todas
from rexus.stock.obras import FichaObra
from rexus.stock.resumen import PlanResumen
from rexus.ui import archivos
from rexus.ui.dialogs import show
from rexus.ui.guard import spawn
from rexus.ui.module import Context

Leido = tuple[list[FilaResumen], FilasLeidas, PlanResumen]


class ResumenController(QObject):
    """A spreadsheet that is dropped on the materials does the same as choosing one."""

    def __init__(self, view: MaterialesView, model: ObrasModel, card: CardController, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._card = card
        self._ctx = ctx
        view.load_file.triggered.connect(lambda: spawn(ctx, view, self._choose()))
        drop = FileDrop(view)
        drop.dropped.connect(lambda file: spawn(ctx, view, self._dropped(file)))

    async def _choose(self) -> None:
        file = await archivos.choose_to_read(self._view, tr("Elegir el resumen de materiales"))
        if file is not None:
            await self._look(file)

    async def _dropped(self, file: Path) -> None:
        if self._view.load_file.isEnabled():
            await self._look(file)

    async def _look(self, file: Path) -> None:
        vista = self._card.vista
        if vista is None:
            return
        obra, con_totales = vista.ficha, False
        while True:
            self._view.busy(True)
            try:
                leido = await self._ctx.jobs.read(_read, self._model, obra.id, file, con_totales=con_totales)
            except ArchivoConErroresError as error:
                if not await show(ErroresDialog(self._view, file.name, error.errores)):
                    return
                # The errors may be those of a total that was wanted.
                con_totales = False
                continue
            finally:
                self._view.busy(False)
            wanted = await self._decide(obra, leido, con_totales)
            if wanted == con_totales:
                return
            con_totales = wanted

    async def _decide(self, obra: FichaObra, leido: Leido, con_totales: bool) -> bool:
        """Show what it would change, and do that; whether the rows that look like totals are wanted in the end."""
        filas, leidas, plan = leido
        actor = self._ctx.actor()
        called = {fila.codigo: str(fila.datos.get("descripcion") or "") for fila in filas}
        creatable = frozenset(c.nombre for c in todas() if actor.puede(f"{c.permiso}.modificar"))
        mirado = Mirado(leidas.archivo, plan, leidas.avisos, called, leidas.totales, con_totales)
        dialog = ResumenDialog(self._view, mirado, creatable)
        dialog.needs(self._ctx.salud)
        done: list[PlanResumen] = []

        async def bring_in() -> None:
            made = dialog.crear()
            left_out = {d.codigo for d in plan.desconocidos} - made
            rows = [fila for fila in filas if fila.codigo not in left_out]
            done.append(
                await self._ctx.jobs.write(
                    self._model.importar_resumen,
                    obra.id,
                    rows,
                    leidas.archivo,
                    crear=bool(made),
                    quitar=dialog.quitar,
                )
            )

        dialog.submitted.connect(lambda: dialog.attempt(self._ctx.jobs, bring_in()))
        await show(dialog)
        wanted = dialog.con_totales
        if done:
            self._tell(done[0])
        return wanted

    def _tell(self, done: PlanResumen) -> None:
        ctx, model, lote = self._ctx, self._model, done.lote
        if lote is None:
            ctx.notices.show_notice("exito", textos.importado(done))
            return

        async def undo() -> None:
            ctx.notices.show_notice(
                "exito", textos.resumen_deshecho(await ctx.jobs.write(model.deshacer_resumen, lote))
            )

        ask = sure_of(ctx, lambda: tr("¿Deshacer la importación del resumen?"), lambda: textos.vuelve_atras(done))
        action = offer_undo(ctx, lambda: tr("resumen de {obra}").format(obra=done.obra), undo, ask=ask)
        ctx.notices.show_notice("exito", textos.importado(done), action)


def _read(model: ObrasModel, obra_id: int, file: Path, *, con_totales: bool) -> Leido:
    """The rows of the file and what they would change. Runs in a worker thread."""
    filas, leidas = leer_resumen(file, con_totales=con_totales)
    return filas, leidas, model.simular_resumen(obra_id, filas, leidas.archivo)
