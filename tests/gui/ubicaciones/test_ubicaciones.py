"""The page of places: seen, searched, made, renamed, put out of use and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton

from rexus.base.actor import SISTEMA, Actor
from rexus.etiquetas.codigo import de_lugar
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.modulos.ubicaciones.module import MODULE
from rexus.stock.movimientos import Pedido
from rexus.ui.module import Context
from tests.gui.inventario_dialogos.mesa import Mesa


def settled(mesa: Mesa) -> None:
    """Wait until the table shows the whole result."""
    model: Any = mesa.find("ubicaciones.tabla").model()
    mesa.wait(lambda: model.settled and all(model.cells(n) is not None for n in range(model.rowCount())))


def codes(mesa: Mesa) -> list[str]:
    """The codes of the table, from top to bottom."""
    settled(mesa)
    return [row[0] for row in mesa.rows("ubicaciones.tabla")]


def shows(mesa: Mesa, *expected: str) -> None:
    """Wait until exactly these are in the table, in this order."""
    model: Any = mesa.find("ubicaciones.tabla").model()
    mesa.wait(lambda: model.settled and [row[0] for row in mesa.rows("ubicaciones.tabla")] == list(expected))


def choose(mesa: Mesa, codigo: str) -> None:
    """Click the row of a place."""
    table: Any = mesa.find("ubicaciones.tabla")
    row = codes(mesa).index(codigo)
    where = table.visualRect(table.model().index(row, 0)).center()
    mesa.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)


def press(mesa: Mesa, action: str) -> None:
    """Press the page's button of an action."""
    button = next(b for b in mesa.window.findChildren(QPushButton, f"ubicaciones.{action}") if b.isVisible())
    assert button.isEnabled(), action
    mesa.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def model_of(mesa: Mesa) -> UbicacionesModel:
    """The operations, for somebody at another desk."""
    return UbicacionesModel(mesa.ctx.registry, lambda: SISTEMA)


def test_every_place_with_what_it_holds(lugares: Mesa) -> None:
    assert lugares.rows("ubicaciones.tabla") == [
        ["General", "Sin lugar asignado", "", "0", "0", "Sí"],
        ["Ñandú", "", "", "0", "0", "Sí"],
        ["Rack A3", "Junto al portón", "", "0", "0", "Sí"],
        ["Rack C16", "", "", "1", "12", "Sí"],
    ]
    assert lugares.text("ubicaciones.pie") == "4 ubicaciones · 3 vacías · 12 piezas"


def test_it_is_searched_while_typing_and_sorted_by_the_heading(lugares: Mesa) -> None:
    lugares.type("ubicaciones.buscar", "PORTON")
    shows(lugares, "Rack A3")
    lugares.type("ubicaciones.buscar", "nandu")
    shows(lugares, "Ñandú")
    lugares.type("ubicaciones.buscar", "zzz")
    shows(lugares)
    lugares.key(Qt.Key.Key_Escape)
    shows(lugares, "General", "Ñandú", "Rack A3", "Rack C16")
    header = lugares.find("ubicaciones.tabla").horizontalHeader()  # type: ignore[attr-defined]
    where = QPoint(header.sectionViewportPosition(4) + 20, header.height() // 2)
    lugares.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
    lugares.wait(lambda: codes(lugares)[-1] == "Rack C16")
    lugares.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
    lugares.wait(lambda: codes(lugares)[0] == "Rack C16")


def test_a_new_place_is_shown_at_once(lugares: Mesa) -> None:
    press(lugares, "nueva")
    lugares.dialog("ubicaciones.ficha")
    lugares.keys("  Rack   B2 ")
    lugares.type("ubicaciones.ficha.nombre", "Fondo")
    lugares.key(Qt.Key.Key_Return)
    lugares.told("Ubicación Rack B2 creada.")
    lugares.gone("ubicaciones.ficha")
    shows(lugares, "General", "Ñandú", "Rack A3", "Rack B2", "Rack C16")
    table: Any = lugares.find("ubicaciones.tabla")
    lugares.wait(lambda: table.currentIndex().row() == 3)


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(lugares: Mesa) -> None:
    press(lugares, "nueva")
    lugares.dialog("ubicaciones.ficha")
    lugares.type("ubicaciones.ficha.nombre", "Fondo")
    lugares.key(Qt.Key.Key_Return)
    assert lugares.text("ubicaciones.ficha.codigo.error") == "Falta el código"
    lugares.type("ubicaciones.ficha.codigo", "rack c16")
    lugares.key(Qt.Key.Key_Return)
    lugares.wait(lambda: lugares.text("ubicaciones.ficha.codigo.error") == "Ya existe «Rack C16»")
    lugares.wait(lambda: lugares.find("ubicaciones.ficha.codigo").hasFocus())
    lugares.type("ubicaciones.ficha.codigo", "Rack D1")
    lugares.key(Qt.Key.Key_Return)
    lugares.told("Ubicación Rack D1 creada.")
    assert next(lugar for lugar in model_of(lugares).listar() if lugar.codigo == "Rack D1").nombre == "Fondo"


def test_esc_asks_before_what_was_typed_is_lost(lugares: Mesa) -> None:
    press(lugares, "nueva")
    lugares.dialog("ubicaciones.ficha")
    lugares.key(Qt.Key.Key_Escape)
    lugares.gone("ubicaciones.ficha")
    press(lugares, "nueva")
    lugares.dialog("ubicaciones.ficha")
    lugares.keys("R")
    lugares.key(Qt.Key.Key_Escape)
    lugares.dialog("ubicaciones.ficha.descartar")
    lugares.click("ubicaciones.ficha.descartar.aceptar")
    lugares.gone("ubicaciones.ficha")
    assert codes(lugares) == ["General", "Ñandú", "Rack A3", "Rack C16"]


def test_a_renamed_place_takes_its_articles_along(lugares: Mesa) -> None:
    choose(lugares, "Rack C16")
    press(lugares, "editar")
    lugares.dialog("ubicaciones.ficha")
    lugares.type("ubicaciones.ficha.codigo", "Rack C17")
    lugares.key(Qt.Key.Key_Return)
    lugares.told("Ubicación Rack C17 guardada.")
    shows(lugares, "General", "Ñandú", "Rack A3", "Rack C17")
    assert lugares.model.articulo(lugares.id_of("564002")).valores["ubicacion"] == "Rack C17"
    assert lugares.is_true()


def test_the_second_of_two_editors_is_told_and_keeps_the_form(lugares: Mesa) -> None:
    choose(lugares, "Rack A3")
    lugares.key(Qt.Key.Key_F2)
    lugares.dialog("ubicaciones.ficha")
    model_of(lugares).editar(lugares.places["Rack A3"], 1, "Rack A3", "Al fondo")
    lugares.type("ubicaciones.ficha.nombre", "Pintado de rojo")
    lugares.key(Qt.Key.Key_Return)
    lugares.wait(lambda: lugares.shows("ubicaciones.ficha.error"))
    assert "ahora es Rack A3 · Al fondo" in lugares.text("ubicaciones.ficha.error.texto")
    lugares.click("ubicaciones.ficha.aceptar")
    lugares.told("Ubicación Rack A3 guardada.")
    lugar = next(lugar for lugar in model_of(lugares).listar() if lugar.codigo == "Rack A3")
    assert lugar.nombre == "Pintado de rojo"


def test_only_an_empty_place_goes_out_of_use_and_it_comes_back(lugares: Mesa) -> None:
    choose(lugares, "Rack C16")
    press(lugares, "desactivar")
    lugares.wait(lambda: lugares.ctx.notices.current is not None)
    assert lugares.notice().kind == "error"
    assert "«Rack C16» tiene 12 piezas de 1 artículo. Sigue activa." in lugares.notice().texto
    lugares.ctx.notices.clear()
    settled(lugares)
    choose(lugares, "Rack A3")
    press(lugares, "desactivar")
    lugares.told("Ubicación Rack A3 desactivada.")
    shows(lugares, "General", "Ñandú", "Rack C16")
    assert lugares.ctx.undo.texto == "desactivación de Rack A3"
    lugares.click("ubicaciones.inactivas")
    shows(lugares, "General", "Ñandú", "Rack A3", "Rack C16")
    assert lugares.rows("ubicaciones.tabla")[2][-1] == "No"
    assert lugares.text("ubicaciones.pie") == "4 ubicaciones · 2 vacías · 1 inactiva · 12 piezas"
    choose(lugares, "Rack A3")
    assert lugares.find("ubicaciones.desactivar", QAction).text() == "Volver a usar"
    press(lugares, "desactivar")
    lugares.told("Ubicación Rack A3 en uso de nuevo.")
    choose(lugares, "Rack A3")
    press(lugares, "desactivar")
    lugares.told("Ubicación Rack A3 desactivada.")
    lugares.click("principal.aviso.accion1")
    lugares.told("Ubicación Rack A3 en uso de nuevo.")
    assert all(lugar.activo for lugar in model_of(lugares).listar(con_inactivas=True))


def test_goods_that_move_show_at_once_when_it_is_seen_and_later_when_not(lugares: Mesa) -> None:
    jobs, model = lugares.ctx.jobs, lugares.model
    rows = lambda: {row[0]: row[4] for row in lugares.rows("ubicaciones.tabla")}  # noqa: E731
    salida = Pedido(lugares.id_of("564002"), 2)
    lugares.spawn(_write(jobs, model, salida))
    lugares.wait(lambda: rows()["Rack C16"] == "10")
    lugares.page.hide()
    lugares.spawn(_write(jobs, model, salida))
    lugares.wait(lambda: lugares.stock("564002") == "8")
    lugares.idle()
    assert rows()["Rack C16"] == "10"
    lugares.page.show()
    lugares.wait(lambda: rows()["Rack C16"] == "8")


async def _write(jobs: Any, model: Any, salida: Pedido) -> None:
    await jobs.write(model.registrar_salida, salida)


def test_who_may_only_look_changes_nothing(ctx: Context, mesa: Mesa) -> None:
    from dataclasses import replace

    mesa.place("Rack A3")
    viewer = Actor("luis", "consulta", frozenset({"inventario.ver"}))
    page: Any = MODULE.build(replace(ctx, actor=lambda: viewer))
    layout = mesa.page.parentWidget().layout()
    assert layout is not None
    layout.addWidget(page)
    page.show()
    mesa.wait(lambda: page.table.model().settled)
    page.table.select_row(1)
    assert not any(a.isEnabled() for a in (page.new, page.edit, page.deactivate))


def test_a_label_is_printed_and_leads_back(lugares: Mesa, tmp_path: Path) -> None:
    choose(lugares, "Rack A3")
    table: Any = lugares.find("ubicaciones.tabla")
    lugares.key(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    lugares.dialog("etiquetas.dialogo")
    assert lugares.text("etiquetas.resumen") == "1 etiqueta en 1 hoja"
    lugares.click("etiquetas.dialogo.aceptar")
    lugares.answer_file("archivo.papel", tmp_path / "racks.pdf")
    lugares.told("1 etiqueta en «racks.pdf».")
    assert (tmp_path / "racks.pdf").read_bytes().startswith(b"%PDF")
    choose(lugares, "General")
    rack = next(lugar.id for lugar in model_of(lugares).listar() if lugar.codigo == "Rack A3")
    lugares.window.activateWindow()
    lugares.wait(lambda: QApplication.focusWidget() is table)
    for letter in de_lugar(rack):
        lugares.qtbot.keyClick(QApplication.focusWidget(), letter)
    lugares.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    lugares.wait(lambda: table.current_id() == rack)
    assert lugares.page.search.text() == ""


def test_the_columns_are_as_they_were_left(lugares: Mesa) -> None:
    table: Any = lugares.find("ubicaciones.tabla")
    table.set_column_visible("tipo", False)
    lugares.wait(lambda: lugares.ctx.settings.get("ubicaciones.columnas").get("columnas"))
    again: Any = MODULE.build(lugares.ctx)
    lugares.qtbot.addWidget(again)
    assert again.table.isColumnHidden(2)
