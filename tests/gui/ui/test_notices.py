"""The line at the foot of the page."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from rexus.base.errors import BaseOcupadaError
from rexus.ui import notices
from rexus.ui.notices import NoticeBar
from rexus.ui.notices_area import NoticeArea
from rexus.ui.undo import UndoStack, UndoVerb


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
    bar.show_notice("exito", "Guardado.")
    assert bar._timer.interval() == notices.GOOD_NEWS_MS
    bar._timer.start(10)
    qtbot.waitUntil(bar.isHidden)


def test_good_news_with_a_verb_lives_longer(bar: NoticeBar) -> None:
    bar.show_notice("exito", "Guardado.", ("Abrir", lambda: None))
    assert bar._timer.isActive()
    assert bar._timer.interval() == notices.GOOD_NEWS_WITH_VERB_MS > notices.GOOD_NEWS_MS
    bar.show_notice("exito", "Otra cosa.")
    assert bar._timer.interval() == notices.GOOD_NEWS_MS


def test_whoever_presses_its_verb_by_mouse_goes_on_where_they_were(qtbot: Any, theme: Any) -> None:
    page, first, work = QWidget(), QPushButton("antes"), QLineEdit()
    bar = NoticeBar()
    column = QVBoxLayout(page)
    for widget in (first, work, bar):
        column.addWidget(widget)
    qtbot.addWidget(page)
    page.show()
    work.setFocus()
    qtbot.waitUntil(work.hasFocus)
    bar.show_notice("exito", "Guardado.", ("Abrir", lambda: None))
    verb = button(bar, "accion1")
    verb.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.mouseClick(verb, Qt.MouseButton.LeftButton)
    assert bar.isHidden()
    assert work.hasFocus()


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


def test_the_newest_is_on_top_and_bad_news_stays_below_until_it_is_read(bar: NoticeBar, qtbot: Any) -> None:
    bar.show_notice("error", "Primero.")
    bar.show_notice("advertencia", "Segundo.")
    assert text(bar) == "Segundo."
    assert button(bar, "mas").text() == "1 aviso más"
    bar.show_notice("exito", "Bien.")
    assert text(bar) == "Bien."
    assert button(bar, "mas").text() == "2 avisos más"
    qtbot.mouseClick(button(bar, "mas"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(bar, "mas"), Qt.MouseButton.LeftButton)
    # It came before what showed: when, is said.
    assert text(bar) == "Primero."
    assert bar.findChild(QLabel, "principal.aviso.hora").isVisible()
    bar.close_notice()
    assert text(bar) == "Segundo."
    assert button(bar, "mas").isHidden()
    bar.close_notice()
    assert bar.isHidden()


def test_a_result_is_over_after_its_life_even_while_something_lies_on_it(bar: NoticeBar, qtbot: Any) -> None:
    bar.show_notice("exito", "Guardado.")
    bar._timer.start(50)
    bar.show_notice("advertencia", "Mal.")
    assert text(bar) == "Mal."
    qtbot.waitUntil(lambda: not bar._timer.isActive())
    bar.close_notice()
    assert bar.isHidden()


def test_a_result_that_is_still_alive_comes_back(bar: NoticeBar) -> None:
    bar.show_notice("exito", "Guardado.")
    bar.show_notice("advertencia", "Mal.")
    bar.close_notice()
    assert text(bar) == "Guardado."


def test_the_same_bad_news_is_there_once_with_the_newer_verb(bar: NoticeBar, qtbot: Any) -> None:
    done: list[int] = []
    bar.show_notice("error", "No se leyó.", ("Reintentar", lambda: done.append(1)))
    bar.show_notice("error", "Otra cosa.")
    bar.show_notice("error", "No se leyó.", ("Reintentar", lambda: done.append(2)))
    assert bar.waiting == 1
    qtbot.mouseClick(button(bar, "accion1"), Qt.MouseButton.LeftButton)
    assert (done, text(bar), bar.waiting) == ([2], "Otra cosa.", 0)


def test_the_keys_go_to_its_verb_and_back(theme: Any, qtbot: Any) -> None:
    bar = NoticeBar()
    window = QWidget()
    column = QVBoxLayout(window)
    field = QLineEdit()
    column.addWidget(field)
    column.addWidget(bar)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    bar.show_notice("advertencia", "Antes.")
    bar.show_notice("error", "Mal.", ("Reintentar", lambda: None))
    bar.enter()
    assert button(bar, "accion1").hasFocus()
    qtbot.keyClick(button(bar, "accion1"), Qt.Key.Key_Escape)
    assert text(bar) == "Antes."
    close = bar.findChild(QToolButton, "principal.aviso.cerrar")
    assert close.hasFocus()
    qtbot.keyClick(close, Qt.Key.Key_Escape)
    assert bar.isHidden() and field.hasFocus()


def test_nothing_of_the_page_moves_and_what_stays_hides_no_row(theme: Any, qtbot: Any) -> None:
    bar = NoticeBar()
    page = QPlainTextEdit()
    area = NoticeArea(page, bar)
    qtbot.addWidget(area)
    area.resize(900, 600)
    area.show()
    bar.show_notice("exito", "Guardado.")
    assert page.geometry() == area.rect()
    assert bar.geometry().bottom() == area.rect().bottom()
    bar.show_notice("error", "Mal. " * 80)
    assert page.geometry().top() == 0
    qtbot.waitUntil(lambda: page.geometry().bottom() + 1 == bar.geometry().top())
    label = bar.findChild(QLabel, "principal.aviso.texto")
    assert label.height() >= label.heightForWidth(label.width())
    area.resize(500, 600)
    qtbot.waitUntil(lambda: page.geometry().bottom() + 1 == bar.geometry().top())
    bar.clear()
    qtbot.waitUntil(lambda: page.geometry() == area.rect())


def test_for_another_desk_only_verbs_that_outlive_pages_are_kept(bar: NoticeBar) -> None:
    stack = UndoStack()

    async def undo() -> None:
        raise AssertionError("nobody asked for it")

    verb = UndoVerb(stack, stack.push("salida", undo), lambda work: work.close(), bar.show_error)
    bar.show_notice("error", "No se leyó.", ("Reintentar", lambda: None))
    bar.show_notice("exito", "Salieron 3.", ("Ver", lambda: None), ("Deshacer", verb))
    bar.go_on()
    assert (text(bar), button(bar, "accion1").text(), button(bar, "accion2").isHidden()) == (
        "Salieron 3.", "Deshacer", True,
    )  # fmt: skip
    bar.close_notice()
    assert (text(bar), button(bar, "accion1").isHidden()) == ("No se leyó.", True)


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
