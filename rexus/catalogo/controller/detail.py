"""The pane beside the table: reads the article that is looked at, and more of its card while it is scrolled."""

from __future__ import annotations

import asyncio
from functools import partial

from PySide6.QtCore import QObject, QTimer

from rexus.base.errors import BaseInalcanzableError, NoEncontradoError, RexusError
from rexus.base.text import tr
from rexus.catalogo.model import ModeloCatalogo
from rexus.catalogo.view.detail import DetailPane, Ficha
from rexus.db.instantanea import fechar
from rexus.ui.guard import spawn
from rexus.ui.module import Context

_PAGE = 50
# Walking along the rows with the arrow key must not read every article on the way.
_RESTING_MS = 60
# A card that was scrolled far is read again from its top only so far.
_KEPT = 500
# On paper all of it comes, so many lines at a time.
_PRINTED = 500


class DetailController(QObject):
    """Shows in the pane whatever article it is told; nothing is read while the pane is hidden."""

    def __init__(self, pane: DetailPane, model: ModeloCatalogo, ctx: Context) -> None:
        super().__init__(pane)
        self._pane = pane
        self._model = model
        self._ctx = ctx
        self._wanted: int | None = None
        self._reading: asyncio.Future[Ficha] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_RESTING_MS)
        self._rest.timeout.connect(self._read)
        # What was asked for while the pane was hidden.
        pane.came_in_sight.connect(self.refresh)
        pane.more_wanted.connect(lambda id_, before: spawn(ctx, pane, self._more(id_, before)))
        ctx.salud.cambio.connect(self._follow_health)
        ctx.salud.volvio.connect(self.refresh)

    def show_article(self, articulo_id: int | None, sentence: str = "") -> None:
        """Show this one, or `sentence` when it is none or several."""
        if articulo_id is None:
            self._wanted = None
            self._rest.stop()
            self._give_up()
            self._pane.show_nothing(sentence)
        elif articulo_id != self._wanted:
            self._wanted = articulo_id
            self._rest.start()

    def refresh(self) -> None:
        """Read the shown article again."""
        if self._wanted is not None:
            self._rest.start()

    def _read(self) -> None:
        if self._wanted is not None and self._pane.isVisible():
            spawn(self._ctx, self._pane, self._load(self._wanted))

    async def _load(self, articulo_id: int) -> None:
        self._give_up()
        lines = len(self._pane.kardex.kardex.lineas) if self._pane.articulo_id == articulo_id else 0
        reading = self._ctx.jobs.read(read_ficha, self._model, articulo_id, min(max(_PAGE, lines), _KEPT))
        self._reading = reading
        try:
            ficha = await reading
        except asyncio.CancelledError:
            if self._reading is reading:
                raise
            return
        except NoEncontradoError:
            if self._wanted == articulo_id:
                self._pane.show_nothing(tr("Este artículo ya no existe."))
            return
        except RexusError as error:
            if self._wanted == articulo_id:
                self._pane.show_nothing(self._why_not(error))
            return
        if self._wanted == articulo_id:
            self._pane.kardex.kardex.leer_antes = partial(self._model.kardex, articulo_id, limite=_PRINTED)
            self._pane.show_ficha(ficha)
            self._follow_health()

    def _why_not(self, error: RexusError) -> str:
        if isinstance(error, BaseInalcanzableError) or not self._ctx.salud.en_linea:
            return tr("El detalle de este artículo todavía no se había visto. Se lee solo cuando vuelva el servidor.")
        return error.explicacion

    def _follow_health(self) -> None:
        """While the server is away the pane says of when it is."""
        ficha, salud = self._pane.ficha, self._ctx.salud
        momento = ficha.momento if ficha is not None and not salud.en_linea else None
        self._pane.show_dated(tr("Datos {hora}").format(hora=salud.de_las(momento)) if momento is not None else "")

    async def _more(self, articulo_id: int, antes_de: int) -> None:
        try:
            lineas = await self._ctx.jobs.read(self._model.kardex, articulo_id, antes_de, _PAGE)
        except BaseInalcanzableError:
            # The page says that the server is away; the card goes on when it is read again.
            return
        self._pane.add_lines(articulo_id, lineas, whole=len(lineas) < _PAGE)

    def _give_up(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None and not reading.done():
            reading.cancel()


def read_ficha(model: ModeloCatalogo, articulo_id: int, lines: int) -> Ficha:
    """Everything that the pane shows of one article. Runs in a worker thread."""
    with fechar() as fechas:
        articulo = model.articulo(articulo_id)
        lineas = tuple(model.kardex(articulo_id, None, lines))
        existencias = tuple(model.existencias(articulo_id))
    return Ficha(articulo, existencias, lineas, len(lineas) < lines, fechas.mas_vieja)
