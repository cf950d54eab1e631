"""The names that tests and assistive tools hold: a public interface. A name may be added; one that goes is a break."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from tests.gui.conftest import Driver

WELCOME = {
    "bienvenida", "bienvenida.usuario", "bienvenida.clave", "bienvenida.repetir", "bienvenida.fuerza",
    "bienvenida.crear", "bienvenida.error", "bienvenida.usuario.error", "bienvenida.clave.error",
    "bienvenida.repetir.error", "bienvenida.clave.ver", "bienvenida.repetir.ver", "bienvenida.conexion",
}  # fmt: skip
LOGIN = {
    "login", "login.usuario", "login.clave", "login.clave.ver", "login.entrar", "login.error", "login.estado",
    "login.conexion",
}  # fmt: skip
DESK = {
    "principal", "principal.ventana", "principal.menu", "principal.navegacion", "principal.pagina", "principal.estado",
    "principal.estado.base", "principal.estado.usuario", "principal.estado.reloj", "principal.aviso",
    "principal.usuario", "principal.menu_usuario", "principal.estado.reintentar",
}  # fmt: skip
ACTIONS = {
    "principal.cerrar_sesion", "principal.salir", "principal.deshacer", "principal.ir_inventario",
    "principal.ir_ubicaciones", "principal.tema.modo.sistema", "principal.tema.modo.claro",
    "principal.tema.modo.oscuro", "principal.tema.densidad.comoda", "principal.tema.densidad.compacta",
    "principal.plegar_navegacion", "principal.ventana.detalle_visible", "principal.atajos", "principal.acerca_de",
    "principal.ir_configuracion", "principal.menu.estado",
}  # fmt: skip
INVENTORY = {
    "inventario", "inventario.tabla", "inventario.buscar", "inventario.nuevo", "inventario.editar",
    "inventario.entrada", "inventario.salida", "inventario.ajuste", "inventario.transferir", "inventario.importar",
    "inventario.exportar", "inventario.sin_conexion",
}  # fmt: skip


def names(app: Driver) -> set[str]:
    window = app.application.window
    return {o.objectName() for o in (window, *window.findChildren(QObject))}


def without_a_voice(app: Driver) -> list[str]:
    """Buttons and fields of ours that a screen reader could only call «button»."""
    widgets = app.application.window.findChildren(QWidget)
    return [
        f"{type(w).__name__} {w.objectName()} in {w.parent()}"
        for w in widgets
        if isinstance(w, QAbstractButton | QLineEdit)
        and w.isVisible()
        and not (w.accessibleName() or (w.text() if isinstance(w, QAbstractButton) else ""))
        and not w.objectName().startswith(("qt_", "_q_"))
        # Qt makes these of a field's actions, and speaks the action's text.
        and not isinstance(w.parent(), QLineEdit)
    ]


def test_the_welcome_page(app: Driver) -> None:
    app.wait(lambda: app.application.services is not None)
    assert names(app) >= WELCOME
    assert without_a_voice(app) == []


def test_the_sign_in_page(account: str, start: Callable[[], Driver]) -> None:
    app = start()
    app.wait(lambda: app.application.services is not None)
    assert names(app) >= LOGIN
    assert without_a_voice(app) == []


def test_the_desk(signed_in: Driver) -> None:
    found = names(signed_in)
    assert found >= DESK | ACTIONS | INVENTORY
    assert without_a_voice(signed_in) == []
    for name in ACTIONS:
        assert signed_in.find(name, QAction).text()
    for name in ("principal.navegacion", "principal.estado", "principal.aviso", "principal.usuario"):
        assert signed_in.find(name).accessibleName()
