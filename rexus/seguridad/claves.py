"""Passwords: argon2id, a minimum length, an estimate of strength. No composition rules (OWASP ASVS 5.0, 6.2)."""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.seguridad import contexto, formatos
from rexus.seguridad.palabras_comunes import COMUNES

LARGO_MINIMO = 12
# With a second factor, and whatever the settings say.
LARGO_MINIMO_POSIBLE = 8
LARGO_MAXIMO = 256
# What is guessed sooner than this is no secret, however long it is: just what the meter calls weak.
INTENTOS_MINIMOS = 1_000_000

_ARGON2 = "$argon2id$"
# What an imported hash may ask of this machine: KiB, rounds.
_MEMORIA_MAXIMA, _VUELTAS_MAXIMAS = 1 << 20, 20
_hasher = PasswordHasher()
# zxcvbn keeps the words of the last question in a table that all threads share.
_estimando = threading.Lock()


def cifrar(clave: str, minimo: int = LARGO_MINIMO, palabras: tuple[str, ...] = ()) -> str:
    """The argon2id hash of a new password, in its text form. Raises DatoInvalidoError when `rechazo` says why."""
    motivo = rechazo(clave, minimo, palabras)
    if motivo:
        raise no_aceptada(motivo, "clave")
    return cifrar_conocida(clave)


def no_aceptada(motivo: str, campo: str) -> DatoInvalidoError:
    """The refusal of a password that somebody chose."""
    frase = tr("{motivo} No se guardó nada.").format(motivo=motivo)
    return DatoInvalidoError(frase, tr("Elegir una frase de varias palabras."), campos={campo: motivo})


def cifrar_conocida(clave: str) -> str:
    """The argon2id hash of a password that is in use already, whatever it is worth."""
    return _hasher.hash(_bytes(clave))


def verificar(clave: str, cifrada: str | None) -> bool:
    """Whether the password is that of the hash. None (no such account) takes as long and is False."""
    if cifrada is not None and not cifrada.startswith(_ARGON2):
        if formatos.verificar(_bytes(clave), cifrada):
            return True
        # An imported hash may be cheap to compare: the refusal takes at least as long as any other.
        cifrada = None
    try:
        return _hasher.verify(cifrada or _senuelo(), _bytes(clave)) and cifrada is not None
    except (VerificationError, InvalidHashError):
        return False


def _senuelo() -> str:
    """Verified when the account does not exist: the hash of no password, with the costs of the others.

    Hashing one at the first call would make that call take twice as long.
    """
    costos = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"{_ARGON2}v=19${costos}${'A' * 22}${'A' * 43}"


def aceptable(cifrada: str) -> bool:
    """Whether a hash from elsewhere is of a kind that `verificar` knows, with costs that a sign-in can afford."""
    if not cifrada.startswith(_ARGON2):
        return formatos.conocido(cifrada)
    try:
        costos = extract_parameters(cifrada)
    except InvalidHashError:
        return False
    return costos.memory_cost <= _MEMORIA_MAXIMA and costos.time_cost <= _VUELTAS_MAXIMAS


def es_vieja(cifrada: str) -> bool:
    """Whether a hash is of another kind, or of other costs, than those made today."""
    return not cifrada.startswith(_ARGON2) or _hasher.check_needs_rehash(cifrada)


def rechazo(clave: str, minimo: int = LARGO_MINIMO, palabras: tuple[str, ...] = ()) -> str:
    """Every reason why a new password is not accepted, so that it is mended once; empty when it is accepted. `minimo`
    is in characters, never below eight.

    `palabras` are those of `contexto.palabras`: it must be more than they are.
    """
    largo, minimo = len(_normal(clave)), max(minimo, LARGO_MINIMO_POSIBLE)
    if largo > LARGO_MAXIMO:
        # Nothing so long is looked at.
        return tr("La clave puede tener {maximo} caracteres como máximo.").format(maximo=LARGO_MAXIMO)
    corta = tr("La clave necesita {minimo} caracteres o más; tiene {largo}.").format(minimo=minimo, largo=largo)
    if not largo:
        return corta
    motivos = [corta] if largo < minimo else []
    if contexto.es_solo_eso(clave, palabras):
        motivos.append(tr("La clave es poco más que el nombre de la empresa, de la persona o del programa."))
    elif fuerza(clave, palabras).intentos < INTENTOS_MINIMOS:
        motivos.append(tr("La clave es fácil de adivinar."))
    return " ".join(motivos)


@dataclass(frozen=True)
class Fuerza:
    """`puntos` 0 (guessed at once) to 4 (very strong), the word for it, and the tries that it would take."""

    puntos: int
    palabra: str
    intentos: int


def fuerza(clave: str, conocidas: tuple[str, ...] = ()) -> Fuerza:
    """The strength of a password as zxcvbn estimates it for somebody who knows the words `conocidas`, and those that
    people here use.

    One that `rechazo` refuses for being little more than those words has no points, whatever the estimate.
    """
    # Deferred: its dictionaries are heavy and only needed where a password is chosen.
    from zxcvbn import zxcvbn

    palabras = (tr("muy débil"), tr("débil"), tr("regular"), tr("buena"), tr("muy buena"))
    if not clave:
        return Fuerza(0, palabras[0], 0)
    # Its time grows with the length, and what comes after the first 72 characters adds nothing to judge.
    with _estimando:
        estimada = zxcvbn(clave[:72], user_inputs=[*conocidas, *COMUNES])
    puntos = 0 if contexto.es_solo_eso(clave, conocidas) else int(estimada["score"])
    return Fuerza(puntos, palabras[puntos], int(estimada["guesses"]))


def _normal(clave: str) -> str:
    # The same key typed on another keyboard may arrive composed or decomposed.
    return unicodedata.normalize("NFKC", clave)


def _bytes(clave: str) -> bytes:
    # Bytes of the environment that are no text arrive as lone surrogates; they are a password like any other.
    return _normal(clave).encode("utf-8", "surrogatepass")
