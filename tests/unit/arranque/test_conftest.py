"""The test run's own safety nets hold."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

from rexus.arranque import places
from rexus.base import paths

_LOGS_AN_ERROR = """
import logging

def test_silent():
    pass

def test_overlooked():
    logging.getLogger("rexus.algo").error("algo se rompió")

def test_announced(errores_esperados):
    logging.getLogger("rexus.algo").error("esperado")
    assert [record.getMessage() for record in errores_esperados] == ["esperado"]
"""


def test_a_logged_error_fails_the_test_that_did_not_expect_it(tmp_path: Path) -> None:
    file = tmp_path / "test_sample.py"
    file.write_text(_LOGS_AN_ERROR, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", str(file)]
    run = subprocess.run(command, cwd=places.ROOT, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 1
    assert "algo se rompió" in run.stdout
    assert run.stdout.splitlines()[-1].strip("= ").startswith("3 passed, 1 error")


def test_every_test_has_a_home_that_is_not_the_users() -> None:
    assert not paths.default_paths().data.is_relative_to(Path.home() / ".local")
    assert os.environ["REXUS_HOME"] in str(paths.default_paths().data)


def test_home_is_empty_and_named_by_the_environment(home: Path) -> None:
    assert list(home.iterdir()) == []
    assert paths.default_paths().data.is_relative_to(home)


def test_warnings_of_the_log_are_allowed() -> None:
    logging.getLogger("rexus.algo").warning("solo un aviso")
