"""Making a set: copy, prove, pack, and only then give it its name.

A set is made in a hidden folder beside the others. What has no name yet does not exist: a later run sweeps it away.
"""

from __future__ import annotations

import errno
import platform
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from rexus.base.actor import SISTEMA, Actor
from rexus.base.atomic import replacing, sync_folder
from rexus.base.errors import BaseDanadaError, RexusError
from rexus.base.log import get_logger
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.base.version import VERSION
from rexus.db.registry import Registry
from rexus.db.work import now_utc
from rexus.respaldos import abrir, empacado, empaque, estado, manifiesto, nativo, sucesos
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.abrir import exigir_espacio, nombre_de_archivo
from rexus.respaldos.borrador import barrer, borrador
from rexus.respaldos.conjunto import (
    BASES,
    COMPLETO,
    INCREMENTAL,
    MANIFIESTO,
    Archivo,
    Conjunto,
    Tipo,
    carpeta_de,
    nuevo_id,
    otro_id,
)
from rexus.respaldos.empacado import ImagenCopiada
from rexus.respaldos.errors import (
    BaseNoCuadraError,
    EspacioInsuficienteError,
    RespaldoAlteradoError,
    RespaldoError,
    RespaldoFallidoError,
)
from rexus.respaldos.fuentes import fuente_de
from rexus.respaldos.progreso import Camino
from rexus.respaldos.revision import ImagenMalaError

log = get_logger(__name__)

#: The steps of making a set, in their order: `al_paso` is called with each when it was done.
PASOS: Final = (
    "empezado",
    *(f"copiado_{base}" for base in BASES),
    "empacado",
    "manifiesto",
    "asentado",
    "renombrado",
    "anotado",
)
_SIN_LUGAR: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def completo(
    registry: Registry,
    carpeta: Path,
    *,
    motivo: str = "",
    frase: str | None = None,
    avance: Avance | None = None,
    clock: Callable[[], datetime] = now_utc,
    actor: Actor = SISTEMA,
    con_nativo: bool = True,
    al_paso: Callable[[str], None] = lambda _paso: None,
) -> Conjunto:
    """Make a full set in `carpeta`, proven; with `frase`, encrypted. `actor` is who the trail says made it.

    `con_nativo`: with what the server's own tool makes besides, if this machine has it and nothing waits for the set.

    Raises RespaldoFallidoError when it cannot be made, BaseDanadaError when a database is damaged, CanceladoError:
    nothing is left behind then.
    """
    volcar = con_nativo and not motivo
    return _hacer(
        _Pedido(registry, carpeta, COMPLETO, motivo, frase, avance or SinAvance(), clock, actor, al_paso, volcar)
    )


def incremental(
    registry: Registry,
    carpeta: Path,
    *,
    motivo: str = "",
    frase: str | None = None,
    avance: Avance | None = None,
    clock: Callable[[], datetime] = now_utc,
    actor: Actor = SISTEMA,
    al_paso: Callable[[str], None] = lambda _paso: None,
) -> Conjunto:
    """Make a set of what changed since the newest full one; a full one when there is none or too much changed.

    Raises what `completo` raises.
    """
    return _hacer(_Pedido(registry, carpeta, INCREMENTAL, motivo, frase, avance or SinAvance(), clock, actor, al_paso))


@dataclass(frozen=True)
class _Pedido:
    registry: Registry
    carpeta: Path
    tipo: Tipo
    motivo: str
    frase: str | None
    avance: Avance
    clock: Callable[[], datetime]
    actor: Actor
    al_paso: Callable[[str], None]
    volcar: bool = False


def _hacer(pedido: _Pedido) -> Conjunto:
    try:
        conjunto = _explicado(pedido)
    except RexusError as error:
        sucesos.anotar_falla(pedido.registry, pedido.actor, pedido.tipo, pedido.motivo, error)
        raise
    sucesos.anotar(pedido.registry, pedido.actor, sucesos.CREAR, conjunto.id, sucesos.de_conjunto(conjunto))
    pedido.al_paso("anotado")
    return conjunto


def _explicado(pedido: _Pedido) -> Conjunto:
    """The set; whatever stops it said in words."""
    try:
        pedido.carpeta.mkdir(mode=0o700, parents=True, exist_ok=True)
        barrer(pedido.carpeta)
        return _hecho(pedido)
    except ImagenMalaError as error:
        if error.base:
            # What was copied is what is there.
            raise BaseDanadaError(pedido.registry.lugar(error.base), error.detalle) from error
        raise BaseNoCuadraError(error.detalle) from error
    except EspacioInsuficienteError as error:
        raise RespaldoFallidoError(
            error.detalle, tr("Liberar espacio en ese disco, o quitar respaldos viejos.")
        ) from error
    except OSError as error:
        raise _de_disco(pedido.carpeta, error.errno in _SIN_LUGAR, error) from error
    except sqlite3.Error as error:
        raise _de_disco(
            pedido.carpeta, getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL, error
        ) from error


def _hecho(pedido: _Pedido) -> Conjunto:
    fecha = pedido.clock()
    fuente = fuente_de(pedido.registry)
    llavero = empaque.Llavero(pedido.frase)
    base = _base_para(pedido, llavero)
    tamanos = {nombre: fuente.tamano(nombre) for nombre in BASES}
    # The images, and beside them what they are packed into.
    con_semilla = base is not None and fuente.con_semilla
    exigir_espacio(pedido.carpeta, sum(tamanos.values()) * (5 if con_semilla else 3) // 2)
    camino = Camino(pedido.avance, sum(tamanos.values()) * (1 + empacado.PESO))
    with borrador(pedido.carpeta, "hacer") as lugar:
        pedido.al_paso("empezado")
        crudas = lugar / "imagenes"
        crudas.mkdir(mode=0o700)
        if base is not None and con_semilla:
            base = _sembrar(pedido, base, crudas, llavero)
        imagenes: dict[str, ImagenCopiada] = {}
        for nombre in BASES:
            archivo = crudas / nombre_de_archivo(nombre)
            parte = camino.parte(tamanos[nombre])
            imagenes[nombre] = ImagenCopiada(nombre, archivo, fuente.copiar(nombre, archivo, parte))
            parte.hecha()
            pedido.al_paso(f"copiado_{nombre}")
        hecho = empacado.empacar(
            lugar, imagenes, base, llavero, pedido.registry.paths, camino, _volcador(pedido, camino)
        )
        pedido.al_paso("empacado")
        shutil.rmtree(crudas)
        tipo: Tipo = COMPLETO if hecho.base is None else INCREMENTAL
        ahora = pedido.clock()
        conjunto = Conjunto(
            id=nuevo_id(fecha, tipo, pedido.motivo),
            tipo=tipo,
            motivo=pedido.motivo,
            version=VERSION,
            fecha=fecha,
            fin=ahora,
            equipo=platform.node(),
            motor=fuente.motor,
            esquema=hecho.esquema,
            base=hecho.base,
            cifrado=bool(pedido.frase),
            verificado=ahora,
            movimientos=hecho.cuenta.movimientos,
            ultimo_movimiento=hecho.cuenta.ultimo_movimiento,
            archivos=hecho.archivos,
            imagenes=hecho.imagenes,
        )
        return _nombrar(pedido, lugar, conjunto)


def _base_para(pedido: _Pedido, llavero: empaque.Llavero) -> Conjunto | None:
    """The newest full set, if a delta may be based on it: whole as it lies there, and encrypted as this one."""
    if pedido.tipo != INCREMENTAL:
        return None
    base = next((c for c in carpetas.listar(pedido.carpeta) if c.tipo == COMPLETO), None)
    if base is None or base.cifrado != bool(pedido.frase) or base.id in estado.malos(pedido.carpeta):
        return None
    try:
        for archivo in base.archivos:
            empaque.comprobar_archivo(base, archivo)
        # One passphrase must open both.
        llavero.de(base)
    except RespaldoError as error:
        log.warning("the newest full set is not used, a new one is made: %s", error)
        return None
    return base


def _sembrar(pedido: _Pedido, base: Conjunto, crudas: Path, llavero: empaque.Llavero) -> Conjunto | None:
    """Lay down the images that the deltas will be based on; None when they are not what they should be."""
    try:
        abrir.imagenes(pedido.carpeta, base, crudas, llavero, pedido.avance)
    except RespaldoAlteradoError as error:
        log.warning("the newest full set is not used, a new one is made: %s", error)
        shutil.rmtree(crudas)
        crudas.mkdir(mode=0o700)
        return None
    return base


def _volcador(pedido: _Pedido, camino: Camino) -> empacado.Volcar | None:
    """What has the server's own tool make its copies; that it could not is told, and the set is whole without."""
    conexion = pedido.registry.conexion
    programa = nativo.herramienta(conexion) if pedido.volcar else None
    if programa is None:
        return None

    def volcar(lugar: Path, identidad: empaque.Identidad | None) -> list[Archivo]:
        hechos, aviso = nativo.volcar(conexion, programa, lugar, identidad, camino.parte(0))
        if aviso:
            pedido.registry.avisar(aviso)
        return hechos

    return volcar


def _nombrar(pedido: _Pedido, lugar: Path, conjunto: Conjunto) -> Conjunto:
    """Write the manifest, settle everything on the disk, and give the set its name: the one that is free."""
    primero = conjunto.id
    numero = 1
    while True:
        final = carpeta_de(pedido.carpeta, conjunto.id)
        if not final.exists():
            _escribir_manifiesto(lugar, conjunto)
            pedido.al_paso("manifiesto")
            sync_folder(lugar)
            pedido.al_paso("asentado")
            pedido.avance.paso(1, 1)
            try:
                lugar.rename(final)
                break
            except OSError:
                # Made meanwhile by another process, in the same second.
                if not final.exists():
                    raise
        numero += 1
        conjunto = replace(conjunto, id=otro_id(primero, numero))
    sync_folder(pedido.carpeta)
    pedido.al_paso("renombrado")
    return replace(conjunto, ubicacion=final)


def _escribir_manifiesto(lugar: Path, conjunto: Conjunto) -> None:
    with replacing(lugar / MANIFIESTO, lugar / f"{MANIFIESTO}.nuevo", 0o600) as archivo:
        archivo.write(manifiesto.escribir(conjunto))


def _de_disco(carpeta: Path, lleno: bool, error: Exception) -> RespaldoFallidoError:
    if lleno:
        return RespaldoFallidoError(
            tr("No queda espacio en «{carpeta}».").format(carpeta=carpeta),
            tr("Liberar espacio en ese disco y repetir el respaldo."),
        )
    return RespaldoFallidoError(
        tr("No se pudo escribir en «{carpeta}» ({detalle}).").format(carpeta=carpeta, detalle=error),
        tr("Revisar que la carpeta exista, que el disco esté conectado y que se pueda escribir en ella."),
    )
