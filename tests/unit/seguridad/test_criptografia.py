"""Which hash functions and which randomness the program uses, and how much of it is in what it gives out."""

from __future__ import annotations

import ast
import base64
import math
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from rexus.seguridad import claves, codigos, factor

REXUS = Path(__file__).parents[3] / "rexus"
# Hashes of imported accounts, verified once (docs/security.md, 11.4.2).
DE_OTROS = "seguridad/formatos.py"
# Waits before the next attempt: nobody gains by guessing one.
ESPERAS = {"auditoria/reenviador.py", "db/cache/respaldada.py", "db/intentos.py", "db/latido.py"}
FUNCIONES = {
    "md5",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "blake2b",
    "blake2s",
    "new",
    "scrypt",
    "pbkdf2_hmac",
}


def _archivos() -> Iterator[tuple[str, ast.Module]]:
    for archivo in sorted(REXUS.rglob("*.py")):
        yield archivo.relative_to(REXUS).as_posix(), ast.parse(archivo.read_text(encoding="utf-8"))


def _resumenes(arbol: ast.Module) -> Iterator[str]:
    """The hash functions that a file takes from hashlib, or names to hmac."""
    for nodo in ast.walk(arbol):
        match nodo:
            case ast.ImportFrom(module="hashlib", names=nombres):
                # This one is told the function by its name, which is looked at below.
                yield from (nombre.name for nombre in nombres if nombre.name != "file_digest")
            case ast.Attribute(value=ast.Name(id="hashlib"), attr=nombre):
                yield nombre
            case ast.Constant(value=str() as texto) if texto in FUNCIONES:
                yield texto


def test_sha_256_is_the_only_hash_function() -> None:
    usados = {(nombre, archivo) for archivo, arbol in _archivos() for nombre in _resumenes(arbol)}
    assert {nombre for nombre, archivo in usados if archivo != DE_OTROS} == {"sha256"}
    # What it was found by finds others.
    assert {nombre for nombre, archivo in usados if archivo == DE_OTROS} > {"sha256"}


def test_what_anybody_could_guess_is_drawn_for_waits_only() -> None:
    importan = {
        archivo
        for archivo, arbol in _archivos()
        for nodo in ast.walk(arbol)
        if (isinstance(nodo, ast.Import) and any(nombre.name == "random" for nombre in nodo.names))
        or (isinstance(nodo, ast.ImportFrom) and nodo.module == "random")
    }
    # What the example workshop makes up is the same each time.
    assert {archivo for archivo in importan if not archivo.startswith("ejemplo/")} == ESPERAS


def _bits(dar: Callable[[], str]) -> float:
    """How much chance is in a code: what is seen at each place of four hundred of them, hyphens aside."""
    vistos = [dar().replace("-", "") for _ in range(400)]
    assert len(set(vistos)) == len(vistos)
    (largo,) = {len(codigo) for codigo in vistos}
    return sum(math.log2(len({codigo[lugar] for codigo in vistos})) for lugar in range(largo))


def test_a_code_for_a_lost_phone_has_120_bits() -> None:
    assert _bits(factor._nuevo_codigo) == pytest.approx(120, abs=0.5)


def test_a_first_password_has_79_bits() -> None:
    assert _bits(codigos.nuevo_codigo) == pytest.approx(79.3, abs=0.5)


def test_a_phones_secret_has_160_bits() -> None:
    assert len(base64.b32decode(factor.proponer("ana", "").secreto)) * 8 == 160
    assert pyotp.TOTP(factor.proponer("ana", "").secreto).digits == 6


def _hasher() -> PasswordHasher:
    """The program's own, whatever a test before this one took in its place."""
    hallado = runpy.run_path(claves.__file__)["_hasher"]
    assert isinstance(hallado, PasswordHasher)
    return hallado


def test_a_password_is_hashed_to_256_bits_with_128_of_salt() -> None:
    hecha = extract_parameters(_hasher().hash("cualquiera"))
    assert (hecha.hash_len * 8, hecha.salt_len * 8) == (256, 128)


def test_a_password_costs_what_the_standard_asks_for() -> None:
    """RFC 9106, 4: 64 MiB, three rounds, four lanes. Most tests make do with less (`tests.claves_baratas`)."""
    assert extract_parameters(_hasher().hash("cualquiera")) == RFC_9106_LOW_MEMORY
