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

from rexus.auditoria import archivo_de_cabeza
from rexus.base.actor import Actor
from rexus.base.atomic import sync_folder
from rexus.base.errors import BaseDanadaError, ConflictoError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import fuente, tr
from rexus.db import names, restauracion
from rexus.db.registry import Registry
from rexus.db.work import Work, now_utc
from rexus.respaldos import abrir, hacer, meses, motivos, sucesos, verificar
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.ajustes import Repuesta
from rexus.respaldos.conjunto import BASES, Conjunto
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.errors import BaseNoCuadraError, RestauracionFallidaError
from rexus.respaldos.restaurar.preparadas import preparar
from rexus.respaldos.restaurar.testigo import Testigo
from rexus.seguridad import RESTAURAR, exigir, exigir_confirmada

log = get_logger(__name__)

MOTIVO: Final = motivos.antes(fuente("restaurar"))
#: The steps, in their order: `al_paso` is called with each when it was done.
PASOS: Final = ("probado", "preparado", "resguardado", "marcado", *restauracion.PASOS)
# Who goes on working while a safety set is made is asked to stop after so many of them.
_VECES: Final = 3


@dataclass(frozen=True)
class Restaurado:
    """What was put in place. `resguardo` is the set of what was there before; None when that was too damaged for one:
    then `apartadas` is the folder with copies of the files as they were. `configuracion`: what became of this machine's
    settings, if they were to be put back too."""

    conjunto: Conjunto
    revision: verificar.Revision
    resguardo: Conjunto | None
    apartadas: Path | None
    momento: datetime
    configuracion: Repuesta | None = None


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
            tr("Las bases están en un servidor, y las cambia solo la cuenta dueña de las tablas. No se tocó nada."),
            tr("Indicarla con «rexus restaurar ID --usuario CUENTA», o dejarlas en una carpeta con «--a CARPETA»."),
        )
    exigir_confirmacion(registry, actor)
    conjunto = carpetas.uno(carpeta, id_)
    pedido = Pedido(registry, actor, carpeta, conjunto, frase, avance or SinAvance(), clock, al_paso)
    return con_turno(pedido, _resguardar_y_marcar)


def con_turno(pedido: Pedido, resguardar: Resguardar) -> Restaurado:
    """Restore while nobody else does. `resguardar` keeps what is there and writes the mark. Raises as `en_vivo`."""
    registry = pedido.registry
    try:
        registry.paths.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        tomado = restauracion.turno(registry.paths, plazo=0.0)
        if tomado is None:
            raise ConflictoError(
                tr("Ya se está restaurando un respaldo. No se tocó nada."), tr("Esperar a que termine.")
            )
        try:
            return _restaurar(pedido, resguardar)
        finally:
            tomado.soltar()
    except OSError as error:
        raise verificar.de_disco(registry.paths.backups, error) from error


@dataclass(frozen=True)
class Pedido:
    """What is to be restored, by whom. `anotar`: whether the trail that is there is told of a failure."""

    registry: Registry
    actor: Actor
    carpeta: Path
    conjunto: Conjunto
    frase: str | None
    avance: Avance
    clock: Callable[[], datetime]
    al_paso: Callable[[str], None]
    anotar: bool = True


#: The set of what was there, or the folder with what is left of it; neither when there was nothing.
Resguardo = tuple[Conjunto | None, Path | None]
Resguardar = Callable[[Pedido, restauracion.Marca], Resguardo]


def _restaurar(pedido: Pedido, resguardar: Resguardar) -> Restaurado:
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
        archivos = meses.donde(pedido.carpeta, paths.backups)
        revision = verificar.probar(pedido.conjunto, imagenes, lugar, archivos, pedido.avance)
        meses.traer(pedido.carpeta, paths.backups, pedido.avance)
        verificar.para_cargar(pedido.conjunto, imagenes, pedido.avance)
        verificar.para_usar(pedido.conjunto, imagenes, pedido.avance)
        pedido.al_paso("probado")
        preparar(pedido.registry, pedido.actor, pedido.conjunto, lugar, pedido.clock)
        asentadas = {base: restauracion.asentar(archivo) for base, archivo in imagenes.items()}
        sync_folder(lugar)
        # Each push goes through the write-ahead log of the database that it replaces.
        paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        abrir.exigir_espacio(paths.data, 2 * sum(largo for largo, _ in asentadas.values()))
        pedido.al_paso("preparado")
        # Whoever looks at the trail on this machine would miss what came after the set.
        marca = restauracion.Marca(pedido.conjunto.id, asentadas, (archivo_de_cabeza(paths).name,))
        resguardo, apartadas = resguardar(pedido, marca)
    except BaseException as error:
        if not restauracion.marca(paths).exists():
            shutil.rmtree(lugar, ignore_errors=True)
            if pedido.anotar and isinstance(error, RexusError):
                sucesos.anotar_falla(pedido.registry, pedido.actor, "restaurar", pedido.conjunto.id, error)
        raise
    pedido.al_paso("marcado")
    restauracion.terminar(paths, pedido.al_paso)
    pedido.registry.olvidar_todo()
    return Restaurado(pedido.conjunto, revision, resguardo, apartadas, pedido.clock())


def _resguardar_y_marcar(pedido: Pedido, marca: restauracion.Marca) -> Resguardo:
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


def _resguardar(pedido: Pedido) -> Resguardo:
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
        return None, apartar(pedido)
    return hecho, None


def apartar(pedido: Pedido) -> Path:
    """Copy what is there, as far as it can be read, into a folder beside the sets. Raises OSError."""
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


def exigir_confirmacion(registry: Registry, actor: Actor) -> None:
    """Raise PermisoError or ConfirmarClaveError unless the actor may restore and gave the password lately."""
    registry.leer(names.USERS, actor, _confirmada)


def _confirmada(work: Work) -> None:
    exigir(work.actor, RESTAURAR)
    exigir_confirmada(work)
