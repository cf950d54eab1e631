"""The page in the program itself: found, handled by its names, obeyed at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from rexus.modulos.configuracion.domain import visibles
from tests.gui.conftest import CLAVE, Driver
from tests.servers.sitio import Sitio

WIDGETS = {
    "configuracion", "configuracion.buscar", "configuracion.categorias", "configuracion.lista", "configuracion.pie",
    "configuracion.mas", "configuracion.solo_cambiado", "configuracion.solo_pendiente", "configuracion.conexion.abrir",
    "configuracion.banda.sin_base", "configuracion.banda.conflictos", "configuracion.banda.pendientes",
    "configuracion.banda.reinicio",
}  # fmt: skip
ACTIONS = {
    "configuracion.guardar", "configuracion.descartar", "configuracion.historial", "configuracion.importar",
    "configuracion.exportar", "configuracion.conexion", "configuracion.actualizar",
}  # fmt: skip


def opened(app: Driver) -> Driver:
    """The page in sight, all its rows made."""
    app.trigger("principal.ir_configuracion")
    app.wait(lambda: app.has("configuracion"))
    app.wait(lambda: len(app.find("configuracion").filas) == len(visibles()))  # type: ignore[attr-defined]
    return app


def test_the_handles_are_a_public_interface(signed_in: Driver) -> None:
    app = opened(signed_in)
    window = app.application.window
    names = {o.objectName() for o in window.findChildren(QObject)}
    wanted = WIDGETS | ACTIONS | {f"configuracion.{s.clave}" for s in visibles()}
    assert wanted <= names, wanted - names
    for clave in (s.clave for s in visibles() if not s.secreta):
        assert {f"configuracion.{clave}.{part}" for part in ("restaurar", "origen", "error", "mas")} <= names
    for name in ACTIONS:
        assert all(action.text() for action in window.findChildren(QAction, name))
    mute = [
        widget.objectName()
        for widget in app.find("configuracion").findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox)
        and widget.objectName().startswith("configuracion.")
        and not widget.accessibleName()
    ]
    assert mute == []


def test_a_new_face_is_put_on_as_soon_as_it_is_saved(signed_in: Driver) -> None:
    app = opened(signed_in)
    app.type("configuracion.buscar", "tema oscuro")
    app.wait(lambda: app.has("configuracion.tema.modo"))
    combo = app.find("configuracion.tema.modo", QComboBox)
    combo.setFocus()
    app.press(Qt.Key.Key_End, on=combo)
    assert not app.application.theme.dark
    app.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, on=combo)
    app.wait(lambda: app.application.theme.dark)
    app.application.theme.set_mode("claro")


def test_signing_out_and_closing_ask_about_what_is_not_saved(signed_in: Driver) -> None:
    app = opened(signed_in)
    app.application.session.page.pages.currentWidget().go_to("db.servidor")  # type: ignore[union-attr]
    app.type("configuracion.db.servidor", "otro")
    for leave in (lambda: app.trigger("principal.cerrar_sesion"), app.application.window.close):
        app.trigger("principal.ir_inventario")
        leave()
        app.wait(lambda: app.has("configuracion.salida"))
        app.click("configuracion.salida.cancelar")
        app.wait(lambda: not app.has("configuracion.salida"))
        app.wait(lambda: app.has("configuracion"))
        assert app.application.window.isVisible()
        assert app.find("configuracion.db.servidor", QLineEdit).text() == "otro"
    app.trigger("principal.cerrar_sesion")
    app.wait(lambda: app.has("configuracion.salida"))
    app.click("configuracion.salida.descartar")
    app.wait(lambda: app.has("login.entrar"))
    assert app.application.settings.get("db.servidor") == ""


def test_another_server_is_taken_into_use_without_a_restart(signed_in: Driver, sitio_postgres: Sitio) -> None:
    app = opened(signed_in)
    settings = app.application.settings
    c = sitio_postgres.conexion
    settings.guardar_secreto("db.clave", c.clave)
    values = {"motor": c.motor, "servidor": c.servidor, "puerto": c.puerto, "usuario": c.usuario, "tls": c.tls}
    settings.fijar({f"db.{name}": value for name, value in {**values, **c.bases}.items()})
    app.wait(lambda: app.has("configuracion.banda.reinicio"))
    app.click("configuracion.banda.reinicio.entrar")
    # Nobody has an account there yet.
    app.wait(lambda: app.has("bienvenida.crear"))
    for name, text in {"usuario": "ana", "clave": CLAVE, "repetir": CLAVE}.items():
        app.type(f"bienvenida.{name}", text)
    app.click("bienvenida.crear")
    app.wait(lambda: app.has("principal"))
    opened(app)
    app.application.session._lead("configuracion", "conexion")  # type: ignore[union-attr]
    app.wait(lambda: app.find("configuracion.conexion.titulo").text() == f"PostgreSQL en {c.lugar}")  # type: ignore[attr-defined]
    assert not app.has("configuracion.banda.reinicio")
