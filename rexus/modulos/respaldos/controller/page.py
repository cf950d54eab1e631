"""Joins the page of the backups to the operations; up to date while it is looked at, stale while it is not."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from PySide6.QtCore import QTimer

from rexus.base.changes import Change
from rexus.base.text import tr
from rexus.modulos.respaldos import domain, table
from rexus.modulos.respaldos.controller.acciones import Acciones
from rexus.modulos.respaldos.domain import Linea
from rexus.modulos.respaldos.model import RespaldosModel
from rexus.modulos.respaldos.view.page import RespaldosView
from rexus.respaldos import COMPLETO, INCREMENTAL, MODIFICAR
from rexus.respaldos.alerta import alerta
from rexus.respaldos.calendario import TIPOS, plan_de, proximo_slot
from rexus.respaldos.programador import EstadoProgramador
from rexus.seguridad import RESTAURAR
from rexus.ui.list_controller import ListController
from rexus.ui.module import Context
from rexus.ui.opening import abrir_carpeta
from rexus.ui.palette import Role
from rexus.ui.registro import avisar_que_no_esta

# Ages are told in minutes.
_LOOK_MS: Final = 60_000


class RespaldosController(ListController):
    """Lives as long as its view."""

    def __init__(self, view: RespaldosView, model: RespaldosModel, ctx: Context) -> None:
        self._source = table.Conjuntos(model.panorama, ctx.zona)
        super().__init__(view, table.columnas(ctx.zona), self._source, ctx)
        self._view = view
        self._model = model
        self._wanted = ""
        self._asked = False
        self._keep_layout()
        view.table.set_empty(
            tr("Todavía no hay respaldos"),
            tr("Un respaldo guarda todo lo que sabe Rexus, para volver si algo se pierde o se daña. Hacer el primero."),
            *((tr("Respaldar ahora"), view.make) if ctx.actor().puede(MODIFICAR) else ()),
        )
        self.acciones = Acciones(view, model, ctx)
        self._join()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.reload)
        self.away.cambio.connect(lambda _motivo: self._follow())
        self._follow()

    def query(self) -> str:
        return ""

    def _concerns(self, change: Change) -> bool:
        # Sets are files, and tell of themselves.
        return False

    # ── Verbs ──

    def _join(self) -> None:
        view, acciones, jobs = self._view, self.acciones, self._ctx.jobs
        view.make.triggered.connect(lambda: jobs.spawn(acciones.hacer(COMPLETO)))
        view.incremental.triggered.connect(lambda: jobs.spawn(acciones.hacer(INCREMENTAL)))
        view.verify.triggered.connect(lambda: self._with_chosen(acciones.verificar))
        view.restore.triggered.connect(lambda: self._with_chosen(acciones.restaurar))
        view.export.triggered.connect(lambda: self._with_chosen(acciones.exportar))
        view.remove.triggered.connect(lambda: self._with_chosen(acciones.eliminar))
        view.open_folder.triggered.connect(self._open_folder)
        view.pause.triggered.connect(self._pause)
        view.configure.triggered.connect(lambda: self._ctx.ir_a("configuracion", "respaldo"))
        view.refresh.triggered.connect(self.reload)
        view.panel.cancelar.connect(self._stop)
        view.record_wanted.connect(lambda _tabla, id_: self._open(id_))
        view.table.current_changed.connect(lambda _id: self._on_current())
        view.table.row_activated.connect(lambda _id: self._view.verify.trigger())
        acciones.cambio.connect(self._follow)
        acciones.hecho.connect(self._on_done)
        if self._ctx.respaldos is not None:
            self._ctx.respaldos.cambio.connect(self._follow)
            self._ctx.respaldos.conjuntos.connect(self._outdated)
        for action in (view.make, view.incremental, *view.per_set, view.refresh):
            self._ctx.shortcuts.add(action, grupo=view.titulo.text())

    def _with_chosen(self, verb: Callable[[Linea], Coroutine[Any, Any, None]]) -> None:
        linea = self._chosen()
        if linea is not None:
            self._ctx.jobs.spawn(verb(linea))

    def _open_folder(self) -> None:
        linea = self._chosen()
        carpeta = linea.carpeta if linea is not None else self._model.carpeta
        abrir_carpeta(carpeta, self._ctx.notices.show_error)[1]()

    def _pause(self) -> None:
        respaldos, estado = self._ctx.respaldos, self._estado
        if respaldos is not None:
            if estado is not None and estado.pausado:
                respaldos.reanudar()
            else:
                respaldos.pausar()

    def _stop(self) -> None:
        if self.acciones.marcha is not None:
            self.acciones.cancelar()
        elif self._ctx.respaldos is not None:
            self._ctx.respaldos.cancelar()

    # ── What is told ──

    @property
    def _estado(self) -> EstadoProgramador | None:
        return self._ctx.respaldos.estado if self._ctx.respaldos is not None else None

    def _chosen(self) -> Linea | None:
        return self._source.linea(self._view.table.current_id())

    def _on_current(self) -> None:
        linea = self._chosen()
        if linea is None:
            self._view.detail.show_nothing()
        else:
            self._view.detail.show_linea(linea, datetime.now(UTC))
        self._follow()

    def _follow(self) -> None:
        """What holds now: what can be done, what is under way, how things stand."""
        self._view.allow(self._reasons())
        self._show_running()
        self._show_state()

    def _reasons(self) -> dict[str, str]:
        """Of each verb, why not; empty when it can be done."""
        actor, linea, away = self._ctx.actor(), self._chosen(), self.away.motivo
        hace = "" if actor.puede(MODIFICAR) else tr("Hace falta el permiso de hacer respaldos.")
        vuelve = "" if actor.puede(RESTAURAR) else tr("Hace falta el permiso de restaurar respaldos.")
        ocupado = tr("Hay un trabajo en curso: esperar a que termine o cancelarlo.") if self.acciones.marcha else ""
        falta = tr("Elegir un respaldo.") if linea is None else ""
        sirve = linea.porque if linea is not None and not linea.sirve else ""
        de_alla = linea is not None and not linea.aqui
        sin_programa = self._ctx.respaldos is None or self._estado is None
        apagado = not self._ctx.settings.get("respaldo.automatico")
        ve = actor.puede("configuracion.ver")
        return {
            "configurar": "" if ve else tr("Hace falta el permiso de ver la configuración."),
            "completo": hace or away or ocupado,
            "incremental": hace or away or ocupado,
            "verificar": falta or (sirve if linea is not None and linea.conjunto is None else "") or ocupado,
            "restaurar": vuelve or away or falta or sirve or ocupado,
            "exportar": vuelve or falta or sirve or ocupado,
            "eliminar": (
                hace
                or falta
                or (tr("Está solo en la otra carpeta: quitarlo desde allí.") if de_alla else "")
                or (linea.no_se_elimina if linea is not None else "")
                or ocupado
            ),
            "pausar": (
                hace
                or (tr("Los respaldos a sus horas están apagados en la configuración.") if apagado else "")
                or (tr("Este programa no hace respaldos a sus horas.") if sin_programa else "")
            ),
        }

    def _show_running(self) -> None:
        curso, marcha, estado = self._view.panel.curso, self.acciones.marcha, self._estado
        if marcha is not None:
            curso.mostrar(self.acciones.titulo, domain.paso(marcha.paso), marcha.hecho, marcha.total)
        elif estado is not None and estado.haciendo:
            titulo = tr("Respaldo completo") if estado.haciendo == COMPLETO else tr("Respaldo incremental")
            curso.mostrar(
                titulo,
                tr("a su hora"),
                estado.hecho,
                estado.total,
                cancelable=self._ctx.actor().puede(MODIFICAR),
            )
        else:
            curso.quitar()

    def _show_state(self) -> None:
        panorama, estado = self._source.panorama, self._estado
        self._view.show_paused(estado is not None and estado.pausado)
        if panorama is None:
            return
        ahora = datetime.now(UTC)
        hay, frase = domain.resumen(panorama, self._ctx.zona)
        falla = estado.falla if estado is not None else None
        dias = self._ctx.settings.get("respaldo.antiguedad_dias")
        # That it is old, or that there is none, the first line says; how the other folder stands, the last one.
        vieja = alerta(panorama.ultima_fecha, ahora, dias)
        tinta: Role = "good" if vieja is None else "warning" if hay or not panorama.lineas else "bad"
        signo = {"good": "✓", "warning": "▲", "bad": "✕"}[tinta]
        aviso = alerta(
            panorama.ultima_fecha,
            ahora,
            dias,
            falla=falla,
            fallo=estado.ultimo.fecha if estado is not None and estado.ultimo is not None else None,
            prueba=panorama.prueba_fallida,
        )
        self._view.panel.decir(
            f"{signo} {frase}",
            tinta,
            f"✕ {aviso.texto}. {aviso.detalle}" if aviso is not None and aviso != vieja else "",
            self._programa(ahora),
            domain.otra_carpeta(panorama, self._ctx.zona),
            parado=not self._ctx.settings.get("respaldo.automatico") or (estado is not None and estado.pausado),
            falta=bool(panorama.otra_falta or panorama.otra_falla),
        )
        self._view.set_footer(domain.pie(panorama))

    def _programa(self, ahora: datetime) -> str:
        """What comes next, or why nothing does."""
        estado, zona, settings = self._estado, self._ctx.zona, self._ctx.settings
        if not settings.get("respaldo.automatico"):
            return tr("Los respaldos a sus horas están apagados en la configuración.")
        if estado is None or estado.pausado or estado.proximos:
            return domain.programa(estado, zona, ahora)
        # It has not looked yet: just after the start.
        plan = plan_de(settings)
        slots = sorted((proximo_slot(tipo, plan, zona, ahora) for tipo in TIPOS), key=lambda slot: slot.momento)
        return domain.programa(replace(estado, proximos=tuple(slots)), zona, ahora)

    def _on_done(self, id_: str) -> None:
        self._wanted = id_
        self.reload()
        if self._ctx.respaldos is not None:
            self._ctx.respaldos.avisar_conjuntos()

    def _open(self, id_: str) -> None:
        """Another page wants a set seen."""
        self._wanted, self._asked = id_, True
        self.reload()

    def _on_loaded(self, _total: int) -> None:
        numero = self._source.numero(self._wanted) if self._wanted else None
        asked, self._wanted, self._asked = self._asked, "", False
        if numero is None and asked:
            avisar_que_no_esta(self._ctx, tr("Ese respaldo ya no está."))
        if numero is not None:
            self._view.table.select_id(numero)
            if asked:
                self._view.table.setFocus()
        self._on_current()

    def _on_visible(self, visible: bool) -> None:
        # Another program may have made some meanwhile, and ages are told.
        self._stale = True
        if visible:
            self._timer.start()
        else:
            self._timer.stop()
        super()._on_visible(visible)
