"""The page of Herrajes worked by hand: what perfiles can, with its own fields, names and categories."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QPushButton

from rexus.modulos.herrajes.model import HerrajesModel
from rexus.stock.consulta import Consulta
from tests.gui.inventario.conftest import Desk


def test_a_new_herraje_with_a_category_of_its_own(model: HerrajesModel, fittings: dict[str, int], desk: Desk) -> None:
    desk.trigger("herrajes.nuevo")
    assert desk.dialog("herrajes.ficha").windowTitle() == "Nuevo herraje"
    combo = desk.find("herrajes.ficha.categoria", QComboBox)
    desk.wait(lambda: combo.count() == 4)
    assert [combo.itemText(n) for n in range(4)] == ["bisagras", "cerraduras", "manijas", "otros"]
    desk.type("herrajes.ficha.codigo", "HER000005")
    desk.type("herrajes.ficha.nombre", "Rodamiento simple 80 kg")
    combo.setEditText("bis")
    desk.type("herrajes.ficha.precio_unitario", "1.234,50")
    desk.type("herrajes.ficha.stock_inicial", "30")
    # What is typed halfway makes no category by itself.
    desk.click("herrajes.ficha.aceptar")
    asked = desk.dialog("herrajes.crear_categoria")
    assert any("Se parecen: «bisagras»." in label.text() for label in asked.findChildren(QLabel))
    desk.click("herrajes.crear_categoria.cancelar")
    desk.gone("herrajes.crear_categoria")
    desk.dialog("herrajes.ficha")
    desk.wait(combo.hasFocus)
    combo.setEditText("Rodamientos")
    desk.click("herrajes.ficha.aceptar")
    desk.dialog("herrajes.crear_categoria")
    assert desk.find("herrajes.crear_categoria.aceptar", QPushButton).text() == "Crear «Rodamientos»"
    desk.click("herrajes.crear_categoria.aceptar")
    desk.gone("herrajes.ficha")
    desk.notice("Artículo HER000005 creado.")
    desk.shows(*fittings, "HER000005")
    assert desk.cell("HER000005", "nombre") == "Rodamiento simple 80 kg"
    assert desk.cell("HER000005", "stock_actual") == "30"
    articulo = model.articulo(model.id_por_codigo("HER000005"))
    assert articulo.valores["precio_unitario"] == Decimal("1234.50")
    assert articulo.valores["unidad_medida"] == "unidad"
    assert "Rodamientos" in model.opciones("categoria")


def test_a_category_is_not_typed_over_while_it_is_looked_up(
    model: HerrajesModel, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.trigger("herrajes.nuevo")
    desk.dialog("herrajes.ficha")
    combo = desk.find("herrajes.ficha.categoria", QComboBox)
    desk.wait(lambda: combo.count() == 4)
    desk.type("herrajes.ficha.codigo", "HER000005")
    desk.type("herrajes.ficha.nombre", "Rodamiento simple 80 kg")
    combo.setEditText("Rodamientos")
    read, reading, go_on = HerrajesModel.opciones, threading.Event(), threading.Event()

    def slowly(self: HerrajesModel, columna: str) -> list[str]:
        reading.set()
        assert go_on.wait(60)
        return read(self, columna)

    with monkeypatch.context() as patch:
        patch.setattr(HerrajesModel, "opciones", slowly)
        desk.click("herrajes.ficha.aceptar")
        # In the same turn, and while it is read.
        desk.write(" mal", on=combo.lineEdit())
        desk.wait(reading.is_set)
        desk.write(" escritos", on=combo.lineEdit())
        go_on.set()
        desk.dialog("herrajes.crear_categoria")
    assert desk.find("herrajes.crear_categoria.aceptar", QPushButton).text() == "Crear «Rodamientos»"
    desk.click("herrajes.crear_categoria.aceptar")
    desk.gone("herrajes.ficha")
    assert model.articulo(model.id_por_codigo("HER000005")).valores["categoria"] == "Rodamientos"
    assert "Rodamientos mal escritos" not in model.opciones("categoria")


def test_bisagra_finds_bisagras_whatever_its_accents(desk: Desk) -> None:
    desk.type("herrajes.buscar", "bisagra")
    desk.shows("HER000001", "HER000002")
    desk.choose("HER000002")
    assert desk.text("herrajes.detalle.descripcion") == "Bisagrá oculta 130 kg"
    assert desk.text("herrajes.detalle.datos") == "bisagras · Giesse · Giesse Argentina"
    assert desk.text("herrajes.detalle.aviso") == "▼ Bajo el mínimo de 6"


def test_goods_go_out_and_come_back(model: HerrajesModel, fittings: dict[str, int], desk: Desk) -> None:
    desk.choose("HER000001")
    desk.trigger("herrajes.salida")
    desk.dialog("herrajes.salida.dialogo")
    desk.type("herrajes.salida.cantidad", "5")
    desk.click("herrajes.salida.dialogo.aceptar")
    desk.gone("herrajes.salida.dialogo")
    desk.notice("Salida de 5 × HER000001 registrada: quedan 7.")
    desk.wait(lambda: desk.cell("HER000001", "stock_actual") == "7")
    assert desk.ctx.notices.current is not None
    desk.ctx.notices.current.acciones[0][1]()
    desk.notice("Movimiento de HER000001 anulado: quedan 12.")
    desk.choose("HER000001")
    desk.trigger("herrajes.entrada")
    dialog: Any = desk.dialog("herrajes.entrada.dialogo")
    # A herraje has no length that could be cut.
    assert not dialog.retazo.isVisible()
    desk.type("herrajes.entrada.cantidad", "1")
    desk.click("herrajes.entrada.dialogo.aceptar")
    desk.gone("herrajes.entrada.dialogo")
    desk.notice("Entrada de 1 × HER000001 registrada: quedan 13.")


def test_a_count_of_what_is_filtered(model: HerrajesModel, fittings: dict[str, int], desk: Desk) -> None:
    desk.type("herrajes.buscar", "regulable")
    desk.shows("HER000001")
    desk.trigger("herrajes.conteo")
    choice: Any = desk.dialog("conteo.elegir")
    desk.wait(choice.primary.isEnabled)
    desk.click("conteo.elegir.aceptar")
    desk.gone("conteo.elegir")
    sheet: Any = desk.dialog("conteo")
    assert [r.linea.descripcion for r in sheet.hoja.renglones] == ["Bisagra regulable 3D"]
    desk.write("11")
    desk.key(Qt.Key.Key_Return)
    desk.click("conteo.aceptar")
    desk.gone("conteo")
    desk.wait(lambda: model.articulo(fittings["HER000001"]).stock_actual == 11)


def test_two_thousand_herrajes_come_in(
    model: HerrajesModel, open_desk: Callable[[], Desk], sheet: Callable[[int], Path]
) -> None:
    desk = open_desk()
    desk.wait(lambda: desk.page.is_empty)
    desk.trigger("herrajes.importar")
    wizard: Any = desk.dialog("importar")
    assert wizard.windowTitle() == "Importar herrajes"
    wizard.file_dropped.emit(sheet(2_000))
    desk.wait(lambda: wizard.step == 1)
    # Every heading of a real catalogue is understood by its name alone.
    assert sorted(wizard.columns.mapeo().values()) == sorted(
        ["codigo", "nombre", "categoria", "marca", "proveedor", "unidad_medida", "precio_unitario", "stock_actual",
         "stock_minimo", "ubicacion", "especificaciones"]
    )  # fmt: skip
    desk.click("importar.aceptar")
    desk.wait(lambda: wizard.step == 2 and not wizard.working)
    desk.click("importar.aceptar")
    desk.gone("importar")
    desk.wait(lambda: desk.controller.listing.rows.settled and desk.controller.listing.rows.rowCount() == 2_000)
    assert model.totales(Consulta()).articulos == 2_000
    assert model.verificar().ok
    desk.type("herrajes.buscar", "bisagra giesse")
    desk.wait(lambda: 0 < desk.controller.listing.rows.rowCount() < 500)


def test_categories_are_added_renamed_and_taken_away(model: HerrajesModel, desk: Desk) -> None:
    desk.trigger("herrajes.categorias")
    desk.dialog("herrajes.categorias.dialogo")
    lista = desk.find("herrajes.categorias.lista", QListWidget)
    desk.wait(lambda: lista.count() == 4)
    assert lista.item(0).text() == "bisagras · 2 herrajes"

    desk.click("herrajes.categorias.agregar")
    desk.dialog("herrajes.categorias.ficha")
    desk.type("herrajes.categorias.nombre", "BISÁGRAS")
    desk.click("herrajes.categorias.ficha.aceptar")
    desk.wait(lambda: "ya existe «bisagras»" in desk.text("herrajes.categorias.nombre.error").lower())
    desk.type("herrajes.categorias.nombre", "Compases")
    desk.click("herrajes.categorias.ficha.aceptar")
    desk.gone("herrajes.categorias.ficha")
    desk.wait(lambda: lista.count() == 5)
    assert lista.currentItem().text() == "Compases · 0 herrajes"
    desk.click("herrajes.categorias.quitar")
    desk.wait(lambda: lista.count() == 4)

    lista.setCurrentRow(0)
    assert not desk.find("herrajes.categorias.quitar").isEnabled()
    desk.click("herrajes.categorias.renombrar")
    desk.dialog("herrajes.categorias.ficha")
    desk.type("herrajes.categorias.nombre", "Bisagras y pernios")
    desk.click("herrajes.categorias.ficha.aceptar")
    desk.gone("herrajes.categorias.ficha")
    desk.wait(lambda: lista.item(0).text() == "Bisagras y pernios · 2 herrajes")
    desk.click("herrajes.categorias.dialogo.aceptar")
    desk.gone("herrajes.categorias.dialogo")
    desk.wait(lambda: desk.cell("HER000001", "categoria") == "Bisagras y pernios")


def test_layout_and_filters_are_its_own(desk: Desk) -> None:
    desk.trigger("herrajes.filtros.categoria")
    desk.wait(lambda: desk.page.filters.popup.isVisible())
    desk.wait(lambda: desk.page.filters.popup._model.rowCount() == 3)
    desk.page.filters.popup.hide()
    low = desk.find("herrajes.filtros.bajo_minimo")
    desk.wait(lambda: low.text() == "Bajo mínimo 2")
    desk.page.table.horizontalHeader().resizeSection(1, 333)
    desk.wait(lambda: desk.ctx.settings.get("herrajes.columnas").get("columnas"))
    assert desk.ctx.settings.get("inventario.columnas") == {}
    assert desk.find("herrajes.categorias", QAction).isEnabled()
