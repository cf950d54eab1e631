"""The start page in the real window: what it says, where it leads, and that it is true after a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inicio.view.dias import DiasView
from rexus.modulos.inventario.model import InventarioModel
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria
from rexus.stock import movimientos, obras, pedidos, precios, proveedores, requerimientos
from rexus.stock.movimientos import Pedido
from rexus.stock.pedidos import LineaPedida
from rexus.ui.paged_table import PagedTableView
from tests.gui.conftest import Driver


class Inicio:
    """The page as a person reads it."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    def texto(self, nombre: str) -> str:
        """What a label of the page says; empty while it does not show."""
        return self.driver.find(f"inicio.{nombre}", QLabel).text() if self.driver.has(f"inicio.{nombre}") else ""

    def cifra(self, tarjeta: str) -> str:
        return self.texto(f"{tarjeta}.cifra")

    def renglones(self, tarjeta: str) -> list[str]:
        """Its lines, as they are read aloud."""
        ventana = self.driver.application.window
        nombres = [f"inicio.{tarjeta}.renglon{n}" for n in range(1, 9)]
        hallados = [ventana.findChild(QAbstractButton, nombre) for nombre in nombres]
        return [h.accessibleName() for h in hallados if h is not None]

    def pulsar(self, nombre: str) -> None:
        boton = self.driver.find(f"inicio.{nombre}", QAbstractButton)
        self.driver.qtbot.mouseClick(boton, Qt.MouseButton.LeftButton)


def entrar(start: Callable[[], Driver]) -> Inicio:
    driver = start()
    driver.application.window.resize(1280, 800)
    driver.enter(pagina="inicio")
    assert driver.has("inicio"), "it is the first page of all"
    return Inicio(driver)


@pytest.fixture
def registro(account: str, home: Path) -> Any:
    """The same home, beside the window."""
    registry = Registry(paths_under(home))
    yield registry
    registry.close()


def hacer(registro: Registry, operacion: Callable[..., Any], *args: Any, **kw: Any) -> Any:
    return registro.escribir(INVENTARIO, SISTEMA, operacion, *args, **kw).value


@pytest.fixture
def pendientes(registro: Registry) -> dict[str, int]:
    """Two articles and a herraje below their minimum, an obra that lacks material, an order that is late."""
    perfiles, herrajes = (Modelo(registro, lambda: SISTEMA) for Modelo in (InventarioModel, HerrajesModel))
    ids = {
        codigo: perfiles.crear({"codigo": codigo, "descripcion": que, "stock_minimo": minimo}, hay).value.id
        for codigo, que, minimo, hay in (("245536", "Refuerzo", 3, 0), ("564002", "Marco", 4, 3), ("X1", "Otro", 0, 9))
    }
    ids["BIS"] = herrajes.crear({"codigo": "BIS", "nombre": "Bisagra", "stock_minimo": 9}, 1).value.id
    obra = hacer(registro, obras.crear, {"codigo": "OB-0001", "nombre": "Casa", "fecha_entrega": "31/12/2030"}).id
    necesita = {("perfil", ids["245536"]): 4, ("perfil", ids["X1"]): 2}
    hacer(registro, requerimientos.poner, obra, necesita)
    # By the workshop's calendar, which is a day behind UTC's late in the evening.
    hace_tres_dias = datetime.now(zona_horaria(Settings(registro.paths))).date() - timedelta(days=3)
    lineas = [LineaPedida("perfil", ids["564002"], 6)]
    hacer(registro, pedidos.crear, "REHAU", lineas, enviar=True, fecha_prometida=hace_tres_dias)
    return ids


def test_what_needs_somebody_and_where_it_leads(pendientes: dict[str, int], start: Callable[[], Driver]) -> None:
    inicio = entrar(start)
    driver = inicio.driver
    driver.wait(lambda: inicio.cifra("articulos") == "3")
    assert inicio.texto("articulos.titulo") == "artículos bajo su mínimo"
    assert inicio.renglones("articulos") == [
        "245536  Refuerzo. Hay 0, el mínimo es 3",
        "BIS  Bisagra. Hay 1, el mínimo es 9",
        "564002  Marco. Hay 3, el mínimo es 4",
    ]
    assert (inicio.cifra("obras"), inicio.texto("obras.titulo")) == ("1", "obra a la que le falta material")
    assert inicio.renglones("obras") == ["OB-0001 · Casa. entrega 31/12/2030. Faltan 4 × 245536"]
    assert (inicio.cifra("pedidos"), inicio.texto("pedidos.titulo")) == ("1", "pedido atrasado")
    (atrasado,) = inicio.renglones("pedidos")
    assert atrasado.startswith("PC-000001 · REHAU. ") and atrasado.endswith("3 días de atraso")
    assert inicio.cifra("respaldo")
    assert not driver.has("inicio.calma")

    # By keys alone: to the page, to the article, to the record.
    driver.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    renglon = driver.find("inicio.articulos.renglon3", QAbstractButton)
    while QApplication.focusWidget() is not renglon:
        antes = QApplication.focusWidget()
        driver.press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not antes
    driver.press(Qt.Key.Key_Space)
    tabla = driver.find("inventario.tabla", PagedTableView)
    driver.wait(lambda: driver.has("inventario") and tabla.current_id() == pendientes["564002"])

    # What is below its minimum, in the catalogue that it is of.
    driver.go("inicio")
    inicio.pulsar("articulos.ver1")
    driver.wait(lambda: driver.has("inventario") and tabla.model().rowCount() == 2)
    assert driver.find("inventario.filtros.bajo_minimo", QPushButton).isChecked()
    driver.go("inicio")
    inicio.pulsar("articulos.ver2")
    herrajes = driver.find("herrajes.tabla", PagedTableView)
    driver.wait(lambda: driver.has("herrajes") and herrajes.model().rowCount() == 1)


def test_it_is_true_again_after_a_change(
    pendientes: dict[str, int], registro: Registry, start: Callable[[], Driver]
) -> None:
    inicio = entrar(start)
    driver = inicio.driver
    driver.wait(lambda: inicio.cifra("articulos") == "3")
    services = driver.application.services
    assert services is not None
    modelo = InventarioModel(services.registry, driver.application.session._context.actor)  # type: ignore[union-attr]
    # In this window: at once.
    services.jobs.write(modelo.registrar_entrada, Pedido(pendientes["245536"], 4))
    driver.wait(lambda: inicio.cifra("articulos") == "2" and inicio.cifra("obras") == "0")
    assert inicio.renglones("obras") == []
    # By another seat: when somebody asks, or comes back.
    InventarioModel(registro, lambda: SISTEMA).registrar_entrada(Pedido(pendientes["564002"], 6))
    driver.press(Qt.Key.Key_F5, on=driver.find("inicio"))
    driver.wait(lambda: inicio.cifra("articulos") == "1")
    driver.go("inventario")
    HerrajesModel(registro, lambda: SISTEMA).registrar_entrada(Pedido(pendientes["BIS"], 8))
    (pedido,) = registro.leer(INVENTARIO, SISTEMA, pedidos.listar)
    hacer(registro, pedidos.anular, pedido.id)
    driver.go("inicio")
    driver.wait(lambda: driver.has("inicio.calma"))
    frase = inicio.texto("calma.frase")
    assert frase.startswith("A ninguna obra le falta material, ningún artículo está bajo su mínimo, ningún pedido está")
    assert not any(driver.has(f"inicio.{tarjeta}") for tarjeta in ("obras", "articulos", "pedidos", "respaldo"))


def test_a_narrow_window_has_one_column(pendientes: dict[str, int], start: Callable[[], Driver]) -> None:
    inicio = entrar(start)
    driver = inicio.driver
    driver.wait(lambda: inicio.cifra("articulos") == "3")
    obras_, articulos = driver.find("inicio.obras"), driver.find("inicio.articulos")
    assert obras_.y() == articulos.y()
    driver.application.window.resize(740, 800)
    driver.wait(lambda: obras_.x() == articulos.x() and articulos.y() > obras_.y() + obras_.height())


@pytest.fixture
def movido(registro: Registry) -> dict[str, int]:
    """Three perfiles, two without a finish, one without a price, and what moved of them in the last days."""
    modelo = InventarioModel(registro, lambda: SISTEMA)
    ids = {
        codigo: modelo.crear({"codigo": codigo, "acabado": acabado, "descripcion": codigo}, hay).value.id
        for codigo, acabado, hay in (("A1", "Mon/Mon", 40), ("A2", "", 10), ("A3", "", 5))
    }
    ahora = datetime.now(zona_horaria(Settings(registro.paths)))
    with registro.write(INVENTARIO, SISTEMA) as work:
        caro = proveedores.asegurar(work, "REHAU")
        for codigo, precio in (("A1", "100.25"), ("A2", "12")):
            precios.poner(work, "perfil", ids[codigo], caro, {"precio": precio, "preferido": True})
    for codigo, cuantas, dias in (("A1", 3, 2), ("A2", 1, 2), ("A1", 2, 40)):
        with registro.write(INVENTARIO, SISTEMA) as work:
            work.now = lambda dias=dias: ahora - timedelta(days=dias)  # type: ignore[misc]
            movimientos.registrar_salida(work, "perfil", Pedido(ids[codigo], cuantas))
    return ids


def test_what_the_stock_is_worth_and_what_moved(
    movido: dict[str, int], registro: Registry, start: Callable[[], Driver]
) -> None:
    inicio = entrar(start)
    driver = inicio.driver
    driver.wait(lambda: inicio.cifra("valor"))
    # (40 − 3 − 2) × 100,25 + 9 × 12.
    assert (inicio.cifra("valor"), inicio.texto("valor.titulo")) == ("$ 3.617", "valor del stock")
    assert inicio.texto("valor.detalle") == "1 artículo con stock y sin precio, que no se cuentan"
    barras = [driver.find(f"inicio.valor.barra{n}", QAbstractButton) for n in (1, 2)]
    assert [b.accessibleName() for b in barras] == [
        "Perfiles · Mon/Mon. $ 3.508,75",
        "Perfiles · sin acabado. $ 108,00",
    ]
    dias = driver.find("inicio.movimiento.dias", DiasView)
    # What was written down when the articles were made counts; what moved before these days does not.
    assert inicio.cifra("movimiento") == "5" and inicio.texto("movimiento.detalle") == "3 entradas y 2 salidas"
    assert "2 salidas" in dias.accessibleDescription()

    # A bar leads to what it is made of.
    driver.qtbot.mouseClick(barras[1], Qt.MouseButton.LeftButton)
    tabla = driver.find("inventario.tabla", PagedTableView)
    driver.wait(lambda: driver.has("inventario") and tabla.model() is not None and tabla.model().rowCount() == 2)
    assert driver.find("inventario.filtros.chip.acabado", QAbstractButton).text() == "Acabado: sin dato"

    # By keys to the day before yesterday, to its list, to the article.
    driver.go("inicio")
    driver.wait(lambda: driver.has("inicio.movimiento.dias"))
    dias.setFocus()
    for _ in range(2):
        driver.press(Qt.Key.Key_Left, on=dias)
    assert dias.actual is not None and (dias.actual.entradas, dias.actual.salidas) == (0, 2)
    assert dias.accessibleDescription().startswith(dias.actual.frase)
    driver.press(Qt.Key.Key_Return, on=dias)
    driver.wait(lambda: driver.has("inicio.movidos"))
    lista = driver.find("inicio.movidos.tabla", PagedTableView)
    driver.wait(lambda: lista.model().rowCount() == 2 and lista.current_id() is not None)
    codigos = [str(lista.model().index(fila, 1).data()) for fila in range(2)]
    assert codigos == ["A2", "A1"]
    driver.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier, on=lista)
    driver.wait(lambda: driver.has("impresion"))
    driver.click("impresion.cancelar")
    driver.wait(lambda: not driver.has("impresion"))
    lista.select_row(1)
    driver.press(Qt.Key.Key_Return, on=lista)
    driver.wait(lambda: not driver.has("inicio.movidos") and driver.has("inventario"))
    driver.wait(lambda: tabla.current_id() == movido["A1"])
