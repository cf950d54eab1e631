"""A hidden folder to work in. Whoever dies with one leaves it, and a later run sweeps it away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rexus.base import candado
from rexus.base.log import get_logger

log = get_logger(__name__)

_PREFIJO: Final = ".rexus_"
_CANDADO: Final = ".candado"


@contextmanager
def borrador(carpeta: Path, uso: str) -> Iterator[Path]:
    """A new hidden folder in `carpeta`, mode 0700, gone at the end unless it was renamed. Raises OSError."""
    numero = 0
    while True:
        numero += 1
        lugar = carpeta / f"{_PREFIJO}{uso}_{numero}"
        tomado = candado.tomar(lugar.with_name(lugar.name + _CANDADO))
        if tomado is not None:
            break
    try:
        # Left by somebody who died: the lock could be taken.
        _quitar(lugar)
        lugar.mkdir(mode=0o700)
        yield lugar
    finally:
        try:
            _quitar(lugar)
        finally:
            tomado.soltar(quitar=True)


def barrer(carpeta: Path) -> list[str]:
    """Take away what runs that died left in `carpeta`; their names. What is being worked in stays. Raises OSError."""
    barridos = []
    for archivo in sorted(carpeta.glob(f"{_PREFIJO}*{_CANDADO}")):
        tomado = candado.tomar(archivo)
        if tomado is None:
            continue
        try:
            lugar = archivo.with_name(archivo.name.removesuffix(_CANDADO))
            if lugar.exists():
                _quitar(lugar)
                barridos.append(lugar.name)
        finally:
            tomado.soltar(quitar=True)
    if barridos:
        log.info("swept from %s: %s", carpeta, ", ".join(barridos))
    return barridos


def _quitar(lugar: Path) -> None:
    if lugar.exists():
        shutil.rmtree(lugar)
