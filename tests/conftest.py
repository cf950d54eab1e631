"""What every test gets: a home of its own, and no error that is logged and overlooked."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from rexus.base.log import LOGGER
from rexus.base.paths import HOME_VARIABLE, Paths, paths_under
from rexus.settings.schema import SCHEMA
from tests.checks import SKIPPED_VARIABLE
from tests.servers import fixtures
from tests.servers.fixtures import (  # noqa: F401 - fixtures for every test
    _fabrica_completa,
    _fabrica_postgresql,
    _fabrica_sqlite,
    _fabrica_sqlserver,
    _postgres_completo,
    _postgres_de_la_corrida,
    fabrica,
    postgres,
    postgres_completo,
    proxy,
    sitio,
    sitio_completo,
    sitio_postgres,
    sitio_sin_tablas,
    sitio_sqlite,
)

# Before anything imports Qt: a run of plain `pytest` must not open windows either.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples on every run, however slow the machine. HYPOTHESIS_PROFILE=default looks for new ones.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", fixtures.MARCA)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Whoever reads only the end of a run reads what was not looked at."""
    if skipped := os.environ.get(SKIPPED_VARIABLE):
        terminalreporter.section("checks that were skipped", yellow=True)
        terminalreporter.line(f"SKIPPED {skipped}", yellow=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    fixtures.parametrizar(metafunc)


@pytest.fixture(scope="session", autouse=True)
def _not_the_users_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reaches the data or the account of who runs it, even one that forgets `home`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(tmp_path_factory.mktemp("home")))
        # Nor a server or a password that the environment names.
        named = [name for setting in SCHEMA.values() for name in setting.variables_de_entorno]
        # Nobody's own keyring either.
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        for name in ("REXUS_USUARIO", "REXUS_CLAVE", *named):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty Rexus home, named by REXUS_HOME for the length of the test."""
    folder = tmp_path / "rexus home ñ"
    folder.mkdir()
    monkeypatch.setenv(HOME_VARIABLE, str(folder))
    return folder


@pytest.fixture
def paths(home: Path) -> Paths:
    """The folders of that home."""
    return paths_under(home)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _logged_errors(request: pytest.FixtureRequest) -> Iterator[list[logging.LogRecord]]:
    """Fails the test that logs an error it did not announce by asking for `errores_esperados`."""
    collector = _Collector()
    logger = logging.getLogger(LOGGER)
    logger.addHandler(collector)
    yield collector.records
    logger.removeHandler(collector)
    if collector.records and "errores_esperados" not in request.fixturenames:
        text = "\n".join(logging.Formatter().format(record) for record in collector.records)
        pytest.fail(f"errors were logged:\n{text}", pytrace=False)


@pytest.fixture(autouse=True)
def _no_registry_left_open() -> Iterator[None]:
    """Fails the test that leaves a registry's heartbeat behind: it would knock at servers that are gone."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in set(threading.enumerate()) - before if thread.name == "rexus-latido"]
    if left:
        pytest.fail(f"{len(left)} registries were not closed", pytrace=False)


@pytest.fixture
def errores_esperados(_logged_errors: list[logging.LogRecord]) -> list[logging.LogRecord]:
    """The records of level ERROR and above logged so far; asking for it allows them."""
    return _logged_errors


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice's program, for tests on files that it wrote or reads; without it they are skipped."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-calc)")
    return program
