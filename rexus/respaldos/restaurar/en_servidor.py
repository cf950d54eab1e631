"""A set in place of a server's databases: proven first, what was there kept in a set of its own, then all or nothing.

Only the account that owns the tables can do it: the one of every day may not even change a movement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NoReturn

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import NoResultFound

from rexus.auditoria import LLAVE, Eslabon, asentar_corte, hasta_donde, olvidar_archivo
from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import BaseDanadaError, BaseError, ConflictoError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.db import llaves, names, restauracion
from rexus.db.conexion import Conexion
from rexus.db.motores import Motor, Vigilancia, motor_de
from rexus.db.outbox import InventarioOutbox, OutboxMixin, UsersOutbox
from rexus.db.registry import Registry
from rexus.db.work import Work, now_utc
from rexus.respaldos import abrir, carga, hacer, indices, meses, sucesos, verificar
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.borrador import borrador
from rexus.respaldos.conjunto import BASES, Conjunto
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.errors import BaseNoCuadraError
from rexus.respaldos.fuentes import fuente_de
from rexus.respaldos.restaurar.en_vivo import MOTIVO, Restaurado, exigir_confirmacion
from rexus.respaldos.restaurar.preparadas import preparar

log = get_logger(__name__)

_BANDEJAS: Final[Mapping[str, type[OutboxMixin]]] = {names.USERS: UsersOutbox, names.INVENTARIO: InventarioOutbox}
# Who goes on working while a safety set is made is asked to stop after so many of them.
_VECES: Final = 3


def en_servidor(
    registry: Registry,
    actor: Actor,
    duena: Conexion,
    carpeta: Path,
    id_: str,
    *,
    frase: str | None = None,
    avance: Avance | None = None,
    clock: Callable[[], datetime] = now_utc,
    al_paso: Callable[[str], None] = lambda _paso: None,
) -> Restaurado:
    """Put a set of `carpeta` in place of the databases of a server. `duena` connects as the owner of the tables.

    Whoever asks gave the password lately (ConfirmarClaveError). Raises what `verificar`, `hacer.completo` and
    `carga.cargar` raise: nothing was changed then, but for RestauracionPendienteError: `terminar` ends it.
    """
    exigir_confirmacion(registry, actor)
    return _con_turno(_Pedido(registry, actor, duena, carpeta, frase, avance or SinAvance(), clock, al_paso), id_)


def terminar(
    registry: Registry,
    duena: Conexion,
    carpeta: Path,
    id_: str,
    actor: Actor,
    *,
    frase: str | None = None,
    avance: Avance | None = None,
    clock: Callable[[], datetime] = now_utc,
    al_paso: Callable[[str], None] = lambda _paso: None,
) -> Restaurado:
    """End a restore that was cut off between two databases, with that set or another; the owner's account is the right.

    Nobody can sign in meanwhile. Raises ConflictoError when none was cut off, and what `en_servidor` raises.
    """
    pedido = _Pedido(registry, actor, duena, carpeta, frase, avance or SinAvance(), clock, al_paso, terminar=True)
    if carga.a_medias_de(pedido.motor) is None:
        raise ConflictoError(
            tr("En el servidor no hay ninguna restauración a medias. No se tocó nada."),
            tr("Para volver a un respaldo: «rexus restaurar ID», sin «--terminar»."),
        )
    return _con_turno(pedido, id_)


@dataclass(frozen=True)
class _Pedido:
    registry: Registry
    actor: Actor
    duena: Conexion
    carpeta: Path
    frase: str | None
    avance: Avance
    clock: Callable[[], datetime]
    al_paso: Callable[[str], None]
    terminar: bool = False

    @property
    def motor(self) -> Motor:
        return motor_de(self.duena, self.registry.paths)

    @property
    def archivos(self) -> Path:
        """Where the months are that left the trail."""
        return meses.donde(self.carpeta, self.registry.paths.backups)


def _con_turno(pedido: _Pedido, id_: str) -> Restaurado:
    conjunto = carpetas.uno(pedido.carpeta, id_)
    paths = pedido.registry.paths
    try:
        paths.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        tomado = restauracion.turno(paths, plazo=0.0)
        if tomado is None:
            raise ConflictoError(
                tr("Ya se está restaurando un respaldo. No se tocó nada."), tr("Esperar a que termine.")
            )
        try:
            return _restaurar(pedido, conjunto)
        finally:
            tomado.soltar()
    except OSError as error:
        raise verificar.de_disco(paths.backups, error) from error
    except BaseError:
        raise
    except RexusError as error:
        sucesos.anotar_falla(pedido.registry, pedido.actor, "restaurar", conjunto.id, error)
        raise


def _restaurar(pedido: _Pedido, conjunto: Conjunto) -> Restaurado:
    registry = pedido.registry
    # Before a minute's work: another account can do nothing of what follows.
    carga.exigir_duena(pedido.motor, pedido.avance)
    pedido.al_paso("duena")
    with borrador(registry.paths.backups, "restaurar") as lugar:
        imagenes = abrir.imagenes(pedido.carpeta, conjunto, lugar, Llavero(pedido.frase), pedido.avance)
        revision = verificar.probar(conjunto, imagenes, lugar, pedido.archivos, pedido.avance)
        meses.traer(pedido.carpeta, registry.paths.backups, pedido.avance)
        verificar.para_cargar(conjunto, imagenes, pedido.avance)
        pedido.al_paso("probado")
        preparar(registry, pedido.actor, conjunto, lugar, pedido.clock)
        pedido.al_paso("preparado")
        resguardo, apartadas = _resguardar_y_poner(pedido, conjunto, imagenes)
    # Whoever looks at the trail on this machine would miss what came after the set.
    olvidar_archivo(registry.paths)
    registry.olvidar_todo()
    return Restaurado(conjunto, revision, resguardo, apartadas, pedido.clock())


class _EscribieronError(Exception):
    """Somebody wrote after the safety set was begun."""


def _resguardar_y_poner(
    pedido: _Pedido, conjunto: Conjunto, imagenes: Mapping[str, Path]
) -> tuple[Conjunto | None, Path | None]:
    """Make the safety set, and replace what is there if that set holds all that was ever acknowledged.

    Raises ConflictoError when somebody goes on working.
    """
    if pedido.terminar:
        # What is there is of two moments: it was kept before the first of them came.
        _poner(pedido, conjunto, imagenes, {})
        return None, None
    for _ in range(_VECES):
        antes = {base: pedido.registry.leer(base, SISTEMA, _ultima) for base in _BANDEJAS}
        hecho = _resguardar(pedido)
        pedido.al_paso("resguardado")
        try:
            _poner(pedido, conjunto, imagenes, antes)
        except _EscribieronError:
            continue
        return hecho
    raise ConflictoError(
        tr("Otros puestos siguen trabajando en las bases. No se tocó nada."),
        tr("Cerrar Rexus en los otros puestos y repetir la restauración."),
    )


def _ultima(work: Work) -> int:
    return _ultima_entrada(work.connection, work.outbox)


def _ultima_entrada(connection: Connection, outbox: type[OutboxMixin]) -> int:
    """The last entry that is not about backups. Whatever is changed has one, and no number is given twice."""
    consulta = select(func.coalesce(func.max(outbox.id), 0)).where(outbox.modulo != sucesos.MODULO)
    return int(connection.scalar(consulta) or 0)


def _poner(pedido: _Pedido, conjunto: Conjunto, imagenes: Mapping[str, Path], antes: Mapping[str, int]) -> None:
    llave: bytes | None = None
    hasta: Eslabon | None = None

    def comprobar(base: str, connection: Connection) -> None:
        nonlocal llave, hasta
        if base in antes and _ultima_entrada(connection, _BANDEJAS[base]) != antes[base]:
            raise _EscribieronError
        work = _work(pedido, connection)
        if base == names.USERS:
            llave = _llave(work)
        if base == names.AUDITORIA:
            hasta = hasta_donde(work, llave)

    def asentar(por_base: Mapping[str, Connection]) -> None:
        users = _work(pedido, por_base[names.USERS])
        nueva = _llave(users)
        if nueva is None or hasta is None:
            log.warning("the restored trail has no key: nothing says in it where it was cut")
            return
        asentar_corte(users, _work(pedido, por_base[names.AUDITORIA]), nueva, hasta, conjunto.id, pedido.actor.usuario)

    carga.cargar(
        pedido.motor,
        imagenes,
        conjunto.id,
        pedido.archivos,
        encima=True,
        momento=pedido.clock(),
        avance=pedido.avance,
        vigilancia=Vigilancia(pedido.avance, pedido.registry.salud.perdida),
        al_cerrar=comprobar,
        al_comprobar=asentar,
        al_paso=pedido.al_paso,
    )


def _work(pedido: _Pedido, connection: Connection) -> Work:
    def sin_llave(nombre: str) -> NoReturn:
        raise LookupError(f"databases that are being replaced have no installation: {nombre}")

    return Work(connection, SISTEMA, OutboxMixin, sin_llave, now=pedido.clock)


def _llave(users: Work) -> bytes | None:
    try:
        return llaves.buscar(users, LLAVE)
    except NoResultFound:
        return None


def _resguardar(pedido: _Pedido) -> tuple[Conjunto | None, Path | None]:
    """A set of what is there now; when that contradicts itself, its rows as they are, in files."""
    registry, backups = pedido.registry, pedido.registry.paths.backups
    try:
        hecho = hacer.completo(
            registry,
            backups,
            motivo=MOTIVO,
            frase=pedido.frase,
            avance=pedido.avance,
            clock=pedido.clock,
            actor=pedido.actor,
        )
    except (BaseDanadaError, BaseNoCuadraError) as error:
        log.warning("no safety set: %s", error)
    else:
        return hecho, None
    apartadas = backups / f"danadas_{pedido.clock():%Y%m%d_%H%M%S}"
    apartadas.mkdir(mode=0o700)
    fuente = fuente_de(registry)
    for base in BASES:
        archivo = apartadas / f"{base}.db"
        fuente.copiar(base, archivo, pedido.avance)
        # No set will ever bring them back.
        indices.reponer(archivo, base, pedido.avance)
    return None, apartadas
