"""A sentence to say yes or no to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from rexus.ui.dialogs.dialog import Dialog
from rexus.ui.dialogs.show import show
from rexus.ui.theme import set_class


class Question(Dialog):
    """A sentence to say yes or no to."""

    def __init__(
        self,
        parent: QWidget | None,
        titulo: str,
        frase: str,
        verbo: str,
        *,
        destructive: bool,
        nombre: str,
        cancelar: str | None = None,
    ) -> None:
        super().__init__(parent, titulo, verbo, nombre=nombre, cancelar=cancelar, destructive=destructive)
        self.content.setSpacing(8)
        for texto, clase in ((titulo, "seccion"), (frase, "")):
            label = QLabel(texto)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            if clase:
                set_class(label, clase)
            self.content.addWidget(label)
        self.setAccessibleDescription(frase)


async def confirm(
    parent: QWidget | None,
    titulo: str,
    frase: str,
    verbo: str,
    destructive: bool = False,
    *,
    nombre: str = "confirmar",
    cancelar: str | None = None,
) -> bool:
    """Ask one thing. `verbo` is the button's («Eliminar»); when `destructive`, Enter does not do it. `cancelar` is what
    the other button says, where «Cancelar» could be taken for the verb."""
    question = Question(parent, titulo, frase, verbo, destructive=destructive, nombre=nombre, cancelar=cancelar)
    return bool(await show(question))
