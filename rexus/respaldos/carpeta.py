"""The folder where sets lie: which are there, and which folders only look like one."""

from __future__ import annotations

import stat
from pathlib import Path

from rexus.base.errors import NoEncontradoError, SoloLecturaError
from rexus.base.text import tr
from rexus.respaldos import llano, manifiesto
from rexus.respaldos.conjunto import (
    COMPLETO,
    MANIFIESTO,
    PREFIJO,
    Conjunto,
    Dudoso,
    carpeta_de,
    es_id,
    id_de,
)
from rexus.respaldos.errors import BaseAusenteError, RespaldoAlteradoError, RespaldoError, RespaldoIlegibleError


def mirar(carpeta: Path) -> list[Conjunto | Dudoso]:
    """Everything in `carpeta` that has a set's name, newest first. Raises SoloLecturaError when it cannot be read."""
    try:
        nombres = sorted((e.name for e in carpeta.iterdir() if e.name.startswith(PREFIJO) and e.is_dir()), reverse=True)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SoloLecturaError(str(carpeta)) from error
    return [_mirar(carpeta, nombre.removeprefix(PREFIJO)) for nombre in nombres]


def listar(carpeta: Path) -> list[Conjunto]:
    """The whole sets, newest first: a manifest that fits its seal, its files in their sizes, its base beside it."""
    return [hallado for hallado in mirar(carpeta) if isinstance(hallado, Conjunto)]


def dudosos(carpeta: Path) -> list[Dudoso]:
    """What has a set's name and is no whole set."""
    return [hallado for hallado in mirar(carpeta) if isinstance(hallado, Dudoso)]


def uno(carpeta: Path, nombre: str) -> Conjunto:
    """The set of that id or folder name.

    Raises NoEncontradoError, RespaldoAlteradoError, RespaldoNuevoError, RespaldoIlegibleError.
    """
    id_ = id_de(nombre)
    if not carpeta_de(carpeta, id_).is_dir():
        raise NoEncontradoError(
            tr("No hay un respaldo «{id}» en «{carpeta}».").format(id=id_, carpeta=carpeta),
            tr("Ver los que hay con «rexus respaldos»."),
        )
    return _leer(carpeta, id_)


def base_de(carpeta: Path, conjunto: Conjunto) -> Conjunto | None:
    """The full set that an incremental one needs; None for a full one. Raises BaseAusenteError."""
    if conjunto.base is None:
        return None
    if not carpeta_de(carpeta, conjunto.base).is_dir():
        raise BaseAusenteError(conjunto.id, conjunto.base, tr("ese respaldo no está"))
    try:
        base = _leer_solo(carpeta, conjunto.base)
    except RespaldoError as error:
        raise BaseAusenteError(conjunto.id, conjunto.base, error.detalle or error.frase) from error
    if base.tipo != COMPLETO:
        raise BaseAusenteError(conjunto.id, conjunto.base, tr("ese respaldo no es completo"))
    return base


def _mirar(carpeta: Path, id_: str) -> Conjunto | Dudoso:
    if not es_id(id_):
        return Dudoso(id_, tr("No tiene el nombre de un respaldo."))
    try:
        return _leer(carpeta, id_)
    except RespaldoError as error:
        return Dudoso(id_, error.frase)


def _leer(carpeta: Path, id_: str) -> Conjunto:
    conjunto = _leer_solo(carpeta, id_)
    base_de(carpeta, conjunto)
    return conjunto


def _leer_solo(carpeta: Path, id_: str) -> Conjunto:
    lugar = carpeta_de(carpeta, id_)
    cual = MANIFIESTO
    try:
        if lugar.is_symlink():
            raise RespaldoAlteradoError(id_, tr("su carpeta es un enlace a otra"))
        conjunto = manifiesto.leer(llano.leer(lugar / MANIFIESTO, manifiesto.LARGO_MAXIMO), id_, lugar)
        for archivo in conjunto.archivos:
            cual = archivo.nombre
            datos = (lugar / cual).lstat()
            if not stat.S_ISREG(datos.st_mode) or datos.st_size != archivo.bytes:
                raise RespaldoAlteradoError(id_, tr("«{archivo}» no es el que se guardó").format(archivo=cual))
    except FileNotFoundError as error:
        raise RespaldoAlteradoError(id_, tr("le falta «{archivo}»").format(archivo=cual)) from error
    except llano.NoEsLlanoError as error:
        raise RespaldoAlteradoError(id_, tr("«{archivo}» no es el que se guardó").format(archivo=cual)) from error
    except OSError as error:
        raise RespaldoIlegibleError(id_, str(error.strerror or error)) from error
    return conjunto
