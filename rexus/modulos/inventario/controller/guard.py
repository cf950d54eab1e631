"""Starting what a click asked for: a refusal becomes a notice, and a page that is gone meanwhile is no fault."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from rexus.base.errors import CanceladoError, RexusError
from rexus.ui.module import Context


def spawn(ctx: Context, owner: QObject, work: Coroutine[Any, Any, Any]) -> None:
    """Run `work` for `owner` (the page or a part of it). What is a bug goes to `jobs.failed`, as ever."""

    def ended(error: BaseException | None) -> bool:
        if isinstance(error, RexusError):
            # Whoever cancelled knows.
            if isValid(owner) and not isinstance(error, CanceladoError):
                ctx.notices.show_error(error)
            return True
        # So PySide answers who touches a widget that was destroyed: the user signed out while this was being read.
        return isinstance(error, RuntimeError) and not isValid(owner)

    ctx.jobs.spawn(work, ended)
