"""The passphrase: what new sets may be encrypted with, and where it comes from."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rexus.base.errors import DatoInvalidoError
from rexus.base.paths import paths_under
from rexus.respaldos import frase
from rexus.respaldos.errors import RespaldoFallidoError
from rexus.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings(paths_under(tmp_path))
    yield settings
    settings.close()


def test_spaces_alone_are_no_passphrase(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(frase.FRASE, "  \t\u00a0   ")
    with pytest.raises(RespaldoFallidoError, match="solo espacios"):
        frase.para_cifrar(settings)
    # Whoever made one with them can still open it.
    assert frase.para_abrir(settings) == "  \t\u00a0   "


@pytest.mark.skipif(sys.platform == "win32", reason="the environment of Windows is text")
def test_bytes_that_are_no_text_are_refused_in_words(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(frase.FRASE, os.fsdecode(b"siete barras de alumini\xf3"))
    for pedir in (frase.para_cifrar, frase.para_abrir):
        with pytest.raises(DatoInvalidoError, match=frase.FRASE):
            pedir(settings)


@pytest.mark.parametrize("texto", ["corta", " " * 20, "once letras"])
def test_a_short_one_is_not_kept(settings: Settings, texto: str) -> None:
    with pytest.raises(DatoInvalidoError, match="12 caracteres"):
        settings.guardar_secreto(frase.CLAVE, texto)
