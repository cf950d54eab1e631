"""The months that left the audit trail: where they are, and carrying them along with the sets.

They lie in a folder beside these (`rexus.auditoria.carpeta_de_archivos`), each with a file that bears its signature
and says its SHA-256.
"""

from __future__ import annotations

import json
import uuid
from hashlib import sha256
from pathlib import Path
from typing import Final

from rexus.auditoria import firma_al_lado
from rexus.base.atomic import replacing
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.respaldos.abrir import exigir_espacio

log = get_logger(__name__)

CARPETA: Final = "auditoria"
_CUALES: Final = "*.jsonl.gz"
_TROZO: Final = 1 << 20


def donde(carpeta: Path, propia: Path | None = None) -> Path:
    """Where the months are that belong to the sets of `carpeta`: beside them, else in `propia`, this home's."""
    al_lado = carpeta / CARPETA
    return al_lado if propia is None or al_lado.is_dir() else propia / CARPETA


def nombres(carpeta: Path) -> list[str]:
    """The months beside the sets of `carpeta` whose signature is there too, oldest first. Raises OSError."""
    hay = donde(carpeta)
    return sorted(a.name for a in hay.glob(_CUALES) if firma_al_lado(hay, a.name).is_file())


def faltan(de: Path, a: Path) -> list[str]:
    """The months of `de` that are not beside the sets of `a`, or are others there, oldest first. Raises OSError."""
    return [nombre for nombre in nombres(de) if not _el_mismo(nombre, donde(de), donde(a))]


def llevar(nombre: str, de: Path, a: Path, avance: Avance) -> bool:
    """Copy a month and its signature; False, and nothing is changed, when it is not as it was signed here.

    Raises EspacioInsuficienteError, CanceladoError, OSError.
    """
    origen, destino = donde(de), donde(a)
    firma = firma_al_lado(origen, nombre).read_bytes()
    if _huella(origen / nombre, avance) != _dicha(firma):
        log.warning("%s is not as it was signed and is not copied", origen / nombre)
        return False
    destino.mkdir(mode=0o700, exist_ok=True)
    exigir_espacio(destino, (origen / nombre).stat().st_size)
    with (
        (origen / nombre).open("rb") as entrada,
        replacing(destino / nombre, _provisorio(destino, nombre), 0o600) as salida,
    ):
        while trozo := entrada.read(_TROZO):
            salida.write(trozo)
            avance.paso(0)
    # The signature last: without it the month does not count as being there.
    al_lado = firma_al_lado(destino, nombre)
    with replacing(al_lado, _provisorio(destino, al_lado.name), 0o600) as salida:
        salida.write(firma)
    return True


def traer(de: Path, a: Path, avance: Avance) -> list[str]:
    """Copy the months of `de` of which `a` has nothing; their names. What is there stays. Raises as `llevar`."""
    if donde(de) == donde(a):
        return []
    nuevos = [nombre for nombre in faltan(de, a) if not (donde(a) / nombre).exists()]
    return [nombre for nombre in nuevos if llevar(nombre, de, a, avance)]


def danados(carpeta: Path, avance: Avance) -> list[str]:
    """The months beside the sets of `carpeta` that are not as they were signed. Raises CanceladoError, OSError."""
    hay = donde(carpeta)
    return [n for n in nombres(carpeta) if _huella(hay / n, avance) != _dicha(firma_al_lado(hay, n).read_bytes())]


def _el_mismo(nombre: str, origen: Path, destino: Path) -> bool:
    copia, firma = destino / nombre, firma_al_lado(destino, nombre)
    return (
        copia.is_file()
        and firma.is_file()
        and copia.stat().st_size == (origen / nombre).stat().st_size
        and firma.read_bytes() == firma_al_lado(origen, nombre).read_bytes()
    )


def _dicha(firma: bytes) -> str:
    """The SHA-256 that a signature names; empty when it is none."""
    try:
        return str(json.loads(firma)["sha256"])
    except (ValueError, TypeError, KeyError):
        return ""


def _huella(archivo: Path, avance: Avance) -> str:
    suma = sha256()
    with archivo.open("rb") as entrada:
        while trozo := entrada.read(_TROZO):
            suma.update(trozo)
            avance.paso(0)
    return suma.hexdigest()


def _provisorio(carpeta: Path, nombre: str) -> Path:
    return carpeta / f".{nombre}.{uuid.uuid4().hex}.tmp"
