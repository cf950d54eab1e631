"""What the program's own binaries need of the system, and the Debian packages that bring it.

Read with `objdump`, which PyInstaller needs as well.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

from rexus.arranque.qt_libraries import PACKAGES

_NEEDED: Final = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
_GLIBC: Final = re.compile(r"GLIBC_2\.(\d+)")
# Part of the C library and of the compiler, in each Debian.
_BASE: Final = re.compile(
    r"(libc|libm|libdl|libpthread|librt|libresolv|libutil|libnsl|libcrypt|ld-linux[\w-]*)\.so\.\d+"
)
_FURTHER: Final = {
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libbz2.so.1.0": "libbz2-1.0",
    "libcrypto.so.3": "libssl3",
    "libexpat.so.1": "libexpat1",
    "libffi.so.8": "libffi8",
    "libgcc_s.so.1": "libgcc-s1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "liblzma.so.5": "liblzma5",
    "libmpdec.so.3": "libmpdec3",
    "libssl.so.3": "libssl3",
    "libstdc++.so.6": "libstdc++6",
    "libuuid.so.1": "libuuid1",
}
# What is needed by parts that the program works without: printing, GTK's file dialogs, an ODBC manager. The package
# recommends or suggests it.
_OPTIONAL: Final = frozenset(
    {"PySide6/Qt/plugins/printsupport", "PySide6/Qt/plugins/platformthemes/libqgtk3.so", "pyodbc"}
)
# Debian's and Ubuntu's newer releases have some under another name, since their time is 64 bits wide.
_RENAMED: Final = {name: f"{name} | {name}t64" for name in ("libglib2.0-0", "libssl3")}


class UnknownLibraryError(Exception):
    """A binary needs what is neither in the folder nor in a package that is known."""


def packages(folder: Path) -> list[str]:
    """What a package of the program in `folder` depends on, sorted. Raises UnknownLibraryError."""
    wanted, glibc = _needed(folder)
    own = {file.name for file in folder.rglob("*.so*")}
    brought = {**PACKAGES, **_FURTHER}
    found = set()
    for name, binary in wanted.items():
        if name in own or _BASE.fullmatch(name):
            continue
        if name not in brought:
            raise UnknownLibraryError(f"{binary} needs {name}, which is neither in the folder nor in a known package")
        found.add(_RENAMED.get(brought[name], brought[name]))
    return [f"libc6 (>= 2.{glibc})", *sorted(found)]


def _needed(folder: Path) -> tuple[dict[str, Path], int]:
    """Each library that a binary names, with one that does; and the newest C library that one of them asks for."""
    wanted: dict[str, Path] = {}
    newest = 0
    for file in sorted(folder.rglob("*")):
        if file.is_symlink() or not file.is_file() or not _is_elf(file):
            continue
        relative = file.relative_to(folder).as_posix().removeprefix("_internal/")
        said = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=True).stdout
        newest = max(newest, *(int(minor) for minor in _GLIBC.findall(said)), 0)
        if not any(relative.startswith(part) for part in _OPTIONAL):
            wanted |= dict.fromkeys(_NEEDED.findall(said), file)
    return wanted, newest


def _is_elf(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"
