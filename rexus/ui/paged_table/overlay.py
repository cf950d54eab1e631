"""What lies over the table: the empty page that says what to do, and the thin line of a load that takes its time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from rexus.base.text import tr
from rexus.ui import theme
from rexus.ui.empty_state import EmptyState

# What a verb does; an action that cannot be done now is not offered.
Does = Callable[[], object] | QAction | None
# Title, sentence, verb, and what the verb does.
Words = tuple[str, str, str, Does]

# What takes less shows nothing: a line that only flashes would be noise.
PATIENCE_MS: Final = 300
_FRAME_MS: Final = 40
_SWEEP_MS: Final = 1600


class EmptyTable(EmptyState):
    """What an empty table says, and one button, `vacio.accion`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("vacio", parent)
        self.boton = QPushButton()
        self.boton.setObjectName("vacio.accion")
        self._verb = ""
        self._does: Does = None
        self.boton.clicked.connect(self._act)
        self.verbs.addWidget(self.boton)
        self.hide()

    def offer(self, words: Words) -> None:
        """Say it; no button without a verb, nor for an action that this user, or this moment, does not allow."""
        titulo, frase, verbo, hace = words
        self.say(titulo, frase)
        self.boton.setText(verbo)
        if hace is not self._does:
            if isinstance(self._does, QAction):
                self._does.changed.disconnect(self._offer)
            if isinstance(hace, QAction):
                hace.changed.connect(self._offer)
        self._verb, self._does = verbo, hace
        self._offer()

    def _offer(self) -> None:
        does = self._does
        self.boton.setVisible(bool(self._verb) and not (isinstance(does, QAction) and not does.isEnabled()))

    def _act(self) -> None:
        if isinstance(self._does, QAction):
            self._does.trigger()
        elif self._does is not None:
            self._does()


class ProgressLine(QWidget):
    """A thin line that moves while something is being read, from 300 ms after its beginning."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tabla.progreso")
        self.setAccessibleName(tr("Leyendo"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(2)
        self._clock = QElapsedTimer()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._appear)
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self.update)
        self.hide()

    def set_busy(self, busy: bool) -> None:
        """Begin waiting, or be gone at once."""
        if busy:
            if not self._patience.isActive() and not self.isVisible():
                self._patience.start()
            return
        self._patience.stop()
        self._frames.stop()
        self.hide()

    def _appear(self) -> None:
        self._clock.start()
        self._frames.start()
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quarter of the width, moving from left to right."""
        part = (self._clock.elapsed() % _SWEEP_MS) / _SWEEP_MS if self._clock.isValid() else 0.0
        chunk = max(40, self.width() // 4)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("line"))
            painter.fillRect(int(part * (self.width() + chunk)) - chunk, 0, chunk, self.height(), theme.color("accent"))
