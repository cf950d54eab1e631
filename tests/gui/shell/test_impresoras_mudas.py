"""A print server that does not answer: the window goes on, and says so."""

from __future__ import annotations

import ctypes.util
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.ui.impresion import impresoras, proceso
from tests.gui.conftest import Driver
from tests.gui.shell.test_imprimir import papel


@pytest.fixture
def muda(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The system's spooler is a server that takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{server.getsockname()[1]}")
        if ctypes.util.find_library("cups") is None:
            # Qt asks nobody there, as on machines without printers: a process that says nothing does instead.
            monkeypatch.setattr(proceso, "_program", lambda: [sys.executable, "-c", "import time; time.sleep(600)"])
        yield


@pytest.fixture
def uno(account: str, home: Path) -> None:
    """An article to print."""
    registry = Registry(paths_under(home))
    InventarioModel(registry, lambda: SISTEMA).crear({"codigo": "P-001", "descripcion": "Marco"}, 5)
    registry.close()


def test_a_silent_spooler_stops_nobody(
    muda: None, uno: None, start: Callable[[], Driver], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = start()
    app.enter(pagina="inventario")
    app.wait(lambda: app.find("inventario").table.model().rowCount() == 1)  # type: ignore[attr-defined]
    # While it is asked, everything else goes on: the paper is looked at and kept.
    (texto,) = papel(app, tmp_path / "uno.pdf", lambda: app.trigger("inventario.imprimir"))
    assert "P-001" in texto
    # Whoever waits for it is told in the end.
    monkeypatch.setattr(impresoras, "BUSCAR_S", 1.0)
    app.trigger("inventario.imprimir")
    app.wait(lambda: app.has("impresion") and app.has("impresion.sin_impresora"))
    assert "no contestan" in app.find("impresion.sin_impresora", QLabel).text()
    assert not app.find("impresion.aceptar", QPushButton).isEnabled()
    app.click("impresion.cancelar")
    app.wait(lambda: not app.has("impresion"))
    # Labels too are there at once, to be written as a PDF.
    app.find("inventario").table.select_row(0)  # type: ignore[attr-defined]
    app.wait(app.find("inventario.etiquetas", QAction).isEnabled)
    app.trigger("inventario.etiquetas")
    app.wait(lambda: app.has("etiquetas.buscando") and "no contestan" in app.find("etiquetas.buscando", QLabel).text())
    combo = app.find("etiquetas.impresora", QComboBox)
    assert [combo.itemText(n) for n in range(combo.count())] == ["Archivo PDF"]
    assert app.find("etiquetas.dialogo.aceptar").isEnabled()
    app.click("etiquetas.dialogo.cancelar")
    app.wait(lambda: not app.has("etiquetas.dialogo"))
    # Of a program that was taken away under the open window neither dialog searches for ever, nor blames a printer.
    monkeypatch.setattr(proceso, "_program", lambda: [str(tmp_path / "rexus")])
    for accion, dice, cerrar in (
        ("inventario.imprimir", "impresion.sin_impresora", "impresion.cancelar"),
        ("inventario.etiquetas", "etiquetas.buscando", "etiquetas.dialogo.cancelar"),
    ):
        app.trigger(accion)
        app.wait(lambda dice=dice: app.has(dice) and "se actualizó" in app.find(dice, QLabel).text())
        assert "guardar un PDF" in app.find(dice, QLabel).text()
        app.click(cerrar)
        app.wait(lambda cerrar=cerrar: not app.has(cerrar))
