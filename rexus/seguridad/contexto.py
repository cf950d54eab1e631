"""The words of a workshop that its passwords may not consist of (OWASP ASVS 5.0, 6.1.2 and 6.2.11)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from rexus.base.text import fold

# What everybody would try.
_DEL_PROGRAMA: Final = "rexus"
# Shorter ones are part of too many words.
_LARGO: Final = 3
# Letters that must be left beside the words: signs and a year add nothing.
_LETRAS: Final = 4
_SEPARAN: Final = re.compile(r"[\W_]+")
_DE_LA_CUENTA: Final = ("usuario", "nombre", "apellido", "email")


def palabras(cuenta: Mapping[str, Any], empresa: str) -> tuple[str, ...]:
    """The program's name, the company's, and what an account says of its owner, without case and accents.

    Each name whole and word by word. `cuenta` has «usuario», «nombre», «apellido», «email» or some of them.
    """
    textos = (_DEL_PROGRAMA, empresa, *(str(cuenta.get(campo) or "") for campo in _DE_LA_CUENTA))
    return tuple(dict.fromkeys(palabra for texto in textos for palabra in _de(texto) if len(palabra) >= _LARGO))


def es_solo_eso(clave: str, contexto: tuple[str, ...]) -> bool:
    """Whether a password holds such words and hardly a letter more: «VidriosDelSur 2026!»."""
    resto = plegada = fold(clave)
    for palabra in sorted(contexto, key=len, reverse=True):
        resto = resto.replace(palabra, " ")
    return resto != plegada and sum(c.isalpha() for c in resto) < _LETRAS


def _de(texto: str) -> Iterator[str]:
    partes = [parte for parte in _SEPARAN.split(fold(texto)) if parte]
    yield "".join(partes)
    yield from partes
