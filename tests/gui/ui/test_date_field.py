"""A day is typed as people write it, or picked; the field shows what it understood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QVBoxLayout, QWidget

from rexus.base.fechas import hoy_aqui
from rexus.base.text import formatear_fecha
from rexus.catalogo.view.date_field import DateField


@pytest.fixture
def field(qtbot: Any) -> Iterator[DateField]:
    window = QWidget()
    field = DateField("prueba.entrega", "Entrega", cerca="siguiente")
    column = QVBoxLayout(window)
    column.addWidget(field)
    column.addWidget(QLineEdit())
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.line.setFocus()
    yield field
    window.close()


def test_what_is_typed_becomes_the_whole_date(field: DateField, qtbot: Any) -> None:
    in_a_week = formatear_fecha(hoy_aqui() + timedelta(days=7))
    QTest.keyClicks(field.line, "+7")
    # Enter saves a form whose field was not left.
    assert field.text() == in_a_week
    QTest.keyClick(field.line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: field.line.text() == in_a_week)
    field.set_text("")
    field.line.setFocus()
    QTest.keyClicks(field.line, "mucho")
    QTest.keyClick(field.line, Qt.Key.Key_Tab)
    assert field.text() == "mucho", "what is no day is refused by whoever saves it, with its reason"


def test_a_day_is_picked_with_the_keys(field: DateField, qtbot: Any) -> None:
    field.set_text("15/12/2026")
    edits: list[None] = []
    field.edited.connect(lambda: edits.append(None))
    QTest.keyClick(field.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.findChild(QCalendarWidget, "prueba.entrega.calendario")
    assert calendar is not None
    qtbot.waitUntil(calendar.isVisible)
    view = calendar.focusProxy() or calendar.findChild(QWidget, "qt_calendar_calendarview")
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field.text() == "16/12/2026")
    assert not calendar.isVisible() and edits
