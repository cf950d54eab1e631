"""A field of a dialog: its title above, below it what is wrong or why it cannot be changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.ui.theme import set_class, set_look


class Campo(QWidget):
    """`control` has the handle `nombre`; `beside` is a lesser control in the same line."""

    def __init__(self, nombre: str, titulo: str, control: QWidget, beside: QWidget | None = None) -> None:
        super().__init__()
        self.control = control
        control.setObjectName(nombre)
        control.setAccessibleName(titulo)
        self.title = QLabel(titulo)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setBuddy(control)
        set_class(self.title, "secundario")
        self.note = QLabel()
        self.note.setObjectName(f"{nombre}.error")
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(control, 1)
        if beside is not None:
            line.addWidget(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addLayout(line)
        column.addWidget(self.note)
        column.addStretch(1)
        self.setFocusProxy(control)
        self.dictated = ""

    def show_error(self, reason: str) -> None:
        """Say what is wrong; an empty reason takes it away."""
        if self.dictated and not reason:
            return
        self.note.setText(reason[:1].upper() + reason[1:])
        set_class(self.note, "error")
        self.note.setVisible(bool(reason))
        set_look(self.control, "error", "true" if reason else "false")
        self.control.setAccessibleDescription(tr("Error: {motivo}").format(motivo=reason) if reason else "")

    def dictate(self, variable: str) -> None:
        """An environment variable says what it holds: it shows, and cannot be changed here."""
        if not variable:
            return
        self.dictated = variable
        self.control.setEnabled(False)
        self.note.setText(tr("Lo fija la variable {variable}.").format(variable=variable))
        set_class(self.note, "secundario")
        self.note.show()
        self.control.setAccessibleDescription(self.note.text())


def text_of(control: QWidget) -> str:
    """What a line or a box that can be written in holds."""
    if isinstance(control, QComboBox):
        return control.currentText().strip()
    assert isinstance(control, QLineEdit)
    return control.text()
