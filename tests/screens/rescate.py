"""The part of the walk before anybody signed in: going back to a backup on a new machine, and without the accounts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from rexus.base.paths import paths_under
from rexus.shell.application import Application
from rexus.shell.rescate.page import RescatePage
from rexus.shell.welcome import WelcomePage

if TYPE_CHECKING:
    from tests.screens.tour import Tour


def walk(tour: Tour, sets: Path) -> None:
    """On homes of its own; `sets` is where a workshop's sets lie."""
    antes = tour.home
    try:
        tour.home = antes.with_name("nueva")
        # What the program finds by itself, so that no dialog of the system is needed.
        shutil.copytree(sets, paths_under(tour.home).backups)
        app = tour.start()
        tour.until(lambda: tour.shows(app, "bienvenida"))
        _welcome(tour, app)
        tour.press(app, "bienvenida.restaurar")
        _photos(tour, app, "rescate_nueva")
        tour.home = antes.with_name("danada")
        paths = paths_under(tour.home)
        shutil.copytree(sets, paths.backups)
        paths.data.mkdir()
        paths.database("users").write_bytes(b"this is no database " * 500)
        app = tour.start()
        tour.until(lambda: tour.shows(app, "problema.restaurar"))
        tour.photo(app, "problema_danada")
        tour.press(app, "problema.restaurar")
        tour.until(lambda: tour.shows(app, "rescate.usuario"))
        _photos(tour, app, "rescate_danada")
    finally:
        tour.home = antes


def _welcome(tour: Tour, app: Application) -> None:
    page = app.window.findChild(WelcomePage)
    assert page is not None
    page.show_lost()
    tour.photo(app, "bienvenida_sin_cuentas")


def _photos(tour: Tour, app: Application, name: str) -> None:
    tour.until(lambda: tour.shows(app, "rescate.lista"))
    tour.photo(app, name)
    page = app.window.findChild(RescatePage)
    assert page is not None
    page.set_running(True)
    page.show_progress("Comprobando el respaldo", 43, 100, cancelable=True)
    tour.photo(app, f"{name}_en_curso")
    page.set_running(False)
    page.refuse("Usuario o clave incorrectos, o la cuenta está en espera. Revisar los dos.")
    tour.photo(app, f"{name}_rechazo")
    app.close()
