"""What needs the passphrase of a set: with the one at hand, else with the one that is asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from rexus.base.errors import CanceladoError
from rexus.base.text import tr
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
            motivo = _motivo(error, dada)
        dialog = FraseDialog(parent, motivo)
        if not await show(dialog, keep=True):
            dialog.deleteLater()
            raise CanceladoError
        dada = dialog.frase.text()
        dialog.deleteLater()


def _motivo(error: FraseError, dada: str | None) -> str:
    if dada is not None:
        return tr("Esa frase no abre el respaldo. Escribir aquella con la que se hizo.")
    if error.falta:
        return tr("El respaldo está cifrado, y en este equipo no hay ninguna frase guardada. Escribir la suya.")
    return tr("El respaldo está cifrado con otra frase que la guardada en este equipo. Escribir la suya.")
