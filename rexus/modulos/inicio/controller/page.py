"""Keeps the start page true: read when it comes in sight, when something changes, and now and then."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer

from rexus.base.changes import Change
from rexus.base.errors import BaseError
from rexus.base.text import formatear_fecha, tr
from rexus.db.instantanea import fechar
from rexus.modulos.inicio.controller.dia import abrir_dia
from rexus.modulos.inicio.domain import Panorama, tarjetas, todo_en_orden
from rexus.modulos.inicio.graficos import Graficos, carta_movimiento, carta_valor
from rexus.modulos.inicio.model import InicioModel
from rexus.modulos.inicio.view.page import InicioView
from rexus.respaldos.alerta import alerta
from rexus.stock.clases import todas
from rexus.ui.guard import spawn
from rexus.ui.module import Context
from rexus.ui.sin_conexion import SinConexion

# Other seats change things too, and days go by.
_LOOK_MS: Final = 5 * 60_000
_DIAS: Final = "respaldo.antiguedad_dias"


class InicioController(QObject):
    """Lives as long as its view."""

    def __init__(self, view: InicioView, model: InicioModel, ctx: Context) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._ctx = ctx
        self._visible = False
        self._reading = False
        self._again = False
        self._moment: datetime | None = None
        self._kinds = {
            *(clase.nombre for clase in todas()), "movimiento", "obra", "reserva", "pedido", "proveedor",
            "precio",
        }  # fmt: skip
        self.away = SinConexion(view, ctx.salud, lambda: self._moment)
        self.away.recuperada.connect(self.look)
        view.visible_changed.connect(self._on_visible)
        view.refresh.triggered.connect(self._refresh)
        view.to_articles.triggered.connect(lambda: ctx.ir_a("inventario", ""))
        view.first.importar.clicked.connect(lambda: ctx.ir_a("inventario", "importar"))
        view.first.blanco.clicked.connect(lambda: ctx.ir_a("inventario", "nuevo"))
        self._offer_example()
        view.abrir.connect(ctx.abrir)
        view.ir.connect(ctx.ir_a)
        view.dia.connect(lambda dia: spawn(ctx, view, abrir_dia(view, ctx, model, dia)))
        ctx.jobs.changed.connect(self._on_changed)
        if ctx.respaldos is not None:
            ctx.respaldos.conjuntos.connect(self.look)
            ctx.respaldos.cambio.connect(self.look)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        ctx.shortcuts.add(view.refresh, grupo=view.titulo.text())

    def look(self) -> None:
        """Read everything again, if anybody sees it; once more if something changed meanwhile."""
        if not self._visible:
            return
        if self._reading:
            self._again = True
            return
        self._reading = True
        spawn(self._ctx, self._view, self._look())

    async def _look(self) -> None:
        self._view.busy(True)
        try:
            panorama, self._moment = await self._ctx.jobs.read(self._read)
            self._show(panorama)
            # What needs somebody is told before what is worth how much is summed up.
            if panorama.hay_articulos:
                self._show_charts(await self._ctx.jobs.read(self._model.graficos))
        except BaseError as error:
            if not self.away.explica(error):
                raise
        finally:
            self._reading = False
            self._view.busy(False)
            self.away.actualizar()
        if self._again:
            self._again = False
            self.look()

    def _read(self) -> tuple[Panorama, datetime | None]:
        """In a reading thread."""
        with fechar() as dated:
            panorama = self._model.panorama()
        return panorama, dated.mas_vieja

    def _show(self, panorama: Panorama) -> None:
        view, ctx = self._view, self._ctx
        cards = tarjetas(panorama, ctx.zona, aviso=self._backup_warning(panorama))
        if panorama.vacio:
            view.show_nothing_to_see()
        elif not panorama.hay_articulos:
            ejemplo = ctx.ejemplo
            view.show_first_steps(
                lleva=ctx.puede_ir("inventario"),
                carga=ctx.puede_ir("inventario") and ctx.actor().puede("inventario.modificar"),
                ejemplo=ejemplo is not None and not ejemplo.aqui,
            )
        else:
            view.show_cards(cards, todo_en_orden(cards), ctx.puede_abrir, ctx.puede_ir)
        view.set_footer(
            tr("Visto el {cuando}").format(cuando=formatear_fecha(self._moment or panorama.momento, ctx.zona))
        )

    def _show_charts(self, graficos: Graficos) -> None:
        moneda = self._ctx.settings.get("empresa.moneda")
        self._view.show_charts(
            carta_valor(graficos.valores, moneda) if graficos.valores is not None else None,
            carta_movimiento(graficos.dias, graficos.hoy) if graficos.dias is not None else None,
            self._ctx.puede_ir,
        )

    def _offer_example(self) -> None:
        ejemplo, view = self._ctx.ejemplo, self._view
        if ejemplo is None:
            return
        view.first.ejemplo.clicked.connect(lambda: ejemplo.abrir())
        if ejemplo.aqui:
            view.show_example(volver=ejemplo.volver is not None, quitar=ejemplo.quitar is not None)
            view.example.volver.connect(lambda: ejemplo.volver and ejemplo.volver())
            view.example.quitar.connect(lambda: ejemplo.quitar and ejemplo.quitar())

    def _backup_warning(self, panorama: Panorama) -> str:
        """What the status strip warns of, in a sentence."""
        if panorama.respaldo is None:
            return ""
        ctx, estado = self._ctx, self._ctx.respaldos.estado if self._ctx.respaldos is not None else None
        aviso = alerta(
            panorama.respaldo.ultimo,
            datetime.now(UTC),
            ctx.settings.get(_DIAS),
            falla=estado.falla if estado is not None else None,
            fallo=estado.ultimo.fecha if estado is not None and estado.ultimo is not None else None,
            en_camino=(estado is None or not estado.pausado) and ctx.settings.get("respaldo.automatico"),
        )
        return f"{aviso.texto}. {aviso.detalle}" if aviso is not None else ""

    def _refresh(self) -> None:
        if not self._ctx.salud.en_linea:
            # Everything is read again as soon as the server is back.
            self._ctx.salud.reintentar()
        self.look()

    def _on_visible(self, visible: bool) -> None:
        self._visible = visible
        if visible:
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    def _on_changed(self, change: Change) -> None:
        if change.touches(*self._kinds):
            self.look()
