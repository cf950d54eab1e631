"""The import, from the file to the articles and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QPushButton, QWidget

from rexus.catalogo.controller import importar
from rexus.modulos.inventario.catalogo import PERFILES
from rexus.stock.consulta import Consulta
from rexus.stock.movimientos import Pedido
from rexus.ui.jobs import Job
from tests.gui.inventario_dialogos.mesa import Mesa

FILE, COLUMNS, REVIEW = range(3)
TITULOS = "Código;Descripción;Stock actual;Ubicación;Importe"


@pytest.fixture(autouse=True)
def analyses_are_closed(mesa: Mesa) -> Iterator[None]:
    """Whatever happened, no temporary file stays open once the dialog is gone."""
    yield
    mesa.idle()
    assert all(analisis._deposito.cerrado for analisis in mesa.model.analyses)


def begin(mesa: Mesa, file: Path | None = None) -> QWidget:
    """Open the import, with a file if one is given, and wait for its step."""
    mesa.spawn(importar.abrir(mesa.page, mesa.ctx, mesa.model, file))
    dialog = mesa.dialog("importar")
    if file is not None:
        mesa.wait(lambda: dialog.step == COLUMNS or mesa.shows("importar.error"))
    return dialog


def review(mesa: Mesa, file: Path) -> QWidget:
    """Up to what a file would change."""
    dialog = begin(mesa, file)
    mesa.click("importar.aceptar")
    mesa.wait(lambda: dialog.step == REVIEW and not dialog.working)
    return dialog


def primary(mesa: Mesa) -> QPushButton:
    """The dialog's one verb."""
    return mesa.find("importar.aceptar", QPushButton)


def codes(mesa: Mesa) -> list[str]:
    """What the catalogue has."""
    ids = mesa.model.indice(Consulta())
    return [str(fila.valores[0]) for fila in mesa.model.filas(ids, ("codigo",))]


def leave(mesa: Mesa) -> None:
    """Close the dialog with Esc."""
    mesa.key(Qt.Key.Key_Escape)
    mesa.gone("importar")


# ── The way through ──


def test_a_real_summary_comes_in_and_goes_out_again(mesa: Mesa, datos: Path) -> None:
    dialog = begin(mesa, datos / "rehau_obra.csv")
    assert "UTF-8" in mesa.text("importar.detectado")
    assert "punto y coma" in mesa.text("importar.detectado")
    assert mesa.find("importar.mapeo.1", QComboBox).currentData() == "codigo"
    assert "«Necesarias»" in mesa.text("importar.nota")
    assert mesa.rows("importar.filas")[0][:3] == ["PERFILES", "227848", "Remate inferior puerta calle"]
    mesa.key(Qt.Key.Key_Return)
    mesa.wait(lambda: dialog.step == REVIEW)
    assert mesa.text("importar.resumen") == "10 artículos nuevos"
    assert primary(mesa).text() == "Importar 10 artículos"
    mesa.key(Qt.Key.Key_Return)
    mesa.gone("importar")
    notice = mesa.told("10 artículos importados.")
    assert len(codes(mesa)) == 10
    assert mesa.ctx.undo.texto == "importación de 10 artículos"
    assert notice.acciones[0][0] == "Revertir importación"
    # It asks first how much goes; a no leaves all of it, and it can still be undone.
    mesa.click("principal.aviso.accion1")
    mesa.dialog("principal.deshacer_todo")
    assert mesa.find("principal.deshacer_todo").accessibleDescription() == (
        "Vuelve atrás la importación entera, 10 líneas: 10 artículos creados se quitan."
    )
    mesa.click("principal.deshacer_todo.cancelar")
    mesa.gone("principal.deshacer_todo")
    assert len(codes(mesa)) == 10
    mesa.ctx.jobs.spawn(mesa.ctx.undo.undo())
    mesa.dialog("principal.deshacer_todo")
    mesa.click("principal.deshacer_todo.aceptar")
    mesa.told("Importación revertida: 10 artículos eliminados.")
    assert codes(mesa) == []
    assert not mesa.ctx.undo._items


def test_a_catalogue_brings_stock_and_places(mesa: Mesa, catalogo: Callable[[int], Path]) -> None:
    review(mesa, catalogo(1000))
    assert mesa.text("importar.resumen").startswith("1.000 artículos nuevos · ")
    assert "movimientos de stock" in mesa.text("importar.resumen")
    assert mesa.find("importar.ver.ubicaciones", QPushButton).isVisible()
    assert mesa.rows("importar.ubicaciones")
    assert primary(mesa).text() == "Importar 1.000 artículos"
    mesa.click("importar.aceptar")
    mesa.gone("importar")
    mesa.told("1.000 artículos importados.")
    assert len(codes(mesa)) == 1000
    assert mesa.is_true()


def test_changes_are_shown_field_by_field(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    mesa.article("564002", 12, descripcion="Marco 64", ubicacion="Rack C16", importe="1500")
    mesa.article("564081", 2, descripcion="Hoja Z74")
    review(
        mesa,
        planilla(TITULOS, "564002;Marco 64 mm;12;Rack A3;2.000,50", "564081;Hoja Z74;;;", "700100;Nuevo;3;;"),
    )
    assert mesa.text("importar.resumen") == (
        "1 artículo nuevo · 1 artículo cambia · 1 sin cambios · 1 movimiento de stock"
    )
    assert mesa.rows("importar.cambios") == [
        ["2", "564002", "Descripción", "Marco 64", "Marco 64 mm"],
        ["2", "564002", "Ubicación", "Rack C16", "Rack A3"],
        ["2", "564002", "Importe", "1.500,00", "2.000,50"],
    ]
    assert mesa.rows("importar.ubicaciones") == [["Rack A3"]]
    assert primary(mesa).text() == "Importar 2 artículos"
    mesa.click("importar.aceptar")
    mesa.told("2 artículos importados: 1 nuevo, 1 cambiado, 1 sin cambios.")
    assert mesa.model.articulo(mesa.id_of("564002")).valores["descripcion"] == "Marco 64 mm"
    assert mesa.is_true()


def test_what_is_new_is_listed_and_sums_are_left_out(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    file = planilla(
        TITULOS, "700100;Contravidrio;3;Rack A3;2.000,50", "700101;;;;", "TOTAL;;3;;", "Fecha de impresión: 3/4;;;;"
    )
    dialog = review(mesa, file)
    assert mesa.find("importar.ver.nuevos", QPushButton).isChecked()
    assert mesa.rows("importar.nuevos") == [
        ["2", "700100", "Contravidrio", "3", "Rack A3", "Importe: 2.000,50"],
        ["3", "700101", "", "", "", ""],
        ["5", "Fecha de impresión: 3/4", "", "", "", ""],
    ]
    assert mesa.rows("importar.avisos") == [["Una fila parece un total y queda afuera: fila 4 («TOTAL · 3»)."]]
    box = mesa.find("importar.totales", QCheckBox)
    assert box.text() == "Importar también las filas que parecen totales (1)"
    on_its_mark = QPoint(8, box.height() // 2)
    mesa.qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=on_its_mark)
    mesa.wait(lambda: not dialog.working and primary(mesa).text() == "Importar 4 artículos")
    assert box.isChecked() and mesa.rows("importar.avisos") == []
    mesa.qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=on_its_mark)
    mesa.wait(lambda: not dialog.working and primary(mesa).text() == "Importar 3 artículos")
    mesa.click("importar.aceptar")
    mesa.told("3 artículos importados.")


def test_the_stock_is_opening_stock_a_count_or_nothing(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    mesa.article("564002", 12, descripcion="Marco")
    file = planilla("Código;Descripción;Stock", "564002;Marco;15", "700100;Nuevo;3")
    dialog = review(mesa, file)
    assert mesa.text("importar.resumen") == "1 artículo nuevo · 1 sin cambios · 1 movimiento de stock"
    mesa.click("importar.stock.contar")
    mesa.wait(lambda: not dialog.working and primary(mesa).text() == "Importar 2 artículos")
    assert mesa.rows("importar.cambios") == [["2", "564002", "Stock actual", "12", "15"]]
    mesa.click("importar.stock.ignorar")
    mesa.wait(lambda: not dialog.working and primary(mesa).text() == "Importar 1 artículo")
    assert mesa.text("importar.resumen") == "1 artículo nuevo · 1 sin cambios"
    mesa.click("importar.stock.contar")
    mesa.wait(lambda: not dialog.working and primary(mesa).text() == "Importar 2 artículos")
    mesa.click("importar.aceptar")
    mesa.told("2 artículos importados: 1 nuevo, 1 cambiado.")
    assert mesa.stock("564002") == "15"
    assert [linea.tipo for linea in mesa.card("564002")] == ["ENTRADA", "CONTEO"]
    assert mesa.is_true()


def test_nothing_to_do_says_so(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    mesa.article("564002", 12, descripcion="Marco")
    review(mesa, planilla("Código;Descripción", "564002;Marco"))
    assert not primary(mesa).isEnabled()
    assert mesa.text("importar.motivo") == "No hay nada que importar: todo está igual que en la planilla."
    leave(mesa)


# ── Columns ──


def test_the_file_is_chosen_in_a_dialog(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    file = planilla("Código;Descripción", "555320;Cuarto caña", codificacion="cp1252")
    dialog = begin(mesa)
    assert dialog.step == FILE
    mesa.key(Qt.Key.Key_Return)
    mesa.answer_file("archivo.leer", file)
    mesa.wait(lambda: dialog.step == COLUMNS)
    assert "Windows-1252" in mesa.text("importar.detectado")
    mesa.click("importar.cancelar")
    mesa.gone("importar")


def test_a_mapping_by_hand_is_remembered_for_the_same_headings(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    file = planilla("Cosa;Texto;Otra", "564002;Marco;Rack C16")
    dialog = begin(mesa, file)
    assert not primary(mesa).isEnabled()
    assert "Código" in mesa.text("importar.nota")
    mesa.pick("importar.mapeo.0", "Código")
    mesa.pick("importar.mapeo.1", "Descripción")
    mesa.pick("importar.mapeo.2", "Ubicación")
    assert mesa.text("importar.nota") == "Se usan todas las columnas."
    mesa.click("importar.aceptar")
    mesa.wait(lambda: dialog.step == REVIEW)
    assert mesa.text("importar.resumen") == "1 artículo nuevo"
    leave(mesa)
    begin(mesa, file)
    assert [mesa.find(f"importar.mapeo.{n}", QComboBox).currentData() for n in range(3)] == [
        "codigo",
        "descripcion",
        "ubicacion",
    ]
    leave(mesa)


def test_a_field_belongs_to_one_column(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    begin(mesa, planilla("Código;Descripción;Detalle largo", "564002;Marco;Marco de 64"))
    mesa.pick("importar.mapeo.2", "Descripción")
    assert mesa.text("importar.nota") == (
        "«Descripción» y «Detalle largo» se guardan como «Descripción»: dejar una sola."
    )
    assert not primary(mesa).isEnabled()
    mesa.pick("importar.mapeo.1", "No usar")
    assert primary(mesa).isEnabled()
    mesa.key(Qt.Key.Key_Escape)
    mesa.dialog("importar.descartar")
    mesa.click("importar.descartar.cancelar")
    mesa.gone("importar.descartar")
    assert mesa.dialog("importar").isVisible()
    mesa.key(Qt.Key.Key_Escape)
    mesa.dialog("importar.descartar")
    mesa.click("importar.descartar.aceptar")
    mesa.gone("importar")


def test_a_mapping_that_names_alone_give_is_not_kept(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    file = planilla("Código;Descripción", "564002;Marco")
    review(mesa, file)
    leave(mesa)
    assert mesa.ctx.settings.get(PERFILES.mapeos) == {}


def test_another_sheet_of_the_workbook(mesa: Mesa, tmp_path: Path) -> None:
    file = tmp_path / "dos hojas.xlsx"
    book = xlsxwriter.Workbook(str(file))
    for name, code in (("Viejos", "1"), ("Nuevos", "2")):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ("Código", "Descripción"))
        sheet.write_row(1, 0, (f"56400{code}", f"De {name}"))
    book.close()
    dialog = begin(mesa, file)
    assert mesa.rows("importar.filas") == [["564001", "De Viejos"]]
    mesa.pick("importar.hoja", "Nuevos")
    mesa.wait(lambda: not dialog.working and mesa.rows("importar.filas") == [["564002", "De Nuevos"]])
    mesa.click("importar.aceptar")
    mesa.wait(lambda: dialog.step == REVIEW)
    assert [fila[0] for fila in mesa.rows("importar.avisos")] == ["Se leyó la hoja «Nuevos»; no se leyó «Viejos»."]
    mesa.click("importar.aceptar")
    mesa.told("1 artículo importado.")
    assert codes(mesa) == ["564002"]


# ── Errors ──


def test_every_error_is_listed_and_the_corrected_file_read_again(
    mesa: Mesa, planilla: Callable[..., Path], tmp_path: Path
) -> None:
    lines = ["564002;Marco;doce;Rack C16;1500", "564002;Otro;3;;", ";Sin código;1;;", "700100;Bien;2;;-5"]
    file = planilla(TITULOS, *lines)
    dialog = review(mesa, file)
    rows = mesa.rows("importar.errores")
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("2", "Stock actual", "«doce»"),
        ("3", "Código", "«564002»"),
        ("4", "Código", "(vacío)"),
        ("5", "Importe", "«-5»"),
    ]
    assert all(row[3] for row in rows)
    assert not primary(mesa).isEnabled()
    assert mesa.text("importar.motivo").startswith("No se puede importar: hay 4 errores.")
    mesa.click("importar.errores.copiar")
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == "Fila\tColumna\tValor\tMotivo"
    assert len(copied) == 5 and "doce" in copied[1]
    out = tmp_path / "errores.csv"
    mesa.click("importar.errores.guardar")
    mesa.answer_file("archivo.escribir", out)
    mesa.wait(lambda: out.exists() and not dialog.working)
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 5
    mesa.wait(lambda: mesa.find("importar.errores.guardar", QPushButton).text() == "Guardados en «errores.csv»")
    planilla(TITULOS, "564002;Marco;12;Rack C16;1500", "700100;Bien;2;;5")
    mesa.click("importar.releer")
    mesa.wait(lambda: not dialog.working and primary(mesa).isEnabled())
    assert mesa.text("importar.resumen") == "2 artículos nuevos · 2 movimientos de stock"
    mesa.click("importar.aceptar")
    mesa.told("2 artículos importados.")
    assert mesa.stock("564002") == "12"


def test_numbers_of_two_meanings_are_asked_about(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    dialog = review(mesa, planilla("Código;Stock mínimo", "564002;1,500", "564081;2,250"))
    assert len(mesa.rows("importar.errores")) == 2
    assert mesa.find("importar.dudoso").isVisible()
    mesa.click("importar.dudoso.coma")
    mesa.wait(lambda: not dialog.working and primary(mesa).isEnabled())
    assert not mesa.find("importar.dudoso").isVisible()
    mesa.click("importar.aceptar")
    mesa.told("2 artículos importados.")
    assert str(mesa.model.articulo(mesa.id_of("564002")).valores["stock_minimo"].normalize()) == "1.5"


def test_the_decimal_mark_can_be_said_beforehand(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    dialog = begin(mesa, planilla("Código;Stock mínimo", "564002;1,500"))
    mesa.pick("importar.decimal", "Punto")
    mesa.click("importar.aceptar")
    mesa.wait(lambda: dialog.step == REVIEW)
    mesa.click("importar.aceptar")
    mesa.told("1 artículo importado.")
    assert mesa.model.articulo(mesa.id_of("564002")).valores["stock_minimo"] == 1500


def test_what_is_no_spreadsheet_is_refused_and_another_file_taken(
    mesa: Mesa, planilla: Callable[..., Path], tmp_path: Path
) -> None:
    picture = tmp_path / "foto.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    dialog = begin(mesa, picture)
    assert "no una planilla" in mesa.text("importar.error.texto")
    assert dialog.step == FILE
    drop(dialog, planilla("Código", "564002"))
    mesa.wait(lambda: dialog.step == COLUMNS)
    assert not mesa.shows("importar.error")
    leave(mesa)


def test_a_refusal_after_the_dry_run_shows_the_errors_of_now(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    lugar = mesa.place("Rack C16")
    review(mesa, planilla(TITULOS, "564002;Marco;;Rack C16;"))
    from rexus.base.actor import SISTEMA
    from rexus.modulos.ubicaciones.model import UbicacionesModel

    UbicacionesModel(mesa.ctx.registry, lambda: SISTEMA).activar(lugar, 1, activo=False)
    mesa.click("importar.aceptar")
    mesa.wait(lambda: mesa.shows("importar.error"))
    assert mesa.rows("importar.errores") == [["2", "Ubicación", "«Rack C16»", "la ubicación está inactiva"]]
    assert not primary(mesa).isEnabled()
    assert codes(mesa) == []
    leave(mesa)


# ── Stopping ──


def test_a_cancelled_import_leaves_nothing_and_can_be_tried_again(mesa: Mesa, catalogo: Callable[[int], Path]) -> None:
    dialog = review(mesa, catalogo(12_000))
    stopped: list[Job] = []

    def stop(job: Job) -> None:
        if job.titulo == "Importando perfiles" and not stopped:
            stopped.append(job)
            assert dialog.working
            mesa.key(Qt.Key.Key_Escape)
            assert dialog.isVisible() and QApplication.focusWidget() is dialog.cancel
            assert not job.cancelado, "Esc alone must not throw the work away"
            mesa.click("importar.cancelar")
            assert job.cancelado

    mesa.ctx.jobs.progress.connect(stop)
    mesa.click("importar.aceptar")
    mesa.wait(lambda: stopped and not dialog.working)
    assert dialog.isVisible() and codes(mesa) == [] and mesa.model.ubicaciones()[1:] == []
    mesa.wait(lambda: primary(mesa).isEnabled())
    mesa.click("importar.aceptar")
    mesa.told("12.000 artículos importados.")
    assert len(codes(mesa)) == 12_000


def test_closing_the_window_in_the_middle_closes_the_analysis(mesa: Mesa, catalogo: Callable[[int], Path]) -> None:
    dialog = begin(mesa, catalogo(6_000))
    started: list[Job] = []
    mesa.ctx.jobs.progress.connect(lambda job: started.append(job) if job.titulo.startswith("Leyendo") else None)
    mesa.click("importar.aceptar")
    mesa.wait(lambda: started)
    dialog.done(0)
    mesa.gone("importar")
    mesa.idle()
    assert codes(mesa) == []


# ── Dropping ──


def drop(target: QWidget, *files: Path) -> bool:
    """Let files fall on a widget; whether it took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    none, left, copy = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(target.rect().center(), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(target, QDropEvent(QPointF(target.rect().center()), copy, data, left, none))
    return True


def test_a_file_dropped_on_the_page_opens_the_import(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    importar.accept_drops(mesa.page, mesa.ctx, mesa.model)
    file = planilla("Código;Descripción", "564002;Marco")
    assert not drop(mesa.page, file, file)
    assert not drop(mesa.page, file.with_suffix(".pdf"))
    assert drop(mesa.page, file)
    dialog = mesa.dialog("importar")
    mesa.wait(lambda: dialog.step == COLUMNS)
    leave(mesa)


def test_reverting_is_refused_while_something_depends_on_it(mesa: Mesa, planilla: Callable[..., Path]) -> None:
    review(mesa, planilla(TITULOS, "564002;Marco;12;Rack C16;"))
    mesa.click("importar.aceptar")
    mesa.told("1 artículo importado.")
    mesa.model.registrar_salida(Pedido(mesa.id_of("564002"), 1))
    mesa.click("principal.aviso.accion1")
    mesa.dialog("principal.deshacer_todo")
    mesa.click("principal.deshacer_todo.aceptar")
    mesa.wait(lambda: mesa.ctx.notices.current is not None and mesa.ctx.notices.current.kind == "error")
    assert "564002" in mesa.notice().texto
    assert mesa.stock("564002") == "11"
    assert mesa.ctx.undo._items, "it can still be undone later"
