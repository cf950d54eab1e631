"""The file that marks a home as the example workshop. It says with which account and password one signs in there.

There is nothing in an example to protect, so its password is told wherever it is asked for. It is nobody's own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rexus.base.atomic import replacing
from rexus.base.paths import Paths


@dataclass(frozen=True)
class Marca:
    """How to sign in to an example."""

    usuario: str
    clave: str


def escribir(paths: Paths, marca: Marca, hecho: datetime) -> None:
    """Mark the home as an example that was made at `hecho`. Raises OSError."""
    file = paths.marca_de_ejemplo
    texto = json.dumps({"hecho": hecho.isoformat(), "usuario": marca.usuario, "clave": marca.clave})
    with replacing(file, Path(f"{file}.tmp"), 0o600) as archivo:
        archivo.write(texto.encode())


def leer(paths: Paths) -> Marca | None:
    """How to sign in there; None in any other home, and where the mark does not say it."""
    try:
        dicho = json.loads(paths.marca_de_ejemplo.read_bytes())
        return Marca(str(dicho["usuario"]), str(dicho["clave"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def clave_de(paths: Paths, usuario: str) -> str:
    """The password that the account `usuario` of an example was made with; empty for any other account or home."""
    marca = leer(paths)
    return marca.clave if marca is not None and marca.usuario == usuario else ""
