"""What notices there are, newest last: which of them shows, and what is still to be read below it. No Qt.

Good news gives way to whatever comes next and is over after its life, shown or not. A word on the way («info») gives
way, too. Bad news stays until it is closed; what comes meanwhile lies on it, never behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final, Literal

from rexus.base.errors import RexusError

Kind = Literal["exito", "info", "advertencia", "error"]
Accion = tuple[str, Callable[[], object]]

_STAYING: Final = ("advertencia", "error")


@dataclass(frozen=True)
class Notice:
    """`acciones` are verbs with what they do, `causa` the error that it tells of, `cuando` it came (UTC)."""

    kind: Kind
    texto: str
    acciones: tuple[Accion, ...] = ()
    causa: RexusError | None = field(default=None, compare=False)
    cuando: datetime = field(default_factory=lambda: datetime.now(UTC), compare=False)

    @property
    def stays(self) -> bool:
        """Whether it is there until somebody read it."""
        return self.kind in _STAYING

    def says_the_same(self, other: Notice) -> bool:
        """Whether whoever reads the one learns nothing from the other."""
        verbs, others = ([verb for verb, _ in notice.acciones] for notice in (self, other))
        return (self.kind, self.texto, verbs) == (other.kind, other.texto, others)


class NoticeStack:
    """`top` is what shows."""

    def __init__(self) -> None:
        self._items: list[Notice] = []

    @property
    def top(self) -> Notice | None:
        """The newest."""
        return self._items[-1] if self._items else None

    @property
    def below(self) -> int:
        """How many are still to be read besides the one that shows."""
        return sum(notice.stays for notice in self._items[:-1])

    @property
    def passing(self) -> bool:
        """Whether there is good news, on top or below."""
        return any(notice.kind == "exito" for notice in self._items)

    def add(self, notice: Notice) -> None:
        """Lay it on top. The same one is not there twice: the newer is, with its verbs."""
        gone = "exito" if notice.kind == "exito" else ""
        self._items = [
            old
            for old in self._items
            if old.kind not in ("info", gone) and not (notice.stays and old.says_the_same(notice))
        ]
        self._items.append(notice)

    def next(self) -> None:
        """Show the one below; what stays comes round again."""
        top = self._items.pop()
        if top.stays:
            self._items.insert(0, top)

    def pop(self) -> None:
        """The top one was read."""
        if self._items:
            self._items.pop()

    def expire(self) -> None:
        """The life of the good news is over, wherever it lies."""
        self._items = [notice for notice in self._items if notice.kind != "exito"]

    def retract(self, kind: type[RexusError]) -> None:
        """Take away what was said about errors of that kind."""
        self._items = [notice for notice in self._items if not isinstance(notice.causa, kind)]

    def keep_verbs(self, outlives: Callable[[Accion], bool]) -> None:
        """Take away the verbs that belong to what is going. Those that can `decir` it are called so from now on."""
        self._items = [
            replace(n, acciones=tuple(_said_now(accion) for accion in n.acciones if outlives(accion)))
            for n in self._items
        ]

    def clear(self) -> None:
        """Forget all of them."""
        self._items.clear()


def _said_now(accion: Accion) -> Accion:
    verbo, hacer = accion
    decir: Callable[[], str] | None = getattr(hacer, "decir", None)
    return (verbo if decir is None else decir()), hacer
