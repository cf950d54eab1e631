"""Dialogs that ask one thing and never block the loop.

    dialog = SalidaDialog(parent)
    dialog.submitted.connect(lambda: dialog.attempt(jobs, self._registrar(dialog.value())))
    if await show(dialog): ...
    if await confirm(parent, tr("Eliminar artículo"), frase, tr("Eliminar"), destructive=True): ...

Nothing here calls `exec()`: inside a coroutine that would enter a second task and fail.
"""

from rexus.ui.dialogs.dialog import Dialog
from rexus.ui.dialogs.question import confirm
from rexus.ui.dialogs.show import show
from rexus.ui.dialogs.told import told_in

__all__ = ["Dialog", "confirm", "show", "told_in"]
