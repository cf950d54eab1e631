"""A file that age opens with a passphrase, as any other, but whose key costs next to nothing to derive.

`pyrage` makes one derivation last about a second, on purpose. Reading takes the cost from the file, so only writing has
to be replaced; what opens it in a test is the real thing. Form: age-encryption.org/v1 (C2SP, «age»).
"""

from __future__ import annotations

import hmac
import os
from base64 import b64encode
from hashlib import scrypt, sha256

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_LOG_N = 4
_TROZO = 64 << 10


def encrypt(datos: bytes, frase: str) -> bytes:
    """As `pyrage.passphrase.encrypt`, for less than 64 KiB."""
    assert len(datos) < _TROZO
    clave, sal, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    derivada = scrypt(frase.encode(), salt=b"age-encryption.org/v1/scrypt" + sal, n=1 << _LOG_N, r=8, p=1, dklen=32)
    envuelta = ChaCha20Poly1305(derivada).encrypt(bytes(12), clave, None)
    cabeza = f"age-encryption.org/v1\n-> scrypt {_texto(sal)} {_LOG_N}\n{_texto(envuelta)}\n---".encode()
    sello = hmac.digest(_hkdf(clave, None, b"header"), cabeza, sha256)
    # One piece, which is number 0 and the last one.
    cuerpo = ChaCha20Poly1305(_hkdf(clave, nonce, b"payload")).encrypt(bytes(11) + b"\x01", datos, None)
    return cabeza + f" {_texto(sello)}\n".encode() + nonce + cuerpo


def usar(parche: pytest.MonkeyPatch) -> None:
    """Encrypted sets made from now on cost little to open."""
    # Deferred: not every test that loads this needs backups.
    from rexus.respaldos import empaque

    parche.setattr(empaque.passphrase, "encrypt", encrypt)


def _texto(datos: bytes) -> str:
    return b64encode(datos).decode().rstrip("=")


def _hkdf(clave: bytes, sal: bytes | None, para: bytes) -> bytes:
    return HKDF(SHA256(), 32, sal, para).derive(clave)
