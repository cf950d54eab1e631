"""What people and accounts may be called: what looks alike must be alike, and what is invisible is refused."""

from __future__ import annotations

import unicodedata
from typing import Final

from rexus.base.text import fold, limpiar, tr

_EN_USUARIOS: Final = frozenset("._-@+")


def usuario(valor: object) -> object:
    """A user's name as it is stored: NFKC, lower case. Raises ValueError, with the reason, for what cannot be one."""
    if not isinstance(valor, str):
        return valor
    nombre = limpiar(unicodedata.normalize("NFKC", valor)).lower()
    for c in nombre:
        if not (c in _EN_USUARIOS or (c.isdigit() and c.isascii()) or _es_latina(c)):
            raise ValueError(_de_mas(c))
    return nombre


def de_persona(valor: object) -> object:
    """A person's name, of any script but not of two in one word. Raises ValueError with the reason."""
    if valor is None:
        return ""
    if not isinstance(valor, str):
        return valor
    nombre = " ".join(limpiar(unicodedata.normalize("NFC", valor)).split())
    for c in nombre:
        if unicodedata.category(c) in ("Cf", "Co", "Cn"):
            raise ValueError(tr("tiene un carácter invisible"))
    for palabra in nombre.split():
        if len({_escritura(c) for c in palabra if c.isalpha()}) > 1:
            raise ValueError(tr("mezcla letras de dos alfabetos que se parecen: «{palabra}»").format(palabra=palabra))
    return nombre


def parecido(nombre: str) -> str:
    """What two names that are read alike have in common: «José» and «jose» do."""
    return fold(nombre)


def _es_latina(c: str) -> bool:
    return c.isalpha() and _escritura(c) == "LATIN"


def _escritura(c: str) -> str:
    return unicodedata.name(c, "?").partition(" ")[0]


def _de_mas(c: str) -> str:
    if c.isspace():
        return tr("no lleva espacios")
    if unicodedata.category(c).startswith("C"):
        return tr("tiene un carácter invisible")
    if c.isalpha():
        return tr("«{c}» no es una letra latina, aunque se le parezca").format(c=c)
    return tr("no lleva «{c}»").format(c=c)
