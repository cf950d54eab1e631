"""The story of an obra by hand: made, its summary brought in, set apart, given out, taken back, closed."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QTabBar, QTableView, QTableWidget

from rexus.base.actor import SISTEMA
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.stock import pedidos
from rexus.stock.pedidos import LineaPedida
from tests.gui.obras.conftest import OpenDesk, Workshop

TABLE = "obras.materiales.tabla"


def test_an_obra_from_its_summary_to_its_end(
    workshop: Workshop, open_desk: OpenDesk, registry: Registry, datos: Path, tmp_path: Path
) -> None:
    desk = open_desk()
    desk.wait(lambda: "Todavía no hay obras" in _texts(desk))
    desk.trigger("obras.nueva")
    desk.dialog("obras.formulario")
    desk.type("obras.formulario.codigo", "OB-0001")
    desk.type("obras.formulario.nombre", "Casa Peñaloza")
    desk.type("obras.formulario.cliente", "María Peñaloza")
    desk.type("obras.formulario.fecha_entrega", "31/12/2030")
    desk.type("obras.formulario.aberturas", "9")
    desk.key(Qt.Key.Key_Return)
    desk.gone("obras.formulario")
    desk.notice("Obra OB-0001 creada.")
    desk.wait(lambda: desk.rows("obras.tabla") == [
        ["OB-0001", "Casa Peñaloza", "María Peñaloza", "sin materiales", "medición", "31/12/2030", "9"]
    ])  # fmt: skip
    workshop.obras["OB-0001"] = workshop.model.listar()[0].ficha.id

    desk.open("OB-0001")
    desk.wait(lambda: desk.find("obras.materiales.vacio").isVisible())
    desk.trigger("obras.materiales.importar")
    desk.file("archivo.leer", datos / "rehau_obra.csv")
    desk.dialog("obras.resumen.dialogo")
    assert len(desk.rows("obras.resumen.cambios")) == 5
    unknown = desk.find("obras.resumen.desconocidos", QTableWidget)
    assert unknown.rowCount() == 5
    assert desk.text("obras.resumen.total") == "5 materiales nuevos, 5 artículos para crear."
    # One of them is not wanted.
    row = [unknown.item(n, 1).text() for n in range(5)].index("350193")
    unknown.item(row, 0).setCheckState(Qt.CheckState.Unchecked)
    assert desk.text("obras.resumen.total") == "5 materiales nuevos, 4 artículos para crear, 1 queda afuera."
    desk.click("obras.resumen.dialogo.aceptar")
    desk.gone("obras.resumen.dialogo")
    desk.notice("Resumen de OB-0001: 9 materiales nuevos, 4 artículos creados.")
    desk.wait(lambda: len(desk.rows(TABLE)) == 9)
    desk.wait(lambda: desk.material("564081") == ["564081", "disponible", "3", "–", "–", "3", "3"])
    assert desk.material("245536") == ["245536", "falta", "4", "–", "–", "4", "0"]

    desk.trigger("obras.materiales.reservar")
    desk.told("Para OB-0001 se reservaron 17 piezas de 4 artículos. Faltan 5 artículos:")
    desk.wait(lambda: desk.material("564002") == ["564002", "reservado", "6", "6", "–", "–", "6"])
    # The text has the room that the figures leave: nothing is cut that need not be.
    grid = desk.find(TABLE, QTableView)
    assert grid.horizontalHeader().length() == grid.viewport().width()
    assert grid.columnWidth(1) > 160
    # What lacks, by the notice's own verb.
    desk.do("Ver qué falta")
    desk.wait(lambda: {row[2] for row in desk.rows(TABLE)} == {"falta"})
    desk.click("obras.materiales.solo_faltan")
    desk.wait(lambda: len(desk.rows(TABLE)) == 9)

    desk.trigger("obras.materiales.entregar")
    desk.dialog("obras.entregar.dialogo")
    desk.count("obras.entregar.lineas", "564002", "4")
    desk.count("obras.entregar.lineas", "564081", "")
    desk.type("obras.entregar.nota", "En el flete de Ana")
    assert desk.text("obras.entregar.total") == "12 piezas de 3 artículos"
    desk.click("obras.entregar.dialogo.aceptar")
    desk.gone("obras.entregar.dialogo")
    desk.told("Se entregaron 12 piezas de 3 artículos a OB-0001.")
    assert workshop.figures("OB-0001", "564002") == (6, 2, 4, 0)
    desk.wait(lambda: desk.material("564002") == ["564002", "reservado", "6", "2", "4", "–", "6"])
    desk.do("Guardar remito…")
    desk.file("archivo.papel", tmp_path / "remito.pdf")
    desk.told("Remito guardado en «remito.pdf».")
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "remito.pdf").pages)
    assert "OB-0001" in text and "564002" in text and "En el flete de Ana" in text and "564081" not in text

    desk.trigger("obras.materiales.devolver")
    desk.dialog("obras.devolver.dialogo")
    desk.click("obras.devolver.dialogo.aceptar")
    desk.wait(lambda: "Ninguna línea tiene cantidad" in desk.text("obras.devolver.dialogo.error.texto"))
    desk.count("obras.devolver.lineas", "564002", "5")
    desk.click("obras.devolver.dialogo.aceptar")
    desk.wait(lambda: "tiene 4 entregadas y se devuelven 5" in desk.text("obras.devolver.dialogo.error.texto"))
    desk.count("obras.devolver.lineas", "564002", "1")
    desk.click("obras.devolver.dialogo.aceptar")
    desk.gone("obras.devolver.dialogo")
    desk.told("OB-0001 devolvió 1 pieza de 1 artículo.")
    assert workshop.figures("OB-0001", "564002") == (6, 2, 3, 1)
    desk.do("Deshacer")
    desk.told("Se deshizo la devolución de OB-0001.")
    assert workshop.figures("OB-0001", "564002") == (6, 2, 4, 0)

    # The list of what went out, and the remito again from there.
    desk.find("obras.pestanas", QTabBar).setCurrentIndex(1)
    desk.shows_rows("obras.entregas.tabla", 1, "devolución deshecha", "entrega")
    table = desk.rows("obras.entregas.tabla")
    desk.pick_row("obras.entregas.tabla", table[0][0])
    assert not desk.find("obras.entregas.deshacer", QAction).isEnabled()
    desk.key(Qt.Key.Key_Down, on=desk.find("obras.entregas.tabla"))
    desk.wait(lambda: desk.text("obras.entregas.ficha.nota") == "En el flete de Ana")
    assert [row[0] for row in desk.rows("obras.entregas.ficha.lineas")] == ["555320", "564002", "590012"]
    desk.trigger("obras.entregas.deshacer")
    desk.dialog("obras.confirmar_deshacer")
    desk.click("obras.confirmar_deshacer.aceptar")
    desk.told("deshecha.")
    desk.shows_rows("obras.entregas.tabla", 1, "devolución deshecha", "entrega deshecha")
    assert workshop.figures("OB-0001", "564002") == (6, 6, 0, 0)

    # Closing says before what it frees, and what is still on its way for it.
    linea = LineaPedida(*workshop.material("OB-0001", "564002").clave, 2)
    espera = {"obras_que_esperan": [workshop.obras["OB-0001"]], "enviar": True}
    registry.escribir(INVENTARIO, SISTEMA, pedidos.crear, "REHAU", [linea], **espera)
    desk.find("obras.pestanas", QTabBar).setCurrentIndex(0)
    desk.trigger("obras.pasar_a.cerrada")
    dialog = desk.dialog("obras.terminar")
    assert any("Se liberan 17 piezas de 4 artículos" in label.text() for label in dialog.findChildren(QLabel))
    assert any("era para ella: PC-000001." in label.text() for label in dialog.findChildren(QLabel))
    desk.click("obras.terminar.aceptar")
    desk.told("OB-0001 pasó a «cerrada».")
    desk.wait(lambda: desk.find("obras.tarjeta.estado", QAbstractButton).text() == "Cerrada")
    desk.wait(lambda: not desk.find("obras.materiales.reservar", QAction).isEnabled())
    assert "reabrirla" in desk.find("obras.materiales.reservar", QAction).toolTip()
    desk.trigger("obras.volver")
    desk.wait(lambda: "No queda ninguna obra abierta." in _texts(desk))
    assert workshop.sound()


def test_what_another_obra_holds_is_taken_only_when_it_is_chosen(workshop: Workshop, open_desk: OpenDesk) -> None:
    workshop.obra("OB-0001", {"564081": 3})
    workshop.obra("OB-0002", {"564081": 2, "564002": 4})
    workshop.model.reservar(workshop.obras["OB-0001"], None, _uuid(1))
    desk = open_desk()
    desk.open("OB-0002")
    desk.wait(lambda: desk.material("564081") == ["564081", "falta", "2", "–", "–", "2", "0"])
    desk.pick_row(TABLE, "564081")
    desk.wait(lambda: "Reservado para otras obras: OB-0001: 3." in desk.text("obras.materiales.material.de_otras"))
    desk.trigger("obras.materiales.reservar")
    desk.told("Falta 1 artículo: 564081 (2; OB-0001 tiene 3).")
    assert desk.ctx.notices.current is not None and desk.ctx.notices.current.kind == "advertencia"
    desk.ctx.notices.close_notice()

    desk.trigger("obras.materiales.entregar")
    desk.dialog("obras.entregar.dialogo")
    box = desk.find("obras.entregar.de_OB-0001", QCheckBox)
    assert not box.isVisible()
    desk.count("obras.entregar.lineas", "564081", "2")
    desk.wait(box.isVisible)
    assert box.text() == "Tomar lo que falta de lo reservado para OB-0001: 3 × 564081" and not box.isChecked()
    desk.click("obras.entregar.dialogo.aceptar")
    desk.wait(lambda: "Reservadas para otras: OB-0001 3" in desk.text("obras.entregar.dialogo.error.texto"))
    assert workshop.figures("OB-0002", "564002") == (4, 4, 0, 0)
    desk.click("obras.entregar.de_OB-0001")
    desk.click("obras.entregar.dialogo.aceptar")
    desk.gone("obras.entregar.dialogo")
    desk.told("Se tomaron de lo reservado para otras: OB-0001 2.")
    assert workshop.figures("OB-0001", "564081") == (3, 1, 0, 2)
    desk.do("Deshacer")
    desk.told("Se deshizo la entrega a OB-0002.")
    assert workshop.figures("OB-0001", "564081") == (3, 3, 0, 0)
    assert workshop.figures("OB-0002", "564002") == (4, 4, 0, 0)
    assert workshop.sound()


def test_lines_one_by_one(workshop: Workshop, open_desk: OpenDesk) -> None:
    workshop.obra("OB-0001", {"564002": 6, "555320": 4})
    desk = open_desk()
    desk.open("OB-0001")
    desk.wait(lambda: len(desk.rows(TABLE)) == 2)
    # More than there is: nothing is set apart, and the reason is said.
    desk.trigger("obras.materiales.reservar_lineas")
    desk.dialog("obras.reservar.dialogo")
    desk.click("obras.reservar.nada")
    desk.count("obras.reservar.lineas", "564002", "13")
    desk.click("obras.reservar.dialogo.aceptar")
    desk.wait(lambda: "se piden 13 y hay 12 disponibles" in desk.text("obras.reservar.dialogo.error.texto"))
    desk.count("obras.reservar.lineas", "564002", "2,5x")
    desk.click("obras.reservar.dialogo.aceptar")
    desk.wait(lambda: "no es un número" in desk.text("obras.reservar.dialogo.error.texto"))
    assert workshop.figures("OB-0001", "564002") == (6, 0, 0, 6)
    desk.count("obras.reservar.lineas", "564002", "2")
    desk.click("obras.reservar.dialogo.aceptar")
    desk.gone("obras.reservar.dialogo")
    desk.told("Para OB-0001 se reservaron 2 piezas de 1 artículo.")
    desk.wait(lambda: desk.material("564002") == ["564002", "disponible", "6", "2", "–", "4", "10"])
    desk.trigger("obras.materiales.liberar")
    desk.dialog("obras.liberar.dialogo")
    desk.click("obras.liberar.dialogo.aceptar")
    desk.gone("obras.liberar.dialogo")
    desk.told("Se liberaron 2 piezas de 1 artículo que tenía OB-0001.")
    desk.do("Deshacer")
    desk.told("Se deshizo la liberación de OB-0001.")
    assert workshop.figures("OB-0001", "564002") == (6, 2, 0, 4)

    # What is needed, by hand.
    desk.trigger("obras.materiales.agregar")
    desk.dialog("obras.material.dialogo")
    desk.type("obras.material.codigo", "NO-HAY")
    desk.type("obras.material.necesarias", "3")
    desk.click("obras.material.dialogo.aceptar")
    desk.wait(lambda: "NO-HAY" in desk.text("obras.material.dialogo.error.texto"))
    desk.type("obras.material.codigo", "555320")
    desk.click("obras.material.dialogo.aceptar")
    desk.wait(lambda: "ya necesita 4" in desk.text("obras.material.dialogo.error.texto"))
    field = desk.type("obras.material.codigo", "590012")
    desk.key(Qt.Key.Key_Tab, on=field)
    desk.wait(lambda: desk.text("obras.material.descripcion") == "Acoplamiento · 1 disponible")
    desk.click("obras.material.dialogo.aceptar")
    desk.gone("obras.material.dialogo")
    desk.notice("OB-0001 necesita 3 × 590012.")
    desk.shows_rows(TABLE, 0, "564002", "555320", "590012")
    desk.do("Deshacer")
    desk.shows_rows(TABLE, 0, "564002", "555320")
    desk.trigger("obras.materiales.agregar")
    desk.dialog("obras.material.dialogo")
    desk.type("obras.material.codigo", "590012")
    desk.type("obras.material.necesarias", "3")
    desk.click("obras.material.dialogo.aceptar")
    desk.gone("obras.material.dialogo")
    desk.shows_rows(TABLE, 0, "564002", "555320", "590012")
    desk.pick_row(TABLE, "555320")
    desk.key(Qt.Key.Key_F2, on=desk.find(TABLE))
    desk.dialog("obras.material.dialogo")
    desk.type("obras.material.necesarias", "5")
    desk.key(Qt.Key.Key_Return)
    desk.gone("obras.material.dialogo")
    desk.notice("555320: OB-0001 necesita 5.")
    desk.wait(lambda: desk.material("555320")[2:3] == ["5"])
    desk.pick_row(TABLE, "590012")
    desk.key(Qt.Key.Key_Delete, on=desk.find(TABLE))
    desk.notice("OB-0001 ya no necesita 590012.")
    desk.shows_rows(TABLE, 0, "564002", "555320")
    desk.do("Deshacer")
    desk.shows_rows(TABLE, 0, "564002", "555320", "590012")
    assert workshop.sound()


def _texts(desk: object) -> str:
    """All that the labels of the window say."""
    return " ".join(label.text() for label in desk.window.findChildren(QLabel) if label.isVisible())  # type: ignore[attr-defined]


def _uuid(n: int) -> str:
    return f"00000000-0000-4000-8000-{n:012}"
