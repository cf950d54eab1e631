"""Starting what a click asked for: a refusal becomes a notice, and a page that is gone meanwhile is no fault."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject
from shiboken6 import isValid

from rexus.base.errors import CanceladoError, RexusError

if TYPE_CHECKING:
    from rexus.ui.jobs import Jobs
    from rexus.ui.notices import NoticeBar


class Surroundings(Protocol):
    """Where work is started from: a page's context, or what stands in for it while nobody is signed in."""

    @property
    def jobs(self) -> Jobs:
        """Does it."""

    @property
    def notices(self) -> NoticeBar:
        """Where a refusal is told."""


def spawn(ctx: Surroundings, owner: QObject, work: Coroutine[Any, Any, Any]) -> None:
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
