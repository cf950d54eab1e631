"""`python3 -m docs.manual [FOLDER]`: the user manual as static pages, in `build/manual` unless told otherwise.

A warning is a failure: a link to nowhere, a picture that is not there, a page that no list of contents names.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from rexus.arranque import places
from rexus.arranque.entry import start

SOURCE = Path(__file__).resolve().parent
BUILT = places.ROOT / "build" / "manual"


def build(target: Path = BUILT) -> int:
    """Make the pages anew; Sphinx's exit status, 0 when nothing was wrong."""
    from sphinx.cmd.build import main as sphinx

    # Pages say nothing of when they were made: the same text makes the same pages.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    # What was made of pages that are gone would stay.
    shutil.rmtree(target, ignore_errors=True)
    doctrees = target.parent / f"{target.name}-doctrees"
    return sphinx(["-b", "html", "-q", "-W", "--keep-going", "-n", "-E", "-d", str(doctrees), str(SOURCE), str(target)])


if __name__ == "__main__":
    FOLDERS = [Path(argument).resolve() for argument in sys.argv[1:2]]
    sys.exit(start(["-m", "docs.manual", *sys.argv[1:]], lambda: build(*FOLDERS), tests=True))
