"""The modules that the window shows, in the order of the navigation. A new one is one import and one name here.

Explicit imports: PyInstaller cannot see string imports.
"""

from __future__ import annotations

from rexus.modulos.auditoria.module import MODULE as AUDITORIA
from rexus.modulos.compras.module import MODULE as COMPRAS
from rexus.modulos.configuracion.module import MODULE as CONFIGURACION
from rexus.modulos.herrajes.module import MODULE as HERRAJES
from rexus.modulos.inicio.module import MODULE as INICIO
from rexus.modulos.inventario.module import MODULE as INVENTARIO
from rexus.modulos.obras.module import MODULE as OBRAS
from rexus.modulos.respaldos.module import MODULE as RESPALDOS
from rexus.modulos.ubicaciones.module import MODULE as UBICACIONES
from rexus.modulos.usuarios.module import MODULE as USUARIOS
from rexus.ui.module import Module

MODULES: tuple[Module, ...] = (
    INICIO,
    INVENTARIO,
    HERRAJES,
    OBRAS,
    COMPRAS,
    UBICACIONES,
    USUARIOS,
    AUDITORIA,
    RESPALDOS,
    CONFIGURACION,
)
