"""Where a dialog stands: in the middle of what it belongs to, whole on the screen, until somebody moves it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QDialog

# What the system's own frame may shift a window by; further it was moved by somebody.
_NEAR: Final = 48


class Place:
    """Of one dialog. `keep` after each change of its size, before it shows too, so that it never jumps."""

    def __init__(self, dialog: QDialog) -> None:
        self._dialog = dialog
        self._put: QPoint | None = None
        self._moved = False

    @property
    def screen(self) -> QScreen:
        """The screen of what the dialog belongs to: its own is not known before it shows."""
        parent = self._dialog.parentWidget()
        return self._dialog.screen() if parent is None or self._dialog.isVisible() else parent.window().screen()

    def _frame(self) -> QRect:
        """With the system's frame, which is not known before it shows: it will be that of the window below."""
        frame, over = self._dialog.frameGeometry(), self._dialog.parentWidget()
        if over is None or frame != self._dialog.geometry():
            return frame
        outside, inside = over.window().frameGeometry(), over.window().geometry()
        wide, high = outside.width() - inside.width(), outside.height() - inside.height()
        return QRect(frame.topLeft(), frame.size() + QSize(wide, high))

    def keep(self) -> None:
        """Put it into the middle again; where somebody moved it, only back onto the screen."""
        dialog, parent = self._dialog, self._dialog.parentWidget()
        room, frame = self.screen.availableGeometry(), self._frame()
        wanted = frame.topLeft()
        if self._put is not None and (wanted - self._put).manhattanLength() > _NEAR:
            self._moved = True
        if not self._moved:
            over = parent.window() if parent is not None else None
            middle = over.frameGeometry().center() if over is not None and over.isVisible() else room.center()
            wanted = QPoint(middle.x() - frame.width() // 2, middle.y() - frame.height() // 2)
        wanted.setX(max(room.left(), min(wanted.x(), room.right() + 1 - frame.width())))
        wanted.setY(max(room.top(), min(wanted.y(), room.bottom() + 1 - frame.height())))
        self._put = wanted
        if wanted != frame.topLeft() or not dialog.isVisible():
            dialog.move(wanted)
