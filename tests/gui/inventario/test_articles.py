"""New, edit, duplicate, out of use, delete: errors beside the field, nothing typed is lost, nobody is overwritten."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton

from rexus.base.errors import DiscoLlenoError
from rexus.modulos.inventario.model import InventarioModel
from tests.gui.inventario.conftest import Catalogue, Desk, OpenDesk

CTRL = Qt.KeyboardModifier.ControlModifier
FORM = "inventario.ficha"


def test_a_new_article_with_its_first_stock(desk: Desk, catalogue: Catalogue) -> None:
    desk.key(Qt.Key.Key_N, CTRL)
    desk.dialog(FORM)
    assert QApplication.focusWidget() is desk.find(f"{FORM}.codigo")
    desk.write("227848")
    desk.type(f"{FORM}.descripcion", "Remate inferior puerta calle")
    desk.type(f"{FORM}.longitud", "6000")
    desk.type(f"{FORM}.stock_inicial", "2,5")
    desk.type(f"{FORM}.importe", "1250,50")
    combo = desk.find(f"{FORM}.ubicacion", QComboBox)
    desk.wait(lambda: combo.count() > 0)
    desk.write("rack a3", on=combo.lineEdit())
    desk.click(f"{FORM}.aceptar")
    desk.notice("Artículo 227848 creado.")
    desk.shows("564002", "564081", "555320", "700100", "227848")
    created = catalogue.model.articulo(catalogue.model.id_por_codigo("227848"))
    assert (created.stock_actual, created.valores["longitud"], created.valores["ubicacion"]) == (
        created.stock_actual.__class__("2.5"),
        6000,
        "Rack A3",
    )
    # It is the one that is selected now.
    desk.wait(lambda: desk.page.table.current_id() == created.id)


def test_the_first_article_of_all(empty: Catalogue, open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.wait(lambda: desk.page.is_empty)
    desk.click("inventario.vacio.accion2")
    desk.dialog(FORM)
    desk.type(f"{FORM}.codigo", "1")
    desk.key(Qt.Key.Key_Return)
    desk.shows("1")
    assert not desk.page.is_empty


def test_every_wrong_field_is_told_at_once(desk: Desk) -> None:
    desk.key(Qt.Key.Key_N, CTRL)
    dialog = desk.dialog(FORM)
    desk.type(f"{FORM}.longitud", "-5")
    desk.type(f"{FORM}.stock_minimo", "muchos")
    desk.type(f"{FORM}.descripcion", "x" * 300)
    desk.click(f"{FORM}.aceptar")
    errors = {n: desk.find(f"{FORM}.{n}.error", QLabel) for n in ("codigo", "longitud", "stock_minimo", "descripcion")}
    desk.wait(errors["codigo"].isVisible)
    assert {n: e.text() for n, e in errors.items()} == {
        "codigo": "Falta completarlo",
        "longitud": "No puede ser menor que 0",
        "stock_minimo": "No es un número",
        "descripcion": "Hasta 255 caracteres",
    }
    # The first wrong one has the focus, and what was typed is there.
    assert desk.find(f"{FORM}.codigo").hasFocus()
    assert dialog.isVisible() and desk.find(f"{FORM}.descripcion", QLineEdit).text() == "x" * 300
    # Typing takes the reason away.
    desk.write("1", on=desk.find(f"{FORM}.codigo"))
    assert not errors["codigo"].isVisible()


def test_a_code_that_exists_is_told_beside_the_code(desk: Desk) -> None:
    desk.key(Qt.Key.Key_N, CTRL)
    desk.dialog(FORM)
    desk.type(f"{FORM}.codigo", "564002")
    desk.key(Qt.Key.Key_Return)
    error = desk.find(f"{FORM}.codigo.error", QLabel)
    desk.wait(error.isVisible)
    assert error.text() == "Ya existe"


def test_a_code_that_differs_in_capitals_alone_is_asked_about(desk: Desk, catalogue: Catalogue) -> None:
    catalogue.add("AR104")
    desk.key(Qt.Key.Key_N, CTRL)
    form = desk.dialog(FORM)
    desk.type(f"{FORM}.codigo", "ar104")
    desk.key(Qt.Key.Key_Return)
    asked = desk.dialog("inventario.codigo_parecido")
    assert any("«AR104»" in label.text() for label in asked.findChildren(QLabel))
    # Enter makes none.
    desk.key(Qt.Key.Key_Return)
    desk.gone("inventario.codigo_parecido")
    assert catalogue.model.id_por_codigo("ar104") == catalogue.model.id_por_codigo("AR104")
    desk.wait(lambda: form.focusWidget() is desk.find(f"{FORM}.codigo"))
    desk.click(f"{FORM}.aceptar")
    desk.dialog("inventario.codigo_parecido")
    desk.click("inventario.codigo_parecido.aceptar")
    desk.notice("Artículo ar104 creado.")
    assert catalogue.model.id_por_codigo("ar104") != catalogue.model.id_por_codigo("AR104")


def test_a_place_that_does_not_exist(desk: Desk) -> None:
    desk.key(Qt.Key.Key_N, CTRL)
    desk.dialog(FORM)
    desk.type(f"{FORM}.codigo", "9")
    desk.write("Marte", on=desk.find(f"{FORM}.ubicacion", QComboBox).lineEdit())
    desk.click(f"{FORM}.aceptar")
    error = desk.find(f"{FORM}.ubicacion.error", QLabel)
    desk.wait(error.isVisible)
    assert error.text() == "No existe"


def test_what_was_typed_stays_when_the_database_refuses(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> object:
        raise DiscoLlenoError("/datos")

    with monkeypatch.context() as broken:
        broken.setattr(InventarioModel, "crear", full)
        desk.key(Qt.Key.Key_N, CTRL)
        desk.dialog(FORM)
        desk.type(f"{FORM}.codigo", "9")
        desk.type(f"{FORM}.descripcion", "no se pierde")
        desk.key(Qt.Key.Key_Return)
        error = desk.find(f"{FORM}.error.texto", QLabel)
        desk.wait(error.isVisible)
        assert "Disco lleno" in error.text()
        assert desk.find(f"{FORM}.descripcion", QLineEdit).text() == "no se pierde"
    desk.click(f"{FORM}.aceptar")
    desk.notice("Artículo 9 creado.")


def test_enter_on_a_row_edits_it(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564002")
    desk.key(Qt.Key.Key_Return)
    desk.dialog(FORM)
    desk.type(f"{FORM}.descripcion", "Marco corregido")
    desk.key(Qt.Key.Key_Return)
    desk.notice("564002 guardado.")
    assert catalogue.article("564002").valores["descripcion"] == "Marco corregido"
    desk.wait(lambda: desk.cell("564002", "descripcion") == "Marco corregido")


def test_saving_nothing_says_nothing(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564002")
    desk.key(Qt.Key.Key_F2)
    desk.dialog(FORM)
    desk.click(f"{FORM}.aceptar")
    desk.gone(FORM)
    assert desk.ctx.notices.current is None
    assert catalogue.article("564002").version == 1


def _edit_while_somebody_else_does(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564002")
    desk.key(Qt.Key.Key_F2)
    desk.dialog(FORM)
    desk.type(f"{FORM}.descripcion", "lo mío")
    other = catalogue.article("564002")
    catalogue.model.editar(
        other.id, other.version, {"proveedor": "VEKA", "descripcion": "lo de otro"}, dict(other.valores)
    )
    desk.click(f"{FORM}.aceptar")
    desk.wait(desk.find(f"{FORM}.conflicto").isVisible)


def test_two_people_edit_the_second_is_told_what_changed(desk: Desk, catalogue: Catalogue) -> None:
    _edit_while_somebody_else_does(desk, catalogue)
    shown = {label.text() for label in desk.find(f"{FORM}.conflicto").findChildren(QLabel)}
    assert {"Proveedor", "INDUSTRIAS REHAU", "VEKA", "Descripción", "lo de otro", "lo mío"} <= shown
    assert desk.find(f"{FORM}.descripcion", QLineEdit).text() == "lo mío"
    assert catalogue.article("564002").valores["descripcion"] == "lo de otro"


def test_save_over_keeps_the_other_persons_other_fields(desk: Desk, catalogue: Catalogue) -> None:
    _edit_while_somebody_else_does(desk, catalogue)
    desk.click(f"{FORM}.guardar_encima")
    desk.notice("564002 guardado.")
    valores = catalogue.article("564002").valores
    assert (valores["descripcion"], valores["proveedor"]) == ("lo mío", "VEKA")


def test_take_new_goes_on_from_what_is_there(desk: Desk, catalogue: Catalogue) -> None:
    _edit_while_somebody_else_does(desk, catalogue)
    desk.click(f"{FORM}.tomar_nuevo")
    assert desk.find(f"{FORM}.descripcion", QLineEdit).text() == "lo de otro"
    assert desk.find(f"{FORM}.proveedor", QComboBox).currentText() == "VEKA"
    assert not desk.find(f"{FORM}.conflicto").isVisible()
    desk.type(f"{FORM}.descripcion", "las dos cosas")
    desk.click(f"{FORM}.aceptar")
    desk.notice("564002 guardado.")
    assert catalogue.article("564002").valores["descripcion"] == "las dos cosas"


def test_a_third_person_while_the_second_decides(desk: Desk, catalogue: Catalogue) -> None:
    _edit_while_somebody_else_does(desk, catalogue)
    other = catalogue.article("564002")
    catalogue.model.editar(other.id, other.version, {"acabado": "Blanco"}, dict(other.valores))
    desk.click(f"{FORM}.guardar_encima")
    panel = desk.find(f"{FORM}.conflicto")
    desk.wait(lambda: panel.isVisible() and any(x.text() == "Blanco" for x in panel.findChildren(QLabel)))
    assert desk.find(f"{FORM}.descripcion", QLineEdit).text() == "lo mío"
    desk.click(f"{FORM}.guardar_encima")
    desk.notice("564002 guardado.")
    valores = catalogue.article("564002").valores
    assert (valores["descripcion"], valores["acabado"], valores["proveedor"]) == ("lo mío", "Blanco", "VEKA")


def test_duplicate_prefills_all_but_the_code(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564002")
    desk.key(Qt.Key.Key_D, CTRL)
    dialog = desk.dialog(FORM)
    assert desk.find(f"{FORM}.codigo", QLineEdit).text() == ""
    assert desk.find(f"{FORM}.qr", QLineEdit).text() == ""
    assert desk.find(f"{FORM}.descripcion", QLineEdit).text() == "Marco 64 Euro-Design 60"
    assert desk.find(f"{FORM}.longitud", QLineEdit).text() == "5800"
    assert not dialog.dirty()  # type: ignore[attr-defined]
    desk.type(f"{FORM}.codigo", "564002.131")
    desk.key(Qt.Key.Key_Return)
    desk.notice("Artículo 564002.131 creado.")
    twin = catalogue.model.articulo(catalogue.model.id_por_codigo("564002.131"))
    assert twin.valores["proveedor"] == "INDUSTRIAS REHAU" and twin.stock_actual == 0


def test_out_of_use_and_back(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564081")
    desk.trigger("inventario.desactivar")
    desk.notice("564081 desactivado: ya no recibe mercadería.")
    desk.shows("564002", "555320", "700100")
    # The cursor goes on to the article that took its place.
    desk.wait(lambda: desk.page.table.current_id() == catalogue.ids["700100"])
    desk.click("principal.aviso.accion1")
    desk.notice("564081 volvió a estar activo.")
    desk.shows("564002", "564081", "555320", "700100")
    desk.trigger("inventario.filtros.inactivos")
    desk.shows("100001")
    desk.choose("100001")
    desk.wait(lambda: desk.find("inventario.desactivar", QAction).text() == "Reactivar")
    desk.key(Qt.Key.Key_D, CTRL, Qt.KeyboardModifier.ShiftModifier)
    desk.notice("100001 volvió a estar activo.")
    assert catalogue.article("100001").activo


def test_delete_only_without_history(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("555320")
    desk.trigger("inventario.eliminar")
    desk.dialog("inventario.confirmar_eliminar")
    # Enter must not do it.
    desk.key(Qt.Key.Key_Return)
    desk.gone("inventario.confirmar_eliminar")
    assert catalogue.article("555320").activo
    desk.trigger("inventario.eliminar")
    desk.dialog("inventario.confirmar_eliminar")
    desk.click("inventario.confirmar_eliminar.aceptar")
    desk.notice("555320 eliminado.")
    desk.shows("564002", "564081", "700100")


def test_delete_with_history_explains_and_offers_to_deactivate(desk: Desk, catalogue: Catalogue) -> None:
    desk.choose("564002")
    desk.trigger("inventario.eliminar")
    desk.dialog("inventario.confirmar_eliminar")
    desk.click("inventario.confirmar_eliminar.aceptar")
    desk.wait(lambda: desk.ctx.notices.current is not None and desk.ctx.notices.current.kind == "error")
    assert desk.ctx.notices.current is not None
    assert "tiene movimientos y no se puede eliminar" in desk.ctx.notices.current.texto
    assert desk.find("principal.aviso.accion1", QPushButton).text() == "Desactivar"
    desk.click("principal.aviso.accion1")
    desk.notice("564002 desactivado: ya no recibe mercadería.")
    assert not catalogue.article("564002").activo
