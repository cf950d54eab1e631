"""What has the keys is in sight: a scroll area that they enter from outside would not follow by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


class FocoALaVista(QObject):
    """Scrolls to what gets the focus while nothing of it shows; what is pointed at shows, and stays where it is."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not now.isVisible() or not now.visibleRegion().isEmpty():
            return
        above = now.parentWidget()
        while above is not None and not above.isWindow():
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(now)
            above = above.parentWidget()
