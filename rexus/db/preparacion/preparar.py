"""Says exactly what it did. Asked again it changes nothing that is in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from rexus.base.errors import RexusError
from rexus.base.log import get_logger
from rexus.base.text import tr
from rexus.db import copia, names, schema
from rexus.db.conexion import POSTGRESQL, Conexion, PoolSettings
from rexus.db.faults import translated
from rexus.db.motores import Vigilancia
from rexus.db.preparacion.postgresql import ServidorPostgresql
from rexus.db.preparacion.servidor import Servidor
from rexus.db.preparacion.sqlserver import ServidorSqlserver

log = get_logger(__name__)

_DIRECTAS: Final = PoolSettings(activo=False)


@dataclass(frozen=True)
class Paso:
    """One thing that was found or done. `hecho` is false for what was in order already."""

    base: str
    frase: str
    hecho: bool = True


def preparar(
    conexion: Conexion, respaldos: Path, *, conceder: str = "", al_avanzar: Callable[[Paso], None] = lambda _: None
) -> list[Paso]:
    """Create what is missing on the server, with the account in `conexion`; return what was done.

    `conceder` names an existing account that gets the rights of daily work and no more. Accounts that have them keep
    them on tables made meanwhile, as far as those may be changed. `respaldos` is where a copy goes before an older
    schema is brought up. `al_avanzar` is told each step when it is done. Raises BaseError; NoEncontradoError without
    that account, on PostgreSQL before anything is made.
    """
    if not conexion.es_servidor:
        raise RexusError(
            tr("No hay servidor"),
            tr("Está configurada la base local, que no necesita preparación. No se hizo nada."),
            tr("Elegir el servidor en «Conexión», o con «rexus config poner db.motor postgresql»."),
        )
    pasos: list[Paso] = []
    servidor: Servidor = ServidorPostgresql(conexion) if conexion.motor == POSTGRESQL else ServidorSqlserver(conexion)
    if conceder:
        # Before anything is made.
        with (
            translated(servidor.motor, names.ALL[0]),
            _engine(servidor, servidor.central, autocommit=True) as central,
            central.connect() as connection,
        ):
            servidor.exigir_cuenta(connection, conceder)
    for base in names.ALL:
        with translated(servidor.motor, base):
            for paso in _de_una(servidor, base, conexion.bases[base], respaldos, conceder):
                log.info("preparing %s: %s", base, paso.frase)
                pasos.append(paso)
                al_avanzar(paso)
    return pasos


def _de_una(servidor: Servidor, base: str, nombre: str, respaldos: Path, conceder: str) -> Iterator[Paso]:
    with _engine(servidor, servidor.central, autocommit=True) as central, central.connect() as connection:
        creada = servidor.crear(connection, nombre)
    yield Paso(
        base,
        (tr("Base «{nombre}»: creada") if creada else tr("Base «{nombre}»: ya estaba")).format(nombre=nombre),
        creada,
    )
    if base in schema.HEADS:
        yield _esquema(servidor, base, nombre, respaldos)
    with _engine(servidor, nombre) as engine:
        yield from [Paso(base, frase, hecho) for frase, hecho in servidor.afinar(engine, nombre)]
        yield from _derechos(servidor, engine, base, nombre, conceder)


def _derechos(servidor: Servidor, engine: Engine, base: str, nombre: str, conceder: str) -> Iterator[Paso]:
    """Also of the accounts that have them already: a table that was made meanwhile may be one to be added to only."""
    with engine.begin() as connection:
        cuentas = dict.fromkeys([*([conceder] if conceder else []), *servidor.con_derechos(connection)])
        pasos = [Paso(base, frase, hecho) for frase, hecho in (servidor.cerrar(connection, nombre) if cuentas else [])]
        for cuenta in cuentas:
            antes = servidor.derechos(connection)
            servidor.conceder(connection, nombre, cuenta)
            hecho = servidor.derechos(connection) != antes
            frase = (
                tr("Base «{nombre}»: derechos de trabajo para «{cuenta}»")
                if hecho
                else tr("Base «{nombre}»: «{cuenta}» ya tenía los derechos de trabajo")
            )
            pasos.append(Paso(base, frase.format(nombre=nombre, cuenta=cuenta), hecho))
    # Told when they hold.
    yield from pasos


def _esquema(servidor: Servidor, base: str, nombre: str, respaldos: Path) -> Paso:
    motor, meta = servidor.motor, schema.HEADS[base]
    with _engine(servidor, nombre) as engine:
        with motor.conectar(engine, Vigilancia(), write=False) as connection:
            actual = schema.version(connection, motor)
        if not schema.is_outdated(base, actual):
            return Paso(
                base, tr("Esquema de «{nombre}»: al día ({version})").format(nombre=nombre, version=meta), False
            )
        with motor.conectar(engine, Vigilancia(), write=True) as connection:
            antes = schema.upgrade(
                connection,
                base,
                motor,
                lambda revision: copia.antes_de_migrar(motor, base, revision, respaldos),
            )
    if antes is None:
        return Paso(base, tr("Esquema de «{nombre}»: creado ({version})").format(nombre=nombre, version=meta))
    frase = tr("Esquema de «{nombre}»: actualizado de {antes} a {version}, con una copia antes")
    return Paso(base, frase.format(nombre=nombre, antes=antes, version=meta))


@contextmanager
def _engine(servidor: Servidor, nombre: str, *, autocommit: bool = False) -> Iterator[Engine]:
    """An engine for a moment. Databases are not created inside a transaction."""
    engine = servidor.motor.engine_de(nombre, _DIRECTAS)
    try:
        yield engine.execution_options(isolation_level="AUTOCOMMIT") if autocommit else engine
    finally:
        engine.dispose()
