"""The page of Herrajes in a window of its own, over a real database in the test's home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rexus.base.actor import SISTEMA
from rexus.catalogo.view.page import CatalogoView
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.herrajes.module import MODULE
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.ui.module import Context
from tests.gui.inventario.conftest import PATIENCE_MS, Desk, ctx, jobs, loop, registry
from tests.gui.inventario_dialogos.conftest import datos

__all__ = ["ctx", "datos", "jobs", "loop", "registry"]


@pytest.fixture
def model(registry: Registry) -> HerrajesModel:
    return HerrajesModel(registry, lambda: SISTEMA)


@pytest.fixture
def fittings(model: HerrajesModel, registry: Registry) -> dict[str, int]:
    """Four herrajes by code: enough of one, one below its minimum, one without stock, one with an accent."""
    UbicacionesModel(registry, lambda: SISTEMA).crear("Cajón 3")
    giesse = {"marca": "Giesse", "proveedor": "Giesse Argentina", "categoria": "bisagras"}
    return {
        codigo: model.crear({"codigo": codigo, "nombre": nombre, **valores}, stock).value.id
        for codigo, nombre, stock, valores in (
            ("HER000001", "Bisagra regulable 3D", 12, {**giesse, "ubicacion": "Cajón 3", "stock_minimo": "5"}),
            ("HER000002", "Bisagrá oculta 130 kg", 2, {**giesse, "stock_minimo": "6"}),
            ("HER000003", "Cremona 1400 mm", 0, {"marca": "Maco", "categoria": "cerraduras", "stock_minimo": "4"}),
            ("HER000004", "Manija aluminio doble", 40, {"marca": "Roto", "categoria": "manijas"}),
        )
    }


@pytest.fixture
def open_desk(ctx: Context, qtbot: QtBot) -> Iterator[Callable[[], Desk]]:
    """Open the page in a window, once the database is as the test wants it."""
    windows: list[QMainWindow] = []

    def open_desk() -> Desk:
        window = QMainWindow()
        windows.append(window)
        page = MODULE.build(ctx)
        view = page if isinstance(page, CatalogoView) else page.findChildren(CatalogoView)[0]
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ctx.notices)
        column.addWidget(page, 1)
        window.setCentralWidget(middle)
        window.resize(1280, 760)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
        return Desk(window, ctx, view, qtbot)

    yield open_desk
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.processEvents()


@pytest.fixture
def desk(fittings: dict[str, int], open_desk: Callable[[], Desk]) -> Desk:
    """The page over the four herrajes, its table filled."""
    desk = open_desk()
    desk.shows(*fittings)
    return desk


@pytest.fixture
def sheet(datos: Path, tmp_path: Path) -> Callable[[int], Path]:
    """`sheet(2000)` makes a catalogue of herrajes and returns its file."""
    import subprocess
    import sys

    def make(rows: int) -> Path:
        file = tmp_path / f"herrajes_{rows}.csv"
        with file.open("wb") as out:
            subprocess.run([sys.executable, str(datos / "catalogo.py"), "herrajes", str(rows)], stdout=out, check=True)
        return file

    return make
