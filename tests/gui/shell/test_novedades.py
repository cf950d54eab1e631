"""What is new: in «Ayuda», told once after an upgrade; and a window whose program was replaced says so."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTextBrowser

from rexus.arranque.places import ROOT
from rexus.base import paths
from rexus.base.paths import paths_under, resource
from rexus.base.version import VERSION
from rexus.settings import Settings
from rexus.shell.novedades.notas import en_html, es_posterior, separar, version_instalada
from rexus.ui.notices import NoticeBar
from tests.gui.conftest import Driver

VISTA = "ventana.version_vista"


def notices(app: Driver) -> NoticeBar:
    assert app.application.session is not None
    return app.application.session.notices


def came_from(home: Path, version: str) -> None:
    """The home was used with that version before."""
    settings = Settings(paths_under(home))
    settings.set(VISTA, version)
    settings.close()


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION == version_instalada()


def test_both_languages_tell_the_same_versions_and_as_much_of_each() -> None:
    def shape(name: str) -> list[list[str]]:
        notas = separar(resource(name).read_text(encoding="utf-8"))
        return [
            [de_una.version, *(linea[:2] if linea[0] in "#-" else "" for linea in de_una.lineas)] for de_una in notas
        ]

    assert shape("novedades.md") == shape("novedades.en.md")


def test_notes_become_headings_and_lists() -> None:
    notas = separar("# Título\n\n## 2.0.0\nTodo <nuevo>.\n### Parte\n- uno\n- dos\n## 1.0.0\n")
    assert [de_una.version for de_una in notas] == ["2.0.0", "1.0.0"]
    assert en_html(notas[:1]) == (
        "<h2>Versión 2.0.0</h2><p>Todo &lt;nuevo&gt;.</p><h3>Parte</h3><ul><li>uno</li><li>dos</li></ul>"
    )


@pytest.mark.parametrize(
    ("version", "a", "posterior"),
    [("0.10.0", "0.9.1", True), ("1.0.0", "1.0.0", False), ("0.9.0", "0.10.0", False), ("0.1.0", "prueba", True)],
)
def test_versions_are_compared_by_their_numbers(version: str, a: str, posterior: bool) -> None:
    assert es_posterior(version, a) is posterior


def test_after_an_upgrade_a_notice_leads_to_the_notes_once(
    account: str, home: Path, start: Callable[[], Driver]
) -> None:
    came_from(home, "0.0.9")
    app = start()
    app.enter()
    app.wait(lambda: notices(app).current is not None)
    assert f"Rexus se actualizó a la versión {VERSION}." in notices(app).current.texto
    app.click("principal.aviso.accion1")
    app.wait(lambda: app.has("novedades"))
    texto = app.find("novedades.texto", QTextBrowser).toPlainText()
    assert texto.startswith(f"Versión {VERSION}\n")
    assert "Buscar mientras se escribe" in texto
    app.press(Qt.Key.Key_Escape)
    app.wait(lambda: not app.has("novedades"))
    app.application.close()
    app = start()
    app.enter()
    assert notices(app).current is None
    app.trigger("principal.novedades")
    app.wait(lambda: app.has("novedades"))


@pytest.mark.parametrize("before", ["", VERSION, "99.0.0"])
def test_a_new_seat_and_one_that_knows_it_are_told_nothing(
    account: str, home: Path, start: Callable[[], Driver], before: str
) -> None:
    came_from(home, before)
    app = start()
    app.enter()
    # An older program that is opened in between does not make the newer one new again.
    app.wait(lambda: app.application.settings.get(VISTA) == (before or VERSION))
    assert notices(app).current is None


def test_a_program_that_is_replaced_while_the_window_is_open_says_so(
    signed_in: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "programa"
    shutil.copytree(ROOT / "resources", program / "resources")
    monkeypatch.setattr(paths, "_root", lambda: program)
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)

    def come_back() -> None:
        application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)

    session = signed_in.application.session
    assert session is not None
    come_back()
    signed_in.wait(lambda: not session.novedades.looking)
    assert notices(signed_in).current is None
    file = program / "resources" / "novedades.md"
    file.write_text(file.read_text(encoding="utf-8").replace(f"## {VERSION}", "## 9.9.9\n- Otra.\n## {VERSION}"))
    come_back()
    signed_in.wait(lambda: notices(signed_in).current is not None)
    assert "Se instaló otra versión de Rexus (9.9.9)" in notices(signed_in).current.texto
    notices(signed_in).close_notice()
    come_back()
    signed_in.wait(lambda: not session.novedades.looking)
    assert notices(signed_in).current is None


def test_the_notes_come_in_the_language_that_is_in_use(
    account: str, start: Callable[[], Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REXUS_IDIOMA", "en")
    app = start()
    app.enter()
    app.trigger("principal.novedades")
    app.wait(lambda: app.has("novedades"))
    assert "Search while typing" in app.find("novedades.texto", QTextBrowser).toPlainText()
