"""Telling a barcode scanner from a person: by how fast the keys come, and where they go."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from rexus.ui.scanner import Scanner

# So long that keys sent one after the other are fast however busy the machine is; so short that a wait is slow.
GENEROUS_MS = 20_000
STRICT_MS = 1
ENTER = Qt.Key.Key_Return


class Page(QWidget):
    """Writes down the keys that reach it."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        self.button = QPushButton("Nuevo")
        self.field = QLineEdit()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.addWidget(self.button)
        column.addWidget(self.field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append("Enter" if event.key() == ENTER else event.text())


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def page(window: QWidget, qtbot: Any) -> Page:
    page = Page()
    window.layout().addWidget(page)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.setFocus()
    return page


def listen(page: Page, interval_ms: int = GENEROUS_MS) -> list[str]:
    codes: list[str] = []
    Scanner(page, interval_ms).scanned.connect(codes.append)
    return codes


def scan(code: str, end: Qt.Key = ENTER, pause_ms: int = 0) -> None:
    """Type into whatever has the focus, as a scanner does."""
    for letter in code:
        QTest.keyClick(QApplication.focusWidget(), letter)
        if pause_ms:
            QTest.qWait(pause_ms)
    QTest.keyClick(QApplication.focusWidget(), end)


def test_fast_keys_and_enter_are_a_code(page: Page) -> None:
    codes = listen(page)
    scan("564002")
    scan("QR-564081/A")
    scan("700100", Qt.Key.Key_Enter)
    assert codes == ["564002", "QR-564081/A", "700100"]
    # Nothing is held back but the Enter that ends a code.
    assert page.keys == list("564002QR-564081/A700100")


def test_slow_keys_are_a_person(page: Page) -> None:
    codes = listen(page, STRICT_MS)
    scan("564002", pause_ms=20)
    assert codes == []
    assert page.keys == [*"564002", "Enter"]


def test_enter_long_after_the_code_is_a_person(page: Page) -> None:
    codes = listen(page, 1000)
    for letter in "564002":
        QTest.keyClick(page, letter)
    QTest.qWait(1100)
    QTest.keyClick(page, ENTER)
    assert codes == []
    assert page.keys[-1] == "Enter"


@pytest.mark.parametrize("code", ["", "5", "56"])
def test_short_codes_are_ignored(page: Page, code: str) -> None:
    codes = listen(page)
    scan(code)
    assert codes == []
    assert page.keys == [*code, "Enter"]
    scan("564")
    assert codes == ["564"]


def test_a_key_that_types_nothing_breaks_the_code(page: Page) -> None:
    codes = listen(page)
    for key in ("5", "6", "4"):
        QTest.keyClick(page, key)
    QTest.keyClick(page, Qt.Key.Key_Down)
    scan("02")
    QTest.keyClick(page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    scan("81")
    assert codes == []


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QSpinBox, "editable"])
def test_keys_in_a_text_field_are_left_alone(page: Page, kind: Any) -> None:
    codes = listen(page)
    field: Any = QComboBox() if kind == "editable" else kind()
    if kind == "editable":
        field.setEditable(True)
    if kind is QSpinBox:
        field.setMaximum(1_000_000)
    page.layout().addWidget(field)
    field.show()
    field.setFocus()
    if kind is QSpinBox:
        field.selectAll()
    scan("564002")
    assert codes == []
    text = (
        field.toPlainText() if kind is QPlainTextEdit else field.text() if kind != "editable" else field.currentText()
    )
    assert text.strip() == "564002"


def test_over_a_button_the_code_is_read_and_nothing_is_pressed(page: Page) -> None:
    codes = listen(page)
    pressed: list[bool] = []
    page.button.setAutoDefault(True)
    page.button.clicked.connect(pressed.append)
    page.button.setFocus()
    scan("564002")
    assert (codes, pressed) == (["564002"], [])


def test_a_page_that_does_not_show_hears_nothing(page: Page, window: QWidget) -> None:
    codes = listen(page)
    other = QPushButton("Otra página")
    window.layout().addWidget(other)
    page.hide()
    other.show()
    other.setFocus()
    scan("564002")
    assert codes == []


def test_below_a_dialog_nothing_is_heard(page: Page, window: QWidget, qtbot: Any) -> None:
    codes = listen(page)
    dialog = QDialog(window)
    button = QPushButton("Cerrar")
    QVBoxLayout(dialog).addWidget(button)
    dialog.open()
    qtbot.waitUntil(button.hasFocus)
    scan("564002")
    assert codes == []
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.setFocus()
    scan("564081")
    assert codes == ["564081"]
