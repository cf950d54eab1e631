"""Offering to undo what was just done: under the menu and in the notice, as one thing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from rexus.base.errors import RexusError
from rexus.ui.module import Context
from rexus.ui.notices import Accion


def offer_undo(
    ctx: Context, texto: str, verbo: str, undo: Callable[[], Awaitable[None]], *, local: bool = False
) -> Accion:
    """Put it on the undo stack («Deshacer `texto`») and return the notice's verb for it. `local`: needs no database."""
    item = ctx.undo.push(texto, undo, local=local)

    async def act() -> None:
        try:
            await ctx.undo.undo(item)
        except RexusError as error:
            ctx.notices.show_error(error)

    return verbo, lambda: ctx.jobs.spawn(act())
