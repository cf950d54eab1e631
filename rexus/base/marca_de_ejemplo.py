"""The file that marks a home as the example workshop. It says with which account and password one signs in there.

There is nothing in an example to protect, so its password is told wherever it is asked for. It is nobody's own; once
somebody chose another one, none is told.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rexus.base.atomic import replacing
from rexus.base.log import get_logger
from rexus.base.paths import Paths

log = get_logger(__name__)


@dataclass(frozen=True)
class Marca:
    """How to sign in to an example; `clave` is empty once it was changed."""

    usuario: str
    clave: str


def escribir(paths: Paths, marca: Marca, hecho: datetime) -> None:
    """Mark the home as an example that was made at `hecho`. Raises OSError."""
    dicho = {"hecho": hecho.isoformat(), "usuario": marca.usuario, "clave": marca.clave}
    _poner(paths.marca_de_ejemplo, dicho)


def leer(paths: Paths) -> Marca | None:
    """How to sign in there; None in any other home, and where the mark does not say it."""
    try:
        dicho = json.loads(paths.marca_de_ejemplo.read_bytes())
        return Marca(str(dicho["usuario"]), str(dicho["clave"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def olvidar_clave(paths: Paths, usuario: str) -> None:
    """The account has another password now: the one that was told is not told any more. No fault in any other home, nor
    for another account. Raises nothing: the password is changed whatever becomes of the mark."""
    if not clave_de(paths, usuario):
        return
    try:
        dicho = json.loads(paths.marca_de_ejemplo.read_bytes())
        _poner(paths.marca_de_ejemplo, {**dicho, "clave": ""})
    except OSError as error:
        log.warning("the example goes on telling a password that was changed: %s", error)


def clave_de(paths: Paths, usuario: str) -> str:
    """The password that the account `usuario` of an example was made with; empty for any other account or home, and
    once it was changed."""
    marca = leer(paths)
    return marca.clave if marca is not None and marca.usuario == usuario else ""


def _poner(file: Path, dicho: dict[str, str]) -> None:
    with replacing(file, Path(f"{file}.tmp"), 0o600) as archivo:
        archivo.write(json.dumps(dicho).encode())
