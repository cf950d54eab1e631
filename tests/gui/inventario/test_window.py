"""The page in the real window: its handles, its keys beside the window's own, and a movement undone from the menu."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from rexus.base.actor import SISTEMA
from rexus.modulos.inventario.model import InventarioModel
from rexus.ui.paged_table import PagedTableView
from tests.gui.conftest import Driver
from tests.servers.sitio import Sitio

# A public interface: tests and assistive tools hold these names.
ACTIONS = (
    "nuevo", "editar", "duplicar", "editar_varios", "desactivar", "eliminar", "entrada", "salida", "ajuste",
    "transferir", "rapido", "conteo", "importar", "exportar", "verificar", "anular", "actualizar", "columnas",
    "ir_a_tabla", "ir_a_kardex", "ir_a_buscar",
)  # fmt: skip
WIDGETS = (
    "inventario", "inventario.tabla", "inventario.buscar", "inventario.filtros", "inventario.filtros.guardados",
    "inventario.filtros.bajo_minimo", "inventario.filtros.sin_stock", "inventario.detalle", "inventario.detalle.panel",
    "inventario.existencias", "inventario.kardex", "inventario.pie", "inventario.movimientos", "inventario.planillas",
)  # fmt: skip


@pytest.fixture
def stocked(sitio_sqlite: Sitio) -> int:
    """One article with twelve pieces, made before the window opens."""
    registry = sitio_sqlite.registry()
    model = InventarioModel(registry, lambda: SISTEMA)
    made = model.crear({"codigo": "564002", "descripcion": "Marco 64"}, 12).value.id
    registry.close()
    return made


def test_every_handle_is_there_once_with_a_name(stocked: int, signed_in: Driver) -> None:
    page = signed_in.find("inventario")
    for name in ACTIONS:
        assert len(page.findChildren(QAction, f"inventario.{name}")) == 1, name
    for name in WIDGETS:
        assert signed_in.find(name).accessibleName(), name
    for action in page.findChildren(QAction):
        if action.objectName().startswith("inventario."):
            assert action.text(), action.objectName()
    for kind in (QAbstractButton, QLineEdit, QComboBox):
        for widget in page.findChildren(kind):
            if widget.isVisible() and widget.objectName().startswith("inventario"):
                assert widget.accessibleName(), widget.objectName()


def test_no_key_means_two_things(stocked: int, signed_in: Driver) -> None:
    window = signed_in.application.window
    taken = Counter(
        key.toString(QKeySequence.SequenceFormat.PortableText)
        for action in window.findChildren(QAction)
        for key in action.shortcuts()
        if any(isinstance(owner, QWidget) and owner.isVisible() for owner in action.associatedObjects())
        or action.parent() is None
    )
    assert [key for key, times in taken.items() if times > 1] == []


def test_every_key_is_listed(stocked: int, signed_in: Driver) -> None:
    session = signed_in.application.session
    assert session is not None
    listed = {shortcut.tecla for shortcut in session.shortcuts.listed()}
    for name in ACTIONS:
        keys = signed_in.find(f"inventario.{name}", QAction).shortcut()
        assert keys.isEmpty() or keys.toString(QKeySequence.SequenceFormat.NativeText) in listed, name


def test_a_salida_and_deshacer_from_the_menu(stocked: int, signed_in: Driver) -> None:
    table = signed_in.find("inventario.tabla", PagedTableView)
    signed_in.wait(lambda: table.model().rowCount() == 1)
    where = table.visualRect(table.model().index(0, 0)).center()
    signed_in.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    signed_in.wait(signed_in.find("inventario.salida", QAction).isEnabled)
    signed_in.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, on=table)
    signed_in.wait(lambda: signed_in.has("inventario.salida.cantidad"))
    signed_in.type("inventario.salida.cantidad", "3")
    signed_in.press(Qt.Key.Key_Return, on=signed_in.find("inventario.salida.cantidad"))
    undo = signed_in.find("principal.deshacer", QAction)
    signed_in.wait(lambda: undo.text() == "Deshacer salida de 3 × 564002")
    signed_in.wait(lambda: table.model().index(0, 3).data() == "9")
    signed_in.trigger("principal.deshacer")
    signed_in.wait(lambda: table.model().index(0, 3).data() == "12")
    signed_in.wait(lambda: undo.text() == "Deshacer")


def test_f4_hides_and_shows_the_pane(stocked: int, signed_in: Driver) -> None:
    window = signed_in.application.window
    window.resize(1280, 720)
    signed_in.wait(lambda: signed_in.has("inventario.detalle"))
    signed_in.press(Qt.Key.Key_F4, on=window)
    signed_in.wait(lambda: not signed_in.has("inventario.detalle"))
    signed_in.press(Qt.Key.Key_F4, on=window)
    signed_in.wait(lambda: signed_in.has("inventario.detalle"))


@pytest.mark.parametrize("operation", ["articulo", "totales", "valores", "kardex", "indice"])
def test_signing_out_while_something_is_read_is_no_fault(
    stocked: int, signed_in: Driver, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    table = signed_in.find("inventario.tabla", PagedTableView)
    # Wide enough for the pane.
    signed_in.application.window.resize(1280, 720)
    signed_in.wait(lambda: table.model().rowCount() == 1 and signed_in.has("inventario.detalle"))
    real = getattr(InventarioModel, operation)
    waiting, go_on = threading.Event(), threading.Event()

    def slow(*args: object, **kw: object) -> object:
        waiting.set()
        go_on.wait(10)
        return real(*args, **kw)

    monkeypatch.setattr(InventarioModel, operation, slow)
    table.select_row(0)
    signed_in.trigger("inventario.filtros.tipo")
    signed_in.trigger("inventario.actualizar")
    signed_in.wait(waiting.is_set)
    services = signed_in.application.services
    assert services is not None
    failures: list[BaseException] = []
    services.jobs.failed.connect(failures.append)
    signed_in.trigger("principal.cerrar_sesion")
    signed_in.wait(lambda: signed_in.has("login.entrar"))
    go_on.set()
    signed_in.qtbot.wait(300)
    assert failures == []
