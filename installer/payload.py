"""What lies in the packaged folder besides code, made at build time in a folder of the build."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Final

from installer import licences, parts, sbom
from installer.modules import migration_files
from installer.paths import ROOT, project, version

# «Acerca de» and «rexus diagnostico» say which versions they run on, and keyring finds its backends there.
_ASKED_FOR: Final = ("PySide6-Essentials", "SQLAlchemy", "psycopg", "pyodbc", "redis", "keyring")


def data_files(work: Path) -> list[tuple[str, str]]:
    """(file or folder, folder in the program) of all of it; `work` is where what must be made is made."""
    return [
        *_folder("resources"),
        *_folder("config"),
        *migration_files(),
        (str(_own_metadata(work)), f"rexus-{version()}.dist-info"),
        *_versions_of_others(),
        *_fonts(),
        *_manual(work),
    ]


def icons(work: Path) -> Path:
    """The folder with the icon in all its sizes."""
    folder = work / "icons"
    subprocess.run([sys.executable, "-m", "installer.icons", str(folder)], cwd=ROOT, check=True)
    return folder


def _folder(name: str) -> list[tuple[str, str]]:
    """Its files; of the translations only what the program reads."""
    files = (file for file in sorted((ROOT / name).rglob("*")) if file.is_file() and file.suffix != ".po")
    return [(str(file), str(file.parent.relative_to(ROOT))) for file in files]


def _own_metadata(work: Path) -> Path:
    """So that `importlib.metadata.version("rexus")` knows it, as where the program was installed by pip."""
    file = work / "METADATA"
    table = project()
    lines = ("Metadata-Version: 2.4", f"Name: {table['name']}", f"Version: {table['version']}")
    file.write_text("\n".join((*lines, f"Summary: {table['description']}", "")), encoding="utf-8")
    return file


def _versions_of_others() -> list[tuple[str, str]]:
    found = []
    for name in _ASKED_FOR:
        for file in metadata.distribution(name).files or ():
            if file.name in ("METADATA", "entry_points.txt") and file.parent.name.endswith(".dist-info"):
                found.append((str(file.locate()), file.parent.name))
    return found


def _fonts() -> list[tuple[str, str]]:
    """The two that papers are written with (rexus/documentos/letra.py); reportlab looks for them beside its code."""
    import reportlab

    folder = Path(reportlab.__file__).parent / "fonts"
    return [(str(folder / name), "reportlab/fonts") for name in ("Vera.ttf", "VeraBd.ttf")]


def _manual(work: Path) -> list[tuple[str, str]]:
    """The manual, built here from its sources; it brings the licences of its theme with it."""
    folder = work / "manual"
    subprocess.run([sys.executable, "-m", "docs.manual", str(folder)], cwd=ROOT, check=True)
    return [(str(folder), "manual")]


def beside(folder: Path, sources: Iterable[str], made: Path, moment: int) -> None:
    """Write into the packaged `folder` what people and programs read about it: licences and the list of parts.

    `sources` are the files of this machine that went into it; the build made those in `made`. `moment` is in seconds.
    Raises UnknownPartError.
    """
    found = parts.of(sources, made)
    licences.gather(found, folder / "licencias")
    (folder / "sbom.cdx.json").write_text(sbom.document(found, moment), encoding="utf-8", newline="\n")
