"""The compiled parts of the packaged program, mapped before anybody asks for them.

A newer package may take the place of the files while a window is open (`installer/hooks/runtime_replaced.py`). A part
that is imported only then would come from the new version and be used by the code of the old one, or be there under
another name. The system's loader opens no file by a path that it has mapped already: what is mapped at the start stays
that of the start.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

# What Qt loads by itself when the first picture is shown or the first paper printed.
_OF_QT = ("PySide6/Qt/plugins/imageformats/*.so", "PySide6/Qt/plugins/printsupport/*.so")
# A folder of modules that are in no package.
_ON_TOP = "lib-dynload"


class _Held(MetaPathFinder):
    """Finds the modules that are mapped where they were, whatever is there now."""

    def __init__(self, files: dict[str, Path]) -> None:
        self._files = files

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        file = self._files.get(fullname)
        if file is None:
            return None
        return spec_from_file_location(fullname, file, loader=ExtensionFileLoader(fullname, str(file)))


def hold() -> dict[str, str]:
    """Map them all: 4 MB, and some 30 ms when the disk was read before, 0.1 s when it was not. Those that could not be,
    with the reason; an import will say the same. Raises OSError where the folders cannot be read.

    The interpreter's lock is held while one is mapped (the largest: 20 ms from the disk) and let go between two.
    Does nothing where the program runs from source, nor on Windows, which lets nobody replace what runs.
    """
    folder = getattr(sys, "_MEIPASS", None)
    if folder is None or sys.platform != "linux":
        return {}
    modules = {name: file for file in sorted(Path(folder).glob("**/*.so")) if (name := _module(file, Path(folder)))}
    refused = {}
    for file in (*modules.values(), *(file for part in _OF_QT for file in Path(folder).glob(part))):
        try:
            ctypes.CDLL(str(file))
        except OSError as error:
            # Such as pyodbc, where the system has no ODBC.
            refused[file.name] = str(error)
    sys.meta_path.insert(0, _Held({name: file for name, file in modules.items() if file.name not in refused}))
    return refused


def _module(file: Path, folder: Path) -> str:
    """The name by which `file` is imported; "" for a library that is none."""
    suffix = next((suffix for suffix in EXTENSION_SUFFIXES if suffix != ".so" and file.name.endswith(suffix)), None)
    if suffix is None:
        return ""
    parts = file.relative_to(folder).with_name(file.name.removesuffix(suffix)).parts
    return ".".join(parts[parts.index(_ON_TOP) + 1 :] if _ON_TOP in parts else parts)
