"""The window as a person at the desk uses it, for stories that go through several pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.ui.paged_table import PagedTableView
from tests.gui.conftest import Driver

CTRL = Qt.KeyboardModifier.ControlModifier


class Historia:
    """`filas`: how many rows the largest of its files has; `catalogo`: the page of articles that it works on."""

    def __init__(self, driver: Driver, filas: int, catalogo: str = "inventario") -> None:
        self.driver = driver
        self.catalogo = catalogo
        # An import of the full catalogue takes its time on a busy machine.
        self._plazo = 20_000 + 4 * filas
        # The screen of a test is small; people have more, and the card beside the table needs it.
        driver.application.window.resize(1360, 820)

    @property
    def tabla(self) -> PagedTableView:
        return self.driver.find(f"{self.catalogo}.tabla", PagedTableView)

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
        self.driver.qtbot.waitUntil(lambda: not self._abiertos(nombre), timeout=self._plazo)
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
        self.driver.qtbot.waitUntil(lambda: verbo.isEnabled() and verbo.text() == boton, timeout=self._plazo)
        self.driver.click("importar.aceptar")
        self.cerrado("importar")
        self.aviso(aviso)

    def buscar(self, texto: str, filas: int) -> None:
        """Type into the search field until the table shows so many rows."""
        self.driver.press(Qt.Key.Key_F6)
        self.driver.type(f"{self.catalogo}.buscar", texto)
        self.driver.wait(lambda: self.tabla.model().rowCount() == filas)

    def elegir(self, codigo: str) -> None:
        """An exact code and Enter select the article."""
        self.driver.type(f"{self.catalogo}.buscar", codigo)
        self.driver.press(Qt.Key.Key_Return)
        self.driver.wait(lambda: self.driver.find(f"{self.catalogo}.detalle.codigo", QLabel).text() == codigo)

    def mover(self, tecla: Qt.Key, verbo: str, cantidad: str, aviso: str) -> None:
        """A movement by keys alone."""
        self.driver.press(tecla, CTRL, on=self.tabla)
        self.dialogo(f"{self.catalogo}.{verbo}.dialogo")
        self.driver.type(f"{self.catalogo}.{verbo}.cantidad", cantidad)
        self.driver.press(Qt.Key.Key_Return)
        self.aviso(aviso)
        self.cerrado(f"{self.catalogo}.{verbo}.dialogo")


def _ancestros(widget: QWidget) -> list[QWidget]:
    cadena = [widget]
    while (padre := cadena[-1].parentWidget()) is not None:
        cadena.append(padre)
    return cadena


def es_verdad(home: Path, articulos: int) -> None:
    """Everything adds up, and there are so many articles."""
    registry = Registry(paths_under(home))
    verificacion = InventarioModel(registry, lambda: SISTEMA).verificar()
    registry.close()
    assert (verificacion.ok, verificacion.articulos) == (True, articulos)
