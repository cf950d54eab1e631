"""Fields of a form: the title above, what is typed or chosen, and below it what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.ui.icons import icon
from rexus.ui.theme import set_class, set_look


class Field(QWidget):
    """`nombre` is the control's handle, `nombre.error` that of the reason. `edited`: the user changed it."""

    edited = Signal()

    def __init__(self, nombre: str, titulo: str, control: QWidget, *, obligatorio: bool = False) -> None:
        super().__init__()
        self.control = control
        control.setObjectName(nombre)
        control.setAccessibleName(tr("{dato} (obligatorio)").format(dato=titulo) if obligatorio else titulo)
        self.title = QLabel(f"{titulo} *" if obligatorio else titulo)
        self.title.setBuddy(control)
        self.error = QLabel()
        self.error.setObjectName(f"{nombre}.error")
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
        self.error.setText(motivo[:1].upper() + motivo[1:])
        if motivo:
            self.error.show()
        else:
            self.error.hide()
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
            self._hide()

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def _hide(self) -> None:
        eye = self.line.addAction(icon("ojo", "secondary"), QLineEdit.ActionPosition.TrailingPosition)
        eye.setObjectName(f"{self.line.objectName()}.ver")
        eye.setCheckable(True)

        def show_secret(shown: bool) -> None:
            self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
            eye.setIcon(icon("ojo_cerrado" if shown else "ojo", "secondary"))
            eye.setText(tr("Ocultar la clave") if shown else tr("Mostrar la clave"))
            eye.setToolTip(eye.text())

        eye.toggled.connect(show_secret)
        show_secret(False)


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
