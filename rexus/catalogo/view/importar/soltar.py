"""Dropping a spreadsheet anywhere on a widget."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")


class FileDrop(QObject):
    """Watches a widget: `over(bool)` while a spreadsheet hangs over it, `dropped(Path)` when it falls.

    What is no spreadsheet, or more than one file, is not taken.
    """

    over = Signal(bool)
    dropped = Signal(Path)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only the four events of dragging; everything else goes on."""
        kind = event.type()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop) and isinstance(event, QDropEvent):
            file = spreadsheet_in(event.mimeData())
            if file is None:
                return False
            event.acceptProposedAction()
            self.over.emit(kind != QEvent.Type.Drop)
            if kind == QEvent.Type.Drop:
                self.dropped.emit(file)
            return True
        if kind == QEvent.Type.DragLeave:
            self.over.emit(False)
        return False


def spreadsheet_in(data: QMimeData) -> Path | None:
    """The one local spreadsheet among what is dragged, None if there is none or more than one file."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if len(files) != 1 or len(data.urls()) != 1 or files[0].suffix.lower() not in SUFFIXES:
        return None
    return files[0]
