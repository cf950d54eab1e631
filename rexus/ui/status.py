"""The status strip: the database, long work with its progress, the user, the workshop's time."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from rexus.base.text import tr
from rexus.ui import theme
from rexus.ui.jobs import Job, Jobs
from rexus.ui.palette import Role
from rexus.ui.theme import set_class

_HEIGHT: Final = 32
_CLOCK_MS: Final = 1_000


class StatusStrip(QFrame):
    """One line at the foot of the window, objectName `principal.estado`."""

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
        self.set_state("good", tr("Base local · datos al día"))

    def set_state(self, role: Role, texto: str) -> None:
        """What the database is doing; the word stands with the colour."""
        self._role = role
        self._state.setText(texto)
        self._state.setAccessibleName(texto)
        self._paint_dot()

    def _paint_dot(self) -> None:
        self._dot.setStyleSheet(f"color: {theme.color(self._role).name()}")

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
