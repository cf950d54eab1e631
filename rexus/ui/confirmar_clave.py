"""What needs the password once more: ask for it, and do it then.

codigo = await con_clave(parent, ctx, lambda: ctx.jobs.write(model.restablecer, usuario_id))
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from PySide6.QtWidgets import QLabel, QWidget

from rexus.base.errors import CanceladoError, ConfirmarClaveError
from rexus.base.marca_de_ejemplo import clave_de
from rexus.base.text import tr
from rexus.seguridad import confirmar, politica_de
from rexus.ui.dialogs import show
from rexus.ui.field import LineField
from rexus.ui.form import Form
from rexus.ui.module import Context

T = TypeVar("T")


class ClaveDialog(Form):
    """Asks whoever is signed in for their own password."""

    def __init__(self, parent: QWidget | None, usuario: str) -> None:
        super().__init__(parent, tr("Confirmar clave"), tr("Confirmar"), nombre="confirmar_clave")
        frase = QLabel(tr("Esto necesita la clave de «{usuario}» otra vez.").format(usuario=usuario))
        frase.setWordWrap(True)
        self.clave = LineField("confirmar_clave.clave", tr("Clave"), secreto=True)
        self.content.addWidget(frase)
        self.content.addWidget(self.clave)
        self.hold({"clave": self.clave})

    def dirty(self) -> bool:
        """Nobody minds losing a password that was half typed."""
        return False

    def submit(self) -> None:
        """Only with something to look at."""
        if self.clave.text():
            super().submit()
        elif not self.is_busy:
            self.clave.show_error(tr("falta la clave"))
            self.clave.control.setFocus()


async def con_clave(parent: QWidget | None, ctx: Context, operation: Callable[[], Awaitable[T]]) -> T:
    """Await `operation()`; when it needs the password, ask for it over `parent` and await it again.

    Raises what the operation raises; CanceladoError when the password was not given.
    """
    try:
        return await operation()
    except ConfirmarClaveError:
        await _ask(parent, ctx)
    return await operation()


async def _ask(parent: QWidget | None, ctx: Context) -> None:
    dialog = ClaveDialog(parent, ctx.actor().usuario)
    dialog.clave.set_text(clave_de(ctx.paths, ctx.actor().usuario))
    dialog.needs(ctx.salud)

    async def check() -> None:
        politica = politica_de(ctx.settings)
        await ctx.jobs.write(confirmar, ctx.registry, ctx.actor(), dialog.clave.text(), politica)

    dialog.submitted.connect(lambda: dialog.attempt(ctx.jobs, check()))
    if not await show(dialog):
        raise CanceladoError
