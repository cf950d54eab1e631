"""Enter on a button, and where the keys go when a page has nothing to show."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QTableWidget, QWidget

from rexus.ui import enter
from rexus.ui.list_page import ListPage
from rexus.ui.page import Page


class Desk(QWidget):
    """A window that does with Enter what the program's own does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter.presses(self, event):
            super().keyPressEvent(event)


def test_enter_on_a_button_with_a_menu_opens_it_and_does_nothing_else(qtbot: Any, theme: Any) -> None:
    desk = Desk()
    page = ListPage("Página", nombre="pagina", buscar=None, filas="Filas", parent=desk)
    page.set_detail(QWidget())
    printed: list[str] = []
    page.print_action.triggered.connect(lambda: printed.append("tabla"))
    qtbot.addWidget(desk)
    desk.show()
    qtbot.waitUntil(desk.isVisible)
    button = desk.findChild(QWidget, "pagina.imprimir.boton")
    button.setFocus()
    opened: list[str] = []
    closer = QTimer()

    def close_it() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            opened.append(menu.objectName())
            closer.stop()
            QTest.keyClick(menu, Qt.Key.Key_Escape)

    closer.timeout.connect(close_it)
    closer.start(20)
    # The menu is a loop of its own: this returns when it is closed.
    QTest.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == ["pagina.imprimir.menu"]
    assert printed == []


def _empty_page(qtbot: Any) -> tuple[Page, QTableWidget, QAction]:
    page = Page("Página", nombre="pagina", buscar="Buscar")
    table = QTableWidget(3, 2)
    page.set_content(table)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page, table, QAction("Importar", page)


def test_the_keys_go_from_the_rows_that_are_gone_to_the_first_verb(qtbot: Any, theme: Any) -> None:
    page, table, action = _empty_page(qtbot)
    table.setFocus()
    page.show_empty("Nada", "Importar algo.", [action])
    # It is told again whenever the page is read.
    for _ in range(2):
        verb = QApplication.focusWidget()
        assert isinstance(verb, QPushButton)
        assert verb.text() == "Importar"
        page.show_empty("Nada", "Importar algo.", [action])
        qtbot.waitUntil(lambda: len(page.empty.findChildren(QPushButton)) == 1)


def test_the_down_key_leads_from_the_search_to_the_first_verb(qtbot: Any, theme: Any) -> None:
    page, _table, action = _empty_page(qtbot)
    page.show_empty("Nada", "Importar algo.", [action])
    page.focus_search()
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    verb = QApplication.focusWidget()
    assert isinstance(verb, QPushButton)
    assert verb.text() == "Importar"


def test_a_filter_that_comes_late_is_before_the_verbs_for_the_tab_key_too(qtbot: Any, theme: Any) -> None:
    page, _table, action = _empty_page(qtbot)
    first = page.add_chip("pagina.primero", "Primero")
    page.add_action(action, primary=True)
    late = page.add_chip("pagina.tarde", "Tarde")
    qtbot.waitUntil(late.isVisible)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert late.hasFocus()
    QTest.keyClick(late, Qt.Key.Key_Tab)
    verb = QApplication.focusWidget()
    assert isinstance(verb, QPushButton)
    assert verb.text() == "Importar"
