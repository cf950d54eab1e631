"""A set in place of the live databases: proven first, what was there kept in a set of its own, and then all or nothing.

The order: prove the set and bring it to this program's schema in `backups/.restauracion`, make the safety set, write
the mark (`rexus.db.restauracion`), push, compare. Until the mark nothing live was touched; from the mark on the restore
is ended by whoever opens the databases next, however often the program dies. The mark is written while nobody can
write, and only if nobody wrote since the safety set: nothing that was acknowledged is lost.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import text

from rexus.auditoria import archivo_de_cabeza
from rexus.base.actor import SISTEMA, Actor
from rexus.base.atomic import sync_folder
from rexus.base.errors import BaseDanadaError, ConflictoError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import iso_utc, tr
from rexus.db import imagen, names, restauracion
from rexus.db.registry import Registry
from rexus.db.work import Work, now_utc
from rexus.respaldos import abrir, hacer, sucesos, verificar
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.conjunto import BASES, Conjunto
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.errors import BaseNoCuadraError, RestauracionFallidaError
from rexus.respaldos.restaurar.testigo import Testigo
from rexus.seguridad import RESTAURAR, exigir, exigir_confirmada, terminar_todas

log = get_logger(__name__)

MOTIVO: Final = "antes de restaurar"
#: The steps, in their order: `al_paso` is called with each when it was done.
PASOS: Final = ("probado", "preparado", "resguardado", "marcado", *restauracion.PASOS)
# Who goes on working while a safety set is made is asked to stop after so many of them.
_VECES: Final = 3


@dataclass(frozen=True)
class Restaurado:
    """What was put in place. `resguardo` is the set of what was there before; None when that was too damaged for one:
    then `apartadas` is the folder with copies of the files as they were."""

    conjunto: Conjunto
    revision: verificar.Revision
    resguardo: Conjunto | None
    apartadas: Path | None
    momento: datetime


def en_vivo(
    registry: Registry,
    actor: Actor,
    carpeta: Path,
    id_: str,
    *,
    frase: str | None = None,
    avance: Avance | None = None,
    clock: Callable[[], datetime] = now_utc,
    al_paso: Callable[[str], None] = lambda _paso: None,
) -> Restaurado:
    """Put a set of `carpeta` in place of the live databases of an embedded installation.

    Whoever asks gave the password lately (ConfirmarClaveError). Raises what `verificar` and `hacer.completo` raise, and
    ConflictoError while another restore goes on: nothing was touched then. RestauracionPendienteError: it was begun and
    will be ended by the next start.
    """
    if registry.motor.es_servidor:
        raise RestauracionFallidaError(
            tr("Las bases están en un servidor, y este programa no las cambia enteras. No se tocó nada."),
            tr("Dejarlas en una carpeta con «rexus restaurar ID --a CARPETA», o usar las herramientas del servidor."),
        )
    registry.leer(names.USERS, actor, _confirmada)
    avance = avance or SinAvance()
    conjunto = carpetas.uno(carpeta, id_)
    try:
        tomado = restauracion.turno(registry.paths, plazo=0.0)
        if tomado is None:
            raise ConflictoError(
                tr("Ya se está restaurando un respaldo. No se tocó nada."), tr("Esperar a que termine.")
            )
        try:
            return _restaurar(_Pedido(registry, actor, carpeta, conjunto, frase, avance, clock, al_paso))
        finally:
            tomado.soltar()
    except OSError as error:
        raise verificar.de_disco(registry.paths.backups, error) from error


@dataclass(frozen=True)
class _Pedido:
    registry: Registry
    actor: Actor
    carpeta: Path
    conjunto: Conjunto
    frase: str | None
    avance: Avance
    clock: Callable[[], datetime]
    al_paso: Callable[[str], None]


def _restaurar(pedido: _Pedido) -> Restaurado:
    paths = pedido.registry.paths
    lugar = restauracion.carpeta(paths)
    if restauracion.marca(paths).exists():
        # Somebody died past the point of no return since the databases were opened here.
        restauracion.terminar(paths)
        pedido.registry.olvidar_todo()
    if lugar.exists():
        # Without a mark: somebody died before anything was touched.
        shutil.rmtree(lugar)
    lugar.mkdir(mode=0o700)
    try:
        imagenes = abrir.imagenes(pedido.carpeta, pedido.conjunto, lugar, Llavero(pedido.frase), pedido.avance)
        revision = verificar.probar(pedido.conjunto, imagenes, lugar, pedido.carpeta, pedido.avance)
        for base, archivo in imagenes.items():
            imagen.actualizar(archivo, base)
        pedido.al_paso("probado")
        _preparar(pedido, lugar)
        asentadas = {base: restauracion.asentar(archivo) for base, archivo in imagenes.items()}
        sync_folder(lugar)
        # Each push goes through the write-ahead log of the database that it replaces.
        paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        abrir.exigir_espacio(paths.data, 2 * sum(largo for largo, _ in asentadas.values()))
        pedido.al_paso("preparado")
        # Whoever looks at the trail on this machine would miss what came after the set.
        marca = restauracion.Marca(pedido.conjunto.id, asentadas, (archivo_de_cabeza(paths).name,))
        resguardo, apartadas = _resguardar_y_marcar(pedido, marca)
    except BaseException as error:
        if not restauracion.marca(paths).exists():
            shutil.rmtree(lugar, ignore_errors=True)
            if isinstance(error, RexusError):
                sucesos.anotar_falla(pedido.registry, pedido.actor, "restaurar", pedido.conjunto.id, error)
        raise
    pedido.al_paso("marcado")
    restauracion.terminar(paths, pedido.al_paso)
    pedido.registry.olvidar_todo()
    return Restaurado(pedido.conjunto, revision, resguardo, apartadas, pedido.clock())


def _resguardar_y_marcar(pedido: _Pedido, marca: restauracion.Marca) -> tuple[Conjunto | None, Path | None]:
    """Make the safety set, and write the mark if it holds all that was ever acknowledged.

    Raises ConflictoError when somebody goes on working.
    """
    paths = pedido.registry.paths
    for _ in range(_VECES):
        with Testigo(paths) as testigo:
            resguardo, apartadas = _resguardar(pedido)
            pedido.al_paso("resguardado")
            pedido.avance.paso(0)
            if resguardo is None:
                # What is damaged cannot be watched either.
                restauracion.marcar(paths, marca)
                return resguardo, apartadas
            with testigo.quietas() as nadie_escribio:
                if nadie_escribio:
                    # Whoever waits for its turn to write sees the mark when that comes.
                    restauracion.marcar(paths, marca)
                    return resguardo, apartadas
    raise ConflictoError(
        tr("Otros puestos siguen trabajando en las bases. No se tocó nada."),
        tr("Cerrar Rexus en los otros puestos y repetir la restauración."),
    )


def _resguardar(pedido: _Pedido) -> tuple[Conjunto | None, Path | None]:
    """A set of what is there now; when that is too damaged for one, copies of the files as they are."""
    registry = pedido.registry
    try:
        hecho = hacer.completo(
            registry,
            registry.paths.backups,
            motivo=MOTIVO,
            frase=pedido.frase,
            avance=pedido.avance,
            clock=pedido.clock,
            actor=pedido.actor,
        )
    except (BaseDanadaError, BaseNoCuadraError) as error:
        log.warning("no safety set: %s", error)
        return None, _apartar(pedido)
    return hecho, None


def _apartar(pedido: _Pedido) -> Path:
    lugar = pedido.registry.paths.backups / f"danadas_{pedido.clock():%Y%m%d_%H%M%S}"
    lugar.mkdir(mode=0o700)
    for base in BASES:
        viva = pedido.registry.paths.database(base)
        if not viva.exists():
            continue
        copia = lugar / viva.name
        copia.touch(mode=0o600)
        try:
            with closing(sqlite3.connect(viva)) as origen, closing(sqlite3.connect(copia)) as destino:
                origen.backup(destino)
        except sqlite3.DatabaseError as error:
            # No database any more: the push keeps the file itself under another name.
            log.warning("%s could not be copied aside: %s", viva, error)
    return lugar


def _preparar(pedido: _Pedido, lugar: Path) -> None:
    """Write into the images what must be there with them: the event, and that every lookup went stale."""
    vivas = _versiones(pedido.registry)
    with imagen.escribir(lugar / "inventario.db", names.INVENTARIO) as work:
        for etiqueta, version in vivas.items():
            work.connection.execute(_OTRA_VERSION, {"etiqueta": etiqueta, "version": version + 1})
    with imagen.escribir(lugar / "users.db", names.USERS) as work:
        work.now = pedido.clock
        # Whoever was signed in when the set was made is not signed in now.
        terminar_todas(work)
        despues = {**sucesos.de_conjunto(pedido.conjunto), "fecha": iso_utc(pedido.conjunto.fecha)}
        work.anotar(
            sucesos.MODULO,
            sucesos.RESTAURAR,
            "respaldos",
            pedido.conjunto.id,
            despues=despues,
            usuario=pedido.actor.usuario,
        )


_OTRA_VERSION = text(
    "INSERT INTO cache_versiones (etiqueta, version) VALUES (:etiqueta, :version)"
    " ON CONFLICT (etiqueta) DO UPDATE SET version = max(excluded.version, cache_versiones.version + 1)"
)


def _versiones(registry: Registry) -> dict[str, int]:
    """The counters as the other seats know them; none of a database that cannot be read any more."""

    def leer(work: Work) -> dict[str, int]:
        filas = work.connection.execute(text("SELECT etiqueta, version FROM cache_versiones"))
        return {fila.etiqueta: fila.version for fila in filas}

    try:
        return registry.leer(names.INVENTARIO, SISTEMA, leer)
    except BaseDanadaError:
        return {}


def _confirmada(work: Work) -> None:
    exigir(work.actor, RESTAURAR)
    exigir_confirmada(work)
