"""Cutting, remnants and labels, photographed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from rexus.shell.application import Application

if TYPE_CHECKING:
    from tests.screens.tour import Tour

# Of rehau_obra.csv, which has been imported.
_CODE = "245536"


def fill(tour: Tour) -> None:
    """An obra, bars with a length, and some remnants of them."""
    tour.rexus("obra", "crear", "OB-0001", "--nombre", "Casa Pérez")
    tour.rexus("kit", "crear", "KIT-1", "--nombre", "Ventana oscilobatiente 1 hoja", "--parte", "HER000001=4")
    tour.rexus("mover", "entrada", _CODE, "6")
    for piezas in ("2x1800", "3x1200", "1x3900"):
        tour.rexus("cortar", _CODE, "--piezas", piezas, "--de", "0", "--sierra", "4")


def walk(tour: Tour, app: Application) -> None:
    """The dialogs as they look with something in them."""
    _choose(tour, app)
    tour.trigger(app, "inventario.cortar")
    tour.settle()
    area = app.window.findChild(QPlainTextEdit, "inventario.cortar.piezas")
    if area is not None:
        area.setPlainText("2 × 1200, 1 × 800")
        tour.photo(app, "inventario_cortar_retazo", tour.open_above())
        area.setPlainText("3 × 1200, 2 × 900")
        tour.photo(app, "inventario_cortar_barra", tour.open_above())
        area.setPlainText("6 × 1200")
        tour.press(app, "inventario.cortar.dialogo.aceptar")
        tour.photo(app, "inventario_cortar_rechazo", tour.open_above())
    _leave(tour)
    tour.trigger(app, "inventario.retazos")
    tour.dialog(app, "inventario_retazos_hay")
    _choose(tour, app)
    tour.trigger(app, "inventario.etiquetas")
    tour.settle()
    for n, name in ((0, "hoja"), (3, "rollo"), (6, "propias")):
        combo = app.window.findChild(QComboBox, "etiquetas.papel")
        if combo is not None:
            combo.setCurrentIndex(n)
            combo.activated.emit(n)
        copies = app.window.findChild(QLineEdit, "etiquetas.copias")
        if copies is not None:
            copies.setText("30")
            copies.textEdited.emit("30")
        tour.settle()
        tour.photo(app, f"inventario_etiquetas_{name}", tour.open_above())
    if tour.shows(app, "etiquetas.calibrar"):
        tour.press(app, "etiquetas.calibrar")
        tour.dialog(app, "inventario_etiquetas_calibrar")
    _leave(tour)


def _choose(tour: Tour, app: Application) -> None:
    search = app.window.findChild(QLineEdit, "inventario.buscar")
    assert search is not None
    search.setText(_CODE)
    tour.settle()
    tour.choose_first_row(app)
    tour.photo(app, "inventario_con_retazos")


def _leave(tour: Tour) -> None:
    tour.close_all()
