"""What is double-clicked. Standard library only: it prepares an environment if needed and continues there."""

import sys

from rexus.arranque.python_version import stop_if_too_old


def main():
    """Start the window, or with arguments the command line; returns the exit status."""
    stop_if_too_old()
    from rexus.__main__ import main as program
    from rexus.arranque.entry import start

    return start([__file__, *sys.argv[1:]], program)


if __name__ == "__main__":
    sys.exit(main())
