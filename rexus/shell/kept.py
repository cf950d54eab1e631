"""What outlives the desk while the same person goes on, as in another language: who works, what was told and done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from rexus.base.actor import Actor
from rexus.ui.notices import NoticeBar
from rexus.ui.undo import UndoStack


@dataclass
class Kept:
    """`actor` changes when the person signs in again: what can be undone asks `who` it is when it is undone."""

    actor: Actor
    notices: NoticeBar
    undo: UndoStack

    @classmethod
    def new(cls, actor: Actor, zona: tzinfo) -> Kept:
        """Of somebody who begins."""
        return cls(actor, NoticeBar(zona=zona), UndoStack())

    def who(self) -> Actor:
        """Who works now."""
        return self.actor

    def leave_desk(self) -> None:
        """Before the desk goes: nothing of it is told of them any more."""
        self.undo.changed.disconnect()
        self.notices.changed.disconnect()
        self.notices.setParent(None)
