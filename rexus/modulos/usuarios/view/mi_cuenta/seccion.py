"""A part of the dialog of one's own account: its fields, its verb, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rexus.base.errors import CanceladoError, RexusError
from rexus.ui.field import Field
from rexus.ui.form import show_reasons
from rexus.ui.texto import Texto
from rexus.ui.theme import set_class

NOMBRE = "mi_cuenta"


class Seccion(QWidget):
    """`verbo` is what the dialog's primary button does while this part shows; empty: there is nothing to do.

    `cambio`: the verb, or whether it can be done, is another.
    """

    cambio = Signal()

    def __init__(self, nombre: str, titulo: str) -> None:
        super().__init__()
        self.setObjectName(f"{NOMBRE}.{nombre}")
        self.setAccessibleName(titulo)
        self.titulo = titulo
        self.verbo = ""
        self.fields: dict[str, Field] = {}
        self._hecho = Texto("", f"{NOMBRE}.{nombre}.hecho")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        heading = Texto("seccion", texto=titulo)
        self.column.addWidget(heading)

    def cerrar(self) -> None:
        """To be called once everything else is in the column."""
        self.column.addWidget(self._hecho)
        self._hecho.decir("")
        self.column.addStretch(1)

    def dirty(self) -> bool:
        """Whether leaving would lose something typed."""
        return False

    def faltas(self) -> bool:
        """Say beside the fields what is missing; whether anything is."""
        return False

    def decir(self, texto: str) -> None:
        """What was done, in the part itself: the dialog hides the page's notices."""
        self._hecho.decir(f"✓ {texto}" if texto else "", "good")

    def clear_error(self) -> None:
        """Nothing is known to be wrong."""
        for field in self.fields.values():
            field.show_error("")

    def show_error(self, error: RexusError) -> bool:
        """Say it beside the fields; whether that is all there is to say."""
        return isinstance(error, CanceladoError) or show_reasons(self.fields, error)

    def secundaria(self, texto: str) -> Texto:
        """A quiet sentence of its own."""
        label = Texto("secundario", texto=texto)
        set_class(label, "secundario")
        return label
