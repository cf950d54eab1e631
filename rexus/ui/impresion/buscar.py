"""Which printers there are, to a dialog that can do without until it knows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from shiboken6 import isValid

from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance
from rexus.ui.guard import Surroundings, spawn
from rexus.ui.impresion.impresoras import Impresoras, impresoras


def buscar(ctx: Surroundings, dialog: QObject, show: Callable[[Impresoras], None]) -> Avance:
    """Ask for them in a worker, to `show` them in `dialog` while it is there. To be called off when it is closed."""
    avance = Avance()

    async def work() -> None:
        # Whatever becomes of it, the dialog does not search for ever.
        known = Impresoras(callada=True)
        try:
            known = await ctx.jobs.read(impresoras, avance=avance)
        except CanceladoError:
            return
        finally:
            if isValid(dialog):
                show(known)

    spawn(ctx, dialog, work())
    return avance
