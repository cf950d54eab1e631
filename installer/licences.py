"""The licence of every part, in a folder beside the program: `licencias/NAME/…`, and what they are in LEEME.txt."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from installer.part import Part
from installer.paths import ROOT, version

_HEAD = """Rexus {version} y de qué está hecho

Rexus se distribuye con la licencia MIT (Rexus/LICENSE en esta carpeta). El programa instalado incluye además las
partes de esta lista, cada una con su propia licencia; sus textos están en la carpeta con su nombre, y los de lo que
está dentro de otra parte, en la de esa: de lo que viene sin su texto, el texto corriente de su licencia.

Qt, PySide6 y shiboken6 se usan con la LGPL versión 3 y sin cambios: son archivos sueltos de la carpeta del programa
(_internal/PySide6, _internal/shiboken6), que se pueden reemplazar por otros de la misma versión. Su código fuente:
https://download.qt.io/official_releases/QtForPython/
https://download.qt.io/official_releases/qt/
Lo que Qt incluye de otros autores: https://doc.qt.io/qt-6/licenses-used-in-qt.html
psycopg se usa con la misma licencia; su código fuente: https://github.com/psycopg/psycopg
libcrypt y keyutils, que trae psycopg-binary, con la LGPL versión 2.1 y sin cambios: https://vault.centos.org/7.9.2009/

"""


def gather(parts: Sequence[Part], target: Path) -> None:
    """Write the folder anew. Raises OSError."""
    shutil.rmtree(target, ignore_errors=True)
    own = target / "Rexus"
    own.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", own / "LICENSE")
    lines = []
    for part in parts:
        folder = target / re.sub(r"[^\w.+-]+", "_", part.within or part.name)
        folder.mkdir(exist_ok=True)
        for text in part.texts:
            _copy(text, folder)
        lines.append(f"{told(part)}: {part.licence or 'ver su texto'}")
    text = _HEAD.format(version=version()) + "\n".join(lines) + "\n"
    (target / "LEEME.txt").write_text(text, encoding="utf-8", newline="\n")


def told(part: Part) -> str:
    """Its name, its version if that is known, and where it is."""
    where = f"(dentro de {part.within})" if part.within else ""
    return " ".join(word for word in (part.name, part.version, where) if word)


def _copy(text: Path, folder: Path) -> None:
    """Two texts of a part may have one name in different folders of it; the same text is there once."""
    wanted = folder / text.name
    number = 2
    while wanted.exists():
        if wanted.read_bytes() == text.read_bytes():
            return
        wanted = folder / f"{text.stem}-{number}{text.suffix}"
        number += 1
    shutil.copyfile(text, wanted)
