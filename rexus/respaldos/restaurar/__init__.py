"""Bringing databases back from a set: into a folder, or in place of the live ones."""

from __future__ import annotations

from rexus.respaldos.restaurar.en_carpeta import en_carpeta
from rexus.respaldos.restaurar.en_servidor import en_servidor, terminar
from rexus.respaldos.restaurar.en_vivo import Restaurado, en_vivo

__all__ = ["Restaurado", "en_carpeta", "en_servidor", "en_vivo", "terminar"]
