"""The version that Windows shows of the program («Propiedades ▸ Detalles»), in the form that PyInstaller reads."""

from __future__ import annotations

import re
from pathlib import Path

from installer.paths import version

_TEXT = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([
      StringTable('0C0A04B0', [
        StringStruct('CompanyName', 'Rexus'),
        StringStruct('FileDescription', {description!r}),
        StringStruct('FileVersion', {version!r}),
        StringStruct('InternalName', {name!r}),
        StringStruct('LegalCopyright', 'MIT'),
        StringStruct('OriginalFilename', {file!r}),
        StringStruct('ProductName', 'Rexus'),
        StringStruct('ProductVersion', {version!r}),
      ]),
    ]),
    VarFileInfo([VarStruct('Translation', [0x0C0A, 1200])]),
  ],
)
"""


def numbers(text: str) -> tuple[int, int, int, int]:
    """«1.4.2rc1» → (1, 4, 2, 0): Windows compares four numbers and nothing else."""
    release = [int(part) for part in re.findall(r"^\d+|(?<=\.)\d+", text)]
    a, b, c, d, *_ = [*release, 0, 0, 0, 0]
    return a, b, c, d


def write(folder: Path, name: str) -> Path:
    """The file for the program `name`, made in `folder`. Raises OSError."""
    text = _TEXT.format(
        numbers=numbers(version()),
        version=version(),
        name=name,
        file=f"{name}.exe",
        description="Rexus: inventario del taller" + (" (línea de comandos)" if name.endswith("-cli") else ""),
    )
    file = folder / f"{name}.version.txt"
    file.write_text(text, encoding="utf-8")
    return file
