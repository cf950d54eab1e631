"""Files of an obra: attachments of every sort, and summaries that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QTabBar, QTableWidget

from rexus.base.actor import Actor
from rexus.stock.adjuntos import TAMANO_MAXIMO
from tests.gui.obras.conftest import ObrasDesk, OpenDesk, Workshop

PDF = b"%PDF-1.4\n" + b"plano " * 300 + b"%%EOF"


@pytest.fixture
def desk(workshop: Workshop, open_desk: OpenDesk) -> ObrasDesk:
    """The card of an obra."""
    workshop.obra("OB-0001", {"564002": 6})
    desk = open_desk()
    desk.open("OB-0001")
    return desk


def test_a_file_is_kept_opened_copied_and_taken_away(
    workshop: Workshop, desk: ObrasDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, photo, huge = tmp_path / "plano.pdf", tmp_path / "foto.png", tmp_path / "video.pdf"
    plan.write_bytes(PDF)
    photo.write_bytes(b"esto no es una imagen")
    with huge.open("wb") as out:
        out.truncate(TAMANO_MAXIMO + 1)
    desk.find("obras.pestanas", QTabBar).setCurrentIndex(2)
    desk.wait(desk.find("obras.adjuntos.tabla").isVisible)
    for file, reason in ((photo, "no es un PDF ni una imagen"), (huge, "pasa de 20 MB")):
        desk.trigger("obras.adjuntos.agregar")
        desk.file("archivo.adjunto", file)
        desk.told(reason)
        desk.ctx.notices.close_notice()
    assert workshop.model.adjuntos(workshop.obras["OB-0001"]) == []
    desk.trigger("obras.adjuntos.agregar")
    desk.file("archivo.adjunto", plan)
    desk.notice("«plano.pdf» quedó con la obra.")
    desk.wait(lambda: [row[:3] for row in desk.rows("obras.adjuntos.tabla")] == [["plano.pdf", "PDF", "1 KB"]])
    desk.pick_row("obras.adjuntos.tabla", "plano.pdf")

    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    # The system would open a program of somebody's own.
    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    desk.trigger("obras.adjuntos.abrir")
    desk.wait(lambda: opened)
    assert opened[0].name == "plano.pdf" and opened[0].read_bytes() == PDF
    desk.trigger("obras.adjuntos.guardar")
    desk.file("archivo.guardar", tmp_path / "copia.pdf")
    desk.told("Copia guardada en «copia.pdf».")
    assert (tmp_path / "copia.pdf").read_bytes() == PDF
    desk.trigger("obras.adjuntos.quitar")
    desk.dialog("obras.confirmar_quitar")
    desk.click("obras.confirmar_quitar.aceptar")
    desk.notice("Se quitó «plano.pdf».")
    desk.wait(lambda: desk.rows("obras.adjuntos.tabla") == [])


def test_a_summary_with_errors_tells_all_of_them_and_is_read_again(
    workshop: Workshop, desk: ObrasDesk, tmp_path: Path
) -> None:
    file = tmp_path / "resumen.csv"
    file.write_text("Código;Descripción;Necesarias\n564002;Marco;muchas\n;Sin código;2\n", encoding="utf-8")
    desk.trigger("obras.materiales.importar")
    desk.file("archivo.leer", file)
    desk.dialog("obras.resumen.errores")
    assert [row[:2] for row in desk.rows("obras.resumen.errores.lista")] == [["2", "Necesarias"], ["3", "Código"]]
    file.write_text("Código;Descripción;Necesarias\n564002;Marco;8\n", encoding="utf-8")
    desk.click("obras.resumen.errores.aceptar")
    desk.dialog("obras.resumen.dialogo")
    assert desk.rows("obras.resumen.cambios") == [["564002", "Marco", "cambia", "6", "8"]]
    desk.click("obras.resumen.dialogo.aceptar")
    desk.gone("obras.resumen.dialogo")
    desk.notice("Resumen de OB-0001: 1 cambiado.")
    # Taken back after a question, and brought in again.
    desk.do("Deshacer")
    desk.dialog("principal.deshacer_todo")
    assert (
        desk.find("principal.deshacer_todo").accessibleDescription()
        == "OB-0001 vuelve a necesitar lo de antes en 1 línea."
    )
    desk.click("principal.deshacer_todo.aceptar")
    desk.gone("principal.deshacer_todo")
    desk.notice("Los materiales de OB-0001 vuelven a ser los de antes.")
    desk.wait(lambda: desk.material("564002")[2] == "6")
    desk.trigger("obras.materiales.importar")
    desk.file("archivo.leer", file)
    desk.dialog("obras.resumen.dialogo")
    desk.click("obras.resumen.dialogo.aceptar")
    desk.gone("obras.resumen.dialogo")
    desk.notice("Resumen de OB-0001: 1 cambiado.")
    # The same file without that article: taken away only when it is said so.
    file.write_text("Código;Descripción;Necesarias\n555320;Cuarto caña;2\n", encoding="utf-8")
    desk.trigger("obras.materiales.importar")
    desk.file("archivo.leer", file)
    desk.dialog("obras.resumen.dialogo")
    desk.click("obras.resumen.quitar")
    assert desk.text("obras.resumen.total") == "1 material nuevo, 1 se quita."
    desk.click("obras.resumen.dialogo.aceptar")
    desk.gone("obras.resumen.dialogo")
    desk.shows_rows("obras.materiales.tabla", 0, "555320")


def test_what_looks_like_a_total_is_left_out_of_a_summary_unless_wanted(
    workshop: Workshop, desk: ObrasDesk, tmp_path: Path
) -> None:
    workshop.article("Total Blanco", 0, "Sellador")
    file = tmp_path / "resumen.csv"
    file.write_text("Código;Descripción;Necesarias\n564002;Marco;8\nTotal Blanco;Sellador;4\n", encoding="utf-8")
    desk.trigger("obras.materiales.importar")
    desk.file("archivo.leer", file)
    desk.dialog("obras.resumen.dialogo")
    box = desk.find("obras.resumen.totales", QCheckBox)
    assert (box.text(), box.isChecked()) == ("Importar también las filas que parecen totales (1)", False)
    assert desk.text("obras.resumen.total") == "1 cambia."
    desk.click("obras.resumen.totales")
    desk.wait(lambda: desk.text("obras.resumen.total") == "1 material nuevo, 1 cambia.")
    desk.dialog("obras.resumen.dialogo")
    assert desk.find("obras.resumen.totales", QCheckBox).isChecked()
    desk.click("obras.resumen.dialogo.aceptar")
    desk.gone("obras.resumen.dialogo")
    desk.wait(lambda: desk.material("Total Blanco")[2:3] == ["4"])


def test_what_is_no_summary_at_all(desk: ObrasDesk, tmp_path: Path) -> None:
    file = tmp_path / "resumen.csv"
    file.write_text("hola\nchau\n", encoding="utf-8")
    desk.trigger("obras.materiales.importar")
    desk.file("archivo.leer", file)
    desk.dialog("obras.resumen.errores")
    rows = desk.rows("obras.resumen.errores.lista")
    assert [row[1] for row in rows] == ["Código", "Necesarias"] and "falta la columna" in rows[0][3]
    desk.click("obras.resumen.errores.cancelar")
    desk.gone("obras.resumen.errores")


def test_who_may_not_change_the_catalogue_leaves_unknown_articles_out(
    workshop: Workshop, open_desk: OpenDesk, tmp_path: Path
) -> None:
    workshop.obra("OB-0001")
    file = tmp_path / "resumen.csv"
    file.write_text("Código;Descripción;Necesarias\n564002;Marco;8\nNUEVO;Otro;2\n", encoding="utf-8")
    desk = open_desk(Actor("luis", "obrador", frozenset({"obras.ver", "obras.modificar", "inventario.ver"})))
    desk.open("OB-0001")
    desk.trigger("obras.materiales.importar")
    desk.file("archivo.leer", file)
    desk.dialog("obras.resumen.dialogo")
    assert desk.text("obras.resumen.total") == "1 material nuevo, 1 queda afuera."
    mark = desk.find("obras.resumen.desconocidos", QTableWidget).item(0, 0)
    assert mark.checkState() == Qt.CheckState.Unchecked and not mark.flags() & Qt.ItemFlag.ItemIsUserCheckable
    desk.click("obras.resumen.dialogo.aceptar")
    desk.gone("obras.resumen.dialogo")
    desk.shows_rows("obras.materiales.tabla", 0, "564002")
