"""Ctrl+Z in a field that has nothing to undo itself is the program's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)


class TeclasDeDeshacer(QObject):
    """Looks at the one widget that has the keys: fields claim Ctrl+Z even where they have no use for it."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the field from claiming it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and _has_nothing(watched)
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)


def _has_nothing(field: QObject) -> bool:
    """Whether it is a field that could not undo anything. What is no field never claims the key."""
    if isinstance(field, (QTextEdit, QPlainTextEdit)):
        return field.isReadOnly() or not field.document().isUndoAvailable()
    # What has the keys is the whole; its line is what undoes.
    line = field.lineEdit() if isinstance(field, (QComboBox, QAbstractSpinBox)) else field
    return isinstance(line, QLineEdit) and not line.isUndoAvailable()
