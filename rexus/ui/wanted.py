"""The record that somebody wants to see in a list: the one just saved, or one that another page asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from rexus.base.errors import CanceladoError, RexusError
from rexus.ui.list_controller import ListController
from rexus.ui.list_page import ListPage
from rexus.ui.module import Context
from rexus.ui.registro import avisar_que_no_esta


class Wanted(QObject):
    """Goes to it as soon as the rows are there. Lives as long as the list.

    `uncover(record, asked)` takes away what may hide it and reads again; False when nothing may: then it is not there.
    Whoever asked for it on another page is told so with `gone`; `asked` says whether somebody did. When the rows could
    not be read it waits for the next time they are, unless another row was chosen meanwhile.
    """

    def __init__(
        self, page: ListPage, lista: ListController, ctx: Context, gone: str, uncover: Callable[[int, bool], bool]
    ) -> None:
        super().__init__(lista)
        self._page = page
        self._lista = lista
        self._ctx = ctx
        self._gone = gone
        self._uncover = uncover
        self._record: int | None = None
        self._asked = False
        self._lost = False
        self._stood_on: int | None = None
        lista.rows.load_failed.connect(self._on_failed)
        page.table.current_changed.connect(self._on_chosen)

    def saved(self, record: int) -> None:
        """It was saved here; `show` goes to it."""
        self._await(record, asked=False)

    def ask(self, record: int | None) -> None:
        """Another page wants it seen; None: there is no such record. Goes to it if the rows are there."""
        self._await(record, asked=True)
        if record is None:
            self._give_up()
        self.show()

    def show(self) -> None:
        """Go to it, if there is one and the rows are there."""
        if self._record is None or not self._lista.ready:
            return
        if self._page.table.select_id(self._record):
            self._forget()
            self._page.table.setFocus()
        elif not self._uncover(self._record, self._asked):
            self._give_up()

    def _give_up(self) -> None:
        if self._asked:
            avisar_que_no_esta(self._ctx, self._gone)
        self._forget()

    def _await(self, record: int | None, *, asked: bool) -> None:
        self._record, self._asked, self._lost = record, asked, False

    def _forget(self) -> None:
        self._await(None, asked=False)

    def _on_failed(self, error: RexusError) -> None:
        if not isinstance(error, CanceladoError):
            self._lost, self._stood_on = True, self._page.table.current_id()

    def _on_chosen(self, current: int | None) -> None:
        # The table comes back to where it stood by itself; any other row was chosen by somebody.
        if self._lost and current not in (None, self._stood_on):
            self._forget()
