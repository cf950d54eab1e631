"""«Abrir registro»: from an event to what it is about, on the page where that lives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QPushButton

from rexus.base.actor import SISTEMA
from rexus.configuracion import operaciones
from rexus.db.names import INVENTARIO, USERS
from rexus.db.orm import InventarioBase, UsersBase
from rexus.modulos import tablas
from rexus.modulos.configuracion.view.page import ConfiguracionView
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.seguridad import Politica, cuentas, roles
from rexus.shell.registry import MODULES
from rexus.ui.page import Page
from rexus.ui.paged_table import PagedTableView
from tests.gui.auditoria.conftest import CLAVE_DE_OTROS, CODIGO, Abridor, Puesto
from tests.servers.sitio import Sitio

ABRIR = "auditoria.abrir_registro"


def del_evento(puesto: Puesto, condicion: Callable[[dict[str, str]], bool]) -> int:
    """Read the trail again and click the newest event that is so; its row."""
    puesto.trigger("auditoria.actualizar")
    puesto.se_ve(lambda filas: any(map(condicion, filas)))
    fila = next(n for n, valores in enumerate(puesto.filas()) if condicion(valores))
    puesto.elegir_fila(fila)
    return fila


def en(puesto: Puesto, modulo: str, registro: int) -> PagedTableView:
    """Wait until that page shows that record, with the keys in its table."""
    puesto.wait(lambda: puesto.has(f"{modulo}.tabla"))
    tabla = puesto.find(f"{modulo}.tabla", PagedTableView)
    puesto.wait(lambda: tabla.current_id() == registro and not tabla.model().busy)  # type: ignore[attr-defined]
    assert list(tabla.selected_ids()) == [registro]
    puesto.wait(lambda: QApplication.focusWidget() is tabla)
    assert puesto.find("principal.navegacion", QListWidget).currentItem().data(Qt.ItemDataRole.UserRole) == modulo
    return tabla


def test_every_table_has_one_page_and_every_such_page_can_open() -> None:
    nombres = [nombre for modulo in MODULES for nombre in modulo.abre]
    # Sets of backups are in no table: their events name them so all the same.
    conocidas = {*UsersBase.metadata.tables, *InventarioBase.metadata.tables, "respaldos"}
    assert tablas and len(nombres) == len(set(nombres)) and set(nombres) <= conocidas


def test_an_article_by_its_button_however_the_page_was_filtered(puesto: Puesto) -> None:
    with puesto.otro() as registry:
        modelo = InventarioModel(registry, lambda: SISTEMA)
        articulo = modelo.id_por_codigo(CODIGO)
        modelo.activar(articulo, activo=False)
    puesto.ir("inventario")
    puesto.escribir("inventario.buscar", "bisagra")
    puesto.wait(lambda: puesto.codigos() == ["700100"])
    puesto.ir("auditoria")
    del_evento(puesto, lambda fila: fila["accion"] == "Editar" and fila["tabla"] == "Artículos")
    puesto.click(ABRIR)
    en(puesto, "inventario", articulo)
    puesto.wait(lambda: puesto.texto("inventario.detalle.codigo") == CODIGO)
    # Back, the event is still the chosen one.
    puesto.ir("auditoria")
    assert puesto.texto("auditoria.evento.titulo") == "Editar"


def test_an_article_on_a_page_that_was_never_seen(puesto: Puesto, archivos: Sitio, abrir: Abridor) -> None:
    with puesto.otro() as registry:
        articulo = InventarioModel(registry, lambda: SISTEMA).id_por_codigo("700100")
    puesto.application.close()
    # It opens where it was left.
    otra = abrir(archivos)
    sesion = otra.application.session
    assert sesion is not None and list(sesion.page.built) == ["auditoria"]
    otra.escribir("auditoria.buscar", "700100")
    otra.se_ve(lambda filas: [fila["accion"] for fila in filas] == ["Crear"])
    otra.elegir_fila(0)
    otra.press(Qt.Key.Key_Return, on=otra.lista)
    en(otra, "inventario", articulo)


def test_an_account_by_enter_on_a_page_that_was_never_seen(puesto: Puesto) -> None:
    puesto.escribir("auditoria.buscar", "usuarios:2")
    puesto.se_ve(lambda filas: [fila["accion"] for fila in filas] == ["Crear"])
    puesto.elegir_fila(0)
    puesto.press(Qt.Key.Key_Return, on=puesto.lista)
    en(puesto, "usuarios", 2)
    puesto.wait(lambda: puesto.texto("usuarios.detalle.usuario").startswith("luis ·"))
    # Filters that hide it go.
    rol = puesto.find("usuarios.filtro_rol", QComboBox)
    puesto.wait(lambda: rol.findText("administrador") > 0)
    rol.setCurrentIndex(rol.findText("administrador"))
    puesto.escribir("usuarios.buscar", "ana")
    tabla = puesto.find("usuarios.tabla", PagedTableView)
    puesto.wait(lambda: tabla.model().rowCount() == 1)
    puesto.ir("auditoria")
    puesto.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier, on=puesto.lista)
    en(puesto, "usuarios", 2)


def test_a_place_by_a_double_click_also_one_out_of_use(puesto: Puesto) -> None:
    with puesto.otro() as registry:
        modelo = UbicacionesModel(registry, lambda: SISTEMA)
        lugar = modelo.crear("Rack 9", "Fondo", "rack").value
        modelo.activar(lugar.id, lugar.version, activo=False)
    fila = del_evento(puesto, lambda fila: fila["accion"] == "Desactivar")
    where = puesto.lista.visualRect(puesto.eventos.index(fila, 0)).center()
    puesto.qtbot.mouseDClick(puesto.lista.viewport(), Qt.MouseButton.LeftButton, pos=where)
    en(puesto, "ubicaciones", lugar.id)


def test_a_role_opens_in_its_dialog_and_one_that_is_gone_is_told(puesto: Puesto) -> None:
    with puesto.otro() as registry:
        registry.escribir(USERS, SISTEMA, roles.crear, "deposito", "", ("inventario.ver",))
        registry.escribir(USERS, SISTEMA, roles.crear, "visita", "", ())
        registry.escribir(USERS, SISTEMA, roles.eliminar, "visita")
    del_evento(puesto, lambda fila: fila["registro"] == "deposito")
    puesto.trigger(ABRIR)
    dialogo = puesto.dialogo("usuarios.roles.dialogo")
    assert puesto.texto("usuarios.roles.nombre") == "deposito"
    puesto.press(Qt.Key.Key_Escape, on=dialogo)
    puesto.cerrado("usuarios.roles.dialogo")
    puesto.ir("auditoria")
    del_evento(puesto, lambda fila: fila["registro"] == "visita")
    puesto.trigger(ABRIR)
    puesto.aviso("El rol «visita» ya no existe.")
    assert not puesto._abiertos("usuarios.roles.dialogo")


def test_a_setting_has_the_keys(puesto: Puesto) -> None:
    with puesto.otro() as registry:
        registry.escribir(INVENTARIO, SISTEMA, operaciones.poner, "usuarios.max_intentos", 7)
    del_evento(puesto, lambda fila: fila["tabla"] == "Configuración")
    puesto.trigger(ABRIR)
    puesto.wait(lambda: puesto.has("configuracion"))
    fila = puesto.find("configuracion", ConfiguracionView).fila("usuarios.max_intentos")
    puesto.wait(lambda: fila.isVisible() and fila.isAncestorOf(QApplication.focusWidget()))


@pytest.mark.parametrize("registro", ["999", "@x"])
@pytest.mark.parametrize(
    ("tabla", "frase"),
    [
        ("inventario_perfiles", "Ese artículo ya no existe."),
        ("ubicaciones", "Esa ubicación ya no existe."),
        ("usuarios", "Esa cuenta ya no existe."),
        ("configuracion_sistema", "El ajuste «{registro}» ya no está en la configuración."),
    ],
)
def test_a_record_that_is_gone_is_told(puesto: Puesto, tabla: str, frase: str, registro: str) -> None:
    with puesto.otro() as registry, registry.write(INVENTARIO, SISTEMA) as work:
        work.anotar("inventario", "eliminar", tabla, registro)
    del_evento(puesto, lambda fila: fila["registro"] == registro)
    puesto.ir("inventario")
    puesto.escribir("inventario.buscar", "bisagra")
    puesto.wait(lambda: puesto.codigos() == ["700100"])
    puesto.ir("auditoria")
    puesto.trigger(ABRIR)
    puesto.aviso(frase.format(registro=registro))
    # Nothing else happened.
    assert puesto.find("inventario.buscar", QLineEdit).text() == "bisagra" and puesto.codigos() == ["700100"]
    assert puesto.barra.current is not None and puesto.barra.current.kind == "advertencia"


def test_why_a_record_cannot_be_opened(puesto: Puesto) -> None:
    abrir, boton = puesto.find(ABRIR, QAction), puesto.find(ABRIR, QPushButton)
    assert not abrir.isEnabled() and abrir.toolTip() == "Elegir primero un evento que se pueda leer"
    puesto.muchos_eventos(1)
    del_evento(puesto, lambda fila: fila["tabla"] == "Cosas")
    assert not boton.isEnabled() and boton.toolTip().startswith("Ninguna de las páginas a la vista muestra")
    puesto.press(Qt.Key.Key_Return, on=puesto.lista)
    assert puesto.has("auditoria.tabla")
    with puesto.otro() as registry, registry.write(INVENTARIO, SISTEMA) as work:
        work.anotar("auditoria", "exportar", "eventos", None)
    del_evento(puesto, lambda fila: fila["accion"] == "Exportar")
    assert not abrir.isEnabled() and abrir.toolTip() == "Este evento no es sobre un registro"
    puesto.press(Qt.Key.Key_Down)
    puesto.wait(lambda: not abrir.toolTip().startswith("Este evento"))
    puesto.escribir("auditoria.buscar", CODIGO)
    puesto.se_ve(lambda filas: len(filas) == 3)
    puesto.elegir_fila(0)
    assert abrir.isEnabled() and abrir.toolTip() == "Ir al registro, en la página donde está"
    puesto.a_mano("UPDATE eventos SET fecha = 'ayer'")
    puesto.trigger("auditoria.actualizar")
    puesto.wait(lambda: not abrir.isEnabled())


def test_a_page_that_the_actor_may_not_see_is_not_offered(archivos: Sitio, abrir: Abridor) -> None:
    registry = archivos.registry()
    registry.escribir(USERS, SISTEMA, roles.crear, "auditor", "", ("auditoria.ver", "inventario.ver"))
    datos = {"usuario": "eva", "rol": "auditor"}
    registry.escribir(USERS, SISTEMA, cuentas.crear, datos, Politica(), clave=CLAVE_DE_OTROS)
    registry.close()
    puesto = abrir(archivos, "eva", CLAVE_DE_OTROS)
    puesto.ir("auditoria")
    accion = puesto.find(ABRIR, QAction)
    del_evento(puesto, lambda fila: fila["tabla"] == "Artículos")
    assert accion.isEnabled()
    del_evento(puesto, lambda fila: fila["tabla"] == "Usuarios" and bool(fila["registro"]))
    assert not accion.isEnabled()
    sesion = puesto.application.session
    assert sesion is not None and not sesion._context.abrir("usuarios", "1")
    assert not any(
        isinstance(pagina, Page) and pagina.objectName() == "usuarios" for pagina in sesion.page.built.values()
    )
