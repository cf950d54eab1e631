"""The card of an obra by keyboard: its keys, where they go on, and what is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QTabBar

from rexus.ui.paged_table import PagedTableView
from tests.gui.obras.conftest import OpenDesk, Workshop

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_keys_of_the_tab_work_from_the_tabs(workshop: Workshop, open_desk: OpenDesk) -> None:
    workshop.obra("OB-1", {"564002": 2})
    desk = open_desk()
    desk.open("OB-1")
    desk.shows_rows("obras.materiales.tabla", 0, "564002")
    tabs = desk.find("obras.pestanas", QTabBar)
    desk.wait(desk.find("obras.materiales.reservar", QAction).isEnabled)
    tabs.setFocus()
    desk.key(Qt.Key.Key_R, CTRL, on=tabs)
    desk.told("OB-1")
    desk.wait(lambda: workshop.figures("OB-1", "564002")[1] == 2)
    # Of the part that shows, and of no other one.
    tabs.setCurrentIndex(2)
    lent = desk.obras.card.actions()
    assert desk.obras.adjuntos.print_action in lent
    assert desk.obras.materiales.reserve not in lent


def test_the_material_that_was_added_is_chosen(workshop: Workshop, open_desk: OpenDesk) -> None:
    workshop.obra("OB-1", {"564002": 2})
    desk = open_desk()
    desk.open("OB-1")
    table = desk.find("obras.materiales.tabla", PagedTableView)
    desk.shows_rows("obras.materiales.tabla", 0, "564002")
    desk.window.setFocus()
    table.setFocus()
    # The keys come: what is current is chosen, too.
    assert table.currentIndex().isValid()
    assert table.selected_count() == 1
    desk.trigger("obras.materiales.agregar")
    desk.dialog("obras.material.dialogo")
    desk.type("obras.material.codigo", "999999")
    desk.key(Qt.Key.Key_Return, on=desk.find("obras.material.codigo", QLineEdit))
    desk.wait(lambda: "Revisar el código." in desk.text("obras.material.dialogo.error.texto"))
    assert desk.find("obras.material.codigo", QLineEdit).hasFocus()
    desk.type("obras.material.codigo", "564081")
    desk.type("obras.material.necesarias", "3")
    desk.click("obras.material.dialogo.aceptar")
    desk.gone("obras.material.dialogo")
    desk.wait(lambda: len(desk.rows("obras.materiales.tabla")) == 2)
    desk.wait(
        lambda: table.selectionModel().selectedRows() and table.selectionModel().selectedRows()[0].data() == "564081"
    )
    assert (table.selected_count(), table.currentIndex().siblingAtColumn(0).data()) == (1, "564081")
