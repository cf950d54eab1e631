"""Goods in, out, corrected, moved, annulled, with real clicks and keys; notices are true, undoing posts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from rexus.base.errors import BaseOcupadaError
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock.movimientos import Pedido
from tests.gui.inventario.conftest import Catalogue, Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_salida_by_keys_alone(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564002")
    desk.key(Qt.Key.Key_S, CTRL)
    desk.dialog("inventario.salida.dialogo")
    assert QApplication.focusWidget() is desk.find("inventario.salida.cantidad")
    desk.write("3")
    assert desk.text("inventario.salida.prevision") == "En Rack C16 hay 12: van a quedar 9."
    desk.key(Qt.Key.Key_Return)
    desk.notice("Salida de 3 × 564002 registrada: quedan 9.")
    desk.gone("inventario.salida.dialogo")
    assert catalogue.stock("564002") == 9
    desk.wait(lambda: desk.cell("564002", "stock_actual") == "9")
    desk.wait(lambda: desk.text("inventario.detalle.stock") == "9")


def test_deshacer_in_the_notice_posts_the_annulment(desk: Desk, catalogue: Catalogue) -> None:
    undoable: list[str] = []
    desk.ctx.undo.changed.connect(undoable.append)
    desk.choose("564002")
    desk.trigger("inventario.salida")
    desk.dialog("inventario.salida.dialogo")
    desk.type("inventario.salida.cantidad", "3")
    desk.click("inventario.salida.dialogo.aceptar")
    desk.notice("Salida de 3 × 564002 registrada: quedan 9.")
    assert undoable == ["salida de 3 × 564002"]
    desk.click("principal.aviso.accion1")
    desk.notice("Movimiento de 564002 anulado: quedan 12.")
    assert catalogue.stock("564002") == 12
    assert undoable[-1] == ""
    tipos = [linea.tipo for linea in catalogue.model.kardex(catalogue.ids["564002"])]
    assert tipos == ["ANULACION", "SALIDA", "ENTRADA"]


def test_what_left_in_the_meantime_cannot_be_undone(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564081")
    desk.trigger("inventario.entrada")
    desk.dialog("inventario.entrada.dialogo")
    desk.type("inventario.entrada.cantidad", "5")
    desk.key(Qt.Key.Key_Return)
    desk.notice("Entrada de 5 × 564081 registrada: quedan 7.")
    catalogue.model.registrar_salida(Pedido(catalogue.ids["564081"], 6))
    desk.click("principal.aviso.accion1")
    desk.wait(lambda: desk.ctx.notices.current is not None and desk.ctx.notices.current.kind == "error")
    assert catalogue.stock("564081") == 1


def test_too_many_keeps_the_dialog_and_says_how_many_there_are(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564081")
    desk.trigger("inventario.salida")
    dialog = desk.dialog("inventario.salida.dialogo")
    desk.type("inventario.salida.cantidad", "7")
    desk.type("inventario.salida.referencia", "OB-0012")
    assert desk.text("inventario.salida.prevision") == "En Rack C16 hay 2: no alcanzan."
    desk.key(Qt.Key.Key_Return)
    error = desk.find("inventario.salida.dialogo.error.texto", QLabel)
    desk.wait(error.isVisible)
    assert "No hay 7 de 564081: quedan 2 en Rack C16. No se registró nada." in error.text()
    assert dialog.isVisible() and desk.find("inventario.salida.referencia").text() == "OB-0012"
    # The quantity is ready to be typed anew.
    desk.wait(desk.find("inventario.salida.cantidad").hasFocus)
    desk.write("2")
    desk.key(Qt.Key.Key_Return)
    desk.notice("Salida de 2 × 564081 registrada: no queda ninguna.")
    assert catalogue.model.kardex(catalogue.ids["564081"])[0].referencia == "OB-0012"


@pytest.mark.parametrize("typed", ["", "0", "-1", "NaN", "1e308", "2,0001", "9223372036854775808", "tres"])
def test_bad_quantities_are_told_beside_the_field(desk: Desk, catalogue: Catalogue, typed: str) -> None:
    desk.choose("564002")
    desk.trigger("inventario.salida")
    dialog = desk.dialog("inventario.salida.dialogo")
    desk.type("inventario.salida.cantidad", typed)
    desk.key(Qt.Key.Key_Return)
    error = desk.find("inventario.salida.cantidad.error", QLabel)
    desk.wait(error.isVisible)
    assert error.text()
    assert dialog.isVisible() and catalogue.stock("564002") == 12


def test_the_place_is_chosen_among_those_that_have_some(desk: Desk, catalogue: Catalogue) -> None:
    articulo = catalogue.ids["564002"]
    catalogue.model.registrar_entrada(Pedido(articulo, 4, ubicacion_id=catalogue.place("Rack A3")))
    catalogue.model.registrar_entrada(Pedido(articulo, 2, ubicacion_id=catalogue.place("Rack A3"), longitud_mm=2100))
    desk.choose("564002")
    desk.trigger("inventario.salida")
    desk.dialog("inventario.salida.dialogo")
    combo = desk.find("inventario.salida.lugar", QComboBox)
    assert [combo.itemText(n) for n in range(combo.count())] == [
        "Rack C16 · hay 12",
        "Rack A3 · hay 4",
        "Rack A3, retazo 2.100 mm · hay 2",
    ]
    desk.pick("inventario.salida.lugar", "Rack A3, retazo")
    desk.type("inventario.salida.cantidad", "1")
    assert desk.text("inventario.salida.prevision") == "En Rack A3, retazo 2.100 mm hay 2: van a quedar 1."
    desk.key(Qt.Key.Key_Return)
    desk.notice("Salida de 1 × 564002 registrada: queda 1 de 2.100 mm.")
    assert catalogue.stock("564002") == 16


def test_a_place_that_is_none_is_told(desk: Desk) -> None:
    desk.choose("564002")
    desk.trigger("inventario.entrada")
    desk.dialog("inventario.entrada.dialogo")
    desk.type("inventario.entrada.cantidad", "1")
    combo = desk.find("inventario.entrada.lugar", QComboBox)
    combo.lineEdit().selectAll()
    desk.write("Marte", on=combo.lineEdit())
    desk.click("inventario.entrada.dialogo.aceptar")
    error = desk.find("inventario.entrada.lugar.error", QLabel)
    desk.wait(error.isVisible)
    assert error.text() == "No es un lugar de la lista"


def test_an_entrada_of_a_remnant(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564002")
    desk.key(Qt.Key.Key_E, CTRL)
    desk.dialog("inventario.entrada.dialogo")
    desk.type("inventario.entrada.cantidad", "2")
    desk.type("inventario.entrada.retazo", "2100")
    desk.click("inventario.entrada.dialogo.aceptar")
    desk.notice("Entrada de 2 × 564002 registrada: quedan 2 de 2.100 mm.")
    assert catalogue.stock("564002") == 12
    assert [(e.longitud_mm, e.cantidad) for e in catalogue.model.existencias(catalogue.ids["564002"])] == [
        (0, 12),
        (2100, 2),
    ]


def test_an_ajuste_needs_its_reason(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564002")
    desk.key(Qt.Key.Key_J, CTRL)
    desk.dialog("inventario.ajuste.dialogo")
    desk.type("inventario.ajuste.cantidad", "-2")
    desk.key(Qt.Key.Key_Return)
    error = desk.find("inventario.ajuste.motivo.error", QLabel)
    desk.wait(error.isVisible)
    assert catalogue.stock("564002") == 12
    desk.wait(desk.find("inventario.ajuste.motivo").hasFocus)
    desk.write("barras golpeadas")
    desk.key(Qt.Key.Key_Return)
    desk.notice("Ajuste de −2 × 564002 registrado: quedan 10.")
    assert catalogue.model.kardex(catalogue.ids["564002"])[0].motivo == "barras golpeadas"


def test_a_transfer_and_its_undoing(desk: Desk, catalogue: Catalogue) -> None:
    catalogue.place("Rack A3")
    desk.choose("564002")
    desk.key(Qt.Key.Key_T, CTRL)
    desk.dialog("inventario.transferir.dialogo")
    desk.type("inventario.transferir.cantidad", "5")
    desk.pick("inventario.transferir.a", "Rack A3")
    desk.key(Qt.Key.Key_Return, on=desk.find("inventario.transferir.cantidad"))
    desk.notice("5 × 564002 pasaron de Rack C16 a Rack A3.")
    where = {e.ubicacion: int(e.cantidad) for e in catalogue.model.existencias(catalogue.ids["564002"])}
    assert where == {"Rack A3": 5, "Rack C16": 7} and catalogue.stock("564002") == 12
    desk.click("principal.aviso.accion1")
    desk.notice("Movimiento de 564002 anulado: quedan 12.")
    where = {e.ubicacion: int(e.cantidad) for e in catalogue.model.existencias(catalogue.ids["564002"])}
    assert where == {"Rack C16": 12}


def test_a_transfer_to_the_same_place_is_refused(desk: Desk) -> None:
    desk.choose("564002")
    desk.trigger("inventario.transferir")
    desk.dialog("inventario.transferir.dialogo")
    desk.type("inventario.transferir.cantidad", "5")
    desk.pick("inventario.transferir.a", "Rack C16")
    desk.click("inventario.transferir.dialogo.aceptar")
    desk.wait(desk.find("inventario.transferir.a.error", QLabel).isVisible)


def test_nothing_to_take_says_so(desk: Desk) -> None:
    desk.choose("555320")
    desk.trigger("inventario.salida")
    desk.notice("No queda ninguna pieza de 555320.")


def test_esc_asks_before_something_typed_is_lost(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564002")
    desk.trigger("inventario.salida")
    dialog = desk.dialog("inventario.salida.dialogo")
    desk.type("inventario.salida.cantidad", "3")
    desk.key(Qt.Key.Key_Escape)
    desk.click("inventario.salida.dialogo.descartar.cancelar")
    assert dialog.isVisible() and desk.find("inventario.salida.cantidad").text() == "3"
    desk.key(Qt.Key.Key_Escape, on=dialog)
    desk.click("inventario.salida.dialogo.descartar.aceptar")
    desk.gone("inventario.salida.dialogo")
    assert catalogue.stock("564002") == 12


def test_a_retry_after_a_lost_answer_is_not_a_second_movement(
    desk: Desk, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The movement is committed, its answer is lost; trying again in the same dialog finds it there."""
    real = InventarioModel.registrar_salida
    lost: list[str | None] = []

    def registrar(self: InventarioModel, pedido: Pedido) -> object:
        result = real(self, pedido)
        lost.append(pedido.clave)
        if len(lost) == 1:
            raise BaseOcupadaError
        return result

    monkeypatch.setattr(InventarioModel, "registrar_salida", registrar)
    desk.choose("564002")
    desk.trigger("inventario.salida")
    desk.dialog("inventario.salida.dialogo")
    desk.type("inventario.salida.cantidad", "3")
    desk.key(Qt.Key.Key_Return)
    desk.wait(desk.find("inventario.salida.dialogo.error.texto", QLabel).isVisible)
    desk.click("inventario.salida.dialogo.aceptar")
    desk.notice("Salida de 3 × 564002 ya estaba registrada: quedan 9.")
    assert lost[0] == lost[1] is not None
    assert catalogue.stock("564002") == 9


def test_another_quantity_after_a_lost_answer_is_not_a_second_movement_either(
    desk: Desk, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = InventarioModel.registrar_salida
    calls: list[Pedido] = []

    def registrar(self: InventarioModel, pedido: Pedido) -> object:
        calls.append(pedido)
        result = real(self, pedido)
        if len(calls) == 1:
            raise BaseOcupadaError
        return result

    monkeypatch.setattr(InventarioModel, "registrar_salida", registrar)
    desk.choose("564002")
    desk.trigger("inventario.salida")
    desk.dialog("inventario.salida.dialogo")
    desk.type("inventario.salida.cantidad", "3")
    desk.key(Qt.Key.Key_Return)
    error = desk.find("inventario.salida.dialogo.error.texto", QLabel)
    desk.wait(error.isVisible)
    desk.type("inventario.salida.cantidad", "4")
    desk.click("inventario.salida.dialogo.aceptar")
    desk.wait(lambda: "El intento anterior sí quedó registrado" in error.text())
    assert catalogue.stock("564002") == 9


def test_annulling_a_line_of_the_card(desk: Desk, catalogue: Catalogue) -> None:
    catalogue.model.registrar_salida(Pedido(catalogue.ids["564002"], 5, referencia="OB-0010"))
    desk.choose("564002")
    desk.wait(lambda: desk.page.pane.kardex.kardex.rowCount() == 2)
    assert not desk.find("inventario.anular", QAction).isEnabled()
    desk.key(Qt.Key.Key_F8)
    desk.wait(desk.page.pane.kardex.hasFocus)
    desk.key(Qt.Key.Key_Delete)
    desk.dialog("inventario.anular.dialogo")
    desk.type("inventario.anular.motivo", "se cargó dos veces")
    desk.key(Qt.Key.Key_Return)
    desk.notice("Movimiento de 564002 anulado: quedan 12.")
    desk.wait(lambda: desk.page.pane.kardex.kardex.rowCount() == 3)
    newest, annulled, _first = desk.page.pane.kardex.kardex.lineas
    assert newest.tipo == "ANULACION" and newest.motivo == "se cargó dos veces"
    assert annulled.anulado_por == newest.id
    # Neither can be annulled again; the cursor stays on the line that was.
    assert desk.page.pane.kardex.current() == annulled
    assert not desk.find("inventario.anular", QAction).isEnabled()
    text = desk.page.pane.kardex.kardex.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "anulada" in text


def test_the_verbs_need_one_article(desk: Desk) -> None:
    for name in ("entrada", "salida", "ajuste", "transferir", "editar", "duplicar", "eliminar"):
        assert not desk.find(f"inventario.{name}", QAction).isEnabled(), name
    desk.choose("564002")
    desk.wait(desk.find("inventario.salida", QAction).isEnabled)
    desk.page.table.selectAll()
    desk.wait(lambda: not desk.find("inventario.salida", QAction).isEnabled())
    assert desk.find("inventario.editar_varios", QAction).isEnabled()
    desk.wait(lambda: desk.text("inventario.detalle.vacio") == "4 artículos elegidos.")
