"""The history of an article, from its page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from rexus.ui.paged_table import PagedTableView
from tests.gui.auditoria.conftest import Abridor, Puesto
from tests.servers.sitio import Sitio

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def mesa(archivos: Sitio, abrir: Abridor) -> Puesto:
    """The administrator looks at the articles."""
    puesto = abrir(archivos)
    puesto.wait(lambda: puesto.codigos() == ["564002", "700100"])
    return puesto


def _leidas(puesto: Puesto, *acciones: str) -> None:
    puesto.wait(lambda: [fila["accion"] for fila in puesto.filas("historial.tabla")] == list(acciones))


def test_only_what_was_done_to_that_article_newest_first(mesa: Puesto) -> None:
    mesa.elegir(0)
    mesa.salida()
    mesa.tabla.setFocus()
    mesa.press(Qt.Key.Key_H, CTRL)
    dialogo = mesa.dialogo("historial")
    assert dialogo.windowTitle() == "Historial de 564002"
    # What waited a moment ago is in it, and the newest is shown at once.
    _leidas(mesa, "Salida", "Editar", "Entrada", "Crear")
    mesa.wait(lambda: mesa.texto("historial.evento.titulo") == "Salida")
    tabla = mesa.find("historial.tabla", PagedTableView)
    mesa.wait(tabla.hasFocus)
    mesa.press(Qt.Key.Key_Down)
    mesa.wait(lambda: mesa.texto("historial.evento.titulo") == "Editar")
    mesa.press(Qt.Key.Key_Escape)
    mesa.cerrado("historial")


def test_from_the_button_of_the_pane(mesa: Puesto) -> None:
    assert not mesa.find("inventario.historial", QAction).isEnabled()
    mesa.elegir(1)
    mesa.click("inventario.historial.detalle")
    mesa.dialogo("historial")
    _leidas(mesa, "Crear")
    mesa.click("historial.aceptar")
    mesa.cerrado("historial")
