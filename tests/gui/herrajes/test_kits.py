"""The tab «Kits» worked by hand: a kit is put together, edited, given out and taken back."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget

from rexus.base.actor import SISTEMA
from rexus.db.names import INVENTARIO
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.herrajes.view.page import HerrajesPage
from rexus.stock import obras, requerimientos
from rexus.stock.kits import ParteDada
from rexus.ui.paged_table import PagedTableView
from tests.gui.inventario.conftest import Desk


@pytest.fixture
def table(desk: Desk) -> PagedTableView:
    """The tab's table, in sight."""
    page = desk.window.findChildren(HerrajesPage)[0]
    page.tabs.setCurrentIndex(1)
    return desk.find("herrajes.kits.tabla", PagedTableView)


def shows(desk: Desk, table: PagedTableView, *rows: tuple[str, str]) -> None:
    """Wait until exactly these (code, how many) are in the table."""

    def seen() -> list[tuple[str, str]]:
        model: Any = table.model()
        return [(model.index(n, 0).data(), model.index(n, 2).data()) for n in range(model.rowCount())]

    desk.wait(lambda: seen() == list(rows))


def test_a_kit_is_put_together_by_code(model: HerrajesModel, desk: Desk, table: PagedTableView) -> None:
    desk.trigger("herrajes.kits.nuevo")
    desk.dialog("herrajes.kits.dialogo")
    desk.type("herrajes.kits.dialogo.codigo", "KIT-1")
    desk.type("herrajes.kits.dialogo.nombre", "Kit ventana oscilobatiente 1 hoja")
    # Without a part it is none.
    desk.click("herrajes.kits.dialogo.aceptar")
    desk.wait(lambda: "al menos una parte" in desk.text("herrajes.kits.dialogo.error.texto"))
    parts = desk.find("herrajes.kits.dialogo.partes", QTableWidget)
    for code in ("HER000001", "HER000004"):
        field = desk.type("herrajes.kits.dialogo.parte", code)
        desk.key(Qt.Key.Key_Return, on=field)
        desk.wait(lambda code=code: parts.rowCount() and parts.item(parts.rowCount() - 1, 0).text() == code)
    field = desk.type("herrajes.kits.dialogo.parte", "HER9")
    desk.key(Qt.Key.Key_Return, on=field)
    desk.wait(lambda: "no es el código de ningún herraje ni kit" in desk.text("herrajes.kits.dialogo.parte.error"))
    desk.type("herrajes.kits.dialogo.parte", "")
    parts.item(0, 2).setText("5")
    desk.click("herrajes.kits.dialogo.aceptar")
    desk.gone("herrajes.kits.dialogo")
    desk.notice("Kit KIT-1 creado.")
    # 12 of the one, five each; 40 of the other.
    shows(desk, table, ("KIT-1", "2"))
    desk.wait(lambda: desk.text("herrajes.kits.ficha.disponible") == "Alcanza para 2")
    (kit,) = model.kits()
    assert [(p.codigo, p.cantidad) for p in kit.partes] == [("HER000001", 5), ("HER000004", 1)]


def test_a_key_is_of_the_tab_that_shows(desk: Desk, table: PagedTableView) -> None:
    page = desk.window.findChildren(HerrajesPage)[0]
    for title, actions in page.menu_actions:
        # As the window has them: from there a key works wherever the focus is.
        desk.window.menuBar().addMenu(title).addActions(actions)
    table.setFocus()
    desk.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    desk.dialog("herrajes.kits.dialogo")
    desk.wait(desk.find("herrajes.kits.dialogo.codigo").hasFocus)
    desk.key(Qt.Key.Key_Escape)
    desk.gone("herrajes.kits.dialogo")
    desk.window.activateWindow()
    desk.wait(desk.window.isActiveWindow)
    page.tabs.setCurrentIndex(0)
    desk.page.table.setFocus()
    desk.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    desk.dialog("herrajes.ficha")
    desk.key(Qt.Key.Key_Escape)
    desk.gone("herrajes.ficha")


def test_given_out_and_taken_back(
    model: HerrajesModel, fittings: dict[str, int], desk: Desk, table: PagedTableView
) -> None:
    partes = [ParteDada(5, fittings["HER000001"]), ParteDada(2, fittings["HER000004"])]
    desk.ctx.jobs.changed.emit(model.crear_kit({"codigo": "KIT-1", "nombre": "Ventana"}, partes).change)
    shows(desk, table, ("KIT-1", "2"))
    table.select_row(0)
    desk.wait(lambda: desk.text("herrajes.kits.ficha.codigo") == "KIT-1")
    desk.trigger("herrajes.kits.salida")
    desk.dialog("herrajes.kits.salida.dialogo")
    desk.type("herrajes.kits.salida.cantidad", "3")
    desk.click("herrajes.kits.salida.dialogo.aceptar")
    desk.wait(lambda: "Para 3 × KIT-1 faltan 3 de HER000001" in desk.text("herrajes.kits.salida.dialogo.error.texto"))
    desk.type("herrajes.kits.salida.cantidad", "2")
    desk.click("herrajes.kits.salida.dialogo.aceptar")
    desk.gone("herrajes.kits.salida.dialogo")
    desk.notice("Salida de 2 × KIT-1 registrada: 2 movimientos.")
    shows(desk, table, ("KIT-1", "0"))
    desk.wait(lambda: desk.text("herrajes.kits.ficha.disponible") == "∅ No alcanza para ninguno")
    assert desk.ctx.notices.current is not None
    desk.ctx.notices.current.acciones[0][1]()
    desk.notice("Se deshizo la salida de 2 × KIT-1: 2 movimientos anulados.")
    shows(desk, table, ("KIT-1", "2"))
    assert model.verificar().ok


def test_set_apart_for_an_obra_and_given_out_to_it(
    model: HerrajesModel, fittings: dict[str, int], desk: Desk, table: PagedTableView
) -> None:
    partes = [ParteDada(5, fittings["HER000001"]), ParteDada(2, fittings["HER000004"])]
    desk.ctx.jobs.changed.emit(model.crear_kit({"codigo": "KIT-1", "nombre": "Ventana"}, partes).change)
    shows(desk, table, ("KIT-1", "2"))
    table.select_row(0)
    desk.wait(lambda: desk.text("herrajes.kits.ficha.codigo") == "KIT-1")
    desk.trigger("herrajes.kits.reservar")
    desk.notice("No hay ninguna obra abierta para la que reservar: crear una en Obras.")
    desk.ctx.notices.clear()
    obra = desk.ctx.registry.escribir(INVENTARIO, SISTEMA, obras.crear, {"codigo": "OB-1", "nombre": "Casa"}).value.id

    def needs() -> dict[str, tuple[int, int, int]]:
        suyos = desk.ctx.registry.leer(INVENTARIO, SISTEMA, requerimientos.materiales, obra)
        return {m.codigo: (int(m.necesarias), int(m.reservado), int(m.entregado)) for m in suyos}

    desk.trigger("herrajes.kits.reservar")
    desk.dialog("herrajes.kits.reservar.dialogo")
    desk.click("herrajes.kits.reservar.dialogo.aceptar")
    desk.wait(lambda: desk.text("herrajes.kits.reservar.obra.error") == "Falta elegir una")
    desk.pick("herrajes.kits.reservar.obra", "OB-1 · Casa")
    desk.type("herrajes.kits.reservar.cantidad", "3")
    desk.click("herrajes.kits.reservar.dialogo.aceptar")
    desk.wait(
        lambda: (
            "De HER000001 se piden 15 y hay 12 disponibles" in desk.text("herrajes.kits.reservar.dialogo.error.texto")
        )
    )
    desk.type("herrajes.kits.reservar.cantidad", "1")
    desk.click("herrajes.kits.reservar.dialogo.aceptar")
    desk.gone("herrajes.kits.reservar.dialogo")
    desk.notice("Reserva de 1 × KIT-1 para OB-1 hecha: 2 artículos.")
    assert needs() == {"HER000001": (5, 5, 0), "HER000004": (2, 2, 0)}
    shows(desk, table, ("KIT-1", "1"))
    assert desk.ctx.notices.current is not None
    undo = desk.ctx.notices.current.acciones[0][1]
    desk.trigger("herrajes.kits.salida")
    desk.dialog("herrajes.kits.salida.dialogo")
    desk.pick("herrajes.kits.salida.obra", "OB-1 · Casa")
    desk.click("herrajes.kits.salida.dialogo.aceptar")
    desk.gone("herrajes.kits.salida.dialogo")
    desk.notice("Salida de 1 × KIT-1 para OB-1 registrada: 2 movimientos.")
    assert needs() == {"HER000001": (5, 0, 5), "HER000004": (2, 0, 2)}
    desk.ctx.notices.current.acciones[0][1]()
    desk.wait(lambda: needs() == {"HER000001": (5, 5, 0), "HER000004": (2, 2, 0)})
    undo()
    desk.notice("Se deshizo la reserva de 1 × KIT-1 para OB-1.")
    assert needs() == {}
    shows(desk, table, ("KIT-1", "2"))
    assert model.verificar().ok


def test_a_kit_that_would_contain_itself_is_refused_in_words(
    model: HerrajesModel, fittings: dict[str, int], desk: Desk, table: PagedTableView
) -> None:
    hoja = model.crear_kit({"codigo": "HOJA"}, [ParteDada(1, fittings["HER000001"])]).value
    hecho = model.crear_kit({"codigo": "VENTANA"}, [ParteDada(2, None, hoja.id)])
    desk.ctx.jobs.changed.emit(hecho.change)
    shows(desk, table, ("HOJA", "12"), ("VENTANA", "6"))
    table.select_row(0)
    desk.wait(lambda: desk.text("herrajes.kits.ficha.codigo") == "HOJA")
    desk.trigger("herrajes.kits.editar")
    desk.dialog("herrajes.kits.dialogo")
    desk.type("herrajes.kits.dialogo.parte", "ventana")
    desk.click("herrajes.kits.dialogo.aceptar")
    parts = desk.find("herrajes.kits.dialogo.partes", QTableWidget)
    desk.wait(lambda: parts.rowCount() == 2)
    desk.click("herrajes.kits.dialogo.aceptar")
    desk.wait(
        lambda: (
            "El kit HOJA se contendría a sí mismo: HOJA → VENTANA → HOJA"
            in desk.text("herrajes.kits.dialogo.error.texto")
        )
    )
    parts.setCurrentCell(1, 2)
    desk.key(Qt.Key.Key_Delete, on=parts)
    desk.click("herrajes.kits.dialogo.aceptar")
    desk.gone("herrajes.kits.dialogo")
    assert [p.codigo for p in model.kit(hoja.id).partes] == ["HER000001"]
