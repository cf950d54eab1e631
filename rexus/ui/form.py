"""A dialog of fields: what they hold, whether it would be lost, and what is wrong beside the one where it belongs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from rexus.base.errors import CanceladoError, DatoInvalidoError, RexusError
from rexus.ui.dialogs import Dialog
from rexus.ui.field import Field

# That of the narrowest dialog, without its margins.
CONTENT_WIDTH = 368


class FieldDialog(Dialog):
    """Subclasses fill `content` and then name their fields with `hold`: what a refusal calls them → the field."""

    def __init__(
        self, parent: QWidget | None, titulo: str, verbo: str, *, nombre: str, cancelar: str | None = None
    ) -> None:
        super().__init__(parent, titulo, verbo, nombre=nombre, cancelar=cancelar)
        # Qt proposes a height by the narrowest width that the content could have: give it the dialog's.
        self.content.addStrut(CONTENT_WIDTH)
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


class Form(FieldDialog):
    """The one that must be mended has the focus."""

    def show_error(self, error: RexusError) -> None:
        """Reasons beside their fields; what belongs to none of them above the buttons. Who cancelled knows it."""
        if isinstance(error, CanceladoError):
            return
        if not show_reasons(self.fields, error):
            super().show_error(error)


def show_reasons(fields: Mapping[str, Field], error: RexusError) -> bool:
    """Say beside the fields what is wrong with them and go to the first; False if the error is not about them alone."""
    campos = error.campos if isinstance(error, DatoInvalidoError) else {}
    if not campos or not campos.keys() <= fields.keys():
        return False
    for name, field in fields.items():
        field.show_error(campos.get(name, ""))
    first = next(field.control for name, field in fields.items() if name in campos)
    first.setFocus()
    if isinstance(first, QLineEdit):
        # Ready to be typed anew.
        first.selectAll()
    return True
