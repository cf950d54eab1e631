"""Texts that a spreadsheet would take for a formula, made harmless in CSV, and the way back."""

from __future__ import annotations

import re

# Apostrophes before the sign count too: so that a text that really begins with one comes back whole.
_PELIGRO = re.compile(r"'*[=+\-@\t\r]")
_PUESTO = re.compile(r"''*[=+\-@\t\r]")


def neutralizar(texto: str) -> str:
    """The text with an apostrophe before it if a spreadsheet could run it as a formula (OWASP, CSV injection)."""
    return f"'{texto}" if _PELIGRO.match(texto) else texto


def restaurar(texto: str) -> str:
    """Take away the apostrophe that `neutralizar` put. For every text, restaurar(neutralizar(t)) == t.

    Of a CSV from elsewhere, a text such as `'=A1` loses its apostrophe too, as it would when shown by Excel.
    """
    return texto[1:] if texto.startswith("'") and _PUESTO.match(texto) else texto
