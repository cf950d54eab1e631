"""Three images into three databases of a server, all or nothing as far as three databases can.

They are loaded and proven in three open transactions; nothing is committed before the last proof. Then the commits
follow one another. A mark (`rexus.db.a_medias`) goes with the first and is taken away after the last: whoever is cut
off between them leaves it, and everybody is told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, func, insert, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from rexus.auditoria import TURNO
from rexus.base import guardado
from rexus.base.errors import BaseOcupadaError
from rexus.base.log import get_logger
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db import a_medias, imagen, intentos, names
from rexus.db.conexion import PoolSettings
from rexus.db.faults import translated
from rexus.db.llaves import Llave
from rexus.db.locking import turno
from rexus.db.motores import Motor, Vigilancia
from rexus.respaldos import tablas
from rexus.respaldos.carga import destino, palabras
from rexus.respaldos.carga.errores import CargaMalaError, NoCabeError
from rexus.respaldos.carga.prueba import Resultado, de_imagenes, probar
from rexus.respaldos.conjunto import BASES
from rexus.respaldos.errors import RestauracionFallidaError
from rexus.respaldos.tablas import citado

log = get_logger(__name__)

_TANDA: Final = 1_000
#: The steps, in their order: `al_paso` is called with each when it was done.
PASOS: Final = (
    *(f"cargada_{base}" for base in BASES),
    "comprobada",
    *(f"confirmada_{base}" for base in BASES),
    "terminada",
)


@dataclass(frozen=True)
class Cargado:
    """What was put in place: how many rows, and what the proof found, the same as in the images."""

    filas: int
    resultado: Resultado


@dataclass(frozen=True)
class _Abierta:
    base: str
    connection: Connection
    lugar: str


def cargar(
    motor: Motor,
    imagenes: Mapping[str, Path],
    id_: str,
    archivos: Path,
    *,
    encima: bool,
    momento: datetime,
    avance: Avance,
    vigilancia: Vigilancia | None = None,
    al_cerrar: Callable[[str, Connection], None] = lambda _base, _connection: None,
    al_comprobar: Callable[[Mapping[str, Connection]], None] = lambda _por_base: None,
    al_paso: Callable[[str], None] = lambda _paso: None,
) -> Cargado:
    """Put images of this program's schema, those of the set `id_`, into the databases of `motor`, by their owner.

    `encima`: what is there is replaced; else it must be empty. `al_cerrar(base, connection)` is called when nobody else
    can write there any more and nothing was changed yet; what it raises stops everything. `al_comprobar(connections)`
    adds what comes with them, once they are proven. `archivos` is where the months are that left the trail. Raises what
    `destino.alistar` raises, DestinoConDatosError, NoCabeError, CargaMalaError, CanceladoError, BaseError: nothing was
    changed then. RestauracionPendienteError: some of the databases were.
    """
    esperado = de_imagenes(imagenes, archivos, avance)
    total = sum(_cuantas(imagenes[base], base) for base in BASES)
    contador = _Contador(avance, total)
    vigilancia = vigilancia or Vigilancia(avance)
    with ExitStack() as pila:
        abiertas = []
        for base in BASES:
            abierta = pila.enter_context(_abrir(motor, base, vigilancia))
            abiertas.append(abierta)
            with _explicado(motor, base, vigilancia):
                _cerrar(abierta, motor, encima=encima)
                al_cerrar(base, abierta.connection)
                _cargar(abierta, imagenes[base], contador)
            al_paso(f"cargada_{base}")
        por_base = {abierta.base: abierta.connection for abierta in abiertas}
        with _explicado(motor, names.INVENTARIO, vigilancia):
            hallado = probar(por_base, archivos, avance)
        if hallado != esperado:
            raise CargaMalaError(motor.lugar(names.INVENTARIO), esperado.diferencia(hallado))
        with _explicado(motor, names.USERS, vigilancia):
            al_comprobar(por_base)
            _marcar(por_base[names.USERS], id_, momento)
        avance.paso(total, total)
        al_paso("comprobada")
        _confirmar(motor, abiertas, id_, al_paso)
        _desmarcar(motor, por_base[names.USERS], id_)
        al_paso("terminada")
    log.info("%s: %d rows of %s put in place", motor.lugar(names.INVENTARIO), total, id_)
    return Cargado(total, hallado)


def exigir_duena(motor: Motor, avance: Avance) -> None:
    """See that the account of `motor` may put images in place of its three databases. Nothing is changed.

    Raises what `destino.exigir_duena` raises, BaseError when it cannot sign in.
    """
    vigilancia = Vigilancia(avance)
    for base in BASES:
        with _abrir(motor, base, vigilancia) as abierta, _explicado(motor, base, vigilancia):
            destino.exigir_duena(abierta.connection, base, motor)


@contextmanager
def _abrir(motor: Motor, base: str, vigilancia: Vigilancia) -> Iterator[_Abierta]:
    engine = motor.engine(base, PoolSettings(activo=False), secreta=True)
    try:
        with ExitStack() as pila:
            with translated(motor, base, vigilancia):
                connection = pila.enter_context(motor.conectar(engine, vigilancia, write=True))
            try:
                yield _Abierta(base, connection, motor.lugar(base))
            finally:
                # A connection that is gone has nothing left to undo.
                abierta = connection.get_transaction()
                if abierta is not None:
                    intentos.deshacer(abierta)
    finally:
        engine.dispose()


def _cerrar(abierta: _Abierta, motor: Motor, *, encima: bool) -> None:
    connection, base = abierta.connection, abierta.base
    if encima:
        # Whoever is adding to the trail ends that first; the next one sees what is here then.
        turno(connection, TURNO)
    destino.alistar(connection, base, motor)
    palabras.de(connection).cerrar(connection, tablas.de(base))
    if not encima:
        destino.exigir_vacia(connection, base, motor)


def _cargar(abierta: _Abierta, archivo: Path, contador: _Contador) -> None:
    connection = abierta.connection
    todas, suyas = tablas.de(abierta.base), palabras.de(connection)
    palabras.vaciar(connection, todas)
    with closing(imagen.conectar(archivo)) as c:
        for tabla in todas:
            puestas = _llenar(abierta, c, tabla, contador)
            hay = connection.scalar(select(func.count()).select_from(tabla))
            if hay != puestas:
                detalle = tr("«{tabla}» tiene {hay} filas y debería tener {puestas}")
                raise CargaMalaError(abierta.lugar, detalle.format(tabla=tabla.name, hay=hay, puestas=puestas))
            if tabla.autoincrement_column is not None:
                suyas.secuencia(connection, tabla, _ultimo(c, tabla))
    suyas.abrir(connection, todas)
    suyas.terminar(connection, todas)


def _llenar(abierta: _Abierta, c: sqlite3.Connection, tabla: Table, contador: _Contador) -> int:
    columnas = ", ".join(citado(columna.name) for columna in tabla.columns)
    orden = ", ".join(citado(columna.name) for columna in tablas.clave(tabla))
    cursor = c.execute(f"SELECT {columnas} FROM {citado(tabla.name)} ORDER BY {orden}")  # noqa: S608
    convertir, puestas = tablas.desde_imagen(tabla), 0

    def filas() -> Iterator[tuple[Any, ...]]:
        nonlocal puestas
        while tanda := cursor.fetchmany(_TANDA):
            yield from map(convertir, tanda)
            puestas += len(tanda)
            contador.mas(len(tanda))

    try:
        palabras.de(abierta.connection).insertar(abierta.connection, tabla, filas())
    except (DataError, IntegrityError) as error:
        raise NoCabeError(abierta.lugar, tabla.name, str(error.orig).splitlines()[0]) from error
    return puestas


def _ultimo(c: sqlite3.Connection, tabla: Table) -> int:
    """The last id that was ever given, as far as the image knows."""
    (columna,) = tablas.clave(tabla)
    nombre = citado(columna.name)
    ultimo: int = c.execute(f"SELECT coalesce(max({nombre}), 0) FROM {citado(tabla.name)}").fetchone()[0]  # noqa: S608
    if tabla.dialect_options["sqlite"]["autoincrement"]:
        fila = c.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (tabla.name,)).fetchone()
        ultimo = max(ultimo, fila[0] if fila else 0)
    return ultimo


def _cuantas(archivo: Path, base: str) -> int:
    with closing(imagen.conectar(archivo)) as c:
        return sum(
            c.execute(f"SELECT count(*) FROM {citado(tabla.name)}").fetchone()[0]  # noqa: S608
            for tabla in tablas.de(base)
        )


class _Contador:
    def __init__(self, avance: Avance, total: int) -> None:
        self._avance = avance
        self._total = total
        self._hechas = 0

    def mas(self, cuantas: int) -> None:
        """So many rows more. Raises CanceladoError."""
        self._hechas += cuantas
        self._avance.paso(self._hechas, self._total)


# ── Committing ──


def _marcar(users: Connection, id_: str, momento: datetime) -> None:
    users.execute(insert(Llave), {"nombre": a_medias.NOMBRE, "valor": id_, "fecha": momento})


def _confirmar(motor: Motor, abiertas: list[_Abierta], id_: str, al_paso: Callable[[str], None]) -> None:
    hechas: list[str] = []
    for abierta in abiertas:
        try:
            abierta.connection.commit()
        except DBAPIError as error:
            if hechas:
                raise a_medias.pendiente(id_) from error
            # The first one: whether it arrived is told by the mark.
            raise _dudosa(motor, abierta.base) from error
        hechas.append(abierta.base)
        guardado.confirmado()
        al_paso(f"confirmada_{abierta.base}")


def _desmarcar(motor: Motor, users: Connection, id_: str) -> None:
    """All three are there."""
    llaves = [tabla for tabla in tablas.de(names.USERS) if tabla.name == Llave.__tablename__]
    suyas = palabras.de(users)
    try:
        suyas.cerrar(users, llaves)
        users.execute(delete(Llave).where(Llave.nombre == a_medias.NOMBRE))
        suyas.abrir(users, llaves)
        users.commit()
    except DBAPIError as error:
        log.warning("%s: the mark could not be taken away: %s", motor.lugar(names.USERS), error)
        raise a_medias.pendiente(id_) from error


def _dudosa(motor: Motor, base: str) -> RestauracionFallidaError:
    return RestauracionFallidaError(
        tr("Se cortó la conexión con «{lugar}» mientras se confirmaba: no se sabe si la primera base cambió.").format(
            lugar=motor.lugar(base)
        ),
        tr("Abrir Rexus: si algo quedó a medias, lo dice y explica cómo terminarlo; si no, está todo como antes."),
    )


@contextmanager
def _explicado(motor: Motor, base: str, vigilancia: Vigilancia) -> Iterator[None]:
    try:
        with translated(motor, base, vigilancia):
            yield
    except BaseOcupadaError as error:
        raise error.con(tr("Cerrar Rexus en los otros puestos y repetirlo. No se cambió nada.")) from error


def a_medias_de(motor: Motor) -> str | None:
    """The id of the set whose restore was cut off between two databases; None when none was. Raises BaseError."""
    vigilancia = Vigilancia()
    with _abrir(motor, names.USERS, vigilancia) as abierta, translated(motor, names.USERS, vigilancia):
        return a_medias.de(abierta.connection)
