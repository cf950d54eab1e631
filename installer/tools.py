"""What PyInstaller needs of a Linux system besides Python: found missing before it begins, and installed when root."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path

from rexus.arranque import apt


def missing() -> list[str]:
    """The Debian packages that lack, after trying to install them as root."""
    if wanted := lacking():
        apt.install(wanted)
    return lacking()


def lacking() -> list[str]:
    """The Debian packages that lack now."""
    if sys.platform != "linux":
        return []
    found = [] if shutil.which("objdump") else ["binutils"]
    # Debian's own Python is one file; the library that a packaged program runs on is in a package apart.
    library = Path(str(sysconfig.get_config_var("LIBDIR"))) / str(sysconfig.get_config_var("INSTSONAME"))
    if not library.is_file():
        found.append("libpython{}.{}".format(*sys.version_info))
    return found
