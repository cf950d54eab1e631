"""The part of the walk that goes through the configuration: every category, what is wrong, what waits, its dialogs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from rexus.configuracion import Conflicto
from rexus.modulos.configuracion.controller import conflictos, suelta
from rexus.modulos.configuracion.view.page import ConfiguracionView
from rexus.settings import CATEGORIAS, Pendiente
from rexus.shell.application import Application

if TYPE_CHECKING:
    from tests.screens.tour import Tour

_LONG_AGO = datetime(2026, 1, 31, 13, 42, tzinfo=UTC)


def walk(tour: Tour, app: Application) -> None:
    """Photograph the page in all its states; it is left as it was found."""
    page = app.session.page.built["configuracion"]  # type: ignore[union-attr]
    assert isinstance(page, ConfiguracionView)
    for number, categoria in enumerate(CATEGORIAS):
        page.categories.setCurrentRow(number)
        tour.photo(app, f"configuracion_{categoria.id}")
    _edited(tour, app, page)
    _waiting(tour, app, page)
    _dialogs(tour, app)
    _connection(tour, app)


def _edited(tour: Tour, app: Application, page: ConfiguracionView) -> None:
    _type(page, "usuarios.max_intentos", "7")
    _type(page, "usuarios.sesion_inactiva_min", "900")
    tour.settle()
    tour.photo(app, "configuracion_sin_guardar")
    for fila in page.changed:
        fila.revert()
    page.search.setText("clave")
    tour.photo(app, "configuracion_busqueda")
    page.search.setText("zzz")
    tour.photo(app, "configuracion_nada")
    page.clear_filters()
    _type(page, "empresa.nombre", "Aberturas del Plata")
    _type(page, "usuarios.max_intentos", "6")
    page.save.trigger()
    tour.settle()
    tour.photo(app, "configuracion_guardado")
    app.session.notices.clear()  # type: ignore[union-attr]


def _waiting(tour: Tour, app: Application, page: ConfiguracionView) -> None:
    settings = app.settings
    settings.proponer(
        {
            "usuarios.largo_minimo": Pendiente(14, None, "ana", _LONG_AGO),
            "empresa.telefono": Pendiente("4444-5555", None, "ana", _LONG_AGO),
            "empresa.moneda": Pendiente("EUR", "USD", "ana", _LONG_AGO),
            "reportes.papel": Pendiente("carta", None, "luis", _LONG_AGO),
        }
    )
    tour.settle()
    page.only_pending()
    tour.photo(app, "configuracion_pendiente")
    page.clear_filters()
    settings.retirar(settings.pendientes())
    tour.settle()


def _dialogs(tour: Tour, app: Application) -> None:
    session = app.session
    assert session is not None
    assert app.services is not None
    jobs = app.services.jobs
    both = [
        Conflicto("usuarios.max_intentos", 7, 5, 9, 3, "luis", _LONG_AGO, "ana"),
        Conflicto("empresa.moneda", "USD", "ARS", None, 4, "luis", _LONG_AGO, "ana"),
    ]
    jobs.spawn(conflictos.abrir(app.window, jobs, None, both, UTC))  # type: ignore[arg-type]
    tour.dialog(app, "configuracion_conflictos")
    page: Any = session.page.built["configuracion"]
    file = tour.home / "otra_configuracion.json"
    _write(file)
    controller = next(c for c in page.children() if hasattr(c, "load_file"))
    jobs.spawn(controller.load_file(file))
    tour.dialog(app, "configuracion_importacion")
    jobs.spawn(suelta.abrir(app.window, jobs, app.settings, respaldos=app.paths.backups))
    tour.dialog(app, "configuracion_suelta")
    _type(page, "usuarios.max_intentos", "8")
    jobs.spawn(page.may_leave())
    tour.dialog(app, "configuracion_salida")
    page.changed[0].revert()


def _connection(tour: Tour, app: Application) -> None:
    page: Any = app.session.page.built["configuracion"]  # type: ignore[union-attr]
    page.connection.trigger()
    tour.settle()
    dialog: Any = next(widget for widget in tour.open_above() if widget.objectName() == "conexion")
    tour.photo(app, "conexion_local", [dialog])
    dialog._motores["sqlserver"].click()
    tour.photo(app, "conexion_sqlserver", [dialog])
    dialog._motores["postgresql"].click()
    for name, text in {"servidor": "127.0.0.1", "puerto": "1", "usuario": "rexus", "clave": "secreta"}.items():
        field = dialog.findChild(QLineEdit, f"conexion.{name}")
        field.setText(text)
        field.textEdited.emit(text)
    dialog.prueba.test.click()
    tour.settle()
    tour.photo(app, "conexion_falla", [dialog])
    dialog.prueba.show_result([], can_prepare=True)
    dialog.prueba.prepare.click()
    tour.settle()
    above = [widget for widget in tour.open_above() if widget.objectName() in ("conexion", "preparar")]
    tour.photo(app, "conexion_preparar", sorted(above, key=lambda widget: widget.objectName()))
    tour.close_all()


def _type(page: ConfiguracionView, clave: str, text: str) -> None:
    page.go_to(clave)
    field: Any = page.fila(clave).editor.control
    field.selectAll()
    QTest.keyClicks(field, text)


def _write(file: Path) -> None:
    document = {
        "empresa": {"nombre": "Vidrios SRL", "cuit": "30-00000000-0"},
        "usuarios": {"largo_minimo": 9_999, "max_intentos": 8},
        "db": {"pool_size": 12, "clave": "no se importa"},
        "otro": {"programa": 1},
    }
    file.write_text(json.dumps(document), encoding="utf-8")
