"""The part of the walk that goes through the door: a locked desk, a password and a second factor made at sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from rexus.shell.application import Application
from tests.screens.usuarios import CLAVE_DE_TODOS

if TYPE_CHECKING:
    from tests.screens.tour import Tour


def walk(tour: Tour, app: Application, codigo: str) -> None:
    """From the desk to the door, where nobody is signed in afterwards. `codigo` lets «eva» in the first time."""
    assert app.session is not None
    tour.rexus("config", "poner", "usuarios.roles_con_segundo_factor", '["consulta"]')
    app.session.menus.lock.trigger()
    tour.until(lambda: tour.shows(app, "bloqueo"))
    tour.photo(app, "bloqueo")
    tour.fill(app, {"bloqueo.clave": "no es esta"})
    tour.press(app, "bloqueo.entrar")
    tour.until(lambda: tour.shows(app, "bloqueo.error"))
    tour.photo(app, "bloqueo_rechazo")
    tour.press(app, "bloqueo.otro")
    tour.until(lambda: app.session is None)
    _sign_in(tour, app, "eva", codigo)
    tour.until(lambda: tour.shows(app, "clave_nueva"))
    tour.photo(app, "clave_nueva")
    nueva = f"{CLAVE_DE_TODOS} y templados"
    tour.fill(app, {"clave_nueva.clave": nueva, "clave_nueva.repetir": nueva})
    tour.settle()
    tour.photo(app, "clave_nueva_fuerte")
    tour.press(app, "clave_nueva.guardar")
    tour.until(lambda: tour.shows(app, "factor_nuevo"))
    tour.photo(app, "factor_nuevo")


def _sign_in(tour: Tour, app: Application, usuario: str, clave: str) -> None:
    tour.until(lambda: app.window.findChild(QLineEdit, "login.usuario") is not None)
    tour.fill(app, {"login.usuario": usuario, "login.clave": clave})
    tour.press(app, "login.entrar")
