"""Whether a database is one that images may be loaded into."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select

from rexus.base.errors import BaseNuevaError
from rexus.base.text import tr
from rexus.db import imagen, names, schema
from rexus.db.motores import Motor
from rexus.respaldos import tablas
from rexus.respaldos.carga.errores import DestinoAjenoError, DestinoConDatosError, NoEsDuenaError
from rexus.respaldos.tablas import citado

_REVISION = re.compile(r"([a-z]+)_\d{4}")


def alistar(connection: Connection, base: str, motor: Motor) -> None:
    """Inside the connection's transaction: see that it is this database of Rexus, or an empty one, which gets its
    tables; an older schema is brought up.

    Raises what `exigir_duena` raises.
    """
    exigir_duena(connection, base, motor)
    schema.upgrade_dentro(connection, base, motor)


def exigir_duena(connection: Connection, base: str, motor: Motor) -> None:
    """See that it is this database of Rexus and that the account owns its tables, or that it is empty. Only looks.

    Raises DestinoAjenoError, BaseNuevaError, NoEsDuenaError.
    """
    lugar = motor.lugar(base)
    hay = set(inspect(connection).get_table_names())
    if "alembic_version" not in hay:
        if hay:
            raise DestinoAjenoError(lugar, tr("tiene tablas que no son de Rexus ({tablas})").format(tablas=_unas(hay)))
    else:
        _reconocer(connection, base, lugar)
        if not schema.puede_cambiar(connection):
            raise NoEsDuenaError(lugar)


def exigir_vacia(connection: Connection, base: str, motor: Motor) -> None:
    """Raise DestinoConDatosError unless there is nothing but what a new installation is born with."""
    de_nacimiento = filas_de_nacimiento(base)
    for tabla in tablas.de(base):
        if connection.scalar(select(func.count()).select_from(tabla)) != de_nacimiento[tabla.name]:
            raise DestinoConDatosError(motor.lugar(base), tabla.name)


@cache
def filas_de_nacimiento(base: str) -> Mapping[str, int]:
    """How many rows each table has in a new installation: what the migrations put there."""
    with tempfile.TemporaryDirectory(prefix="rexus_") as carpeta:
        nueva = Path(carpeta) / f"{base}.db"
        nueva.touch(mode=0o600)
        imagen.actualizar(nueva, base)
        with closing(sqlite3.connect(nueva)) as c:
            return {t.name: c.execute(f"SELECT count(*) FROM {citado(t.name)}").fetchone()[0] for t in tablas.de(base)}  # noqa: S608


def _reconocer(connection: Connection, base: str, lugar: str) -> None:
    hallada = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    de_quien = _REVISION.fullmatch(str(hallada or ""))
    if de_quien is None or de_quien[1] not in names.ALL:
        raise DestinoAjenoError(lugar, tr("es de otro programa"))
    if de_quien[1] != base:
        raise DestinoAjenoError(
            lugar, tr("es la base «{hallada}» de Rexus, y hace falta «{base}»").format(hallada=de_quien[1], base=base)
        )
    try:
        schema.is_outdated(base, str(hallada))
    except BaseNuevaError as error:
        raise error.con(tr("No se cambió nada.")) from None


def _unas(nombres: set[str]) -> str:
    primeras = sorted(nombres)[:3]
    return ", ".join(primeras) + ("…" if len(nombres) > len(primeras) else "")
