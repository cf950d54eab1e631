"""«Ayuda ▸ Estado del sistema» tells the truth of the moment."""

from __future__ import annotations

import json

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseInalcanzableError
from rexus.db.names import INVENTARIO
from rexus.db.schema import HEADS
from rexus.shell.estado import EstadoDialog
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


def test_a_server_that_refused_is_not_asked_again(signed_in: Driver) -> None:
    app = signed_in
    app.trigger("principal.menu.estado")
    app.wait(lambda: HEADS[INVENTARIO] in texts(app, "estado.bases"))
    estado = app.find("estado", EstadoDialog)
    app.wait(lambda: not estado._awaiting)
    estado._rechazado = True
    estado._ask()
    assert not estado._awaiting
    # The server was away and is back: perhaps with another account.
    registry = app.application.services.registry
    registry.salud.caer(BaseInalcanzableError("taller:5432"))
    estado._ask()
    assert not estado._awaiting
    registry.salud.volver()
    estado._ask()
    assert estado._awaiting
    app.wait(lambda: not estado._awaiting and not estado._rechazado)
    estado.reject()
    app.wait(lambda: not app.has("estado"))
