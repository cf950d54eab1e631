"""A workshop with something on every page, so that all of its widgets show."""

from __future__ import annotations

from pathlib import Path

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import hacer
from tests.screens import compras, obras

# As long as real ones are.
_PERFILES = ("Refuerzo 35x20/1,5 mm para marco 64 Euro-Design 60", "Contravidrio 32 mm curvo", "Hoja Z74 Euro-Design")


def llenar(home: Path) -> None:
    """Articles with stock, remnants and history, obras in every way, orders in every state, a backup."""
    registry = Registry(paths_under(home))
    perfiles, herrajes = InventarioModel(registry, lambda: SISTEMA), HerrajesModel(registry, lambda: SISTEMA)
    for n in range(8):
        valores = {
            "codigo": f"{564002 + 17 * n}.131",
            "descripcion": _PERFILES[n % len(_PERFILES)],
            "acabado": "Antracita/Antracita",
            "proveedor": "INDUSTRIAS REHAU",
            "longitud": 5800,
            "stock_minimo": "20",
        }
        perfiles.crear(valores, 3 * n)
    for n in range(4):
        herrajes.crear(
            {"codigo": f"HER00038{n}", "nombre": "Cremona multipunto con llave", "categoria": "cerraduras"}, 12
        )
    registry.close()
    obras.fill(home)
    compras.fill(home)
    registry = Registry(paths_under(home))
    hacer.completo(registry, registry.paths.backups)
    registry.close()
