"""How strong a password is, told while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import shiboken6

if TYPE_CHECKING:
    from rexus.shell.clave_nueva import ClaveNuevaPage
    from rexus.shell.welcome import WelcomePage


class Strength:
    """At most one question under way; of those asked meanwhile only the newest follows.

    `words` are what the password may not consist of, `accounts` who knows, `run` starts a coroutine on the loop.
    """

    def __init__(
        self,
        page: WelcomePage | ClaveNuevaPage,
        words: Callable[[], tuple[str, ...]],
        accounts: Callable[[], Any],
        run: Callable[[Callable[[], Coroutine[Any, Any, None]]], None],
    ) -> None:
        self._page = page
        self._words = words
        self._accounts = accounts
        self._start = run
        self._busy = False
        self._next: str | None = None

    def ask(self, clave: str) -> None:
        """Ask now, or when the present question is answered."""
        if self._busy:
            self._next = clave
        else:
            self._busy = True
            self._start(lambda: self._measure(clave))

    async def _measure(self, clave: str) -> None:
        try:
            if not shiboken6.isValid(self._page):
                return
            fuerza = await self._accounts().fuerza(clave, self._words())
            if shiboken6.isValid(self._page):
                self._page.show_strength(clave, fuerza.puntos, fuerza.palabra)
        finally:
            self._answered()

    def _answered(self) -> None:
        self._busy = False
        if self._next is not None:
            clave, self._next = self._next, None
            self.ask(clave)
