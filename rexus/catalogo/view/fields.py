"""Fields of the forms: a title above, the control, and below it what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget

from rexus.ui import field
from rexus.ui.theme import set_class


class Field(field.Field):
    """`name` is the control's handle, `title` what it asks for, in the quiet ink."""

    def __init__(self, name: str, title: str, control: QWidget, *, required: bool = False, unit: str = "") -> None:
        super().__init__(name, title, control, obligatorio=required, unidad=unit)
        set_class(self.title, "secundario")


class TextField(Field):
    """A line of text of any length: what does not fit is told, not cut off while pasting."""

    def __init__(self, name: str, title: str, *, required: bool = False, hint: str = "", unit: str = "") -> None:
        self.line = QLineEdit()
        super().__init__(name, title, self.line, required=required, unit=unit)
        self.line.setPlaceholderText(hint)
        self.line.textEdited.connect(lambda _text: self._on_edit())

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        self.line.setText(text)


class NumberField(TextField):
    """A number as people write it: a comma or a dot, figures to the right. What is not a number is told, not refused
    key by key."""

    def __init__(self, name: str, title: str, *, required: bool = False, unit: str = "", hint: str = "0") -> None:
        super().__init__(name, title, required=required, unit=unit, hint=hint)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)

    def set_number(self, value: Decimal | int) -> None:
        """Show a number without thousands marks, so that it reads the same when it is read back; zero as an empty
        field, ready to be typed into."""
        text = f"{Decimal(value):f}" if value else ""
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        self.set_text(text.replace(".", ","))


class LongTextField(Field):
    """Several lines of text; Tab leaves it."""

    def __init__(self, name: str, title: str, *, lines: int = 3) -> None:
        self.area = QPlainTextEdit()
        super().__init__(name, title, self.area)
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(self.area.fontMetrics().lineSpacing() * lines + 18)
        self.area.textChanged.connect(self._on_edit)

    def text(self) -> str:
        return self.area.toPlainText()

    def set_text(self, text: str) -> None:
        self.area.setPlainText(text)


class SuggestField(Field):
    """Free text with the values that are in use already: any part of one finds it."""

    def __init__(self, name: str, title: str, *, hint: str = "") -> None:
        self.combo = QComboBox()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # Long values must not make the form wide.
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(8)
        super().__init__(name, title, self.combo)
        line = self.combo.lineEdit()
        line.setPlaceholderText(hint)
        completer = self.combo.completer()
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.combo.editTextChanged.connect(lambda _text: self._on_edit())
        self._set_quietly("")

    def set_choices(self, values: Sequence[str]) -> None:
        """Offer these; what is written stays."""
        text = self.text()
        self.combo.blockSignals(True)
        self.combo.clear()
        self.combo.addItems(list(values))
        self.combo.blockSignals(False)
        self._set_quietly(text)

    def text(self) -> str:
        return self.combo.currentText()

    def set_text(self, text: str) -> None:
        self._set_quietly(text)

    def _set_quietly(self, text: str) -> None:
        # Choosing the entry as well keeps the arrow keys going on from it.
        self.combo.blockSignals(True)
        self.combo.setCurrentIndex(
            self.combo.findText(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive)
        )
        self.combo.setEditText(text)
        self.combo.blockSignals(False)
        self.combo.lineEdit().setCursorPosition(0)


def show_errors(fields: Mapping[str, field.Field], reasons: Mapping[str, str]) -> None:
    """Say beside each field what is wrong with it, and go to the first that is wrong."""
    first: field.Field | None = None
    for name, asked in fields.items():
        reason = reasons.get(name, "")
        asked.show_error(reason)
        if reason and first is None:
            first = asked
    if first is not None:
        first.control.setFocus(Qt.FocusReason.OtherFocusReason)
