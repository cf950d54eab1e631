"""Every mapped class of every module, by explicit import: PyInstaller cannot see string imports.

Importing this makes the metadata of the databases whole.
"""

from __future__ import annotations

from rexus.auditoria import orm as auditoria
from rexus.configuracion import orm as configuracion
from rexus.db import cache_versiones, cadena_cabezas, llaves, outbox
from rexus.modulos.inventario import orm as inventario
from rexus.respaldos import orm as respaldos
from rexus.seguridad import orm as seguridad
from rexus.stock import orm as stock

__all__ = [
    "auditoria",
    "cache_versiones",
    "cadena_cabezas",
    "configuracion",
    "inventario",
    "llaves",
    "outbox",
    "respaldos",
    "seguridad",
    "stock",
]
