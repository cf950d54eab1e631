"""First run, signing in and out, with real clicks and keys."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from tests.gui.conftest import CLAVE, USUARIO, Driver


def text(app: Driver, name: str) -> str:
    return app.find(name, QLabel).text()


def test_the_first_run_asks_for_the_administrator_at_once(app: Driver) -> None:
    assert app.has("bienvenida.crear")
    assert QApplication.focusWidget() is app.find("bienvenida.usuario")


def test_a_weak_password_is_refused_with_its_reason_beside_the_field(app: Driver) -> None:
    app.type("bienvenida.usuario", "Ana")
    app.type("bienvenida.clave", "corta")
    app.type("bienvenida.repetir", "corta")
    app.click("bienvenida.crear")
    app.wait(lambda: app.has("bienvenida.clave.error"))
    assert "12" in text(app, "bienvenida.clave.error")
    assert app.find("bienvenida.usuario", QLineEdit).text() == "Ana"
    assert app.find("bienvenida.clave", QLineEdit).text() == "corta"
    app.qtbot.keyClicks(app.find("bienvenida.clave"), " mas")
    assert not app.has("bienvenida.clave.error"), "it goes once the field is edited"


def test_two_different_passwords_are_told_beside_the_second(app: Driver) -> None:
    app.type("bienvenida.usuario", "ana")
    app.type("bienvenida.clave", CLAVE)
    app.type("bienvenida.repetir", CLAVE + "s")
    app.press(Qt.Key.Key_Return)
    assert "no son iguales" in text(app, "bienvenida.repetir.error")
    assert QApplication.focusWidget() is app.find("bienvenida.repetir")


def test_what_is_missing_is_told_field_by_field(app: Driver) -> None:
    app.click("bienvenida.crear")
    assert app.has("bienvenida.usuario.error")
    assert app.has("bienvenida.clave.error")
    assert not app.has("bienvenida.repetir.error")


def test_the_strength_is_told_while_typing(app: Driver) -> None:
    gc.collect()
    app.type("bienvenida.clave", "12345678")
    app.wait(lambda: text(app, "bienvenida.fuerza") == "Clave muy débil")
    app.type("bienvenida.clave", "siete barras de aluminio anodizado")
    app.wait(lambda: "buena" in text(app, "bienvenida.fuerza"))
    # What the name alone makes worthless, whichever is typed first.
    app.type("bienvenida.clave", "perezramirezana1980")
    app.wait(lambda: text(app, "bienvenida.fuerza") == "Clave muy buena")
    app.type("bienvenida.usuario", "ana.perez.ramirez")
    app.wait(lambda: text(app, "bienvenida.fuerza") == "Clave muy débil")
    app.type("bienvenida.clave", "")
    assert "12 caracteres" in text(app, "bienvenida.fuerza")


def test_creating_the_administrator_signs_in_and_the_next_start_asks_for_it(
    app: Driver, start: Callable[[], Driver]
) -> None:
    app.type("bienvenida.usuario", "Ana")
    app.press(Qt.Key.Key_Return)
    app.qtbot.keyClicks(QApplication.focusWidget(), CLAVE)
    app.press(Qt.Key.Key_Return)
    app.qtbot.keyClicks(QApplication.focusWidget(), CLAVE)
    app.press(Qt.Key.Key_Return)
    app.wait(lambda: app.has("principal"))
    assert not app.has("bienvenida")
    app.application.close()
    again = start()
    assert again.has("login.entrar")
    assert again.find("login.usuario", QLineEdit).text() == "ana", "who came in last is remembered"
    assert QApplication.focusWidget() is again.find("login.clave")


def test_creating_before_everything_is_loaded_works_too(start: Callable[[], Driver]) -> None:
    app = start()
    assert app.application.services is None
    for name in ("usuario", "clave", "repetir"):
        app.find(f"bienvenida.{name}", QLineEdit).setText(CLAVE if name != "usuario" else "ana")
    app.find("bienvenida.crear", QPushButton).click()
    assert app.application.services is None, "still loading: this is what the test is about"
    app.wait(lambda: app.has("principal"))


def test_a_wrong_password_and_a_wrong_user_are_refused_with_the_same_words(account: str, app: Driver) -> None:
    said = []
    for usuario, clave in ((account, "otra cosa distinta"), ("nadie", CLAVE)):
        app.type("login.usuario", usuario)
        app.type("login.clave", clave)
        app.click("login.entrar")
        app.wait(lambda: app.has("login.error"))
        said.append(text(app, "login.error"))
        assert app.find("login.usuario", QLineEdit).text() == usuario
        field = app.find("login.clave", QLineEdit)
        assert QApplication.focusWidget() is field
        assert field.selectedText(), "typing again replaces it"
        assert app.find("login.entrar").isEnabled()
        app.type("login.clave", "x")
        assert not app.has("login.error")
    assert said[0] == said[1]
    assert "incorrectos" in said[0]


def test_enter_signs_in(account: str, app: Driver) -> None:
    app.enter(account)
    assert not app.has("login")
    assert app.application.session is not None
    assert app.application.session.actor.usuario == USUARIO


def test_nothing_typed_is_told_without_asking_anybody(account: str, app: Driver) -> None:
    app.click("login.entrar")
    assert "Escribir" in text(app, "login.error")
    assert QApplication.focusWidget() is app.find("login.usuario")


def test_an_empty_database_of_accounts_leads_to_the_welcome_page(home: object, start: Callable[[], Driver]) -> None:
    first = start()
    first.wait(lambda: first.application.services is not None)
    file = first.application.paths.database("users")
    first.wait(file.exists)
    first.application.close()
    again = start()
    again.wait(lambda: again.has("bienvenida.crear"))


def test_signing_out_returns_to_the_sign_in(signed_in: Driver) -> None:
    before = signed_in.application.session
    signed_in.trigger("principal.cerrar_sesion")
    assert signed_in.application.session is None
    assert signed_in.has("login.entrar")
    signed_in.wait(lambda: not signed_in.application.window.findChildren(QLabel, "principal"))
    signed_in.enter()
    assert signed_in.application.session is not before
