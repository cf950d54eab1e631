"""Runs first in the packaged program (a runtime hook of PyInstaller, on Linux only).

The folder's own libraries were put before the system's for this process. What it starts (the browser, pg_dump) must not
get them: it would run with libraries of another system.
"""

import os

_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if _before is None:
    os.environ.pop("LD_LIBRARY_PATH", None)
else:
    os.environ["LD_LIBRARY_PATH"] = _before
