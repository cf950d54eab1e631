"""The list of obras: found, filtered, sorted, brought from state to state, edited, deleted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTableView

from rexus.base.actor import Actor
from rexus.stock import nueva_clave
from tests.gui.obras.conftest import OpenDesk, Workshop

TABLE = "obras.tabla"


def several(workshop: Workshop) -> None:
    """One that can start, one that lacks, one that is free to be set apart, one without materials, one ended."""
    workshop.obra("OB-1", {"564002": 6}, nombre="Casa Ñandú", fecha_entrega="20/12/2030")
    workshop.obra("OB-2", {"245536": 4, "555320": 1}, nombre="Edificio", fecha_entrega="01/12/2030")
    workshop.obra("OB-3", {"590012": 1}, cliente="Pérez", fecha_entrega="05/12/2030")
    workshop.obra("OB-4")
    workshop.obra("OB-5", fecha_entrega="01/01/2020")
    workshop.model.reservar(workshop.obras["OB-1"], None, nueva_clave())
    workshop.model.cambiar_estado(workshop.obras["OB-5"], "cancelada", 1)


def test_whether_each_can_start_is_seen_found_and_sorted(workshop: Workshop, open_desk: OpenDesk) -> None:
    several(workshop)
    desk = open_desk()
    # By the day of delivery; those without one last.
    desk.shows_rows(TABLE, 0, "OB-2", "OB-3", "OB-1", "OB-4")
    assert [row[3] for row in desk.rows(TABLE)] == ["falta 1 artículo", "disponible", "reservado", "sin materiales"]
    table = desk.find(TABLE, QTableView)
    assert table.horizontalHeader().length() == table.viewport().width()
    desk.wait(lambda: desk.text("obras.pie") == "4 obras · 1 con faltantes · 1 sin materiales")
    desk.click("obras.con_faltantes")
    desk.shows_rows(TABLE, 0, "OB-2")
    desk.pick_row(TABLE, "OB-2")
    desk.wait(lambda: desk.text("obras.panel.materiales") == "▼ Materiales: falta 1 artículo")
    assert desk.text("obras.panel.desglose") == "2 artículos: 1 disponible sin reservar, 1 con faltante"
    desk.click("obras.con_faltantes")
    desk.type("obras.buscar", "nandu")
    desk.shows_rows(TABLE, 0, "OB-1")
    desk.type("obras.buscar", "")
    desk.pick("obras.filtro_estado", "Cancelada")
    desk.shows_rows(TABLE, 0, "OB-5")
    desk.pick("obras.filtro_estado", "Todas")
    desk.shows_rows(TABLE, 0, "OB-5", "OB-2", "OB-3", "OB-1", "OB-4")
    table = desk.obras.lista.table
    table.sort_requested.emit("materiales", False)
    table.set_sort("materiales")
    desk.obras.lista.filtered.emit()
    desk.shows_rows(TABLE, 0, "OB-1", "OB-3", "OB-2", "OB-4", "OB-5")


def test_in_a_narrow_window_names_and_clients_are_whole(workshop: Workshop, open_desk: OpenDesk) -> None:
    workshop.obra("OB-1", nombre="Local de la esquina", cliente="Panadería La Espiga", aberturas=3)
    # As much as the navigation leaves of a window of 1280.
    desk = open_desk(width=1088)
    desk.shows_rows(TABLE, 0, "OB-1")
    table = desk.obras.lista.table
    keys = [column.key for column in table.model().columns]
    assert table.isColumnHidden(keys.index("aberturas"))
    assert not table.horizontalScrollBar().isVisible()
    for key in ("nombre", "cliente"):
        room = table.columnWidth(keys.index(key))
        assert room >= table.sizeHintForColumn(keys.index(key)), key
    # What gave way is told beside them.
    desk.pick_row(TABLE, "OB-1")
    desk.wait(lambda: "3" in desk.text("obras.panel.aberturas"))


def test_edited_brought_on_and_deleted(workshop: Workshop, open_desk: OpenDesk) -> None:
    several(workshop)
    desk = open_desk()
    desk.shows_rows(TABLE, 0, "OB-2", "OB-3", "OB-1", "OB-4")
    desk.pick_row(TABLE, "OB-4")
    desk.key(Qt.Key.Key_F2, on=desk.find(TABLE))
    desk.dialog("obras.formulario")
    desk.type("obras.formulario.codigo", "OB-1")
    desk.type("obras.formulario.fecha_entrega", "31/02/2030")
    desk.click("obras.formulario.aceptar")
    desk.wait(lambda: "o es una fecha" in desk.text("obras.formulario.fecha_entrega.error"))
    desk.type("obras.formulario.fecha_entrega", "28/02/2030")
    desk.click("obras.formulario.aceptar")
    desk.wait(lambda: "Ya existe" in desk.text("obras.formulario.codigo.error"))
    desk.type("obras.formulario.codigo", "OB-44")
    # Somebody else was faster: what was typed stays, and saving again changes that alone.
    workshop.model.editar(workshop.obras["OB-4"], 1, {"cliente": "Gómez"})
    desk.click("obras.formulario.aceptar")
    desk.wait(lambda: "Otra persona cambió OB-4" in desk.text("obras.formulario.error.texto"))
    desk.click("obras.formulario.aceptar")
    desk.gone("obras.formulario")
    desk.notice("Obra OB-44 guardada.")
    ficha = workshop.model.obra(workshop.obras["OB-4"])
    assert (ficha.codigo, ficha.cliente) == ("OB-44", "Gómez")

    desk.shows_rows(TABLE, 0, "OB-44", "OB-2", "OB-3", "OB-1")
    desk.pick_row(TABLE, "OB-44")
    assert not desk.find("obras.pasar_a.medicion", QAction).isVisible()
    desk.trigger("obras.pasar_a.pedido")
    desk.notice("OB-44 pasó a «pedido».")
    desk.wait(lambda: desk.rows(TABLE)[0][4] == "pedido")
    desk.do("Deshacer")
    desk.notice("OB-44 volvió a «medición».")

    # One that holds something is not deleted.
    desk.pick_row(TABLE, "OB-1")
    desk.trigger("obras.eliminar")
    desk.dialog("obras.confirmar_eliminar")
    desk.click("obras.confirmar_eliminar.aceptar")
    desk.told("tiene material reservado y no se puede eliminar")
    desk.ctx.notices.close_notice()
    desk.pick_row(TABLE, "OB-44")
    desk.trigger("obras.eliminar")
    desk.dialog("obras.confirmar_eliminar")
    desk.click("obras.confirmar_eliminar.aceptar")
    desk.notice("Obra OB-44 eliminada.")
    desk.shows_rows(TABLE, 0, "OB-2", "OB-3", "OB-1")


def test_who_may_only_look_changes_nothing_and_is_told_why(workshop: Workshop, open_desk: OpenDesk) -> None:
    several(workshop)
    workshop.model.entregar(workshop.obras["OB-1"], None, clave=nueva_clave())
    opened: list[tuple[str, str]] = []
    desk = open_desk(
        Actor("luis", "consulta", frozenset({"obras.ver", "inventario.ver"})),
        puede_abrir=lambda tabla: tabla == "inventario_perfiles",
        abrir=lambda tabla, registro: opened.append((tabla, registro)) or True,
    )
    desk.shows_rows(TABLE, 0, "OB-2", "OB-3", "OB-1", "OB-4")
    desk.open("OB-1")
    desk.wait(lambda: desk.rows("obras.materiales.tabla"))
    desk.pick_row("obras.materiales.tabla", "564002")
    names = ("nueva", "editar", "eliminar", "materiales.agregar", "materiales.reservar", "materiales.entregar",
             "materiales.devolver", "materiales.liberar", "adjuntos.agregar")  # fmt: skip
    for name in names:
        action = desk.find(f"obras.{name}", QAction)
        assert not action.isEnabled() and "obras.modificar" in action.toolTip(), name
    desk.trigger("obras.materiales.ver_articulo")
    assert opened == [("inventario_perfiles", str(workshop.articles["564002"]))]


def test_who_may_not_approve_takes_nothing_from_other_obras(workshop: Workshop, open_desk: OpenDesk) -> None:
    several(workshop)
    workshop.obra("OB-6", {"564002": 9})
    desk = open_desk(
        Actor("luis", "operador", frozenset({"obras.ver", "obras.modificar", "inventario.ver", "inventario.modificar"}))
    )
    desk.open("OB-6")
    desk.wait(lambda: desk.rows("obras.materiales.tabla"))
    desk.trigger("obras.materiales.entregar")
    desk.dialog("obras.entregar.dialogo")
    desk.count("obras.entregar.lineas", "564002", "9")
    desk.wait(lambda: "necesita el permiso «obras.aprobar»" in desk.text("obras.entregar.otras"))
    assert not desk.find("obras.entregar.de_OB-1").isEnabled()
    desk.click("obras.entregar.dialogo.aceptar")
    desk.wait(lambda: "Reservadas para otras: OB-1 6" in desk.text("obras.entregar.dialogo.error.texto"))
    assert workshop.figures("OB-6", "564002") == (9, 0, 0, 9)


def test_another_seat_was_faster(workshop: Workshop, open_desk: OpenDesk) -> None:
    """What this window does not know yet is refused in words, and nothing is half done."""
    several(workshop)
    desk = open_desk()
    desk.open("OB-3")
    desk.wait(lambda: desk.material("590012") == ["590012", "disponible", "1", "–", "–", "1", "1"])
    desk.trigger("obras.materiales.reservar_lineas")
    desk.dialog("obras.reservar.dialogo")
    workshop.obra("OB-9", {"590012": 1})
    workshop.model.reservar(workshop.obras["OB-9"], None, nueva_clave())
    desk.click("obras.reservar.dialogo.aceptar")
    desk.wait(lambda: "hay 0 disponibles; OB-9 tiene 1." in desk.text("obras.reservar.dialogo.error.texto"))
    desk.click("obras.reservar.dialogo.cancelar")
    desk.gone("obras.reservar.dialogo")
    workshop.model.cambiar_estado(workshop.obras["OB-3"], "cerrada", 1)
    desk.trigger("obras.materiales.reservar")
    desk.told("La obra OB-3 está cerrada. No se registró nada.")
    # A closed obra waits for nothing.
    assert workshop.figures("OB-3", "590012") == (1, 0, 0, 0)
    assert workshop.sound()
