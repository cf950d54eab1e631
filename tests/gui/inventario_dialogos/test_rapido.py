"""The quick movement: a list that is scanned, and posted at once."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from rexus.catalogo.controller import rapido
from rexus.etiquetas.codigo import de_lugar, de_retazo
from rexus.stock.movimientos import Pedido
from tests.gui.inventario_dialogos.mesa import SCANNING_MS, Mesa


@pytest.fixture
def taller(mesa: Mesa) -> Mesa:
    """Two articles in Rack C16, one in two places; a scanner on a machine that may be slow."""
    mesa.ctx.settings.set("escaner.intervalo_ms", SCANNING_MS)
    mesa.article("564002", 12, descripcion="Marco 64", ubicacion="Rack C16", qr="QR-564002")
    mesa.article("564081", 4, descripcion="Hoja Z74", ubicacion="Rack C16")
    mesa.article("700100", 9, descripcion="Bisagra", ubicacion="Rack A3")
    return mesa


def open_list(mesa: Mesa, tipo: str = "SALIDA") -> Any:
    """Open the dialog; its field takes the keys."""
    mesa.spawn(rapido.abrir(mesa.page, mesa.ctx, mesa.model, tipo))
    dialog = mesa.dialog("rapido")
    mesa.wait(lambda: QApplication.focusWidget() is dialog.code)
    return dialog


def lines(mesa: Mesa) -> list[tuple[str, str]]:
    """Code and quantity of each line."""
    return [(row[0], row[3]) for row in mesa.rows("rapido.tabla")]


def primary(mesa: Mesa) -> QPushButton:
    """The dialog's one verb."""
    return mesa.find("rapido.aceptar", QPushButton)


def test_each_scan_adds_and_the_list_is_posted_together(taller: Mesa) -> None:
    dialog = open_list(taller)
    assert not primary(taller).isEnabled()
    for code in ("564002", "564081", "564002", "QR-564002", "700100", "564002"):
        taller.scan(code)
    taller.wait(lambda: lines(taller) == [("564002", "4"), ("564081", "1"), ("700100", "1")])
    assert QApplication.focusWidget() is dialog.code and not dialog.code.text()
    taller.wait(primary(taller).isEnabled)
    assert primary(taller).text() == "Registrar salida de 6 piezas"
    assert taller.text("rapido.resumen") == "3 artículos · 6 piezas"
    taller.type("rapido.referencia", "OB-0012")
    taller.key(Qt.Key.Key_Return)
    assert dialog.isVisible() and QApplication.focusWidget() is dialog.code
    taller.click("rapido.aceptar")
    taller.gone("rapido")
    taller.told("Salida de 6 piezas de 3 artículos registrada.")
    assert [taller.stock(c) for c in ("564002", "564081", "700100")] == ["8", "3", "8"]
    movement = taller.card("564002")[-1]
    assert (movement.tipo, str(movement.cantidad.normalize()), movement.referencia) == ("SALIDA", "-4", "OB-0012")
    assert len({taller.card(c)[-1].lote_id for c in ("564002", "564081", "700100")}) == 1
    assert taller.ctx.undo.texto == "salida de 6 piezas"
    taller.click("principal.aviso.accion1")
    taller.told("Se deshizo la salida de 6 piezas: 3 movimientos anulados.")
    assert [taller.stock(c) for c in ("564002", "564081", "700100")] == ["12", "4", "9"]
    assert taller.is_true()


def test_goods_come_in_to_the_place_that_was_chosen(taller: Mesa) -> None:
    dialog = open_list(taller)
    taller.click("rapido.entrada")
    taller.pick("rapido.lugar", "Rack A3")
    dialog.back_to_code()
    taller.scan("564081")
    taller.wait(lambda: lines(taller) == [("564081", "1")] and primary(taller).isEnabled())
    assert primary(taller).text() == "Registrar entrada de 1 pieza"
    taller.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    taller.told("Entrada de 1 pieza de 1 artículo registrada.")
    places = {e.ubicacion: str(e.cantidad.normalize()) for e in taller.model.existencias(taller.ids["564081"])}
    assert places == {"Rack C16": "4", "Rack A3": "1"}


def test_an_unknown_code_is_said_and_stays_in_the_field(taller: Mesa) -> None:
    dialog = open_list(taller)
    taller.scan("999999")
    taller.wait(lambda: taller.text("rapido.mensaje").startswith("«999999» no es el código de ningún artículo"))
    assert dialog.code.text() == "999999" and dialog.code.hasSelectedText()
    assert not lines(taller) and not primary(taller).isEnabled()
    taller.scan("564081")
    taller.wait(lambda: lines(taller) == [("564081", "1")])
    assert not dialog.code.text()
    assert taller.text("rapido.mensaje") == "564081: 1"
    taller.click("rapido.cancelar")
    taller.dialog("rapido.descartar")
    taller.click("rapido.descartar.aceptar")
    taller.gone("rapido")
    assert taller.stock("564081") == "4"


def test_quantities_are_edited_by_key_and_by_mouse(taller: Mesa) -> None:
    taller.ctx.settings.set("escaner.intervalo_ms", 20)
    dialog = open_list(taller)
    for code in ("564002", "564081"):
        taller.line(code)
    taller.wait(lambda: len(lines(taller)) == 2)
    taller.key(Qt.Key.Key_Up)
    taller.key(Qt.Key.Key_F2)
    assert taller.find("rapido.cantidad", QLineEdit).hasFocus()
    taller.line("2,5")
    assert lines(taller) == [("564002", "2,5"), ("564081", "1")]
    assert QApplication.focusWidget() is dialog.code
    table = dialog.table
    where = table.visualRect(table.model().index(1, 3)).center()
    taller.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    taller.line("x")
    assert lines(taller)[1] == ("564081", "x")
    assert not primary(taller).isEnabled()
    assert taller.rows("rapido.tabla")[1][-1] == "no es un número"
    taller.key(Qt.Key.Key_F2)
    taller.keys("7")
    taller.key(Qt.Key.Key_Escape)
    assert lines(taller)[1] == ("564081", "x"), "Esc leaves the quantity as it was"
    taller.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert lines(taller) == [("564002", "2,5")]
    taller.click("rapido.aceptar")
    taller.told("Salida de 2,5 piezas de 1 artículo registrada.")
    assert taller.stock("564002") == "9.5"


def test_a_scan_into_a_quantity_is_no_quantity(taller: Mesa) -> None:
    open_list(taller)
    taller.scan("564002")
    taller.wait(lambda: len(lines(taller)) == 1)
    taller.key(Qt.Key.Key_F2)
    taller.scan("564081")
    taller.wait(lambda: lines(taller) == [("564002", "1"), ("564081", "1")])
    taller.click("rapido.cancelar")
    taller.dialog("rapido.descartar")
    taller.click("rapido.descartar.aceptar")
    taller.gone("rapido")


def test_a_refusal_keeps_the_list_and_names_the_line(taller: Mesa) -> None:
    dialog = open_list(taller)
    for code in ("564002", "564081"):
        taller.scan(code)
    taller.wait(lambda: len(lines(taller)) == 2)
    taller.key(Qt.Key.Key_F2)
    taller.keys("5")
    taller.key(Qt.Key.Key_Return)
    assert taller.rows("rapido.tabla")[1][-2:] == ["−1", "no alcanza"]
    taller.click("rapido.aceptar")
    taller.wait(lambda: taller.shows("rapido.error"))
    assert "No hay 5 de 564081" in taller.text("rapido.error.texto")
    assert "No se registró nada" in taller.text("rapido.error.texto")
    assert [row[-1] for row in taller.rows("rapido.tabla")] == ["", "rechazada"]
    assert dialog.table.currentIndex().row() == 1 and QApplication.focusWidget() is dialog.code
    assert [taller.stock(c) for c in ("564002", "564081")] == ["12", "4"]
    taller.key(Qt.Key.Key_F2)
    taller.keys("4")
    taller.key(Qt.Key.Key_Return)
    taller.click("rapido.aceptar")
    taller.told("Salida de 5 piezas de 2 artículos registrada.")
    assert [taller.stock(c) for c in ("564002", "564081")] == ["11", "0"]
    assert taller.is_true()


def test_what_is_repeated_after_a_lost_answer_is_posted_once(taller: Mesa) -> None:
    """The same attempt keeps its UUID: whoever presses again after a fault does not move the goods twice."""
    open_list(taller)
    taller.scan("564002")
    taller.wait(lambda: len(lines(taller)) == 1 and primary(taller).isEnabled())
    real = taller.model.registrar_varios
    keys: list[str | None] = []

    def lost(tipo: str, pedidos: list[Pedido], clave: str | None = None) -> Any:
        from rexus.base.errors import BaseOcupadaError

        keys.append(clave)
        result = real(tipo, pedidos, clave)
        if len(keys) == 1:
            raise BaseOcupadaError
        return result

    taller.model.registrar_varios = lost  # type: ignore[method-assign]
    taller.click("rapido.aceptar")
    taller.wait(lambda: taller.shows("rapido.error"))
    taller.click("rapido.aceptar")
    taller.told("Salida de 1 pieza de 1 artículo ya estaba registrada.")
    assert keys[0] == keys[1] is not None
    assert taller.stock("564002") == "11"


def test_the_labels_of_a_place_and_of_a_retazo(taller: Mesa) -> None:
    """A rack's label says from where; a retazo's adds its own line, beside that of whole bars."""
    articulo = taller.model.id_por_codigo("564002")
    rack = taller.model.ubicacion_por_codigo("Rack A3")
    taller.model.registrar_entrada(Pedido(articulo, 3, ubicacion_id=rack, longitud_mm=2100))
    dialog = open_list(taller)
    retazo = de_retazo("perfil", articulo, 2100)
    for code in ("564002", retazo, retazo):
        taller.scan(code)
    taller.wait(lambda: lines(taller) == [("564002", "1"), ("564002", "2")])
    assert taller.rows("rapido.tabla")[1][1:5] == ["retazo 2.100 mm · Marco 64", "3", "2", "1"]
    taller.scan(de_lugar(rack))
    taller.wait(lambda: dialog.lugar_id == rack)
    assert taller.text("rapido.mensaje") == "Lugar: Rack A3"
    # Of a place that is not there, and of an article of another catalogue.
    taller.scan(de_lugar(999))
    taller.wait(lambda: taller.text("rapido.mensaje") == "Ese lugar ya no está en uso.")
    taller.scan(de_retazo("herraje", 1, 500))
    taller.wait(lambda: "no es el código de ningún artículo" in taller.text("rapido.mensaje"))
    dialog.place.setCurrentIndex(0)
    taller.click("rapido.aceptar")
    taller.gone("rapido")
    taller.told("Salida de 3 piezas de 2 artículos registrada.")
    assert {(e.longitud_mm, e.cantidad) for e in taller.model.existencias(articulo)} == {(0, 11), (2100, 1)}
    assert taller.is_true()
