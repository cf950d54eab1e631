"""Data of an older program are copied and brought up to date, and it is said; those of a newer one are refused."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from rexus.base.paths import Paths, paths_under
from rexus.base.version import VERSION
from rexus.cli import main as comando
from rexus.db import names, schema
from rexus.db.conexion import PoolSettings
from rexus.db.migrations import runner
from rexus.db.motores.sqlite import WRITE, sqlite_engine
from rexus.seguridad import claves
from rexus.shell.access import Access
from tests.gui.conftest import CLAVE, USUARIO, Driver

FIRST = {base: f"{base}_0001" for base in names.ALL}


@pytest.fixture
def old(home: Path) -> Paths:
    """A home as the first program left it: an account and a place."""
    paths = paths_under(home)
    paths.crear()
    for base, revision in FIRST.items():
        engine = sqlite_engine(paths.database(base), PoolSettings(activo=False))
        with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
            runner.run(connection, base, revision)
        engine.dispose()
    moment = "2025-01-01T00:00:00.000000Z"
    with closing(sqlite3.connect(paths.database(names.USERS))) as users, users:
        users.execute(
            "INSERT INTO usuarios (usuario, nombre, apellido, email, password_hash, rol, estado, intentos_fallidos,"
            " fecha_creacion, fecha_actualizacion) VALUES (?, '', '', '', ?, 'administrador', 'activo', 0, ?, ?)",
            (USUARIO, claves.cifrar(CLAVE), moment, moment),
        )
    with closing(sqlite3.connect(paths.database(names.INVENTARIO))) as inventario, inventario:
        inventario.execute(
            "INSERT INTO ubicaciones (codigo, nombre, tipo, activo, version) VALUES ('Rack A', '', '', 1, 1)"
        )
    return paths


def revision(paths: Paths, base: str) -> str:
    with closing(sqlite3.connect(paths.database(base))) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def make_newer(paths: Paths, base: str) -> None:
    """As if Rexus 9.10.2 had changed its schema."""
    with closing(sqlite3.connect(paths.database(base))) as connection, connection:
        connection.execute(f"UPDATE alembic_version SET version_num = '{base}_9999'")
        connection.execute("PRAGMA user_version = 9010002")


def test_the_window_brings_older_data_up_to_date_and_says_where_the_copy_is(
    old: Paths, start: Callable[[], Driver]
) -> None:
    app = start()
    app.wait(lambda: app.find("login.aviso", QLabel).text().startswith("Los datos se actualizaron"))
    app.enter(pagina="ubicaciones")
    assert app.application.session is not None
    notices = app.application.session.notices
    app.wait(lambda: notices.current is not None and str(old.backups) in notices.current.texto)
    app.wait(lambda: all(revision(old, base) == schema.HEADS[base] for base in names.ALL))
    copies = {base: next(old.backups.glob(f"*_antes_de_migrar_{base}_{FIRST[base]}.db")) for base in names.ALL
              if schema.HEADS[base] != FIRST[base]}  # fmt: skip
    assert set(copies) == {names.USERS, names.INVENTARIO}
    with closing(sqlite3.connect(copies[names.INVENTARIO])) as copy:
        assert ("Rack A",) in copy.execute("SELECT codigo FROM ubicaciones").fetchall()
    registry = app.application.services and app.application.services.registry
    assert registry is not None
    with registry.read(names.INVENTARIO, app.application.session.actor) as work:
        found = work.connection.exec_driver_sql("SELECT codigo FROM ubicaciones").scalars()
        assert "Rack A" in set(found)


def test_a_command_does_the_same_and_says_so(
    old: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REXUS_USUARIO", USUARIO)
    monkeypatch.setenv("REXUS_CLAVE", CLAVE)
    assert comando(["verificar"]) == 0
    said = capsys.readouterr()
    assert "Los datos son de una versión anterior de Rexus: se copian en" in said.err
    assert f"Antes se copiaron en «{old.backups}»." in said.err
    assert "Los datos" not in said.out


@pytest.mark.parametrize("base", names.ALL)
@pytest.mark.usefixtures("account")
def test_the_window_refuses_newer_data_and_names_the_version_that_is_needed(
    home: Path, start: Callable[[], Driver], base: str
) -> None:
    app = start()
    app.enter()
    app.application.close()
    paths = paths_under(home)
    make_newer(paths, base)
    app = start()
    if base != names.USERS:
        app.wait(lambda: app.has("login.entrar"))
        app.type("login.clave", CLAVE)
        app.click("login.entrar")
    app.wait(lambda: app.has("problema.frase"))
    assert f"Rexus 9.10.2 actualizó estos datos. Este es Rexus {VERSION}" in app.find("problema.frase", QLabel).text()
    assert "a la versión 9.10.2 o posterior" in app.find("problema.que_hacer", QLabel).text()
    assert app.find("problema.salir", QPushButton).isVisible()
    assert app.application.session is None
    assert revision(paths, base) == f"{base}_9999"


@pytest.mark.parametrize(("newer", "shown"), [(True, "problema.frase"), (False, "principal")])
@pytest.mark.usefixtures("account")
def test_what_came_of_signing_in_stays_when_the_accounts_are_found_later(
    home: Path, start: Callable[[], Driver], monkeypatch: pytest.MonkeyPatch, newer: bool, shown: str
) -> None:
    app = start()
    app.enter()
    app.application.close()
    if newer:
        make_newer(paths_under(home), names.INVENTARIO)
    slow, found, look = threading.Event(), threading.Event(), Access._hay_cuentas

    def later(self: Access) -> bool:
        assert slow.wait(60)
        there = look(self)
        found.set()
        return there

    monkeypatch.setattr(Access, "_hay_cuentas", later)
    app = start()
    try:
        app.wait(lambda: app.has("login.entrar"))
        app.type("login.clave", CLAVE)
        app.click("login.entrar")
        app.wait(lambda: app.has(shown))
    finally:
        slow.set()
    app.wait(found.is_set)
    services = app.application.services
    assert services is not None
    # Asked after it, and so answered after it.
    answered = services.jobs.read(lambda: None)
    app.wait(answered.done)
    assert app.has(shown) and not app.has("login.entrar")


@pytest.mark.usefixtures("account")
def test_a_command_refuses_newer_data(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REXUS_USUARIO", USUARIO)
    monkeypatch.setenv("REXUS_CLAVE", CLAVE)
    assert comando(["verificar"]) == 0
    capsys.readouterr()
    make_newer(paths_under(home), names.INVENTARIO)
    assert comando(["verificar"]) == 1
    said = capsys.readouterr()
    assert "Actualizar Rexus en esta computadora a la versión 9.10.2 o posterior" in said.err
    assert said.out == ""
