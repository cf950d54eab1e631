"""Bringing databases back from a set: into a folder, or in place of the live ones."""

from __future__ import annotations

from rexus.respaldos.restaurar.en_carpeta import en_carpeta
from rexus.respaldos.restaurar.en_servidor import en_servidor, terminar
from rexus.respaldos.restaurar.en_vivo import Restaurado, en_vivo
from rexus.respaldos.restaurar.hogar import Situacion
from rexus.respaldos.restaurar.sin_ingreso import Credencial, Recuperado, sin_ingreso, situacion

__all__ = [
    "Credencial",
    "Recuperado",
    "Restaurado",
    "Situacion",
    "en_carpeta",
    "en_servidor",
    "en_vivo",
    "sin_ingreso",
    "situacion",
    "terminar",
]
