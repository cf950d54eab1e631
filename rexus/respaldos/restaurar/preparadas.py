"""What is written into images before they are put in place of what is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import text

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import BaseDanadaError
from rexus.base.text import iso_utc
from rexus.db import imagen, names
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.respaldos import sucesos
from rexus.respaldos.conjunto import Conjunto
from rexus.seguridad import terminar_todas

_OTRA_VERSION: Final = text(
    "INSERT INTO cache_versiones (etiqueta, version) VALUES (:etiqueta, :version)"
    " ON CONFLICT (etiqueta) DO UPDATE SET version = max(excluded.version, cache_versiones.version + 1)"
)


def preparar(
    registry: Registry,
    actor: Actor,
    conjunto: Conjunto,
    lugar: Path,
    clock: Callable[[], datetime],
) -> None:
    """Write into the images in `lugar` what must be there with them: the event, and that every lookup went stale."""
    vivas = _versiones(registry)
    with imagen.escribir(lugar / "inventario.db", names.INVENTARIO) as work:
        for etiqueta, version in vivas.items():
            work.connection.execute(_OTRA_VERSION, {"etiqueta": etiqueta, "version": version + 1})
    with imagen.escribir(lugar / "users.db", names.USERS) as work:
        work.now = clock
        # Whoever was signed in when the set was made is not signed in now.
        terminar_todas(work)
        despues = {**sucesos.de_conjunto(conjunto), "fecha": iso_utc(conjunto.fecha)}
        work.anotar(
            sucesos.MODULO, sucesos.RESTAURAR, "respaldos", conjunto.id, despues=despues, usuario=actor.usuario
        )  # fmt: skip


def _versiones(registry: Registry) -> dict[str, int]:
    """The counters as the other seats know them; none of a database that cannot be read any more."""

    def leer(work: Work) -> dict[str, int]:
        filas = work.connection.execute(text("SELECT etiqueta, version FROM cache_versiones"))
        return {fila.etiqueta: fila.version for fila in filas}

    try:
        return registry.leer(names.INVENTARIO, SISTEMA, leer)
    except BaseDanadaError:
        return {}
