"""Slowing down whoever guesses at the accounts of a set: the installation's own counters cannot be read then.

One count for the whole machine, in a file beside the sets. Whoever can take it away can read the set, too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rexus.base import candado
from rexus.base.atomic import replacing
from rexus.base.errors import ConflictoError, CredencialesError
from rexus.base.text import tr
from rexus.seguridad import TOPE_DE_ESPERA, EnEsperaError, espera

_ARCHIVO: Final = "ingresos.json"
_PLAZO_S: Final = 5.0


@contextmanager
def un_intento(carpeta: Path, clock: Callable[[], datetime]) -> Iterator[None]:
    """One attempt at a time. A CredencialesError within is counted; whoever gets through ends the count.

    Raises EnEsperaError while it is too early after wrong ones, OSError.
    """
    archivo = carpeta / _ARCHIVO
    tomado = candado.tomar(carpeta / f".{_ARCHIVO}.candado", plazo=_PLAZO_S)
    if tomado is None:
        raise ConflictoError(tr("Otro programa está por restaurar un respaldo."), tr("Esperar a que termine."))
    try:
        fallos, ultimo = _leer(archivo)
        if ultimo is not None:
            pasado = clock() - ultimo
            # A clock that was set back makes nobody wait longer than the longest wait.
            if -TOPE_DE_ESPERA < pasado < espera("cuenta", fallos):
                raise EnEsperaError(bloqueada=False)
        try:
            yield
        except CredencialesError:
            _escribir(archivo, fallos + 1, clock())
            raise
        archivo.unlink(missing_ok=True)
    finally:
        tomado.soltar(quitar=True)


def _leer(archivo: Path) -> tuple[int, datetime | None]:
    try:
        datos = json.loads(archivo.read_bytes())
        return int(datos["fallos"]), datetime.fromisoformat(datos["ultimo"]).astimezone(UTC)
    except FileNotFoundError:
        return 0, None
    except (ValueError, KeyError, TypeError, OverflowError):
        # Somebody else wrote it: counted from the start, as if it had been taken away.
        return 0, None


def _escribir(archivo: Path, fallos: int, ahora: datetime) -> None:
    datos = json.dumps({"fallos": fallos, "ultimo": ahora.isoformat()}).encode("ascii")
    with replacing(archivo, archivo.with_name(f".{archivo.name}.nuevo"), 0o600) as salida:
        salida.write(datos)
