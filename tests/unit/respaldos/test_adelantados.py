"""Sets that were once later than the clock are remembered, whatever becomes of the file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rexus.respaldos.adelantados import Adelantados
from tests.unit.respaldos.estante import conjunto

AHORA = datetime(2026, 6, 1, 12, tzinfo=UTC)
AYER, MANANA = conjunto(AHORA - timedelta(days=1)), conjunto(AHORA + timedelta(days=1))


def test_remembered_after_a_start_and_forgotten_with_the_set(tmp_path: Path) -> None:
    assert Adelantados(tmp_path).notar([AYER, MANANA], AHORA) == {MANANA.id}
    pasado = AHORA + timedelta(days=2)
    assert Adelantados(tmp_path).notar([AYER, MANANA], pasado) == {MANANA.id}
    assert Adelantados(tmp_path).notar([AYER], pasado) == frozenset()
    assert Adelantados(tmp_path).notar([AYER, MANANA], pasado) == frozenset()


def test_nothing_is_written_while_all_is_well(tmp_path: Path) -> None:
    assert Adelantados(tmp_path).notar([AYER], AHORA) == frozenset()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("contenido", [b"", b"{", b"\xff\xfe", b'{"a": 1}', b"7"])
def test_a_damaged_file_is_as_none(tmp_path: Path, contenido: bytes) -> None:
    (tmp_path / "adelantados.json").write_bytes(contenido)
    assert Adelantados(tmp_path).notar([AYER, MANANA], AHORA) == {MANANA.id}
    assert Adelantados(tmp_path).notar([AYER, MANANA], AHORA + timedelta(days=2)) == {MANANA.id}


def test_a_folder_that_is_gone_costs_only_the_memory(tmp_path: Path) -> None:
    adelantados = Adelantados(tmp_path / "gone")
    assert adelantados.notar([MANANA], AHORA) == {MANANA.id}
    assert adelantados.notar([MANANA], AHORA + timedelta(days=2)) == {MANANA.id}
