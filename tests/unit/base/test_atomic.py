"""A file is replaced whole or stays as it was."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from rexus.base.atomic import replacing


def test_a_good_block_replaces_the_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    with replacing(file, tmp_path / "t", 0o600) as stream:
        stream.write(b"new\r\n")
        assert file.read_bytes() == b"old"
    assert file.read_bytes() == b"new\r\n"
    assert [f.name for f in tmp_path.iterdir()] == ["a.txt"]
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("failure", [ZeroDivisionError, KeyboardInterrupt, OSError])
def test_a_failed_block_keeps_the_old_content(tmp_path: Path, failure: type[BaseException]) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    with pytest.raises(failure), replacing(file, tmp_path / "t") as stream:
        stream.write(b"half")
        raise failure
    assert file.read_bytes() == b"old"
    assert [f.name for f in tmp_path.iterdir()] == ["a.txt"]


def test_a_name_that_is_taken_is_nobodys_to_remove(tmp_path: Path) -> None:
    taken = tmp_path / "t"
    taken.write_bytes(b"somebody's")
    with pytest.raises(FileExistsError), replacing(tmp_path / "a.txt", taken):
        pytest.fail("the block must not run")
    assert taken.read_bytes() == b"somebody's"
