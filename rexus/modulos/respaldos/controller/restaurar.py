"""«Restaurar…»: compare, ask, restore, and back to the sign-in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rexus.base.errors import BaseDanadaError, BaseOcupadaError, CanceladoError, ConflictoError, RexusError
from rexus.base.log import get_logger
from rexus.base.text import contados, formatear_fecha, tr
from rexus.modulos.respaldos import domain
from rexus.modulos.respaldos.controller.frase import con_frase
from rexus.modulos.respaldos.controller.marcha import Marcha
from rexus.modulos.respaldos.domain import Linea
from rexus.modulos.respaldos.model import RespaldosModel
from rexus.modulos.respaldos.view.restaurar import RestaurarDialog
from rexus.respaldos import Restaurado, ajustes, puestos
from rexus.respaldos.comparar import Diferencia
from rexus.respaldos.puestos import Sesion
from rexus.ui.confirmar_clave import con_clave
from rexus.ui.dialogs import show
from rexus.ui.module import Context

log = get_logger(__name__)

# From here on the restore is ended whatever happens.
_SIN_VUELTA: Final = ("marcado", "puesta_", "comprobada", "confirmada_", "terminada")


async def restaurar(page: QWidget, ctx: Context, model: RespaldosModel, linea: Linea) -> None:
    """Ask, with what would be lost and come back in sight; then restore, and have everybody sign in again."""
    flow = _Flow(page, ctx, model, linea)
    ctx.jobs.spawn(flow.compare())
    if await show(flow.dialog):
        ctx.entrar_otra_vez(flow.told())
    else:
        flow.stop()


class _Flow(QObject):
    def __init__(self, page: QWidget, ctx: Context, model: RespaldosModel, linea: Linea) -> None:
        super().__init__(page)
        self._ctx = ctx
        self._model = model
        self._linea = linea
        self._frase: str | None = None
        self._hecho: Restaurado | None = None
        self._marcha = Marcha()
        c = linea.conjunto
        assert c is not None
        self._fecha = formatear_fecha(c.fecha, ctx.zona)
        titulo = tr("¿Volver a como estaba todo el {fecha}?").format(fecha=self._fecha)
        aclaracion = tr("{tipo}. Guarda {movimientos}.").format(
            tipo=domain.tipo(linea), movimientos=contados(c.movimientos, tr("movimiento"), tr("movimientos"))
        )
        servidor = model.servidor
        self.dialog = RestaurarDialog(page, titulo, aclaracion)
        if servidor is not None:
            self.dialog.ask_for_owner(servidor.lugar)
        if ajustes.tiene(c):
            self.dialog.offer_settings()
        self.dialog.needs(ctx.salud)
        self.dialog.submitted.connect(lambda: ctx.jobs.spawn(self._restore()))
        self.dialog.stop_requested.connect(self.stop)

    def stop(self) -> None:
        """What is under way need not go on."""
        self._marcha.avance.cancelar()

    def told(self) -> str:
        """What was done, for the sign-in page."""
        hecho = self._hecho
        if hecho is None:
            return ""
        if hecho.resguardo is not None:
            antes = tr("Lo que había antes quedó en el respaldo {id}.").format(id=hecho.resguardo.id)
        else:
            antes = tr("Lo que había antes estaba dañado; quedó en {lugar}.").format(lugar=hecho.apartadas)
        if hecho.configuracion is not None:
            antes = f"{antes} {hecho.configuracion.frase}"
        return tr("Se restauró el respaldo del {fecha}. {antes} Entrar otra vez.").format(
            fecha=self._fecha, antes=antes
        )

    async def compare(self) -> None:
        """Find out what would change, and say so."""
        jobs, dialog = self._ctx.jobs, self.dialog
        marcha = self._begin(lambda _paso: tr("Comparando con lo que hay ahora"))
        otras: Sequence[Sesion] = ()
        try:
            otras = await jobs.read(self._model.otras_sesiones)
            diferencia = await con_frase(dialog, lambda dada: self._compared(dada, marcha))
        except CanceladoError:
            if isValid(dialog):
                dialog.reject()
        except BaseDanadaError as error:
            # What is here cannot be read: the very reason to restore.
            log.warning("not compared: %s", error)
            if isValid(dialog):
                dialog.show_damage(puestos.frase(otras))
        except RexusError as error:
            if isValid(dialog):
                dialog.show_failure(error)
        else:
            if isValid(dialog):
                dialog.show_difference(
                    domain.perdidas(diferencia, self._ctx.zona),
                    domain.ganancias(diferencia),
                    puestos.frase(otras),
                )

    async def _restore(self) -> None:
        dialog, jobs = self.dialog, self._ctx.jobs
        # Held by this call alone.
        duena, con_configuracion = dialog.duena, dialog.con_configuracion
        dialog.set_running(True)

        async def once(dada: str | None) -> Restaurado:
            # Anew for each try: one that was stopped stays stopped.
            marcha = self._begin(lambda paso: domain.paso(paso) or tr("Poniendo las bases en su lugar"))
            return await jobs.read(
                self._model.volver,
                self._linea,
                dada,
                duena,
                con_configuracion,
                al_paso=marcha.al_paso,
                avance=marcha.avance,
                titulo=tr("Restaurando un respaldo"),
            )

        try:
            self._hecho = await con_clave(dialog, self._ctx, lambda: con_frase(dialog, once, self._frase))
        except CanceladoError:
            dialog.set_running(False)
        except RexusError as error:
            dialog.set_running(False)
            dialog.show_error(error)
            if isinstance(error, ConflictoError | BaseOcupadaError):
                # Somebody is in the way: who is there now may not be who was there when it was compared.
                dialog.otros.decir(puestos.frase(await jobs.read(self._model.otras_sesiones)))
        except BaseException:
            if isValid(dialog):
                dialog.set_running(False)
            raise
        else:
            dialog.set_running(False)
            dialog.accept()

    async def _compared(self, dada: str | None, marcha: Marcha) -> Diferencia:
        hecha = await self._ctx.jobs.read(self._model.diferencia, self._linea, dada, avance=marcha.avance)
        # What opened it now opens it when it is restored.
        self._frase = dada
        return hecha

    def _begin(self, words: Callable[[str], str]) -> Marcha:
        self._marcha = marcha = Marcha()

        def show_it() -> None:
            if isValid(self.dialog) and marcha is self._marcha:
                self.dialog.show_progress(
                    words(marcha.paso), marcha.hecho, marcha.total, cancelable=not marcha.paso.startswith(_SIN_VUELTA)
                )

        marcha.cambio.connect(show_it)
        show_it()
        return marcha
