"""What the verbs of the page do. Long work runs on a reading thread: movements go on being saved meanwhile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rexus.base.errors import CanceladoError, RexusError
from rexus.base.text import contados, formatear_fecha, formatear_tamano, tr
from rexus.modulos.respaldos.controller.frase import con_frase
from rexus.modulos.respaldos.controller.marcha import Marcha
from rexus.modulos.respaldos.controller.restaurar import restaurar
from rexus.modulos.respaldos.domain import Linea
from rexus.modulos.respaldos.model import RespaldosModel
from rexus.respaldos import COMPLETO
from rexus.ui import archivos
from rexus.ui.dialogs import confirm
from rexus.ui.module import Context
from rexus.ui.opening import abrir_carpeta


class Acciones(QObject):
    """`cambio`: something begins, goes on, or ends. `hecho(id)`: that set was made or proven; empty: one is gone."""

    cambio = Signal()
    hecho = Signal(str)

    def __init__(self, page: QWidget, model: RespaldosModel, ctx: Context) -> None:
        super().__init__(page)
        self._page = page
        self._model = model
        self._ctx = ctx
        #: What is under way; the page shows it. `titulo` names it.
        self.marcha: Marcha | None = None
        self.titulo = ""

    def cancelar(self) -> None:
        """Stop what is under way."""
        if self.marcha is not None:
            self.marcha.avance.cancelar()

    async def hacer(self, tipo: str) -> None:
        """Make a set."""
        if self.marcha is not None:
            return
        titulo = tr("Respaldo completo") if tipo == COMPLETO else tr("Respaldo incremental")
        marcha = self._begin(titulo)
        notices = self._ctx.notices
        try:
            hecho = await self._ctx.jobs.read(
                self._model.hacer, tipo, al_paso=marcha.al_paso, avance=marcha.avance, titulo=titulo
            )
        except CanceladoError:
            notices.show_notice("info", tr("Respaldo cancelado: no quedó nada a medias."))
        except RexusError as error:
            notices.show_error(error, (tr("Reintentar"), lambda: self._ctx.jobs.spawn(self.hacer(tipo))))
        else:
            frase = tr("Respaldo hecho y comprobado: {tamano}, {movimientos}.").format(
                tamano=formatear_tamano(hecho.bytes),
                movimientos=contados(hecho.movimientos, tr("movimiento"), tr("movimientos")),
            )
            if hecho.tipo != tipo:
                frase += " " + tr("Fue completo: no había en qué apoyar uno incremental, o cambió demasiado.")
            notices.show_notice("exito", frase)
            self.hecho.emit(hecho.id)
        finally:
            self._end()

    async def verificar(self, linea: Linea) -> None:
        """Prove a set."""
        if self.marcha is not None:
            return
        marcha = self._begin(tr("Verificando el respaldo"))
        notices, jobs = self._ctx.notices, self._ctx.jobs
        try:
            hecha = await con_frase(
                self._page,
                lambda dada: jobs.read(self._model.comprobar, linea, dada, avance=marcha.avance, titulo=self.titulo),
            )
        except CanceladoError:
            notices.show_notice("info", tr("Verificación cancelada: el respaldo no se comprobó entero."))
        except RexusError as error:
            notices.show_error(error)
            self.hecho.emit(linea.id)
        else:
            frase = tr(
                "El respaldo del {fecha} está entero: {articulos}, {movimientos} y {eventos} comprobados."
            ).format(
                fecha=formatear_fecha(hecha.conjunto.fecha, self._ctx.zona),
                articulos=contados(hecha.articulos, tr("artículo"), tr("artículos")),
                movimientos=contados(hecha.movimientos, tr("movimiento"), tr("movimientos")),
                eventos=contados(hecha.eventos, tr("evento"), tr("eventos")),
            )
            notices.show_notice("advertencia" if hecha.avisos else "exito", " ".join((frase, *hecha.avisos)))
            self.hecho.emit(linea.id)
        finally:
            self._end()

    async def restaurar(self, linea: Linea) -> None:
        """Ask, compare, restore."""
        await restaurar(self._page, self._ctx, self._model, linea)

    async def exportar(self, linea: Linea, destino: Path | None = None) -> None:
        """Copy a set to a folder that the user chooses."""
        if self.marcha is not None:
            return
        destino = destino or await archivos.choose_folder(self._page, tr("Dónde copiar el respaldo"))
        if destino is None or self.marcha is not None:
            return
        marcha = self._begin(tr("Copiando el respaldo"))
        notices, jobs = self._ctx.notices, self._ctx.jobs
        try:
            hechas = await jobs.read(self._model.copiar_a, linea, destino, avance=marcha.avance, titulo=self.titulo)
        except CanceladoError:
            notices.show_notice("info", tr("Copia cancelada: en «{carpeta}» no quedó nada.").format(carpeta=destino))
        except RexusError as error:
            again = (tr("Elegir otro lugar"), lambda: jobs.spawn(self.exportar(linea)))
            notices.show_error(error, again)
        else:
            frase = tr("Copiado y comprobado en «{carpeta}».").format(carpeta=destino)
            if len(hechas) > 1:
                frase += " " + tr("También el completo en el que se apoya.")
            notices.show_notice("exito", frase, abrir_carpeta(destino, notices.show_error))
        finally:
            self._end()

    async def eliminar(self, linea: Linea) -> None:
        """Take a set away, after asking."""
        cual = formatear_fecha(linea.fecha, self._ctx.zona) if linea.fecha is not None else linea.id
        frase = (
            tr("El respaldo del {cual} se quita del disco para siempre.")
            if linea.fecha
            else tr("«{cual}» se quita del disco para siempre. No sirve para restaurar.")
        )
        if linea.fecha and not linea.sirve:
            frase += " " + tr("No sirve para restaurar.")
        if linea.alla:
            frase += " " + tr("La copia de la otra carpeta queda.")
        if not await confirm(
            self._page,
            tr("Eliminar un respaldo"),
            frase.format(cual=cual),
            tr("Eliminar"),
            destructive=True,
            nombre="respaldos.eliminar.dialogo",
        ):
            return
        try:
            await self._ctx.jobs.read(self._model.quitar, linea)
        except RexusError as error:
            self._ctx.notices.show_error(error)
        else:
            self._ctx.notices.show_notice("exito", tr("Se eliminó el respaldo del {cual}.").format(cual=cual))
        self.hecho.emit("")

    def _begin(self, titulo: str) -> Marcha:
        self.titulo = titulo
        self.marcha = marcha = Marcha()
        marcha.cambio.connect(self.cambio)
        self.cambio.emit()
        return marcha

    def _end(self) -> None:
        self.marcha = None
        self.cambio.emit()
