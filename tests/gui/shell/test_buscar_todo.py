"""The search of everything: typed and entered, with real keys, over real records of the workshop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QToolButton

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.names import INVENTARIO, USERS
from rexus.db.registry import Registry
from rexus.etiquetas import codigo as etiqueta
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.obras.model import ObrasModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.seguridad import Politica, alta, roles
from rexus.shell.principal.busqueda.lista import Resultados
from rexus.shell.principal.busqueda.paleta import Paleta
from rexus.stock import pedidos
from rexus.stock.movimientos import Pedido
from rexus.stock.pedidos import LineaPedida
from rexus.ui.paged_table import PagedTableView
from tests.gui.conftest import CLAVE, USUARIO, Driver
from tests.gui.taller import Abrir, Taller, abrir, taller

__all__ = ["abrir", "taller"]

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def poblado(account: str, home: Path) -> dict[str, int]:
    """One record of every kind, all of which have «euro» in them; the ids by name."""
    registry = Registry(paths_under(home))
    inventario, herrajes = InventarioModel(registry, lambda: SISTEMA), HerrajesModel(registry, lambda: SISTEMA)
    rack = UbicacionesModel(registry, lambda: SISTEMA).crear("Rack C16", "Europa").value.id
    perfil = inventario.crear(
        {"codigo": "564002", "descripcion": "Marco 64 Euro-Design", "longitud": 5800}, 12
    ).value.id
    inventario.registrar_entrada(Pedido(perfil, 2, ubicacion_id=rack, longitud_mm=2100))
    for n in range(10):
        inventario.crear({"codigo": f"57{n:04}", "descripcion": f"Europerfil {n}"})
    herrajes.crear({"codigo": "BIS-1", "nombre": "Bisagra Euro", "categoria": "bisagras"}, 4)
    obra = ObrasModel(registry, lambda: SISTEMA).crear({"codigo": "OB-0007", "nombre": "Edificio Europa"}).value.id
    pedido = registry.escribir(
        INVENTARIO, SISTEMA, pedidos.crear, "Técnica Euro", [LineaPedida("perfil", perfil, 6)]
    ).value.id
    registry.close()
    return {"perfil": perfil, "rack": rack, "obra": obra, "pedido": pedido}


def abrir_busqueda(app: Driver, *, clic: bool = False) -> Paleta:
    if clic:
        app.qtbot.mouseClick(app.find("principal.buscar", QToolButton), Qt.MouseButton.LeftButton)
    else:
        app.press(Qt.Key.Key_K, CTRL, on=app.application.window)
    paleta = app.find("buscar_todo", Paleta)
    app.wait(lambda: paleta.isVisible() and paleta.lista.count())
    return paleta


def escribir(app: Driver, texto: str) -> Paleta:
    """Type, and wait for the whole answer."""
    paleta = app.find("buscar_todo", Paleta)
    app.qtbot.keyClicks(app.find("buscar_todo.campo", QLineEdit), texto)
    busqueda = app.application.session.busqueda  # type: ignore[union-attr]
    app.wait(lambda: busqueda.settled and busqueda.texto == texto)
    return paleta


def lineas(paleta: Paleta) -> list[str]:
    return [paleta.lista.item(row).text() for row in range(paleta.lista.count())]


def titulos(paleta: Paleta) -> list[str]:
    lista: Resultados = paleta.lista
    items = [lista.item(row) for row in range(lista.count())]
    return [item.text().split(" · ")[0] for item in items if item.flags() == Qt.ItemFlag.NoItemFlags]


def pagina(app: Driver) -> Any:
    return app.application.session.page.pages.currentWidget()  # type: ignore[union-attr]


def test_every_kind_is_found_by_part_of_a_word_and_enter_goes_there(
    poblado: dict[str, int], start: Callable[[], Driver]
) -> None:
    app = start()
    app.enter(pagina="ubicaciones")
    paleta = abrir_busqueda(app)
    assert titulos(paleta) == ["Páginas", "Acciones"]
    escribir(app, "EURO")
    assert titulos(paleta) == ["Artículos", "Obras", "Pedidos", "Proveedores", "Ubicaciones"]
    assert "Artículos · se ven 8; escribir más para acotar" in lineas(paleta)
    # The fitting is not crowded out by eleven profiles.
    assert lineas(paleta).index("BIS-1") == 8
    assert {"564002", "BIS-1", "OB-0007", "PC-000001", "Técnica Euro", "Rack C16"} <= set(lineas(paleta))
    app.find("buscar_todo.campo", QLineEdit).clear()
    escribir(app, "europa edif")
    app.press(Qt.Key.Key_Return, on=app.find("buscar_todo.campo"))
    app.wait(
        lambda: "OB-0007 · Edificio Europa" in [w.text() for w in pagina(app).findChildren(QLabel) if w.isVisible()]
    )
    for texto, tabla, hallada in (
        ("pc-000001", "compras.pedidos.tabla", poblado["pedido"]),
        ("564002", "inventario.tabla", poblado["perfil"]),
        ("rack c16", "ubicaciones.tabla", poblado["rack"]),
    ):
        abrir_busqueda(app, clic=True)
        escribir(app, texto)
        app.press(Qt.Key.Key_Return, on=app.find("buscar_todo.campo"))
        assert not paleta.isVisible()
        app.wait(lambda t=tabla, id_=hallada: app.has(t) and app.find(t, PagedTableView).current_id() == id_)


def test_pages_and_actions_by_keyboard_alone(signed_in: Driver) -> None:
    app = signed_in
    paleta = abrir_busqueda(app)
    escribir(app, "respal")
    assert paleta.lista.currentItem().text() == "Respaldos"
    assert "Páginas" in app.find("buscar_todo.campo").accessibleDescription()
    app.press(Qt.Key.Key_Return, on=app.find("buscar_todo.campo"))
    app.wait(lambda: pagina(app).objectName() == "respaldos")
    abrir_busqueda(app)
    escribir(app, "nueva ubi")
    assert titulos(paleta) == []
    assert app.find("buscar_todo.nota", QLabel).text() == "Nada coincide con «nueva ubi»."
    app.press(Qt.Key.Key_Escape, on=app.find("buscar_todo.campo"))
    assert not paleta.isVisible()
    # The verbs are those of the page where one is, with their keys, and only such as can be done.
    app.application.session.page.open_module("ubicaciones")  # type: ignore[union-attr]
    app.wait(lambda: app.find("ubicaciones.nueva", QAction).isEnabled())
    abrir_busqueda(app)
    escribir(app, "ubi")
    assert paleta.lista.currentItem().text() == "Ubicaciones"
    while paleta.lista.currentItem().text() != "Nueva ubicación…":
        before = paleta.lista.currentRow()
        app.press(Qt.Key.Key_Down, on=app.find("buscar_todo.campo"))
        assert paleta.lista.currentRow() > before
    assert "Ctrl+N" in app.find("buscar_todo.campo").accessibleDescription()
    app.press(Qt.Key.Key_Return, on=app.find("buscar_todo.campo"))
    app.wait(lambda: isinstance(QApplication.activeModalWidget(), QDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    assert dialog.windowTitle() == "Nueva ubicación"
    dialog.reject()


def test_a_scanned_label_and_enter_at_once(poblado: dict[str, int], start: Callable[[], Driver]) -> None:
    app = start()
    app.enter(pagina="configuracion")
    for leido, tabla, hallada in (
        (etiqueta.de_lugar(poblado["rack"]), "ubicaciones.tabla", poblado["rack"]),
        (etiqueta.de_retazo("perfil", poblado["perfil"], 2100), "inventario.tabla", poblado["perfil"]),
        ("564002", "inventario.tabla", poblado["perfil"]),
    ):
        paleta = abrir_busqueda(app)
        campo = app.find("buscar_todo.campo", QLineEdit)
        # As a scanner does: the answer has no time to come before Enter.
        app.qtbot.keyClicks(campo, leido)
        app.press(Qt.Key.Key_Return, on=campo)
        app.wait(lambda paleta=paleta: not paleta.isVisible())
        app.wait(lambda t=tabla, id_=hallada: app.has(t) and app.find(t, PagedTableView).current_id() == id_)


def test_nobody_finds_what_they_may_not_see(poblado: dict[str, int], home: Path, start: Callable[[], Driver]) -> None:
    registry = Registry(paths_under(home))
    registry.escribir(USERS, SISTEMA, roles.crear, "deposito", "", ("inventario.ver",))
    registry.escribir(USERS, SISTEMA, alta.crear, {"usuario": "leo", "rol": "deposito"}, Politica(), clave=CLAVE)
    registry.close()
    app = start()
    app.enter("leo", pagina="inventario")
    paleta = abrir_busqueda(app)
    assert not {"Compras", "Usuarios", "Obras", "Herrajes"} & set(lineas(paleta))
    escribir(app, "euro")
    assert titulos(paleta) == ["Artículos", "Ubicaciones"]
    assert "BIS-1" not in lineas(paleta)


def test_without_the_server_pages_and_actions_are_still_there(taller: Taller, abrir: Abrir) -> None:
    ventana = abrir()
    ventana.enter(USUARIO)
    ventana.wait(lambda: ventana.has("inventario.tabla"))
    paleta = abrir_busqueda(ventana)
    escribir(ventana, "perfil")
    assert titulos(paleta)[0] == "Artículos"
    taller.postgres.parar()
    ventana.wait(lambda: not ventana.en_linea)
    ventana.find("buscar_todo.campo", QLineEdit).clear()
    escribir(ventana, "obras")
    assert "Obras" in lineas(paleta)
    assert ventana.texto("buscar_todo.nota").startswith("Sin conexión no se buscan registros")
    ventana.press(Qt.Key.Key_Return, on=ventana.find("buscar_todo.campo"))
    ventana.wait(lambda: pagina(ventana).objectName() == "obras.pagina")
