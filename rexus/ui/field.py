"""Fields of a form: the title above, what is typed or chosen, and below it what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.ui.secreto import hide_behind_eye
from rexus.ui.theme import set_class, set_look


class Field(QWidget):
    """`nombre` is the control's handle, `nombre.error` that of the reason. `edited`: the user changed it.

    Subclasses make the control and say what it holds.
    """

    edited = Signal()

    def __init__(
        self, nombre: str, titulo: str, control: QWidget, *, obligatorio: bool = False, unidad: str = ""
    ) -> None:
        super().__init__()
        self.control = control
        control.setObjectName(nombre)
        control.setAccessibleName(tr("{dato} (obligatorio)").format(dato=titulo) if obligatorio else titulo)
        heading = f"{titulo} ({unidad})" if unidad else titulo
        self.title = QLabel(f"{heading} *" if obligatorio else heading)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setBuddy(control)
        self.error = QLabel()
        self.error.setObjectName(f"{nombre}.error")
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setWordWrap(True)
        set_class(self.error, "error")
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.title, control, self.error):
            column.addWidget(widget)
        # Beside a field that says what is wrong with it, the title stays above.
        column.addStretch(1)
        self.setFocusProxy(control)

    def text(self) -> str:
        """What it holds, as it was typed."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Show another value."""
        raise NotImplementedError

    def show_error(self, motivo: str) -> None:
        """Say below the control what is wrong; an empty reason takes it away. It goes too when the field is edited."""
        # A reason is a clause («falta completarlo»); alone in its line it begins like a sentence.
        self.error.setText(motivo[:1].upper() + motivo[1:])
        self.error.setVisible(bool(motivo))
        self.control.setAccessibleDescription(tr("Error: {motivo}").format(motivo=motivo) if motivo else "")
        set_look(self.control, "error", "true" if motivo else "false")

    def _on_edit(self) -> None:
        if not self.error.isHidden():
            self.show_error("")
        self.edited.emit()


class LineField(Field):
    """A line of text; `secreto` hides it behind dots, with an eye to see it."""

    def __init__(
        self, nombre: str, titulo: str, *, obligatorio: bool = False, secreto: bool = False, ayuda: str = ""
    ) -> None:
        self.line = QLineEdit()
        super().__init__(nombre, titulo, self.line, obligatorio=obligatorio)
        self.line.setPlaceholderText(ayuda)
        self.line.textEdited.connect(lambda _text: self._on_edit())
        if secreto:
            hide_behind_eye(self.line)

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)


class ChoiceField(Field):
    """One of a few; none until somebody chooses."""

    def __init__(self, nombre: str, titulo: str, choices: Sequence[str], *, obligatorio: bool = False) -> None:
        self.combo = QComboBox()
        super().__init__(nombre, titulo, self.combo, obligatorio=obligatorio)
        self.combo.addItems(list(choices))
        self.combo.setCurrentIndex(-1)
        self.combo.setPlaceholderText(tr("Elegir…"))
        self.combo.activated.connect(lambda _index: self._on_edit())

    def text(self) -> str:
        return self.combo.currentText()

    def set_text(self, text: str) -> None:
        if text and self.combo.findText(text) < 0:
            # Whatever stands there is shown, also what cannot be chosen any more.
            self.combo.addItem(text)
        self.combo.setCurrentIndex(self.combo.findText(text))
