"""What people and accounts may be called: what looks alike must be alike, and what is invisible is refused."""

from __future__ import annotations

import unicodedata
from typing import Final

from rexus.base.text import fold, limpiar, tr

_EN_USUARIOS: Final = frozenset("._-@+")
# Alphabets with letters that are drawn alike.
_PARECIDAS: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})


def usuario(valor: object) -> object:
    """A user's name as it is stored: NFKC, lower case. Raises ValueError, with the reason, for what cannot be one."""
    if not isinstance(valor, str):
        return valor
    nombre = plegado(valor)
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
    nombre = str(a_la_vista(valor))
    for palabra in nombre.split():
        if len(_PARECIDAS & {_escritura(c) for c in palabra if c.isalpha()}) > 1:
            raise ValueError(tr("mezcla letras de dos alfabetos que se parecen: «{palabra}»").format(palabra=palabra))
    return nombre


def de_rol(valor: object) -> object:
    """A role's name as it is stored: that of a person in lower case. Raises ValueError with the reason."""
    nombre = de_persona(valor)
    return nombre.lower() if isinstance(nombre, str) else nombre


def a_la_vista(valor: object) -> object:
    """A line of any text that hides nothing: NFC, one space between words. Raises ValueError with the reason."""
    if valor is None:
        return ""
    if not isinstance(valor, str):
        return valor
    texto = " ".join(limpiar(unicodedata.normalize("NFC", valor)).split())
    # Such as those that turn the direction of what follows.
    if any(unicodedata.category(c) in ("Cf", "Co", "Cn") for c in texto):
        raise ValueError(tr("tiene un carácter invisible"))
    return texto


def plegado(texto: str) -> str:
    """A user's name as it is stored and compared: «ＡＮＡ », «Ana» and «ana» are one."""
    return limpiar(unicodedata.normalize("NFKC", texto)).lower()


def parecido(nombre: str) -> str:
    """What two names that are read alike have in common: «José» and «jose» do."""
    return fold(nombre)


def _es_latina(c: str) -> bool:
    # Without its accents one of a to z: «ı» and «ɑ» are Latin, too, and look like others.
    return c.isalpha() and fold(c).isascii()


def _escritura(c: str) -> str:
    # «ª» is an «a».
    return unicodedata.name(unicodedata.normalize("NFKC", c)[0], "?").partition(" ")[0]


def _de_mas(c: str) -> str:
    if c.isspace():
        return tr("no lleva espacios")
    if unicodedata.category(c).startswith("C"):
        return tr("tiene un carácter invisible")
    if c.isalpha():
        return tr("«{c}» no es una letra común, aunque se le parezca").format(c=c)
    return tr("no lleva «{c}»").format(c=c)
