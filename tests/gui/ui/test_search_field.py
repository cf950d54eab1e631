"""The search field: one search per pause, none twice, and the keys that mean something there."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from rexus.ui.search_field import SearchField


@pytest.fixture
def field(qtbot: Any, theme: Any) -> SearchField:
    field = SearchField("prueba.buscar", "código o descripción")
    qtbot.addWidget(field)
    field.show()
    return field


def searches(field: SearchField) -> list[str]:
    told: list[str] = []
    field.searched.connect(told.append)
    return told


def test_a_pause_searches_once(field: SearchField, qtbot: Any) -> None:
    told = searches(field)
    qtbot.keyClicks(field, "marco")
    qtbot.waitUntil(lambda: told[-1:] == ["marco"])
    field.set_text_quietly("puerta")
    qtbot.wait(200)
    assert told[-1] == "marco"


def test_enter_searches_at_once_and_never_the_same_twice(field: SearchField, qtbot: Any) -> None:
    order: list[str] = []
    field.searched.connect(order.append)
    field.entered.connect(lambda: order.append("Enter"))
    field.setText("marco")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.wait(200)
    assert order == ["marco", "Enter", "Enter"]


def test_esc_clears_at_once(field: SearchField, qtbot: Any) -> None:
    told = searches(field)
    field.setText("marco")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (told, field.text()) == (["marco", ""], "")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told == ["marco", ""]


def test_down_goes_into_the_results(field: SearchField, qtbot: Any) -> None:
    with qtbot.waitSignal(field.left):
        qtbot.keyClick(field, Qt.Key.Key_Down)
