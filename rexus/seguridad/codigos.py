"""One-time codes: what somebody is given to sign in with instead of a password that another person knows."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

# How long a password that was given out is worth something.
VIDA_DE_CODIGO: Final = timedelta(hours=48)
_LETRAS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_LARGO_CODIGO: Final = 16


def nuevo_codigo() -> str:
    """A password to give out: 79 bits in groups that are easy to read out."""
    return _en_grupos("".join(secrets.choice(_LETRAS) for _ in range(_LARGO_CODIGO)))


def clave_escrita(escrita: str, *, es_codigo: bool) -> str:
    """What was typed for an account, as it is compared: where a code was given out, however that was typed."""
    return codigo_escrito(escrita) if es_codigo else escrita


def codigo_escrito(escrito: str) -> str:
    """A code as it was given out, however it was typed: capitals, spaces and missing hyphens make no difference.

    Anything that cannot be one comes back as it is.
    """
    letras = "".join(c for c in escrito.lower() if c not in " -")
    return _en_grupos(letras) if len(letras) == _LARGO_CODIGO and set(letras) <= set(_LETRAS) else escrito


def _en_grupos(letras: str) -> str:
    return "-".join(letras[i : i + 4] for i in range(0, _LARGO_CODIGO, 4))
