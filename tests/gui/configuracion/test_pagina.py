"""The page: every key, edited, saved, taken back, found; where each value comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from rexus.base.errors import BaseInalcanzableError
from rexus.base.paths import Paths
from rexus.db.registry import Registry
from rexus.modulos.configuracion.domain import categoria_de, visibles
from rexus.settings import CATEGORIAS, SCHEMA, Settings
from tests.gui.configuracion.conftest import MIRA, Abrir, Mesa, Puesto

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_every_key_that_is_not_hidden_has_a_row_in_its_category(mesa: Mesa) -> None:
    for categoria in CATEGORIAS:
        mesa.category(categoria.id)
        wanted = {s.clave for s in categoria.claves if not s.oculta}
        assert set(mesa.visible()) == wanted
        for clave in wanted:
            control = mesa.find(f"configuracion.{clave}")
            assert control.accessibleName() == SCHEMA[clave].etiqueta
    assert {fila.setting.clave for fila in mesa.page.filas} == {s.clave for s in SCHEMA.values() if not s.oculta}


def test_it_opens_on_what_people_look_for_and_on_the_connection_when_that_is_gone(
    abrir: Abrir, registry: Registry, settings: Settings
) -> None:
    assert "sistema.idioma" in abrir(registry, settings).visible()
    registry.salud.caer(BaseInalcanzableError("taller"))
    assert "db.motor" in abrir(registry, settings).visible()


@pytest.mark.parametrize(
    ("clave", "kind"),
    [
        ("db.pool_size", QLineEdit),
        ("db.pool_timeout", QLineEdit),
        ("empresa.nombre", QLineEdit),
        ("empresa.direccion", QPlainTextEdit),
        ("db.pooling", QCheckBox),
        ("reportes.papel", QComboBox),
    ],
)
def test_the_editor_is_of_the_keys_type(mesa: Mesa, clave: str, kind: type) -> None:
    mesa.go(clave)
    assert isinstance(mesa.find(f"configuracion.{clave}"), kind)


def test_a_number_of_this_machine_is_saved_in_its_file(mesa: Mesa, paths: Paths) -> None:
    fila = mesa.go("db.pool_size")
    assert mesa.mark("db.pool_size") == "de fábrica"
    assert not mesa.page.save.isEnabled()
    mesa.edit("db.pool_size", "20")
    assert fila.changed
    assert mesa.text("configuracion.pie") == "1 cambio sin guardar: Conexiones abiertas"
    assert mesa.text("configuracion.db.pool_size.datos") == "1 a 100 · antes: 10 · se aplica al reiniciar"
    mesa.save()
    mesa.told("1 cambio guardado.")
    assert mesa.mark("db.pool_size") == "archivo"
    assert mesa.text("configuracion.db.pool_size.datos") == "1 a 100 · de fábrica: 10"
    assert mesa.text("configuracion.pie") == "Todo está guardado."
    assert not mesa.page.save.isEnabled()
    assert json.loads(paths.settings_file.read_text())["db"]["pool_size"] == 20


def test_what_the_workshop_shares_is_saved_in_the_database(mesa: Mesa, otro: Puesto) -> None:
    mesa.edit("empresa.nombre", "Aberturas Ñandú")
    mesa.edit("usuarios.max_intentos", "7")
    mesa.save()
    mesa.told("2 cambios guardados.")
    assert mesa.mark("usuarios.max_intentos") == "base"
    assert otro.get("empresa.nombre") == "Aberturas Ñandú"
    assert otro.get("usuarios.max_intentos") == 7


def test_what_another_seat_changed_shows_by_itself(mesa: Mesa, otro: Puesto) -> None:
    mesa.go("usuarios.max_intentos")
    otro.put("usuarios.max_intentos", 9)
    mesa.trigger("configuracion.actualizar")
    mesa.wait(lambda: mesa.text("configuracion.usuarios.max_intentos") == "9")
    assert mesa.mark("usuarios.max_intentos") == "base"


@pytest.mark.parametrize(
    ("clave", "typed", "reason"),
    [
        ("db.pool_size", "abc", "Debe ser un número entero"),
        ("db.pool_size", "", "Falta escribirlo"),
        ("db.pool_size", "0", "Debe ser 1 o más"),
        ("db.pool_size", "101", "Debe ser 100 o menos"),
        ("db.pool_timeout", "1.500", "Puede ser mil o un decimal: escribirlo sin punto, o con coma"),
        ("db.pool_timeout", "nan", "Debe ser un número"),
        ("empresa.email", "sin arroba", "Debe tener la forma de «taller@ejemplo.com.ar»"),
        ("empresa.moneda", "pesos", "Debe tener la forma de «ARS»"),
        ("empresa.cuit", "3" * 21, "Puede tener 20 caracteres como máximo"),
        ("respaldo.hora_completo", "25:00", "Debe tener la forma de «02:00»"),
        ("sistema.zona", "Mar/Azul", "No es una zona horaria conocida (como «America/Argentina/Buenos_Aires»)"),
    ],
)
def test_what_does_not_fit_is_told_at_the_field_and_not_saved(mesa: Mesa, clave: str, typed: str, reason: str) -> None:
    before = mesa.settings.get(clave)
    mesa.edit(clave, typed)
    # While it is being typed nothing is said; when it rests, it is.
    mesa.wait(lambda: mesa.error(clave) == reason)
    # Saving goes there from wherever one is.
    mesa.category("tema" if not clave.startswith("tema") else "empresa")
    mesa.click("configuracion.guardar")
    mesa.wait(lambda: mesa.page.fila(clave).isVisible())
    assert mesa.error(clave) == reason
    assert QApplication.focusWidget() is mesa.find(f"configuracion.{clave}")
    assert mesa.settings.get(clave) == before
    assert mesa.page.fila(clave).changed


def test_one_wrong_value_holds_all_of_them_back(mesa: Mesa) -> None:
    mesa.edit("usuarios.max_intentos", "7")
    mesa.edit("db.pool_size", "0")
    mesa.click("configuracion.guardar")
    mesa.wait(lambda: mesa.error("db.pool_size"))
    assert mesa.settings.get("usuarios.max_intentos") == 5
    mesa.type("configuracion.db.pool_size", "8")
    assert mesa.error("db.pool_size") == ""
    mesa.save()
    assert (mesa.settings.get("usuarios.max_intentos"), mesa.settings.get("db.pool_size")) == (7, 8)


@pytest.mark.parametrize(
    ("clave", "typed", "value"),
    [
        ("db.pool_timeout", "2,5", 2.5),
        ("db.pool_timeout", "2.5", 2.5),
        ("db.pool_recycle", "1.800", 1_800),
        ("db.pool_recycle", " 1800 ", 1_800),
        ("db.servidor", "  servidor.taller ", "servidor.taller"),
        ("empresa.nombre", "«Ñ» & Cía.", "«Ñ» & Cía."),
    ],
)
def test_values_are_understood_as_people_write_them(mesa: Mesa, clave: str, typed: str, value: Any) -> None:
    mesa.edit(clave, typed)
    mesa.save()
    assert mesa.settings.get(clave) == value


def test_the_arrows_add_and_take_one_within_the_bounds(mesa: Mesa) -> None:
    mesa.edit("db.pool_size", "99")
    field = mesa.find("configuracion.db.pool_size")
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert mesa.text("configuracion.db.pool_size") == "100"
    mesa.type("configuracion.db.pool_size", "2")
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert mesa.text("configuracion.db.pool_size") == "1"


def test_yes_and_no_by_mouse_and_a_choice_by_keys(mesa: Mesa) -> None:
    mesa.go("db.pooling")
    mesa.page.go_to("db.pooling")
    mesa.click("configuracion.db.pooling")
    mesa.go("reportes.papel")
    mesa.pick("configuracion.reportes.papel", "Legal")
    mesa.go("empresa.direccion")
    mesa.type("configuracion.empresa.direccion", "Calle 1")
    mesa.key(Qt.Key.Key_Return)
    mesa.write("Paraná")
    mesa.save()
    assert mesa.settings.get("db.pooling") is False
    assert mesa.settings.get("reportes.papel") == "legal"
    assert mesa.settings.get("empresa.direccion") == "Calle 1\nParaná"


def test_the_wheel_over_a_choice_scrolls_the_page_and_chooses_nothing(mesa: Mesa) -> None:
    mesa.go("reportes.papel")
    combo = mesa.find("configuracion.reportes.papel", QComboBox)
    combo.setFocus()
    where = QPointF(combo.rect().center())
    turn = QWheelEvent(
        where, combo.mapToGlobal(where), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, turn)
    assert combo.currentText() == "A4"
    assert mesa.page.changed == []


def test_an_option_that_is_the_only_one_cannot_be_changed(mesa: Mesa) -> None:
    mesa.go("sistema.separador_decimal")
    combo = mesa.find("configuracion.sistema.separador_decimal", QComboBox)
    assert combo.currentText() == "Coma"
    assert not combo.isEnabled()


# ── Back to what it was ──


def test_restoring_takes_the_value_out_of_file_and_database(mesa: Mesa, paths: Paths, otro: Puesto) -> None:
    mesa.edit("db.pool_size", "20")
    mesa.edit("usuarios.max_intentos", "7")
    mesa.save()
    for clave in ("db.pool_size", "usuarios.max_intentos"):
        mesa.go(clave)
        mesa.page.go_to(clave)
        mesa.click(f"configuracion.{clave}.restaurar")
        assert mesa.page.fila(clave).changed
        assert not mesa.shows(f"configuracion.{clave}.restaurar")
    assert mesa.text("configuracion.usuarios.max_intentos") == "5"
    mesa.save()
    assert mesa.mark("usuarios.max_intentos") == "de fábrica"
    assert otro.get("usuarios.max_intentos") == 5
    assert otro.settings.base("usuarios.max_intentos") is None
    assert "pool_size" not in json.loads(paths.settings_file.read_text()).get("db", {})


def test_a_value_that_equals_the_factorys_can_still_be_taken_out(mesa: Mesa) -> None:
    mesa.page.hide()
    mesa.settings.set("db.pool_size", 10)
    mesa.page.show()
    assert mesa.go("db.pool_size").estado.origen == "usuario"
    mesa.page.go_to("db.pool_size")
    mesa.click("configuracion.db.pool_size.restaurar")
    mesa.save()
    assert mesa.settings.origen("db.pool_size") == "fabrica"


def test_typing_after_restoring_counts(mesa: Mesa) -> None:
    mesa.edit("usuarios.max_intentos", "7")
    mesa.save()
    mesa.click("configuracion.usuarios.max_intentos.restaurar")
    mesa.type("configuracion.usuarios.max_intentos", "8")
    mesa.save()
    assert mesa.settings.get("usuarios.max_intentos") == 8


def test_what_was_saved_is_taken_back_with_the_notices_verb(mesa: Mesa, otro: Puesto) -> None:
    mesa.edit("db.pool_size", "20")
    mesa.edit("usuarios.max_intentos", "7")
    mesa.save()
    mesa.told("2 cambios guardados.")
    mesa.click("principal.aviso.accion1")
    mesa.told("La configuración está como antes.")
    assert mesa.settings.origen("db.pool_size") == "fabrica"
    assert otro.get("usuarios.max_intentos") == 5
    assert mesa.text("configuracion.usuarios.max_intentos") == "5"


def test_one_change_is_discarded_at_once_and_several_after_asking(mesa: Mesa) -> None:
    mesa.edit("usuarios.max_intentos", "7")
    mesa.click("configuracion.descartar")
    mesa.wait(lambda: not mesa.page.changed)
    assert mesa.text("configuracion.usuarios.max_intentos") == "5"
    mesa.edit("usuarios.max_intentos", "7")
    mesa.edit("db.pool_size", "20")
    mesa.click("configuracion.descartar")
    mesa.dialog("configuracion.confirmar_descartar")
    mesa.key(Qt.Key.Key_Escape)
    mesa.gone("configuracion.confirmar_descartar")
    assert len(mesa.page.changed) == 2
    mesa.click("configuracion.descartar")
    mesa.dialog("configuracion.confirmar_descartar")
    mesa.click("configuracion.confirmar_descartar.aceptar")
    mesa.wait(lambda: not mesa.page.changed)
    assert mesa.settings.get("db.pool_size") == 10


def test_a_single_row_is_undone_from_its_menu(mesa: Mesa) -> None:
    mesa.edit("usuarios.max_intentos", "7")
    mesa.edit("db.pool_size", "20")
    mesa.trigger("configuracion.db.pool_size.deshacer")
    assert [fila.setting.clave for fila in mesa.page.changed] == ["usuarios.max_intentos"]


def test_escape_other_categories_and_a_hidden_page_lose_nothing(mesa: Mesa) -> None:
    mesa.edit("usuarios.max_intentos", "7")
    mesa.key(Qt.Key.Key_Escape)
    mesa.category("empresa")
    mesa.page.hide()
    mesa.page.show()
    mesa.category("usuarios")
    assert mesa.text("configuracion.usuarios.max_intentos") == "7"
    assert len(mesa.page.changed) == 1


def test_typing_the_old_value_again_leaves_nothing_to_save(mesa: Mesa) -> None:
    fila = mesa.edit("usuarios.max_intentos", "7")
    assert fila.changed
    mesa.type("configuracion.usuarios.max_intentos", "5")
    assert not fila.changed
    assert not mesa.page.save.isEnabled()


# ── Going ──


def test_leaving_with_nothing_unsaved_asks_nothing(mesa: Mesa) -> None:
    may_leave = mesa.page.may_leave
    assert may_leave is not None
    task = mesa.spawn(may_leave())  # type: ignore[arg-type]
    mesa.wait(task.done)
    assert task.result() is True


@pytest.mark.parametrize(
    ("button", "may", "value"),
    [("cancelar", False, 5), ("descartar", True, 5), ("aceptar", True, 7)],
)
def test_leaving_with_something_unsaved_asks(mesa: Mesa, button: str, may: bool, value: int) -> None:
    mesa.edit("usuarios.max_intentos", "7")
    assert mesa.page.may_leave is not None
    task = mesa.spawn(mesa.page.may_leave())  # type: ignore[arg-type]
    mesa.dialog("configuracion.salida")
    mesa.click(f"configuracion.salida.{button}")
    mesa.wait(task.done)
    assert task.result() is may
    assert mesa.settings.get("usuarios.max_intentos") == value
    assert bool(mesa.page.changed) is not may


def test_leaving_while_something_is_being_saved_waits_for_it(mesa: Mesa) -> None:
    mesa.edit("usuarios.max_intentos", "7")
    mesa.click("configuracion.guardar")
    assert mesa.page.may_leave is not None
    task = mesa.spawn(mesa.page.may_leave())  # type: ignore[arg-type]
    mesa.wait(task.done)
    assert task.result() is True
    assert mesa.settings.get("usuarios.max_intentos") == 7
    assert not mesa.page.is_saving
    assert not mesa.shows("configuracion.salida")


def test_leaving_by_saving_what_does_not_fit_stays(mesa: Mesa) -> None:
    mesa.edit("usuarios.max_intentos", "0")
    assert mesa.page.may_leave is not None
    task = mesa.spawn(mesa.page.may_leave())  # type: ignore[arg-type]
    mesa.dialog("configuracion.salida")
    mesa.key(Qt.Key.Key_Return)
    mesa.wait(task.done)
    assert task.result() is False
    assert mesa.error("usuarios.max_intentos")


# ── Search ──


def test_a_search_finds_labels_helps_keys_options_and_variables_in_all_categories(mesa: Mesa) -> None:
    found = {
        "BLOQUEAR PANTALLA": ["usuarios.sesion_inactiva_min"],
        "tildes no: direccion": [],
        "direccion": ["empresa.direccion", "db.servidor", "cache.redis_servidor"],
        "equivocadas seguidas": ["usuarios.max_intentos"],
        "conservar_meses": ["respaldo.conservar_meses"],
        "horizontal": ["reportes.orientacion"],
        "DB_MAX_OVERFLOW": ["db.max_overflow"],
        "pagina que no hay": [],
    }
    for text, expected in found.items():
        mesa.type("configuracion.buscar", text)
        mesa.wait(lambda text=text: mesa.page.search._told == text)
        assert mesa.visible() == expected, text
    assert mesa.shows("configuracion.nada")


def test_categories_say_how_many_were_found_and_lead_there(mesa: Mesa) -> None:
    mesa.type("configuracion.buscar", "hora")
    mesa.wait(lambda: "respaldo.hora_completo" in mesa.visible())
    items = mesa.page.categories
    said = [items.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(items.count())]
    by_category = {c.id: said[n] for n, c in enumerate(CATEGORIAS)}
    assert by_category["respaldo"].startswith("Respaldo, ")
    assert by_category["tema"] == "Tema, 0 hallados"
    shown = mesa.visible()
    mesa.category("respaldo")
    assert mesa.visible() == shown
    row = mesa.page.fila("respaldo.hora_completo")
    assert mesa.page.rect().contains(row.mapTo(mesa.page, QPoint(0, 0)))
    mesa.find("configuracion.buscar").setFocus()
    mesa.key(Qt.Key.Key_Escape)
    mesa.wait(lambda: len(mesa.visible()) > 0 and not mesa.page.search.text())
    assert len({categoria_de(clave).id for clave in mesa.visible()}) == 1


def test_what_was_found_is_edited_and_saved_where_it_is(mesa: Mesa) -> None:
    mesa.type("configuracion.buscar", "intentos")
    mesa.wait(lambda: mesa.visible() == ["usuarios.max_intentos"])
    mesa.find("configuracion.buscar").setFocus()
    mesa.key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is mesa.find("configuracion.usuarios.max_intentos")
    mesa.type("configuracion.usuarios.max_intentos", "7")
    mesa.save()
    assert mesa.settings.get("usuarios.max_intentos") == 7
    assert mesa.visible() == ["usuarios.max_intentos"]


def test_only_what_is_not_the_factorys(mesa: Mesa) -> None:
    mesa.settings.set("db.pool_size", 20)
    mesa.edit("usuarios.max_intentos", "7")
    mesa.save()
    mesa.click("configuracion.solo_cambiado")
    assert mesa.text("configuracion.solo_cambiado") == "Distinto de fábrica 2"
    assert mesa.visible() == ["usuarios.max_intentos", "db.pool_size"]
    # What was written down as it comes from the factory is not another value.
    mesa.settings.set("tema.modo", "oscuro")
    mesa.settings.set("tema.modo", "sistema")
    mesa.wait(lambda: mesa.page.fila("tema.modo").estado.origen == "usuario")
    assert mesa.text("configuracion.solo_cambiado") == "Distinto de fábrica 2"
    mesa.click("configuracion.solo_cambiado")
    assert len(mesa.visible()) > 2


def test_the_keys_of_the_page(mesa: Mesa) -> None:
    mesa.edit("usuarios.max_intentos", "7")
    mesa.key(Qt.Key.Key_S, CONTROL)
    mesa.wait(lambda: mesa.settings.get("usuarios.max_intentos") == 7)
    mesa.key(Qt.Key.Key_F6)
    assert QApplication.focusWidget() is mesa.page.search
    mesa.key(Qt.Key.Key_H, CONTROL)
    mesa.dialog("configuracion.historial_dialogo")
    mesa.key(Qt.Key.Key_Escape)
    mesa.gone("configuracion.historial_dialogo")
    assert {s.texto for s in mesa.ctx.shortcuts.listed()} >= {"Guardar cambios", "Historial", "Buscar"}


# ── Where values come from, and what they need ──


def test_a_key_that_the_environment_dictates_says_which_variable(
    abrir: Abrir, registry: Registry, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DB_POOL_SIZE", "33")
    paths.crear()
    settings = Settings(paths)
    mesa = abrir(registry, settings)
    mesa.go("db.pool_size")
    field = mesa.find("configuracion.db.pool_size", QLineEdit)
    assert (field.text(), field.isEnabled()) == ("33", False)
    assert mesa.mark("db.pool_size") == "entorno"
    assert "DB_POOL_SIZE" in mesa.text("configuracion.db.pool_size.nota")
    assert not mesa.shows("configuracion.db.pool_size.restaurar")
    settings.close()


def test_what_needs_a_restart_says_so_and_once_changed_waits_for_it(
    abrir: Abrir, registry: Registry, settings: Settings
) -> None:
    again: list[bool] = []
    mesa = abrir(registry, settings, reconectar=lambda: again.append(True))
    assert mesa.band("reinicio") == ""
    mesa.go("sistema.zona")
    assert mesa.text("configuracion.sistema.zona.datos") == "Se aplica al reiniciar"
    mesa.edit("db.pool_size", "20")
    mesa.save()
    assert mesa.band("reinicio") == "Se aplica al reiniciar Rexus: Conexiones abiertas."
    assert mesa.find("configuracion.db.pool_size.reinicio", QLabel).isVisible()
    mesa.click("configuracion.banda.reinicio.entrar")
    mesa.wait(lambda: again == [True])
    mesa.page.go_to("db.pool_size")
    mesa.click("configuracion.db.pool_size.restaurar")
    mesa.save()
    assert mesa.band("reinicio") == ""


def test_who_may_only_look_changes_nothing(abrir: Abrir, registry: Registry, settings: Settings) -> None:
    mesa = abrir(registry, settings, MIRA)
    assert "falta el permiso" in mesa.band("permiso")
    abiertas = [s.clave for s in visibles() if mesa.go(s.clave) and mesa.find(f"configuracion.{s.clave}").isEnabled()]
    assert abiertas == ["sistema.idioma", "tema.modo", "tema.densidad"]
    assert not mesa.page.load.isEnabled()
    assert not mesa.page.connection.isEnabled()
    assert mesa.page.history.isEnabled()


def test_who_may_only_look_changes_how_the_seat_looks(abrir: Abrir, registry: Registry, settings: Settings) -> None:
    mesa = abrir(registry, settings, MIRA)
    mesa.go("tema.densidad")
    combo = mesa.find("configuracion.tema.densidad", QComboBox)
    combo.setCurrentText("Compacta")
    combo.activated.emit(combo.currentIndex())
    mesa.save()
    assert settings.get("tema.densidad") == "compacta"


def test_building_the_page_opens_nothing(abrir: Abrir, registry: Registry, settings: Settings, paths: Paths) -> None:
    from rexus.modulos.configuracion.controller.page import ConfiguracionController
    from rexus.modulos.configuracion.module import MODULE

    mesa = abrir(registry, settings)
    file = paths.database("inventario")
    registry.close()
    file.unlink()
    page = MODULE.build(mesa.ctx)
    mesa.qtbot.addWidget(page)
    mesa.qtbot.wait(50)
    assert page.findChildren(ConfiguracionController)
    assert not file.exists()


def test_tab_goes_through_the_rows_as_they_stand_whichever_was_made_first(mesa: Mesa) -> None:
    mesa.category("tema")
    mesa.category("empresa")
    mesa.type("configuracion.buscar", "tema")
    mesa.wait(lambda: "tema.modo" in mesa.visible())
    mesa.page.clear_filters()
    mesa.category("empresa")
    mesa.find("configuracion.empresa.nombre").setFocus()
    passed = []
    for _ in range(12):
        mesa.key(Qt.Key.Key_Tab)
        name = QApplication.focusWidget().objectName()  # type: ignore[union-attr]
        if name.count(".") == 2 and not name.endswith((".mas", ".restaurar")):
            passed.append(name.removeprefix("configuracion."))
    assert passed[:3] == ["empresa.cuit", "empresa.direccion", "empresa.telefono"]


def test_a_narrow_window_drops_the_list_of_categories_down(mesa: Mesa) -> None:
    mesa.window.resize(560, 600)
    mesa.wait(lambda: mesa.shows("configuracion.categoria"))
    assert not mesa.shows("configuracion.categorias")
    mesa.pick("configuracion.categoria", "Usuarios")
    mesa.key(Qt.Key.Key_Return)
    mesa.page.category_box.activated.emit(mesa.page.category_box.currentIndex())
    fila = mesa.page.fila("usuarios.max_intentos")
    assert fila.isVisible()
    field = mesa.find("configuracion.usuarios.max_intentos")
    title = fila.title
    mesa.wait(lambda: field.mapTo(fila, QPoint(0, 0)).y() > title.mapTo(fila, QPoint(0, 0)).y() + title.height())
    assert field.mapTo(mesa.page, QPoint(field.width(), 0)).x() <= mesa.page.width()


def test_a_folder_is_chosen_or_typed(mesa: Mesa, tmp_path: Path) -> None:
    mesa.go("respaldo.carpeta")
    mesa.page.go_to("respaldo.carpeta")
    mesa.click("configuracion.respaldo.carpeta.elegir")
    mesa.answer_file("archivo.carpeta", tmp_path)
    mesa.wait(lambda: mesa.text("configuracion.respaldo.carpeta") == str(tmp_path))
    mesa.save()
    assert mesa.settings.get("respaldo.carpeta") == str(tmp_path)
