"""Every mapped class of every module, by explicit import: PyInstaller cannot see string imports.

Importing this makes the metadata of the databases whole.
"""

from __future__ import annotations

from rexus.auditoria import orm as auditoria
from rexus.configuracion import orm as configuracion
from rexus.db import cache_versiones, cadena_cabezas, llaves, outbox
from rexus.modulos.herrajes import orm as herrajes
from rexus.modulos.inventario import orm as inventario
from rexus.respaldos import orm as respaldos
from rexus.seguridad import orm as seguridad
from rexus.stock import orm as stock
from rexus.stock import orm_articulos as articulos
from rexus.stock import orm_compras as compras
from rexus.stock import orm_obras as obras

__all__ = [
    "articulos",
    "auditoria",
    "cache_versiones",
    "cadena_cabezas",
    "compras",
    "configuracion",
    "herrajes",
    "inventario",
    "llaves",
    "obras",
    "outbox",
    "respaldos",
    "seguridad",
    "stock",
]
