"""Says in Spanish that Python is too old. Written so that Python 3.6 can still read this file and what it imports."""

import sys

MINIMUM = (3, 11)


def stop_if_too_old() -> None:
    """Say it and leave with exit status 1, when this Python is below `MINIMUM`."""
    if tuple(sys.version_info[:2]) >= MINIMUM:
        return
    # Deferred: a Python that will do needs none of it.
    from rexus.arranque import messages, telling

    have = ".".join(str(part) for part in sys.version_info[:3])
    need = ".".join(str(part) for part in MINIMUM)
    sys.exit(telling.fail(messages.too_old(have, need), window=len(sys.argv) == 1))
