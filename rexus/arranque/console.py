"""Writes to the terminal, when there is one: progress on stderr, so that stdout stays the program's own.

Python 3.6 can read this file.
"""

import sys

from rexus.arranque import messages


def say(text: str) -> None:
    """One line of progress. Without a terminal to write to (pythonw) it is dropped."""
    if sys.stderr is None:
        return
    # A console in an old code page must not stop the start over a «…».
    encoding = sys.stderr.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)


def fail(error: messages.StartError, *, hold: bool = False) -> int:
    """Write the error and return exit status 1. `hold` keeps a double-clicked console open until Enter."""
    say(str(error))
    if hold and sys.platform == "win32" and sys.stdin is not None and sys.stdin.isatty():
        say(messages.PRESS_ENTER)
        sys.stdin.readline()
    return 1
