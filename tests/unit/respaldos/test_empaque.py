"""Files of a set: what goes in comes out; whatever was touched is refused; the standard form of zstd and age."""

from __future__ import annotations

import random
import unicodedata
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pyrage
import pytest

from rexus.respaldos import empaque
from rexus.respaldos.conjunto import Archivo, Conjunto
from rexus.respaldos.errors import FraseError, RespaldoAlteradoError
from tests import age_barato

FRASE = "una frase larga y ñandú"
AHORA = datetime(2026, 1, 31, tzinfo=UTC)


def _conjunto(carpeta: Path, *archivos: Archivo, cifrado: bool) -> Conjunto:
    return Conjunto(
        *("x", "completo", "", "", AHORA, AHORA, "", "", {}, None, cifrado, AHORA, 0, 0, archivos, {}, carpeta)
    )  # type: ignore[arg-type]


def _datos(largo: int) -> bytes:
    return random.Random(largo).randbytes(largo // 2) + b"x" * (largo - largo // 2)


def _partes(datos: bytes) -> list[bytes]:
    return [datos[desde : desde + 99_999] for desde in range(0, len(datos), 99_999)]


@pytest.mark.parametrize("cifrado", [False, True])
@pytest.mark.parametrize("largo", [0, 5, 65_536, 1 << 20, 3_000_001])
def test_what_goes_in_comes_out(tmp_path: Path, largo: int, cifrado: bool) -> None:
    identidad = empaque.nueva_identidad() if cifrado else None
    datos, nombre = _datos(largo), "users.db.zst"
    hecho = empaque.guardar(tmp_path / nombre, _partes(datos), identidad)
    assert hecho.nombre == nombre + (".age" if cifrado else "")
    archivo = tmp_path / hecho.nombre
    assert (archivo.stat().st_size, archivo.stat().st_mode & 0o777) == (hecho.bytes, 0o600)
    conjunto = _conjunto(tmp_path, hecho, cifrado=cifrado)
    salida: list[bytes] = []
    empaque.abrir(conjunto, nombre, identidad, salida.append, largo)
    assert b"".join(salida) == datos
    assert max(map(len, salida), default=0) <= 1 << 20
    if largo:
        with pytest.raises(RespaldoAlteradoError):
            empaque.abrir(conjunto, nombre, identidad, salida.append, largo - 1)


@pytest.mark.parametrize("cifrado", [False, True])
def test_every_byte_that_was_touched_is_noticed(tmp_path: Path, cifrado: bool) -> None:
    identidad = empaque.nueva_identidad() if cifrado else None
    hecho = empaque.guardar(tmp_path / "users.db.zst", [b"barra de aluminio" * 20], identidad)
    archivo = tmp_path / hecho.nombre
    bueno = archivo.read_bytes()
    conjunto = _conjunto(tmp_path, hecho, cifrado=cifrado)
    otros = [bueno[:n] + bytes([bueno[n] ^ 1]) + bueno[n + 1 :] for n in range(len(bueno))]
    for otro in (*otros, bueno[:-1], bueno + b"\0", bueno + bueno, b""):
        archivo.write_bytes(otro)
        with pytest.raises(RespaldoAlteradoError):
            empaque.abrir(conjunto, "users.db.zst", identidad, len, 1 << 20)
        with pytest.raises(RespaldoAlteradoError):
            empaque.comprobar_archivo(conjunto, hecho)
    archivo.unlink()
    with pytest.raises(RespaldoAlteradoError, match="le falta"):
        empaque.comprobar_archivo(conjunto, hecho)


def test_a_little_file_that_unpacks_to_a_huge_one_is_stopped(tmp_path: Path) -> None:
    hecho = empaque.guardar(tmp_path / "users.db.zst", (b"\0" * (1 << 20) for _ in range(64)), None)
    assert hecho.bytes < 1 << 16
    recibidos: list[int] = []
    with pytest.raises(RespaldoAlteradoError):
        empaque.abrir(
            _conjunto(tmp_path, hecho, cifrado=False), "users.db.zst", None, lambda b: recibidos.append(len(b)), 1 << 20
        )
    assert sum(recibidos) <= 1 << 20


def test_the_passphrase_opens_the_set_and_another_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    age_barato.usar(monkeypatch)
    identidad = empaque.nueva_identidad()
    clave = empaque.guardar_clave(tmp_path, identidad, FRASE)
    hecho = empaque.guardar(tmp_path / "users.db.zst", [b"adentro"], identidad)
    conjunto = _conjunto(tmp_path, clave, hecho, cifrado=True)
    for frase in (None, "", "otra frase"):
        with pytest.raises(FraseError):
            empaque.Llavero(frase).de(conjunto)
    salida: list[bytes] = []
    empaque.abrir(conjunto, "users.db.zst", empaque.Llavero(FRASE).de(conjunto), salida.append, 99)
    assert salida == [b"adentro"]
    # Another set's identity does not open it.
    with pytest.raises(RespaldoAlteradoError):
        empaque.abrir(conjunto, "users.db.zst", empaque.nueva_identidad(), salida.append, 99)


def test_the_passphrase_is_worth_its_time(tmp_path: Path) -> None:
    """As it is written outside the tests: who guesses pays for each guess."""
    empaque.guardar_clave(tmp_path, empaque.nueva_identidad(), FRASE)
    cifrada = (tmp_path / "clave.age").read_bytes()
    _, receta, *_ = cifrada.split(b"\n")
    # age makes it as hard as this machine can do in a second: 2^18 rounds where it is not slow, 2^10 anywhere.
    assert receta.startswith(b"-> scrypt ") and int(receta.split()[-1]) > 10
    # Anybody opens it, with age alone.
    assert pyrage.passphrase.decrypt(cifrada, FRASE).startswith(b"AGE-SECRET-KEY-1")


@pytest.mark.parametrize("hecha", ["NFC", "NFD", "NFKC"])
@pytest.mark.parametrize("dada", ["NFC", "NFD", "NFKD"])
def test_accents_may_be_typed_in_any_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hecha: str, dada: str
) -> None:
    """Another keyboard or system gives the same letters in other bytes; the ligature is one of a kind too."""
    age_barato.usar(monkeypatch)
    frase = "el ñandú afiló la ﬁcha"
    identidad = empaque.nueva_identidad()
    clave = empaque.guardar_clave(tmp_path, identidad, unicodedata.normalize(hecha, frase))
    conjunto = _conjunto(tmp_path, clave, cifrado=True)
    assert str(empaque.Llavero(unicodedata.normalize(dada, frase)).de(conjunto)) == str(identidad)


@pytest.mark.parametrize("hecha", ["NFC", "NFD"])
def test_a_set_that_was_made_before_forms_were_one_opens_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hecha: str
) -> None:
    age_barato.usar(monkeypatch)
    frase = unicodedata.normalize(hecha, "el ñandú afiló")
    identidad = empaque.nueva_identidad()
    cifrada = pyrage.passphrase.encrypt(f"{identidad}\n".encode("ascii"), frase)
    (tmp_path / "clave.age").write_bytes(cifrada)
    clave = Archivo("clave.age", len(cifrada), sha256(cifrada).hexdigest())
    for dada in ("NFC", "NFD"):
        llavero = empaque.Llavero(unicodedata.normalize(dada, frase))
        assert str(llavero.de(_conjunto(tmp_path, clave, cifrado=True))) == str(identidad)


def test_what_stops_the_writing_is_said_as_it_was(tmp_path: Path) -> None:
    def partes(error: Exception) -> object:
        yield b"a" * 100_000
        raise error

    for n, identidad in enumerate((None, empaque.nueva_identidad())):
        with pytest.raises(OSError, match="No space left"):
            empaque.guardar(tmp_path / f"{n}.zst", partes(OSError(28, "No space left")), identidad)  # type: ignore[arg-type]

    def lleno(_trozo: bytes) -> None:
        raise OSError(28, "No space left")

    for identidad in (None, empaque.nueva_identidad()):
        nombre = f"lleno{identidad is None}.zst"
        conjunto = _conjunto(
            tmp_path, empaque.guardar(tmp_path / nombre, [b"x" * 100], identidad), cifrado=identidad is not None
        )
        with pytest.raises(OSError, match="No space left"):
            empaque.abrir(conjunto, nombre, identidad, lleno, 100)
