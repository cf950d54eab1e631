"""The dialogs in the real window, one after the other, as a first morning goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from tests.gui.conftest import Driver


def dialog(app: Driver, name: str) -> Any:
    """Wait for a dialog and for the keys to go to it."""
    app.wait(lambda: app.has(name))
    found = app.find(name)
    found.activateWindow()
    app.wait(lambda: QApplication.activeWindow() is found)
    return found


def gone(app: Driver, name: str) -> None:
    """Wait until a dialog is closed."""
    app.wait(lambda: not app.has(name))
    app.application.window.activateWindow()


def notice(app: Driver, text: str) -> None:
    """Wait until the line at the top of the page says this."""
    label = app.find("principal.aviso.texto", QLabel)
    app.wait(lambda: label.isVisible() and label.text() == text)


def line(text: str) -> None:
    """Type into whatever has the focus, and press Enter."""
    for letter in text:
        QTest.keyClicks(QApplication.focusWidget(), letter)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_a_first_morning(signed_in: Driver, catalogo: Callable[[int], Path], home: Path, tmp_path: Path) -> None:
    app = signed_in
    app.wait(lambda: app.has("inventario"))

    # The catalogue comes in.
    app.trigger("inventario.importar")
    wizard = dialog(app, "importar")
    wizard.file_dropped.emit(catalogo(300))
    app.wait(lambda: wizard.step == 1)
    app.click("importar.aceptar")
    app.wait(lambda: wizard.step == 2 and not wizard.working)
    app.click("importar.aceptar")
    gone(app, "importar")
    notice(app, "300 artículos importados.")
    table: Any = app.find("inventario.tabla")
    app.wait(lambda: table.model().settled and table.model().rowCount() == 300 and table.model().index(0, 0).data())

    # Two bars go out by scanner, and come back.
    code = table.model().index(0, 0).data()
    app.trigger("inventario.rapido")
    quick = dialog(app, "rapido")
    app.click("rapido.entrada")
    for _ in range(2):
        line(code)
    app.wait(lambda: quick.primary.text() == "Registrar entrada de 2 piezas")
    app.click("rapido.aceptar")
    gone(app, "rapido")
    notice(app, "Entrada de 2 piezas de 1 artículo registrada.")
    app.trigger("principal.deshacer")
    notice(app, "Se deshizo la entrada de 2 piezas: 1 movimiento anulado.")

    # A rack is counted.
    app.trigger("inventario.conteo")
    choice = dialog(app, "conteo.elegir")
    combo = app.find("conteo.lugar", QComboBox)
    app.wait(lambda: combo.count() > 1 and choice.primary.isEnabled())
    app.click("conteo.elegir.aceptar")
    sheet = dialog(app, "conteo")
    expected = sheet.hoja.renglones[0].linea.esperado
    line(f"{expected + 1:.0f}")
    app.click("conteo.aceptar")
    gone(app, "conteo")
    app.wait(lambda: "1 diferencia" in app.find("principal.aviso.texto", QLabel).text())

    # And the stock is proven.
    app.trigger("inventario.verificar")
    dialog(app, "verificar")
    said = app.find("verificar.resultado", QLabel)
    app.wait(lambda: said.text().endswith("el stock es verdadero."))
    assert said.text().startswith("300 artículos y ")
    app.click("verificar.aceptar")
    gone(app, "verificar")
    with sqlite3.connect(home / "data" / "inventario.db") as base:
        kinds = dict(base.execute("SELECT tipo, count(*) FROM movimientos GROUP BY tipo").fetchall())
    base.close()
    assert kinds["CONTEO"] == 1 and kinds["ANULACION"] == 1 and kinds["ENTRADA"] > 200
