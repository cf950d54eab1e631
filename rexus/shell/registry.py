"""The modules that the window shows, in the order of the navigation. A new one is one import and one name here.

Explicit imports: PyInstaller cannot see string imports.
"""

from __future__ import annotations

from rexus.modulos.auditoria.module import MODULE as AUDITORIA
from rexus.modulos.configuracion.module import MODULE as CONFIGURACION
from rexus.modulos.inventario.module import MODULE as INVENTARIO
from rexus.modulos.respaldos.module import MODULE as RESPALDOS
from rexus.modulos.ubicaciones.module import MODULE as UBICACIONES
from rexus.modulos.usuarios.module import MODULE as USUARIOS
from rexus.ui.module import Module

MODULES: tuple[Module, ...] = (INVENTARIO, UBICACIONES, USUARIOS, AUDITORIA, RESPALDOS, CONFIGURACION)
