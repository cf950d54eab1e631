"""What can be undone, newest last. Undoing is an operation of its own: it posts, it never erases."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

_KEPT = 50


@dataclass(frozen=True, eq=False)
class Undoable:
    """`texto` completes «Deshacer …» («salida de 3 × 564002»); `undo` does it and raises a RexusError if it cannot.

    `local`: it needs no database.
    """

    texto: str
    undo: Callable[[], Awaitable[None]]
    local: bool = False


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
        return self._items[-1].texto if self._items else ""

    @property
    def local(self) -> bool:
        """Whether the newest action can be undone without the database."""
        return bool(self._items) and self._items[-1].local

    def push(self, texto: str, undo: Callable[[], Awaitable[None]], *, local: bool = False) -> Undoable:
        """Remember an action that was done."""
        item = Undoable(texto, undo, local)
        self._items = [*self._items[1 - _KEPT :], item]
        self.changed.emit(texto)
        return item

    async def undo(self, item: Undoable | None = None) -> None:
        """Undo one action, the newest by default. It stays when that fails. One that is being undone is left alone."""
        item = item or (self._items[-1] if self._items else None)
        if item is None or item not in self._items or item in self._undoing:
            return
        self._undoing.add(item)
        try:
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
