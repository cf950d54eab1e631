"""Accounts: who there is, and what an administrator or their owner changes in them. Gathers what its parts offer."""

from __future__ import annotations

from rexus.seguridad.alta import crear, crear_primer_administrador
from rexus.seguridad.cambio_clave import HISTORIA, cambiar_clave, restablecer_clave, restablecer_en_esta_maquina
from rexus.seguridad.codigos import VIDA_DE_CODIGO
from rexus.seguridad.edicion import editar
from rexus.seguridad.estado import cambiar_estado, cerrar_sesiones, desbloquear, desbloquear_en_esta_maquina
from rexus.seguridad.fichas import (
    MODULO,
    PROPIOS,
    Cuenta,
    DatosCuenta,
    anotar_exportacion,
    hay_cuentas,
    listar,
    por_usuario,
    ver,
)
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, ESTADOS, INACTIVO, SUSPENDIDO

__all__ = [
    "ACTIVO", "BLOQUEADO", "ESTADOS", "HISTORIA", "INACTIVO", "MODULO", "PROPIOS", "SUSPENDIDO", "VIDA_DE_CODIGO",
    "Cuenta", "DatosCuenta", "anotar_exportacion", "cambiar_clave", "cambiar_estado", "cerrar_sesiones", "crear",
    "crear_primer_administrador", "desbloquear", "desbloquear_en_esta_maquina", "editar", "hay_cuentas", "listar",
    "por_usuario", "restablecer_clave", "restablecer_en_esta_maquina", "ver",
]  # fmt: skip
