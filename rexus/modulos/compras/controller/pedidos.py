"""The tab «Pedidos»: written, sent, received, annulled, given to the supplier."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from shiboken6 import isValid

from rexus.base.changes import Change
from rexus.base.errors import ArchivoError, BaseError, NoEncontradoError, RexusError
from rexus.base.text import tr
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.modulos.compras import domain, pedidos_table
from rexus.modulos.compras.controller import recibir
from rexus.modulos.compras.controller.fuente import order_rows
from rexus.modulos.compras.model import ComprasModel
from rexus.modulos.compras.pedidos_table import Asked
from rexus.modulos.compras.view.anular import AnnulDialog
from rexus.modulos.compras.view.pedido_form import OrderForm
from rexus.modulos.compras.view.pedidos import PedidosView
from rexus.stock import nueva_clave
from rexus.stock.pedidos import FichaPedido, ResumenPedido
from rexus.stock.recepciones_hechas import RecepcionVista
from rexus.ui import archivos
from rexus.ui.dialogs import confirm, show
from rexus.ui.guard import spawn
from rexus.ui.list_controller import ListController
from rexus.ui.module import Context
from rexus.ui.opening import abrir_carpeta
from rexus.ui.registro import numero_de
from rexus.ui.wanted import Wanted


class PedidosController(ListController):
    """Lives as long as its view."""

    def __init__(self, view: PedidosView, model: ComprasModel, ctx: Context) -> None:
        source = order_rows(model, ctx.zona)
        super().__init__(view, pedidos_table.columns(ctx.zona), source, ctx, order="numero")
        self._view = view
        self._model = model
        self._source = source
        # What arrived of the chosen order, and of which one that is.
        self._receptions: tuple[int, list[RecepcionVista]] = (0, [])
        self._wanted = Wanted(view, self, ctx, tr("Ese pedido ya no existe."), self._uncover)
        self._keep_layout("compras.columnas_pedidos")
        view.table.set_sort("numero", descending=True)
        view.table.current_changed.connect(lambda _id: self._on_current())
        for chip in (view.overdue, view.ended):
            chip.toggled.connect(lambda _on: self.load())
        view.record_wanted.connect(lambda _tabla, registro: self._wanted.ask(numero_de(registro)))
        view.table.row_activated.connect(lambda _id: self._main_verb())
        view.new.triggered.connect(lambda: spawn(ctx, view, self._form(None)))
        view.edit.triggered.connect(lambda: spawn(ctx, view, self._edit()))
        view.send.triggered.connect(lambda: spawn(ctx, view, self._send()))
        view.receive.triggered.connect(lambda: spawn(ctx, view, self._receive()))
        view.annul.triggered.connect(lambda: spawn(ctx, view, self._annul()))
        view.undo_reception.triggered.connect(lambda: spawn(ctx, view, self._undo_reception()))
        view.save_pdf.triggered.connect(lambda: spawn(ctx, view, self._save(".pdf")))
        view.save_xlsx.triggered.connect(lambda: spawn(ctx, view, self._save(".xlsx")))
        view.refresh.triggered.connect(self.refresh)
        self._list_keys(view.new, view.edit, view.send, view.receive, view.save_pdf, view.refresh)
        self.away.cambio.connect(lambda _motivo: self._follow())
        self._follow()

    def query(self) -> Asked:
        view = self._view
        return Asked(view.search.text(), view.ended.isChecked(), view.overdue.isChecked(), *self._order)

    def show_orders(self, ids: list[int]) -> None:
        """Go to the first of them, which were just made."""
        self._wanted.ask(ids[0])

    def _concerns(self, change: Change) -> bool:
        return change.touches("pedido", "proveedor")

    # ── What is done ──

    async def _form(self, pedido: FichaPedido | None) -> None:
        jobs, model = self._ctx.jobs, self._model
        suppliers = [p.nombre for p in await jobs.read(model.proveedores, con_inactivos=False)]
        obras = await jobs.read(model.obras_abiertas)
        dialog = OrderForm(self._view, pedido, suppliers, obras)
        dialog.needs(self._ctx.salud)
        clave = nueva_clave()

        async def save() -> None:
            if pedido is None:
                saved = await jobs.write(model.crear_pedido, dialog.value(), clave)
            else:
                saved = await jobs.write(model.editar_pedido, pedido.id, pedido.version, dialog.value())
            self._wanted.saved(saved.id)
            frase = tr("Borrador {numero} creado.") if pedido is None else tr("Borrador {numero} guardado.")
            self._ctx.notices.show_notice("exito", frase.format(numero=saved.numero))

        dialog.article_wanted.connect(lambda code: spawn(self._ctx, dialog, self._look_up(dialog, code)))
        dialog.submitted.connect(lambda: dialog.attempt(jobs, save()))
        if await show(dialog):
            self._wanted.show()

    async def _look_up(self, dialog: OrderForm, code: str) -> None:
        try:
            found = await self._ctx.jobs.read(self._model.para_pedir, code, dialog.supplier.text())
        except NoEncontradoError:
            if isValid(dialog):
                dialog.refuse(tr("«{codigo}» no es el código de ningún artículo").format(codigo=code))
            return
        except RexusError as error:
            if isValid(dialog):
                dialog.show_error(error)
            return
        if isValid(dialog):
            dialog.add(found)

    async def _edit(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            await self._form(await self._ctx.jobs.read(self._model.pedido, chosen.id))

    async def _send(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        avisos = await self._ctx.jobs.read(self._model.avisos_al_enviar, chosen.id)
        if avisos and not await confirm(
            self._view,
            tr("Marcar {numero} como enviado").format(numero=chosen.numero),
            "\n".join(avisos),
            tr("Marcar igual"),
            nombre="compras.pedidos.enviar_igual",
        ):
            return
        jobs, model, notices = self._ctx.jobs, self._model, self._ctx.notices
        sent = await jobs.write(model.enviar_pedido, chosen.id)

        async def undo() -> None:
            await jobs.write(model.devolver_a_borrador, sent.id)
            notices.show_notice("exito", tr("{numero} es de nuevo un borrador.").format(numero=sent.numero))

        notices.show_notice(
            "exito",
            tr("{numero} enviado a {proveedor}: cuenta como pedido.").format(
                numero=sent.numero, proveedor=sent.proveedor
            ),
            (tr("Guardar en PDF…"), lambda: spawn(self._ctx, self._view, self._save(".pdf", chosen))),
            offer_undo(self._ctx, lambda: tr("envío de {numero}").format(numero=sent.numero), undo),
        )

    async def _receive(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            await recibir.recibir(self._view, self._ctx, self._model, chosen.id)

    async def _annul(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        ficha = await self._ctx.jobs.read(self._model.pedido, chosen.id)
        dialog = AnnulDialog(self._view, ficha.numero, domain.pendiente(ficha))
        dialog.needs(self._ctx.salud)
        jobs = self._ctx.jobs

        async def annul() -> None:
            await jobs.write(self._model.anular_pedido, ficha.id, dialog.reason.text())
            self._ctx.notices.show_notice("exito", tr("{numero} anulado.").format(numero=ficha.numero))

        dialog.submitted.connect(lambda: dialog.attempt(jobs, annul()))
        await show(dialog)

    async def _undo_reception(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        last = next((r for r in await self._ctx.jobs.read(self._model.recepciones, chosen.id) if r.vigente), None)
        if last is None:
            self.reload()
            return
        frase = tr("{llegada}\nLo que entró sale del stock, lo que se reservó queda libre y el pedido espera de nuevo.")
        if await confirm(
            self._view,
            tr("Deshacer la última recepción de {numero}").format(numero=chosen.numero),
            frase.format(llegada=domain.llegada(last, self._ctx.zona)),
            tr("Deshacer la recepción"),
            destructive=True,
            nombre="compras.pedidos.deshacer",
        ):
            await recibir.deshacer(self._ctx, self._model, last.lote_id, chosen.numero, nueva_clave())

    async def _save(self, ending: str, pedido: ResumenPedido | None = None) -> None:
        chosen = pedido or self._chosen()
        if chosen is None:
            return
        file = await archivos.choose_paper(
            self._view,
            tr("Guardar {numero}").format(numero=chosen.numero),
            f"{chosen.numero} {chosen.proveedor}",
            ending,
        )
        if file is not None:
            await self._write(chosen, file, ending)

    async def _write(self, chosen: ResumenPedido, file: Path, ending: str) -> None:
        try:
            await self._ctx.jobs.read(self._model.guardar_pedido, chosen.id, file)
        except (ArchivoError, BaseError) as error:
            # Another name or folder may do.
            again = (tr("Elegir otro lugar"), lambda: spawn(self._ctx, self._view, self._save(ending, chosen)))
            self._ctx.notices.show_error(error, again)
            return
        self._ctx.notices.show_notice(
            "exito",
            tr("{numero} guardado en «{archivo}».").format(numero=chosen.numero, archivo=file.name),
            abrir_carpeta(file.parent, self._ctx.notices.show_error),
        )

    def _main_verb(self) -> None:
        """What Enter on a row does: what comes next for that order."""
        for action in (self._view.edit, self._view.receive):
            if action.isEnabled():
                action.trigger()
                return

    # ── What the table and the rest of the program tell ──

    def _chosen(self) -> ResumenPedido | None:
        current = self._view.table.current_id()
        return self._source.known.get(current) if current is not None else None

    def _on_current(self) -> None:
        chosen = self._chosen()
        if chosen is None or chosen.id != self._receptions[0]:
            self._receptions = (0, [])
        self._follow()
        if chosen is None:
            self._view.card.show_nothing()
        else:
            spawn(self._ctx, self._view, self._show(chosen))

    async def _show(self, chosen: ResumenPedido) -> None:
        try:
            ficha = await self._ctx.jobs.read(self._model.pedido, chosen.id)
            receptions = await self._ctx.jobs.read(self._model.recepciones, chosen.id)
        except NoEncontradoError:
            self._view.card.show_nothing()
            return
        except RexusError as error:
            if not self.away.explica(error):
                raise
            return
        now = self._chosen() if isValid(self._view) else None
        if now is None or now.id != chosen.id:
            return
        self._receptions = (chosen.id, receptions)
        zona = self._ctx.zona
        self._view.card.show_order(now, ficha, receptions, zona, domain.estado(now, datetime.now(UTC), zona))
        self._follow()

    def _follow(self) -> None:
        puede = self._ctx.actor().puede
        self._view.show_choice(
            self._chosen(),
            self._receptions[1],
            may_order=puede("compras.modificar"),
            may_receive=puede("inventario.modificar"),
            away=self.away.motivo,
        )

    def _uncover(self, pedido_id: int, asked: bool) -> bool:
        view = self._view
        if view.search.text() or view.overdue.isChecked():
            view.show_open()
        elif asked and not view.ended.isChecked():
            view.ended.setChecked(True)
        else:
            return False
        return True

    def _on_loaded(self, total: int) -> None:
        view = self._view
        view.set_footer(pedidos_table.footer(self._source.shown, datetime.now(UTC), self._ctx.zona))
        if not total:
            view.show_nothing_found(filtered=bool(view.search.text() or view.overdue.isChecked()))
        self._wanted.show()
        self._on_current()
