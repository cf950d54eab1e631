"""What lies in the packaged folder: all that belongs there, and nothing that nobody uses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from PyInstaller.archive.readers import CArchiveReader

_NEEDED: Final = (
    "sbom.cdx.json",
    "licencias/LEEME.txt",
    "licencias/Qt/LGPL-3.0.txt",
    "_internal/config/rexus_config.json",
    "_internal/manual/index.html",
    "_internal/resources/i18n/en.mo",
    "_internal/resources/icons/rexus_app.svg",
    "_internal/resources/qss/rexus.qss",
    "_internal/rexus/db/migrations/inventario/inventario_0001.py",
    "_internal/PySide6/Qt/translations/qtbase_es.qm",
)
_INSIDE: Final = (
    "OpenSSL",
    "openssl",
    "PostgreSQL libpq",
    "MIT Kerberos",
    "OpenLDAP",
    "Cyrus SASL",
    "ICU",
    "libjpeg-turbo",
)
_UNUSED: Final = re.compile(r"Qml|Quick|WebEngine|Designer|Qt3D|\.po$|\.qml$|tkinter|/tests?/|pytest|__pycache__")
_UNUSED_CODE: Final = re.compile(r"(tests|installer|pytest|hypothesis|tkinter|setuptools|pip|PyInstaller|sphinx)(\.|$)")


class ContentsError(AssertionError):
    """Something lacks, or does not belong there."""


def check(folder: Path) -> None:
    """Look at every file, and at every module in the program. Raises ContentsError."""
    lacking = [name for name in _NEEDED if not (folder / name).is_file()]
    files = [file.relative_to(folder).as_posix() for file in folder.rglob("*")]
    unused = [name for name in files if _UNUSED.search(name)]
    modules = CArchiveReader(str(folder / "rexus")).open_embedded_archive("PYZ.pyz").toc
    unused += [name for name in modules if _UNUSED_CODE.match(name)]
    if "rexus.shell.bootstrap" not in modules or "rexus.cli.programa" not in modules:
        lacking.append("the program itself")
    if lacking or unused:
        raise ContentsError(f"lacking: {lacking}; not used by anybody: {unused}")
    listed = json.loads((folder / "sbom.cdx.json").read_text(encoding="utf-8"))
    parts = {part["bom-ref"]: part["name"] for part in listed["components"]}
    whole = next(entry["dependsOn"] for entry in listed["dependencies"] if entry["ref"] == "rexus")
    told = {name.name for name in (folder / "licencias").iterdir() if any(name.glob("*"))}
    if bare := [parts[part] for part in whole if parts[part].replace(" ", "_") not in told]:
        raise ContentsError(f"without a licence beside them: {bare}")
    # Of what lies inside of others: what is in the folder or was seen in a file of it.
    if lacking := [name for name in _INSIDE if name not in parts.values()]:
        raise ContentsError(f"not in the list of parts: {lacking}")
