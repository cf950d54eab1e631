"""The desk's whole story through the real window, with real clicks, keys and files.

REXUS_TEST_FILAS sets the size of the second catalogue; the full run is 100000.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QPushButton, QWidget

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.ui.paged_table import PagedTableView
from tests.gui.conftest import CLAVE, USUARIO, Driver

FILAS = int(os.environ.get("REXUS_TEST_FILAS", "2000"))
DATOS = Path(__file__).parents[3] / "shared" / "data"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def catalogo(tmp_path: Path) -> Path:
    """A catalogue of FILAS perfiles."""
    if not DATOS.is_dir():
        pytest.skip("the sample data is not beside the checkout")
    archivo = tmp_path / "catalogo.csv"
    with archivo.open("wb") as salida:
        subprocess.run([sys.executable, str(DATOS / "catalogo.py"), "perfiles", str(FILAS)], stdout=salida, check=True)
    return archivo


class Historia:
    """The window as a person at the desk uses it."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        # The screen of a test is small; people have more, and the card beside the table needs it.
        driver.application.window.resize(1360, 820)

    @property
    def tabla(self) -> PagedTableView:
        return self.driver.find("inventario.tabla", PagedTableView)

    def dialogo(self, nombre: str) -> Any:
        """Wait for a dialog and bring the keys to it."""
        self.driver.wait(lambda: self._abiertos(nombre))
        dialogo = self._abiertos(nombre)[0]
        dialogo.activateWindow()
        self.driver.wait(lambda: QApplication.activeWindow() is dialogo)
        return dialogo

    def cerrado(self, nombre: str) -> None:
        """Wait until a dialog is gone and the window has the keys again."""
        ventana = self.driver.application.window
        # An import of the full catalogue takes its time on a busy machine.
        self.driver.qtbot.waitUntil(lambda: not self._abiertos(nombre), timeout=20_000 + 4 * FILAS)
        # A screen without a window manager activates nothing by itself.
        ventana.activateWindow()
        self.driver.wait(lambda: QApplication.activeWindow() is ventana)

    def _abiertos(self, nombre: str) -> list[QDialog]:
        return [d for d in self.driver.application.window.findChildren(QDialog, nombre) if d.isVisible()]

    def aviso(self, comienzo: str) -> None:
        """Wait for a notice."""
        texto = self.driver.find("principal.aviso.texto", QLabel)
        self.driver.wait(lambda: texto.isVisible() and texto.text().startswith(comienzo))

    def soltar(self, archivo: Path) -> None:
        """Drop a file on the page."""
        pagina = next(w for w in _ancestros(self.tabla) if w.acceptDrops())
        datos = QMimeData()
        datos.setUrls([QUrl.fromLocalFile(str(archivo))])
        nada, izquierdo, copiar = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
        centro = pagina.rect().center()
        QApplication.sendEvent(pagina, QDragEnterEvent(centro, copiar, datos, izquierdo, nada))
        QApplication.sendEvent(pagina, QDropEvent(QPointF(centro), copiar, datos, izquierdo, nada))

    def importar(self, archivo: Path, boton: str, aviso: str) -> None:
        """A file dropped, its columns accepted, what it would change read, and imported."""
        self.soltar(archivo)
        self.dialogo("importar")
        verbo = self.driver.find("importar.aceptar", QPushButton)
        # Until the file was looked at it is another verb.
        self.driver.wait(lambda: verbo.isEnabled() and verbo.text() == "Revisar")
        self.driver.click("importar.aceptar")
        self.driver.qtbot.waitUntil(lambda: verbo.isEnabled() and verbo.text() == boton, timeout=20_000 + 4 * FILAS)
        self.driver.click("importar.aceptar")
        self.cerrado("importar")
        self.aviso(aviso)

    def buscar(self, texto: str, filas: int) -> None:
        """Type into the search field until the table shows so many rows."""
        self.driver.press(Qt.Key.Key_F6)
        self.driver.type("inventario.buscar", texto)
        self.driver.wait(lambda: self.tabla.model().rowCount() == filas)

    def elegir(self, codigo: str) -> None:
        """An exact code and Enter select the article."""
        self.driver.type("inventario.buscar", codigo)
        self.driver.press(Qt.Key.Key_Return)
        self.driver.wait(lambda: self.driver.find("inventario.detalle.codigo", QLabel).text() == codigo)

    def mover(self, tecla: Qt.Key, verbo: str, cantidad: str, aviso: str) -> None:
        """A movement by keys alone."""
        self.driver.press(tecla, CTRL, on=self.tabla)
        self.dialogo(f"inventario.{verbo}.dialogo")
        self.driver.type(f"inventario.{verbo}.cantidad", cantidad)
        self.driver.press(Qt.Key.Key_Return)
        self.aviso(aviso)
        self.cerrado(f"inventario.{verbo}.dialogo")


def _ancestros(widget: QWidget) -> list[QWidget]:
    cadena = [widget]
    while (padre := cadena[-1].parentWidget()) is not None:
        cadena.append(padre)
    return cadena


def _es_verdad(home: Path, articulos: int) -> None:
    registry = Registry(paths_under(home))
    verificacion = InventarioModel(registry, lambda: SISTEMA).verificar()
    registry.close()
    assert (verificacion.ok, verificacion.articulos) == (True, articulos)


@pytest.mark.largo
@pytest.mark.timeout(1200)
def test_from_the_first_start_to_a_true_stock(start: Callable[[], Driver], home: Path, catalogo: Path) -> None:
    driver = start()
    historia = Historia(driver)

    # No account yet: the welcome page makes the administrator and signs in.
    driver.type("bienvenida.usuario", USUARIO)
    driver.type("bienvenida.clave", CLAVE)
    driver.type("bienvenida.repetir", CLAVE)
    driver.click("bienvenida.crear")
    driver.wait(lambda: driver.has("principal"))
    driver.wait(lambda: driver.has("inventario.vacio"))

    # The real summary, then the workshop's catalogue.
    historia.importar(DATOS / "rehau_obra.csv", "Importar 10 artículos", "10 artículos importados.")
    driver.wait(lambda: historia.tabla.model().rowCount() == 10)
    miles = f"{FILAS:,}".replace(",", ".")
    historia.importar(catalogo, f"Importar {miles} artículos", f"{miles} artículos importados.")
    driver.wait(lambda: historia.tabla.model().rowCount() == FILAS + 10)

    # Any part of any word, no accents; then one article by its code.
    historia.buscar("cana 17 foliado", 1)
    historia.elegir("564002")

    # In and out by keys; the card follows.
    historia.mover(Qt.Key.Key_E, "entrada", "12", "Entrada de 12 × 564002 registrada: quedan 12.")
    historia.mover(Qt.Key.Key_S, "salida", "3", "Salida de 3 × 564002 registrada: quedan 9.")
    driver.wait(lambda: driver.find("inventario.detalle.stock", QLabel).text() == "9")

    # A mistake is undone by name.
    deshacer = driver.find("principal.deshacer", QAction)
    assert deshacer.text().replace("&", "") == "Deshacer salida de 3 × 564002"
    driver.press(Qt.Key.Key_Z, CTRL, on=historia.tabla)
    driver.wait(lambda: driver.find("inventario.detalle.stock", QLabel).text() == "12")

    # A stocktake of the place finds ten.
    driver.trigger("inventario.conteo")
    historia.dialogo("conteo.elegir")
    lugar = driver.find("conteo.lugar", QComboBox)
    lugar.setCurrentIndex(lugar.findText("General", Qt.MatchFlag.MatchStartsWith))
    driver.press(Qt.Key.Key_Return)
    historia.dialogo("conteo")
    for tecla in (Qt.Key.Key_1, Qt.Key.Key_0, Qt.Key.Key_Return):
        # Each goes to the widget that has the focus then: the first key opens the editor of the cell.
        driver.press(tecla)
    driver.wait(lambda: driver.find("conteo.aceptar", QPushButton).isEnabled())
    driver.click("conteo.aceptar")
    historia.aviso("Conteo de General registrado")
    historia.cerrado("conteo")
    driver.wait(lambda: driver.find("inventario.detalle.stock", QLabel).text() == "10")

    # The stock is proven on the screen.
    driver.trigger("inventario.verificar")
    historia.dialogo("verificar")
    resultado = driver.find("verificar.resultado", QLabel)
    driver.wait(lambda: "el stock es verdadero" in resultado.text())
    driver.press(Qt.Key.Key_Escape)
    historia.cerrado("verificar")
    driver.application.close()
    _es_verdad(home, FILAS + 10)

    # The next day: one signs in, and everything is there.
    driver = start()
    driver.enter()
    historia = Historia(driver)
    driver.wait(lambda: historia.tabla.model() is not None and historia.tabla.model().rowCount() == FILAS + 10)
    historia.elegir("564002")
    driver.wait(lambda: driver.find("inventario.detalle.stock", QLabel).text() == "10")
