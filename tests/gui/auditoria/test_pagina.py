"""The page of the trail: who did what, with what it was before; filters, proof, export."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateEdit, QLabel, QLineEdit, QPushButton
from python_calamine import CalamineWorkbook

from rexus.base.text import formatear_fecha
from rexus.seguridad import ingreso
from rexus.settings.zona import zona_horaria
from rexus.shell.registry import MODULES
from rexus.ui.eventos.ficha import FichaEvento
from rexus.ui.jobs import Job
from tests.gui.auditoria.conftest import CLAVE_DE_OTROS, CODIGO, Abridor, Puesto
from tests.servers.sitio import Sitio

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_newest_first_and_what_waited_is_among_them(puesto: Puesto) -> None:
    eventos = puesto.en_la_base()
    assert [puesto.eventos.id_at(n) for n in range(puesto.eventos.rowCount())] == [e.id for e in eventos]
    assert len(eventos) >= 6
    fila, evento = puesto.filas()[0], eventos[0]
    assert fila["usuario"] == "ana" and fila["modulo"] == "Usuarios" and fila["equipo"] == evento.equipo
    zona = zona_horaria(puesto.application.settings)
    assert fila["fecha"] == formatear_fecha(evento.fecha, zona)
    assert puesto.texto("auditoria.pie") == f"{len(eventos)} eventos"
    # What somebody else does now comes with F5.
    puesto.salida()
    puesto.lista.setFocus()
    puesto.press(Qt.Key.Key_F5)
    puesto.se_ve(lambda filas: filas[0]["accion"] == "Salida")
    assert puesto.filas()[0]["cambio"].startswith("Stock: de 12 a 9")


def test_the_pane_shows_before_and_after_with_a_sign_and_a_word(puesto: Puesto) -> None:
    puesto.salida()
    puesto.trigger("auditoria.actualizar")
    puesto.se_ve(lambda filas: filas[0]["accion"] == "Salida")
    puesto.elegir_fila(0)
    assert puesto.texto("auditoria.evento.titulo") == "Salida"
    assert puesto.texto("auditoria.evento.registro").startswith("Inventario · Artículos · registro ")
    assert puesto.texto("auditoria.evento.quien") == "sistema"
    lineas = {linea.campo: linea for linea in puesto.find("auditoria.evento", FichaEvento).cambios.lineas}
    stock = lineas["Stock"]
    assert (stock.antes, stock.despues, stock.signo, stock.palabra) == ("12", "9", "≠", "cambió")
    assert lineas["Movimiento"].palabra == "nuevo"
    shown = [label.text() for label in puesto.find("auditoria.evento.cambios").findChildren(QLabel)]
    assert shown[:2] == ["Antes", "Después"]
    at = shown.index("Stock")
    assert shown[at : at + 4] == ["Stock", "≠ cambió", "12", "9"]
    # Down with the keys: the pane follows.
    puesto.press(Qt.Key.Key_Down)
    puesto.wait(lambda: puesto.texto("auditoria.evento.titulo") == "Ingresar")


def test_filters_by_user_and_module_and_a_button_that_takes_them_away(puesto: Puesto) -> None:
    todos = puesto.eventos.rowCount()
    puesto.optar("auditoria.filtro_usuario", "ana")
    puesto.se_ve(lambda filas: filas and {fila["usuario"] for fila in filas} == {"ana"})
    puesto.optar("auditoria.filtro_modulo", "Inventario")
    puesto.wait(lambda: puesto.eventos.settled and puesto.eventos.rowCount() == 0)
    assert puesto.texto("auditoria.pie") == "0 eventos"
    puesto.optar("auditoria.filtro_usuario", "Todos los usuarios")
    puesto.se_ve(lambda filas: filas and {fila["modulo"] for fila in filas} == {"Inventario"})
    puesto.escribir("auditoria.buscar", "no hay")
    puesto.wait(lambda: puesto.eventos.settled and puesto.eventos.rowCount() == 0)
    verbo = next(b for b in puesto.lista.findChildren(QPushButton) if b.text())
    assert verbo.text() == "Borrar la búsqueda y los filtros"
    puesto.qtbot.mouseClick(verbo, Qt.MouseButton.LeftButton)
    puesto.se_ve(lambda filas: len(filas) == todos)


def test_a_record_is_found_by_the_code_of_its_article_or_its_own_number(puesto: Puesto) -> None:
    puesto.press(Qt.Key.Key_F6)
    puesto.escribir("auditoria.buscar", CODIGO)
    puesto.se_ve(lambda filas: [fila["accion"] for fila in filas] == ["Editar", "Entrada", "Crear"])
    assert {fila["tabla"] for fila in puesto.filas()} == {"Artículos"}
    assert puesto.filas()[0]["cambio"] == "Descripción: de «Marco 64» a «=Marco 70»"
    puesto.escribir("auditoria.buscar", "usuarios:2")
    puesto.se_ve(lambda filas: [(fila["accion"], fila["tabla"]) for fila in filas] == [("Crear", "Usuarios")])
    puesto.press(Qt.Key.Key_Escape)
    puesto.se_ve(lambda filas: len(filas) > 5)


def test_days_are_those_of_the_workshop(puesto: Puesto) -> None:
    todos = puesto.eventos.rowCount()
    for periodo in ("Hoy", "Últimos 7 días", "Últimos 30 días"):
        puesto.optar("auditoria.filtro_fecha", periodo)
        puesto.se_ve(lambda filas: len(filas) == todos)
    assert not puesto.has("auditoria.desde")
    puesto.optar("auditoria.filtro_fecha", "Entre dos días")
    puesto.wait(lambda: puesto.has("auditoria.desde") and puesto.has("auditoria.hasta"))
    puesto.se_ve(lambda filas: len(filas) == todos)
    ayer = datetime.now(UTC) - timedelta(days=3)
    for nombre in ("auditoria.hasta", "auditoria.desde"):
        campo = puesto.find(nombre, QDateEdit)
        campo.setFocus()
        puesto.press(Qt.Key.Key_Home, on=campo)
        campo.setSelectedSection(QDateEdit.Section.DaySection)
        puesto.qtbot.keyClicks(campo, f"{ayer:%d%m%Y}")
        puesto.press(Qt.Key.Key_Return, on=campo)
    puesto.wait(lambda: puesto.eventos.settled and puesto.eventos.rowCount() == 0)


def test_the_proof_says_that_all_is_well(puesto: Puesto) -> None:
    puesto.lista.setFocus()
    puesto.press(Qt.Key.Key_V, CTRL, SHIFT)
    puesto.aviso("La cadena está entera: ")
    assert str(len(puesto.en_la_base())) in puesto.barra.current.texto  # type: ignore[union-attr]


def test_an_altered_event_is_named_and_chosen_also_from_behind_a_filter(puesto: Puesto) -> None:
    puesto.a_mano("UPDATE eventos SET usuario = 'nadie' WHERE id = 3")
    puesto.optar("auditoria.filtro_usuario", "ana")
    puesto.se_ve(lambda filas: {fila["usuario"] for fila in filas} == {"ana"})
    puesto.click("auditoria.verificar")
    puesto.aviso("La auditoría no está como Rexus la escribió. El evento 3 fue alterado.")
    puesto.wait(lambda: puesto.lista.current_id() == 3)
    assert puesto.barra.current is not None and puesto.barra.current.kind == "error"
    puesto.wait(lambda: puesto.texto("auditoria.evento.quien") == "nadie")
    # The verb comes back to it.
    puesto.elegir_fila(0)
    puesto.click("principal.aviso.accion1")
    puesto.wait(lambda: puesto.lista.current_id() == 3)


def test_what_cannot_be_read_hides_nothing_else(puesto: Puesto, tmp_path: Path) -> None:
    puesto.a_mano("UPDATE eventos SET fecha = 'ayer' WHERE id = 3")
    todos = puesto.eventos.rowCount()
    puesto.trigger("auditoria.actualizar")
    ids = list(puesto.eventos.ids_between(0, todos))
    puesto.wait(lambda: puesto.filas()[ids.index(3)]["accion"] == "Ilegible")
    assert [n for n, fila in zip(ids, puesto.filas(), strict=True) if not fila["fecha"]] == [3]
    puesto.click("auditoria.verificar")
    puesto.aviso("La auditoría no está como Rexus la escribió. El evento 3 fue alterado.")
    puesto.wait(lambda: puesto.lista.current_id() == 3)
    puesto.wait(lambda: puesto.texto("auditoria.evento.vacio").startswith("Este evento no se puede leer"))
    # Asked anew, from the first row.
    puesto.optar("auditoria.filtro_fecha", "Últimos 7 días")
    puesto.wait(lambda: puesto.eventos.query.desde is not None and puesto.eventos.settled)
    puesto.wait(lambda: puesto.filas()[0]["accion"] == "Ingresar")
    assert "Ilegible" in [fila["accion"] for fila in puesto.filas()]
    # Nor in what is taken out.
    cuantos = puesto.eventos.rowCount()
    puesto.click("auditoria.exportar")
    puesto.responder_archivo(tmp_path / "eventos.xlsx")
    puesto.wait(lambda: puesto.eventos.rowCount() == cuantos + 1)
    hoja = CalamineWorkbook.from_path(str(tmp_path / "eventos.xlsx")).get_sheet_by_index(0).to_python()
    assert [(fila[5], fila[1]) for fila in hoja if fila[0] == 3] == [("ilegible", "")]
    assert len(hoja) == cuantos + 1


def test_of_one_that_was_removed_the_next_is_chosen(puesto: Puesto) -> None:
    puesto.a_mano("DELETE FROM eventos WHERE id = 3")
    puesto.click("auditoria.verificar")
    puesto.aviso("La auditoría no está como Rexus la escribió. Falta el evento 3.")
    puesto.wait(lambda: puesto.lista.current_id() == 4)


def test_a_proof_can_be_cancelled(puesto: Puesto) -> None:
    def cancelar(job: Job) -> None:
        assert job.titulo == "Verificando la auditoría"
        assert not puesto.find("auditoria.verificar", QAction).isEnabled()
        job.cancelar()

    # Enough that it takes a step.
    puesto.muchos_eventos(1_100)
    puesto.services.jobs.started.connect(cancelar)
    puesto.click("auditoria.verificar")
    puesto.wait(lambda: puesto.barra.current is not None)
    assert puesto.barra.current is not None
    assert puesto.barra.current.texto == "Verificación cancelada: la cadena no se comprobó entera."
    puesto.wait(lambda: puesto.find("auditoria.verificar", QAction).isEnabled())


@pytest.mark.parametrize("nombre", ["eventos.csv", "eventos.xlsx"])
def test_the_export_holds_what_the_filter_finds_and_is_an_event(puesto: Puesto, tmp_path: Path, nombre: str) -> None:
    puesto.escribir("auditoria.buscar", CODIGO)
    puesto.se_ve(lambda filas: len(filas) == 3)
    puesto.lista.setFocus()
    puesto.press(Qt.Key.Key_E, CTRL, SHIFT)
    puesto.responder_archivo(tmp_path / nombre)
    puesto.aviso(f"3 eventos exportados a «{nombre}».")
    if nombre.endswith("csv"):
        lineas = (tmp_path / nombre).read_text(encoding="utf-8-sig").splitlines()
        assert lineas[0].startswith("N.º;Fecha;Usuario;Equipo;Módulo;Acción;Tabla;Registro;Antes;Después;")
        assert len(lineas) == 4 and "=Marco 70" in lineas[1]
    else:
        hoja = CalamineWorkbook.from_path(str(tmp_path / nombre)).get_sheet_by_index(0).to_python()
        assert len(hoja) == 4 and hoja[1][5] == "editar" and "=Marco 70" in str(hoja[1][9])
    puesto.escribir("auditoria.buscar", "")
    puesto.se_ve(lambda filas: filas[0]["accion"] == "Exportar")
    evento = puesto.en_la_base()[0]
    assert evento.usuario == "ana" and evento.modulo == "auditoria"
    assert evento.despues is not None and evento.despues["archivo"] == nombre and evento.despues["filas"] == 3


def test_a_name_that_a_spreadsheet_would_run_is_quoted(puesto: Puesto, tmp_path: Path) -> None:
    with puesto.otro() as registry:
        from rexus.base.errors import CredencialesError

        with pytest.raises(CredencialesError):
            ingreso.entrar(registry, "luis", "no es esta", ingreso.Politica())
    puesto.trigger("auditoria.actualizar")
    puesto.se_ve(lambda filas: filas[0]["accion"] == "Ingreso fallido")
    puesto.a_mano("UPDATE eventos SET equipo = '=1+1', registro = '@x', accion = '-2', tabla = '+3'")
    puesto.click("auditoria.exportar")
    puesto.responder_archivo(tmp_path / "todo.csv")
    puesto.wait(lambda: (tmp_path / "todo.csv").exists())
    celdas = (tmp_path / "todo.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(";")
    assert celdas[3] == "'=1+1" and celdas[5:8] == ["'-2", "'+3", "'@x"]


def test_who_may_not_see_it_has_neither_the_page_nor_the_history(archivos: Sitio, abrir: Abridor) -> None:
    puesto = abrir(archivos, "luis", CLAVE_DE_OTROS)
    assert "auditoria" in [module.id for module in MODULES]
    assert not puesto.application.window.findChildren(QAction, "principal.ir_auditoria")
    puesto.wait(lambda: len(puesto.codigos()) == 2)
    puesto.elegir(0)
    assert not puesto.find("inventario.historial", QAction).isEnabled()


def test_typing_over_the_table_searches(puesto: Puesto) -> None:
    puesto.lista.setFocus()
    puesto.qtbot.keyClicks(puesto.lista, "7")
    puesto.wait(lambda: puesto.find("auditoria.buscar", QLineEdit).text() == "7")


def _columnas(puesto: Puesto) -> dict[str, bool]:
    return {c["clave"]: c["visible"] for c in puesto.lista.layout_state()["columnas"]}


def test_the_columns_are_as_they_were_left(puesto: Puesto, archivos: Sitio, abrir: Abridor) -> None:
    ajustes = puesto.application.settings
    header = puesto.lista.horizontalHeader()
    # One of those that gave way comes back, and an edge is dragged by hand.
    assert [clave for clave, visible in _columnas(puesto).items() if not visible] == ["equipo", "modulo", "registro"]
    puesto.lista.set_column_visible("equipo", True)
    edge = QPoint(header.sectionViewportPosition(0) + header.sectionSize(0) - 1, header.height() // 2)
    ancho = header.sectionSize(0)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(20, 0))
    QTest.mouseMove(header.viewport(), edge + QPoint(40, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 0))
    assert header.sectionSize(0) == ancho + 40
    puesto.wait(lambda: ajustes.get("auditoria.columnas").get("columnas"))
    puesto.application.close()
    otra = abrir(archivos)
    otra.wait(lambda: otra.has("auditoria.tabla"))
    assert otra.lista.horizontalHeader().sectionSize(0) == ancho + 40
    assert [clave for clave, visible in _columnas(otra).items() if not visible] == ["modulo", "registro"]


def test_columns_that_gave_way_in_a_narrow_window_come_back_in_a_wide_one(
    puesto: Puesto, archivos: Sitio, abrir: Abridor
) -> None:
    puesto.ir("inventario")
    puesto.application.close()
    # What the page does by itself is nobody's choice.
    de_mas = ["equipo", "modulo", "registro"]
    for ancho, ocultas in ((1000, de_mas), (1000, de_mas), (1700, [])):
        otra = abrir(archivos)
        otra.application.window.resize(ancho, 820)
        otra.ir("auditoria")
        otra.se_ve(lambda filas: filas)
        assert [clave for clave, visible in _columnas(otra).items() if not visible] == ocultas
        # Past the moment in which changes are gathered.
        otra.qtbot.wait(300)
        otra.ir("inventario")
        assert "columnas" not in otra.application.settings.get("auditoria.columnas")
        otra.application.close()
