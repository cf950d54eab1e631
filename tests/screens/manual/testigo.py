"""What pictures show, kept beside them: one that is out of date is told on a machine with other fonts, too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageChops
from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget

FILE: Final = "testigo.json"
# Of all points, those that may differ: a line of a few letters is more.
_ALIKE: Final = 0.000_05
# How large backups are, and when the newest was tried, is not the same every time.
_VARY: Final = frozenset({"respaldos", "respaldos_restaurar"})


def said(windows: list[QWidget]) -> list[str]:
    """The words on the windows: labels, buttons, fields. Not what tables show, which follows the width of letters."""
    texts = {_text(w) for window in windows for w in window.findChildren(QWidget) if w.isVisible()}
    return sorted(texts - {""})


def letters() -> str:
    """Tells whether pictures of two machines can be alike point by point."""
    font = QApplication.font()
    width = QFontMetricsF(font).horizontalAdvance("Inventario 0123456789 ñ")
    return f"{QFontMetricsF(font).height()} {width:.2f} Qt {qVersion()}"


def write(folder: Path, letras: str, dicho: dict[str, list[str]], paginas: Iterable[str]) -> None:
    """Beside the pictures, with what tells each from any other; `paginas` are those of the walk of pages alone."""
    huellas = {name: _fingerprint(folder, name) for name in dicho}
    known = {"letras": letras, "dicho": dicho, "paginas": sorted(dicho.keys() & set(paginas)), "huellas": huellas}
    (folder / FILE).write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read(folder: Path) -> dict[str, Any]:
    """What was written there."""
    known: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return known


def altered(folder: Path) -> list[str]:
    """The pictures that are not those beside which this was written."""
    return [name for name, huella in read(folder)["huellas"].items() if _fingerprint(folder, name) != huella]


def stale(kept: Path, taken: Path) -> dict[str, str]:
    """What is out of date in `kept`, where `taken` is a walk of today, of pages alone or of all, and why."""
    old, new = read(kept), read(taken)
    found = dict.fromkeys(altered(kept), "is not the picture whose words are kept")
    found |= dict.fromkeys(set(old["paginas"]) - new["dicho"].keys(), "shows a page that is there no more")
    found |= dict.fromkeys(set(new["paginas"]) - old["dicho"].keys(), "is no picture of the manual, though a page")
    for name in sorted((old["dicho"].keys() & new["dicho"].keys()) - _VARY):
        gone, come = (sorted(set(a["dicho"][name]) - set(b["dicho"][name])) for a, b in ((old, new), (new, old)))
        if gone or come:
            found[name] = f"no longer says {gone}, says {come}"
        elif old["letras"] == new["letras"] and not alike(kept / f"{name}.png", taken / f"{name}.png"):
            found[name] = "looks otherwise"
    return found


def alike(one: Path, other: Path) -> bool:
    """Whether two pictures are the same but for a few points."""
    with Image.open(one) as a, Image.open(other) as b:
        if a.size != b.size:
            return False
        difference = ImageChops.difference(a.convert("L"), b.convert("L")).point(lambda v: 255 if v > 24 else 0)
        return difference.histogram()[255] <= _ALIKE * a.width * a.height


def _fingerprint(folder: Path, name: str) -> str:
    file = folder / f"{name}.png"
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    return widget.currentText() if isinstance(widget, QComboBox) else ""
