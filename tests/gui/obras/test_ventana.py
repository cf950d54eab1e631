"""The module in the real window: opened from elsewhere, and an obra that is not there any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.registry import Registry
from rexus.modulos.obras.model import ObrasModel
from tests.gui.conftest import Driver


def test_an_obra_is_opened_from_elsewhere(account: str, home: Path, start: Callable[[], Driver]) -> None:
    registry = Registry(paths_under(home))
    obra = ObrasModel(registry, lambda: SISTEMA).crear({"codigo": "OB-7", "nombre": "Quincho"}).value
    registry.close()
    app = start()
    app.enter(account)
    session = app.application.session
    assert session is not None
    assert session.page.open_record("obras", str(obra.id))
    app.wait(lambda: app.has("obras.materiales"))
    assert app.find("obras.materiales.titulo", QLabel).text() == "OB-7 · Quincho"
    app.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier, on=app.find("obras.materiales.tabla"))
    app.wait(lambda: app.has("obras.tabla"))
    # What somebody else deleted meanwhile is told, and the list stays.
    for unknown in ("777", "no es un número"):
        assert session.page.open_record("obras", unknown)
        app.wait(lambda: session.notices.current is not None)
        assert session.notices.current.texto == "Esa obra ya no existe."
        session.notices.clear()
    assert app.has("obras.tabla")
