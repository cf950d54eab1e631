"""What a paged table shows: its columns, the marks beside figures, and where its rows come from. No Qt here."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from rexus.base.progress import Avance
from rexus.base.text import formatear_fecha, formatear_numero, tr
from rexus.ui.palette import Role

Kind = Literal["texto", "codigo", "numero", "cantidad", "fecha", "dinero", "logico"]

FIGURES: Final[frozenset[Kind]] = frozenset({"numero", "cantidad", "dinero"})


class Row(Protocol):
    """A row as its source gives it; `valores` are in the order of the columns."""

    @property
    def id(self) -> int: ...

    @property
    def valores(self) -> tuple[Any, ...]: ...


@dataclass(frozen=True)
class Mark:
    """A sign beside a figure, in the colour of a role («▼» warning, «∅» bad); `tooltip` says it in words.

    `general`: what it says in every row, where the tooltip names what is this row's own.
    """

    sign: str
    role: Role
    tooltip: str = ""
    general: str = ""


@dataclass(frozen=True)
class Column:
    """One column. `width` is its first width in device-independent pixels, before the user changes it.

    `format` turns a value into what is shown (default: by `kind`); `mark` looks at the whole row. Both run in a worker
    thread, once for each row that is read, so they must not touch widgets. Codes are never cut short. The `elastic` one
    (one of a table) takes the room that the others leave; `width` is then its least.
    """

    key: str
    title: str
    kind: Kind = "texto"
    width: int = 120
    visible: bool = True
    sortable: bool = True
    format: Callable[[Any], str] | None = None
    mark: Callable[[Row], Mark | None] | None = None
    elastic: bool = False

    @property
    def figures(self) -> bool:
        """Whether values are figures: right-aligned, digits of one width."""
        return self.kind in FIGURES

    def text(self, value: Any) -> str:
        """A value as the cell shows it; nothing for None."""
        if value is None:
            return ""
        if self.format is not None:
            return self.format(value)
        match self.kind:
            case "numero" | "cantidad":
                return formatear_numero(value)
            case "dinero":
                return formatear_numero(value, 2)
            case "fecha":
                return formatear_fecha(value)
            case "logico":
                return tr("Sí") if value else tr("No")
            case _:
                return str(value)


class RowSource(Protocol):
    """Where rows come from. All three run in a worker thread; each opens and closes what it needs."""

    def first(self, query: Any, limit: int, avance: Avance) -> Sequence[Row]:
        """The first `limit` rows in order, as fast as they can be had."""
        ...

    def index(self, query: Any, avance: Avance) -> array[int]:
        """The ids of the whole result in order, as `array('q')`."""
        ...

    def rows(self, ids: Sequence[int]) -> Sequence[Row]:
        """The rows of those ids, in any order; one that was deleted meanwhile is left out."""
        ...
