"""The passphrase of encrypted sets: of the environment, else of the system's keyring.

New sets are encrypted with its normal form (NFKC, as passwords are): the same words typed on another keyboard, or on
another system, may arrive composed or decomposed. Older sets may have been encrypted with any of the forms.
"""

from __future__ import annotations

import os
import unicodedata
from typing import Final

from rexus.base.errors import DatoInvalidoError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.respaldos.errors import RespaldoFallidoError
from rexus.settings import LlaveroError, Settings

log = get_logger(__name__)

#: The environment variable with it; «respaldo.frase» reads the same one.
FRASE: Final = "REXUS_RESPALDO_FRASE"
CLAVE: Final = "respaldo.frase"


def normal(frase: str) -> str:
    """The form that new sets are encrypted with."""
    return unicodedata.normalize("NFKC", frase)


def formas(frase: str) -> list[str]:
    """What the same words may have been when a set was made, the likeliest first; one for a text without accents."""
    return list(dict.fromkeys([normal(frase), frase, *(unicodedata.normalize(f, frase) for f in ("NFC", "NFD"))]))


def del_entorno() -> str | None:
    """The passphrase that the environment names. Raises DatoInvalidoError when its bytes are no text."""
    dada = os.environ.get(FRASE)
    if not dada:
        return None
    try:
        dada.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DatoInvalidoError(
            tr("La variable {nombre} no es un texto en UTF-8. No se hizo nada.").format(nombre=FRASE),
            tr("Definirla en una terminal que use UTF-8."),
        ) from error
    return dada


def para_cifrar(settings: Settings) -> str | None:
    """The passphrase that new sets are encrypted with; None when they are not to be.

    Raises RespaldoFallidoError when they are to be and there is none: a set that lies open would be no favour.
    LlaveroError when the keyring does not answer, DatoInvalidoError.
    """
    dada = del_entorno()
    if dada is None:
        if not settings.get("respaldo.cifrar"):
            return None
        dada = settings.secreto(CLAVE)
    if not dada:
        raise RespaldoFallidoError(
            tr("Los respaldos se cifran, y no hay frase guardada en esta computadora."),
            tr("Escribir la frase en Configuración ▸ Respaldo, o dejar de cifrar."),
        )
    if not dada.strip():
        raise RespaldoFallidoError(
            tr("La frase de los respaldos son solo espacios."),
            tr("Escribir otra en Configuración ▸ Respaldo, o en la variable REXUS_RESPALDO_FRASE."),
        )
    return dada


def para_abrir(settings: Settings) -> str | None:
    """The passphrase that is at hand for a set that is encrypted; None without any.

    A keyring that does not answer is as good as none: most sets need no passphrase, and one that does says so.
    """
    dada = del_entorno()
    if dada is not None:
        return dada
    try:
        return settings.secreto(CLAVE) or None
    except LlaveroError as error:
        log.info("no passphrase from the keyring: %s", error)
        return None
