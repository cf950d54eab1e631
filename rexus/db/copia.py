"""The copy that is made before a schema changes: whole, checked, and only then does the migration begin."""

from __future__ import annotations

import base64
import gzip
import json
import os
import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, func, select

from rexus.base.atomic import sync_folder
from rexus.base.errors import BaseError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.db import lectura
from rexus.db.motores import Motor

log = get_logger(__name__)


def antes_de_migrar(motor: Motor, base: str, revision: str, carpeta: Path) -> Path:
    """Copy a database into `carpeta`, mode 0600, and check the copy; returns the file.

    SQLite: the Online Backup API gives a database file. Servers: every table's rows of one consistent state, as
    compressed JSON lines (SQL Server without SNAPSHOT isolation: writers wait until the copy is done). Uses a
    connection of its own, since the pool's may all be taken. Raises BaseError when it cannot be made: the migration
    then does not begin.
    """
    momento = datetime.now(UTC)
    nombre = f"rexus_backup_{momento:%Y%m%d_%H%M%S}_antes_de_migrar_{base}_{revision}"
    final = carpeta / (nombre + (".jsonl.gz" if motor.es_servidor else ".db"))
    borrador = final.with_name(f".{final.name}.{os.getpid()}.tmp")
    try:
        carpeta.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(borrador, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            with lectura.aparte(motor, base) as connection:
                if motor.es_servidor:
                    _exportar(connection, borrador, base, revision)
                else:
                    _copiar(connection, borrador)
            _asentar(borrador, final)
        finally:
            borrador.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise BaseError(
            tr("No se pudo copiar la base"),
            tr("Antes de actualizar «{base}» hace falta una copia, y falló ({detalle}). No se tocó nada.").format(
                base=base, detalle=error
            ),
            tr("Liberar espacio o dar permiso de escritura en «{carpeta}», y abrir Rexus otra vez.").format(
                carpeta=carpeta
            ),
        ) from error
    log.info("%s copied to %s before its schema changes", base, final)
    return final


def _copiar(connection: Connection, borrador: Path) -> None:
    origen: Any = connection.connection.driver_connection
    destino = sqlite3.connect(borrador)
    try:
        origen.backup(destino, pages=-1)
        resultado = destino.execute("PRAGMA integrity_check").fetchone()
        if resultado != ("ok",):
            raise sqlite3.DatabaseError(str(resultado[0]))
    finally:
        destino.close()


def _exportar(connection: Connection, borrador: Path, base: str, revision: str) -> None:
    """The first line tells what it is; then for each table a line with its name, columns and count, and its rows."""
    pista = lectura.un_estado(connection)
    tablas = MetaData()
    tablas.reflect(connection)
    # All of them before the first row is read: where locks keep the state, they are all held from here on.
    contar = {t.name: lectura.con_pista(select(func.count()).select_from(t), t, pista) for t in tablas.sorted_tables}
    cuantas = {nombre: connection.scalar(consulta) for nombre, consulta in contar.items()}
    escritas = 0
    with gzip.open(borrador, "wt", encoding="utf-8") as salida:
        salida.write(_json({"rexus": "copia", "base": base, "revision": revision}) + "\n")
        for tabla in tablas.sorted_tables:
            columnas = [columna.name for columna in tabla.columns]
            salida.write(_json({"tabla": tabla.name, "columnas": columnas, "filas": cuantas[tabla.name]}) + "\n")
            for fila in lectura.filas(connection, lectura.con_pista(select(tabla), tabla, pista)):
                salida.write(_json(list(fila)) + "\n")
                escritas += 1
            escritas += 1
    # Read back: a full disk or a broken stream shows here, before anything is changed.
    with gzip.open(borrador, "rt", encoding="utf-8") as entrada:
        leidas = sum(1 for _ in entrada) - 1
    if leidas != escritas:
        raise OSError(f"{leidas} lines read back of {escritas}")


def _json(valor: object) -> str:
    return json.dumps(valor, ensure_ascii=False, default=_plano)


def _plano(valor: object) -> str:
    if isinstance(valor, Decimal):
        return f"{valor:f}"
    if isinstance(valor, date):
        return valor.isoformat()
    if isinstance(valor, bytes | memoryview):
        return base64.b64encode(valor).decode("ascii")
    raise TypeError(f"{type(valor).__name__} has no place in a copy")


def _asentar(borrador: Path, final: Path) -> None:
    """On the disk for good, then under its name."""
    with borrador.open("rb") as copia:
        os.fsync(copia.fileno())
    borrador.replace(final)
    sync_folder(final.parent)
