"""Takes secrets out of texts that leave the program: the log, the report of a bug.

Passwords, keys, tokens, accounts in addresses, one-time and recovery codes; by the word before them or by their shape.
What is taken for one by mistake costs a detail; one that is overlooked costs an account.
"""

from __future__ import annotations

import re

_HIDDEN = "***"
_WORDS = (
    "clave|password|passwd|contraseña|contrasena|token|secret|pwd|passphrase|api_?key|private_?key|credencial|credential"
    "|authorization|bearer|recuperacion|frase"
)
# A word of those, what joins it to its value (also as it is written inside addresses), and the value: what quotes hold,
# else what is left of the line, up to the next name with a value
# (after a comma or semicolon any, after a space one of those). Everything is looked at from its beginning and
# nothing is given back: a long text costs its length and not the square of it.
_NAMED = re.compile(
    rf"""(?ix)
    \b ( (?=\w*?(?:{_WORDS})) \w++ ["']? )
    ( \s*+ (?: [=:] | %3[ad] ) \s*+ )
    (?: "(?:[^"\\\n]|\\.)*+" | '(?:[^'\\\n]|\\.)*+' | \{{(?:[^}}\n]|\}}\}})*+\}}
        | (?: (?![,;]\s?[\w.-]{{1,40}}["']?\s?[=:] | \s\w{{0,40}}?(?:{_WORDS})\w{{0,40}}["']?\s?[=:]) [^\n] )++ )
    """
)
# User and password in a connection address. A password may hold what an address should not.
_ADDRESS = re.compile(r"(://)(?:[^:@/\s]*+:[^@\s]{1,128}+@|[^/@\s]++@)(?:[^@\s]{0,128}+@)*")
_SHAPES = re.compile(
    r"""(?x)
      \$argon2\w*\$[^\s'"]++                                                     # the hash of a password
    | -----BEGIN\ [A-Z ]*KEY-----(?s:.*?)(?:-----END\ [A-Z ]*KEY-----|\Z)        # PEM
    | AGE-SECRET-KEY-1\w++
    | \beyJ[\w-]{10,}+\.[\w-]++\.[\w-]++                                         # JWT
    | \b[A-Z2-7]{32}\b                                                           # a second factor's secret
    | \b[A-Z2-7]{6}(?:-[A-Z2-7]{6}){3}\b                                         # a recovery code
    | \b[2-9a-hj-km-np-z]{4}(?:-[2-9a-hj-km-np-z]{4}){3}\b                       # a one-time code
    """
)
# What a statement was sent with: values of columns that nothing names.
_PARAMETERS = re.compile(r"\[parameters: [^\n]*+")


def without_secrets(text: str) -> str:
    """The text with «***» in the place of each secret."""
    text = _PARAMETERS.sub(f"[parameters: {_HIDDEN}]", text)
    text = _SHAPES.sub(_HIDDEN, text)
    return _ADDRESS.sub(rf"\1{_HIDDEN}@", _NAMED.sub(rf"\1\2{_HIDDEN}", text))
