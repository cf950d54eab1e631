"""Offering to undo what was just done: under the menu and in the notice, as one thing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from rexus.ui.dialogs import confirm
from rexus.ui.module import Context
from rexus.ui.notices import Accion
from rexus.ui.undo import UndoVerb, undo_verb


def offer_undo(
    ctx: Context,
    texto: Callable[[], str],
    undo: Callable[[], Awaitable[None]],
    *,
    verbo: Callable[[], str] = undo_verb,
    local: bool = False,
    ask: Callable[[], Awaitable[bool]] | None = None,
) -> Accion:
    """Put it on the undo stack («Deshacer `texto`») and return the notice's verb for it.

    `texto` and `verbo` are called for again when the language is another. `local`: needs no database. `ask`: asked
    before, as `sure_of` does.
    """
    item = ctx.undo.push(texto, undo, local=local, ask=ask)
    return verbo(), UndoVerb(ctx.undo, item, ctx.jobs.spawn, ctx.notices.show_error, verbo)


def sure_of(
    ctx: Context, titulo: Callable[[], str], frase: Callable[[], str], verbo: Callable[[], str] = undo_verb
) -> Callable[[], Awaitable[bool]]:
    """Asks before much is taken back at once. `frase` says how much, `verbo` is the button's."""

    async def ask() -> bool:
        # The window, not the page: the page may be gone by then.
        return await confirm(
            ctx.notices.window(), titulo(), frase(), verbo(), destructive=True, nombre="principal.deshacer_todo"
        )

    return ask
