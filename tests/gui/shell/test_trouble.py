"""Files that cannot be used: a page that says what happened and what to do, and a way on once it is mended."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from rexus.base.paths import HOME_VARIABLE, paths_under
from rexus.shell import warmup
from rexus.shell.bootstrap import create_application
from tests.gui.conftest import CLAVE, Driver


def told(app: Driver) -> str:
    app.wait(lambda: app.has("problema.frase"))
    labels = app.application.window.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.fixture
def mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Mounts a small tmpfs with these options and makes it the home."""
    folder = tmp_path / "disco"
    folder.mkdir()

    def mount(options: str) -> Path:
        if sys.platform != "linux" or shutil.which("mount") is None:
            pytest.skip("mounting needs Linux")
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True)
        if done.returncode:
            pytest.skip(f"a tmpfs cannot be mounted here: {done.stderr.decode()}")
        monkeypatch.setenv(HOME_VARIABLE, str(folder))
        return folder

    yield mount
    subprocess.run(["umount", "-l", str(folder)], capture_output=True)


def test_a_damaged_database_is_told_and_kept(home: Path, start: Callable[[], Driver]) -> None:
    file = paths_under(home).database("users")
    file.parent.mkdir()
    content = b"this is no database " * 500
    file.write_bytes(content)
    app = start()
    text = told(app)
    assert "dañada" in text
    assert "users.db" in text
    assert "respaldo" in text
    assert file.read_bytes() == content
    app.click("problema.reintentar")
    app.wait(lambda: app.has("problema.frase"))
    file.unlink()
    app.click("problema.reintentar")
    app.wait(lambda: app.has("bienvenida.crear"))


def test_a_database_of_a_newer_program_is_not_touched(account: str, home: Path, start: Callable[[], Driver]) -> None:
    with sqlite3.connect(paths_under(home).database("users")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'users_9999'")
    connection.close()
    text = told(start())
    assert "users_9999" in text
    assert "Actualizar Rexus" in text


def test_a_folder_that_cannot_be_made_is_told_and_can_be_tried_again(home: Path, start: Callable[[], Driver]) -> None:
    (home / "data").write_text("a file where the folder should be")
    app = start()
    assert "data" in told(app)
    (home / "data").unlink()
    app.click("problema.reintentar")
    app.wait(lambda: app.has("bienvenida.crear"))
    for name in ("usuario", "clave", "repetir"):
        app.type(f"bienvenida.{name}", CLAVE if name != "usuario" else "ana")
    app.click("bienvenida.crear")
    app.wait(lambda: app.has("principal"))


def test_a_home_that_cannot_be_written_is_told(mount: Callable[[str], Path], qtbot: object) -> None:
    application = create_application(mount("ro"))
    text = told(Driver(application, qtbot))  # type: ignore[arg-type]
    application.close()
    assert "permiso de escritura" in text
    assert "REXUS_HOME" in text


def test_a_full_disk_is_told(mount: Callable[[str], Path], qtbot: object) -> None:
    folder = mount("size=256k")
    paths_under(folder).crear()
    _fill(folder / "relleno")
    application = create_application(folder)
    text = told(Driver(application, qtbot))  # type: ignore[arg-type]
    application.close()
    assert "Disco lleno" in text
    assert "Liberar espacio" in text


def test_a_damaged_inventory_is_told_after_the_sign_in(account: str, home: Path, start: Callable[[], Driver]) -> None:
    file = paths_under(home).database("inventario")
    file.write_bytes(b"this is no database " * 500)
    app = start()
    app.enter()
    assert app.application.session is not None
    notices = app.application.session.notices
    app.wait(lambda: notices.current is not None)
    assert notices.current is not None
    assert "dañad" in notices.current.texto


@pytest.mark.usefixtures("errores_esperados")
def test_a_program_that_is_not_whole_says_so(
    home: Path, start: Callable[[], Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(warmup, "FOR_SIGN_IN", ("rexus.falta_algo",))
        app = start()
        assert "falta_algo" in told(app)
        app.wait(lambda: app.has("reporte"))
        app.click("reporte.aceptar")
    app.click("problema.reintentar")
    app.wait(lambda: app.application.services is not None)
    assert app.has("bienvenida.crear")


def test_folders_that_are_being_replaced_keep_no_page_away(
    monkeypatch: pytest.MonkeyPatch, qtbot: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def replaced() -> dict[str, str]:
        raise FileNotFoundError("lib-dynload")

    monkeypatch.setattr(warmup.compiled, "hold", replaced)
    warming = warmup.Warmup()
    try:
        with qtbot.waitSignal(warming.loaded, timeout=60_000):
            warming.start()
    finally:
        warming.close()
    assert "compiled parts are not held" in caplog.text


def test_leaving_from_the_trouble_page_closes_the_window(home: Path, start: Callable[[], Driver]) -> None:
    (home / "data").write_text("a file where the folder should be")
    app = start()
    told(app)
    app.click("problema.salir")
    assert not app.application.window.isVisible()


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(b"x" * 4096)
        except OSError:
            return
