"""Labels from the page to the paper, and from the scanner back to the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from rexus.etiquetas import codigo
from rexus.stock.movimientos import Pedido
from tests.gui.inventario.conftest import Catalogue, Desk, OpenDesk


def file_answered(desk: Desk, file: Path) -> None:
    """Put a path into the file dialog and press Enter."""
    dialog = desk.dialog("archivo.papel")
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    field.setFocus()
    field.setText(str(file))
    desk.wait(lambda: any(b.isDefault() and b.isEnabled() for b in dialog.findChildren(QPushButton)))
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.gone("archivo.papel")


def pages(file: Path) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type /Page\b", file.read_bytes()))


def test_the_chosen_articles_on_a_half_used_sheet(desk: Desk, tmp_path: Path) -> None:
    desk.choose("564002")
    desk.page.table.selectAll()
    desk.key(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, on=desk.page.table)
    desk.dialog("etiquetas.dialogo")
    assert desk.text("etiquetas.resumen") == "4 etiquetas en 1 hoja"
    desk.type("etiquetas.desde", "23")
    desk.type("etiquetas.copias", "2")
    assert desk.text("etiquetas.resumen") == "8 etiquetas en 2 hojas"
    desk.wait(lambda: desk.text("etiquetas.vista_previa.pagina") == "Hoja 1 de 2")
    desk.click("etiquetas.vista_previa.siguiente")
    assert desk.text("etiquetas.vista_previa.pagina") == "Hoja 2 de 2"
    # A place that the sheet does not have is said at once, and nothing can be printed.
    desk.type("etiquetas.desde", "25")
    assert desk.text("etiquetas.desde.error") == "De 1 a 24"
    assert not desk.find("etiquetas.dialogo.aceptar").isEnabled()
    desk.type("etiquetas.desde", "23")
    desk.click("etiquetas.dialogo.aceptar")
    # Nowhere after all: the dialog stands as it stood.
    desk.key(Qt.Key.Key_Escape, on=desk.dialog("archivo.papel"))
    desk.gone("archivo.papel")
    desk.wait(desk.find("etiquetas.dialogo.aceptar").isEnabled)
    desk.click("etiquetas.dialogo.aceptar")
    file_answered(desk, tmp_path / "etiquetas.pdf")
    desk.gone("etiquetas.dialogo")
    desk.notice("8 etiquetas en «etiquetas.pdf».")
    assert pages(tmp_path / "etiquetas.pdf") == 2


def test_rolls_and_own_measures_are_remembered(desk: Desk, tmp_path: Path) -> None:
    desk.choose("564002")
    desk.trigger("inventario.etiquetas")
    desk.dialog("etiquetas.dialogo")
    choose_paper(desk, "Rollo continuo de 62 mm")
    desk.type("etiquetas.largo", "80")
    assert desk.text("etiquetas.resumen") == "1 etiqueta"
    assert not desk.find("etiquetas.desde").isVisible()
    desk.type("etiquetas.largo", "8")
    assert desk.text("etiquetas.largo.error") == "De 10 a 1.000 mm"
    choose_paper(desk, "Otras medidas")
    desk.type("etiquetas.propio.etiqueta_ancho", "90")
    assert desk.text("etiquetas.propio.paso_x.error") == "Las etiquetas se superponen"
    for measure, mm in (("columnas", "2"), ("paso_x", "100,5"), ("filas", "7"), ("paso_y", "40")):
        desk.type(f"etiquetas.propio.{measure}", mm)
    assert desk.text("etiquetas.resumen") == "1 etiqueta en 1 hoja"
    desk.click("etiquetas.dialogo.aceptar")
    file_answered(desk, tmp_path / "una.pdf")
    desk.notice("1 etiqueta en «una.pdf».")
    desk.trigger("inventario.etiquetas")
    desk.dialog("etiquetas.dialogo")
    assert desk.find("etiquetas.propio.paso_x", QLineEdit).text() == "100,5"
    assert desk.text("etiquetas.resumen") == "1 etiqueta en 1 hoja"


def test_a_printer_is_measured_once_and_known_from_then_on(desk: Desk, tmp_path: Path) -> None:
    desk.choose("564002")
    desk.trigger("inventario.etiquetas")
    desk.dialog("etiquetas.dialogo")
    desk.click("etiquetas.calibrar")
    measuring = desk.dialog("etiquetas.calibracion.dialogo")
    assert desk.find("etiquetas.calibracion.regla_x", QLineEdit).text() == "100"
    desk.click("etiquetas.calibracion.prueba")
    file_answered(desk, tmp_path / "prueba.pdf")
    desk.wait(lambda: (tmp_path / "prueba.pdf").exists())
    desk.type("etiquetas.calibracion.regla_x", "50")
    desk.click("etiquetas.calibracion.dialogo.aceptar")
    desk.wait(lambda: "más de 10 %" in desk.text("etiquetas.calibracion.regla_x.error"))
    desk.type("etiquetas.calibracion.regla_x", "99")
    desk.type("etiquetas.calibracion.marco_y", "11,5")
    desk.click("etiquetas.calibracion.comprobar")
    file_answered(desk, tmp_path / "comprobada.pdf")
    desk.wait(lambda: (tmp_path / "comprobada.pdf").exists())
    assert (tmp_path / "comprobada.pdf").read_bytes() != (tmp_path / "prueba.pdf").read_bytes()
    assert measuring.isVisible()
    desk.click("etiquetas.calibracion.dialogo.aceptar")
    desk.gone("etiquetas.calibracion.dialogo")
    desk.wait(lambda: desk.text("etiquetas.resumen") == "1 etiqueta en 1 hoja · impresora calibrada")
    kept = desk.ctx.settings.get("etiquetas.calibraciones")[""]
    assert (round(kept["escala_x"], 4), round(kept["corrida_y"], 4)) == (0.99, 1.5)


def choose_paper(desk: Desk, title: str) -> None:
    from PySide6.QtWidgets import QComboBox

    combo = desk.find("etiquetas.papel", QComboBox)
    combo.setCurrentIndex(combo.findText(title))
    combo.activated.emit(combo.currentIndex())


# ── Back from the label ──


def scan(desk: Desk, text: str) -> None:
    for letter in text:
        desk.qtbot.keyClick(desk.window.focusWidget(), letter)
    desk.qtbot.keyClick(desk.window.focusWidget(), Qt.Key.Key_Return)


@pytest.fixture
def remnant(catalogue: Catalogue) -> str:
    """What the label of a retazo of 564002 says."""
    articulo = catalogue.ids["564002"]
    pedido = Pedido(articulo, 2, ubicacion_id=catalogue.place("Rack A3"), longitud_mm=2100)
    catalogue.model.registrar_entrada(pedido)
    return codigo.de_retazo("perfil", articulo, 2100)


@pytest.mark.parametrize("where", ["tabla", "buscar"])
def test_a_retazo_is_found_and_offered(catalogue: Catalogue, remnant: str, open_desk: OpenDesk, where: str) -> None:
    desk = open_desk()
    desk.shows("564002", "564081", "555320", "700100")
    desk.choose("700100")
    (desk.page.search if where == "buscar" else desk.page.table).setFocus()
    scan(desk, remnant)
    desk.wait(lambda: desk.page.pane.ficha is not None and desk.page.pane.ficha.articulo.codigo == "564002")
    desk.notice("Retazo de 2.100 mm de 564002: Rack A3 (2).")
    desk.shows("564002", "564081", "555320", "700100")
    assert desk.page.search.text() == ""
    assert desk.ctx.notices.current is not None
    verb, act = desk.ctx.notices.current.acciones[0]
    assert verb == "Cortar…"
    act()
    desk.dialog("inventario.cortar.dialogo")


def test_every_piece_of_a_retazo_gets_a_label(catalogue: Catalogue, remnant: str, open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.shows("564002", "564081", "555320", "700100")
    desk.trigger("inventario.retazos")
    desk.dialog("inventario.retazos.dialogo")
    desk.click("inventario.retazos.etiquetas")
    desk.dialog("etiquetas.dialogo")
    assert desk.text("etiquetas.resumen") == "2 etiquetas en 1 hoja"


def test_one_that_is_gone_says_so(catalogue: Catalogue, desk: Desk) -> None:
    scan(desk, codigo.de_retazo("perfil", catalogue.ids["564002"], 1234))
    desk.notice("Ya no queda ningún retazo de 1.234 mm de 564002.")
    desk.ctx.notices.clear()
    scan(desk, codigo.de_lugar(77))
    desk.notice("La etiqueta es de algo que aquí no se puede ver.")
