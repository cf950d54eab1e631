"""The second factor: codes that change every half minute (TOTP, RFC 6238), and codes for when the phone is lost.

The secret is enciphered with a key of the installation (`rexus.db.llaves`); a code works once.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import pyotp
from cryptography.fernet import Fernet
from sqlalchemy import delete, insert, select, update

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.db import llaves
from rexus.db.work import Work
from rexus.seguridad import sellos, sesiones
from rexus.seguridad.fichas import Cuenta, estado_de, una
from rexus.seguridad.orm import CodigoRecuperacion, Usuario
from rexus.seguridad.permisos import ADMINISTRAR_USUARIOS, exigir
from rexus.seguridad.reglas import exigir_grado

MODULO: Final = "usuarios"
CODIGOS: Final = 10
_PASO_S: Final = 30
# A phone's clock may be a step ahead or behind.
_PASOS_DE_MAS: Final = 1


@dataclass(frozen=True)
class Inscripcion:
    """What a phone needs: the secret (base 32, to type) and the same as an address (to show as a QR code)."""

    secreto: str
    uri: str


def proponer(usuario: str, empresa: str) -> Inscripcion:
    """A new secret, kept nowhere until a code made with it is shown (`confirmar`)."""
    secreto = pyotp.random_base32()
    uri = pyotp.TOTP(secreto).provisioning_uri(name=usuario, issuer_name=f"Rexus {empresa}".strip())
    return Inscripcion(secreto, uri)


def confirmar(work: Work, secreto: str, codigo: str) -> Result[tuple[str, ...]]:
    """The actor's own account has this second factor from now on. Returns the codes for a lost phone, shown once.

    Raises DatoInvalidoError when the code is not of that secret, ConfirmarClaveError.
    """
    sesiones.exigir_confirmada(work)
    usuario_id = work.actor.usuario_id
    contador = _contador(secreto, codigo, work.now(), None)
    if contador is None or usuario_id is None:
        motivo = tr("El código no corresponde. No se guardó nada.")
        raise DatoInvalidoError(motivo, tr("Esperar el próximo y escribirlo."), campos={"codigo": motivo})
    antes = estado_de(work, usuario_id)
    cifrado = _cifra(work).encrypt(secreto.encode("ascii")).decode("ascii")
    sellos.cambiar(work, usuario_id, secreto_totp=cifrado, contador_totp=contador)
    codigos = tuple(_nuevo_codigo() for _ in range(CODIGOS))
    work.connection.execute(delete(CodigoRecuperacion).where(CodigoRecuperacion.usuario_id == usuario_id))
    work.connection.execute(
        insert(CodigoRecuperacion),
        [{"usuario_id": usuario_id, "codigo_hash": _resumen(work, codigo)} for codigo in codigos],
    )
    despues = estado_de(work, usuario_id)
    work.anotar(MODULO, "inscribir segundo factor", "usuarios", usuario_id, antes=antes, despues=despues)
    return Result(codigos, Change.of("usuario"))


def quitar(work: Work, usuario_id: int) -> Result[None]:
    """Take the second factor away: one's own, or as an administrator that of somebody who lost the phone.

    Raises ConfirmarClaveError, NoEncontradoError, PermisoError for an account that may do more than the actor.
    """
    if usuario_id != work.actor.usuario_id:
        exigir(work.actor, ADMINISTRAR_USUARIOS)
    cuenta = una(work, usuario_id)
    if usuario_id != work.actor.usuario_id:
        exigir_grado(work, cuenta.rol)
    sesiones.exigir_confirmada(work)
    return sacar(work, cuenta)


def sacar(work: Work, cuenta: Cuenta, donde: Mapping[str, str] | None = None) -> Result[None]:
    """Take it away, for operations that have asked for their permission. `donde` is told with the event."""
    if not cuenta.con_factor:
        return Result(None, NOTHING)
    antes = estado_de(work, cuenta.id)
    sellos.cambiar(work, cuenta.id, secreto_totp=None, contador_totp=None)
    work.connection.execute(delete(CodigoRecuperacion).where(CodigoRecuperacion.usuario_id == cuenta.id))
    despues = {**estado_de(work, cuenta.id), **(donde or {})}
    work.anotar(MODULO, "quitar segundo factor", "usuarios", cuenta.id, antes=antes, despues=despues)
    return Result(None, Change.of("usuario", ids=(cuenta.id,)))


def aceptar(work: Work, cuenta: Mapping[str, Any], codigo: str) -> bool:
    """Whether a code is right for that account, and use it up. `cuenta` is its row, with what `sellos` reads."""
    limpio = "".join(c for c in codigo.upper() if c.isalnum())
    secreto = _cifra(work).decrypt(cuenta["secreto_totp"].encode("ascii")).decode("ascii")
    contador = _contador(secreto, limpio, work.now(), cuenta["contador_totp"])
    if contador is not None:
        # Not sealed: who turns it back gains the half minute in which the code was valid anyway.
        work.connection.execute(update(Usuario).where(Usuario.id == cuenta["id"]).values(contador_totp=contador))
        return True
    c = CodigoRecuperacion
    usado = work.connection.execute(
        update(c)
        .where(c.usuario_id == cuenta["id"], c.codigo_hash == _resumen(work, limpio), c.usado.is_(None))
        .values(usado=work.now())
    )
    return usado.rowcount == 1


def quedan_codigos(work: Work, usuario_id: int) -> int:
    """How many codes for a lost phone are left: one's own, or with the permission to look at accounts anybody's."""
    if usuario_id != work.actor.usuario_id:
        exigir(work.actor, f"{MODULO}.ver")
    c = CodigoRecuperacion
    return len(work.connection.scalars(select(c.id).where(c.usuario_id == usuario_id, c.usado.is_(None))).all())


def _contador(secreto: str, codigo: str, ahora: datetime, usado: int | None) -> int | None:
    """The half minute that a code belongs to, if it is one of now and later than the last that was used."""
    totp = pyotp.TOTP(secreto, interval=_PASO_S)
    actual = int(ahora.timestamp()) // _PASO_S
    for contador in range(actual - _PASOS_DE_MAS, actual + _PASOS_DE_MAS + 1):
        if hmac.compare_digest(totp.generate_otp(contador).encode(), codigo.encode("utf-8", "surrogatepass")) and (
            usado is None or contador > usado
        ):
            return contador
    return None


def _cifra(work: Work) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(work.llave(llaves.FACTORES)))


def _nuevo_codigo() -> str:
    # 120 bits: with that many a keyed hash is enough to keep it (OWASP ASVS 5.0, 6.5.2).
    letras = base64.b32encode(secrets.token_bytes(15)).decode("ascii")
    return "-".join(letras[i : i + 6] for i in range(0, len(letras), 6))


def _resumen(work: Work, codigo: str) -> str:
    limpio = "".join(c for c in codigo.upper() if c.isalnum())
    return hmac.new(work.llave(llaves.FACTORES), limpio.encode("utf-8"), sha256).hexdigest()
