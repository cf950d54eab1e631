"""The proof that images are what a workshop can go on with: whole files, known schemas, a ledger that adds up."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import MetaData
from sqlalchemy.exc import DBAPIError, NoResultFound

from rexus.auditoria import LLAVE, leer_cabeza, recorrer
from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance
from rexus.base.text import contados, tr
from rexus.db import imagen, llaves, names, schema
from rexus.db.orm import AuditoriaBase, InventarioBase, UsersBase
from rexus.stock import todas_las_clases, verificar

_TABLAS: Final[Mapping[str, MetaData]] = {
    names.USERS: UsersBase.metadata,
    names.INVENTARIO: InventarioBase.metadata,
    names.AUDITORIA: AuditoriaBase.metadata,
}
# These tell nothing of the image.
_DEL_DISCO: Final = frozenset(
    (
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_FULL,
        # Nobody but this program opens an image, unless something looks into every new file.
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )
)
# Two cores: one proves the largest file while the other does all the rest.
HILOS: Final = 2


class ImagenMalaError(Exception):
    """An image is not what it should be. `detalle` says why, in words; `base` is the one whose file is damaged, empty
    when the files are whole and what they hold contradicts itself."""

    def __init__(self, base: str, detalle: str) -> None:
        super().__init__(f"{base}: {detalle}" if base else detalle)
        self.base = base
        self.detalle = detalle


@dataclass(frozen=True)
class Cuenta:
    """The ledger of an image: how many articles and movements, and the id of the newest movement (0 without any)."""

    articulos: int
    movimientos: int
    ultimo_movimiento: int


@dataclass(frozen=True)
class Cadena:
    """The trail of an image: how many events were proven, and what is wrong with it (empty: nothing)."""

    eventos: int
    aviso: str


def revisar_archivo(archivo: Path, base: str, avance: Avance, filas: Mapping[str, int] | None = None) -> str:
    """Prove that an image is a whole database of Rexus; its revision.

    `filas` is how many rows each table must have. Raises ImagenMalaError, BaseNuevaError, CanceladoError.
    """
    try:
        with closing(imagen.conectar(archivo, avance)) as connection:
            hallazgos = [str(fila[0]) for fila in connection.execute("PRAGMA integrity_check(20)")]
            if hallazgos != ["ok"]:
                raise ImagenMalaError(base, "; ".join(hallazgos[:3]))
            sueltas = connection.execute("PRAGMA foreign_key_check").fetchmany(3)
            if sueltas:
                raise ImagenMalaError(
                    base, tr("hay filas que nombran a otras que no están: {filas}").format(filas=sueltas)
                )
            revision = _revision(archivo, base)
            _revisar_tablas(connection, base, revision)
            _revisar_filas(connection, base, filas or {})
    except sqlite3.Error as error:
        raise de_sqlite(error, base, avance) from error
    return revision


def contar(archivo: Path, avance: Avance) -> Cuenta:
    """Prove that the stock of an `inventario` of this program's schema is what its movements say.

    Raises ImagenMalaError, CanceladoError.
    """
    if not todas_las_clases():
        raise LookupError("no class of articles is registered: the proof would be empty")
    try:
        with imagen.leer(archivo, names.INVENTARIO, avance) as work:
            hecho = verificar(work, archivo=False)
            ultimo = work.connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM movimientos").scalar_one()
    except DBAPIError as error:
        raise de_sqlite(error.orig, names.INVENTARIO, avance) from error
    if not hecho.ok:
        raise ImagenMalaError(
            "",
            tr("el stock no es el que dicen los movimientos: {cuantas}, la primera: {primera}").format(
                cuantas=contados(len(hecho.diferencias), tr("diferencia"), tr("diferencias")),
                primera=hecho.diferencias[0].frase,
            ),
        )
    return Cuenta(hecho.articulos, hecho.movimientos, int(ultimo))


def recorrer_cadena(imagenes: Mapping[str, Path], archivos: Path, avance: Avance) -> Cadena:
    """Walk the trail of images of this program's schema; `archivos` is where the months are that left it.

    A trail that somebody altered is no reason to lose the stock: it is told, not refused.
    """
    try:
        with imagen.leer(imagenes[names.USERS], names.USERS, avance) as users:
            llave, cabeza = llaves.buscar(users, LLAVE), leer_cabeza(users)
        with imagen.leer(imagenes[names.AUDITORIA], names.AUDITORIA, avance) as work:
            hecho = recorrer(work, llave, archivos, {names.USERS: cabeza})
    except NoResultFound:
        return Cadena(0, tr("Falta la llave de la auditoría: no se puede comprobar."))
    except DBAPIError as error:
        raise de_sqlite(error.orig, names.AUDITORIA, avance) from error
    return Cadena(hecho.eventos, "" if hecho.falla is None else hecho.frase)


def a_la_vez(
    tareas: Mapping[str, Callable[[], Any]], despues: Mapping[str, tuple[str, Callable[[Any], Any]]] | None = None
) -> dict[str, Any]:
    """Run the tasks in two threads, begun in their order; their results by name. What fails first is raised.

    Those of `despues` are begun after all others, and are given the result of the one that they name. SQLite, the
    hashes and zstd let go of the interpreter while they work.
    """
    with ThreadPoolExecutor(HILOS, thread_name_prefix="rexus-respaldo") as hilos:
        futuros = {nombre: hilos.submit(tarea) for nombre, tarea in tareas.items()}
        for nombre, (de, tarea_con) in (despues or {}).items():
            futuros[nombre] = hilos.submit(_con, futuros[de], tarea_con)
        if fallas := [f for f in wait(futuros.values(), return_when=FIRST_EXCEPTION).done if f.exception() is not None]:
            hilos.shutdown(wait=True, cancel_futures=True)
            fallas[0].result()
        return {nombre: futuro.result() for nombre, futuro in futuros.items()}


def _con(futuro: Future[Any], tarea: Callable[[Any], Any]) -> Any:
    return tarea(futuro.result())


def _revision(archivo: Path, base: str) -> str:
    revision = imagen.revision(archivo)
    if revision is None:
        raise ImagenMalaError(base, tr("no tiene ninguna tabla de Rexus"))
    # Raises BaseNuevaError for one that this program does not know.
    schema.is_outdated(base, revision)
    return revision


def _revisar_tablas(connection: sqlite3.Connection, base: str, revision: str) -> None:
    """Older schemas had fewer tables; migrating them says whether they are what they should be."""
    if revision != schema.HEADS[base]:
        return
    hay = {fila[0] for fila in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if faltan := sorted(set(_TABLAS[base].tables) - hay):
        raise ImagenMalaError(base, tr("faltan tablas: {tablas}").format(tablas=", ".join(faltan)))


def _revisar_filas(connection: sqlite3.Connection, base: str, filas: Mapping[str, int]) -> None:
    for tabla, cuantas in filas.items():
        nombre = tabla.replace('"', '""')
        hay = connection.execute(f'SELECT count(*) FROM "{nombre}"').fetchone()[0]  # noqa: S608
        if hay != cuantas:
            raise ImagenMalaError(
                base,
                tr("la tabla «{tabla}» tiene {filas} y debería tener {cuantas}").format(
                    tabla=tabla, filas=contados(hay, tr("fila"), tr("filas")), cuantas=cuantas
                ),
            )


def de_sqlite(error: BaseException | None, base: str, avance: Avance) -> Exception:
    """What an error of SQLite says: stopped, the disk, or the image."""
    if avance.cancelado:
        return CanceladoError()
    if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in _DEL_DISCO:
        return OSError(errno.EIO, str(error))
    return ImagenMalaError(base, str(error))
