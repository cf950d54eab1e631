"""The letters of the papers: a family that comes with reportlab, embedded, so that every reader shows the same."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

NORMAL: Final = "Vera"
NEGRITA: Final = "VeraBd"


@cache
def registrar() -> None:
    """Make the two fonts known to reportlab. Done once, when the first paper is written."""
    pdfmetrics.registerFont(TTFont(NORMAL, "Vera.ttf"))
    pdfmetrics.registerFont(TTFont(NEGRITA, "VeraBd.ttf"))
    pdfmetrics.registerFontFamily(NORMAL, normal=NORMAL, bold=NEGRITA, italic=NORMAL, boldItalic=NEGRITA)


def escribible(texto: str) -> str:
    """The text with what the font can draw: a letter that it lacks loses its accents, and any other sign becomes «?».

    A sign without a drawing would be an empty box or nothing at all, and a code would read as another one.
    """
    registrar()
    dibujos: Any = pdfmetrics.getFont(NORMAL).face.charToGlyph
    return "".join(_letra(c, dibujos) for c in unicodedata.normalize("NFC", texto))


def parrafo(texto: str) -> str:
    """The same for a paragraph of reportlab: no mark-up of its own, line breaks kept."""
    return escape(escribible(texto)).replace("\n", "<br/>")


def _letra(letra: str, dibujos: Any) -> str:
    if letra in "\n\t" or ord(letra) in dibujos:
        return letra
    base = "".join(
        c for c in unicodedata.normalize("NFKD", letra) if ord(c) in dibujos and not unicodedata.combining(c)
    )
    return base or "?"
