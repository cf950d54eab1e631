"""Who may come in and what they may do. No Qt."""

from __future__ import annotations

from rexus.seguridad.cuentas import anotar_ingreso, crear_primer_administrador, entrar, hay_cuentas
from rexus.seguridad.permisos import exigir

__all__ = ["anotar_ingreso", "crear_primer_administrador", "entrar", "exigir", "hay_cuentas"]
