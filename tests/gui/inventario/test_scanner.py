"""A barcode scanner types a code and Enter, fast, wherever the focus is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.gui.inventario.conftest import Desk


def _scan(desk: Desk, code: str) -> None:
    for letter in code:
        desk.qtbot.keyClick(desk.window.focusWidget(), letter)
    desk.qtbot.keyClick(desk.window.focusWidget(), Qt.Key.Key_Return)


def _selected(desk: Desk, codigo: str) -> None:
    desk.wait(lambda: desk.page.pane.ficha is not None and desk.page.pane.ficha.articulo.codigo == codigo)


def test_over_the_table(desk: Desk) -> None:
    desk.choose("564002")
    _scan(desk, "564081")
    _selected(desk, "564081")
    # No search was meant: everything is in sight, and the next code can be read at once.
    desk.shows("564002", "564081", "555320", "700100")
    assert desk.page.search.text() == ""
    _scan(desk, "QR-564002")
    _selected(desk, "564002")


def test_over_a_button(desk: Desk) -> None:
    desk.find("inventario.filtros.bajo_minimo", QPushButton).setFocus()
    _scan(desk, "700100")
    _selected(desk, "700100")
    desk.shows("564002", "564081", "555320", "700100")


def test_over_the_card(desk: Desk) -> None:
    desk.choose("564002")
    desk.page.pane.kardex.setFocus()
    _scan(desk, "700100")
    _selected(desk, "700100")


def test_in_the_search_one_after_another(desk: Desk) -> None:
    desk.page.search.setFocus()
    _scan(desk, "564081")
    _selected(desk, "564081")
    _scan(desk, "700100")
    _selected(desk, "700100")


def test_an_unknown_code_is_told(desk: Desk) -> None:
    desk.find("inventario.filtros.bajo_minimo", QPushButton).setFocus()
    _scan(desk, "999999")
    desk.wait(lambda: desk.ctx.notices.current is not None)
    assert desk.ctx.notices.current is not None
    assert "No hay ningún artículo «999999»." in desk.ctx.notices.current.texto
