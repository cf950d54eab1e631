"""The tab «Adjuntos»: files added, opened, copied out and taken away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rexus.base.changes import Change
from rexus.base.text import contados, formatear_tamano, tr
from rexus.intercambio.reemplazo import archivo_nuevo
from rexus.modulos.obras import adjuntos_table
from rexus.modulos.obras.adjuntos_table import Pedido
from rexus.modulos.obras.controller.tarjeta import CardController, CardTab
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.obras.view.adjuntos import AdjuntosView
from rexus.stock.adjuntos import Adjunto
from rexus.ui import archivos
from rexus.ui.dialogs import confirm
from rexus.ui.few_rows import FewRows
from rexus.ui.guard import spawn
from rexus.ui.module import Context
from rexus.ui.opening import abrir


class AdjuntosController(CardTab):
    """Lives as long as its view."""

    def __init__(self, view: AdjuntosView, model: ObrasModel, card: CardController, ctx: Context) -> None:
        self._source = FewRows[Adjunto](
            lambda asked: model.adjuntos(asked.obra_id), adjuntos_table.chosen, adjuntos_table.row
        )
        self._view = view
        self._model = model
        self._copies: tempfile.TemporaryDirectory[str] | None = None
        super().__init__(view, adjuntos_table.columns(ctx.zona), self._source, ctx, card, order="fecha")
        view.table.set_sort("fecha", True)
        for action, start in (
            (view.add, self._add),
            (view.open, self._open),
            (view.save, self._save),
            (view.remove, self._remove),
        ):
            action.triggered.connect(lambda _checked=False, start=start: spawn(ctx, view, start()))
        view.refresh.triggered.connect(self.refresh)
        self._follow()

    def current(self) -> Adjunto | None:
        """The file on which the cursor stands."""
        chosen = self._view.table.current_id()
        if chosen is None or self.card.vista is None:
            return None
        found = self._source.known.get(chosen)
        return found if found is not None and found.obra_id == self._obra_id else None

    def query(self) -> Pedido:
        return Pedido(self._obra_id, *self._order)

    def _concerns(self, change: Change) -> bool:
        return change.touches("adjunto")

    async def _add(self) -> None:
        obra_id = self._obra_id
        file = await archivos.choose_attachment(self._view, tr("Elegir un PDF o una imagen"))
        if file is None:
            return
        done = await self._ctx.jobs.write(self._model.adjuntar, obra_id, file)
        self._ctx.notices.show_notice("exito", tr("«{nombre}» quedó con la obra.").format(nombre=done.nombre))

    async def _open(self) -> None:
        adjunto = self.current()
        if adjunto is not None:
            # One folder for each: two files may bear the same name.
            file = Path(tempfile.mkdtemp(dir=self._folder())) / adjunto.nombre
            await self._ctx.jobs.read(_copy, self._model, adjunto.id, file)
            abrir(file, self._ctx.notices.show_error)[1]()

    def _folder(self) -> str:
        """Where copies lie that other programs open; it goes together with the page."""
        if self._copies is None:
            self._copies = folder = tempfile.TemporaryDirectory(prefix="rexus-", ignore_cleanup_errors=True)
            self._view.destroyed.connect(lambda: folder.cleanup())
        return self._copies.name

    async def _save(self) -> None:
        adjunto = self.current()
        if adjunto is None:
            return
        file = await archivos.choose_where(self._view, tr("Guardar una copia"), adjunto.nombre)
        if file is not None:
            await self._ctx.jobs.read(_copy, self._model, adjunto.id, file)
            frase = tr("Copia guardada en «{nombre}».").format(nombre=file.name)
            notices = self._ctx.notices
            notices.show_notice("exito", frase, abrir(file, notices.show_error))

    async def _remove(self) -> None:
        adjunto = self.current()
        if adjunto is None:
            return
        if await confirm(
            self._view,
            tr("¿Quitar «{nombre}»?").format(nombre=adjunto.nombre),
            tr("Se borra para siempre de la obra; queda solo en los respaldos que ya se hicieron."),
            tr("Quitar archivo"),
            destructive=True,
            nombre="obras.confirmar_quitar",
        ):
            await self._ctx.jobs.write(self._model.quitar_adjunto, adjunto.id)
            self._ctx.notices.show_notice("exito", tr("Se quitó «{nombre}».").format(nombre=adjunto.nombre))

    def _follow(self) -> None:
        self._view.show_choice(
            self.current(), shown=self.card.vista is not None, may_write=self._may, away=self.away.motivo
        )

    def _on_loaded(self, total: int) -> None:
        shown = self._source.shown
        size = formatear_tamano(sum(a.tamano for a in shown))
        archivos_ = contados(len(shown), tr("archivo"), tr("archivos"))
        self._view.set_footer(f"{archivos_} · {size}" if shown else "")
        if not total:
            self._view.show_none()
        super()._on_loaded(total)


def _copy(model: ObrasModel, adjunto_id: int, file: Path) -> Path:
    """Write its bytes. Runs in a worker thread."""
    _adjunto, contenido = model.adjunto(adjunto_id)
    with archivo_nuevo(file) as salida:
        salida.write(contenido)
    return file
