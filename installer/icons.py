"""`python -m installer.icons DIR`: the program's icon in the sizes that systems want, drawn by Qt from its one SVG.

PNG files `16.png` … `512.png`, `rexus.ico` with the small ones, and `side.bmp`, which stands beside the last page of
the Windows installer.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from installer.paths import ROOT

SVG: Final = ROOT / "resources" / "icons" / "rexus_app.svg"
SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
# Windows asks for these; larger than 256 an .ico cannot be.
_ICO: Final = (16, 24, 32, 48, 64, 128, 256)


# What that page has room for, and the colour behind the icon.
_SIDE: Final = (164, 314)
_SIDE_COLOUR: Final = "#E9F1F8"


def draw(folder: Path) -> None:
    """Write them into `folder`, which is made. Raises OSError."""
    # Before anything imports Qt: a build machine has no screen.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PIL import Image
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    _application = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(SVG))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        if not image.save(str(folder / f"{size}.png")):
            raise OSError(f"could not write {folder / f'{size}.png'}")
    pictures = [Image.open(folder / f"{size}.png") for size in _ICO]
    pictures[-1].save(folder / "rexus.ico", sizes=[p.size for p in pictures], append_images=pictures[:-1])
    side = Image.new("RGB", _SIDE, _SIDE_COLOUR)
    icon = Image.open(folder / "64.png")
    side.paste(icon, ((side.width - icon.width) // 2, (side.height - icon.height) // 2), icon)
    side.save(folder / "side.bmp")


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
