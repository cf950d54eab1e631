"""`python -m installer.deb FOLDER TARGET`: the Debian package of a packaged program, `TARGET/rexus_VERSION_ARCH.deb`.

The program lies in /usr/lib/rexus, the command is /usr/bin/rexus; there is a menu entry, icons and AppStream metadata.
What people enter is theirs, under their home: neither installing nor removing touches it. The same folder gives the
same file, to the byte.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from installer import elf
from installer.build import moment, size_of
from installer.icons import SIZES, SVG
from installer.paths import ROOT, project, version
from installer.payload import icons

_LINUX: Final = ROOT / "installer" / "linux"
METADATA: Final = "local.rexus.rexus.metainfo.xml"
_CONTROL = """Package: rexus
Version: {version}
Architecture: {architecture}
Maintainer: Rexus <rexus@localhost>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: libcups2 | libcups2t64, xdg-utils
Suggests: libgtk-3-0 | libgtk-3-0t64, unixodbc
Section: misc
Priority: optional
Description: {summary}
 Stock of profile bars, fittings and offcuts, jobs and purchases, for one desk
 or for several on a server. The program brings its own Python and Qt.
"""
_COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Rexus

Files: *
Copyright: the authors of Rexus
License: Expat

Files: usr/lib/rexus/_internal/*
Copyright: the authors named in each text
License: various
Comment:
 What the program is made of is listed in /usr/lib/rexus/licencias/LEEME.txt, with
 the texts of all licences beside it.

License: Expat
{licence}
License: various
 See /usr/lib/rexus/licencias.
"""


def build(folder: Path, target: Path, release: str = "") -> Path:
    """Make the package of the packaged program in `folder`; returns it. `release` is its version, by default the
    program's.

    Raises subprocess.CalledProcessError, OSError, and elf.UnknownLibraryError when the program needs what no package
    is known for.
    """
    target.mkdir(parents=True, exist_ok=True)
    release = release or version()
    file = target.resolve() / f"rexus_{release}_{_architecture()}.deb"
    with tempfile.TemporaryDirectory(prefix="rexus-deb-") as work:
        root = Path(work) / "root"
        _program(folder, root)
        _desk(root, Path(work), release)
        _documents(root, release)
        _manual(root)
        _control(root, release)
        _same_every_time(root)
        # A tenth of the time of the default, for a tenth more of size.
        options = ["--root-owner-group", "-Zzstd", "-z9"]
        environment = os.environ | {"SOURCE_DATE_EPOCH": str(moment())}
        subprocess.run(
            ["dpkg-deb", *options, "--build", str(root), str(file)],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return file


def _program(folder: Path, root: Path) -> None:
    shutil.copytree(folder, root / "usr/lib/rexus", symlinks=True)
    command = root / "usr/bin/rexus"
    command.parent.mkdir(parents=True)
    command.symlink_to("../lib/rexus/rexus")


def _desk(root: Path, work: Path, release: str) -> None:
    """The menu entry, the icons and what a software centre shows."""
    _install(_LINUX / "rexus.desktop", root / "usr/share/applications/rexus.desktop")
    drawn = icons(work)
    theme = root / "usr/share/icons/hicolor"
    for size in SIZES:
        _install(drawn / f"{size}.png", theme / f"{size}x{size}/apps/rexus.png")
    _install(SVG, theme / "scalable/apps/rexus.svg")
    day = datetime.fromtimestamp(moment(), UTC).date().isoformat()
    text = (_LINUX / METADATA).read_text(encoding="utf-8").replace("@VERSION@", release).replace("@DATE@", day)
    metadata = root / "usr/share/metainfo" / METADATA
    metadata.parent.mkdir(parents=True)
    metadata.write_text(text, encoding="utf-8")


def _install(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _documents(root: Path, release: str) -> None:
    folder = root / "usr/share/doc/rexus"
    folder.mkdir(parents=True)
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").strip()
    indented = "\n".join(f" {line.strip() or '.'}" for line in licence.splitlines())
    (folder / "copyright").write_text(_COPYRIGHT.format(licence=f"{indented}\n"), encoding="utf-8")
    when = format_datetime(datetime.fromtimestamp(moment(), UTC))
    entry = f"rexus ({release}) unstable; urgency=medium\n\n  * Version {release}.\n\n"
    entry += f" -- Rexus <rexus@localhost>  {when}\n"
    (folder / "changelog.gz").write_bytes(gzip.compress(entry.encode(), mtime=0))


def _manual(root: Path) -> None:
    """With the documents, and a link to it from the program: browsers that run in a box of their own, as Ubuntu's, see
    of the system's files the documents only.
    """
    inside, outside = root / "usr/lib/rexus/_internal/manual", root / "usr/share/doc/rexus/manual"
    shutil.move(inside, outside)
    inside.symlink_to(os.path.relpath(outside, inside.parent))


def _control(root: Path, release: str) -> None:
    folder = root / "DEBIAN"
    folder.mkdir()
    text = _CONTROL.format(
        version=release,
        architecture=_architecture(),
        kilobytes=-(-size_of(root) // 1024),
        depends=", ".join(elf.packages(root / "usr/lib/rexus")),
        summary=re.sub(r"\.$", "", str(project()["description"])),
    )
    (folder / "control").write_text(text, encoding="utf-8")
    files = sorted(file for file in (root / "usr").rglob("*") if file.is_file() and not file.is_symlink())
    sums = [f"{hashlib.md5(file.read_bytes()).hexdigest()}  {file.relative_to(root)}\n" for file in files]
    (folder / "md5sums").write_text("".join(sums), encoding="utf-8")


def _same_every_time(root: Path) -> None:
    """Times and rights that do not depend on when and by whom it was made."""
    when = moment()
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path == root / "usr/lib/rexus/rexus"
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)


def _architecture() -> str:
    done = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def main() -> int:
    """Make it where the arguments say."""
    file = build(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
