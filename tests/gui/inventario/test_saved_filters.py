"""Filters kept by name: save, apply, replace, delete."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from tests.gui.inventario.conftest import Desk, OpenDesk

SAVED = "inventario.filtros.guardados"


def _menu(desk: Desk) -> QMenu:
    return desk.find(SAVED, QPushButton).menu()


def _save(desk: Desk, name: str) -> None:
    desk.choose_in_menu(_menu(desk), "Guardar este filtro…")
    desk.dialog("inventario.guardar_filtro")
    desk.type("inventario.guardar_filtro.nombre", name)
    desk.key(Qt.Key.Key_Return)
    desk.notice(f"Filtro «{name}» guardado.")


def test_a_filter_is_kept_over_restarts(desk: Desk, open_desk: OpenDesk) -> None:
    desk.click("inventario.filtros.bajo_minimo")
    desk.type("inventario.buscar", "euro")
    desk.shows("564081")
    _save(desk, "Pedir & avisar")
    assert desk.find(SAVED, QPushButton).text() == "Pedir & avisar"
    desk.click("inventario.filtros.quitar")
    desk.shows("564002", "564081", "555320", "700100")
    assert desk.find(SAVED, QPushButton).text() == "Todos"
    desk.window.close()

    again = open_desk()
    again.shows("564002", "564081", "555320", "700100")
    button = again.page.filters.saved
    again.choose_in_menu(button.menu(), "Pedir & avisar")
    again.shows("564081")
    assert again.page.search.text() == "euro" and button.text() == "Pedir & avisar"
    # Something else is chosen: it is no longer that filter.
    again.page.search.clear()
    again.shows("564081", "555320")
    assert button.text() == "Filtro sin guardar"


def test_the_same_name_replaces(desk: Desk) -> None:
    desk.click("inventario.filtros.bajo_minimo")
    desk.shows("564081", "555320")
    _save(desk, "Míos")
    desk.click("inventario.filtros.sin_stock")
    desk.shows("555320")
    desk.choose_in_menu(_menu(desk), "Guardar este filtro…")
    desk.dialog("inventario.guardar_filtro")
    desk.type("inventario.guardar_filtro.nombre", "mios")
    assert desk.text("inventario.guardar_filtro.nota") == "Reemplaza al filtro guardado «Míos»."
    desk.key(Qt.Key.Key_Return)
    desk.wait(lambda: desk.find(SAVED, QPushButton).text() == "Míos")
    assert desk.ctx.settings.get("inventario.filtros_guardados") == {"Míos": {"bajo_minimo": True, "sin_stock": True}}


def test_a_name_is_needed(desk: Desk) -> None:
    desk.choose_in_menu(_menu(desk), "Guardar este filtro…")
    dialog = desk.dialog("inventario.guardar_filtro")
    desk.key(Qt.Key.Key_Return)
    desk.wait(desk.find("inventario.guardar_filtro.nombre.error").isVisible)
    assert dialog.isVisible()
    assert desk.ctx.settings.get("inventario.filtros_guardados") == {}


def test_deleting_can_be_undone(desk: Desk) -> None:
    desk.click("inventario.filtros.sin_stock")
    desk.shows("555320")
    _save(desk, "Vacíos")
    menu = _menu(desk)
    menu.aboutToShow.emit()
    delete = next(a.menu() for a in menu.actions() if a.menu() is not None)
    next(a for a in delete.actions() if a.text() == "Vacíos").trigger()
    desk.notice("Filtro «Vacíos» eliminado.")
    assert desk.ctx.settings.get("inventario.filtros_guardados") == {}
    desk.click("principal.aviso.accion1")
    desk.notice("Filtro «Vacíos» recuperado.")
    assert list(desk.ctx.settings.get("inventario.filtros_guardados")) == ["Vacíos"]


def test_a_damaged_setting_is_no_obstacle(catalogue: object, ctx: object, open_desk: OpenDesk) -> None:
    ctx.settings.set("inventario.filtros_guardados", {"roto": [1, 2], "otro": {"tipo": "x"}})  # type: ignore[attr-defined]
    desk = open_desk()
    desk.shows("564002", "564081", "555320", "700100")
    desk.choose_in_menu(_menu(desk), "roto")
    desk.shows("564002", "564081", "555320", "700100")
