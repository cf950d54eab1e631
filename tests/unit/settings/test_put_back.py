"""A whole settings file in place of the one that is there, such as a backup holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rexus.base.errors import ArchivoError
from rexus.base.paths import Paths
from rexus.settings import Settings
from rexus.settings.file import NuevaError


def _archivo(paths: Paths, contenido: str) -> Path:
    paths.settings_file.parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file.write_text(contenido, encoding="utf-8")
    return paths.settings_file


DE_ENTONCES = b'{"version": 1, "respaldo": {"carpeta": "/mnt/usb"}, "tema": {"modo": "oscuro"}}'


def test_it_holds_at_once_and_the_one_before_is_kept(paths: Paths) -> None:
    archivo = _archivo(paths, '{"version": 1, "respaldo": {"carpeta": "/srv/red"}}')
    settings = Settings(paths, environment={})
    oidos: list[str] = []
    settings.observar("respaldo.carpeta", oidos.append)
    anterior = settings.reponer(DE_ENTONCES)
    assert settings.get("respaldo.carpeta") == "/mnt/usb" and oidos == ["/mnt/usb"]
    assert archivo.read_bytes() == DE_ENTONCES and archivo.stat().st_mode & 0o777 == 0o600
    assert anterior == archivo.with_name(f"{archivo.name}.bak")
    assert json.loads(anterior.read_bytes())["respaldo"]["carpeta"] == "/srv/red"
    settings.close()


def test_where_there_was_none_none_is_kept(paths: Paths) -> None:
    settings = Settings(paths, environment={})
    assert settings.reponer(DE_ENTONCES) is None
    assert paths.settings_file.read_bytes() == DE_ENTONCES
    settings.close()


@pytest.mark.parametrize("contenido", [b"", b"[]", b"basura", b'{"version": 99}', b"\xff\xfe"])
def test_what_is_no_settings_file_of_this_program_changes_nothing(paths: Paths, contenido: bytes) -> None:
    archivo = _archivo(paths, '{"version": 1, "respaldo": {"carpeta": "/srv/red"}}')
    antes = archivo.read_bytes()
    settings = Settings(paths, environment={})
    with pytest.raises(ArchivoError):
        settings.reponer(contenido)
    assert settings.get("respaldo.carpeta") == "/srv/red"
    assert sorted(f.name for f in archivo.parent.iterdir() if not f.name.endswith(".lock")) == [archivo.name]
    assert archivo.read_bytes() == antes
    settings.close()


def test_a_file_of_a_newer_program_is_not_replaced(paths: Paths) -> None:
    archivo = _archivo(paths, '{"version": 99}')
    settings = Settings(paths, environment={})
    with pytest.raises(NuevaError):
        settings.reponer(DE_ENTONCES)
    assert archivo.read_text(encoding="utf-8") == '{"version": 99}'
    settings.close()


def test_one_that_cannot_be_read_is_set_aside_as_always(paths: Paths) -> None:
    archivo = _archivo(paths, "{no se entiende")
    settings = Settings(paths, environment={})
    settings.reponer(DE_ENTONCES)
    assert archivo.read_bytes() == DE_ENTONCES
    assert [f.read_text(encoding="utf-8") for f in archivo.parent.glob("*.corrupt-*")] == ["{no se entiende"]
    settings.close()
