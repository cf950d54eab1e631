"""Cutting at the desk: retazos are offered first, what comes of it is seen before, and it is undone as one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton

from rexus.base.actor import SISTEMA, Actor
from rexus.db.names import INVENTARIO
from rexus.stock import obras, reservas
from rexus.stock.lineas import Linea
from rexus.stock.movimientos import Pedido
from rexus.ui.module import Context
from tests.gui.inventario.conftest import Catalogue, Desk, OpenDesk


@pytest.fixture
def cut(catalogue: Catalogue) -> Catalogue:
    """Of 564002: twelve bars of 5.800 mm in Rack C16, retazos of 2.100 (two) and 3.000 mm in Rack A3; two obras."""
    for mm, n in ((2100, 2), (3000, 1)):
        pedido = Pedido(catalogue.ids["564002"], n, ubicacion_id=catalogue.place("Rack A3"), longitud_mm=mm)
        catalogue.model.registrar_entrada(pedido)
    for codigo in ("OB-1", "OB-2"):
        catalogue.registry.escribir(INVENTARIO, SISTEMA, obras.crear, {"codigo": codigo, "nombre": "Casa Pérez"})
    return catalogue


@pytest.fixture
def bench(cut: Catalogue, open_desk: OpenDesk) -> Desk:
    """564002 is chosen."""
    desk = open_desk()
    desk.shows("564002", "564081", "555320", "700100")
    desk.choose("564002")
    return desk


def lengths(catalogue: Catalogue) -> dict[tuple[str, int], int]:
    """Pieces of 564002 by place and length."""
    hay = catalogue.model.existencias(catalogue.ids["564002"])
    return {(e.ubicacion, e.longitud_mm): int(e.cantidad) for e in hay}


def pieces(desk: Desk, text: str) -> QPlainTextEdit:
    """Type what is to be cut."""
    area = desk.find("inventario.cortar.piezas", QPlainTextEdit)
    area.setFocus()
    area.selectAll()
    desk.key(Qt.Key.Key_Delete, on=area)
    desk.write(text, on=area)
    return area


def offered(desk: Desk) -> list[str]:
    """What can be cut, and the first is what is taken."""
    combo = desk.find("inventario.cortar.material", QComboBox)
    return [combo.itemText(n) for n in range(combo.count())]


def foreseen(desk: Desk) -> str:
    return desk.text("inventario.cortar.prevision")


def test_off_a_bar_for_an_obra_and_undone_as_one(bench: Desk, cut: Catalogue) -> None:
    bench.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    bench.dialog("inventario.cortar.dialogo")
    assert offered(bench) == [
        "retazo 2.100 mm · Rack A3 · hay 2",
        "retazo 3.000 mm · Rack A3 · hay 1",
        "barra entera 5.800 mm · Rack C16 · hay 12",
    ]
    area = pieces(bench, "3 × 1.200")
    # Longer than either retazo: only the bars are left.
    assert offered(bench) == ["barra entera 5.800 mm · Rack C16 · hay 12"]
    assert foreseen(bench) == "Piezas: 3.600 mm; queda un retazo de 2.200 mm en Rack C16."
    bench.key(Qt.Key.Key_Return, on=area)
    bench.write("2x800", on=area)
    bench.type("inventario.cortar.sierra", "4")
    assert foreseen(bench) == ("Piezas: 5.200 mm; sierra: 20 mm; queda un retazo de 580 mm en Rack C16.")
    bench.pick("inventario.cortar.obra", "OB-1 · Casa Pérez")
    bench.pick("inventario.cortar.destino", "Rack A3")
    assert foreseen(bench).endswith("queda un retazo de 580 mm en Rack A3.")
    bench.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, on=area)
    bench.gone("inventario.cortar.dialogo")
    bench.notice("Se cortó una barra de 5.800 mm de 564002 para OB-1: queda un retazo de 580 mm en Rack A3.")
    assert lengths(cut) == {("Rack C16", 0): 11, ("Rack A3", 580): 1, ("Rack A3", 2100): 2, ("Rack A3", 3000): 1}
    # The pane shows the retazo with its length.
    places = bench.page.pane.places.places
    bench.wait(lambda: any(places.index(r, 1).data() == "retazo 580 mm" for r in range(places.rowCount())))
    assert bench.ctx.undo.texto == "corte de 564002"
    assert bench.ctx.notices.current is not None
    bench.ctx.notices.current.acciones[0][1]()
    bench.notice("Se deshizo el corte de 564002: la pieza está entera.")
    assert lengths(cut) == {("Rack C16", 0): 12, ("Rack A3", 2100): 2, ("Rack A3", 3000): 1}
    assert cut.model.verificar().ok


def test_a_retazo_comes_before_a_bar_and_scrap_is_told(bench: Desk, cut: Catalogue) -> None:
    button = next(b for b in bench.window.findChildren(QPushButton, "inventario.cortar.detalle") if b.isVisible())
    bench.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    bench.dialog("inventario.cortar.dialogo")
    bench.type("inventario.cortar.sierra", "5")
    area = pieces(bench, "1800")
    assert foreseen(bench) == "Piezas: 1.800 mm; sierra: 5 mm; sobran 295 mm: merma, se guarda desde 500 mm."
    # Chosen by hand it stays, though another one comes first.
    bench.find("inventario.cortar.material", QComboBox).activated.emit(1)
    bench.wait(lambda: "retazo de 1.195 mm en Rack A3" in foreseen(bench))
    pieces(bench, "2950")
    assert offered(bench)[0] == "retazo 3.000 mm · Rack A3 · hay 1"
    pieces(bench, "1800")
    bench.find("inventario.cortar.material", QComboBox).activated.emit(0)
    bench.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, on=area)
    bench.gone("inventario.cortar.dialogo")
    bench.notice("Se cortó un retazo de 2.100 mm de 564002: no queda retazo, 300 mm de merma.")
    assert lengths(cut)[("Rack A3", 2100)] == 1


def test_what_cannot_be_cut_is_said_and_nothing_is_done(bench: Desk, cut: Catalogue) -> None:
    before = lengths(cut)
    bench.trigger("inventario.cortar")
    bench.dialog("inventario.cortar.dialogo")
    area = pieces(bench, "2 × 3000")
    assert foreseen(bench) == "Las piezas suman 6.000 mm con la sierra, y lo más largo que hay mide 5.800 mm."
    bench.click("inventario.cortar.dialogo.aceptar")
    bench.wait(lambda: "No se registró nada" in bench.text("inventario.cortar.dialogo.error.texto"))
    assert bench.text("inventario.cortar.piezas.error") == "No entran"
    pieces(bench, "dos de mil")
    bench.click("inventario.cortar.dialogo.aceptar")
    bench.wait(lambda: "No se entiende" in bench.text("inventario.cortar.dialogo.error.texto"))
    pieces(bench, "1000")
    bench.type("inventario.cortar.sierra", "1,5")
    bench.click("inventario.cortar.dialogo.aceptar")
    bench.wait(lambda: bench.text("inventario.cortar.sierra.error") == "Un número entero de 0 a 100")
    bench.type("inventario.cortar.sierra", "")
    combo = bench.find("inventario.cortar.obra", QComboBox)
    combo.setEditText("OB-9")
    bench.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, on=area)
    bench.wait(lambda: "no es una obra abierta" in bench.text("inventario.cortar.dialogo.error.texto"))
    bench.key(Qt.Key.Key_Escape, on=area)
    bench.dialog("inventario.cortar.dialogo.descartar")
    bench.click("inventario.cortar.dialogo.descartar.aceptar")
    bench.gone("inventario.cortar.dialogo")
    assert lengths(cut) == before


def test_what_is_set_apart_for_another_is_taken_only_when_it_is_said(bench: Desk, cut: Catalogue) -> None:
    articulo = cut.ids["564002"]
    (otra,) = [o for o in cut.model.obras_abiertas() if o.codigo == "OB-2"]
    hecho = cut.registry.escribir(
        INVENTARIO, SISTEMA, reservas.reservar, otra.id, [Linea("perfil", articulo, 12)], None
    )
    bench.ctx.jobs.changed.emit(hecho.change)
    bench.trigger("inventario.cortar")
    bench.dialog("inventario.cortar.dialogo")
    area = pieces(bench, "5000")
    bench.pick("inventario.cortar.obra", "OB-1")
    bench.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, on=area)
    bench.wait(lambda: "Reservadas para otras: OB-2 12" in bench.text("inventario.cortar.dialogo.error.texto"))
    assert cut.stock("564002") == 12
    bench.click("inventario.cortar.de_otras")
    bench.click("inventario.cortar.dialogo.aceptar")
    bench.gone("inventario.cortar.dialogo")
    assert cut.stock("564002") == 11
    assert cut.article("564002").stock_reservado == 11


def test_remnants_are_found_by_their_length_and_cut_from_there(bench: Desk, cut: Catalogue) -> None:
    otro = cut.add("564003", 1, longitud=6000)
    cut.model.registrar_entrada(Pedido(otro, 1, ubicacion_id=cut.place("Rack A3"), longitud_mm=2500))
    bench.trigger("inventario.retazos")
    bench.dialog("inventario.retazos.dialogo")
    table = bench.find("inventario.retazos.tabla").rows_model  # type: ignore[attr-defined]

    def found() -> list[tuple[str, int]]:
        return [(row[0], row[2]) for row in table.rows]

    # Those of the chosen article first; all of them when that is taken away.
    assert found() == [("564002", 2100), ("564002", 3000)]
    assert bench.text("inventario.retazos.resumen") == "3 retazos · 7,20 m"
    bench.click("inventario.retazos.solo")
    assert found() == [("564002", 2100), ("564003", 2500), ("564002", 3000)]
    bench.type("inventario.retazos.minimo", "2400")
    assert found() == [("564003", 2500), ("564002", 3000)]
    bench.type("inventario.retazos.minimo", "9000")
    assert found() == [] and "No hay ningún retazo así" in bench.text("inventario.retazos.vacio")
    bench.type("inventario.retazos.minimo", "2.400")
    bench.click("inventario.retazos.dialogo.aceptar")
    bench.dialog("inventario.cortar.dialogo")
    pieces(bench, "1000")
    combo = bench.find("inventario.cortar.material", QComboBox)
    assert combo.currentText() == "retazo 2.500 mm · Rack A3 · hay 1"
    bench.click("inventario.cortar.dialogo.aceptar")
    bench.notice("Se cortó un retazo de 2.500 mm de 564003: queda un retazo de 1.500 mm en Rack A3.")


def test_an_article_without_length_says_what_to_do_first(desk: Desk) -> None:
    desk.choose("700100")
    desk.trigger("inventario.cortar")
    desk.notice("El artículo 700100 no tiene largo y no se corta: completar su longitud en la ficha.")
    assert desk.ctx.notices.current is not None
    desk.ctx.notices.current.acciones[0][1]()
    desk.dialog("inventario.ficha")
    # From how long on its offcuts are kept is said there too.
    assert desk.type("inventario.ficha.retazo_minimo", "300").text() == "300"


def test_who_may_only_look_finds_remnants_and_cuts_nothing(cut: Catalogue, ctx: Context, open_desk: OpenDesk) -> None:
    viewer = Actor("luis", "consulta", frozenset({"inventario.ver"}))
    # Whoever is signed in is asked anew each time; the context itself is frozen.
    object.__setattr__(ctx, "actor", lambda: viewer)
    desk = open_desk()
    desk.shows("564002", "564081", "555320", "700100")
    desk.choose("564002")
    assert not desk.page.verbs["cortar"].isEnabled()
    desk.trigger("inventario.retazos")
    dialog = desk.dialog("inventario.retazos.dialogo")
    primary = dialog.findChild(QPushButton, "inventario.retazos.dialogo.aceptar")
    assert not primary.isEnabled() and primary.toolTip() == "Hace falta el permiso «inventario.modificar»."
