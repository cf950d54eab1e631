"""The compiled parts of the packaged program, mapped before anybody asks for them.

A newer package may take the place of the files while a window is open (`installer/hooks/runtime_replaced.py`). A part
that is imported only then would come from the new version and be used by the code of the old one. The system's loader
opens no file by a path that it has mapped already: what is mapped at the start stays that of the start.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

# Extension modules; and what Qt loads by itself when the first picture is shown or the first paper printed.
_PARTS = (
    "**/*.cpython-*.so",
    "**/*.abi3.so",
    "PySide6/Qt/plugins/imageformats/*.so",
    "PySide6/Qt/plugins/printsupport/*.so",
)


def hold() -> dict[str, str]:
    """Map them all: some 20 ms and 4 MB. Those that could not be, with the reason; an import will say the same.

    Does nothing where the program runs from source, nor on Windows, which lets nobody replace what runs.
    """
    folder = getattr(sys, "_MEIPASS", None)
    if folder is None or sys.platform != "linux":
        return {}
    refused = {}
    for file in sorted({file for part in _PARTS for file in Path(folder).glob(part)}):
        try:
            ctypes.CDLL(str(file), mode=os.RTLD_LAZY)
        except OSError as error:
            # Such as pyodbc, where the system has no ODBC.
            refused[file.name] = str(error)
    return refused
