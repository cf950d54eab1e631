"""«Ayuda ▸ Estado del sistema» tells the truth of the moment."""

from __future__ import annotations

import json

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from rexus.base.actor import SISTEMA
from rexus.db.names import INVENTARIO
from rexus.db.schema import HEADS
from tests.gui.conftest import Driver


def texts(app: Driver, name: str) -> list[str]:
    return [label.text() for label in app.find(name, QWidget).findChildren(QLabel)]


def test_it_shows_schemas_and_connections_and_follows_them(signed_in: Driver) -> None:
    app = signed_in
    registry = app.application.services.registry
    app.trigger("principal.menu.estado")
    app.wait(lambda: HEADS[INVENTARIO] in texts(app, "estado.bases"))
    assert registry.lugar(INVENTARIO) in texts(app, "estado.bases")
    with registry.read(INVENTARIO, SISTEMA):
        # The column «En uso» of a row: one more than nobody.
        app.wait(lambda: "1" in texts(app, "estado.conexiones"))
    app.click("estado.copiar")
    copied = json.loads(QGuiApplication.clipboard().text())
    assert {base["base"]: base["version"] for base in copied["bases"]}[INVENTARIO] == HEADS[INVENTARIO]
    assert copied["salud"]["estado"] == "ONLINE" and "clave" not in json.dumps(copied["origenes"])
    app.find("estado", QDialog).reject()
    app.wait(lambda: not app.has("estado"))
