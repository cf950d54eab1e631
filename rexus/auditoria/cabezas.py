"""Where the chain's head is kept besides the chain: in the database `users`, and in a file of each machine.

A head never runs ahead of what was committed, and nothing leaves an outbox before the heads cover it: so rows cut off
the end of the chain show, whenever the program was killed. A head that does not fit the chain is left as it is, since
it is the proof.
"""

from __future__ import annotations

import contextlib
import json
import time
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import insert, select, update

from rexus.auditoria.cadena import ORIGEN, TURNO, Eslabon
from rexus.base.atomic import replacing
from rexus.base.errors import SoloLecturaError
from rexus.base.log import get_logger
from rexus.base.paths import Paths
from rexus.db.cadena_cabezas import CadenaCabeza
from rexus.db.locking import turno
from rexus.db.work import Work

log = get_logger(__name__)

_FILA: Final = 1
_NOMBRE: Final = "auditoria.cabeza"
_MODO: Final = 0o600
_RESTO_VIEJO_S: Final = 3_600


#: What stands for a head that is there and says nothing that could be one. It fits no chain.
ILEGIBLE: Final = Eslabon(-1, "")
_NUMERO_MAXIMO: Final = 2**62


# ── In the database `users` ──


def leer(work: Work) -> Eslabon | None:
    """The head in `users`, or ILEGIBLE; None before the trail began."""
    fila = work.connection.execute(
        select(CadenaCabeza.numero, CadenaCabeza.hash).where(CadenaCabeza.id == _FILA)
    ).first()
    return None if fila is None else _posible(Eslabon(*fila))


def empezar(work: Work) -> None:
    """Write that the chain is empty, unless a head is there. Before the first event: later, none means tampering."""
    turno(work.connection, TURNO)
    if leer(work) is None:
        valores = {"id": _FILA, "numero": ORIGEN.numero, "hash": ORIGEN.hash, "fecha": work.now()}
        work.connection.execute(insert(CadenaCabeza), valores)


def avanzar(work: Work, hasta: Eslabon) -> None:
    """Move the head forward; one that another seat moved further stays."""
    work.connection.execute(
        update(CadenaCabeza)
        .where(CadenaCabeza.id == _FILA, CadenaCabeza.numero < hasta.numero)
        .values(numero=hasta.numero, hash=hasta.hash, fecha=work.now())
    )


# ── In this machine's data folder ──


def archivo(paths: Paths) -> Path:
    """Where this machine keeps it."""
    return paths.data / _NOMBRE


@dataclass(frozen=True)
class Guardada:
    """A head as a machine keeps it; `cortes` are the hashes of the restores that it knew (`rexus.auditoria.cortes`)."""

    cabeza: Eslabon
    cortes: frozenset[str] = frozenset()


def leer_archivo(paths: Paths) -> Eslabon | None:
    """The head in this machine's file, or ILEGIBLE; None without one. Raises SoloLecturaError."""
    guardada = leer_guardada(paths)
    return None if guardada is None else guardada.cabeza


def leer_guardada(paths: Paths) -> Guardada | None:
    """All that this machine's file says; None without one. Raises SoloLecturaError."""
    file = archivo(paths)
    try:
        datos = json.loads(file.read_bytes())
        cortes = frozenset(str(corte) for corte in datos.get("cortes", ()))
        return Guardada(_posible(Eslabon(int(datos["numero"]), str(datos["hash"]))), cortes)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SoloLecturaError(str(file)) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        log.warning("%s is no head of a chain: %s", file, error)
        return Guardada(ILEGIBLE)


def _posible(cabeza: Eslabon) -> Eslabon:
    return cabeza if 0 <= cabeza.numero <= _NUMERO_MAXIMO else ILEGIBLE


def escribir_archivo(
    paths: Paths, hasta: Eslabon, cortes: Collection[str] = (), *, en_vez_de: Eslabon | None = None
) -> None:
    """Replace the file whole, unless another program moved it further. Raises SoloLecturaError.

    `cortes` are the restores that it then knows. `en_vez_de` is the head that does not hold any more.
    """
    file = archivo(paths)
    hay = leer_archivo(paths)
    if hay is not None and hay != en_vez_de and hay.numero >= hasta.numero:
        return
    datos = {"numero": hasta.numero, "hash": hasta.hash, **({"cortes": sorted(cortes)} if cortes else {})}
    try:
        paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        _limpiar(file)
        # Several programs of one machine may write at once: each under a name of its own.
        with replacing(file, file.with_name(f".{_NOMBRE}.{uuid.uuid4().hex}.tmp"), _MODO) as stream:
            stream.write(json.dumps(datos).encode("ascii"))
    except OSError as error:
        raise SoloLecturaError(str(file)) from error


def olvidar_archivo(paths: Paths) -> None:
    """Forget this machine's head: for whoever restored the databases from a backup, after saying so."""
    archivo(paths).unlink(missing_ok=True)


def _limpiar(file: Path) -> None:
    for resto in file.parent.glob(f".{_NOMBRE}.*.tmp"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - resto.stat().st_mtime > _RESTO_VIEJO_S:
                resto.unlink()
