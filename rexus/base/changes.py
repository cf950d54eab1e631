"""What an operation changed, told once; the screens decide what to redraw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Change:
    """`kinds` names what sort of records changed ('perfil', 'movimiento', 'ubicacion', …).

    `ids` are the records' ids for kinds where redrawing single rows pays; empty means «any of them».
    """

    kinds: frozenset[str]
    ids: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, *kinds: str, ids: tuple[int, ...] | frozenset[int] = ()) -> Change:
        """`Change.of('perfil', ids=(3,))`."""
        return cls(frozenset(kinds), frozenset(ids))

    def touches(self, *kinds: str) -> bool:
        """Whether any of `kinds` changed."""
        return _ANY in self.kinds or not self.kinds.isdisjoint(kinds)


_ANY = "*"
NOTHING = Change(frozenset())
ANYTHING = Change.of(_ANY)
"""Nobody knows what changed: whatever is shown is read again."""


@dataclass(frozen=True)
class Result(Generic[T]):
    """What a writing operation returns: its value and what it changed. `jobs.write` emits the change once."""

    value: T
    change: Change
