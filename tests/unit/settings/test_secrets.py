"""Passwords come from the environment or the keyring, and stand in no file and no message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend

from rexus.base.errors import DatoInvalidoError
from rexus.base.paths import paths_under
from rexus.settings import LlaveroError, Settings
from rexus.settings.generate import document

from .llavero import BrokenKeyring, FileKeyring, ForgetfulKeyring, LockedKeyring, in_use

SECRET = "ábrete sésamo"


@pytest.fixture
def llavero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileKeyring]:
    with in_use(tmp_path, monkeypatch) as ring:
        yield ring


def use(ring: KeyringBackend) -> None:
    keyring.set_keyring(ring)


def opened(home: Path, environment: dict[str, str] | None = None) -> Settings:
    return Settings(paths_under(home), environment=environment or {})


def test_a_password_is_kept_by_the_keyring_for_this_home_only(llavero: FileKeyring, tmp_path: Path) -> None:
    settings = opened(tmp_path / "a")
    assert (settings.secreto("db.clave"), settings.origen_secreto("db.clave")) == ("", None)
    settings.guardar_secreto("db.clave", SECRET)
    assert (settings.secreto("db.clave"), settings.origen_secreto("db.clave")) == (SECRET, "llavero")
    assert settings.espera_reinicio() == {"db.clave"}
    assert opened(tmp_path / "a").secreto("db.clave") == SECRET
    assert opened(tmp_path / "b").secreto("db.clave") == ""
    assert settings.secreto("cache.redis_clave") == ""
    assert all(entry.startswith("rexus/db.clave@") for entry in llavero.entries())
    settings.quitar_secreto("db.clave")
    settings.quitar_secreto("db.clave")
    assert llavero.entries() == {}


def test_the_environment_wins(llavero: FileKeyring, tmp_path: Path) -> None:
    opened(tmp_path).guardar_secreto("db.clave", "del llavero")
    settings = opened(tmp_path, {"DB_PASSWORD": SECRET})
    assert (settings.secreto("db.clave"), settings.origen_secreto("db.clave")) == (SECRET, "entorno")
    assert settings.variable("db.clave") == "DB_PASSWORD"


def test_no_file_and_no_ordinary_reading_has_it(llavero: FileKeyring, tmp_path: Path) -> None:
    settings = opened(tmp_path, {"REDIS_PASSWORD": SECRET})
    settings.guardar_secreto("db.clave", SECRET)
    settings.fijar({"db.servidor": "taller"})
    assert {settings.get("db.clave"), settings.get("cache.redis_clave"), settings.guardado("db.clave")} == {""}
    for file in paths_under(tmp_path).config.iterdir():
        assert SECRET.encode() not in file.read_bytes()
    assert "clave" not in document()["db"]
    for change in (settings.set, lambda c, v: settings.fijar({c: v})):
        with pytest.raises(ValueError, match="secret"):
            change("db.clave", SECRET)
    with pytest.raises(ValueError, match="not secret"):
        settings.secreto("db.servidor")
    with pytest.raises(DatoInvalidoError) as refused:
        settings.guardar_secreto("db.clave", "x" * 257)
    assert "xxx" not in str(refused.value)


def test_without_a_keyring_there_is_none_and_saving_says_what_to_do(llavero: FileKeyring, tmp_path: Path) -> None:
    use(keyring.backends.fail.Keyring())
    settings = opened(tmp_path)
    assert settings.secreto("db.clave") == ""
    settings.quitar_secreto("db.clave")
    with pytest.raises(LlaveroError) as refused:
        settings.guardar_secreto("db.clave", SECRET)
    assert "DB_PASSWORD" in refused.value.que_hacer
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("ring", [ForgetfulKeyring, keyring.backends.null.Keyring])
def test_a_keyring_that_forgets_is_no_success(llavero: FileKeyring, tmp_path: Path, ring: type[KeyringBackend]) -> None:
    use(ring())
    with pytest.raises(LlaveroError, match="no la conservó"):
        opened(tmp_path).guardar_secreto("db.clave", SECRET)


@pytest.mark.parametrize("ring", [LockedKeyring, BrokenKeyring])
def test_a_closed_keyring_is_told_not_taken_for_empty(
    llavero: FileKeyring, tmp_path: Path, ring: type[KeyringBackend]
) -> None:
    use(ring())
    settings = opened(tmp_path)
    for ask in (settings.secreto, settings.quitar_secreto, lambda c: settings.guardar_secreto(c, SECRET)):
        with pytest.raises(LlaveroError) as refused:
            ask("cache.redis_clave")
        assert "REDIS_PASSWORD" in refused.value.que_hacer
        assert SECRET not in str(refused.value)
