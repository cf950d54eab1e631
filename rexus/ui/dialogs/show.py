"""Opening a dialog and waiting for it, without holding the loop."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from rexus.ui.jobs import event_loop


async def show(dialog: QDialog, *, keep: bool = False) -> int:
    """Open the dialog over its parent and wait for it: 1 accepted, 0 rejected.

    It is destroyed at the loop's next turn unless `keep`, so read its values before the next await. Cancelling the
    await closes it.
    """
    answer: asyncio.Future[int] = event_loop().create_future()

    def settle(code: int) -> None:
        if not answer.done():
            answer.set_result(code)

    dialog.destroyed.connect(lambda: settle(0))
    dialog.finished.connect(settle)
    dialog.open()
    try:
        return await answer
    except asyncio.CancelledError:
        if isValid(dialog):
            dialog.done(0)
        raise
    finally:
        # It may have gone already, together with its parent.
        if isValid(dialog) and not keep:
            dialog.deleteLater()
