"""How the other folder stood when it was last looked at: `backups/copias.json`. Losing it loses these dates only."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from rexus.base.atomic import replacing
from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.base.text import iso_utc

log = get_logger(__name__)

ARCHIVO: Final = "copias.json"
CADA: Final = timedelta(days=7)


@dataclass(frozen=True)
class EstadoCopias:
    """Of `carpeta`. `falla` says what is in the way, since `desde`; empty: nothing. `revisada` is when every copy was
    last read again. Moments in UTC, None: unknown."""

    carpeta: str = ""
    titulo: str = ""
    falla: str = ""
    que_hacer: str = ""
    desde: datetime | None = None
    revisada: datetime | None = None


def leer(propia: Path) -> EstadoCopias:
    """What is known; nothing of a file that is missing or that nobody understands."""
    try:
        dicho = json.loads((propia / ARCHIVO).read_bytes())
    except FileNotFoundError:
        return EstadoCopias()
    except (OSError, ValueError) as error:
        log.warning("%s: %s", propia / ARCHIVO, error)
        return EstadoCopias()
    if not isinstance(dicho, dict):
        return EstadoCopias()
    textos = {clave: str(dicho.get(clave) or "") for clave in ("carpeta", "titulo", "falla", "que_hacer")}
    return EstadoCopias(**textos, desde=_momento(dicho.get("desde")), revisada=_momento(dicho.get("revisada")))


def mal(propia: Path, otra: Path, error: RexusError, ahora: datetime) -> bool:
    """Something is in the way; whether that is new."""
    antes = _de(propia, otra)
    if antes.titulo == error.titulo:
        return False
    desde = antes.desde if antes.falla and antes.desde is not None else ahora
    _guardar(
        propia,
        replace(antes, titulo=error.titulo, falla=error.frase, que_hacer=error.que_hacer, desde=desde),
    )
    return True


def bien(propia: Path, otra: Path) -> None:
    """All is there."""
    antes = leer(propia)
    ahora = EstadoCopias(str(otra), revisada=_de(propia, otra).revisada)
    if antes != ahora:
        _guardar(propia, ahora)


def revisada(propia: Path, otra: Path, ahora: datetime) -> None:
    """Every copy was read again."""
    _guardar(propia, replace(_de(propia, otra), revisada=ahora))


def toca_revisar(propia: Path, otra: Path, ahora: datetime) -> bool:
    """Whether a week has passed; a folder that is new to us was read when it was written, and counts from then."""
    ultima = _de(propia, otra).revisada
    if ultima is None:
        revisada(propia, otra, ahora)
        return False
    # Later than the clock: it was set back, and nobody knows how long ago that is.
    return not ultima <= ahora < ultima + CADA


def olvidar(propia: Path) -> None:
    """There is no other folder any more."""
    if (propia / ARCHIVO).exists():
        (propia / ARCHIVO).unlink(missing_ok=True)


def _de(propia: Path, otra: Path) -> EstadoCopias:
    """What is known of that folder; of another one it tells nothing."""
    dicho = leer(propia)
    return dicho if dicho.carpeta == str(otra) else EstadoCopias(str(otra))


def _guardar(propia: Path, estado: EstadoCopias) -> None:
    archivo = propia / ARCHIVO
    dicho: dict[str, Any] = {
        "carpeta": estado.carpeta,
        "titulo": estado.titulo,
        "falla": estado.falla,
        "que_hacer": estado.que_hacer,
        "desde": iso_utc(estado.desde) if estado.desde else "",
        "revisada": iso_utc(estado.revisada) if estado.revisada else "",
    }
    texto = json.dumps({c: v for c, v in dicho.items() if v}, ensure_ascii=False, sort_keys=True, indent=1)
    try:
        with replacing(archivo, archivo.with_name(f".{ARCHIVO}.{os.getpid()}.tmp"), 0o600) as salida:
            salida.write(texto.encode("utf-8"))
    except OSError as error:
        # Only told: what is missing is found by comparing the folders.
        log.warning("%s: %s", archivo, error)


def _momento(dicho: Any) -> datetime | None:
    try:
        momento = datetime.fromisoformat(str(dicho).replace("Z", "+00:00"))
    except ValueError:
        return None
    return momento if momento.tzinfo is not None else None
