"""Ctrl+Z in a field that has nothing to undo itself is the program's, but never runs on there from undoing a text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from rexus.ui.focus_filter import FocusFilter

_MODIFIERS: Final = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class TeclasDeDeshacer(FocusFilter):
    """Fields claim Ctrl+Z even where they have no use for it; here they let it go, to the program's own undoing.

    Not after they undid something themselves: whoever holds the key, or presses it once more than there was text, means
    the text and no movement of stock. Another key, or leaving the field, ends that.
    """

    def __init__(self, app: QApplication, parent: QObject) -> None:
        self._undid_text = False
        super().__init__(app, parent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the field from claiming it."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Undo):
            if not _has_nothing(watched):
                self._undid_text = _is_field(watched)
            elif not self._undid_text:
                event.ignore()
                return True
        elif (
            event.type() == QEvent.Type.KeyPress
            and event.key() not in _MODIFIERS
            and not event.matches(QKeySequence.StandardKey.Undo)
        ):
            self._undid_text = False
        return False

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        self._undid_text = False
        super()._follow(before, now)


def _is_field(widget: QObject) -> bool:
    return isinstance(widget, (QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QLineEdit))


def _has_nothing(field: QObject) -> bool:
    """Whether it is a field that could not undo anything. What is no field never claims the key."""
    if isinstance(field, (QTextEdit, QPlainTextEdit)):
        return field.isReadOnly() or not field.document().isUndoAvailable()
    # What has the keys is the whole; its line is what undoes.
    line = field.lineEdit() if isinstance(field, (QComboBox, QAbstractSpinBox)) else field
    return isinstance(line, QLineEdit) and not line.isUndoAvailable()
