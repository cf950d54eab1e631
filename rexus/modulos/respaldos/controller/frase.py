"""What needs the passphrase of a set: with the one at hand, else with the one that is asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from rexus.base.errors import CanceladoError
from rexus.modulos.respaldos.view.frase import FraseDialog
from rexus.respaldos.errors import FraseError
from rexus.ui.dialogs import show

T = TypeVar("T")


async def con_frase(
    parent: QWidget | None, operation: Callable[[str | None], Awaitable[T]], dada: str | None = None
) -> T:
    """Await `operation(passphrase)`; when it is not the right one, ask over `parent` and await it again.

    Raises what the operation raises; CanceladoError when none was given.
    """
    while True:
        try:
            return await operation(dada)
        except FraseError as error:
            motivo = error.frase
        dialog = FraseDialog(parent, motivo)
        if not await show(dialog, keep=True):
            dialog.deleteLater()
            raise CanceladoError
        dada = dialog.frase.text()
        dialog.deleteLater()
