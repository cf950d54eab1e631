"""Which Rexus this is. A constant, so that a checkout, an installation and the packaged program all know it alike."""

from __future__ import annotations

from typing import Final

#: As pyproject.toml has it; a test holds them equal.
VERSION: Final = "0.1.0"
