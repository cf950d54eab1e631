"""Putting restored databases in place of the live ones, whole, however often the program dies meanwhile.

The images wait in `backups/.restauracion`. A mark there is the point of no return: from then on whoever opens the
databases first pushes the images in, before anything else. A push is one transaction of the live database (the Online
Backup API), so a database is the old one whole or the new one whole; pushing again what is there already does no harm.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from rexus.base import candado, guardado
from rexus.base.atomic import replacing, sync_folder
from rexus.base.errors import BaseError, BaseOcupadaError
from rexus.base.log import get_logger
from rexus.base.paths import Paths
from rexus.base.text import tr
from rexus.db import names
from rexus.db.imagen import conectar

log = get_logger(__name__)

CARPETA: Final = ".restauracion"
_MARCA: Final = "restauracion.json"
_CANDADO: Final = "restauracion.candado"
#: How long whoever opens the databases waits for another process that is putting them in place.
PLAZO_S: Final = 5.0
# A writer that was in the middle of something ends it meanwhile.
_ESPERA_DE_ESCRITORES_S: Final = 30.0
_TROZO: Final = 1 << 20
_NO_ES_BASE: Final = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)

#: The steps of putting in place, in their order.
PASOS: Final = (*(f"puesta_{base}" for base in names.ALL), "comprobada", "terminada")


class RestauracionPendienteError(BaseError):
    """Databases are being put in place, or could not be: nobody may work in them until that is done."""

    def __init__(self, frase: str, que_hacer: str) -> None:
        super().__init__(tr("Restauración sin terminar"), frase, que_hacer)

    @classmethod
    def en_curso(cls) -> RestauracionPendienteError:
        """Another process is at it."""
        return cls(
            tr("Otro programa está poniendo en su lugar las bases de un respaldo. No se guardó nada."),
            tr("Esperar a que termine y probar otra vez."),
        )


@dataclass(frozen=True)
class Marca:
    """What is being put in place: the set's id, and each image's size and SHA-256; `quitar` names files of `data`
    that belonged to what was there before."""

    id: str
    imagenes: Mapping[str, tuple[int, str]]
    quitar: tuple[str, ...]


def carpeta(paths: Paths) -> Path:
    """Where the images wait, as `users.db` and so on."""
    return paths.backups / CARPETA


def marca(paths: Paths) -> Path:
    """The file whose being there means that a restore has to be ended."""
    return carpeta(paths) / _MARCA


def turno(paths: Paths, plazo: float) -> candado.Candado | None:
    """The one who restores holds this; None when another does, for `plazo` seconds. Raises OSError."""
    return candado.tomar(paths.backups / _CANDADO, plazo=plazo)


def marcar(paths: Paths, hecha: Marca) -> None:
    """Write the mark: from here on the restore will be ended, whatever happens. The images are on the disk.

    Raises OSError.
    """
    datos = {
        "id": hecha.id,
        "imagenes": {base: {"bytes": b, "sha256": h} for base, (b, h) in hecha.imagenes.items()},
        "quitar": list(hecha.quitar),
    }
    texto = json.dumps(datos, ensure_ascii=False, sort_keys=True).encode("utf-8")
    with replacing(marca(paths), marca(paths).with_name(f"{_MARCA}.nueva"), 0o600) as archivo:
        archivo.write(texto)


def asentar(imagen: Path) -> tuple[int, str]:
    """Put an image that will be marked on the disk for good; its size and SHA-256. Raises OSError."""
    with imagen.open("r+b") as archivo:
        os.fsync(archivo.fileno())
    return imagen.stat().st_size, _sha256(imagen)


def terminar_pendiente(paths: Paths, plazo: float = PLAZO_S) -> bool:
    """End the restore that somebody began and could not end; whether there was one.

    Raises RestauracionPendienteError when it cannot be ended, BaseOcupadaError when somebody holds a database.
    """
    if not marca(paths).exists():
        return False
    tomado = turno(paths, plazo)
    if tomado is None:
        raise RestauracionPendienteError.en_curso()
    try:
        if not marca(paths).exists():
            return False
        log.warning("a restore was not ended: ending it now")
        terminar(paths)
    finally:
        tomado.soltar()
    return True


def terminar(paths: Paths, al_paso: Callable[[str], None] = lambda _paso: None) -> None:
    """Push every marked image into its database and take the mark away. Whoever calls holds the turn.

    Raises RestauracionPendienteError, BaseOcupadaError.
    """
    try:
        hecha = _leer(paths)
        lugar = carpeta(paths)
        for base, (largo, huella) in hecha.imagenes.items():
            imagen = lugar / f"{base}.db"
            if imagen.stat().st_size != largo or _sha256(imagen) != huella:
                raise _rota(paths, tr("la copia de «{base}» que esperaba no está entera").format(base=base))
        paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        for base in hecha.imagenes:
            _empujar(lugar / f"{base}.db", paths.database(base))
            al_paso(f"puesta_{base}")
        for base in hecha.imagenes:
            _comprobar(lugar / f"{base}.db", paths.database(base), paths)
        for nombre in hecha.quitar:
            (paths.data / Path(nombre).name).unlink(missing_ok=True)
        sync_folder(paths.data)
        al_paso("comprobada")
        marca(paths).unlink()
        sync_folder(lugar)
    except OSError as error:
        raise _rota(paths, str(error)) from error
    al_paso("terminada")
    shutil.rmtree(lugar, ignore_errors=True)
    log.info("restored: %s", hecha.id)


def _leer(paths: Paths) -> Marca:
    try:
        datos = json.loads(marca(paths).read_bytes())
        imagenes = {
            base: (int(datos["imagenes"][base]["bytes"]), str(datos["imagenes"][base]["sha256"])) for base in names.ALL
        }
        return Marca(str(datos["id"]), imagenes, tuple(str(nombre) for nombre in datos["quitar"]))
    except (ValueError, KeyError, TypeError) as error:
        raise _rota(paths, tr("la marca no se entiende ({detalle})").format(detalle=error)) from error


def _empujar(imagen: Path, viva: Path) -> None:
    """One transaction of the live database. One that is no database any more is set aside and made new."""
    try:
        _copiar(imagen, viva)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _NO_ES_BASE:
            raise _explicado(error, viva) from error
        _apartar(viva)
        try:
            _copiar(imagen, viva)
        except sqlite3.Error as otro:
            raise _explicado(otro, viva) from otro


def _copiar(imagen: Path, viva: Path) -> None:
    if not viva.exists():
        # Born readable by this user only.
        os.close(os.open(viva, os.O_CREAT | os.O_WRONLY, 0o600))
    with (
        closing(conectar(imagen)) as origen,
        closing(sqlite3.connect(viva, timeout=_ESPERA_DE_ESCRITORES_S)) as destino,
    ):
        destino.isolation_level = None
        destino.execute("PRAGMA synchronous = FULL")
        limite = time.monotonic() + _ESPERA_DE_ESCRITORES_S

        def seguir(estado: int, _quedan: int, _total: int) -> None:
            # The backup waits for who is writing, and would for ever.
            if estado != sqlite3.SQLITE_OK and estado != sqlite3.SQLITE_DONE and time.monotonic() > limite:
                raise BaseOcupadaError

        origen.backup(destino, pages=-1, progress=seguir, sleep=0.1)
        guardado.confirmado()
        # What stood before the restore in the write-ahead log must not grow on.
        destino.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _apartar(viva: Path) -> None:
    """The damaged file keeps another name, for whoever wants to look for something in it."""
    sello = time.strftime("%Y%m%d_%H%M%S", time.gmtime())
    for cola in ("", "-wal", "-shm"):
        archivo = viva.with_name(viva.name + cola)
        if archivo.exists():
            archivo.rename(viva.with_name(f"{viva.name}.danada-{sello}{cola}"))
    sync_folder(viva.parent)
    log.warning("%s was no database any more and was set aside", viva)


def _comprobar(imagen: Path, viva: Path, paths: Paths) -> None:
    """That the live database holds the image: whole, and as many rows in every table."""
    try:
        with closing(conectar(imagen)) as esperada, closing(sqlite3.connect(viva)) as hallada:
            estado = hallada.execute("PRAGMA quick_check(1)").fetchone()[0]
            if estado != "ok" or _cuenta(esperada) != _cuenta(hallada):
                raise _rota(paths, tr("«{archivo}» no quedó como el respaldo").format(archivo=viva.name))
    except sqlite3.Error as error:
        raise _explicado(error, viva) from error


def _cuenta(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    tablas = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    return [
        (nombre, connection.execute('SELECT count(*) FROM "{}"'.format(nombre.replace('"', '""'))).fetchone()[0])  # noqa: S608
        for (nombre,) in tablas
    ]


def _explicado(error: sqlite3.Error, viva: Path) -> BaseError:
    # Deferred: the engine asks this module before it opens anything.
    from rexus.db.motores.sqlite import explicar

    hallado = explicar(error, str(viva))
    if isinstance(hallado, BaseError):
        return hallado
    return RestauracionPendienteError(str(error), tr("Cerrar los otros puestos y abrir Rexus otra vez."))


def _rota(paths: Paths, detalle: str) -> RestauracionPendienteError:
    return RestauracionPendienteError(
        tr("Una restauración quedó a medias y no se puede terminar: {detalle}.").format(detalle=detalle.rstrip(".")),
        tr(
            "Corregir eso y abrir Rexus otra vez. Si no se puede: quitar la carpeta «{carpeta}» y restaurar de nuevo."
        ).format(carpeta=carpeta(paths)),
    )


def _sha256(archivo: Path) -> str:
    hecho = sha256()
    with archivo.open("rb") as entrada:
        while trozo := entrada.read(_TROZO):
            hecho.update(trozo)
    return hecho.hexdigest()
