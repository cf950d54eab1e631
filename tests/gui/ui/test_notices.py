"""The line at the top of the page."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from rexus.base.errors import BaseOcupadaError
from rexus.ui import notices
from rexus.ui.notices import NoticeBar


@pytest.fixture
def bar(qtbot: Any, theme: Any) -> NoticeBar:
    bar = NoticeBar()
    bar.resize(900, bar.sizeHint().height())
    # Away from where the pointer of a screen without a mouse rests.
    bar.move(0, 0)
    QCursor.setPos(bar.width() + 50, 700)
    qtbot.addWidget(bar)
    return bar


def text(bar: NoticeBar) -> str:
    label = bar.findChild(QLabel, "principal.aviso.texto")
    return label.text() if bar.isVisible() else ""


def button(bar: NoticeBar, name: str) -> Any:
    return bar.findChild(QPushButton, f"principal.aviso.{name}")


def test_it_takes_no_room_until_there_is_something_to_say(bar: NoticeBar) -> None:
    assert bar.isHidden()
    bar.show_notice("info", "Hola.")
    assert text(bar) == "Hola."


def test_the_verb_acts_once_and_the_notice_goes(bar: NoticeBar, qtbot: Any) -> None:
    done: list[str] = []
    bar.show_notice("exito", "Salieron 3.", ("Deshacer", lambda: done.append("deshacer")), ("Ver", lambda: None))
    assert [button(bar, n).text() for n in ("accion1", "accion2")] == ["Deshacer", "Ver"]
    qtbot.mouseClick(button(bar, "accion1"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(bar, "accion1"), Qt.MouseButton.LeftButton)
    assert done == ["deshacer"]
    assert bar.isHidden()


def test_an_action_may_show_the_next_notice(bar: NoticeBar, qtbot: Any) -> None:
    bar.show_notice("error", "Falló.", ("Reintentar", lambda: bar.show_notice("exito", "Ahora sí.")))
    qtbot.mouseClick(button(bar, "accion1"), Qt.MouseButton.LeftButton)
    assert text(bar) == "Ahora sí."
    assert button(bar, "accion1").isHidden()


def test_good_news_goes_by_itself(bar: NoticeBar, qtbot: Any) -> None:
    assert notices.GOOD_NEWS_MS == 6000
    bar._timer.setInterval(10)
    bar.show_notice("exito", "Guardado.")
    qtbot.waitUntil(bar.isHidden)


def test_good_news_waits_for_who_is_on_its_verb(bar: NoticeBar, qtbot: Any) -> None:
    bar.show_notice("exito", "Guardado.", ("Deshacer", lambda: None))
    button(bar, "accion1").setFocus()
    # The window becomes the active one when it gets round to it; the six seconds last that long.
    qtbot.waitUntil(button(bar, "accion1").hasFocus)
    bar._timer.start(1)
    qtbot.wait(50)
    assert text(bar) == "Guardado."


@pytest.mark.parametrize("kind", ["info", "advertencia", "error"])
def test_other_news_stays_until_closed(bar: NoticeBar, qtbot: Any, kind: notices.Kind) -> None:
    bar._timer.setInterval(1)
    bar.show_notice(kind, "Algo.")
    qtbot.wait(50)
    assert text(bar) == "Algo."
    close = bar.findChild(QToolButton, "principal.aviso.cerrar")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_bad_news_is_not_pushed_away_and_none_is_lost(bar: NoticeBar) -> None:
    bar.show_notice("error", "Primero.")
    bar.show_notice("error", "Segundo.")
    bar.show_notice("error", "Segundo.")
    bar.show_notice("exito", "Bien.")
    seen = []
    while text(bar):
        seen.append(text(bar))
        bar.close_notice()
    assert seen == ["Primero.", "Bien.", "Segundo."]


def test_good_news_gives_way_at_once(bar: NoticeBar) -> None:
    bar.show_notice("exito", "Bien.")
    bar.show_notice("error", "Mal.")
    assert text(bar) == "Mal."
    assert bar.waiting == 0


def test_an_error_is_shown_whole_and_said_aloud(bar: NoticeBar) -> None:
    error = BaseOcupadaError()
    bar.resize(420, 40)
    bar.show_error(error)
    bar.adjustSize()
    label = bar.findChild(QLabel, "principal.aviso.texto")
    assert label.text() == f"{error.titulo} — {error.frase} — {error.que_hacer}"
    assert label.height() >= label.heightForWidth(label.width())
    assert label.accessibleName() == f"Error: {label.text()}"


def test_what_a_user_typed_is_never_markup(bar: NoticeBar) -> None:
    bar.show_notice("info", "<b>564002</b>")
    assert bar.findChild(QLabel, "principal.aviso.texto").textFormat() == Qt.TextFormat.PlainText


def test_clear_forgets_what_waits(bar: NoticeBar) -> None:
    bar.show_notice("error", "Uno.")
    bar.show_notice("error", "Dos.")
    bar.clear()
    assert bar.isHidden()


def test_three_actions_are_refused(bar: NoticeBar) -> None:
    with pytest.raises(ValueError, match="two actions"):
        bar.show_notice("info", "x", *[("Ver", lambda: None)] * 3)
