"""Whether an account can sign in as it is now, and if not, why: what whoever let it in again is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rexus.base.text import tr
from rexus.db.work import Work
from rexus.seguridad import derechos
from rexus.seguridad.fichas import Cuenta
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, INACTIVO, SUSPENDIDO

CODIGO_VENCIDO: Final = "código vencido"
CUENTA_ALTERADA: Final = "cuenta alterada"
ROL_ALTERADO: Final = "rol alterado"


@dataclass(frozen=True)
class Acceso:
    """An account, and why nobody can sign in to it: its state or one of the words above; nothing when one can."""

    cuenta: Cuenta
    impide: str

    @property
    def frase(self) -> str:
        """Why nobody can, as people are told; nothing when one can."""
        return {
            INACTIVO: tr("La cuenta está inactiva."),
            SUSPENDIDO: tr("La cuenta está suspendida."),
            BLOQUEADO: tr("La cuenta está bloqueada por claves equivocadas."),
            CODIGO_VENCIDO: tr("El código que se le dio venció sin usarse: hay que darle otro."),
            CUENTA_ALTERADA: tr("La cuenta se cambió en la base sin Rexus: hay que revisarla y guardarla otra vez."),
            ROL_ALTERADO: tr("Su rol se cambió en la base sin Rexus: hay que revisarlo y guardarlo otra vez."),
        }.get(self.impide, "")


def de(work: Work, cuenta: Cuenta) -> Acceso:
    """For operations that have asked for their permission. What `ingreso` would refuse with the right password."""
    return Acceso(cuenta, _impide(work, cuenta))


def _impide(work: Work, cuenta: Cuenta) -> str:
    ahora = work.now()
    if cuenta.alterada:
        return CUENTA_ALTERADA
    if cuenta.estado == BLOQUEADO and cuenta.bloqueado_hasta is not None and ahora >= cuenta.bloqueado_hasta:
        # Time opened it: its state is another once somebody comes in.
        pass
    elif cuenta.estado != ACTIVO:
        return cuenta.estado
    if cuenta.clave_vence is not None and ahora >= cuenta.clave_vence:
        return CODIGO_VENCIDO
    return ROL_ALTERADO if derechos.de(work, cuenta.rol).alterado else ""
