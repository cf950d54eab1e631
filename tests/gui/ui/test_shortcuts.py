"""The list of keys: complete, by group, with the keys as they are now."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget

from rexus.ui.shortcuts import Shortcut, Shortcuts, ShortcutsDialog


def action(text: str, key: str, name: str) -> QAction:
    made = QAction(text)
    made.setObjectName(name)
    made.setShortcut(key)
    return made


@pytest.fixture
def shortcuts(qapp: Any) -> Shortcuts:
    return Shortcuts()


def test_keys_are_listed_by_group_in_their_order(shortcuts: Shortcuts) -> None:
    buscar, exportar = action("&Buscar…", "F6", "buscar"), action("Exportar", "Ctrl+E", "exportar")
    shortcuts.add(buscar, grupo="Inventario")
    shortcuts.add("Enter", "Abrir la ficha", "Inventario")
    shortcuts.add("F1", "Ayuda")
    shortcuts.add(exportar, "Exportar lo que se ve", "Inventario")
    assert shortcuts.listed() == [
        Shortcut("F6", "Buscar", "Inventario"),
        Shortcut("Enter", "Abrir la ficha", "Inventario"),
        Shortcut("Ctrl+E", "Exportar lo que se ve", "Inventario"),
        Shortcut("F1", "Ayuda", "General"),
    ]


def test_an_action_is_listed_with_the_key_it_has_now(shortcuts: Shortcuts) -> None:
    buscar = action("Buscar", "", "buscar")
    shortcuts.add(buscar)
    assert shortcuts.listed() == []
    buscar.setShortcut("Ctrl+F")
    assert [s.tecla for s in shortcuts.listed()] == ["Ctrl+F"]


def test_the_same_one_again_replaces_its_text(shortcuts: Shortcuts) -> None:
    shortcuts.add("F4", "Detalle")
    shortcuts.add("F4", "Mostrar el detalle")
    shortcuts.add(action("Nuevo", "Ctrl+N", "nuevo"))
    # A page that is made anew brings an action of the same name.
    nuevo = action("Nuevo artículo", "Ctrl+N", "nuevo")
    shortcuts.add(nuevo)
    assert [(s.tecla, s.texto) for s in shortcuts.listed()] == [
        ("F4", "Mostrar el detalle"),
        ("Ctrl+N", "Nuevo artículo"),
    ]


def test_the_dialog_shows_them_all_and_esc_closes_it(shortcuts: Shortcuts, qtbot: Any, theme: Any) -> None:
    shortcuts.add("F6", "Buscar", "Inventario")
    shortcuts.add("Enter", "Abrir la ficha", "Inventario")
    shortcuts.add("F1", "Ayuda")
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = ShortcutsDialog(window, shortcuts)
    dialog.open()
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    for text in ("Inventario", "General", "F6", "Buscar", "Enter", "Abrir la ficha", "F1", "Ayuda"):
        assert text in texts
    key = dialog.findChild(QLabel, "atajos.abrir_la_ficha")
    assert key is not None
    assert key.text() == "Enter"
    assert not dialog.cancel.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
