"""A set as one file: what comes out of one that somebody else made."""

from __future__ import annotations

import io
import os
import sys
import tarfile
from pathlib import Path

import pytest

from rexus.base.errors import ArchivoError
from rexus.base.progress import SinAvance
from rexus.respaldos.paquete import abierto

SUYO = "rexus_backup_20261122_050000_completo"


def _tar(archivo: Path, *nombres: str, tipo: bytes = tarfile.REGTYPE) -> Path:
    with tarfile.open(archivo, "w") as tar:
        for nombre in nombres:
            miembro = tarfile.TarInfo(nombre)
            miembro.size, miembro.type, miembro.linkname = 3 if tipo == tarfile.REGTYPE else 0, tipo, "/etc/passwd"
            tar.addfile(miembro, io.BytesIO(b"abc"))
    return archivo


def test_what_a_set_can_hold_comes_out_and_is_gone_afterwards(tmp_path: Path) -> None:
    archivo = _tar(tmp_path / "x.tar", f"{SUYO}/manifest.json", f"{SUYO}/users.db.zst.age")
    with abierto(archivo, tmp_path / "lugar", SinAvance()) as (carpeta, id_):
        assert id_ == SUYO.removeprefix("rexus_backup_")
        assert sorted(p.name for p in (carpeta / SUYO).iterdir()) == ["manifest.json", "users.db.zst.age"]
    assert list((tmp_path / "lugar").iterdir()) == []


def test_a_folder_is_taken_as_it_lies_there(tmp_path: Path) -> None:
    (tmp_path / SUYO).mkdir()
    with abierto(tmp_path / SUYO, tmp_path / "lugar", SinAvance()) as (carpeta, id_):
        assert (carpeta, id_) == (tmp_path, SUYO.removeprefix("rexus_backup_"))
    with pytest.raises(ArchivoError, match="se llama"), abierto(tmp_path, tmp_path / "lugar", SinAvance()):
        pass


@pytest.mark.parametrize(
    "nombres",
    [
        ["../manifest.json"], [f"{SUYO}/../../x.json"], ["/etc/x.json"], [f"{SUYO}/a/b.json"], [f"{SUYO}/.oculto"],
        [f"{SUYO}/x.json", f"{SUYO}/x.json"], [f"{SUYO}/x.json", f"{SUYO}_2/x.json"], ["manifest.json"],
        ["otra/manifest.json"], [f"./{SUYO}/x.json"], [f"{SUYO}/{n}.json" for n in "abcdefghijklmnopqrstuvwxyz" * 2],
        [f"{SUYO}/a{n}.json" for n in range(40)],
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_leaves_nothing(tmp_path: Path, nombres: list[str]) -> None:
    _tar(tmp_path / "x.tar", *nombres)
    with (
        pytest.raises(ArchivoError, match="no es un respaldo"),
        abierto(tmp_path / "x.tar", tmp_path / "l", SinAvance()),
    ):
        pass
    assert list((tmp_path / "l").iterdir()) == []


@pytest.mark.parametrize("tipo", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_links_and_the_like_are_refused(tmp_path: Path, tipo: bytes) -> None:
    _tar(tmp_path / "x.tar", f"{SUYO}/manifest.json", tipo=tipo)
    with pytest.raises(ArchivoError), abierto(tmp_path / "x.tar", tmp_path / "l", SinAvance()):
        pass


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(b"no" * 4000)
    (tmp_path / "y.tar").write_bytes(b"")
    for archivo in (tmp_path / "x.tar", tmp_path / "y.tar", tmp_path / "z.tar"):
        with pytest.raises(ArchivoError), abierto(archivo, tmp_path / "l", SinAvance()):
            pass


def _agujereado(archivo: Path, largo: int) -> Path:
    """A member of `largo` zeros in ten kilobytes, as GNU tar writes what has holes."""
    miembro = tarfile.TarInfo(f"{SUYO}/users.db.zst")
    miembro.pax_headers = {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.name": miembro.name,
        "GNU.sparse.realsize": str(largo),
    }
    mapa = f"1\n{largo}\n0\n".encode().ljust(512, b"\0")
    miembro.size = len(mapa)
    with tarfile.open(archivo, "w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(miembro, io.BytesIO(mapa))
    return archivo


def test_one_with_holes_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    archivo = _agujereado(tmp_path / "x.tar", 1 << 40)
    with tarfile.open(archivo) as tar:
        (miembro,) = tar.getmembers()
        assert miembro.isreg() and miembro.size == 1 << 40, "it is what it is meant to be"
    with pytest.raises(ArchivoError, match="no es un respaldo"), abierto(archivo, tmp_path / "l", SinAvance()):
        pass
    assert list((tmp_path / "l").iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    archivo = _tar(tmp_path / "x.tar", f"{SUYO}/manifest.json")
    (tmp_path / "lugar").write_text("in the way")
    with pytest.raises(ArchivoError, match="desempaquetar"), abierto(archivo, tmp_path / "lugar", SinAvance()):
        pass


def test_what_goes_wrong_with_an_open_one_is_not_the_archives(tmp_path: Path) -> None:
    archivo = _tar(tmp_path / "x.tar", f"{SUYO}/manifest.json")
    with pytest.raises(FileNotFoundError), abierto(archivo, tmp_path / "l", SinAvance()):
        (tmp_path / "nothing").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.tar")
    with pytest.raises(ArchivoError, match="no es un archivo"), abierto(tmp_path / "x.tar", tmp_path, SinAvance()):
        pass
