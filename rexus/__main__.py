"""`python -m rexus`, the installed script `rexus`, and what main.py ends in."""

from __future__ import annotations

import sys
from pathlib import Path


def main(argv: list[str] | None = None) -> int:
    """Without arguments the window, with arguments the command line. Returns the exit status.

    `argv` are the arguments after the program's name; None takes the process's own.
    """
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == ["--cola"]:
        # The window's own hand, which it does not put into the print spooler itself.
        from rexus.ui.impresion.cola import main as spooler

        return spooler(Path(arguments[1]))
    if arguments:
        # A command never imports Qt.
        from rexus.cli import main as command_line

        return command_line(arguments)
    from rexus.arranque import messages, qt_libraries, telling

    try:
        qt_libraries.require()
    except messages.StartError as error:
        return telling.fail(error, window=True)
    try:
        from rexus.shell.bootstrap import main as window

        return window()
    except Exception as error:
        from rexus.arranque import desktop

        if desktop.has_terminal():
            raise
        return _tell(error)


def _tell(error: Exception) -> int:
    """What nobody foresaw, to whoever has no terminal to read the traceback on."""
    import traceback

    from rexus.arranque import messages, telling
    from rexus.base.redaction import without_secrets

    details = without_secrets("".join(traceback.format_exception(error)))
    return telling.fail(messages.unexpected(details), window=True)


if __name__ == "__main__":
    from rexus.arranque.python_version import stop_if_too_old

    stop_if_too_old()
    from rexus.arranque.entry import start

    sys.exit(start(["-m", "rexus", *sys.argv[1:]], main))
