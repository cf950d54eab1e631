"""`python3 -m tests [arguments of pytest]`: prepare what the tests need, then run every check.

A failing check does not stop the later ones. pytest comes last, so that its closing line ends a good run.
"""

import sys

from rexus.arranque.python_version import stop_if_too_old


def main() -> int:
    """Prepare, check, test; 0 when everything passed."""
    stop_if_too_old()
    from rexus.arranque.entry import start

    return start(["-m", "tests", *sys.argv[1:]], _checked, tests=True)


def _checked() -> int:
    # These import what an old Python cannot read.
    from tests import checks

    return checks.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
