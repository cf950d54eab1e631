"""Password hashes of other programs, which imported accounts bring: verified once, and replaced at that sign-in.

Never made here. bcrypt (`$2b$…`), PBKDF2 as Werkzeug (`pbkdf2:sha256:600000$salt$hex`) and Django
(`pbkdf2_sha256$600000$salt$base64`) write it, and the bare SHA-256 in hexadecimal of the program that Rexus replaces.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re

# A sign-in waits for the comparison, and others for it: some seconds at most.
_COSTO_MAXIMO = 15
_VUELTAS_MAXIMAS = 5_000_000

_BCRYPT = re.compile(r"\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WERKZEUG = re.compile(r"pbkdf2:(sha256|sha512):(\d{1,8})\$([^$]{1,64})\$((?:[0-9a-f]{2})+)")
_DJANGO = re.compile(r"pbkdf2_(sha256)\$(\d{1,8})\$([^$]{1,64})\$([A-Za-z0-9+/=]+)")


def conocido(cifrada: str) -> bool:
    """Whether it is a hash of one of these kinds, with costs that a sign-in can afford."""
    if hallada := _BCRYPT.fullmatch(cifrada):
        return 4 <= int(hallada[1]) <= _COSTO_MAXIMO
    if hallada := _WERKZEUG.fullmatch(cifrada) or _DJANGO.fullmatch(cifrada):
        return 1 <= int(hallada[2]) <= _VUELTAS_MAXIMAS
    return _SHA256.fullmatch(cifrada) is not None


def verificar(clave: bytes, cifrada: str) -> bool:
    """Whether the password is that of the hash; False for a hash of a kind that is not known."""
    if not conocido(cifrada):
        return False
    if cifrada.startswith(("$2a$", "$2b$", "$2y$")):
        return _bcrypt(clave, cifrada)
    if _SHA256.fullmatch(cifrada):
        return hmac.compare_digest(hashlib.sha256(clave).hexdigest(), cifrada)
    if hallada := _WERKZEUG.fullmatch(cifrada):
        resumen, vueltas, sal, esperado = hallada.groups()
        return hmac.compare_digest(_pbkdf2(resumen, clave, sal, int(vueltas)), bytes.fromhex(esperado))
    if hallada := _DJANGO.fullmatch(cifrada):
        resumen, vueltas, sal, codificado = hallada.groups()
        try:
            esperado_bytes = base64.b64decode(codificado, validate=True)
        except binascii.Error:
            return False
        return hmac.compare_digest(_pbkdf2(resumen, clave, sal, int(vueltas)), esperado_bytes)
    return False


def _bcrypt(clave: bytes, cifrada: str) -> bool:
    # Deferred: only accounts from elsewhere need it.
    import bcrypt

    try:
        # It never looked further than 72 bytes; newer releases refuse longer ones instead of cutting them.
        return bcrypt.checkpw(clave[:72], cifrada.encode("ascii"))
    except ValueError:
        return False


def _pbkdf2(resumen: str, clave: bytes, sal: str, vueltas: int) -> bytes:
    return hashlib.pbkdf2_hmac(resumen, clave, sal.encode("utf-8"), vueltas)
