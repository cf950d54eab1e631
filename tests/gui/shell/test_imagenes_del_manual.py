"""The pictures of the manual show the program of today: pages are taken again and held beside those that are kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.screens.manual import testigo
from tests.screens.manual.__main__ import PICTURES, clock, shown

ROOT = Path(__file__).parents[3]


def test_what_is_kept_beside_the_pictures_is_of_these_pictures() -> None:
    assert {f"{name}.png" for name in testigo.read(PICTURES)["dicho"]} == shown()
    assert not testigo.altered(PICTURES)


def test_pages_look_as_in_the_manual() -> None:
    if clock() is None:
        pytest.skip("libfaketime cannot be had here")
    command = [sys.executable, "-m", "tests.screens.manual", "--comprobar"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_picture_that_says_something_else_is_told(tmp_path: Path) -> None:
    kept = testigo.read(PICTURES)
    for name in kept["dicho"]:
        (tmp_path / f"{name}.png").write_bytes((PICTURES / f"{name}.png").read_bytes())
    testigo.write(tmp_path, kept["letras"], kept["dicho"] | {"login": ["Usuario"]}, kept["paginas"])
    assert list(testigo.stale(PICTURES, tmp_path)) == ["login"]
    # Where letters are the same, points are held beside points.
    testigo.write(tmp_path, kept["letras"], kept["dicho"], kept["paginas"])
    (tmp_path / "login.png").write_bytes((PICTURES / "bienvenida.png").read_bytes())
    assert testigo.stale(PICTURES, tmp_path) == {"login": "looks otherwise"}
    testigo.write(tmp_path, "of another machine", kept["dicho"], kept["paginas"])
    assert not testigo.stale(PICTURES, tmp_path)


def test_a_page_that_came_or_went_and_a_picture_put_in_place_are_told(tmp_path: Path) -> None:
    kept, today = tmp_path / "kept", tmp_path / "today"
    for folder, names in ((kept, ("login", "vidrios", "obras_entregar")), (today, ("login", "mosquiteros"))):
        folder.mkdir()
        for name in names:
            (folder / f"{name}.png").write_bytes((PICTURES / "login.png").read_bytes())
        testigo.write(folder, "", {name: [] for name in names}, ["login", "vidrios", "mosquiteros"])
    assert testigo.stale(kept, today) == {
        "vidrios": "shows a page that is there no more",
        "mosquiteros": "is no picture of the manual, though a page",
    }
    (kept / "obras_entregar.png").write_bytes((PICTURES / "obras.png").read_bytes())
    assert testigo.altered(kept) == ["obras_entregar"]
    assert testigo.stale(kept, today)["obras_entregar"] == "is not the picture whose words are kept"
