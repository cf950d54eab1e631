"""A dialog of fields: errors beside the field where they belong, and the field that must be mended has the focus."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.catalogo.view.fields import show_errors
from rexus.stock.errors import StockInsuficienteError
from rexus.ui.form import FieldDialog


class FormDialog(FieldDialog):
    """Says the whole of it too, above the buttons."""

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
