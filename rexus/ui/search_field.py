"""The field where one types what one looks for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from rexus.base.text import tr
from rexus.ui.icons import icon
from rexus.ui.theme import set_class

# Between two keys of a quick typist; a search per word rather than per letter.
_PAUSE_MS: Final = 80


class SearchField(QLineEdit):
    """`searched(text)` comes when the typing pauses, at once with Enter or when it is cleared; never twice the same.

    Esc clears. `entered` comes with Enter, after `searched`; `left` with the down key: into the results.
    """

    searched = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, nombre: str, texto: str, tecla: str = "F6", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(nombre)
        self.setAccessibleName(tr("Buscar"))
        self.setPlaceholderText(texto)
        self.addAction(icon("buscar", "secondary"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(icon("cerrar", "secondary"), tr("Borrar la búsqueda"), self)
        self._clear.setObjectName(f"{nombre}.borrar")
        self._clear.triggered.connect(self.clear)
        self._hint = QLabel(tecla, self)
        set_class(self._hint, "tecla")
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._on_text)

    def set_text_quietly(self, text: str) -> None:
        """Show a search that is already in force, as when a saved filter is chosen."""
        self._told = text
        self.setText(text)
        self._pause.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc and the down key mean something here; the rest is typing."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            self.entered.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key == Qt.Key.Key_Down:
            # Before they are gone into: the rows of what is written, not of what was.
            self._tell()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come by key: the old search is selected, so that typing replaces it."""
        super().focusInEvent(event)
        self._place_hint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The hint returns."""
        super().focusOutEvent(event)
        self._place_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the hint at the end."""
        super().resizeEvent(event)
        self._place_hint()

    def changeEvent(self, event: QEvent) -> None:
        """The hint's size follows the style."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and hasattr(self, "_hint"):
            self._place_hint()

    def _place_hint(self) -> None:
        self._hint.adjustSize()
        self._hint.move(self.width() - self._hint.width() - 8, (self.height() - self._hint.height()) // 2)
        self._hint.setVisible(not self.text() and not self.hasFocus())

    def _on_text(self, text: str) -> None:
        # Put there and taken away: an action that is only hidden leaves a ghost of its icon below the hint.
        if text and self._clear not in self.actions():
            self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        elif not text:
            self.removeAction(self._clear)
        self._place_hint()
        if text:
            self._pause.start()
        else:
            self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.searched.emit(self._told)
