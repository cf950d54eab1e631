"""Which languages there are, and the one that the program speaks now.

Texts are Spanish in the source; `resources/i18n/<idioma>.mo` holds what they are in another language. Numbers and dates
keep one form in all of them.
"""

from __future__ import annotations

import gettext
from typing import Final

from rexus.base.paths import resource
from rexus.base.text import set_translation

ESPANOL: Final = "es"
INGLES: Final = "en"
#: Each by the name that its speakers give it, which is not translated.
IDIOMAS: Final = {ESPANOL: "Español", INGLES: "English"}

_en_uso = ESPANOL


def en_uso() -> str:
    """The language that `tr()` answers in."""
    return _en_uso


def hablar(idioma: str) -> None:
    """Answer in this language from now on: what was said before stays as it was. KeyError for one that is not known."""
    global _en_uso
    IDIOMAS[idioma]
    if idioma == ESPANOL:
        set_translation(gettext.NullTranslations())
    else:
        with resource(f"i18n/{idioma}.mo").open("rb") as catalogue:
            set_translation(gettext.GNUTranslations(catalogue))
    _en_uso = idioma
