"""A dialog of fields: errors beside the field where they belong, and the field that must be mended has the focus."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.modulos.inventario.view.fields import Field, show_errors
from rexus.stock.errors import StockInsuficienteError
from rexus.ui.dialogs import Dialog

# That of the narrowest dialog, without its margins.
_CONTENT_WIDTH = 368


class FormDialog(Dialog):
    """Subclasses fill `content` and then name their fields with `hold`: what a refusal calls them → the field."""

    def __init__(self, parent: QWidget | None, titulo: str, verbo: str, *, nombre: str) -> None:
        super().__init__(parent, titulo, verbo, nombre=nombre)
        # Qt proposes a height by the narrowest width that the content could have: give it the dialog's.
        self.content.addStrut(_CONTENT_WIDTH)
        # What goes wrong shows right below the content.
        self.content.setContentsMargins(0, 0, 0, 8)
        self.fields: dict[str, Field] = {}
        self._clean: dict[str, str] = {}

    def hold(self, fields: Mapping[str, Field]) -> None:
        """These are the fields, filled as they begin; the first one gets the focus."""
        self.fields = dict(fields)
        self.settle()
        next(iter(self.fields.values())).control.setFocus()

    def settle(self) -> None:
        """What the fields hold now is not something typed that could be lost."""
        self._clean = self.texts()

    def texts(self) -> dict[str, str]:
        """What every field holds."""
        return {name: field.text() for name, field in self.fields.items()}

    def touched(self) -> dict[str, str]:
        """The fields that hold something else than in the beginning."""
        return {name: text for name, text in self.texts().items() if text != self._clean[name]}

    def dirty(self) -> bool:
        """Whether closing would lose something typed."""
        return bool(self.touched())

    def clear_error(self) -> None:
        """Nothing is known to be wrong."""
        super().clear_error()
        for field in self.fields.values():
            field.show_error("")

    def show_error(self, error: RexusError) -> None:
        """As a whole above the buttons, and each reason beside its field."""
        super().show_error(error)
        if isinstance(error, DatoInvalidoError):
            show_errors(self.fields, error.campos)
        elif isinstance(error, StockInsuficienteError) and "cantidad" in self.fields:
            self.fields["cantidad"].control.setFocus()
        focused = self.focusWidget()
        if isinstance(focused, QLineEdit):
            # Ready to be typed anew.
            focused.selectAll()
