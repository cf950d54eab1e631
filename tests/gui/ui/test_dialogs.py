"""Dialogs: what the keys do, what is never lost, and that none blocks the loop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from rexus.base.errors import ConflictoError
from rexus.ui import theme
from rexus.ui.dialogs import Dialog, confirm, show
from rexus.ui.jobs import Jobs, event_loop
from rexus.ui.report_dialog import report

Spin = Callable[[Callable[[], bool]], None]
SALE = "Salida de 564002"


class Form(Dialog):
    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, SALE, "Registrar salida", nombre="salida")
        self.content.addWidget(QPushButton("Elegir…"))
        self.edit = QLineEdit()
        self.notes = QPlainTextEdit()
        self.content.addWidget(self.edit)
        self.content.addWidget(self.notes)

    def dirty(self) -> bool:
        return bool(self.edit.text())


@pytest.fixture
def window(qtbot: Any, theme: Any) -> QWidget:
    window = QWidget()
    window.resize(1000, 700)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def form(window: QWidget, qtbot: Any) -> Form:
    form = Form(window)
    form.open()
    qtbot.waitUntil(form.edit.hasFocus)
    return form


def of(window: QWidget, name: str) -> Any:
    return next((w for w in window.findChildren(QWidget, name) if w.isVisible()), None)


def test_the_first_field_is_focused_and_enter_does_the_verb(form: Form, qtbot: Any) -> None:
    qtbot.keyClicks(form.edit, "3")
    qtbot.keyClick(form.edit, Qt.Key.Key_Return)
    assert form.result() == QDialog.DialogCode.Accepted
    assert form.isHidden()


def test_enter_on_cancel_cancels(form: Form, qtbot: Any) -> None:
    cancel = of(form, "salida.cancelar")
    cancel.setFocus()
    qtbot.keyClick(cancel, Qt.Key.Key_Return)
    assert form.isHidden()
    assert form.result() == QDialog.DialogCode.Rejected


def test_ctrl_enter_in_a_long_text_does_the_verb(form: Form, qtbot: Any) -> None:
    form.notes.setFocus()
    qtbot.keyClick(form.notes, Qt.Key.Key_Return)
    assert form.isVisible()
    qtbot.keyClick(form.notes, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.result() == QDialog.DialogCode.Accepted


def test_esc_closes_what_holds_nothing(form: Form, qtbot: Any) -> None:
    qtbot.keyClick(form.edit, Qt.Key.Key_Escape)
    assert form.isHidden()


@pytest.mark.parametrize("way", ["esc", "cross", "cancel"])
def test_no_way_out_loses_what_was_typed_without_asking(form: Form, qtbot: Any, way: str) -> None:
    qtbot.keyClicks(form.edit, "3")
    if way == "esc":
        qtbot.keyClick(form.edit, Qt.Key.Key_Escape)
    elif way == "cross":
        form.close()
    else:
        qtbot.mouseClick(of(form, "salida.cancelar"), Qt.MouseButton.LeftButton)
    question = of(form, "salida.descartar")
    assert form.isVisible()
    assert SALE in question.accessibleDescription()
    # Enter keeps: discarding is never the default.
    qtbot.waitUntil(of(form, "salida.descartar.cancelar").hasFocus)
    qtbot.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_Return)
    assert form.isVisible()
    assert form.edit.text() == "3"
    form.reject()
    qtbot.waitUntil(lambda: of(form, "salida.descartar.aceptar") is not None)
    qtbot.mouseClick(of(form, "salida.descartar.aceptar"), Qt.MouseButton.LeftButton)
    assert form.isHidden()
    assert form.result() == QDialog.DialogCode.Rejected


def test_a_refusal_keeps_the_form_and_is_shown_whole(form: Form, jobs: Jobs, spin: Spin, qtbot: Any) -> None:
    sentence = "No hay 7 barras de 564002: quedan 6 en Rack C16. No se registró nada. " * 3

    def refuse() -> None:
        raise ConflictoError(sentence, "Registrar 6 o menos.")

    async def work() -> None:
        await jobs.write(refuse)

    form.submitted.connect(lambda: form.attempt(jobs, work()))
    qtbot.keyClicks(form.edit, "7")
    qtbot.keyClick(form.edit, Qt.Key.Key_Return)
    assert form.is_busy
    spin(lambda: not form.is_busy)
    area = of(form, "salida.error.texto")
    assert sentence in area.text()
    assert "Registrar 6 o menos." in area.text()
    assert area.height() >= area.heightForWidth(area.width())
    assert form.isVisible()
    assert form.edit.text() == "7"
    assert form.edit.hasFocus()


def test_while_saving_nothing_happens_twice_and_it_cannot_be_closed(
    form: Form, jobs: Jobs, spin: Spin, qtbot: Any
) -> None:
    release = threading.Event()
    calls: list[int] = []

    async def work() -> None:
        calls.append(1)
        await jobs.write(release.wait, 20)

    form.submitted.connect(lambda: form.attempt(jobs, work()))
    for _ in range(3):
        qtbot.keyClick(form, Qt.Key.Key_Return)
    form.submit()
    form.close()
    assert form.isVisible()
    assert not form.edit.isEnabled()
    release.set()
    spin(form.isHidden)
    assert calls == [1]
    assert form.result() == QDialog.DialogCode.Accepted


def test_a_bug_keeps_the_form_and_is_told(form: Form, jobs: Jobs, spin: Spin) -> None:
    failures: list[Exception] = []
    jobs.failed.connect(failures.append)

    async def work() -> None:
        raise ValueError("roto")

    form.attempt(jobs, work())
    spin(lambda: bool(failures))
    assert form.isVisible()
    assert form.edit.isEnabled()


def test_show_waits_without_blocking_and_the_dialog_goes(window: QWidget, jobs: Jobs, spin: Spin) -> None:
    seen: list[object] = []

    async def ask() -> None:
        form = Form(window)
        seen.append(await show(form))
        seen.append(form.edit.text())

    async def other() -> None:
        seen.append(await jobs.read(lambda: "sigue vivo"))

    jobs.spawn(ask())
    jobs.spawn(other())
    spin(lambda: of(window, "salida") is not None and seen == ["sigue vivo"])
    of(window, "salida").edit.setText("3")
    of(window, "salida").accept()
    spin(lambda: len(seen) == 3 and not window.findChildren(Form))
    assert seen == ["sigue vivo", 1, "3"]


def test_a_dialog_that_dies_with_its_parent_was_rejected(qtbot: Any, theme: Any, jobs: Jobs, spin: Spin) -> None:
    parent = QWidget()
    parent.show()
    answers: list[int] = []

    async def ask() -> None:
        answers.append(await show(Form(parent)))

    jobs.spawn(ask())
    spin(lambda: of(parent, "salida") is not None)
    parent.deleteLater()
    spin(lambda: bool(answers))
    assert answers == [0]


def test_cancelling_the_wait_closes_the_dialog(window: QWidget, jobs: Jobs, spin: Spin) -> None:
    async def ask() -> None:
        await show(Form(window))

    task = jobs.spawn(ask())
    assert task is not None
    spin(lambda: of(window, "salida") is not None)
    task.cancel()
    spin(task.done)
    assert of(window, "salida") is None


@pytest.mark.parametrize("destructive", [True, False])
def test_enter_confirms_only_what_destroys_nothing(
    window: QWidget, jobs: Jobs, spin: Spin, qtbot: Any, destructive: bool
) -> None:
    answers: list[bool] = []

    async def ask() -> None:
        answers.append(await confirm(window, "¿Eliminar 564002?", "No tiene historia.", "Eliminar", destructive))

    jobs.spawn(ask())
    spin(lambda: of(window, "confirmar") is not None)
    assert of(window, "confirmar.aceptar").text() == "Eliminar"
    qtbot.keyClick(of(window, "confirmar"), Qt.Key.Key_Return)
    spin(lambda: bool(answers))
    assert answers == [not destructive]


def test_a_dialog_grows_with_its_content_but_not_beyond_the_screen(window: QWidget, qtbot: Any) -> None:
    form = Form(window)
    form.open()
    before = form.height()
    late = QLabel("Falta la cantidad.\n" * 4)
    form.content.addWidget(late)
    qtbot.waitUntil(lambda: form.height() > before)
    form.content.addWidget(QLabel("línea\n" * 200))
    qtbot.waitUntil(lambda: form.height() > before + 100)
    assert form.height() <= form.screen().availableSize().height()
    assert of(form, "salida.aceptar").mapTo(form, of(form, "salida.aceptar").rect().bottomRight()).y() < form.height()


def middle(form: QDialog, window: QWidget) -> bool:
    """Within the pixel that an odd size leaves over."""
    apart = form.frameGeometry().center() - window.frameGeometry().center()
    return max(abs(apart.x()), abs(apart.y())) <= 1


def test_a_dialog_stands_in_the_middle_of_its_window_until_it_is_moved(window: QWidget, qtbot: Any) -> None:
    window.setGeometry(20, 30, 700, 600)
    form = Form(window)
    form.content.addWidget(QLabel("línea\n" * 8))
    places: list[Any] = []
    move = form.moveEvent
    form.moveEvent = lambda event: (places.append(event.pos()), move(event))  # type: ignore[method-assign,assignment]
    form.open()
    qtbot.waitUntil(form.edit.hasFocus)
    assert middle(form, window)
    # The system's frame, which is not known before it shows, is reckoned with.
    assert window.frameGeometry() != window.geometry()
    assert max((place - places[-1]).manhattanLength() for place in places) <= 1
    form.content.addWidget(QLabel("línea\n" * 4))
    before = form.height()
    qtbot.waitUntil(lambda: form.height() > before)
    assert middle(form, window)
    form.move(form.x() - 90, form.y())
    where, before = form.pos(), form.height()
    form.content.addWidget(QLabel("línea\n" * 3))
    qtbot.waitUntil(lambda: form.height() > before)
    assert form.pos() == where


def test_beside_the_edge_of_the_screen_a_dialog_stays_inside(window: QWidget, qtbot: Any) -> None:
    room = window.screen().availableGeometry()
    window.setGeometry(room.right() - 100, room.bottom() - 100, 90, 90)
    form = Form(window)
    form.open()
    qtbot.waitUntil(form.edit.hasFocus)
    assert room.contains(form.frameGeometry())


def test_a_report_hides_secrets_can_be_copied_and_is_one(window: QWidget, qtbot: Any) -> None:
    try:
        raise ValueError("conexión con clave=abc123 password: 'xyz' y mssql://sa:hunter2@servidor/base")
    except ValueError as error:
        dialog = report(window, error)
    again = report(window, "Traceback\nSegundo")
    assert again is dialog
    qtbot.mouseClick(of(dialog, "reporte.copiar"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "ValueError" in copied
    assert "Segundo" in copied
    for secret in ("abc123", "xyz", "hunter2"):
        assert secret not in copied
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_without_jobs_there_is_no_loop_to_wait_on() -> None:
    with pytest.raises(RuntimeError, match="create Jobs"):
        event_loop()


def test_a_dialog_belongs_to_nobody_inside_it(qtbot: Any) -> None:
    """Or the garbage collector takes it while it shows: it then dies with the label that it became a child of."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = Dialog(window, "Prueba", "Guardar", nombre="prueba")
    dialog.content.addWidget(QLabel("nada que escribir"))
    dialog.open()
    (owner,) = [line for line in shiboken6.dump(dialog).splitlines() if line.startswith("parent")]
    assert "QLabel" not in owner
    dialog.done(0)


@pytest.mark.parametrize("destructive", [False, True])
def test_a_verb_that_cannot_be_done_looks_like_it(window: QWidget, face: str, qtbot: Any, destructive: bool) -> None:
    dialog = Dialog(window, "Restaurar", "Restaurar", destructive=destructive)
    dialog.primary.setEnabled(False)
    dialog.show()
    dialog.cancel.setFocus()
    qtbot.waitUntil(lambda: dialog.isVisible())
    picture = dialog.primary.grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert theme.color("disabled").name() in seen
    assert theme.color("bad").name() not in seen
