"""Errors, log, paths, progress, actors, changes."""

from __future__ import annotations

import logging
import os
import pickle
import sys
from pathlib import Path

import pytest

from rexus.base import log, paths
from rexus.base.actor import SISTEMA, Actor
from rexus.base.changes import Change
from rexus.base.errors import BaseOcupadaError, CanceladoError, DatoInvalidoError, RexusError
from rexus.base.paths import default_paths, paths_under, resource
from rexus.base.progress import Avance
from rexus.stock.errors import CantidadInvalidaError


@pytest.mark.parametrize(
    "error",
    [RexusError("Título", "Frase.", "Hacer."), BaseOcupadaError(), CantidadInvalidaError("NaN", "no es un número")],
)
def test_errors_cross_process_borders(error: RexusError) -> None:
    otro = pickle.loads(pickle.dumps(error))
    assert type(otro) is type(error)
    assert (otro.titulo, otro.frase, otro.que_hacer, str(otro)) == (
        error.titulo,
        error.frase,
        error.que_hacer,
        str(error),
    )


def test_a_field_error_names_its_field() -> None:
    assert DatoInvalidoError("x", campos={"codigo": "falta"}).campos == {"codigo": "falta"}


def test_a_log_record_is_one_line_without_secrets(tmp_path: Path) -> None:
    log.configure(tmp_path)
    log.get_logger("rexus.prueba").warning("usuario=ana\nERROR falso clave=secreto123 password: 'otra más' fin")
    log.close()
    (linea,) = (tmp_path / "rexus.log").read_text(encoding="utf-8").splitlines()
    assert "\\nERROR falso" in linea
    assert "secreto123" not in linea
    assert "otra más" not in linea
    assert linea.endswith("fin")


def test_the_log_keeps_a_traceback_on_its_line(tmp_path: Path) -> None:
    log.configure(tmp_path)
    try:
        raise ValueError("adentro")
    except ValueError:
        logging.getLogger("rexus.prueba").warning("afuera", exc_info=True)
    log.close()
    (linea,) = (tmp_path / "rexus.log").read_text(encoding="utf-8").splitlines()
    assert "Traceback" in linea
    assert "adentro" in linea


def test_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REXUS_HOME", str(tmp_path))
    assert default_paths() == paths_under(tmp_path)
    assert default_paths().database("users") == tmp_path / "data" / "users.db"
    monkeypatch.delenv("REXUS_HOME")
    assert default_paths().settings_file.name == "rexus_config.json"
    assert resource("icons/rexus.svg").is_file()


def test_progress_and_cancelling() -> None:
    pasos: list[tuple[int, int]] = []
    avance = Avance(lambda hecho, total: pasos.append((hecho, total)))
    avance.paso(1, 10)
    avance.cancelar()
    with pytest.raises(CanceladoError):
        avance.paso(2, 10)
    assert (pasos, avance.cancelado) == ([(1, 10)], True)


def test_actors_and_changes() -> None:
    assert SISTEMA.puede("lo.que.sea")
    assert not Actor("eva", "", frozenset({"inventario.ver"})).puede("inventario.modificar")
    assert Change.of("perfil", ids=(3,)).touches("perfil", "herraje")
    assert not Change.of("perfil").touches("ubicacion")


@pytest.mark.parametrize(
    "dicho",
    [
        "DB_PASSWORD=secreto123",
        "REXUS_CLAVE: secreto123",
        "{'clave': 'secreto123'}",
        '{"password": "secreto123"}',
        "password_hash='secreto123'",
        "no se llegó a postgresql://rexus:secreto123@servidor/users",
    ],
)
def test_the_log_hides_secrets_however_they_are_written(tmp_path: Path, dicho: str) -> None:
    log.configure(tmp_path)
    log.get_logger("rexus.prueba").warning("antes %s", dicho)
    log.close()
    linea = (tmp_path / "rexus.log").read_text(encoding="utf-8")
    assert "antes" in linea
    assert "***" in linea
    assert "secreto123" not in linea


@pytest.mark.parametrize("signo", ["\v", "\f", "\x1b[2J", "\x85", "\u2028", "\u2029", "\u202e", "\0", "\ud800"])
def test_nothing_that_is_typed_breaks_a_line_of_the_log(tmp_path: Path, signo: str) -> None:
    log.configure(tmp_path)
    log.get_logger("rexus.prueba").warning("código %s falso", f"a{signo}b\tc\\n")
    log.close()
    (linea,) = (tmp_path / "rexus.log").read_text(encoding="utf-8").splitlines()
    assert signo not in linea
    assert linea.endswith("b\tc\\\\n falso")


def test_the_moments_of_the_log_are_utc() -> None:
    record = logging.LogRecord("rexus.prueba", logging.INFO, "", 0, "algo", None, None)
    record.created, record.msecs = 1_772_442_000.25, 250.0
    assert log.OneLineFormatter("%(asctime)s %(message)s").format(record) == "2026-03-02T09:00:00.250Z algo"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions elsewhere")
def test_a_home_that_is_made_is_the_users_own_and_one_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        there = tmp_path / "mio"
        there.mkdir(mode=0o755)
        paths_under(there / "datos" / "rexus").crear()
    finally:
        os.umask(before)
    modes = {p.relative_to(there).as_posix(): p.stat().st_mode & 0o777 for p in there.rglob("*")}
    assert set(modes) >= {"datos", "datos/rexus", "datos/rexus/data", "datos/rexus/config"}
    assert set(modes.values()) == {0o700}
    assert there.stat().st_mode & 0o777 == 0o755


def test_the_log_is_the_users_own(tmp_path: Path) -> None:
    log.configure(tmp_path)
    log.get_logger("rexus.prueba").warning("algo")
    log.close()
    assert (tmp_path / "rexus.log").stat().st_mode & 0o777 == 0o600


def test_the_manual_lies_inside_the_frozen_program_and_in_a_checkout_where_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paths.manual() == Path(__file__).parents[3] / "build" / "manual"
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.manual() == tmp_path.resolve() / "manual"
