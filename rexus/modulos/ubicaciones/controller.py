"""Joins the page of places to the operations; up to date while it is looked at, stale while it is not."""

from __future__ import annotations

from collections.abc import Sequence

from rexus.base.changes import Change
from rexus.base.errors import ConflictoError, DatoInvalidoError, ResultadoDesconocidoError, RexusError
from rexus.base.text import limpiar, tr
from rexus.catalogo.controller.deshacer import offer_undo
from rexus.etiquetas import codigo as etiqueta
from rexus.etiquetas.codigo import DeLugar
from rexus.etiquetas.contenido import de_lugar
from rexus.modulos.ubicaciones import table
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.modulos.ubicaciones.view import PlaceDialog, UbicacionesView
from rexus.stock.ubicaciones import Lugar
from rexus.ui.dialogs import show
from rexus.ui.etiquetas import imprimir
from rexus.ui.few_rows import FewRows
from rexus.ui.guard import spawn
from rexus.ui.module import Context
from rexus.ui.scanner import Scanner
from rexus.ui.short_list import ShortListController

# Goods that move change what a place holds; an import makes places.
_KINDS = ("ubicacion", "movimiento")


class UbicacionesController(ShortListController[Lugar]):
    """Lives as long as its view."""

    def __init__(self, view: UbicacionesView, model: UbicacionesModel, ctx: Context) -> None:
        source = FewRows[Lugar](lambda _asked: model.listar(con_inactivas=True), table.chosen, table.row)
        super().__init__(view, table.columns(), source, ctx, "codigo", tr("Esa ubicación ya no existe."))
        self._view = view
        self._model = model
        self._keep_layout()
        view.new.triggered.connect(lambda: ctx.jobs.spawn(self._create()))
        view.edit.triggered.connect(lambda: ctx.jobs.spawn(self._edit()))
        view.deactivate.triggered.connect(lambda: ctx.jobs.spawn(self._toggle_active()))
        view.refresh.triggered.connect(self.refresh)
        view.labels.triggered.connect(lambda: spawn(ctx, view, self._labels()))
        self.scanner = Scanner(view, ctx.settings.get("escaner.intervalo_ms"))
        self.scanner.scanned.connect(self._on_scanned)
        view.search.entered.connect(lambda: self._on_scanned(view.search.text(), typed=True))
        self._list_keys(view.new, view.edit, view.deactivate, view.labels, view.refresh)
        self._follow()

    def _concerns(self, change: Change) -> bool:
        return change.touches(*_KINDS)

    # ── What is done ──

    async def _labels(self) -> None:
        """One for each place that is selected now."""
        ids = self._view.table.selected_ids()
        imprimir.exigir_pocas(len(ids))
        lugares = [self._source.known[id_] for id_ in ids if id_ in self._source.known]
        if lugares:
            labels = [de_lugar(lugar.id, lugar.codigo, lugar.nombre, lugar.tipo) for lugar in lugares]
            await imprimir.abrir(self._view, self._ctx, labels)

    def _on_scanned(self, text: str, *, typed: bool = False) -> None:
        """The label of a place leads to it."""
        label = etiqueta.leer(text)
        if isinstance(label, DeLugar):
            if typed:
                self._view.search.clear()
            self._wanted.ask(label.ubicacion_id)
        elif not typed:
            self._view.search.setText(text)

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

        self._ctx.notices.show_notice(
            "exito",
            tr("Ubicación {codigo} desactivada.").format(codigo=saved.codigo),
            offer_undo(self._ctx, lambda: tr("desactivación de {codigo}").format(codigo=saved.codigo), use_again),
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

    def _follow(self) -> None:
        may_write = self._ctx.actor().puede("inventario.modificar")
        self._view.show_choice(self._chosen(), may_write=may_write, away=self.away.motivo)

    def _kinds(self) -> list[str]:
        """The kinds of place that are in use, to choose from."""
        return sorted({lugar.tipo for lugar in self._source.known.values() if lugar.tipo})

    def _footer(self, shown: Sequence[Lugar]) -> str:
        return table.footer(shown)


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
