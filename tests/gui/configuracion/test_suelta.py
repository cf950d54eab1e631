"""The page before anybody signed in: keys of this machine, whatever the database does."""

from __future__ import annotations

import asyncio
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rexus.base.paths import Paths
from rexus.modulos.configuracion.controller import suelta
from rexus.modulos.configuracion.domain import visibles
from rexus.modulos.configuracion.view.page import ConfiguracionView
from rexus.settings import Settings
from tests.gui.configuracion.conftest import Ventana


class Suelta:
    """The window, open."""

    def __init__(self, ventana: Ventana, settings: Settings, paths: Paths) -> None:
        self.ventana = ventana
        self.task: asyncio.Task[bool] = ventana.spawn(
            suelta.abrir(ventana.window, ventana.jobs, settings, respaldos=paths.backups)
        )
        self.dialog = ventana.dialog("configuracion.suelta")
        self.page = self.dialog.findChild(ConfiguracionView)

    def close(self) -> bool:
        """Esc; whether something was saved."""
        QTest.keyClick(self.dialog, Qt.Key.Key_Escape)
        self.ventana.wait(self.task.done)
        return self.task.result()


@pytest.fixture
def abierta(ventana: Ventana, settings: Settings, paths: Paths) -> Suelta:
    return Suelta(ventana, settings, paths)


def test_only_what_is_of_this_machine_can_be_changed(abierta: Suelta) -> None:
    assert "Nadie entró todavía" in abierta.ventana.text("configuracion.banda.sin_base.texto")
    for setting in visibles():
        fila = abierta.page.fila(setting.clave)
        assert fila.estado.editable is (setting.alcance == "equipo"), setting.clave
    assert not abierta.page.load.isEnabled()


def test_it_saves_in_the_file_and_in_the_history_and_opens_no_database(
    abierta: Suelta, settings: Settings, paths: Paths
) -> None:
    v = abierta.ventana
    v.type("configuracion.db.servidor", "servidor.taller")
    v.click("configuracion.guardar")
    v.wait(lambda: not abierta.page.changed and not abierta.page.is_saving)
    assert json.loads(paths.settings_file.read_text())["db"]["servidor"] == "servidor.taller"
    v.trigger("configuracion.historial")
    v.dialog("configuracion.historial_dialogo")
    assert [row[1:5] for row in v.rows("configuracion.historial_dialogo.tabla")] == [
        ["sin entrar", "Servidor", "vacío", "servidor.taller"]
    ]
    v.key(Qt.Key.Key_Escape)
    v.gone("configuracion.historial_dialogo")
    assert abierta.close() is True
    assert not paths.database("inventario").exists()


def test_closing_it_loses_nothing_without_asking(abierta: Suelta, settings: Settings) -> None:
    v = abierta.ventana
    v.type("configuracion.db.servidor", "servidor.taller")
    v.key(Qt.Key.Key_Escape)
    v.dialog("configuracion.salida")
    v.key(Qt.Key.Key_Escape)
    v.gone("configuracion.salida")
    assert abierta.page.isVisible()
    abierta.dialog.close()
    v.dialog("configuracion.salida")
    v.click("configuracion.salida.descartar")
    v.wait(abierta.task.done)
    assert abierta.task.result() is False
    assert settings.get("db.servidor") == ""
