"""What is under way in the window, for who must say what was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6

from rexus.ui.dialogs import Dialog
from rexus.ui.report_kept import Momento

if TYPE_CHECKING:
    from rexus.shell.services import Services
    from rexus.shell.session import Session
    from rexus.shell.window import MainWindow


def momento(window: MainWindow, services: Services | None, session: Session | None) -> Momento:
    """How things stand now; on the GUI thread."""
    typed = [d.windowTitle() for d in window.findChildren(Dialog) if d.isVisible() and d.dirty()]
    if session is not None and shiboken6.isValid(session.page):
        # Deferred: it brings every page along, which whoever has a session has.
        from rexus.shell.registry import MODULES

        built = session.page.built
        typed += [m.titulo for m in MODULES if m.id in built and bool(getattr(built[m.id], "changed", False))]
    if services is None:
        return Momento(sin_guardar=tuple(typed))
    jobs = services.jobs
    return Momento(jobs.escribiendo, jobs.reciente, jobs.dudoso, tuple(typed))
