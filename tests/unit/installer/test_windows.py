"""The Windows installer as far as it can be looked at anywhere: it compiles, and deletes what it brought, no more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from installer import nsis, version_info
from installer.paths import version


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Shaped like a packaged program for Windows."""
    folder = tmp_path / "rexus"
    for name in ("rexus.exe", "rexus-cli.exe", "_internal/a.dll", "_internal/piezas ñ/b.dll", "licencias/Qt/c.txt"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"MZ")
    return folder


def test_it_deletes_file_by_file_what_it_brought(folder: Path) -> None:
    brought, _, taken = nsis.file_lists(folder).partition("!macro REMOVE_FILES")
    assert brought.count("File ") == taken.count("Delete ") == 5
    assert 'SetOutPath "$INSTDIR\\_internal\\piezas ñ"' in brought
    assert 'Delete "$INSTDIR\\_internal\\piezas ñ\\b.dll"' in taken
    folders = [line for line in taken.splitlines() if line.startswith("RMDir")]
    assert folders == [
        'RMDir "$INSTDIR\\_internal\\piezas ñ"',
        'RMDir "$INSTDIR\\licencias\\Qt"',
        'RMDir "$INSTDIR\\_internal"',
        'RMDir "$INSTDIR\\licencias"',
    ]
    assert "/r" not in taken


@pytest.mark.skipif(shutil.which("makensis") is None, reason="NSIS is not installed (apt-get install nsis)")
def test_it_compiles_without_a_warning(folder: Path, tmp_path: Path) -> None:
    made = nsis.build(folder, tmp_path / "out")
    assert made.name == f"rexus-{version()}-setup.exe"
    assert made.read_bytes().startswith(b"MZ")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("1.4.2rc1", (1, 4, 2, 0)), ("2.0", (2, 0, 0, 0)), ("1.2.3.4.5", (1, 2, 3, 4))],
)
def test_windows_compares_four_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert version_info.numbers(text) == numbers


def test_each_program_says_what_it_is(tmp_path: Path) -> None:
    window, console = (
        version_info.write(tmp_path, name).read_text(encoding="utf-8") for name in ("rexus", "rexus-cli")
    )
    compile(window, "version", "eval")
    assert "'OriginalFilename', 'rexus.exe'" in window and f"'ProductVersion', '{version()}'" in window
    assert "'OriginalFilename', 'rexus-cli.exe'" in console and "línea de comandos" in console
