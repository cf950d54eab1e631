"""A list of records that are in use or not: few enough to be read whole, found by words, gone to once saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QPushButton

from rexus.base.errors import RexusError
from rexus.ui.few_rows import FewRows
from rexus.ui.list_controller import ListController
from rexus.ui.list_page import ListPage
from rexus.ui.module import Context
from rexus.ui.paged_table import Column
from rexus.ui.registro import numero_de
from rexus.ui.wanted import Wanted

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """Words to look for, whether those out of use show, and by what it is sorted."""

    text: str = ""
    with_inactive: bool = False
    order: str = ""
    descending: bool = False


@dataclass(frozen=True)
class Line:
    """A record as a row; `valores` in the order of the columns."""

    id: int
    valores: tuple[Any, ...]


class ShortListPage(ListPage):
    """The page of such a list. `inactive` is its chip that shows those out of use, too."""

    inactive: QPushButton

    def show_nothing_found(self, *, searched: bool) -> None:
        """Say why the table is empty."""
        raise NotImplementedError


class ShortListController(ListController, Generic[T]):
    """What such lists have in common. Lives as long as its page.

    A module's own says what is done, `_footer`, and `_follow`: what can be done with what is chosen. `gone` is what is
    told when a record that another page wants is not there any more.
    """

    def __init__(
        self, view: ShortListPage, columns: Sequence[Column], source: FewRows[T], ctx: Context, order: str, gone: str
    ) -> None:
        super().__init__(view, columns, source, ctx, order=order)
        self._list = view
        self._source = source
        self._wanted = Wanted(view, self, ctx, gone, self._uncover)
        view.table.current_changed.connect(lambda _id: self._follow())
        view.inactive.toggled.connect(lambda _on: self.load())
        view.record_wanted.connect(lambda _tabla, registro: self._wanted.ask(numero_de(registro)))
        self.away.cambio.connect(lambda _motivo: self._follow())

    def query(self) -> Asked:
        return Asked(self._list.search.text(), self._list.inactive.isChecked(), *self._order)

    def _footer(self, shown: Sequence[T]) -> str:
        raise NotImplementedError

    def _follow(self) -> None:
        raise NotImplementedError

    def _chosen(self) -> T | None:
        current = self._list.table.current_id()
        return self._source.known.get(current) if current is not None else None

    def _uncover(self, record: int, asked: bool) -> bool:
        """The search goes, and for who asked for it the chip is set."""
        view = self._list
        if asked and record not in self._source.known:
            return False
        if view.search.text():
            view.search.clear()
        elif asked and not view.inactive.isChecked():
            view.inactive.setChecked(True)
        else:
            return False
        return True

    def _on_loaded(self, total: int) -> None:
        self._list.set_footer(self._footer(self._source.shown))
        if not total:
            self._list.show_nothing_found(searched=bool(self._list.search.text()))
        self._wanted.show()
        self._follow()

    def _on_failed(self, error: RexusError) -> None:
        super()._on_failed(error)
        self._follow()
