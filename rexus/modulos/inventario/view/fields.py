"""Fields of the forms: a title above, the control, and below it what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.ui.theme import set_class, set_look


class Field(QWidget):
    """`name` is the control's handle, `title` what it asks for. `edited`: the user changed it.

    Subclasses make the control and say what it holds.
    """

    edited = Signal()

    def __init__(self, name: str, title: str, control: QWidget, *, required: bool = False, unit: str = "") -> None:
        super().__init__()
        self.control = control
        control.setObjectName(name)
        control.setAccessibleName(tr("{dato} (obligatorio)").format(dato=title) if required else title)
        heading = f"{title} ({unit})" if unit else title
        self.title = QLabel(f"{heading} *" if required else heading)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setBuddy(control)
        set_class(self.title, "secundario")
        self.error = QLabel()
        self.error.setObjectName(f"{name}.error")
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setWordWrap(True)
        set_class(self.error, "error")
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(control)
        column.addWidget(self.error)
        column.addStretch(1)
        self.setFocusProxy(control)

    def text(self) -> str:
        """What it holds, as it was typed."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Show another value."""
        raise NotImplementedError

    def show_error(self, reason: str) -> None:
        """Say below the control what is wrong with it; an empty reason takes it away."""
        # A reason is a clause («falta completarlo»); alone in its line it begins like a sentence.
        shown = reason[:1].upper() + reason[1:]
        self.error.setText(shown)
        self.error.setVisible(bool(reason))
        self.control.setAccessibleDescription(tr("Error: {motivo}").format(motivo=reason) if reason else "")
        set_look(self.control, "error", "true" if reason else "false")

    def _on_edit(self) -> None:
        if self.error.isVisible():
            self.show_error("")
        self.edited.emit()


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


def show_errors(fields: Mapping[str, Field], reasons: Mapping[str, str]) -> None:
    """Say beside each field what is wrong with it, and go to the first that is wrong."""
    first: Field | None = None
    for name, field in fields.items():
        reason = reasons.get(name, "")
        field.show_error(reason)
        if reason and first is None:
            first = field
    if first is not None:
        first.control.setFocus(Qt.FocusReason.OtherFocusReason)
