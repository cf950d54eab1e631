"""Where notices stand: over the foot of the page. What is above stays where it is while they come and go."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rexus.ui.notices import NoticeBar


class NoticeArea(QWidget):
    """A page with the notices at its lower edge.

    What passes by itself lies over the line of totals for its few seconds. What stays gets room of its own, taken from
    the end of the page, so that it hides no row however long it is there.
    """

    def __init__(self, page: QWidget, notices: NoticeBar) -> None:
        super().__init__()
        self._notices = notices
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(page)
        # After the page: so it lies over it, and Tab comes to it last.
        notices.setParent(self)
        notices.lie_over()
        notices.changed.connect(self._place)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The notice keeps to the lower edge."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        notices = self._notices
        high = min(notices.heightForWidth(self.width()), self.height())
        notices.setGeometry(0, self.height() - high, self.width(), high)
        notices.raise_()
        shown = notices.current
        stays = shown is not None and (shown.kind != "exito" or notices.waiting > 0)
        self._column.setContentsMargins(0, 0, 0, high if stays else 0)
