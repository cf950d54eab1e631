"""The part of the walk that goes through the backups: none yet, several, one that is no good, one that is restored."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.registry import Registry
from rexus.db.work import now_utc
from rexus.modulos import tablas  # noqa: F401 - makes every table known
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import estado, hacer
from rexus.shell.application import Application
from rexus.stock.movimientos import Pedido

if TYPE_CHECKING:
    from tests.screens.tour import Tour


def fill(home: Path) -> None:
    """Sets of several ages and kinds; the newest but one lost a file, and one was restored as a test."""
    registry = Registry(paths_under(home))
    carpeta = registry.paths.backups
    inventario = InventarioModel(registry, lambda: SISTEMA)

    def hace(**cuanto: float) -> Any:
        return lambda: now_utc() - timedelta(**cuanto)

    viejo = hacer.completo(registry, carpeta, clock=hace(days=12))
    hacer.completo(registry, carpeta, clock=hace(days=9, hours=3), motivo="antes de importar")
    hacer.completo(registry, carpeta, clock=hace(days=8), frase="cuatro hojas y un marco")
    estado.anotar_prueba(carpeta, viejo.id, now_utc() - timedelta(days=2))
    inventario.registrar_entrada(Pedido(1, 2))
    roto = hacer.completo(registry, carpeta, clock=hace(hours=30))
    hacer.completo(registry, carpeta, clock=hace(hours=20))
    inventario.registrar_entrada(Pedido(2, 5))
    hacer.incremental(registry, carpeta, clock=hace(hours=6))
    (roto.ubicacion / "users.db.zst").unlink()
    inventario.registrar_entrada(Pedido(1, 4))
    registry.close()


def walk(tour: Tour, app: Application) -> None:
    """Photograph the page in all its states; it is left as it was found."""
    assert app.session is not None
    page: Any = app.session.page.built["respaldos"]
    tour.wait(1_000)
    for row in range(page.table.model().rowCount()):
        page.table.select_row(row)
        tour.photo(app, f"respaldos_fila_{row}")
    page.table.select_row(0)
    page.panel.curso.mostrar("Respaldo completo", "Copiando el inventario", 43, 100)
    tour.photo(app, "respaldos_en_curso")
    page.panel.curso.quitar()
    app.session.status.warn("Último respaldo: hace 9 días")
    tour.photo(app, "respaldos_advertencia")
    app.session.status.warn("")
    page.table.select_row(1)
    page.findChild(QAction, "respaldos.restaurar").trigger()
    tour.wait(2_500)
    tour.dialog(app, "respaldos_restaurar_dialogo")
    page.findChild(QAction, "respaldos.completo").trigger()
    tour.wait(3_000)
    tour.photo(app, "respaldos_hecho")
    app.session.notices.clear()
    page.findChild(QPushButton, "respaldos.mas").menu().popup(page.mapToGlobal(page.rect().center()))
    tour.photo(app, "respaldos_mas", tour.open_above())
    tour.close_all()
