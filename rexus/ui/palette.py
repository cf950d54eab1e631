"""The colours, by role, of the light and the dark face. Pure data: no Qt here, so it can be tested and reused anywhere.

Roles that the design names: background, surface, line, text, secondary, accent, good, warning, bad.
Roles derived for the widgets: border (outline of a control, 3:1 against what surrounds it), hover, pressed, selection
(a selected row), on_accent (text on the accent colour), accent_hover, disabled (text nobody needs to read now).
"""

from __future__ import annotations

from typing import Final, Literal

Role = Literal[
    "background",
    "surface",
    "line",
    "text",
    "secondary",
    "accent",
    "good",
    "warning",
    "bad",
    "border",
    "hover",
    "pressed",
    "selection",
    "on_accent",
    "accent_hover",
    "disabled",
]

LIGHT: Final[dict[Role, str]] = {
    "background": "#F7F8FA",
    "surface": "#FFFFFF",
    "line": "#E1E4EA",
    "text": "#1B1F27",
    "secondary": "#5A6372",
    "accent": "#0F6CBD",
    "good": "#1A7F4B",
    "warning": "#A15C00",
    "bad": "#B3261E",
    "border": "#7E8694",
    "hover": "#F1F4F8",
    "pressed": "#E6EAF0",
    "selection": "#EBF4FD",
    "on_accent": "#FFFFFF",
    "accent_hover": "#0C5A9E",
    "disabled": "#788190",
}

DARK: Final[dict[Role, str]] = {
    "background": "#16181D",
    "surface": "#1E2128",
    "line": "#2E333D",
    "text": "#E8EAF0",
    "secondary": "#9AA3B2",
    "accent": "#4CA3F0",
    "good": "#4CC38A",
    "warning": "#F0B24B",
    "bad": "#FF8A80",
    "border": "#757E8E",
    "hover": "#272B34",
    "pressed": "#30353F",
    "selection": "#1B354D",
    "on_accent": "#0B1622",
    "accent_hover": "#74B8F4",
    "disabled": "#7A8393",
}

# Every pair of text on ground that a widget may show; the tests hold each at 4.5:1 or more in both faces.
TEXT_PAIRS: Final[tuple[tuple[Role, Role], ...]] = (
    *(
        (ink, ground)
        for ink in ("text", "secondary", "accent", "good", "warning", "bad")
        for ground in ("background", "surface", "hover", "selection")
    ),
    ("text", "pressed"),
    ("secondary", "pressed"),
    ("bad", "pressed"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
)

# What is seen rather than read, on ground: outlines, the ring of the focus, the coloured edge of a notice, and what is
# off, whose text nobody has to read now. The tests hold each at 3:1 or more.
SHAPE_PAIRS: Final[tuple[tuple[Role, Role], ...]] = (
    *(
        (ink, ground)
        for ink in ("border", "disabled", "accent", "good", "warning", "bad")
        for ground in ("background", "surface", "hover", "pressed", "selection")
    ),
    ("disabled", "line"),
    ("accent", "line"),
    ("bad", "line"),
    ("warning", "line"),
    ("good", "line"),
    ("on_accent", "accent"),
)


def roles(dark: bool) -> dict[Role, str]:
    """The colours of one face, `#RRGGBB` by role."""
    return DARK if dark else LIGHT


def luminance(color: str) -> float:
    """Relative luminance of `#RRGGBB`, 0 black to 1 white (WCAG 2.2, «relative luminance»)."""
    value = color.lstrip("#")
    channels = [int(value[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, «contrast ratio»)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
