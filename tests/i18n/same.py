"""What reads the same in Spanish and English, and is meant to: names, signs, and words that both have."""

from __future__ import annotations

from typing import Final

SAME: Final[frozenset[str]] = frozenset()
