"""The tab «Materiales»: what the obra needs, added, changed and taken away by hand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from shiboken6 import isValid

from rexus.base.changes import Change
from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import contados, tr
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.modulos.obras import materiales_table, textos
from rexus.modulos.obras.controller.tarjeta import CardController, CardTab, concerns
from rexus.modulos.obras.materiales_table import Pedido
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.obras.view.formulario import MaterialDialog
from rexus.modulos.obras.view.materiales import MaterialesView
from rexus.stock.cantidades import cantidad_positiva
from rexus.stock.clases import clase_de
from rexus.stock.codigos import Nombrado
from rexus.stock.errors import ArticuloInexistenteError
from rexus.stock.libro_reservas import Clave
from rexus.stock.requerimientos import Material
from rexus.ui.dialogs import show
from rexus.ui.few_rows import FewRows
from rexus.ui.guard import spawn
from rexus.ui.module import Context


class MaterialesController(CardTab):
    """Lives as long as its view."""

    def __init__(self, view: MaterialesView, model: ObrasModel, card: CardController, ctx: Context) -> None:
        self._source = FewRows[Material](
            lambda asked: model.materiales(asked.obra_id), materiales_table.chosen, materiales_table.row
        )
        self._view = view
        self._model = model
        self._added: Clave | None = None
        super().__init__(view, materiales_table.columns(), self._source, ctx, card)
        view.filtered.connect(self.load)
        view.refresh.triggered.connect(self.refresh)
        for action, start in (
            (view.add, self._add),
            (view.change, self._change),
            (view.remove, self._remove),
        ):
            action.triggered.connect(lambda _checked=False, start=start: spawn(ctx, view, start()))
        view.look_up.triggered.connect(self._look_up_article)
        for action in (view.search_action, *view.menu_actions[0][1]):
            ctx.shortcuts.add(action, grupo=tr("Materiales de una obra"))
        self._follow()

    @property
    def materials(self) -> list[Material]:
        """All of the obra's, as they were read last."""
        return list(self._source.known.values()) if self._shows_this_one() else []

    def chosen_lines(self) -> list[Material]:
        """The selected materials, in the order of the rows, where several are selected; else all that show."""
        known = self._source.known
        selected = [known[id_] for id_ in self._view.table.selected_ids() if id_ in known]
        return selected if len(selected) > 1 else self.materials

    def current(self) -> Material | None:
        """The material on which the cursor stands."""
        current = self._view.table.current_id()
        if current is None or self.card.vista is None or not self._shows_this_one():
            return None
        return self._source.known.get(current)

    def query(self) -> Pedido:
        return Pedido(self._obra_id, self._view.search.text(), self._view.short.isChecked(), *self._order)

    def _concerns(self, change: Change) -> bool:
        return concerns(change)

    # ── What is done ──

    async def _add(self) -> None:
        vista = self.card.vista
        if vista is None:
            return
        dialog = MaterialDialog(self._view, vista.ficha.codigo, None)
        dialog.needs(self._ctx.salud)
        jobs, model, obra = self._ctx.jobs, self._model, vista.ficha
        done: list[tuple[Nombrado, Decimal]] = []

        async def save() -> None:
            code = dialog.code.text().strip()
            if not code:
                raise DatoInvalidoError(
                    tr("Falta el código del artículo. No se guardó nada."), campos={"codigo": tr("falta completarlo")}
                )
            found = await self._article(code)
            clave = found.clave
            how_many = cantidad_positiva(dialog.count.text())
            there = next((m for m in self.materials if m.clave == clave and m.necesarias), None)
            if there is not None:
                raise DatoInvalidoError(
                    tr("{obra} ya necesita {n} de {codigo}. No se cambió nada.").format(
                        obra=obra.codigo, n=textos.numero(there.necesarias), codigo=there.codigo
                    ),
                    tr("Cambiar cuántas necesita en su línea."),
                    campos={"codigo": tr("ya está en la lista")},
                )
            await jobs.write(model.poner, obra.id, {clave: how_many})
            done.append((found, how_many))
            self._added = clave

        dialog.code_typed.connect(lambda code: spawn(self._ctx, dialog, self._describe(dialog, code)))
        dialog.submitted.connect(lambda: dialog.attempt(jobs, save()))
        await show(dialog)
        if done:
            self._choose_added()
            added, how_many = done[0]
            self._tell_needed({added.clave: Decimal(0)}, tr("{obra} necesita {n} × {codigo}.").format(
                obra=obra.codigo, n=textos.numero(how_many), codigo=added.codigo
            ))  # fmt: skip

    async def _article(self, code: str) -> Nombrado:
        """Refused at its field: this dialog cannot look for one in any other way."""
        try:
            named: Nombrado = await self._ctx.jobs.read(self._model.articulo, code)
        except ArticuloInexistenteError as error:
            raise DatoInvalidoError(
                error.frase, tr("Revisar el código."), campos={"codigo": tr("no está en el catálogo")}
            ) from error
        return named

    def _choose_added(self) -> None:
        """The material that was added is the one to go on with, once it is among the rows."""
        row = next((id_ for id_, m in self._source.known.items() if m.clave == self._added), None)
        if self.ready and row is not None:
            self._added = None
            self._view.table.select_id(row)

    async def _describe(self, dialog: MaterialDialog, code: str) -> None:
        """What article it is, as soon as its code is typed."""
        if not code.strip() or dialog.is_busy:
            return
        try:
            found = await self._ctx.jobs.read(self._model.articulo, code.strip())
        except RexusError as error:
            if isValid(dialog):
                dialog.what.say("")
                dialog.code.show_error(error.frase)
            return
        if isValid(dialog):
            libres = contados(found.disponible, tr("disponible"), tr("disponibles"))
            dialog.what.say(" · ".join(parte for parte in (found.titular, libres) if parte))

    async def _change(self) -> None:
        m, vista = self.current(), self.card.vista
        if m is None or vista is None:
            return
        dialog = MaterialDialog(self._view, vista.ficha.codigo, m)
        dialog.needs(self._ctx.salud)
        done: list[Decimal] = []

        async def save() -> None:
            how_many = cantidad_positiva(dialog.count.text())
            await self._ctx.jobs.write(self._model.poner, vista.ficha.id, {m.clave: how_many})
            done.append(how_many)

        dialog.submitted.connect(lambda: dialog.attempt(self._ctx.jobs, save()))
        await show(dialog)
        if done and done[0] != m.necesarias:
            self._tell_needed({m.clave: m.necesarias}, tr("{codigo}: {obra} necesita {n}.").format(
                codigo=m.codigo, obra=vista.ficha.codigo, n=textos.numero(done[0])
            ))  # fmt: skip

    async def _remove(self) -> None:
        vista = self.card.vista
        current = self.current()
        if vista is None or current is None:
            return
        several = self.chosen_lines() if self._view.table.selected_count() > 1 else [current]
        gone = [m for m in several if m.necesarias]
        if not gone:
            return
        await self._ctx.jobs.write(self._model.poner, vista.ficha.id, {m.clave: 0 for m in gone})
        codes = ", ".join(m.codigo for m in gone[:4]) + (" …" if len(gone) > 4 else "")
        before = {m.clave: m.necesarias for m in gone}
        self._tell_needed(before, tr("{obra} ya no necesita {codigos}.").format(obra=vista.ficha.codigo, codigos=codes))

    def _tell_needed(self, before: Mapping[Clave, Decimal], frase: str) -> None:
        """Undoing it writes down what was needed before, of each article; 0 is nothing."""
        vista = self.card.vista
        if vista is None:
            return
        obra = vista.ficha

        async def undo() -> None:
            await self._ctx.jobs.write(self._model.poner, obra.id, before)
            self._ctx.notices.show_notice(
                "exito", tr("Los materiales de {obra} vuelven a ser los de antes.").format(obra=obra.codigo)
            )

        action = offer_undo(self._ctx, lambda: tr("cambio de materiales de {obra}").format(obra=obra.codigo), undo)
        self._ctx.notices.show_notice("exito", frase, action)

    def _look_up_article(self) -> None:
        m = self.current()
        if m is not None:
            self._ctx.abrir(clase_de(m.clase).tabla, str(m.articulo_id))

    # ── What the table and the rest of the program tell ──

    def _follow(self) -> None:
        view, vista = self._view, self.card.vista
        materials = self.materials if vista is not None else []
        away = self.away.motivo
        view.show_choice(
            self.current(),
            may=self._may and not away and vista is not None,
            why=away or ("" if self._may else tr("Hace falta el permiso «obras.modificar»")),
            open_obra=vista is not None and vista.ficha.abierta,
            some=bool(materials),
            held=any(m.reservado for m in materials),
            got=any(m.devolvible for m in materials),
        )
        m = self.current()
        if m is not None and not self._ctx.puede_abrir(clase_de(m.clase).tabla):
            view.look_up.setEnabled(False)

    def _on_loaded(self, total: int) -> None:
        view, materials = self._view, self.materials
        view.set_footer(textos.pie_de_materiales(materials))
        if not materials:
            view.show_empty(
                tr("Todavía no tiene materiales"),
                tr("Importar el resumen que da el programa de aberturas, o agregarlos uno por uno."),
                [view.load_file, view.add],
                icono="obras",
            )
        else:
            view.show_content()
            view.show_nothing_found()
        self._choose_added()
        self._follow()

    def _shows_this_one(self) -> bool:
        asked = self._source.query
        return asked is not None and asked.obra_id == self._obra_id
