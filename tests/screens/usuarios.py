"""The part of the walk that goes through the accounts: every state, roles, codes shown once, one's own account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyotp
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.names import USERS
from rexus.db.registry import Registry
from rexus.seguridad import Politica, cuentas, entrar, roles
from rexus.seguridad.orm import INACTIVO, SUSPENDIDO
from rexus.shell.application import Application

if TYPE_CHECKING:
    from tests.screens.tour import Tour

CLAVE_DE_TODOS = "ocho vidrios laminados"
_GENTE = (
    ("luis", "Luis", "Fernández", "operador"),
    ("marta", "Marta", "Ibáñez", "supervisor"),
    ("nico", "Nicolás", "Ñáñez", "consulta"),
    ("rosa", "Rosa", "Paz", "analista"),
    ("tomas", "Tomás", "Etcheverry Goñi", "operador"),
)


def fill(home: Path) -> str:
    """Accounts in every state, and a role of the workshop's own; the code that lets «eva» in the first time."""
    registry = Registry(paths_under(home))
    ids = {}
    for usuario, nombre, apellido, rol in _GENTE:
        valores = {
            "usuario": usuario, "nombre": nombre, "apellido": apellido, "rol": rol,
            "email": f"{usuario}@aberturas.example", "telefono": "11 4444-5555",
        }  # fmt: skip
        hecho = registry.escribir(USERS, SISTEMA, cuentas.crear, valores, Politica(), clave=CLAVE_DE_TODOS)
        ids[usuario] = hecho.value[0]
    for usuario in ("luis", "luis", "marta"):
        entrar(registry, usuario, CLAVE_DE_TODOS, Politica())
    entrar(registry, "luis", CLAVE_DE_TODOS, Politica(), programa="consola")
    registry.escribir(USERS, SISTEMA, cuentas.cambiar_estado, ids["nico"], INACTIVO)
    registry.escribir(USERS, SISTEMA, cuentas.cambiar_estado, ids["rosa"], SUSPENDIDO)
    for _ in range(2):
        _fail(registry, "tomas")
    registry.escribir(USERS, SISTEMA, roles.crear, "corte", "Corta y arma; registra lo que gasta.", ["inventario.ver"])
    eva = {"usuario": "eva", "nombre": "Eva", "apellido": "Sosa", "rol": "consulta"}
    codigo = registry.escribir(USERS, SISTEMA, cuentas.crear, eva, Politica()).value[1]
    registry.close()
    return codigo


def _fail(registry: Registry, usuario: str) -> None:
    from rexus.base.errors import CredencialesError

    try:
        entrar(registry, usuario, "no es esta", Politica(max_intentos=2))
    except CredencialesError:
        return


def walk(tour: Tour, app: Application) -> None:
    """Photograph the page in all its states; it is left as it was found."""
    page: Any = app.session.page.built["usuarios"]  # type: ignore[union-attr]
    for usuario in ("luis", "nico", "tomas"):
        _choose(tour, page, usuario)
        tour.photo(app, f"usuarios_elegido_{usuario}")
    _choose(tour, page, "luis")
    for accion in ("nuevo", "editar", "restablecer"):
        page.findChild(QAction, f"usuarios.{accion}").trigger()
        tour.settle()
        tour.photo(app, f"usuarios_dialogo_{accion}", tour.open_above())
        if accion == "nuevo":
            _type(app, "usuarios.ficha.usuario", "luis perez")
            _press(app, "usuarios.ficha.aceptar")
            tour.settle()
            tour.photo(app, "usuarios_ficha_rechazo", tour.open_above())
        if accion == "restablecer":
            _press(app, "usuarios.confirmar.aceptar")
            tour.settle()
            tour.photo(app, "usuarios_codigo", tour.open_above())
        tour.close_all()
    page.search.setText("zzz")
    tour.settle()
    tour.photo(app, "usuarios_nada")
    page.clear_filters()
    _roles(tour, app, page)
    _own(tour, app)


def _roles(tour: Tour, app: Application, page: Any) -> None:
    page.roles.trigger()
    tour.settle()
    tour.photo(app, "usuarios_roles", tour.open_above())
    dialog = tour.open_above()[0]
    lista: Any = dialog.findChild(QWidget, "usuarios.roles.lista")
    lista.setCurrentRow(2)
    dialog.findChild(QWidget, "usuarios.roles.inventario.aprobar").click()  # type: ignore[union-attr]
    tour.photo(app, "usuarios_roles_cambiado", [dialog])
    lista.setCurrentRow(lista.count() - 1)
    tour.photo(app, "usuarios_roles_propio", [dialog])
    dialog.findChild(QPushButton, "usuarios.roles.nuevo").click()
    tour.settle()
    tour.photo(app, "usuarios_roles_nuevo", [dialog, *[w for w in tour.open_above() if w is not dialog]])
    tour.close_all()


def _own(tour: Tour, app: Application) -> None:
    app.window.findChild(QAction, "principal.mi_cuenta").trigger()
    tour.settle()
    dialog: Any = next(w for w in tour.open_above() if w.objectName() == "mi_cuenta")
    for number, name in enumerate(("datos", "clave", "sesiones", "factor")):
        dialog.lista.setCurrentRow(number)
        if name == "clave":
            _type(app, "mi_cuenta.clave.nueva", "verano2024")
            tour.settle()
        tour.photo(app, f"usuarios_mi_cuenta_{name}", [dialog])
    dialog.primary.click()
    tour.settle()
    tour.photo(app, "usuarios_mi_cuenta_qr", [dialog])
    _type(app, "mi_cuenta.factor.codigo", "000000")
    dialog.primary.click()
    tour.settle()
    tour.photo(app, "usuarios_mi_cuenta_qr_rechazo", [dialog])
    _type(app, "mi_cuenta.factor.codigo", pyotp.TOTP(dialog.factor.inscripcion.secreto).now())
    dialog.primary.click()
    tour.settle()
    tour.photo(app, "usuarios_mi_cuenta_codigos", [dialog, *[w for w in tour.open_above() if w is not dialog]])
    for code in [w for w in tour.open_above() if w is not dialog]:
        code.findChild(QPushButton, f"{code.objectName()}.aceptar").click()
    tour.settle()
    tour.photo(app, "usuarios_mi_cuenta_activo", [dialog])
    dialog.factor.quitar.click()
    tour.settle()
    _press(app, "mi_cuenta.confirmar.aceptar")
    tour.settle()
    tour.close_all()


def _choose(tour: Tour, page: Any, usuario: str) -> None:
    model = page.table.model()
    page.table.select_row(next(n for n in range(model.rowCount()) if model.index(n, 0).data() == usuario))
    tour.settle()


def _press(app: Application, name: str) -> None:
    button = next(b for b in app.window.findChildren(QPushButton, name) if b.isVisible())
    button.click()


def _type(app: Application, name: str, text: str) -> None:
    field: Any = next(f for f in app.window.findChildren(QWidget, name) if f.isVisible())
    field.selectAll()
    QTest.keyClicks(field, text)
