"""The part of the walk that goes through the obras: their list, the card of one, what is done with its materials."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabBar, QTableWidget

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.registry import Registry
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.obras.model import ObrasModel
from rexus.shell.application import Application
from rexus.stock import nueva_clave
from rexus.stock.lineas import Linea

if TYPE_CHECKING:
    from tests.screens.tour import Tour

_ARTICULOS = (
    ("OBR-245536", "Refuerzo 35x20/1,5 mm para marco 64", 0),
    ("OBR-564002", "Marco 64 Euro-Design 60 Foliado", 14),
    ("OBR-564081", "Hoja Z74 Euro-Design 60 Foliado", 5),
    ("OBR-555320", "Cuarto caña 17 mm Foliado", 20),
)
_OBRAS = (
    ("OB-0001", "Casa Pérez Larroque", "María Pérez", "20/11/2026", (0, 6, 3, 7)),
    ("OB-0002", "Edificio Mitre 3.º piso", "Constructora del Sur S.A.", "15/12/2030", (4, 10, 4, 3)),
    ("OB-0003", "Local de la esquina", "Panadería La Espiga", "", (0, 0, 0, 0)),
    ("OB-0004", "Quincho Gómez", "Raúl Gómez", "01/12/2030", (0, 0, 0, 2)),
)


def fill(home: Path) -> None:
    """Obras that stand in every way."""
    registry = Registry(paths_under(home))
    inventario = InventarioModel(registry, lambda: SISTEMA)
    model = ObrasModel(registry, lambda: SISTEMA)
    ids = [inventario.crear({"codigo": c, "descripcion": d}, stock).value.id for c, d, stock in _ARTICULOS]
    obras = {}
    for codigo, nombre, cliente, entrega, necesita in _OBRAS:
        valores = {"codigo": codigo, "nombre": nombre, "cliente": cliente, "fecha_entrega": entrega, "aberturas": 9}
        obras[codigo] = obra = model.crear(valores).value.id
        pedidas = {("perfil", id_): n for id_, n in zip(ids, necesita, strict=True) if n}
        if pedidas:
            model.poner(obra, pedidas)
    una = obras["OB-0001"]
    model.reservar(una, None, nueva_clave())
    model.reservar(obras["OB-0004"], None, nueva_clave())
    salen = [Linea("perfil", ids[1], "6"), Linea("perfil", ids[2], "1")]
    model.entregar(una, salen, nota="En el flete de la mañana", clave=nueva_clave())
    model.devolver(una, [Linea("perfil", ids[1], "1")], nota="Sobró una", clave=nueva_clave())
    model.cambiar_estado(una, "en_produccion", model.obra(una).version)
    plano = home / "plano.pdf"
    plano.write_bytes(b"%PDF-1.4 " + b"x" * 340_000 + b"%%EOF")
    model.adjuntar(una, plano)
    registry.close()


def walk(tour: Tour, app: Application) -> None:
    """The card of one that lacks something, and of one that got goods."""
    _open(tour, app, "OB-0002")
    tour.photo(app, "obras_materiales")
    _trigger(tour, app, "obras.materiales.reservar")
    tour.photo(app, "obras_reservado")
    _trigger(tour, app, "obras.materiales.entregar")
    lines = app.window.findChildren(QTableWidget, "obras.entregar.lineas")[-1]
    lines.item(2, lines.columnCount() - 1).setText("5")
    tour.dialog(app, "obras_entregar")
    tour.page_table(app).select_row(1)
    for name in ("reservar_lineas", "liberar", "agregar", "cambiar"):
        _trigger(tour, app, f"obras.materiales.{name}")
        tour.dialog(app, f"obras_{name}")
    _trigger(tour, app, "obras.pasar_a.cancelada")
    tour.dialog(app, "obras_cancelar")
    _open(tour, app, "OB-0003")
    tour.photo(app, "obras_sin_materiales")
    _open(tour, app, "OB-0001")
    tabs = app.window.findChild(QTabBar, "obras.pestanas")
    for n, name in enumerate(("entregas", "adjuntos"), 1):
        tabs.setCurrentIndex(n)
        tour.settle()
        tour.photo(app, f"obras_{name}")
    _trigger(tour, app, "obras.volver")
    app.session.notices.clear()  # type: ignore[union-attr]


def _open(tour: Tour, app: Application, codigo: str) -> None:
    registry = Registry(paths_under(tour.home))
    obra = next(v.ficha.id for v in ObrasModel(registry, lambda: SISTEMA).listar() if v.ficha.codigo == codigo)
    registry.close()
    app.session.page.open_record("obras", str(obra))  # type: ignore[union-attr]
    tour.settle()


def _trigger(tour: Tour, app: Application, name: str) -> None:
    action = app.window.findChild(QAction, name)
    assert action is not None and action.isEnabled(), name
    action.trigger()
    tour.settle()
