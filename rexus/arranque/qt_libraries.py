"""The system libraries, the font and the display that Qt lacks on this Linux, found before Qt is imported.

The check loads Qt's platform plugin: if it loads, nothing is missing, and Qt would have loaded the same files a
moment later. Only when it fails are the missing libraries looked up one by one.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rexus.arranque import messages

FONT_PACKAGE = "fonts-dejavu-core"
_FONT_SUFFIXES = {".ttf", ".otf", ".ttc", ".pfb"}

# Library → the package of Debian and Ubuntu that brings it: what the libraries of PySide6 6.12 name as NEEDED.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


def require() -> None:
    """On Linux: return when Qt can show windows here; as root with apt-get, after installing what lacked.

    Raises StartError with the names and the one line that brings them.
    """
    if sys.platform != "linux":
        return
    names, packages = lacking()
    if names:
        # Deferred: nearly always nothing is missing, and the window waits.
        from rexus.arranque import apt

        if apt.install(packages):
            names, packages = lacking()
        if names:
            raise messages.missing_libraries(names, apt.line(packages))
    if not _has_display():
        raise messages.no_display()


def lacking() -> tuple[list[str], list[str]]:
    """What Qt lacks on this machine (libraries by name, a font) and the Debian packages that bring it."""
    names = _missing_libraries(_plugins())
    packages = {PACKAGES[name] for name in names if name in PACKAGES}
    if not _has_font():
        names.append("una tipografía (fuente TrueType)")
        packages.add(FONT_PACKAGE)
    return names, sorted(packages)


def platforms() -> list[str]:
    """The Qt platforms that will be tried, in order: as `QT_QPA_PLATFORM` says, else by the session."""
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    if asked:
        return [part.split(":")[0] for part in asked.split(";")]
    return ["wayland", "xcb"] if _is_wayland() else ["xcb"]


def _is_wayland() -> bool:
    return bool(os.environ.get("WAYLAND_DISPLAY")) or os.environ.get("XDG_SESSION_TYPE") == "wayland"


def _has_display() -> bool:
    if not set(platforms()) <= {"xcb", "wayland"}:
        return True
    return bool(os.environ.get("DISPLAY")) or _is_wayland()


def _plugins() -> list[Path]:
    """The plugin files of those platforms. None for a PySide6 that the distribution packages: it has its own care."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return []
    folder = Path(next(iter(spec.submodule_search_locations))) / "Qt" / "plugins" / "platforms"
    files = (folder / f"libq{name}.so" for name in platforms())
    return [file for file in files if file.is_file()]


def _missing_libraries(plugins: Sequence[Path]) -> list[str]:
    """Empty when one of the plugins loads (Qt tries them in turn); else what the last one lacks."""
    import ctypes

    complaint = ""
    for plugin in plugins:
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            complaint = str(error)
        else:
            return []
    return sorted(set(_not_found(plugins[-1], complaint))) if plugins else []


def _not_found(plugin: Path, complaint: str) -> Iterator[str]:
    """Names from `ldd`, which sees them all at once; without it, the loader's complaint names the first."""
    if shutil.which("ldd"):
        listing = _said(["ldd", str(plugin)])
        found = [line.split()[0] for line in listing.splitlines() if line.endswith("not found")]
        if found:
            yield from found
            return
    yield complaint.partition(":")[0]


def _has_font() -> bool:
    home = Path.home()
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]
    if any(file.suffix.lower() in _FONT_SUFFIXES for folder in folders for file in folder.rglob("*.*")):
        return True
    # Elsewhere (NixOS, a custom fontconfig) only fontconfig knows.
    if shutil.which("fc-list") is None:
        return False
    listing = _said(["fc-list", ":", "file"])
    return any(Path(line.rstrip(" :")).suffix.lower() in _FONT_SUFFIXES for line in listing.splitlines())


def _said(command: list[str]) -> str:
    import subprocess

    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
