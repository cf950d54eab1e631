"""Who may come in and what they may do. No Qt."""

from __future__ import annotations

from rexus.seguridad.confirmacion import EnEsperaError, cambiar_clave_propia, confirmar
from rexus.seguridad.cuentas import crear_primer_administrador, hay_cuentas
from rexus.seguridad.ejemplo import PERMISO as CUIDAR_EL_EJEMPLO
from rexus.seguridad.ejemplo import crear_administrador_de_ejemplo, entrar_en_ejemplo
from rexus.seguridad.frenos import TOPE_DE_ESPERA, espera
from rexus.seguridad.guardia import Guardia
from rexus.seguridad.ingreso import Ingreso, entrar
from rexus.seguridad.permisos import AJUSTAR, RESTAURAR, REVERTIR, exigir
from rexus.seguridad.politica import Politica, politica_de
from rexus.seguridad.rescate import administradores, reconocer
from rexus.seguridad.sesiones import exigir_confirmada, otras_abiertas, terminar_todas

__all__ = [
    "AJUSTAR",
    "CUIDAR_EL_EJEMPLO",
    "RESTAURAR",
    "REVERTIR",
    "TOPE_DE_ESPERA",
    "EnEsperaError",
    "Guardia",
    "Ingreso",
    "Politica",
    "administradores",
    "cambiar_clave_propia",
    "confirmar",
    "crear_administrador_de_ejemplo",
    "crear_primer_administrador",
    "entrar",
    "entrar_en_ejemplo",
    "espera",
    "exigir",
    "exigir_confirmada",
    "hay_cuentas",
    "otras_abiertas",
    "politica_de",
    "reconocer",
    "terminar_todas",
]
