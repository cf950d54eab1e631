"""Giving a herraje a picture: it stands in the pane, and what is no picture is refused in words."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit

from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.herrajes.view.cuadricula import PictureGrid
from rexus.stock.imagenes import preparar
from tests.gui.inventario.conftest import Desk


def choose(desk: Desk, file: Path) -> None:
    """Choose a file in the dialog of files, as somebody who types its name."""
    desk.trigger("herrajes.imagen")
    desk.wait(lambda: desk.window.findChildren(QFileDialog))
    dialog = desk.find("archivo.imagen", QFileDialog)
    desk.wait(dialog.isVisible)
    line = dialog.findChildren(QLineEdit)[0]
    line.setText(str(file))
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.wait(lambda: not desk.window.findChildren(QFileDialog))


def test_a_picture_stands_in_the_pane(
    model: HerrajesModel, fittings: dict[str, int], desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "bisagra.png"
    Image.new("RGB", (600, 300), "red").save(file)
    desk.choose("HER000001")
    thumbnail = desk.find("herrajes.imagen.miniatura", QLabel)
    assert not thumbnail.isVisible()
    choose(desk, file)
    desk.notice("HER000001 tiene imagen.")
    desk.wait(thumbnail.isVisible)
    assert thumbnail.pixmap().width() > thumbnail.pixmap().height() > 60
    desk.choose("HER000002")
    desk.wait(lambda: not thumbnail.isVisible())
    desk.choose("HER000001")
    desk.wait(thumbnail.isVisible)
    desk.trigger("herrajes.quitar_imagen")
    desk.notice("Se quitó la imagen de HER000001.")
    desk.wait(lambda: not thumbnail.isVisible())
    assert model.imagen(fittings["HER000001"]) is None


def test_what_is_no_picture_is_refused(
    model: HerrajesModel, fittings: dict[str, int], desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "bisagra.png"
    file.write_text("esto no es una imagen", encoding="utf-8")
    desk.choose("HER000001")
    choose(desk, file)
    notices = desk.ctx.notices
    desk.wait(lambda: notices.current is not None and "no es una imagen" in notices.current.texto)
    assert model.imagen(fittings["HER000001"]) is None


def test_the_catalogue_as_pictures(model: HerrajesModel, fittings: dict[str, int], desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "bisagra.png"
    Image.new("RGB", (600, 300), "red").save(file)
    model.poner_imagen(fittings["HER000001"], preparar(file))
    grid = desk.find("herrajes.cuadricula", PictureGrid)
    assert not grid.isVisible()
    desk.choose("HER000002")
    desk.click("herrajes.ver_imagenes.boton")
    desk.wait(lambda: grid.isVisible() and not desk.page.table.isVisible())
    assert grid.currentIndex().row() == desk.codes().index("HER000002"), "the same one is chosen"
    desk.wait(lambda: grid.pixmap(fittings["HER000001"]) is not None)
    assert grid.pixmap(fittings["HER000003"]) is None
    # A click on a card is a click on its row.
    card = grid.visualRect(desk.controller.listing.rows.index(desk.codes().index("HER000001"), 0))
    desk.qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=card.center())
    desk.wait(lambda: desk.page.table.current_id() == fittings["HER000001"])
    desk.wait(lambda: desk.text("herrajes.detalle.codigo") == "HER000001")
    # The picture that it shows is the one that is there now.
    desk.wait(desk.find("herrajes.quitar_imagen", QAction).isEnabled)
    desk.trigger("herrajes.quitar_imagen")
    desk.wait(lambda: grid.pixmap(fittings["HER000001"]) is None)
    # The search narrows the cards, too; and what finds nothing says so where the rows would be.
    desk.type("herrajes.buscar", "manija")
    desk.shows("HER000004")
    assert grid.isVisible()
    desk.type("herrajes.buscar", "nada de esto")
    desk.wait(desk.page.table.isVisible)
    desk.type("herrajes.buscar", "")
    desk.wait(grid.isVisible)
    desk.click("herrajes.ver_imagenes.boton")
    desk.wait(lambda: desk.page.table.isVisible() and not grid.isVisible())
