"""`python -m installer.nsis FOLDER TARGET`: the Windows installer of a packaged program, `rexus-VERSION-setup.exe`.

Compiled by NSIS, on Windows or anywhere else (Debian's package `nsis`). What it does: `installer/windows/rexus.nsi`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from installer import payload, version_info
from installer.build import moment, size_of
from installer.paths import ROOT, version

_SCRIPT: Final = ROOT / "installer" / "windows" / "rexus.nsi"


def build(folder: Path, target: Path, *, packed: bool = True) -> Path:
    """Make the installer of the packaged program in `folder`; returns it. Not `packed` it is large, and soon made.

    Raises FileNotFoundError without NSIS, subprocess.CalledProcessError with what it said.
    """
    target.mkdir(parents=True, exist_ok=True)
    out = target.resolve() / f"rexus-{version()}-setup.exe"
    with tempfile.TemporaryDirectory(prefix="rexus-nsis-") as name:
        work = Path(name)
        icons = payload.icons(work)
        lists = work / "files.nsh"
        lists.write_text(file_lists(folder.resolve()), encoding="utf-8")
        defined = {
            "VERSION": version(),
            "NUMBERS": ".".join(str(number) for number in version_info.numbers(version())),
            "LISTS": str(lists),
            "ICON": str(icons / "rexus.ico"),
            "SIDE": str(icons / "side.bmp"),
            "COMPRESSOR": "/SOLID lzma" if packed else "zlib",
            "OUT": str(out),
            "KILOBYTES": str(-(-size_of(folder) // 1024)),
        }
        # A warning is something that was overlooked.
        options = ["-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{key}={value}" for key, value in defined.items())]
        if not packed:
            options.append("-XSetCompress off")
        subprocess.run(
            [_makensis(), *options, str(_SCRIPT)],
            env=os.environ | {"SOURCE_DATE_EPOCH": str(moment())},
            stdin=subprocess.DEVNULL,
            check=True,
        )
    return out


def file_lists(folder: Path) -> str:
    """NSIS macros that put every file of `folder` in its place, and that delete those and nothing else."""
    files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    lines = ["!macro INSTALL_FILES"]
    where = None
    for file in files:
        place = PurePosixPath(file).parent
        if place != where:
            where = place
            lines.append(f'SetOutPath "{_installed(place)}"')
        lines.append(f'File "{folder / file}"')
    lines += ["!macroend", "!macro REMOVE_FILES"]
    lines += [f'Delete "{_installed(PurePosixPath(file))}"' for file in files]
    # Apart, since one of them may stay: a folder goes if nothing of somebody else's is in it.
    lines += ["!macroend", "!macro REMOVE_FOLDERS"]
    lines += [f'RMDir "{_installed(place)}"' for place in _folders(files)]
    return "\n".join([*lines, "!macroend", ""])


def _folders(files: list[str]) -> Iterator[PurePosixPath]:
    """Those below the program's own, the deepest first."""
    found = {parent for file in files for parent in PurePosixPath(file).parents} - {PurePosixPath(".")}
    return iter(sorted(found, key=lambda place: (-len(place.parts), place)))


def _installed(path: PurePosixPath) -> str:
    return "\\".join(["$INSTDIR", *(_quoted(part) for part in path.parts)])


def _quoted(text: str) -> str:
    return text.replace("$", "$$").replace('"', '$\\"')


def _makensis() -> str:
    found = shutil.which("makensis")
    if found is None and sys.platform == "win32":
        usual = Path(os.environ.get("PROGRAMFILES(X86)", r"C:\Program Files (x86)")) / "NSIS" / "makensis.exe"
        found = str(usual) if usual.is_file() else None
    if found is None:
        raise FileNotFoundError("makensis: install NSIS (https://nsis.sourceforge.io; Debian: apt-get install nsis)")
    return found


def main() -> int:
    """Make it where the arguments say."""
    out = build(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
