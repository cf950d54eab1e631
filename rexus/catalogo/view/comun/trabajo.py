"""A dialog that shows how far long work has come and lets it be stopped; what was typed stays where it is."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from rexus.base.text import formatear_numero, tr
from rexus.ui.dialogs import Dialog
from rexus.ui.jobs import Job, Jobs
from rexus.ui.theme import set_class

T = TypeVar("T")


class WorkDialog(Dialog):
    """While work goes on the content rests, «Cancelar» stops the work instead of closing, and Esc only goes there.

    Handles: `nombre.avance` and `nombre.avance.texto`. Where the primary verb only closes, set `cancel_only_at_work`.
    """

    cancel_only_at_work = False

    def __init__(self, parent: QWidget | None, titulo: str, verbo: str, *, nombre: str, cancelar: str = "") -> None:
        super().__init__(parent, titulo, verbo, nombre=nombre, cancelar=cancelar or None)
        self._job: Job | None = None
        # What goes wrong shows right below the content.
        self.content.setContentsMargins(0, 0, 0, 8)
        self._cancel_text = self.cancel.text()
        self._work_text = QLabel()
        self._work_text.setObjectName(f"{nombre}.avance.texto")
        set_class(self._work_text, "secundario")
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{nombre}.avance")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(240)
        self._progress = QWidget()
        column = QVBoxLayout(self._progress)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._work_text)
        column.addWidget(self._bar)
        self._progress.hide()
        self._lesser = QWidget()
        row = QHBoxLayout(self._lesser)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.aside.addWidget(self._lesser)
        self.aside.addWidget(self._progress)

    def add_lesser(self, nombre: str, texto: str) -> QPushButton:
        """A verb of less weight, at the left; it gives way to the progress while work goes on."""
        button = QPushButton(texto)
        button.setObjectName(nombre)
        button.setAccessibleName(texto)
        button.setAutoDefault(False)
        self._lesser.layout().addWidget(button)
        return button

    @property
    def working(self) -> bool:
        """Whether work goes on."""
        return self._job is not None

    async def track(self, jobs: Jobs, work: asyncio.Future[T]) -> T:
        """Await work with a title that was given to `jobs` just now, showing how far it is. Raises what it raises.

        lugares = await dialog.track(jobs, jobs.read(model.ubicaciones, titulo=tr("Buscando")))
        """
        if work.done():
            # After a shutdown nothing starts: the await below says so.
            return await work
        job = jobs.running[-1]
        focused, ready = self.focusWidget(), self.primary.wanted
        jobs.progress.connect(self._on_progress)
        self._begin(job)
        try:
            return await work
        finally:
            if isValid(self):
                jobs.progress.disconnect(self._on_progress)
                self._end(focused, ready)

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        if self._job is not None:
            self._job.cancelar()
            self.cancel.setEnabled(False)
            self._work_text.setText(tr("Cancelando…"))

    def set_cancel_text(self, texto: str) -> None:
        """What the lesser button says while nothing goes on."""
        self._cancel_text = texto
        if not self.working:
            self._name_cancel(texto)

    def reject(self) -> None:
        """«Cancelar» and the window's cross stop the work that goes on; without any they close."""
        if self.working:
            self.stop()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc must not throw away minutes of work: it goes to the button that stops it."""
        if self.working and event.key() == Qt.Key.Key_Escape:
            self.cancel.setFocus()
        else:
            super().keyPressEvent(event)

    def _begin(self, job: Job) -> None:
        self._job = job
        self.clear_error()
        self.content.parentWidget().setEnabled(False)
        self.primary.setEnabled(False)
        self._name_cancel(tr("Cancelar"))
        self._on_progress(job)
        self._lesser.hide()
        self._progress.show()
        self.cancel.show()
        self.cancel.setFocus()

    def _end(self, focused: QWidget | None, ready: bool) -> None:
        self._job = None
        self._progress.hide()
        self._lesser.show()
        self.content.parentWidget().setEnabled(True)
        self.primary.setEnabled(ready)
        self.cancel.setEnabled(True)
        self._name_cancel(self._cancel_text)
        self.cancel.setVisible(not self.cancel_only_at_work)
        if focused is not None and isValid(focused) and focused.isVisibleTo(self):
            focused.setFocus()

    def _name_cancel(self, texto: str) -> None:
        self.cancel.setText(texto)
        self.cancel.setAccessibleName(texto)

    def _on_progress(self, job: Job) -> None:
        if job is not self._job or job.cancelado:
            return
        percent = job.porcentaje
        self._bar.setRange(0, 0 if percent is None else 100)
        if percent is not None:
            self._bar.setValue(percent)
            text = tr("{que}: {hecho} de {total}").format(
                que=job.titulo, hecho=formatear_numero(job.hecho), total=formatear_numero(job.total)
            )
        else:
            text = job.titulo
            if job.hecho:
                text = tr("{que}: {hecho}").format(que=job.titulo, hecho=formatear_numero(job.hecho))
        self._work_text.setText(text)
        self._bar.setAccessibleName(text)
