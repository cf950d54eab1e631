"""History, export, and an import that is looked at before anything changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from sqlalchemy import select

from rexus.base.actor import SISTEMA
from rexus.base.errors import ArchivoError
from rexus.db.names import INVENTARIO, USERS
from rexus.db.outbox import InventarioOutbox, UsersOutbox
from rexus.db.registry import Registry
from rexus.modulos.configuracion.model import ConfiguracionModel
from rexus.settings import Settings
from tests.gui.configuracion.conftest import Abrir, Mesa, Puesto

DIALOG = "configuracion.importacion"


def written(file: Path, document: object) -> Path:
    file.write_text(document if isinstance(document, str) else json.dumps(document))
    return file


def recorded(mesa: Mesa, outbox: Any, base: str, accion: str) -> list[tuple[str, str | None, dict[str, Any]]]:
    """(who, record, after) of what was recorded of that kind, oldest first."""
    columns = (outbox.usuario, outbox.registro, outbox.despues)
    with mesa.ctx.registry.read(base, SISTEMA) as work:
        rows = work.connection.execute(select(*columns).where(outbox.accion == accion).order_by(outbox.id)).all()
    return [(usuario, registro, json.loads(despues)) for usuario, registro, despues in rows]


def imported(mesa: Mesa, file: Path) -> Any:
    """The dialog that looks at a file."""
    mesa.trigger("configuracion.importar")
    mesa.answer_file("archivo.leer", file)
    return mesa.dialog(DIALOG)


# ── History ──


def test_the_history_of_all_says_who_when_before_and_after(mesa: Mesa, otro: Puesto) -> None:
    mesa.edit("db.pool_size", "20")
    mesa.save()
    mesa.edit("empresa.moneda", "USD")
    mesa.save()
    otro.put("empresa.moneda", "EUR")
    mesa.trigger("configuracion.historial")
    mesa.dialog("configuracion.historial_dialogo")
    rows = [row[1:5] for row in mesa.rows("configuracion.historial_dialogo.tabla")]
    assert rows == [
        ["luis", "Moneda", "USD", "EUR"],
        ["ana", "Moneda", "ARS (de fábrica)", "USD"],
        ["ana", "Conexiones abiertas", "10", "20"],
    ]
    mesa.key(Qt.Key.Key_Return)
    mesa.gone("configuracion.historial_dialogo")


def test_the_history_of_one_key_from_its_row(mesa: Mesa) -> None:
    mesa.edit("db.pool_size", "20")
    mesa.edit("usuarios.max_intentos", "7")
    mesa.save()
    mesa.trigger("configuracion.usuarios.max_intentos.historial")
    dialog = mesa.dialog("configuracion.historial_dialogo")
    assert "Intentos antes de bloquear" in dialog.windowTitle()
    assert [row[1:4] for row in mesa.rows("configuracion.historial_dialogo.tabla")] == [["ana", "5 (de fábrica)", "7"]]


def test_an_empty_history_says_so(mesa: Mesa) -> None:
    mesa.trigger("configuracion.historial")
    mesa.dialog("configuracion.historial_dialogo")
    assert mesa.text("configuracion.historial_dialogo.frase") == "Todavía no hay ningún cambio anotado."


# ── Export ──


def test_the_export_holds_every_value_and_no_password(mesa: Mesa, tmp_path: Path) -> None:
    mesa.settings.guardar_secreto("db.clave", "muy secreta")
    mesa.edit("empresa.nombre", "Aberturas Ñandú")
    mesa.save()
    file = tmp_path / "configuración.json"
    mesa.trigger("configuracion.exportar")
    mesa.answer_file("archivo.escribir", file)
    mesa.told("Configuración exportada a «configuración.json», sin claves.")
    document = json.loads(file.read_text(encoding="utf-8"))
    assert document["empresa"]["nombre"] == "Aberturas Ñandú"
    assert document["db"]["pool_size"] == 10
    assert "clave" not in document["db"]
    assert "muy secreta" not in file.read_text()
    exported = recorded(mesa, InventarioOutbox, INVENTARIO, "exportar")
    assert [(who, what) for who, _, what in exported] == [("ana", {"archivo": "configuración.json"})]


def test_a_key_of_this_machine_and_a_password_leave_an_event(mesa: Mesa) -> None:
    model = ConfiguracionModel(mesa.ctx.registry, mesa.settings, mesa.ctx.actor)
    model.guardar({"db.pool_size": 12}, {}, {"db.clave": "muy secreta"})
    model.quitar_secreto("db.clave")
    changes = recorded(mesa, UsersOutbox, USERS, "editar")
    assert [(who, key) for who, key, _ in changes] == [
        ("ana", "db.pool_size"),
        ("ana", "db.clave"),
        ("ana", "db.clave"),
    ]
    assert [what.get("secreto") for _, _, what in changes] == [None, "guardado", "quitado"]
    assert "muy secreta" not in json.dumps(changes)


def test_an_export_that_cannot_be_written_is_told(mesa: Mesa, tmp_path: Path) -> None:
    folder = tmp_path / "configuracion.json"
    folder.mkdir()
    model = ConfiguracionModel(mesa.ctx.registry, mesa.settings, mesa.ctx.actor)
    with pytest.raises(ArchivoError, match=r"configuracion\.json"):
        model.exportar(folder)


# ── Import ──


def test_an_import_shows_before_and_after_and_what_it_leaves_out(mesa: Mesa, otro: Puesto, tmp_path: Path) -> None:
    mesa.edit("usuarios.max_intentos", "7")
    mesa.save()
    file = written(
        tmp_path / "otra.json",
        {
            "empresa": {"nombre": "Vidrios SRL"},
            "usuarios": {"max_intentos": 7, "largo_minimo": 9_999},
            "db": {"pool_size": 12, "clave": "secreta"},
            "cosa": {"rara": 1},
        },
    )
    imported(mesa, file)
    assert mesa.rows(f"{DIALOG}.cambios") == [
        ["Nombre de la empresa", "vacío", "Vidrios SRL"],
        ["Conexiones abiertas", "10", "12"],
    ]
    left = {row[0]: row[1] for row in mesa.rows(f"{DIALOG}.fuera")}
    assert left["usuarios.largo_minimo"] == "debe ser 64 o menos"
    assert left["cosa.rara"] == "este programa no tiene ese ajuste"
    assert "claves" in left["db.clave"]
    assert mesa.text(f"{DIALOG}.resumen") == "2 ajustes cambian con el archivo. 1 ya está así."
    assert mesa.settings.get("db.pool_size") == 10
    assert mesa.text(f"{DIALOG}.aceptar") == "Importar 2 cambios"
    mesa.click(f"{DIALOG}.aceptar")
    mesa.gone(DIALOG)
    mesa.told("2 cambios guardados.")
    assert mesa.settings.get("db.pool_size") == 12
    assert otro.get("empresa.nombre") == "Vidrios SRL"


def test_an_import_that_is_looked_at_and_left_changes_nothing(mesa: Mesa, tmp_path: Path) -> None:
    imported(mesa, written(tmp_path / "otra.json", {"db": {"pool_size": 12}}))
    mesa.key(Qt.Key.Key_Escape)
    mesa.gone(DIALOG)
    assert mesa.settings.get("db.pool_size") == 10


def test_its_own_export_changes_nothing(mesa: Mesa, tmp_path: Path) -> None:
    file = tmp_path / "propia.json"
    mesa.trigger("configuracion.exportar")
    mesa.answer_file("archivo.escribir", file)
    mesa.wait(file.exists)
    imported(mesa, file)
    assert mesa.text(f"{DIALOG}.resumen").startswith("El archivo no cambia nada.")
    mesa.click(f"{DIALOG}.aceptar")
    mesa.gone(DIALOG)


@pytest.mark.parametrize("content", ["no es json", "[1, 2]", '{"a": 1, "a": 2}'])
def test_a_file_that_is_no_configuration_is_told(mesa: Mesa, tmp_path: Path, content: str) -> None:
    mesa.trigger("configuracion.importar")
    mesa.answer_file("archivo.leer", written(tmp_path / "roto.json", content))
    mesa.wait(lambda: mesa.ctx.notices.current is not None)
    assert mesa.ctx.notices.current is not None
    assert "roto.json" in mesa.ctx.notices.current.texto
    assert not mesa.shows(DIALOG)


def test_an_import_does_not_trample_what_is_being_edited(mesa: Mesa, tmp_path: Path) -> None:
    mesa.edit("db.pool_size", "20")
    mesa.trigger("configuracion.importar")
    mesa.told("Guardar o descartar primero lo cambiado: 1 cambio sin guardar: Conexiones abiertas.")
    assert not any(d.isVisible() for d in mesa.window.findChildren(QDialog))


def test_what_the_environment_dictates_is_not_imported(
    abrir: Abrir, registry: Registry, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from rexus.base.paths import paths_under

    monkeypatch.setenv("DB_POOL_SIZE", "33")
    settings = Settings(paths_under(home))
    mesa = abrir(registry, settings)
    imported(mesa, written(tmp_path / "otra.json", {"db": {"pool_size": 12, "max_overflow": 6}}))
    assert mesa.rows(f"{DIALOG}.cambios") == [["Conexiones de refuerzo", "5", "6"]]
    assert mesa.rows(f"{DIALOG}.fuera") == [["Conexiones abiertas", "lo fija la variable DB_POOL_SIZE"]]
    settings.close()
