"""Two people changed the same key: somebody chooses, and if it changes again meanwhile, chooses again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Protocol

from PySide6.QtWidgets import QWidget

from rexus.base.changes import Result
from rexus.base.errors import NoEncontradoError, RexusError
from rexus.configuracion import Cambiado, Conflicto
from rexus.modulos.configuracion.view.conflictos import ConflictosDialog, Eleccion
from rexus.ui.dialogs import show
from rexus.ui.jobs import Jobs


class Resuelve(Protocol):
    """A `Sincronizador`, or the model."""

    def resolver(self, clave: str, eleccion: Eleccion, version: int) -> Result[Cambiado]:
        """See `Sincronizador.resolver`."""


async def abrir(
    parent: QWidget | None, jobs: Jobs, sincronizador: Resuelve, conflictos: Sequence[Conflicto], zona: tzinfo
) -> int:
    """Ask which value stays, for each; returns how many were decided. Those that were not wait on."""
    if not conflictos:
        return 0
    dialog = ConflictosDialog(parent, conflictos, zona)
    left = {c.clave: c for c in conflictos}

    async def save() -> None:
        if dialog.is_busy:
            return
        dialog.busy(True)
        again: list[Conflicto] = []
        try:
            for conflicto, choice in dialog.choices():
                again += await _decide(jobs, sincronizador, conflicto, choice)
                del left[conflicto.clave]
        except RexusError as error:
            dialog.show_conflicts(list(left.values()))
            dialog.busy(False)
            dialog.show_error(error)
            return
        finally:
            dialog.busy(False)
        if not again:
            dialog.accept()
            return
        left.update({c.clave: c for c in again})
        dialog.show_conflicts(list(left.values()), again=True)

    dialog.submitted.connect(lambda: jobs.spawn(save()))
    await show(dialog)
    return len(conflictos) - len(left)


async def _decide(jobs: Jobs, sincronizador: Resuelve, conflicto: Conflicto, choice: Eleccion) -> tuple[Conflicto, ...]:
    try:
        hecho = await jobs.write(sincronizador.resolver, conflicto.clave, choice, conflicto.version)
    except NoEncontradoError:
        # Decided at another window of this machine meanwhile: nothing waits any more.
        return ()
    return hecho.conflictos
