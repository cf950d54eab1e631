"""Text as the user reads it and as it is compared: translation, folding, Argentine numbers and dates."""

from __future__ import annotations

import gettext
import re
import unicodedata
from datetime import UTC, date, datetime, tzinfo
from decimal import ROUND_DOWN, Decimal
from typing import TypeVar

_TAMANOS = ("B", "KB", "MB", "GB", "TB")

# In seconds.
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400

T = TypeVar("T")

_translation: gettext.NullTranslations = gettext.NullTranslations()


def tr(text: str) -> str:
    """Translate a Spanish source text into the language in use. The caller fills placeholders with `.format`."""
    # Under the empty text a catalogue keeps what is said of itself.
    return _translation.gettext(text) if text else text


def tr_en_contexto(contexto: str, text: str) -> str:
    """The same for a word that another language says in several ways: `contexto`, in English, tells which is meant."""
    return _translation.pgettext(contexto, text)


def fuente(textos: T) -> T:
    """Mark source texts that are shown through `tr()` later; returns them as they are.

    For constants: the language can change while the program runs. Of a dictionary its values are meant.
    """
    return textos


def set_translation(translation: gettext.NullTranslations) -> None:
    """Use `translation` for every later `tr()`. The Spanish source needs none."""
    global _translation
    _translation = translation


def fold(text: str) -> str:
    """Text as searches compare it: no case, no accents («Ñandú» → «nandu»), single spaces, no NUL, no half characters.

    NFKD separates the accents (so NFC and NFD input meet), marks are dropped, casefold removes case.
    """
    if text.isascii():
        return " ".join(text.lower().replace("\0", " ").split())
    decomposed = unicodedata.normalize("NFKD", text)
    # Lone surrogates (bytes that were no text) cannot be stored, so nothing can match them.
    bare = "".join(c for c in decomposed if not unicodedata.combining(c) and not "\ud800" <= c <= "\udfff").casefold()
    return " ".join(bare.replace("\0", " ").split())


def limpiar(text: str) -> str:
    """Text as it is stored: NFC, no control characters but newline and tab, no spaces at the ends."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text)
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return text.strip()


# Digits grouped by three, from the right, with a dot: 1234567 → 1.234.567
_GROUPS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


def formatear_numero(value: Decimal | int, decimales: int | None = None) -> str:
    """`1234.5` → «1.234,5». `decimales` fixes how many are shown; None shows those that are not trailing zeros."""
    number = Decimal(value)
    text = f"{number:f}" if decimales is None else f"{number:.{decimales}f}"
    whole, _, fraction = text.partition(".")
    if decimales is None:
        fraction = fraction.rstrip("0")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    if sign and not digits.strip("0") and not fraction.strip("0"):
        sign = ""
    grouped = _GROUPS.sub(".", digits)
    return f"{sign.replace('-', '−')}{grouped}{',' + fraction if fraction else ''}"


def formatear_tamano(bytes_: int) -> str:
    """How large a file is, in its own unit: «824 KB», «12,4 MB»."""
    unidad = 0
    while bytes_ >= 1_024 ** (unidad + 1) and unidad < len(_TAMANOS) - 1:
        unidad += 1
    # Cut, not rounded: what is free is never told larger than it is.
    exacto = Decimal(bytes_) / 1_024**unidad
    decimales = 1 if unidad >= 2 and exacto < 100 else 0
    return f"{formatear_numero(exacto.quantize(Decimal(10) ** -decimales, ROUND_DOWN), decimales)} {_TAMANOS[unidad]}"


def contados(cuantos: Decimal | int, uno: str, varios: str) -> str:
    """«1 artículo», «12.480 artículos»: both words are already translated."""
    return f"{formatear_numero(cuantos)} {uno if cuantos == 1 else varios}"


def formatear_fecha(moment: datetime | date, zona: tzinfo = UTC, *, hora: bool = True) -> str:
    """A UTC moment in the workshop's zone as DD/MM/YYYY HH:MM; a plain date as DD/MM/YYYY."""
    if isinstance(moment, datetime):
        local = moment.astimezone(zona)
        return f"{local:%d/%m/%Y %H:%M}" if hora else f"{local:%d/%m/%Y}"
    return f"{moment:%d/%m/%Y}"


def edad(moment: datetime, now: datetime) -> str:
    """«hace 3 h», «hace 12 días»; of a moment to come, that the clock is wrong."""
    seconds = int((now - moment).total_seconds())
    if seconds < -_MINUTE:
        return tr("con fecha futura")
    if seconds < _MINUTE:
        return tr("recién")
    if seconds < _HOUR:
        return tr("hace {n} min").format(n=seconds // _MINUTE)
    if seconds < 2 * _DAY:
        return tr("hace {n} h").format(n=seconds // _HOUR)
    return tr("hace {dias}").format(dias=contados(seconds // _DAY, tr("día"), tr("días")))


def iso_utc(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC, `2026-01-31T12:00:00.000000Z`, as JSON documents carry it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
