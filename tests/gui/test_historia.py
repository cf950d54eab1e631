"""The desk's whole story through the real window, with real clicks, keys and files.

REXUS_TEST_FILAS sets the size of the second catalogue; the full run is 100000.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QPushButton

from tests.gui.conftest import CLAVE, USUARIO, Driver
from tests.gui.historia import CTRL, Historia, es_verdad

FILAS = int(os.environ.get("REXUS_TEST_FILAS", "2000"))
DATOS = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def catalogo(tmp_path: Path) -> Path:
    """A catalogue of FILAS perfiles."""
    if not DATOS.is_dir():
        pytest.skip("the sample data is not beside the checkout")
    archivo = tmp_path / "catalogo.csv"
    with archivo.open("wb") as salida:
        subprocess.run([sys.executable, str(DATOS / "catalogo.py"), "perfiles", str(FILAS)], stdout=salida, check=True)
    return archivo


@pytest.mark.largo
@pytest.mark.timeout(1200)
def test_from_the_first_start_to_a_true_stock(start: Callable[[], Driver], home: Path, catalogo: Path) -> None:
    driver = start()
    historia = Historia(driver, FILAS)

    # No account yet: the welcome page makes the administrator and signs in.
    driver.type("bienvenida.usuario", USUARIO)
    driver.type("bienvenida.clave", CLAVE)
    driver.type("bienvenida.repetir", CLAVE)
    driver.click("bienvenida.crear")
    driver.wait(lambda: driver.has("principal"))
    # The first page says what to do first.
    driver.wait(lambda: driver.has("inicio.primeros"))
    driver.qtbot.mouseClick(driver.find("inicio.primeros.importar", QAbstractButton), Qt.MouseButton.LeftButton)
    driver.wait(lambda: driver.has("importar"))
    driver.press(Qt.Key.Key_Escape)
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
    es_verdad(home, FILAS + 10)

    # The next day: one signs in, and everything is there.
    driver = start()
    driver.enter()
    historia = Historia(driver, FILAS)
    driver.wait(lambda: historia.tabla.model() is not None and historia.tabla.model().rowCount() == FILAS + 10)
    historia.elegir("564002")
    driver.wait(lambda: driver.find("inventario.detalle.stock", QLabel).text() == "10")
