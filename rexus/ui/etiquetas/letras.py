"""Words on labels: as large as they fit, in dots of the device, and where they are broken."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

#: A line's height beyond its letters'.
LEADING = 1.15


def make_font(pixels: int, *, bold: bool = False) -> QFont:
    """A plain font that many dots high."""
    font = QFont("sans-serif")
    font.setPixelSize(max(1, pixels))
    font.setBold(bold)
    return font


def line_height(font: QFont) -> int:
    """How many dots a line of it takes."""
    return round(font.pixelSize() * LEADING)


def _width(texto: str, font: QFont) -> int:
    # Pixel sizes are dots of the device: metrics of no device at all count in them.
    return QFontMetrics(font).horizontalAdvance(texto)


def in_title(texto: str, width: int, largest: int, smallest: int, *, halves: bool) -> list[tuple[str, QFont]]:
    """A title in one line, or between its words in two `halves` where that makes it larger; broken anywhere if it must
    be."""
    font, whole = _fitting(texto, width, largest, smallest)
    words = texto.split() if halves else [texto]
    best: list[str] = [texto] if whole else []
    for n in range(1, len(words)):
        two = [" ".join(words[:n]), " ".join(words[n:])]
        tried, fits = _fitting(max(two, key=lambda half: _width(half, font)), width, largest * 2 // 3, smallest)
        if fits and (not best or tried.pixelSize() > font.pixelSize()):
            best, font = two, tried
    return [(part, font) for part in best or _broken(texto, font, width)]


def _fitting(texto: str, width: int, largest: int, smallest: int) -> tuple[QFont, bool]:
    """The largest bold font in which the text fits the width, and whether it does."""
    font = make_font(max(largest, 1), bold=True)
    wide = _width(texto, font)
    if wide > width:
        font = make_font(max(min(smallest, largest), int(font.pixelSize() * width / wide)), bold=True)
        while font.pixelSize() > min(smallest, largest) and _width(texto, font) > width:
            font = make_font(font.pixelSize() - 1, bold=True)
    return font, _width(texto, font) <= width


def _broken(texto: str, font: QFont, width: int) -> list[str]:
    """A code that is too long for a line, in several, broken anywhere."""
    parts = [""]
    for letter in texto:
        if parts[-1] and _width(parts[-1] + letter, font) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def wrapped(texto: str, font: QFont, width: int, lines: int) -> list[str]:
    """The text in at most so many lines, broken between words, the last one cut short."""
    rows: list[str] = []
    words = texto.split()
    while words and len(rows) < lines - 1:
        row = words.pop(0)
        while words and _width(f"{row} {words[0]}", font) <= width:
            row = f"{row} {words.pop(0)}"
        rows.append(cut(row, font, width))
    return [*rows, cut(" ".join(words), font, width)] if words else rows


def cut(texto: str, font: QFont, width: int) -> str:
    """The text in one line, ending in «…» where it has no room."""
    return QFontMetrics(font).elidedText(texto, Qt.TextElideMode.ElideRight, width)
