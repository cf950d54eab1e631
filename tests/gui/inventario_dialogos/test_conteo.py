"""The stocktake: a sheet that is filled by keyboard or scanner, and posted as one batch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from rexus.catalogo.controller import conteo
from rexus.etiquetas.codigo import de_retazo
from rexus.stock.consulta import Consulta
from rexus.stock.movimientos import Pedido
from tests.gui.inventario_dialogos.mesa import SCANNING_MS, Mesa


@pytest.fixture
def taller(mesa: Mesa) -> Mesa:
    """Three articles in Rack C16, one of them also as an offcut; one article elsewhere."""
    mesa.article("564002", 12, descripcion="Marco 64 Euro-Design", ubicacion="Rack C16", qr="QR-564002")
    mesa.article("564081", 4, descripcion="Hoja Z74 Euro-Design", ubicacion="Rack C16")
    mesa.article("555320", 7, descripcion="Cuarto caña 17 mm", ubicacion="Rack C16")
    mesa.article("700100", 9, descripcion="Bisagra", ubicacion="Rack A3", qr="QR-700100")
    mesa.model.registrar_entrada(Pedido(mesa.ids["564002"], 2, mesa.places["Rack C16"], longitud_mm=1200))
    return mesa


def choose(mesa: Mesa, lugar: str = "Rack C16") -> Any:
    """Open the sheet of a place."""
    mesa.spawn(conteo.abrir(mesa.page, mesa.ctx, mesa.model, Consulta(), 4))
    mesa.dialog("conteo.elegir")
    combo = mesa.find("conteo.lugar", QComboBox)
    combo.setCurrentIndex(combo.findText(lugar, Qt.MatchFlag.MatchStartsWith))
    mesa.key(Qt.Key.Key_Return)
    return mesa.dialog("conteo")


def sheet(mesa: Mesa) -> list[tuple[str, str, str]]:
    """Code, count and difference of each line."""
    table = mesa.dialog("conteo").table
    model = table.model()
    return [(model.index(n, 1).data(), model.index(n, 5).data(), model.index(n, 6).data()) for n in range(4)]


def primary(mesa: Mesa) -> QPushButton:
    """The dialog's one verb."""
    return mesa.find("conteo.aceptar", QPushButton)


@pytest.fixture
def scanning(mesa: Mesa) -> None:
    """There is a scanner, and this machine may be slow."""
    mesa.ctx.settings.set("escaner.intervalo_ms", SCANNING_MS)


def test_counts_are_typed_one_after_the_other_and_posted_together(taller: Mesa) -> None:
    dialog = choose(taller)
    assert [line[0] for line in sheet(taller)] == ["555320", "564002", "564002", "564081"]
    assert taller.rows("conteo.tabla")[2][2] == "retazo 1.200 mm"
    assert QApplication.focusWidget() is dialog.table
    assert not primary(taller).isEnabled()
    taller.line("9")
    taller.line("12")
    taller.key(Qt.Key.Key_Down)
    taller.line("3,5")
    assert [line[1:] for line in sheet(taller)] == [("9", "+2"), ("12", "0"), ("", ""), ("3,5", "−0,5")]
    assert primary(taller).text() == "Registrar 2 diferencias"
    assert taller.text("conteo.resumen") == "3 líneas contadas · 2 con diferencia · 1 sin contar, que no se registran"
    taller.click("conteo.aceptar")
    taller.gone("conteo")
    notice = taller.told(
        "Conteo de Rack C16 registrado: 3 líneas contadas, 2 diferencias. 1 línea sin contar no se registró."
    )
    assert [taller.stock(c) for c in ("555320", "564002", "564081")] == ["9", "12", "3.5"]
    movement = taller.card("564081")[-1]
    assert (movement.tipo, movement.lote_id is not None) == ("CONTEO", True)
    assert taller.ctx.undo.texto == "conteo de Rack C16"
    assert notice.acciones[0][0] == "Deshacer"
    taller.click("principal.aviso.accion1")
    taller.told("Conteo de Rack C16 deshecho: 2 movimientos anulados.")
    assert [taller.stock(c) for c in ("555320", "564081")] == ["7", "4"]
    assert taller.is_true()


def test_the_difference_shows_while_typing_and_esc_takes_it_back(taller: Mesa) -> None:
    choose(taller)
    taller.line("8")
    taller.key(Qt.Key.Key_Up)
    taller.keys("5")
    assert sheet(taller)[0] == ("555320", "5", "−2")
    taller.key(Qt.Key.Key_Escape)
    assert sheet(taller)[0] == ("555320", "8", "+1")
    taller.key(Qt.Key.Key_Delete)
    assert sheet(taller)[0] == ("555320", "", "")
    taller.key(Qt.Key.Key_Escape)
    taller.gone("conteo")


def test_what_is_no_quantity_is_kept_and_said(taller: Mesa) -> None:
    choose(taller)
    taller.line("9")
    taller.line("x")
    taller.line("-1")
    assert sheet(taller)[1] == ("564002", "x", "")
    assert not primary(taller).isEnabled()
    assert "no se entienden" in taller.text("conteo.motivo")
    notes = [row[-1] for row in taller.rows("conteo.tabla")]
    assert notes == ["", "no es un número", "no puede haber menos que cero", ""]
    for _ in range(2):
        taller.key(Qt.Key.Key_Up)
        taller.key(Qt.Key.Key_Delete)
    assert primary(taller).text() == "Registrar 1 diferencia" and primary(taller).isEnabled()
    taller.click("conteo.aceptar")
    taller.gone("conteo")
    assert taller.stock("555320") == "9"


def test_a_count_without_differences_says_so_and_has_nothing_to_undo(taller: Mesa) -> None:
    choose(taller)
    taller.line("7")
    assert primary(taller).text() == "Registrar sin diferencias"
    taller.click("conteo.aceptar")
    notice = taller.told(
        "Conteo de Rack C16 registrado: 1 línea contada, sin diferencias. 3 líneas sin contar no se registraron."
    )
    assert not notice.acciones and not taller.ctx.undo._items


def test_esc_asks_before_counts_are_lost(taller: Mesa) -> None:
    choose(taller)
    taller.line("9")
    taller.key(Qt.Key.Key_Escape)
    taller.dialog("conteo.descartar")
    taller.click("conteo.descartar.cancelar")
    taller.gone("conteo.descartar")
    assert sheet(taller)[0][1] == "9"
    taller.find("conteo.tabla").setFocus()
    taller.key(Qt.Key.Key_Escape)
    taller.dialog("conteo.descartar")
    taller.click("conteo.descartar.aceptar")
    taller.gone("conteo")
    assert taller.stock("555320") == "7"


# ── Searching and scanning ──


def test_a_search_goes_to_the_line_and_the_next_key_is_its_count(taller: Mesa) -> None:
    dialog = choose(taller)
    taller.key(Qt.Key.Key_F6)
    taller.line("hoja euro")
    assert QApplication.focusWidget() is dialog.table
    taller.line("6")
    assert sheet(taller)[3] == ("564081", "6", "+2")
    taller.key(Qt.Key.Key_F6)
    taller.line("564002")
    taller.line("11")
    taller.key(Qt.Key.Key_F6)
    taller.key(Qt.Key.Key_Return)
    taller.line("1")
    assert [line[1] for line in sheet(taller)] == ["", "11", "1", "6"], "the same search again goes to the next line"


def test_a_scan_in_the_middle_of_the_counts_is_no_count(taller: Mesa, scanning: None) -> None:
    choose(taller)
    taller.line("9")
    taller.scan("564081")
    taller.wait(lambda: taller.dialog("conteo").table.currentIndex().row() == 3)
    taller.line("4")
    assert [line[1] for line in sheet(taller)] == ["9", "", "", "4"]


def test_slow_keys_are_a_persons(taller: Mesa) -> None:
    choose(taller)
    taller.line("150")
    assert sheet(taller)[0] == ("555320", "150", "+143")
    taller.key(Qt.Key.Key_Delete)
    taller.key(Qt.Key.Key_Up)
    taller.key(Qt.Key.Key_Delete)
    taller.click("conteo.cancelar")
    taller.gone("conteo")


def test_what_is_found_without_being_expected_can_be_added(taller: Mesa, scanning: None) -> None:
    choose(taller)
    taller.scan("999999")
    taller.wait(lambda: taller.text("conteo.mensaje") == "«999999» no está en la hoja ni es el código de un artículo.")
    assert not taller.find("conteo.agregar").isVisible()
    taller.find("conteo.tabla").setFocus()
    taller.scan("QR-700100")
    taller.wait(lambda: taller.text("conteo.mensaje").startswith("700100 no está en la hoja"))
    taller.click("conteo.agregar")
    taller.line("2")
    assert taller.rows("conteo.tabla")[4][0] == "700100"
    taller.click("conteo.aceptar")
    taller.notice()
    assert taller.stock("700100") == "11"
    places = {e.ubicacion: str(e.cantidad.normalize()) for e in taller.model.existencias(taller.ids["700100"])}
    assert places == {"Rack A3": "9", "Rack C16": "2"}
    assert taller.is_true()


def test_a_label_finds_its_line(taller: Mesa, scanning: None) -> None:
    dialog = choose(taller)
    taller.scan("QR-564002")
    taller.wait(lambda: dialog.table.currentIndex().row() == 1 and QApplication.focusWidget() is dialog.table)


def test_the_label_of_a_retazo_finds_its_line_or_adds_one(taller: Mesa, scanning: None) -> None:
    articulo = taller.ids["564002"]
    dialog = choose(taller)
    lines = dialog.hoja.renglones
    taller.scan(de_retazo("perfil", articulo, 1200))
    taller.wait(lambda: lines[max(0, dialog.table.currentIndex().row())].linea.longitud_mm == 1200)
    taller.scan(de_retazo("perfil", articulo, 1500))
    taller.wait(lambda: taller.text("conteo.mensaje").startswith("564002 no está en la hoja"))
    taller.click("conteo.agregar")
    assert (lines[-1].linea.codigo, lines[-1].linea.longitud_mm) == ("564002", 1500)
    taller.line("1")
    taller.click("conteo.aceptar")
    taller.notice()
    found = {(e.longitud_mm, int(e.cantidad)) for e in taller.model.existencias(articulo)}
    assert found == {(0, 12), (1200, 2), (1500, 1)}
    assert taller.is_true()


# ── Goods that move meanwhile ──


def test_lines_that_went_stale_are_marked_and_brought_up_to_date(taller: Mesa) -> None:
    dialog = choose(taller)
    for count in ("9", "12", "2", "5"):
        taller.line(count)
    taller.model.registrar_salida(Pedido(taller.ids["564081"], 1, taller.places["Rack C16"]))
    taller.click("conteo.aceptar")
    taller.wait(lambda: taller.shows("conteo.viejas"))
    assert taller.text("conteo.viejas.texto").startswith("1 línea tuvo movimientos")
    assert [row[-1] for row in taller.rows("conteo.tabla")] == ["", "", "", "hubo movimientos"]
    assert not primary(taller).isEnabled()
    assert taller.stock("555320") == "7", "nothing was posted"
    taller.click("conteo.actualizar")
    taller.wait(lambda: not taller.shows("conteo.viejas") and not dialog.working)
    assert [line[1] for line in sheet(taller)] == ["9", "12", "2", ""], "only the stale count is to be made again"
    assert taller.rows("conteo.tabla")[3][-1] == "contar de nuevo (antes: 5)"
    assert QApplication.focusWidget() is dialog.table
    taller.line("4")
    assert sheet(taller)[3] == ("564081", "4", "+1")
    taller.click("conteo.aceptar")
    taller.told("Conteo de Rack C16 registrado: 4 líneas contadas, 2 diferencias.")
    assert [taller.stock(c) for c in ("555320", "564081")] == ["9", "4"]
    assert taller.is_true()


def test_a_refusal_keeps_the_counts(taller: Mesa) -> None:
    choose(taller)
    taller.line("9")
    lugar = next(lugar for lugar in taller.model.ubicaciones() if lugar.codigo == "Rack A3")
    assert lugar.articulos == 1
    taller.model.activar(taller.ids["555320"], activo=False)
    taller.click("conteo.aceptar")
    taller.wait(lambda: taller.shows("conteo.error"))
    assert "555320" in taller.text("conteo.error.texto")
    assert sheet(taller)[0] == ("555320", "9", "+2")
    taller.model.activar(taller.ids["555320"], activo=True)
    taller.click("conteo.aceptar")
    taller.gone("conteo")
    assert taller.stock("555320") == "9"
    assert len([m for m in taller.card("555320") if m.tipo == "CONTEO"]) == 1


# ── Blind, filtered, on paper, in a file ──


def test_counted_blind_the_differences_are_seen_before_they_are_posted(taller: Mesa) -> None:
    choose(taller)
    taller.click("conteo.ciego")
    taller.find("conteo.tabla").setFocus()
    taller.line("9")
    assert [len(row) for row in taller.rows("conteo.tabla")] == [4, 4, 4, 4]
    assert "diferencia" not in taller.text("conteo.resumen")
    assert primary(taller).text() == "Ver diferencias"
    taller.click("conteo.aceptar")
    assert taller.find("conteo").isVisible() and taller.stock("555320") == "7"
    assert primary(taller).text() == "Registrar 1 diferencia"
    assert taller.rows("conteo.tabla")[0][3:6] == ["7", "9", "+2"]
    taller.click("conteo.aceptar")
    taller.gone("conteo")
    assert taller.stock("555320") == "9"


def test_the_articles_that_are_seen_can_be_counted_wherever_they_are(taller: Mesa) -> None:
    taller.article("800000", 0, descripcion="Sin nada", ubicacion="Rack A3")
    taller.spawn(conteo.abrir(taller.page, taller.ctx, taller.model, Consulta(texto="bisagra"), 1))
    taller.dialog("conteo.elegir")
    taller.click("conteo.elegir.filtro")
    taller.key(Qt.Key.Key_Return)
    taller.dialog("conteo")
    assert [row[0] for row in taller.rows("conteo.tabla")] == ["700100"]
    taller.click("conteo.cancelar")
    taller.gone("conteo")
    taller.spawn(conteo.abrir(taller.page, taller.ctx, taller.model, Consulta(), 5))
    taller.dialog("conteo.elegir")
    taller.click("conteo.elegir.filtro")
    taller.key(Qt.Key.Key_Return)
    taller.dialog("conteo")
    rows = taller.rows("conteo.tabla")
    assert [(row[0], row[1]) for row in rows[:2]] == [("Rack A3", "700100"), ("Rack A3", "800000")]
    assert rows[1][4] == "0", "what is nowhere can be found all the same"
    taller.click("conteo.cancelar")
    taller.gone("conteo")


def test_the_choice_of_place_can_be_typed(taller: Mesa) -> None:
    taller.spawn(conteo.abrir(taller.page, taller.ctx, taller.model))
    dialog = taller.dialog("conteo.elegir")
    assert not dialog.by_filter.isEnabled()
    combo = taller.find("conteo.lugar", QComboBox)
    combo.lineEdit().selectAll()
    QTest.keyClicks(combo.lineEdit(), "nada de eso")
    assert not dialog.primary.isEnabled()
    combo.lineEdit().selectAll()
    QTest.keyClicks(combo.lineEdit(), "rack a3")
    taller.wait(dialog.primary.isEnabled)
    taller.click("conteo.elegir.aceptar")
    assert taller.dialog("conteo").windowTitle() == "Conteo de Rack A3"
    taller.click("conteo.cancelar")
    taller.gone("conteo")


def test_the_sheet_goes_to_a_file(taller: Mesa, tmp_path: Path) -> None:
    choose(taller)
    taller.line("9")
    out = tmp_path / "hoja.csv"
    taller.click("conteo.exportar")
    taller.answer_file("archivo.escribir", out)
    taller.wait(lambda: taller.text("conteo.mensaje") == "Hoja exportada a «hoja.csv».")
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Lugar;Código;Descripción;Longitud del retazo;Esperado;Contado;Diferencia"
    assert lines[1] == "Rack C16;555320;Cuarto caña 17 mm;;7;9;2"
    assert lines[3].split(";")[3:] == ["1200", "2", "", ""]
    assert taller.events("exportar") == [
        {"que": "conteo", "archivo": "hoja.csv", "filas": len(lines) - 1, "origen": "Rack C16", "a_ciegas": False}
    ]
    assert sheet(taller)[0][1] == "9"
    taller.click("conteo.cancelar")
    taller.dialog("conteo.descartar")
    taller.click("conteo.descartar.aceptar")
    taller.gone("conteo")


def test_the_sheet_is_looked_at_before_it_is_printed(taller: Mesa, tmp_path: Path) -> None:
    taller.ctx.settings.adoptar_base({"empresa.nombre": "Aberturas & Cía"})
    dialog = choose(taller)
    taller.click("conteo.ciego")
    taller.click("conteo.imprimir")
    taller.dialog("impresion")
    taller.click("impresion.pdf")
    out = tmp_path / "hoja.pdf"
    taller.answer_file("archivo.papel", out)
    taller.gone("impresion")
    assert dialog.isVisible() and taller.text("conteo.mensaje") == "Conteo de Rack C16: en «hoja.pdf»."
    (page,) = PdfReader(out).pages
    text = " ".join(page.extract_text().split())
    assert "Conteo de Rack C16" in text and "Aberturas & Cía" in text and "Cuarto caña 17 mm" in text
    assert "Esperado" not in text and "Contado" in text and "Contó: ___" in text
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    taller.click("conteo.cancelar")
    taller.gone("conteo")


def test_an_empty_place_takes_what_is_found_in_it(mesa: Mesa, scanning: None) -> None:
    mesa.article("564002", 5, descripcion="Marco", ubicacion="Rack A1")
    mesa.place("Rack Z9")
    choose(mesa, "Rack Z9")
    assert "No figura nada en Rack Z9" in mesa.text("conteo.mensaje")
    mesa.scan("564002")
    mesa.wait(lambda: mesa.find("conteo.agregar").isVisible())
    mesa.click("conteo.agregar")
    mesa.line("1")
    mesa.click("conteo.aceptar")
    mesa.told("Conteo de Rack Z9 registrado: 1 línea contada, 1 diferencia.")
    assert mesa.stock("564002") == "6"
