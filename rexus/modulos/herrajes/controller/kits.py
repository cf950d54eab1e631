"""The tab «Kits»: up to date while it is looked at; made, edited, given out and undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shiboken6 import isValid

from rexus.base.changes import Change
from rexus.base.errors import NoEncontradoError, RexusError
from rexus.base.text import contados, tr
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.modulos.herrajes import kits_table
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.herrajes.view.kit_form import Candidate, GiveDialog, KitDialog, ReserveDialog
from rexus.modulos.herrajes.view.kits import KitsView
from rexus.stock import nueva_clave
from rexus.stock.codigo_escrito import CodigoDudosoError
from rexus.stock.kits import KitVisto
from rexus.stock.kits_obra import KitReservado
from rexus.stock.obras import FichaObra
from rexus.ui.dialogs import show
from rexus.ui.few_rows import FewRows
from rexus.ui.guard import spawn
from rexus.ui.list_controller import obey_settings
from rexus.ui.module import Context
from rexus.ui.short_list import ShortListController


class KitsController(ShortListController[KitVisto]):
    """Lives as long as its view."""

    def __init__(self, view: KitsView, model: HerrajesModel, ctx: Context) -> None:
        source = FewRows[KitVisto](lambda _asked: model.kits(), kits_table.chosen, kits_table.row)
        super().__init__(view, kits_table.columns(), source, ctx, "codigo", tr("Ese kit ya no existe."))
        self._view = view
        self._model = model
        obey_settings(view, ctx.settings)
        self._list_keys(view.new, view.edit, view.give, view.retire)
        view.new.triggered.connect(lambda: spawn(ctx, view, self._form(None)))
        view.edit.triggered.connect(lambda: spawn(ctx, view, self._form(self._chosen())))
        view.give.triggered.connect(lambda: spawn(ctx, view, self._give()))
        view.reserve.triggered.connect(lambda: spawn(ctx, view, self._reserve()))
        view.retire.triggered.connect(lambda: spawn(ctx, view, self._toggle_active()))
        self._follow()

    def _concerns(self, change: Change) -> bool:
        # What its parts are, and how many of them there are.
        return change.touches("kit", "movimiento", "reserva", self._model.clase)

    # ── What is done ──

    async def _form(self, kit: KitVisto | None) -> None:
        dialog = KitDialog(self._view, kit)
        dialog.needs(self._ctx.salud)
        jobs, model, clave = self._ctx.jobs, self._model, nueva_clave()

        async def save() -> None:
            if kit is None:
                saved = await jobs.write(model.crear_kit, dialog.value(), dialog.lines(), clave)
            else:
                saved = await jobs.write(model.editar_kit, kit.id, kit.version, dialog.value(), dialog.lines())
            self._wanted.saved(saved.id)
            frase = tr("Kit {codigo} creado.") if kit is None else tr("Kit {codigo} guardado.")
            self._ctx.notices.show_notice("exito", frase.format(codigo=saved.codigo))

        dialog.part_wanted.connect(lambda text: spawn(self._ctx, dialog, self._look_up(dialog, text)))
        dialog.submitted.connect(lambda: dialog.attempt(jobs, save()))
        if await show(dialog):
            self._wanted.show()

    async def _look_up(self, dialog: KitDialog, text: str) -> None:
        try:
            found = await self._ctx.jobs.read(_candidate, self._model, text)
        except CodigoDudosoError as error:
            if isValid(dialog):
                dialog.refuse(error.frase)
            return
        except NoEncontradoError:
            if isValid(dialog):
                dialog.refuse(tr("«{texto}» no es el código de ningún herraje ni kit").format(texto=text))
            return
        except RexusError as error:
            if isValid(dialog):
                dialog.show_error(error)
            return
        if isValid(dialog):
            dialog.add(found)

    async def _give(self) -> None:
        kit = self._chosen()
        if kit is None:
            return
        dialog = GiveDialog(self._view, kit, await self._obras())
        dialog.needs(self._ctx.salud)
        jobs, model, clave = self._ctx.jobs, self._model, nueva_clave()
        done: list[tuple[int, Callable[[], str], int]] = []

        async def register() -> None:
            cantidad, referencia, obra = dialog.count.text(), dialog.reference.text(), dialog.obra.obra_id()

            def que() -> str:
                return tr("salida de {n} × {codigo}").format(n=cantidad.strip(), codigo=kit.codigo)

            if obra is None:
                hecho = await jobs.write(model.salida_de_kit, kit.id, cantidad, referencia, clave)
                done.append((hecho.lote_id, que, len(hecho.movimientos)))
                return
            entrega = await jobs.write(model.entregar_kit, kit.id, obra, cantidad, referencia, clave)
            done.append(
                (
                    entrega.lote_id,
                    lambda: tr("{que} para {obra}").format(que=que(), obra=entrega.obra),
                    sum(len(linea.lugares) for linea in entrega.lineas),
                )
            )

        dialog.submitted.connect(lambda: dialog.attempt(jobs, register()))
        await show(dialog)
        if done:
            lote_id, que, movimientos = done[0]
            cuantos = contados(movimientos, tr("movimiento"), tr("movimientos"))
            self._tell_done(lote_id, que, tr("registrada: {movimientos}").format(movimientos=cuantos))

    async def _reserve(self) -> None:
        kit = self._chosen()
        if kit is None:
            return
        obras = await self._obras()
        if not obras:
            self._ctx.notices.show_notice(
                "advertencia", tr("No hay ninguna obra abierta para la que reservar: crear una en Obras.")
            )
            return
        dialog = ReserveDialog(self._view, kit, obras)
        dialog.needs(self._ctx.salud)
        jobs, clave = self._ctx.jobs, nueva_clave()
        done: list[KitReservado] = []

        async def register() -> None:
            done.append(
                await jobs.write(self._model.reservar_kit, kit.id, dialog.obra_id(), dialog.count.text(), clave)
            )

        dialog.submitted.connect(lambda: dialog.attempt(jobs, register()))
        await show(dialog)
        if done:
            hecho = done[0]

            def que() -> str:
                frase = tr("reserva de {n} × {codigo} para {obra}")
                return frase.format(n=hecho.cantidad, codigo=hecho.kit, obra=hecho.obra)

            partes = contados(len(hecho.requeridas), tr("artículo"), tr("artículos"))
            self._tell_done(hecho.lote_id, que, tr("hecha: {articulos}").format(articulos=partes))

    async def _obras(self) -> Sequence[FichaObra]:
        """Those that goods can go to, for who may send them there."""
        if not self._ctx.actor().puede("obras.modificar"):
            return ()
        return await self._ctx.jobs.read(self._model.obras_abiertas)

    def _tell_done(self, lote_id: int, que: Callable[[], str], como: str) -> None:
        clave = nueva_clave()

        async def undo() -> None:
            motivo = tr("Se deshizo la {que}").format(que=que())
            anulados = await self._ctx.jobs.write(self._model.anular_lote, lote_id, motivo, clave)
            frase = tr("Se deshizo la {que}.")
            if anulados:
                frase = tr("Se deshizo la {que}: {movimientos}.")
            cuantos = contados(len(anulados), tr("movimiento anulado"), tr("movimientos anulados"))
            self._ctx.notices.show_notice("exito", frase.format(que=que(), movimientos=cuantos))

        action = offer_undo(self._ctx, que, undo)
        frase = tr("{que} {como}.").format(que=que()[:1].upper() + que()[1:], como=como)
        self._ctx.notices.show_notice("exito", frase, action)

    async def _toggle_active(self) -> None:
        kit = self._chosen()
        if kit is None:
            return
        try:
            saved = await self._ctx.jobs.write(self._model.activar_kit, kit.id, kit.version, activo=not kit.activo)
        finally:
            self.reload()
        frase = tr("Kit {codigo} en uso de nuevo.") if saved.activo else tr("Kit {codigo} fuera de uso.")
        self._ctx.notices.show_notice("exito", frase.format(codigo=saved.codigo))

    # ── What the table and the rest of the program tell ──

    def _follow(self) -> None:
        may_write = self._ctx.actor().puede("herrajes.modificar")
        may_reserve = self._ctx.actor().puede("obras.modificar")
        self._view.show_choice(self._chosen(), may_write=may_write, may_reserve=may_reserve, away=self.away.motivo)

    def _footer(self, shown: Sequence[KitVisto]) -> str:
        return kits_table.footer(shown)


def _candidate(model: HerrajesModel, text: str) -> Candidate:
    """An article with that code, or a kit with it; the very code before one that differs in capitals. Runs in a worker
    thread."""
    articulo = kit = None
    try:
        articulo = model.articulo(model.id_por_codigo(text))
        if articulo.codigo == text:
            return Candidate(articulo.id, None, articulo.codigo, articulo.titular)
        kit = model.kit(model.kit_por_codigo(text))
    except CodigoDudosoError:
        raise
    except NoEncontradoError:
        if articulo is None:
            kit = model.kit(model.kit_por_codigo(text))
    if kit is not None and (articulo is None or kit.codigo == text):
        return Candidate(None, kit.id, kit.codigo, kit.nombre)
    assert articulo is not None
    return Candidate(articulo.id, None, articulo.codigo, articulo.titular)
