"""Several articles at once: only what is marked changes, in all of them or in none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton

from rexus.base.errors import BaseOcupadaError
from rexus.modulos.inventario.model import InventarioModel
from tests.gui.inventario.conftest import Catalogue, Desk

DIALOG = "inventario.varios"


def _open(desk: Desk) -> None:
    desk.page.table.setFocus()
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.wait(lambda: desk.page.table.selected_count() == 4)
    desk.wait(desk.find("inventario.editar_varios", QAction).isEnabled)
    desk.key(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    desk.dialog(f"{DIALOG}.dialogo")


def test_one_supplier_and_minimum_for_all(desk: Desk, catalogue: Catalogue) -> None:
    _open(desk)
    assert desk.text(f"{DIALOG}.cuantos").startswith("Lo que se marque se cambia en 4 artículos.")
    primary = desk.find(f"{DIALOG}.dialogo.aceptar", QPushButton)
    assert primary.text() == "Cambiar 4 artículos" and not primary.isEnabled()
    combo = desk.find(f"{DIALOG}.proveedor", QComboBox)
    desk.wait(lambda: combo.count() == 3)
    combo.lineEdit().selectAll()
    desk.write("VEKA", on=combo.lineEdit())
    assert desk.find(f"{DIALOG}.proveedor.cambiar", QCheckBox).isChecked()
    desk.type(f"{DIALOG}.stock_minimo", "7")
    desk.click(f"{DIALOG}.dialogo.aceptar")
    desk.notice("4 artículos cambiados.")
    for codigo in desk.codes():
        valores = catalogue.article(codigo).valores
        assert (valores["proveedor"], valores["stock_minimo"]) == ("VEKA", 7)
    # What was not marked stays as it was.
    assert catalogue.article("564002").valores["ubicacion"] == "Rack C16"
    desk.wait(lambda: desk.cell("564002", "proveedor") == "VEKA")


def test_those_that_were_so_already_are_counted(desk: Desk) -> None:
    _open(desk)
    combo = desk.find(f"{DIALOG}.proveedor", QComboBox)
    desk.write("INDUSTRIAS REHAU", on=combo.lineEdit())
    desk.click(f"{DIALOG}.dialogo.aceptar")
    desk.notice("1 artículo cambiado. 3 ya estaban así.")


def test_a_field_is_emptied_on_purpose(desk: Desk, catalogue: Catalogue) -> None:
    _open(desk)
    desk.click(f"{DIALOG}.ubicacion.cambiar")
    desk.click(f"{DIALOG}.dialogo.aceptar")
    desk.notice("3 artículos cambiados. 1 ya estaba así.")
    assert catalogue.article("564002").valores["ubicacion"] == ""


def test_a_wrong_value_changes_nothing_and_keeps_the_dialog(desk: Desk, catalogue: Catalogue) -> None:
    _open(desk)
    desk.type(f"{DIALOG}.stock_minimo", "-1")
    desk.click(f"{DIALOG}.dialogo.aceptar")
    error = desk.find(f"{DIALOG}.stock_minimo.error", QLabel)
    desk.wait(error.isVisible)
    assert error.text() == "No puede ser menor que 0"
    assert catalogue.article("564002").valores["stock_minimo"] == 5


def test_a_refusal_keeps_what_was_typed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> object:
        raise BaseOcupadaError

    monkeypatch.setattr(InventarioModel, "editar_varios", busy)
    _open(desk)
    desk.type(f"{DIALOG}.stock_minimo", "9")
    desk.key(Qt.Key.Key_Return)
    error = desk.find(f"{DIALOG}.dialogo.error.texto", QLabel)
    desk.wait(error.isVisible)
    assert "Base ocupada" in error.text()
    assert desk.find(f"{DIALOG}.stock_minimo").text() == "9"
    assert QApplication.activeWindow() is desk.find(f"{DIALOG}.dialogo")
