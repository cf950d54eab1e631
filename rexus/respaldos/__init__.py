"""Backups: made, proven, kept and restored. No Qt.

What the floors above may use is named here.
"""

from __future__ import annotations

from rexus.respaldos.conjunto import COMPLETO, INCREMENTAL, Archivo, Conjunto, Dudoso
from rexus.respaldos.modelo import MODIFICAR, VER, Respaldos
from rexus.respaldos.restaurar import Restaurado
from rexus.respaldos.verificar import Revision

__all__ = [
    "COMPLETO",
    "INCREMENTAL",
    "MODIFICAR",
    "VER",
    "Archivo",
    "Conjunto",
    "Dudoso",
    "Respaldos",
    "Restaurado",
    "Revision",
]
