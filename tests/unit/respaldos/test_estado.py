"""What became of sets is remembered, and losing it loses nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rexus.respaldos import estado
from rexus.respaldos.estado import Suerte

AYER = datetime(2026, 11, 21, 5, tzinfo=UTC)
HOY = datetime(2026, 11, 22, 5, tzinfo=UTC)


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    estado.anotar_verificado(tmp_path, "a", AYER, "le falta un archivo")
    estado.anotar_prueba(tmp_path, "a", HOY)
    assert estado.leer(tmp_path)["a"] == Suerte(AYER, "le falta un archivo", HOY, "")
    estado.anotar_verificado(tmp_path, "a", HOY)
    assert estado.leer(tmp_path)["a"] == Suerte(HOY, "", HOY, "")
    assert (tmp_path / estado.ARCHIVO).stat().st_mode & 0o777 == 0o600


def test_sets_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    (tmp_path / "rexus_backup_b").mkdir()
    for id_ in ("a", "b", "c"):
        estado.anotar_verificado(tmp_path, id_, HOY)
    assert set(estado.leer(tmp_path)) == {"b", "c"}


@pytest.mark.parametrize(
    "texto", [b"", b"{", b"[]", b'{"a": 3}', b"\xff", b'{"a": {"verificado": "ayer", "falla": null}}']
)
def test_what_nobody_understands_is_as_nothing(tmp_path: Path, texto: bytes) -> None:
    (tmp_path / estado.ARCHIVO).write_bytes(texto)
    assert estado.leer(tmp_path).get("a", Suerte()) == Suerte()
    estado.anotar_verificado(tmp_path, "a", HOY)
    assert estado.leer(tmp_path)["a"] == Suerte(HOY)


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / estado.ARCHIVO).mkdir()
    estado.anotar_verificado(tmp_path, "a", HOY)
    assert estado.leer(tmp_path) == {}
