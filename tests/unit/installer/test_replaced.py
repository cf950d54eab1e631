"""What is open goes on reading the version that it was started as, when a newer one takes the place of its files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import markupsafe._speedups
import pytest

from rexus.arranque import compiled

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody can replace what runs")


def run(program: str, *arguments: object) -> str:
    """In an interpreter of its own: the archives are held for its whole life."""
    done = subprocess.run(
        [sys.executable, "-c", dedent(program), *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_modules_come_from_the_archives_of_the_start(tmp_path: Path) -> None:
    """With the reader of the PyInstaller that is pinned: a newer one may keep its file elsewhere."""
    program = """
        import os, runpy, sys, zipfile
        from pathlib import Path
        from PyInstaller.archive.writers import ZlibArchiveWriter
        from PyInstaller.loader import pyimod01_archive as archives

        folder = Path(sys.argv[1])

        def write(into, word):
            into.mkdir()
            code = {name: compile(f"said = {word + name!r}", name, "exec") for name in ("early", "late")}
            entries = [(name, f"/nowhere/{name}.py", "PYMODULE") for name in code]
            ZlibArchiveWriter(str(into / "rexus"), entries, code)
            with zipfile.ZipFile(into / "base_library.zip", "w") as library:
                for name in ("first", "second"):
                    library.writestr(f"of_the_library/{name}.py", f"said = {word + name!r}")
                library.writestr("of_the_library/__init__.py", "")

        write(folder / "old", "old ")
        write(folder / "new", "much newer " * 5)
        sys._MEIPASS = str(folder / "old")
        sys.path.insert(0, str(folder / "old" / "base_library.zip"))
        reader = archives.ZlibArchiveReader(str(folder / "old" / "rexus"), 0)
        sys.modules["pyimod02_importers"] = holder = type(sys)("pyimod02_importers")
        holder.pyz_archive = reader
        import of_the_library.first
        runpy.run_path("installer/hooks/runtime_replaced.py")
        for name in ("rexus", "base_library.zip"):
            os.replace(folder / "new" / name, folder / "old" / name)
        late = {}
        exec(reader.extract("late"), late)
        import of_the_library.second
        print(late["said"], of_the_library.second.said, sep=", ")
    """
    assert run(program, tmp_path) == "old late, old second\n"


@pytest.mark.parametrize("then", ["os.replace(other, part)", "os.unlink(part)"], ids=["replaced", "gone"])
def test_compiled_parts_stay_those_of_the_start(tmp_path: Path, then: str) -> None:
    package = tmp_path / "late"
    package.mkdir()
    part = package / Path(markupsafe._speedups.__file__).name
    part.write_bytes(Path(markupsafe._speedups.__file__).read_bytes())
    (package / "broken.abi3.so").write_bytes(b"not a library")
    program = f"""
        import os, sys
        from pathlib import Path
        from rexus.arranque import compiled

        sys._MEIPASS, part = sys.argv[1:]
        print(*compiled.hold())
        other = Path(part + ".new")
        other.write_bytes(b"of another version")
        {then}
        sys.path.insert(0, sys._MEIPASS)
        from late._speedups import _escape_inner
        print(_escape_inner("<"))
    """
    assert run(program, tmp_path, part) == "broken.abi3.so\n&lt;\n"


def test_from_source_nothing_is_held() -> None:
    assert compiled.hold() == {}
