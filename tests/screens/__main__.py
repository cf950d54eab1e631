"""`python -m tests.screens DIR [--tema claro|oscuro] [--escala 1|1.5|2] [--pantalla 1280x720]`

Drives the real window, without a screen, through first run, sign-in, every page and the dialogs that its actions open,
on a catalogue imported by the real command, and saves a PNG of each. `--pantalla` is what a person sees at scale 1;
the pictures have that times the scale in pixels.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Make the pictures; 1 if the data are not there."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("carpeta", type=Path, help="where the pictures go")
    parser.add_argument("--tema", choices=("claro", "oscuro"), default="claro")
    parser.add_argument("--escala", choices=("1", "1.5", "2"), default="1")
    parser.add_argument("--pantalla", default="1280x720", help="width x height in device-independent pixels")
    parser.add_argument("--datos", type=Path, default=ROOT.parent / "shared" / "data", help="where rehau_obra.csv is")
    parser.add_argument("--filas", type=int, default=400, help="articles of the catalogue made besides")
    parser.add_argument("--solo", default="", help="only pictures whose name contains this; a module: only its page")
    options = parser.parse_args()
    if not (options.datos / "rehau_obra.csv").is_file():
        print(f"rehau_obra.csv is not in {options.datos}: name its folder with --datos", file=sys.stderr)
        return 1
    options.carpeta.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rexus-") as folder:
        # Before anything imports Qt.
        described = screen(Path(folder), options.pantalla, options.escala)
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={described}"
        os.environ["QT_SCALE_FACTOR"] = options.escala
        from tests.screens.tour import Tour

        Tour(Path(folder) / "home", options.carpeta, options.tema, options.solo).run(options.datos, options.filas)
    return 0


def screen(folder: Path, size: str, scale: str) -> Path:
    """A file that tells Qt of a screen of that size, without any screen."""
    width, _, height = size.partition("x")
    screen = {
        "name": "pantalla",
        "x": 0,
        "y": 0,
        "width": round(int(width) * float(scale)),
        "height": round(int(height) * float(scale)),
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }
    file = folder / "screen.json"
    file.write_text(json.dumps({"screens": [screen]}))
    return file


if __name__ == "__main__":
    sys.exit(main())
