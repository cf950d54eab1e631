"""The part of the walk that goes through the backups: none yet, several, one that is no good, one that is restored."""

from __future__ import annotations

import shutil
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
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import estado, hacer
from rexus.respaldos.errors import RespaldoAlteradoError
from rexus.shell.application import Application
from rexus.stock.movimientos import Pedido
from rexus.ui.confirmar_clave import ClaveDialog

if TYPE_CHECKING:
    from tests.screens.tour import Tour


FRASE = "cuatro hojas y un marco"


def fill(home: Path) -> None:
    """Sets of several ages and kinds: one lost a file, one was altered, two were restored as a test."""
    registry = Registry(paths_under(home))
    carpeta = registry.paths.backups
    inventario = InventarioModel(registry, lambda: SISTEMA)
    # The import made one now; nothing that follows, in the past, could stand on what came before it.
    for hecho in carpetas.listar(carpeta):
        shutil.rmtree(hecho.ubicacion)

    def hace(**cuanto: float) -> Any:
        return lambda: now_utc() - timedelta(**cuanto)

    viejo = hacer.completo(registry, carpeta, clock=hace(days=12))
    hacer.completo(registry, carpeta, clock=hace(days=9, hours=3), motivo="antes de importar")
    hacer.completo(registry, carpeta, clock=hace(days=8), frase=FRASE)
    probado = hacer.completo(registry, carpeta, clock=hace(days=4))
    estado.anotar_prueba(carpeta, viejo.id, now_utc() - timedelta(days=9))
    # It went well, or every page would bear the warning; `walk` tells of one that did not. So lately that none is due.
    estado.anotar_prueba(carpeta, probado.id, now_utc() - timedelta(hours=20))
    inventario.registrar_entrada(Pedido(1, 2))
    alterado = hacer.completo(registry, carpeta, clock=hace(days=3))
    estado.anotar_verificado(
        carpeta,
        alterado.id,
        now_utc() - timedelta(days=1),
        RespaldoAlteradoError(alterado.id, "«inventario.db.zst» no es el que se guardó").frase,
    )
    roto = hacer.completo(registry, carpeta, clock=hace(hours=30))
    hacer.completo(registry, carpeta, clock=hace(hours=20))
    inventario.registrar_entrada(Pedido(2, 5))
    hacer.incremental(registry, carpeta, clock=hace(hours=6))
    hacer.incremental(registry, carpeta, clock=hace(hours=5))
    (roto.ubicacion / "users.db.zst").unlink()
    inventario.registrar_entrada(Pedido(1, 4))
    registry.close()


def walk(tour: Tour, app: Application) -> None:
    """Photograph the page in all its states, and what its verbs open; it is left as it was found."""
    assert app.session is not None
    session = app.session
    page: Any = session.page.built["respaldos"]
    _last_test(tour, app, "El stock de 3 artículos no es el de sus movimientos.")
    for row in range(page.table.model().rowCount()):
        page.table.select_row(row)
        tour.photo(app, f"respaldos_fila_{row}")
    page.table.select_row(0)
    page.panel.curso.mostrar("Respaldo completo", "Copiando el inventario", 43, 100)
    tour.photo(app, "respaldos_en_curso")
    page.panel.curso.stop.click()
    tour.photo(app, "respaldos_cancelando")
    page.panel.curso.quitar()
    session.status.warn("Último respaldo: hace 9 días")
    tour.photo(app, "respaldos_advertencia")
    session.status.warn("")

    def verb(nombre: str, row: int = 0) -> None:
        page.table.select_row(row)
        tour.settle()
        page.findChild(QAction, f"respaldos.{nombre}").trigger()
        tour.settle()

    verb("pausar")
    tour.photo(app, "respaldos_pausado")
    verb("pausar")
    verb("verificar")
    tour.photo(app, "respaldos_verificado")
    session.notices.clear()
    cifrado = next(
        n for n in range(page.table.model().rowCount()) if "cifrado" in page.table.model().cells(n).textos[1]
    )
    page.table.select_row(cifrado)
    tour.settle()
    page.findChild(QAction, "respaldos.verificar").trigger()
    tour.until(lambda: bool(tour.open_above()))
    # Behind the question a bar goes to and fro without end.
    page.panel.curso.quitar()
    tour.dialog(app, "respaldos_frase")
    session.notices.clear()
    verb("eliminar", cifrado)
    tour.dialog(app, "respaldos_eliminar_dialogo")
    verb("restaurar", 1)
    tour.dialog(app, "respaldos_restaurar_dialogo")
    verb("restaurar", 1)
    dialog = tour.open_above()[0]
    dialog.show_progress("Poniendo las bases en su lugar", 62, 100, cancelable=False)  # type: ignore[attr-defined]
    tour.photo(app, "respaldos_restaurando", [dialog])
    clave = ClaveDialog(dialog, "ana")
    clave.open()
    tour.dialog(app, "respaldos_clave")
    # Another folder that is there, and one that is not.
    otra = tour.home.parent / "disco"
    otra.mkdir()
    app.settings.set("respaldo.carpeta", str(otra))
    page.findChild(QAction, "respaldos.actualizar").trigger()
    tour.settle()
    tour.photo(app, "respaldos_por_copiar")
    verb("completo")
    tour.settle()
    tour.photo(app, "respaldos_hecho")
    session.notices.clear()
    app.settings.set("respaldo.carpeta", "/media/ana/DISCO DEL TALLER/respaldos")
    page.findChild(QAction, "respaldos.actualizar").trigger()
    tour.settle()
    tour.photo(app, "respaldos_sin_la_otra")
    app.settings.set("respaldo.carpeta", "")
    page.findChild(QPushButton, "respaldos.mas").menu().popup(page.mapToGlobal(page.rect().center()))
    tour.photo(app, "respaldos_mas", tour.open_above())
    tour.close_all()
    _last_test(tour, app, "")


def _last_test(tour: Tour, app: Application, failure: str) -> None:
    """What the last test restore found wrong (empty: nothing), and whoever shows it looks again."""
    assert app.services is not None
    folder = app.services.registry.paths.backups
    tested = {id_: fate.probado for id_, fate in estado.leer(folder).items() if fate.probado is not None}
    last = max(tested, key=lambda id_: tested[id_])
    estado.anotar_prueba(folder, last, tested[last], failure)
    app.services.respaldos.conjuntos.emit()
    tour.settle()
