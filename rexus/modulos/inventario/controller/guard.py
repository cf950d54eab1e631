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
    task = ctx.jobs.spawn(_guarded(ctx, owner, work))
    if task is None:
        work.close()
    else:
        # One that was cancelled before its first step never came to its work.
        task.add_done_callback(lambda _: work.close())


async def _guarded(ctx: Context, owner: QObject, work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except CanceladoError:
        # Whoever cancelled knows.
        return
    except RexusError as error:
        if isValid(owner):
            ctx.notices.show_error(error)
    except RuntimeError:
        # So PySide answers who touches a widget that was destroyed: the user signed out while this was being read.
        if isValid(owner):
            raise
