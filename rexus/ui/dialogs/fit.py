"""How large a dialog is: what it holds shows whole, as far as the screen allows; beyond that it scrolls."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QLayout, QScrollArea

from rexus.ui.theme import MARGIN


def fit(
    dialog: QDialog, scroll: QScrollArea, content: QLayout, around: Callable[[int], int], least: int, room: QSize
) -> None:
    """Make it large enough for `content`, which `scroll` holds, and no larger than `room`; it never shrinks.

    `around`: how high is all that stands above and below, for a width. `least`: no dialog is narrower.
    """
    inside = scroll.widget()
    margins = 2 * MARGIN
    width = max(least, dialog.minimumWidth(), dialog.width(), inside.sizeHint().width() + margins)
    width = min(width, room.width())
    inner = width - margins
    wanted = content.totalHeightForWidth(inner) if content.hasHeightForWidth() else content.totalSizeHint().height()
    beside = around(inner)
    height = min(max(wanted, 0) + beside, room.height())
    bar = 0
    if wanted + beside > height:
        # It scrolls: the bar takes room beside the content, not from it.
        bar = scroll.verticalScrollBar().sizeHint().width()
        width = min(max(width, inside.minimumSizeHint().width() + margins + bar), room.width())
    # A scroll area squeezes what it holds down to one line for each text, however many it needs.
    inside.setMinimumHeight(
        content.totalMinimumHeightForWidth(width - margins - bar) if content.hasHeightForWidth() else 0
    )
    scroll.setMinimumHeight(min(wanted, max(0, height - beside)))
    dialog.setMinimumWidth(min(max(least, inside.minimumSizeHint().width() + margins), room.width()))
    dialog.resize(QSize(width, max(height, min(dialog.height(), room.height()))))
