"""The services without a screen, for administrators and scripts. Never imports Qt.

Exit status: 0 done, 1 refused (the reason on stderr, nothing changed), 2 wrong usage, 70 a bug (logged whole),
141 nobody read the answer.
"""

from __future__ import annotations


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    from rexus.base.paths import default_paths
    from rexus.settings.idioma import hablar

    hablar(default_paths())
    from rexus.cli.programa import run

    return run(argv)
