"""The page in a window of its own, for when there is no desk to show it in."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.ui import enter
from rexus.ui.notices import NoticeBar
from rexus.ui.notices_area import NoticeArea

_SIZE: Final = QSize(1000, 640)


class SueltaDialog(QDialog):
    """`close_requested`: somebody wants it gone; whoever opened it says whether it may go."""

    close_requested = Signal()

    def __init__(self, parent: QWidget | None, notices: NoticeBar, page: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("configuracion.suelta")
        self.setWindowTitle(tr("Configuración"))
        self.setAccessibleName(tr("Configuración"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(NoticeArea(page, notices))
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.95))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        if not enter.presses(self, event):
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc and the window's cross lose nothing without asking."""
        self.close_requested.emit()
