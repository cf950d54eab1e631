"""How the program stands: engine, databases, pools, cache, files, versions. Holds no secret."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from rexus.base.errors import AccesoRechazadoError, BaseInalcanzableError, BaseSinPrepararError, RexusError
from rexus.base.paths import Paths
from rexus.base.text import tr
from rexus.base.version import VERSION
from rexus.db import names, schema
from rexus.db.cache import CifrasCache
from rexus.db.cifras import CifrasPool
from rexus.db.conexion import PoolSettings
from rexus.db.faults import translated
from rexus.db.motores import Vigilancia, controladores
from rexus.db.registry import Registry
from rexus.db.salud import Estado, Instante
from rexus.db.work import now_utc
from rexus.settings import SCHEMA, LlaveroError, Settings

# A screen waits no longer for one database.
_LIMITE_S: Final = 4.0
# In a document instead of ONLINE: the server is there, and nobody can work on its databases.
INSERVIBLE: Final = "UNUSABLE"
_PAQUETES: Final = ("SQLAlchemy", "psycopg", "pyodbc", "mssql-python", "redis", "keyring")
_QT: Final = "PySide6-Essentials"


@dataclass(frozen=True)
class BaseVista:
    """A database: its schema's version and what is wrong with it; `problema` None: it was not asked, "" nothing."""

    base: str
    lugar: str
    version: str | None = None
    problema: str | None = None


@dataclass(frozen=True)
class Diagnostico:
    """All of one moment. `origenes` tells where each value comes from that is not the factory's, never the value.

    `pendientes` counts the changes of the configuration that wait for the database. `rechazado`: the server refused the
    account; whoever asks again and again may lock it.
    """

    motor: str
    servidor: str
    usuario: str
    salud: Instante
    rechazado: bool
    bases: tuple[BaseVista, ...]
    pool: PoolSettings
    pools: tuple[CifrasPool, ...]
    cache: CifrasCache
    configuracion: str
    datos: str
    registro: str
    origenes: dict[str, str]
    pendientes: int
    problemas: tuple[str, ...]
    versiones: dict[str, str]
    sistema: str
    controladores: tuple[str, ...]

    @property
    def impide(self) -> str:
        """Why nobody can work, whatever the server's health: what is wrong with a database that the program needs.

        Empty if nothing is, or nobody asked.
        """
        return next((vista.problema for vista in self.bases if vista.base in schema.HEADS and vista.problema), "")

    @property
    def sirve(self) -> bool:
        """Whether one can work, as far as was asked."""
        return self.salud.en_linea and not self.impide

    def como_dict(self) -> dict[str, Any]:
        """For a JSON document: plain values, moments as datetimes."""
        salud, motivo = self.salud, self.salud.motivo
        return {
            **{nombre: getattr(self, nombre) for nombre in self.__dataclass_fields__},
            "salud": {
                "estado": INSERVIBLE if salud.en_linea and self.impide else str(salud.estado),
                "desde": salud.desde,
                "motivo": self.impide or None if motivo is None else motivo.explicacion,
            },
            "bases": [asdict(base) for base in self.bases],
            "pool": asdict(self.pool),
            "pools": [asdict(pool) for pool in self.pools],
            "cache": {**asdict(self.cache), "aciertos": self.cache.aciertos, "fallos": self.cache.fallos},
        }


def reunir(registry: Registry, settings: Settings, paths: Paths, *, preguntar: bool) -> Diagnostico:
    """What holds now. With `preguntar` each database is asked for its schema, which may take seconds; none is while the
    server is known to be away.

    Changes nothing, makes nothing, needs nobody signed in.
    """
    salud, conexion = registry.salud.instante, registry.conexion
    bases = [BaseVista(base, registry.lugar(base)) for base in names.ALL]
    rechazo: RexusError | None = None
    if preguntar and not salud.en_linea and salud.motivo is not None:
        bases = [replace(vista, problema=salud.motivo.explicacion) for vista in bases]
    elif preguntar:
        bases, rechazo = _preguntar(registry, bases)
        if isinstance(rechazo, BaseInalcanzableError):
            # Nobody had noticed yet.
            salud = Instante(Estado.OFFLINE, now_utc(), rechazo)
    return Diagnostico(
        motor=conexion.motor,
        servidor=conexion.lugar if conexion.es_servidor else "",
        usuario=conexion.usuario,
        salud=salud,
        rechazado=isinstance(rechazo, AccesoRechazadoError),
        bases=tuple(bases),
        pool=registry.pool,
        pools=tuple(registry.cifras()),
        cache=registry.cache.cifras(),
        configuracion=str(paths.settings_file),
        datos=str(paths.data),
        registro=str(paths.logs),
        origenes=_origenes(settings),
        pendientes=len(settings.pendientes()),
        problemas=tuple(f"{p.frase} {p.que_hacer}".strip() for p in settings.problemas),
        versiones=_versiones(),
        sistema=platform.platform(),
        controladores=_controladores(),
    )


def _preguntar(registry: Registry, bases: list[BaseVista]) -> tuple[list[BaseVista], RexusError | None]:
    """The databases with what they answer, and why the server cannot be reached or lets nobody in, if so."""
    vistas: list[BaseVista] = []
    cerrado: RexusError | None = None
    for vista in bases:
        # A server that does not answer would take the same time again; one that refuses may lock the account.
        error: RexusError | None = cerrado
        version: str | None = None
        if cerrado is None:
            try:
                version = _esquema(registry, vista)
                if version is None and registry.motor.es_servidor and vista.base in schema.HEADS:
                    error = BaseSinPrepararError(registry.conexion.bases[vista.base])
            except RexusError as refusal:
                error = refusal
                if isinstance(refusal, BaseInalcanzableError | AccesoRechazadoError | LlaveroError):
                    cerrado = refusal
        problema = "" if error is None else error.explicacion
        vistas.append(BaseVista(vista.base, vista.lugar, version, problema))
    return vistas, cerrado


def _esquema(registry: Registry, vista: BaseVista) -> str | None:
    """The schema that a database has; None without any, or while its file is not there. Raises RexusError.

    Asked on a connection of its own: it waits for nobody, also when the pool is what is being looked into.
    """
    motor = registry.motor
    if not motor.es_servidor and not Path(vista.lugar).is_file():
        return None
    vigilancia = Vigilancia(limite=_LIMITE_S, perdida=registry.salud.perdida)
    engine = motor.engine(vista.base, replace(registry.pool, activo=False), secreta=True)
    try:
        with (
            translated(motor, vista.base, vigilancia),
            motor.conectar(engine, vigilancia, write=False) as connection,
        ):
            return schema.version(connection, motor)
    finally:
        engine.dispose()


def _origenes(settings: Settings) -> dict[str, str]:
    origenes: dict[str, str] = {}
    for clave, setting in SCHEMA.items():
        # Of a password only what needs no keyring to be asked.
        origen = ("entorno" if settings.variable(clave) else "fabrica") if setting.secreta else settings.origen(clave)
        if origen != "fabrica" and not setting.oculta:
            origenes[clave] = origen
    return origenes


@cache
def _versiones() -> dict[str, str]:
    """Looked for once: it reads files all over the installation."""
    return {
        "Rexus": VERSION,
        "Python": platform.python_version(),
        "Qt": _version(_QT) or tr("no instalado"),
        **{paquete: hallada for paquete in _PAQUETES if (hallada := _version(paquete))},
    }


@cache
def _controladores() -> tuple[str, ...]:
    return tuple(controladores.instalados())


def _version(paquete: str) -> str:
    try:
        return version(paquete)
    except PackageNotFoundError:
        return ""
