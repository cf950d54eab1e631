"""The status strip: the database, long work with its progress, the user, the workshop's time."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Final

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from rexus.base.text import tr
from rexus.db.salud import Estado
from rexus.ui import theme
from rexus.ui.jobs import Job, Jobs
from rexus.ui.palette import Role
from rexus.ui.salud import SaludVisible
from rexus.ui.theme import set_class

_HEIGHT: Final = 32
_CLOCK_MS: Final = 1_000
# An attempt that fails at once is seen all the same: whoever pressed the button learns that it was tried.
_ATTEMPT_MS: Final = 700
# What stands with the colour and the word.
_SIGNS: Final = {Estado.ONLINE: "●", Estado.RECONNECTING: "◐", Estado.OFFLINE: "○"}
_ROLES: Final[dict[Estado, Role]] = {Estado.ONLINE: "good", Estado.RECONNECTING: "warning", Estado.OFFLINE: "bad"}


class StatusStrip(QFrame):
    """One line at the foot of the window, objectName `principal.estado`. `warning_pressed`: tell more of it."""

    warning_pressed = Signal()

    def __init__(self, jobs: Jobs, usuario: str, zona: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("principal.estado")
        self.setAccessibleName(tr("Estado"))
        set_class(self, "estado")
        self.setFixedHeight(_HEIGHT)
        self._zona = zona
        self._role: Role = "good"
        self._dot = QLabel("●")
        self._state = _label("principal.estado.base", tr("Estado de la base"))
        self.retry = QPushButton(tr("Reintentar"))
        self.retry.setObjectName("principal.estado.reintentar")
        self.retry.setAccessibleName(tr("Reintentar la conexión ahora"))
        set_class(self.retry, "plano")
        self.retry.hide()
        self._warning = QPushButton()
        self._warning.setObjectName("principal.estado.advertencia")
        set_class(self._warning, "plano")
        self._warning.clicked.connect(self.warning_pressed)
        self._warning.hide()
        self._user = _label("principal.estado.usuario", tr("Usuario"))
        self._user.setText(usuario)
        self._clock = _label("principal.estado.reloj", tr("Hora del taller"))
        self._jobs = QHBoxLayout()
        self._jobs.setSpacing(16)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        line.addWidget(self._dot)
        line.addWidget(self._state)
        line.addWidget(self.retry)
        line.addWidget(self._warning)
        line.addStretch(1)
        line.addLayout(self._jobs)
        line.addSpacing(8)
        line.addWidget(self._user)
        line.addSpacing(8)
        line.addWidget(self._clock)
        self._shown: dict[Job, _JobLine] = {}
        jobs.started.connect(self._on_started)
        jobs.progress.connect(self._on_progress)
        jobs.finished.connect(self._on_finished)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_CLOCK_MS)
        self._tick()
        current = theme.current()
        if current is not None:
            current.changed.connect(self._paint_dot)
        self._salud: SaludVisible | None = None
        self._since_attempt = QElapsedTimer()
        self._after_attempt = QTimer(self)
        self._after_attempt.setSingleShot(True)
        self._after_attempt.timeout.connect(self._show_health)
        self.set_state("good", tr("Base local · datos al día"))

    def follow(self, salud: SaludVisible) -> None:
        """Show whether the database is there, since when not and why, with a button to look again."""
        self._salud = salud
        self.retry.clicked.connect(salud.reintentar)
        salud.cambio.connect(self._on_health)
        self._show_health()

    def set_state(self, role: Role, texto: str, *, sign: str = "●", detalle: str = "") -> None:
        """What the database is doing; the sign and the word stand with the colour. `detalle` says why."""
        self._role = role
        self._dot.setText(sign)
        self._state.setText(texto)
        self._state.setAccessibleName(texto)
        for widget in (self._dot, self._state, self.retry):
            widget.setToolTip(detalle)
            widget.setAccessibleDescription(detalle)
        self._paint_dot()

    def warn(self, texto: str, detalle: str = "") -> None:
        """Say something that should not wait for anybody to look; empty takes it away."""
        self._warning.setText(f"▲ {texto}" if texto else "")
        self._warning.setAccessibleName(tr("Advertencia: {texto}").format(texto=texto))
        self._warning.setToolTip(detalle)
        self._warning.setAccessibleDescription(detalle)
        self._warning.setVisible(bool(texto))
        self._paint_dot()

    def _on_health(self) -> None:
        assert self._salud is not None
        if self._salud.instante.estado is Estado.RECONNECTING:
            self._since_attempt.start()
        elif self._salud.instante.estado is Estado.OFFLINE and self._since_attempt.isValid():
            left = _ATTEMPT_MS - self._since_attempt.elapsed()
            if left > 0:
                self._after_attempt.start(left)
                return
        self._after_attempt.stop()
        self._show_health()

    def _show_health(self) -> None:
        assert self._salud is not None
        salud = self._salud
        estado = salud.instante.estado
        match estado:
            case Estado.OFFLINE:
                texto = salud.frase()
            case Estado.RECONNECTING:
                texto = tr("Reconectando… · sin conexión desde {hora}").format(hora=salud.las(salud.instante.desde))
            case _ if salud.es_servidor:
                texto = tr("Servidor {nombre} · datos al día").format(nombre=salud.nombre)
            case _:
                texto = tr("Base local · datos al día")
        motivo = salud.motivo
        partes = () if motivo is None else (motivo.frase, motivo.que_hacer, tr("Rexus vuelve a probar solo."))
        detalle = " ".join(parte for parte in partes if parte)
        self.set_state(_ROLES[estado], texto, sign=_SIGNS[estado], detalle=detalle)
        self.retry.setVisible(not salud.en_linea)

    def _paint_dot(self) -> None:
        self._dot.setStyleSheet(f"color: {theme.color(self._role).name()}")
        self._warning.setStyleSheet(f"color: {theme.color('warning').name()}")

    def _tick(self) -> None:
        text = f"{datetime.now(UTC).astimezone(self._zona):%H:%M}"
        if text != self._clock.text():
            self._clock.setText(text)

    def _on_started(self, job: Job) -> None:
        line = _JobLine(job)
        self._shown[job] = line
        self._jobs.addWidget(line)

    def _on_progress(self, job: Job) -> None:
        if job in self._shown:
            self._shown[job].follow()

    def _on_finished(self, job: Job) -> None:
        line = self._shown.pop(job, None)
        if line is not None:
            self._jobs.removeWidget(line)
            line.deleteLater()


class _JobLine(QWidget):
    """«Importando perfiles 43 % ▓▓░ [Cancelar]»."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        self._text = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(96, 6)
        self._cancel = QPushButton(tr("Cancelar"))
        self._cancel.setObjectName("principal.estado.cancelar")
        self._cancel.setAccessibleName(tr("Cancelar {trabajo}").format(trabajo=job.titulo))
        set_class(self._cancel, "plano")
        self._cancel.clicked.connect(self._on_cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for widget in (self._text, self._bar, self._cancel):
            line.addWidget(widget)
        self.follow()

    def follow(self) -> None:
        """Show how far the work is."""
        percent = self._job.porcentaje
        self._bar.setRange(0, 0 if percent is None else 100)
        self._bar.setValue(percent or 0)
        self._text.setText(self._job.titulo if percent is None else f"{self._job.titulo} {percent} %")
        self._bar.setAccessibleName(self._text.text())

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._cancel.setText(tr("Cancelando…"))
        self._job.cancelar()


def _label(nombre: str, accessible: str) -> QLabel:
    label = QLabel()
    label.setObjectName(nombre)
    label.setAccessibleName(accessible)
    set_class(label, "secundario")
    return label
