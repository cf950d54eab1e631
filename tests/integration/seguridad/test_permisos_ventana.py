"""The table of docs/permissions.md, its actions: what the window offers to each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTableView

from rexus.base.actor import SISTEMA
from rexus.db.names import USERS
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.respaldos import hacer
from rexus.seguridad import Politica, crear_primer_administrador, cuentas
from rexus.shell.registry import MODULES
from tests.gui.conftest import CLAVE, USUARIO, Driver, start  # noqa: F401 - a fixture of this file too
from tests.servers.sitio import Sitio

from .tabla_permisos import ROLES, filas, sin_clave

ACCIONES = "Actions of the window"
# Enabled in this test for whoever may: they need nothing, or the one article and the one place that there are.
_CON_UNO = {
    "inventario.nuevo", "inventario.editar", "inventario.entrada", "inventario.salida", "inventario.ajuste",
    "inventario.transferir", "inventario.conteo", "inventario.importar", "inventario.desactivar",
    "herrajes.nuevo", "herrajes.editar", "herrajes.entrada", "herrajes.salida", "herrajes.ajuste",
    "herrajes.transferir", "herrajes.conteo", "herrajes.importar", "herrajes.desactivar", "herrajes.categorias",
    "obras.nueva", "obras.editar", "obras.eliminar", "obras.pasar_a.pedido", "obras.abrir",
    "compras.pedidos.nuevo", "compras.proveedores.nuevo", "compras.proveedores.importar",
    "inventario.precios", "herrajes.precios",
    "ubicaciones.nueva", "ubicaciones.editar", "ubicaciones.desactivar", "configuracion.importar",
    "usuarios.roles", "usuarios.nuevo", "usuarios.cerrar_sesiones",
    "respaldos.completo", "respaldos.incremental", "respaldos.verificar", "respaldos.restaurar", "respaldos.exportar",
}  # fmt: skip


@pytest.fixture
def con_roles(sitio_sqlite: Sitio) -> None:
    """One of everything and a backup, the administrator, and an account of each other role with the same password."""
    registry = sitio_sqlite.registry()
    registry.escribir(USERS, SISTEMA, crear_primer_administrador, USUARIO, CLAVE)
    for rol in ROLES[1:]:
        registry.escribir(USERS, SISTEMA, cuentas.crear, {"usuario": rol, "rol": rol}, Politica(), clave=CLAVE)
    InventarioModel(registry, lambda: SISTEMA).crear({"codigo": "A1", "descripcion": "Marco"}, stock_inicial=5)
    HerrajesModel(registry, lambda: SISTEMA).crear({"codigo": "H1", "nombre": "Bisagra"}, stock_inicial=5)
    UbicacionesModel(registry, lambda: SISTEMA).crear("Rack", "", "")
    ObrasModel(registry, lambda: SISTEMA).crear({"codigo": "OB-1"})
    hacer.completo(registry, registry.paths.backups)
    registry.close()


@pytest.mark.parametrize("rol", ROLES)
def test_every_action_for_a_role(con_roles: None, start: Callable[[], Driver], rol: str) -> None:  # noqa: F811
    app = start()
    app.enter(USUARIO if rol == "administrador" else rol, CLAVE)
    sesion = app.application.session
    assert sesion is not None
    tabla = filas(ACCIONES)
    habilitadas: set[str] = set()
    presentes: set[str] = set()

    # The page of signing in goes when it can; what is on it is nobody's right.
    app.wait(lambda: not app.application.window.findChildren(QAction, "login.clave.ver"))

    def mirar() -> None:
        for accion in app.application.window.findChildren(QAction):
            if "." in accion.objectName():
                nombre = sin_clave(accion.objectName())
                presentes.add(nombre)
                if accion.isEnabled():
                    habilitadas.add(nombre)

    for modulo in MODULES:
        if modulo.para(sesion.actor):
            sesion.page.show_module(modulo.id)
            mirar()
            if app.has(f"{modulo.id}.tabla"):
                lista = app.find(f"{modulo.id}.tabla", QTableView)
                app.wait(lambda lista=lista: lista.model().rowCount() > 0)
                lista.selectRow(0)
            # What follows the choice comes later, and what must not come has its time to.
            puede = {n for n in _CON_UNO if n.split(".")[0] == modulo.id and tabla[n].roles[rol]}
            app.wait(lambda puede=puede: mirar() or puede <= habilitadas)
            for _ in range(3):
                app.qtbot.wait(50)
                mirar()
    assert presentes <= set(tabla), "a new action needs its row"
    if rol == "administrador":
        assert set(tabla) == presentes, "a row names an action"
    negadas = {nombre for nombre, fila in tabla.items() if not fila.roles[rol]}
    assert habilitadas & negadas == set()
    assert {nombre for nombre in _CON_UNO if tabla[nombre].roles[rol]} <= habilitadas
