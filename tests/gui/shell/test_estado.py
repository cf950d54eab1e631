"""«Ayuda ▸ Estado del sistema» tells the truth of the moment."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from rexus.auditoria import ver_bandejas
from rexus.base.actor import SISTEMA
from rexus.base.errors import BaseInalcanzableError
from rexus.db.names import AUDITORIA, INVENTARIO
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


def test_what_waits_for_the_trail_and_why(signed_in: Driver) -> None:
    app = signed_in
    registry = app.application.services.registry
    app.wait(lambda: all(vista.esperan == 0 for vista in ver_bandejas(registry)))
    with closing(sqlite3.connect(registry.lugar(AUDITORIA), isolation_level=None)) as otro:
        # Another program keeps the trail for itself.
        otro.execute("BEGIN IMMEDIATE")
        for n in range(3):
            registry.escribir(INVENTARIO, SISTEMA, lambda work, n=n: work.anotar("inventario", "contar", "cosas", n))
        app.trigger("principal.menu.estado")
        # Nothing is told that nobody counted yet.
        assert texts(app, "estado.auditoria").count("—") == 4
        app.wait(lambda: texts(app, "estado.auditoria")[3:5] == ["users", "0"])
        app.wait(lambda: texts(app, "estado.auditoria")[6:8] == ["inventario", "3"])
        assert not texts(app, "estado.auditoria")[5] and texts(app, "estado.auditoria")[8]
        motivo = app.find("estado.auditoria.motivo", QLabel)
        app.wait(lambda: motivo.isVisible() and motivo.text().startswith("! No pasa a la auditoría desde "))
        app.click("estado.copiar")
        copiado = json.loads(QGuiApplication.clipboard().text())["auditoria"]
        assert [bandeja["esperan"] for bandeja in copiado["bandejas"]] == [0, 3]
        assert copiado["error"] and copiado["error"] in motivo.text() and copiado["error_desde"].endswith("Z")
        otro.execute("ROLLBACK")
    app.wait(lambda: not motivo.isVisible() and texts(app, "estado.auditoria")[7] == "0")
    # What waits at a server that is away nobody knows.
    registry.salud.caer(BaseInalcanzableError("taller:5432"))
    app.wait(lambda: texts(app, "estado.auditoria").count("—") == 4)
    registry.salud.volver()
    app.wait(lambda: texts(app, "estado.auditoria")[7] == "0")
    app.find("estado", QDialog).reject()
    app.wait(lambda: not app.has("estado"))
