"""Finding articles: typing, filters, order, totals, and what an empty table says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QListView, QPushButton

from tests.gui.inventario.conftest import Catalogue, Desk, OpenDesk


def test_the_page_shows_active_articles_and_their_totals(desk: Desk) -> None:
    assert desk.codes() == ["555320", "564002", "564081", "700100"]
    desk.wait(lambda: desk.text("inventario.pie") == "4 artículos · 54 piezas · 2 bajo mínimo · 1 sin stock")


def test_stock_speaks_by_sign_and_colour(desk: Desk) -> None:
    rows = desk.controller.listing.rows
    stock = [c.key for c in rows.columns].index("stock_actual")
    signs = {desk.codes()[n]: rows.index(n, stock).data(Qt.ItemDataRole.UserRole + 1) for n in range(4)}
    assert signs["564002"] is None
    assert (signs["564081"].sign, signs["564081"].role) == ("▼", "warning")
    assert (signs["555320"].sign, signs["555320"].role) == ("∅", "bad")


def test_typing_finds_any_part_of_any_word_without_accents(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is desk.page.search
    desk.write("bisagra nand", on=desk.page.search)
    desk.shows("700100")
    desk.wait(lambda: desk.text("inventario.pie").startswith("1 artículo · 40 piezas"))
    desk.key(Qt.Key.Key_Escape)
    desk.shows("564002", "564081", "555320", "700100")


def test_the_newest_search_wins(desk: Desk) -> None:
    desk.page.search.setFocus()
    for text in ("5", "56", "564", "5640", "56400", "564002"):
        desk.page.search.setText(text)
        desk.key(Qt.Key.Key_Return)
        desk.page.search.setFocus()
    desk.shows("564002")


def test_enter_with_an_exact_code_selects_the_article(desk: Desk) -> None:
    desk.type("inventario.buscar", "564081")
    desk.key(Qt.Key.Key_Return)
    desk.wait(lambda: desk.page.table.current_id() is not None and desk.page.table.hasFocus())
    desk.wait(lambda: desk.page.pane.ficha is not None)
    assert desk.page.pane.ficha is not None and desk.page.pane.ficha.articulo.codigo == "564081"


def test_enter_with_an_exact_qr_leaves_the_filters_that_hide_it(desk: Desk) -> None:
    desk.click("inventario.filtros.sin_stock")
    desk.shows("555320")
    desk.type("inventario.buscar", "QR-564002")
    desk.key(Qt.Key.Key_Return)
    desk.wait(lambda: desk.page.pane.ficha is not None and desk.page.pane.ficha.articulo.codigo == "564002")
    assert desk.page.filters.filtro.vacio


def test_an_inactive_article_is_found_by_its_code(desk: Desk, catalogue: Catalogue) -> None:
    desk.type("inventario.buscar", "100001")
    desk.key(Qt.Key.Key_Return)
    desk.wait(lambda: desk.page.table.current_id() == catalogue.ids["100001"])
    desk.wait(lambda: desk.find("inventario.desactivar", QAction).text() == "Reactivar")


def test_down_goes_from_the_search_into_the_table(desk: Desk) -> None:
    desk.type("inventario.buscar", "euro")
    desk.shows("564002", "564081")
    desk.key(Qt.Key.Key_Down)
    desk.wait(desk.page.table.hasFocus)
    assert desk.page.table.current_id() is not None
    # The only row there is, is chosen too: what can be done with it is offered.
    desk.type("inventario.buscar", "564081")
    desk.shows("564081")
    desk.key(Qt.Key.Key_Down)
    desk.wait(lambda: list(desk.page.table.selected_ids()) == [desk.page.table.current_id()])
    desk.wait(desk.find("inventario.salida", QAction).isEnabled)


def test_typing_over_the_table_searches(desk: Desk) -> None:
    desk.choose("564002")
    desk.key(Qt.Key.Key_H)
    desk.wait(lambda: desk.page.search.hasFocus() and desk.page.search.text() == "h")


def test_chips_count_and_filter(desk: Desk) -> None:
    desk.wait(lambda: desk.find("inventario.filtros.bajo_minimo", QPushButton).text() == "Bajo mínimo 2")
    assert desk.find("inventario.filtros.sin_stock", QPushButton).text() == "Sin stock 1"
    desk.click("inventario.filtros.bajo_minimo")
    desk.shows("564081", "555320")
    # The chips keep counting in the set without them.
    desk.wait(lambda: desk.text("inventario.pie").startswith("2 artículos"))
    assert desk.find("inventario.filtros.bajo_minimo", QPushButton).text() == "Bajo mínimo 2"
    desk.click("inventario.filtros.bajo_minimo")
    desk.shows("564002", "564081", "555320", "700100")


def test_values_of_a_column_are_searched_and_marked(desk: Desk) -> None:
    desk.trigger("inventario.filtros.proveedor")
    values = desk.find("inventario.filtro.valores", QListView)
    desk.wait(lambda: values.model().rowCount() == 3)
    desk.write("nandu", on=desk.find("inventario.filtro.buscar"))
    assert [values.model().index(n, 0).data() for n in range(values.model().rowCount())] == ["Ñandú Perfiles S.R.L."]
    desk.key(Qt.Key.Key_Return, on=desk.find("inventario.filtro.buscar"))
    desk.shows("700100")
    desk.key(Qt.Key.Key_Escape, on=desk.find("inventario.filtro.buscar"))
    chip = desk.find("inventario.filtros.chip.proveedor", QPushButton)
    assert chip.isVisible() and chip.text() == "Proveedor: Ñandú Perfiles S.R.L."
    desk.click("inventario.filtros.quitar")
    desk.shows("564002", "564081", "555320", "700100")
    assert not chip.isVisible()


def test_a_mark_by_mouse_anywhere_on_the_row(desk: Desk) -> None:
    desk.trigger("inventario.filtros.acabado")
    values = desk.find("inventario.filtro.valores", QListView)
    desk.wait(lambda: values.model().rowCount() == 3)
    row = next(n for n in range(3) if values.model().index(n, 0).data() == "Mon/Mon")
    where = values.visualRect(values.model().index(row, 0)).center()
    desk.qtbot.mouseClick(values.viewport(), Qt.MouseButton.LeftButton, pos=where)
    desk.shows("564002", "564081")
    desk.qtbot.mouseClick(values.viewport(), Qt.MouseButton.LeftButton, pos=where)
    desk.shows("564002", "564081", "555320", "700100")
    desk.key(Qt.Key.Key_Escape, on=values)


def test_inactive_ones_are_shown_on_request_and_marked(desk: Desk) -> None:
    desk.trigger("inventario.filtros.inactivos")
    desk.shows("100001")
    rows = desk.controller.listing.rows
    mark = rows.index(0, 0).data(Qt.ItemDataRole.UserRole + 1)
    assert mark.sign == "⊘" and mark.tooltip == "Inactivo"


def test_order_by_a_click_on_the_heading(desk: Desk) -> None:
    header = desk.page.table.horizontalHeader()
    stock = [c.key for c in desk.controller.listing.rows.columns].index("stock_actual")
    where = desk.point(header.viewport())
    where.setX(header.sectionViewportPosition(stock) + header.sectionSize(stock) // 2)
    desk.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
    desk.wait(lambda: desk.codes() == ["555320", "564081", "564002", "700100"])
    desk.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
    desk.wait(lambda: desk.codes() == ["700100", "564002", "564081", "555320"])


def test_every_column_can_be_sorted_by(desk: Desk) -> None:
    for column in desk.controller.listing.rows.columns:
        if column.sortable:
            desk.page.table.horizontalHeader()._ask(0, False)
            desk.page.table.set_sort(column.key, True)
            desk.controller.listing.load()
            assert len(desk.codes()) == 4, column.key


def test_nothing_found_offers_to_take_the_filters_away(desk: Desk) -> None:
    desk.type("inventario.buscar", "zzz")
    desk.wait(lambda: desk.find("vacio.accion").isVisible())
    assert desk.text("vacio.titulo") == "Nada coincide"
    desk.click("vacio.accion")
    desk.shows("564002", "564081", "555320", "700100")
    assert desk.page.search.text() == ""


def test_the_very_first_time_says_what_to_do(empty: Catalogue, open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.wait(lambda: desk.page.is_empty)
    assert desk.find("inventario.vacio.accion1", QPushButton).text() == "Importar mi planilla"
    assert desk.find("inventario.vacio.accion2", QPushButton).text() == "Nuevo artículo"


def test_only_inactive_articles(empty: Catalogue, open_desk: OpenDesk) -> None:
    empty.model.activar(empty.add("1"), activo=False)
    desk = open_desk()
    desk.wait(lambda: desk.text("vacio.titulo") == "No hay artículos activos")
    desk.click("vacio.accion")
    desk.shows("1")


def test_layout_and_order_are_remembered(desk: Desk, open_desk: OpenDesk) -> None:
    desk.page.table.set_column_visible("importe", True)
    desk.page.table.set_column_visible("longitud", False)
    header = desk.page.table.horizontalHeader()
    header.moveSection(header.visualIndex(0), 2)
    desk.page.table.horizontalHeader()._ask(1, True)
    desk.wait(lambda: (desk.ctx.settings.get("inventario.columnas").get("orden") or {}).get("clave") == "descripcion")
    desk.window.close()
    again = open_desk()
    again.settled()
    state = {c["clave"]: c["visible"] for c in again.page.table.layout_state()["columnas"]}
    assert state["importe"] and not state["longitud"]
    assert [c["clave"] for c in again.page.table.layout_state()["columnas"]][2] == "codigo"
    assert again.page.table.sort == ("descripcion", True)
    assert again.codes() == ["564002", "564081", "555320", "700100"]


def test_changes_from_elsewhere_come_in(desk: Desk, catalogue: Catalogue) -> None:
    from rexus.stock.movimientos import Pedido

    desk.ctx.jobs.spawn(_write(desk, catalogue.model.registrar_entrada, Pedido(catalogue.ids["555320"], 7)))
    desk.wait(lambda: desk.cell("555320", "stock_actual") == "7")
    desk.ctx.jobs.spawn(_write(desk, catalogue.model.crear, {"codigo": "A1"}))
    desk.shows("564002", "564081", "555320", "700100", "A1")


def test_a_hidden_page_reads_when_it_is_shown(desk: Desk, catalogue: Catalogue) -> None:
    desk.page.hide()
    desk.ctx.jobs.spawn(_write(desk, catalogue.model.crear, {"codigo": "A1"}))
    desk.wait(lambda: desk.controller.listing._stale)
    assert desk.controller.listing.rows.rowCount() == 4
    desk.page.show()
    desk.shows("564002", "564081", "555320", "700100", "A1")


async def _write(desk: Desk, operation: object, *args: object) -> None:
    await desk.ctx.jobs.write(operation, *args)  # type: ignore[arg-type]


def test_the_figures_stay_in_sight_until_the_columns_are_laid_out_by_hand(desk: Desk, open_desk: OpenDesk) -> None:
    header = desk.page.table.horizontalHeader()
    available = [c.key for c in desk.controller.listing.rows.columns].index("disponible")

    def end() -> int:
        return int(header.sectionViewportPosition(available) + header.sectionSize(available))

    for width in (1000, 1400, 1100):
        desk.window.resize(width, 700)
        desk.wait(lambda: end() <= desk.page.table.viewport().width())
    assert "columnas" not in desk.ctx.settings.get("inventario.columnas")
    header.resizeSection(1, 300)
    desk.wait(lambda: "columnas" in desk.ctx.settings.get("inventario.columnas"))
    desk.window.resize(1300, 700)
    desk.settled()
    assert header.sectionSize(1) == 300
    header.restore_defaults()
    desk.wait(lambda: "columnas" not in desk.ctx.settings.get("inventario.columnas"))
    desk.wait(lambda: end() <= desk.page.table.viewport().width())
