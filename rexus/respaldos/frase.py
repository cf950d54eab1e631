"""The passphrase of encrypted sets: of the environment, else of the system's keyring."""

from __future__ import annotations

import os
from typing import Final

from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.respaldos.errors import RespaldoFallidoError
from rexus.settings import LlaveroError, Settings

log = get_logger(__name__)

#: The environment variable with it; «respaldo.frase» reads the same one.
FRASE: Final = "REXUS_RESPALDO_FRASE"
CLAVE: Final = "respaldo.frase"


def del_entorno() -> str | None:
    """The passphrase that the environment names."""
    return os.environ.get(FRASE) or None


def para_cifrar(settings: Settings) -> str | None:
    """The passphrase that new sets are encrypted with; None when they are not to be.

    Raises RespaldoFallidoError when they are to be and there is none: a set that lies open would be no favour.
    LlaveroError when the keyring does not answer.
    """
    dada = del_entorno()
    if dada is not None or not settings.get("respaldo.cifrar"):
        return dada
    guardada = settings.secreto(CLAVE)
    if not guardada:
        raise RespaldoFallidoError(
            tr("Los respaldos se cifran, y no hay frase guardada en esta computadora."),
            tr("Escribir la frase en Configuración ▸ Respaldo, o dejar de cifrar."),
        )
    return guardada


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
