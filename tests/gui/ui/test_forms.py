"""Fields of the forms: what is typed, what is told when it does not serve, and where the focus goes then."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rexus.base.errors import ConflictoError, DatoInvalidoError
from rexus.base.text import formatear_numero
from rexus.catalogo.view.fields import Field, LongTextField, NumberField, SuggestField, TextField, show_errors
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.place_field import Choice, PlaceField
from rexus.shell.card import Field as SecretField
from rexus.stock.cantidades import cantidad, cantidad_no_nula, cantidad_positiva
from rexus.stock.errors import CantidadInvalidaError

QUANTITIES = st.decimals(
    min_value=Decimal("-999999999.999"), max_value=Decimal("999999999.999"), places=3, allow_nan=False
)


class Form(FormDialog):
    """A code, how many, a note."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Entrada de 564002", "Registrar entrada", nombre="entrada")
        self.codigo = TextField("entrada.codigo", "Código", required=True)
        self.cantidad = NumberField("entrada.cantidad", "Cantidad", required=True, unit="piezas")
        self.nota = LongTextField("entrada.nota", "Nota")
        for field in (self.codigo, self.cantidad, self.nota):
            self.content.addWidget(field)
        self.hold({"codigo": self.codigo, "cantidad": self.cantidad, "nota": self.nota})

    def accept_or_tell(self) -> None:
        try:
            cantidad_positiva(self.cantidad.text())
        except DatoInvalidoError as error:
            self.show_error(error)


@pytest.fixture
def window(qtbot: QtBot, theme: Any) -> QWidget:
    window = QWidget()
    QVBoxLayout(window)
    window.resize(800, 700)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def form(window: QWidget, qtbot: QtBot) -> Form:
    form = Form(window)
    form.submitted.connect(form.accept_or_tell)
    form.open()
    qtbot.waitUntil(form.codigo.line.hasFocus)
    return form


def put(window: QWidget, field: Field, qtbot: QtBot) -> None:
    window.layout().addWidget(field)
    field.control.setFocus()
    qtbot.waitUntil(field.control.hasFocus)


def type_into(line: QLineEdit, text: str) -> None:
    """Key by key, also keys beyond Latin-1, which QTest does not have."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(line, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


# ── Quantities ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("1234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("0,001", "0.001"),
        (" 12 ", "12"),
        ("+2", "2"),
        ("-1", "-1"),
        ("−1", "-1"),
        ("2,5000", "2.5"),
        ("999999999,999", "999999999.999"),
        # Not what binary fractions make of it.
        ("0,1", "0.1"),
    ],
)
def test_what_is_typed_is_read_exactly(typed: str, exact: str, qtbot: QtBot, window: QWidget) -> None:
    field = NumberField("cantidad", "Cantidad")
    put(window, field, qtbot)
    type_into(field.line, typed)
    assert field.text() == typed
    assert cantidad(field.text()) == Decimal(exact)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "no es un número"),
        ("NaN", "no es un número"),
        ("Infinity", "no es un número"),
        ("1e308", "no es un número"),
        ("doce", "no es un número"),
        ("1,2,3", "no es un número"),
        # With both marks it is refused, never misread.
        ("1.234", "puede ser mil o un decimal: escribirlo sin punto, o con coma"),
        ("12.34,5", "no es un número"),
        ("1,2345", "tiene más de tres decimales"),
        ("1000000000", "es demasiado grande"),
        ("−1", "tiene que ser mayor que cero"),
        ("-1", "tiene que ser mayor que cero"),
        ("0", "tiene que ser mayor que cero"),
    ],
)
def test_what_is_no_quantity_is_told_beside_its_field(form: Form, qtbot: QtBot, typed: str, reason: str) -> None:
    form.codigo.line.setText("564002")
    type_into(form.cantidad.line, typed)
    qtbot.keyClick(form.codigo.line, Qt.Key.Key_Return)
    assert form.isVisible()
    assert form.cantidad.error.isVisible()
    assert form.cantidad.error.text() == reason[0].upper() + reason[1:]
    assert reason in form.cantidad.control.accessibleDescription()
    # What was typed stays, ready to be typed anew.
    assert form.cantidad.text() == typed
    assert form.cantidad.line.hasFocus()
    assert form.cantidad.line.selectedText() == typed
    assert not form.codigo.error.isVisible()


@given(st.text())
def test_no_text_is_read_as_something_else(text: str) -> None:
    try:
        number = cantidad(text)
    except CantidadInvalidaError as error:
        assert error.campos["cantidad"]
    else:
        assert number.is_finite()
        assert number == Decimal(text.strip().replace("−", "-").replace(",", "."))


@given(QUANTITIES)
def test_a_number_that_is_shown_reads_the_same(qapp: Any, number: Decimal) -> None:
    field = NumberField("cantidad", "Cantidad")
    field.set_number(number)
    text = field.text()
    assert "." not in text
    if number == 0:
        assert text == ""
    else:
        assert cantidad(text) == number == cantidad_no_nula(text)


@given(QUANTITIES.filter(lambda number: abs(number) < 1000))
def test_what_tables_show_below_a_thousand_reads_the_same(number: Decimal) -> None:
    assert cantidad(formatear_numero(number)) == number


# ── Fields and their errors ───────────────────────────────────────────────────────────────────────────────────────


def test_required_fields_say_so_to_eyes_and_ears(form: Form) -> None:
    assert form.codigo.title.text() == "Código *"
    assert form.codigo.control.accessibleName() == "Código (obligatorio)"
    assert form.cantidad.title.text() == "Cantidad (piezas) *"
    assert form.nota.title.text() == "Nota"
    assert form.nota.control.accessibleName() == "Nota"
    assert form.codigo.title.buddy() is form.codigo.control


def test_the_first_field_that_is_wrong_gets_the_focus(form: Form, qtbot: QtBot) -> None:
    form.nota.control.setFocus()
    reasons = {"nota": "es demasiado larga", "cantidad": "falta completarlo"}
    form.show_error(DatoInvalidoError("Faltan datos.", campos=reasons))
    assert form.cantidad.line.hasFocus()
    shown = [(f.error.isVisible(), f.error.text()) for f in form.fields.values()]
    assert shown == [(False, ""), (True, "Falta completarlo"), (True, "Es demasiado larga")]
    # Mending one takes away what was said of it, and of nothing else.
    qtbot.keyClicks(form.cantidad.line, "3")
    assert not form.cantidad.error.isVisible()
    assert form.cantidad.control.accessibleDescription() == ""
    assert form.nota.error.isVisible()
    show_errors(form.fields, {"codigo": "ya existe"})
    assert form.codigo.line.hasFocus()
    assert not form.nota.error.isVisible()
    form.clear_error()
    assert not any(f.error.isVisible() for f in form.fields.values())


def test_an_error_of_no_field_leaves_the_focus(form: Form) -> None:
    form.cantidad.line.setFocus()
    form.show_error(ConflictoError("Otro usuario cambió el artículo."))
    assert form.cantidad.line.hasFocus()
    assert not any(f.error.isVisible() for f in form.fields.values())


def test_only_what_was_changed_is_touched(form: Form, qtbot: QtBot) -> None:
    form.cantidad.set_number(Decimal("2.5"))
    form.settle()
    assert not form.dirty()
    qtbot.keyClicks(form.cantidad.line, "1")
    assert form.touched() == {"cantidad": "2,51"}
    qtbot.keyClick(form.cantidad.line, Qt.Key.Key_Backspace)
    assert not form.dirty()


def test_tab_leaves_a_long_text(form: Form, qtbot: QtBot) -> None:
    form.nota.area.setFocus()
    qtbot.keyClicks(form.nota.area, "uno")
    qtbot.keyClick(form.nota.area, Qt.Key.Key_Tab)
    assert not form.nota.area.hasFocus()
    assert form.nota.text() == "uno"


@pytest.mark.parametrize("make", [TextField, NumberField, LongTextField, SuggestField])
def test_edited_comes_with_the_users_keys(window: QWidget, qtbot: QtBot, make: Callable[[str, str], Field]) -> None:
    field = make("dato", "Dato")
    put(window, field, qtbot)
    edits: list[int] = []
    field.edited.connect(lambda: edits.append(1))
    qtbot.keyClicks(field.control, "7")
    assert edits == [1]
    assert field.text() == "7"


@pytest.mark.parametrize("make", [TextField, NumberField, SuggestField])
def test_a_value_that_is_put_there_is_no_edit(window: QWidget, qtbot: QtBot, make: Callable[[str, str], Field]) -> None:
    field = make("dato", "Dato")
    put(window, field, qtbot)
    edits: list[int] = []
    field.edited.connect(lambda: edits.append(1))
    field.set_text("7")
    assert (edits, field.text()) == ([], "7")


# ── Values in use, places, secrets ────────────────────────────────────────────────────────────────────────────────


def test_any_part_of_a_value_in_use_finds_it(window: QWidget, qtbot: QtBot) -> None:
    field = SuggestField("acabado", "Acabado")
    put(window, field, qtbot)
    field.set_choices(["Material Sin Tratar", "Nogal/Nogal", "Blanco"])
    assert field.text() == ""
    qtbot.keyClicks(field.combo.lineEdit(), "TRAT")
    completer = field.combo.completer()
    assert completer.completionCount() == 1
    assert completer.currentCompletion() == "Material Sin Tratar"
    # Another text than those is welcome, and new choices leave it alone.
    field.set_choices(["Gris"])
    assert field.text() == "TRAT"


def test_a_place_is_found_whatever_its_case_and_accents(window: QWidget, qtbot: QtBot) -> None:
    choices = [Choice(1, "Depósito Norte"), Choice(2, "Rack C16", 0, Decimal(8))]
    field = PlaceField("lugar", "Lugar", choices)
    put(window, field, qtbot)
    chosen: list[int] = []
    field.chosen.connect(lambda: chosen.append(1))
    field.choose(2)
    assert (field.text(), field.choice()) == ("Rack C16 · hay 8", choices[1])
    line = field.combo.lineEdit()
    for typed, expected in (("deposito NORTE", choices[0]), ("rack c16", choices[1]), ("rack", None)):
        line.selectAll()
        qtbot.keyClicks(line, typed)
        assert field.text() == typed
        assert field.choice() == expected
    assert chosen


def test_the_eye_shows_what_was_typed_and_hides_it_again(window: QWidget, qtbot: QtBot) -> None:
    field = SecretField("login.clave", "Clave", secret=True)
    window.layout().addWidget(field)
    qtbot.keyClicks(field.edit, "siete barras")
    assert field.edit.displayText() != "siete barras"
    field.offer_reveal()
    field.offer_reveal()
    (eye,) = field.edit.actions()
    (button,) = field.edit.findChildren(QToolButton)
    assert (eye.objectName(), eye.text()) == ("login.clave.ver", "Mostrar la clave")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.edit.echoMode() == QLineEdit.EchoMode.Normal
    assert field.edit.displayText() == "siete barras"
    assert eye.text() == "Ocultar la clave"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password
    assert field.edit.text() == "siete barras"
