"""What can be undone, newest last. Undoing is an operation of its own: it posts, it never erases."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal

from rexus.base.errors import RexusError
from rexus.base.text import tr

_KEPT = 50


def undo_verb() -> str:
    """«Deshacer», in the language in use."""
    return tr("Deshacer")


@dataclass(frozen=True, eq=False)
class Undoable:
    """`decir` completes «Deshacer …» («salida de 3 × 564002»), in the language in use; `undo` does it and raises a
    RexusError if it cannot.

    `local`: it needs no database. `ask`: whether it is really meant, asked before; a no leaves everything as it is.
    """

    decir: Callable[[], str]
    undo: Callable[[], Awaitable[None]]
    local: bool = False
    ask: Callable[[], Awaitable[bool]] | None = None


class UndoStack(QObject):
    """The session's own actions. `changed` carries the text of the newest one, empty when there is none."""

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[Undoable] = []
        self._undoing: set[Undoable] = set()

    @property
    def texto(self) -> str:
        """The text of the newest action that can be undone, empty when there is none."""
        return self._items[-1].decir() if self._items else ""

    def __len__(self) -> int:
        return len(self._items)

    @property
    def local(self) -> bool:
        """Whether the newest action can be undone without the database."""
        return bool(self._items) and self._items[-1].local

    def push(
        self,
        texto: str | Callable[[], str],
        undo: Callable[[], Awaitable[None]],
        *,
        local: bool = False,
        ask: Callable[[], Awaitable[bool]] | None = None,
    ) -> Undoable:
        """Remember an action that was done. `texto` is called for whenever it is told: the language may be another."""
        decir = (lambda: texto) if isinstance(texto, str) else texto
        item = Undoable(decir, undo, local, ask)
        self._items = [*self._items[1 - _KEPT :], item]
        self.changed.emit(self.texto)
        return item

    async def undo(self, item: Undoable | None = None) -> None:
        """Undo one action, the newest by default. It stays when that fails, or when whoever is asked says no.

        One that is being undone is left alone.
        """
        item = item or (self._items[-1] if self._items else None)
        if item is None or item not in self._items or item in self._undoing:
            return
        self._undoing.add(item)
        try:
            if item.ask is not None and not await item.ask():
                return
            await item.undo()
        finally:
            self._undoing.discard(item)
        # Meanwhile somebody may have signed out.
        if item in self._items:
            self._items.remove(item)
            self.changed.emit(self.texto)

    def clear(self) -> None:
        """Forget everything: somebody else signs in."""
        self._items.clear()
        self.changed.emit("")


@dataclass(frozen=True)
class UndoVerb:
    """What «Deshacer» of a notice does: start undoing `item`, and tell a refusal. `decir`: what it is called."""

    stack: UndoStack
    item: Undoable
    start: Callable[[Coroutine[Any, Any, None]], object]
    refuse: Callable[[RexusError], None]
    decir: Callable[[], str] = undo_verb
    # A desk that is built anew, as in another language, keeps it.
    outlives_pages: ClassVar[bool] = True

    def __call__(self) -> None:
        self.start(self._undo())

    async def _undo(self) -> None:
        try:
            await self.stack.undo(self.item)
        except RexusError as error:
            self.refuse(error)
