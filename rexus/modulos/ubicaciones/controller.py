"""Joins the page of places to the operations; up to date while it is looked at, stale while it is not."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from rexus.base.changes import Change
from rexus.base.errors import ConflictoError, DatoInvalidoError, ResultadoDesconocidoError, RexusError
from rexus.base.progress import Avance
from rexus.base.text import limpiar, tr
from rexus.modulos.ubicaciones import table
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.modulos.ubicaciones.table import Fila, Pedido
from rexus.modulos.ubicaciones.view import PlaceDialog, UbicacionesView
from rexus.stock.ubicaciones import Lugar
from rexus.ui.dialogs import show
from rexus.ui.list_controller import ListController
from rexus.ui.module import Context
from rexus.ui.registro import numero_de
from rexus.ui.wanted import Wanted

# Goods that move change what a place holds; an import makes places.
_KINDS = ("ubicacion", "movimiento")


class PlaceRows:
    """A `RowSource`. There are few places, so each question reads all of them; `known` are those of the last one."""

    def __init__(self, model: UbicacionesModel) -> None:
        self._model = model
        self.known: dict[int, Lugar] = {}
        self.shown: list[Lugar] = []

    def first(self, query: Pedido, limit: int, avance: Avance) -> Sequence[Fila]:
        """The first rows in order."""
        return [table.row(lugar) for lugar in self._read(query)[:limit]]

    def index(self, query: Pedido, avance: Avance) -> array[int]:
        """The ids of the whole result in order."""
        return array("q", (lugar.id for lugar in self._read(query)))

    def rows(self, ids: Sequence[int]) -> Sequence[Fila]:
        """The rows of those ids, as they are now."""
        wanted = set(ids)
        return [table.row(lugar) for lugar in self._model.listar(con_inactivas=True) if lugar.id in wanted]

    def _read(self, query: Pedido) -> list[Lugar]:
        every = self._model.listar(con_inactivas=True)
        shown = table.chosen(every, query)
        # Whole values are put in place at once: the screen's thread reads them.
        self.known = {lugar.id: lugar for lugar in every}
        self.shown = shown
        return shown


class UbicacionesController(ListController):
    """Lives as long as its view."""

    def __init__(self, view: UbicacionesView, model: UbicacionesModel, ctx: Context) -> None:
        source = PlaceRows(model)
        super().__init__(view, table.columns(), source, ctx, order="codigo")
        self._view = view
        self._model = model
        self._source = source
        self._wanted = Wanted(view, self, ctx, tr("Esa ubicación ya no existe."), self._uncover)
        self._keep_layout()
        view.table.current_changed.connect(lambda _id: self._follow())
        view.inactive.toggled.connect(lambda _on: self.load())
        view.record_wanted.connect(lambda _tabla, registro: self._wanted.ask(numero_de(registro)))
        view.new.triggered.connect(lambda: ctx.jobs.spawn(self._create()))
        view.edit.triggered.connect(lambda: ctx.jobs.spawn(self._edit()))
        view.deactivate.triggered.connect(lambda: ctx.jobs.spawn(self._toggle_active()))
        view.refresh.triggered.connect(self.refresh)
        self._list_keys(view.new, view.edit, view.deactivate, view.refresh)
        self.away.cambio.connect(lambda _motivo: self._follow())
        self._follow()

    def query(self) -> Pedido:
        return Pedido(self._view.search.text(), self._view.inactive.isChecked(), *self._order)

    def _concerns(self, change: Change) -> bool:
        return change.touches(*_KINDS)

    # ── What is done ──

    async def _create(self) -> None:
        dialog = PlaceDialog(self._view, None, self._kinds())
        dialog.needs(self._ctx.salud)
        doubtful: list[ResultadoDesconocidoError] = []

        async def save() -> None:
            try:
                lugar = await self._ctx.jobs.write(self._model.crear, *dialog.values())
            except ResultadoDesconocidoError as error:
                doubtful.append(error)
                raise
            except DatoInvalidoError:
                # The attempt whose answer was lost may have arrived: then it is what stands in the way.
                arrived = await self._same(dialog.values()) if doubtful else None
                if arrived is None:
                    raise
                lugar = arrived
            self._wanted.saved(lugar.id)
            self._ctx.notices.show_notice("exito", tr("Ubicación {codigo} creada.").format(codigo=lugar.codigo))

        dialog.submitted.connect(lambda: dialog.attempt(self._ctx.jobs, save()))
        if await show(dialog):
            self._wanted.show()

    async def _edit(self) -> None:
        lugar = self._chosen()
        if lugar is None:
            return
        dialog = PlaceDialog(self._view, lugar, self._kinds())
        dialog.needs(self._ctx.salud)
        # Whom the form was filled from; brought up to date when somebody else was faster.
        base = [lugar]
        doubtful: list[ResultadoDesconocidoError] = []

        async def save() -> None:
            try:
                saved = await self._ctx.jobs.write(self._model.editar, lugar.id, base[0].version, *dialog.values())
            except ResultadoDesconocidoError as error:
                doubtful.append(error)
                raise
            except ConflictoError as error:
                now = await self._now(lugar.id)
                if now is None:
                    raise
                if doubtful and _typed(now) == _cleaned(dialog.values()):
                    # The save whose answer was lost had arrived.
                    self._tell_saved(now)
                    return
                base[0] = now
                raise ConflictoError(
                    tr("Otra persona cambió la ubicación mientras se editaba: ahora es {ahora}. No se guardó nada; "
                       "lo escrito sigue aquí.").format(ahora=_described(now)),
                    tr("Guardar otra vez para reemplazarlo, o cancelar."),
                    titulo=tr("Otra persona la cambió"),
                ) from error  # fmt: skip
            self._tell_saved(saved)

        dialog.submitted.connect(lambda: dialog.attempt(self._ctx.jobs, save()))
        if await show(dialog):
            self._wanted.show()

    async def _toggle_active(self) -> None:
        lugar = self._chosen()
        if lugar is None:
            return
        self._view.deactivate.setEnabled(False)
        try:
            saved = await self._ctx.jobs.write(self._model.activar, lugar.id, lugar.version, activo=not lugar.activo)
        except RexusError as error:
            self._ctx.notices.show_error(error)
            self.reload()
            return
        finally:
            self._follow()
        if saved.activo:
            self._ctx.notices.show_notice(
                "exito", tr("Ubicación {codigo} en uso de nuevo.").format(codigo=saved.codigo)
            )
            return

        async def use_again() -> None:
            now = await self._now(saved.id)
            if now is not None and not now.activo:
                await self._ctx.jobs.write(self._model.activar, now.id, now.version, activo=True)
            self._ctx.notices.show_notice(
                "exito", tr("Ubicación {codigo} en uso de nuevo.").format(codigo=saved.codigo)
            )

        item = self._ctx.undo.push(tr("desactivación de {codigo}").format(codigo=saved.codigo), use_again)

        async def undo() -> None:
            try:
                await self._ctx.undo.undo(item)
            except RexusError as error:
                self._ctx.notices.show_error(error)

        self._ctx.notices.show_notice(
            "exito",
            tr("Ubicación {codigo} desactivada.").format(codigo=saved.codigo),
            (tr("Deshacer"), lambda: self._ctx.jobs.spawn(undo())),
        )

    def _tell_saved(self, saved: Lugar) -> None:
        self._wanted.saved(saved.id)
        self._ctx.notices.show_notice("exito", tr("Ubicación {codigo} guardada.").format(codigo=saved.codigo))

    async def _same(self, typed: tuple[str, str, str]) -> Lugar | None:
        """The place that is exactly what was typed, if there is one."""
        lugares = await self._ctx.jobs.read(self._model.listar, con_inactivas=True)
        return next((lugar for lugar in lugares if _typed(lugar) == _cleaned(typed)), None)

    async def _now(self, lugar_id: int) -> Lugar | None:
        lugares = await self._ctx.jobs.read(self._model.listar, con_inactivas=True)
        return next((lugar for lugar in lugares if lugar.id == lugar_id), None)

    # ── What the table and the rest of the program tell ──

    def _chosen(self) -> Lugar | None:
        current = self._view.table.current_id()
        return self._source.known.get(current) if current is not None else None

    def _follow(self) -> None:
        may_write = self._ctx.actor().puede("inventario.modificar")
        self._view.show_choice(self._chosen(), may_write=may_write, away=self.away.motivo)

    def _kinds(self) -> list[str]:
        """The kinds of place that are in use, to choose from."""
        return sorted({lugar.tipo for lugar in self._source.known.values() if lugar.tipo})

    def _uncover(self, lugar_id: int, asked: bool) -> bool:
        """The search goes, and for who asked for it the chip is set."""
        view = self._view
        if asked and lugar_id not in self._source.known:
            return False
        if view.search.text():
            view.search.clear()
        elif asked and not view.inactive.isChecked():
            view.inactive.setChecked(True)
        else:
            return False
        return True

    def _on_loaded(self, total: int) -> None:
        self._view.set_footer(table.footer(self._source.shown))
        if not total:
            self._view.show_nothing_found(searched=bool(self._view.search.text()))
        self._wanted.show()
        self._follow()


def _typed(lugar: Lugar) -> tuple[str, str, str]:
    return lugar.codigo, lugar.nombre, lugar.tipo


def _cleaned(values: tuple[str, str, str]) -> tuple[str, str, str]:
    codigo, nombre, tipo = (" ".join(limpiar(value).split()) for value in values)
    return codigo, nombre, tipo


def _described(lugar: Lugar) -> str:
    """«Rack C16 · Fondo · rack»."""
    partes = [parte for parte in (lugar.codigo, lugar.nombre, lugar.tipo) if parte]
    if not lugar.activo:
        partes.append(tr("inactiva"))
    return " · ".join(partes)
