"""The pane beside the table: true figures, the card page by page, out of the way when it is not wanted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from rexus.catalogo.view.kardex import figure_widths
from rexus.stock.movimientos import Pedido
from tests.gui.inventario.conftest import Catalogue, Desk, OpenDesk


def test_the_article_its_figures_and_places(desk: Desk, catalogue: Catalogue) -> None:
    articulo = catalogue.ids["564002"]
    catalogue.model.registrar_entrada(Pedido(articulo, 4, ubicacion_id=catalogue.place("Rack A3")))
    catalogue.model.registrar_entrada(Pedido(articulo, 2, ubicacion_id=catalogue.place("Rack A3"), longitud_mm=2100))
    desk.choose("564002")
    assert desk.text("inventario.detalle.codigo") == "564002"
    assert desk.text("inventario.detalle.stock") == "16"
    assert desk.text("inventario.detalle.reservado") == "0"
    assert desk.text("inventario.detalle.disponible") == "16"
    assert desk.text("inventario.reservas") == "No hay nada separado para obras."
    places = desk.page.pane.places.places
    # As high as its rows: no bar within the pane that scrolls.
    assert not desk.page.pane.places.verticalScrollBar().isVisible()
    rows = [tuple(places.index(r, c).data() for c in range(3)) for r in range(places.rowCount())]
    assert rows == [("Rack A3", "5.800 mm", "4"), ("Rack C16", "5.800 mm", "12"), ("Rack A3", "retazo 2.100 mm", "2")]


def test_low_and_empty_are_said_in_words(desk: Desk) -> None:
    desk.choose("564081")
    assert desk.text("inventario.detalle.aviso") == "▼ Bajo el mínimo de 6"
    desk.choose("555320")
    assert desk.text("inventario.detalle.aviso") == "∅ Sin stock; el mínimo es 4"


def test_the_card_comes_in_pages(desk: Desk, catalogue: Catalogue) -> None:
    articulo = catalogue.ids["564002"]
    for n in range(120):
        catalogue.model.registrar_entrada(Pedido(articulo, 1, referencia=f"R{n}"))
    desk.choose("564002")
    card = desk.page.pane.kardex
    assert card.kardex.rowCount() == 50
    card.scrollToBottom()
    desk.wait(lambda: card.kardex.rowCount() == 100)
    card.scrollToBottom()
    desk.wait(lambda: card.kardex.rowCount() == 121)
    assert not card.kardex.canFetchMore(card.rootIndex())
    referencias = [linea.referencia for linea in card.kardex.lineas]
    assert referencias[:120] == [f"R{n}" for n in reversed(range(120))]
    # A movement from elsewhere comes on top; the place in the card stays.
    card.setCurrentIndex(card.kardex.index(100, 0))
    standing = card.current()
    desk.trigger("inventario.entrada")
    desk.dialog("inventario.entrada.dialogo")
    desk.type("inventario.entrada.cantidad", "1")
    desk.key(Qt.Key.Key_Return)
    desk.wait(lambda: card.kardex.lineas[0].stock_resultante == 133)
    assert card.kardex.rowCount() == 121 and card.current() == standing


def test_only_the_last_row_that_was_met_is_shown(desk: Desk) -> None:
    table = desk.page.table
    table.setFocus()
    table.select_row(0)
    for _ in range(3):
        desk.key(Qt.Key.Key_Down)
    desk.wait(lambda: desk.page.pane.ficha is not None and desk.page.pane.ficha.articulo.codigo == "700100")


def test_it_hides_and_its_width_is_remembered(desk: Desk, open_desk: OpenDesk) -> None:
    desk.ctx.settings.set("ventana.detalle_visible", False)
    assert not desk.page.pane.isVisible()
    desk.choose("564002")
    # Nothing is read for a pane that nobody sees; it is when it comes back.
    assert desk.page.pane.ficha is None
    desk.ctx.settings.set("ventana.detalle_visible", True)
    desk.wait(lambda: desk.page.pane.ficha is not None)
    handle = desk.page.splitter.handle(1)
    middle = desk.point(handle)
    desk.qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    target = middle + type(middle)(-120, 0)
    desk.qtbot.mouseMove(handle, target)
    desk.qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=target)
    width = desk.page.splitter.sizes()[1]
    assert width > 400
    desk.wait(lambda: desk.ctx.settings.get("ventana.detalle_ancho") == width)
    desk.window.close()
    again = open_desk()
    again.settled()
    assert abs(again.page.splitter.sizes()[1] - width) <= 2


def test_the_row_in_hand_stays_in_sight(desk: Desk, catalogue: Catalogue) -> None:
    for n in range(80):
        catalogue.add(f"Z{n:03}")
    desk.trigger("inventario.actualizar")
    desk.wait(lambda: desk.controller.listing.rows.rowCount() == 84)
    desk.page.table.select_id(catalogue.ids["Z040"])
    for visible in (False, True):
        desk.ctx.settings.set("ventana.detalle_visible", visible)
        desk.window.resize(1000, 480)
        row = desk.page.table.currentIndex()
        area = desk.page.table.viewport().rect()
        desk.wait(lambda area=area, row=row: area.contains(desk.page.table.visualRect(row).center()))


def test_a_deleted_article_is_told(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("555320")
    catalogue.model.eliminar(catalogue.ids["555320"])
    desk.controller.detail.refresh()
    desk.wait(lambda: desk.text("inventario.detalle.vacio") == "Este artículo ya no existe.")


def test_long_figures_of_the_card_keep_apart(desk: Desk) -> None:
    metrics = QFontMetrics(desk.page.pane.kardex.font())
    for cantidad, quedaron in (("+3", "12"), ("−123.456", "1.123.456"), ("+1.000.000.000", "1.000.000.000")):
        many, left = figure_widths(metrics, cantidad, quedaron)
        assert many > metrics.horizontalAdvance(cantidad)
        assert left > metrics.horizontalAdvance(quedaron)
