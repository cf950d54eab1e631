"""The folder where sets lie: which are there, and which folders only look like one."""

from __future__ import annotations

import stat
from pathlib import Path

from rexus.base.errors import NoEncontradoError, SoloLecturaError
from rexus.base.text import tr
from rexus.respaldos import manifiesto
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
from rexus.respaldos.errors import BaseAusenteError, RespaldoAlteradoError, RespaldoError


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
    """The set of that id or folder name. Raises NoEncontradoError, RespaldoAlteradoError, RespaldoNuevoError."""
    id_ = id_de(nombre)
    if not carpeta_de(carpeta, id_).is_dir():
        raise NoEncontradoError(
            tr("No hay un respaldo «{id}» en «{carpeta}».").format(id=id_, carpeta=carpeta),
            tr("Ver los que hay con «rexus respaldos»."),
        )
    return _leer(carpeta, id_)


def base_de(carpeta: Path, conjunto: Conjunto) -> Conjunto | None:
    """The full set that an incremental one needs; None for a full one. Raises BaseAusenteError, RespaldoNuevoError."""
    if conjunto.base is None:
        return None
    if not carpeta_de(carpeta, conjunto.base).is_dir():
        raise BaseAusenteError(conjunto.id, conjunto.base, tr("ese respaldo no está"))
    try:
        base = _leer_solo(carpeta, conjunto.base)
    except RespaldoError as error:
        raise BaseAusenteError(conjunto.id, conjunto.base, error.frase) from error
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
    except OSError as error:
        return Dudoso(id_, tr("No se puede leer ({detalle}).").format(detalle=error))


def _leer(carpeta: Path, id_: str) -> Conjunto:
    conjunto = _leer_solo(carpeta, id_)
    base_de(carpeta, conjunto)
    return conjunto


def _leer_solo(carpeta: Path, id_: str) -> Conjunto:
    lugar = carpeta_de(carpeta, id_)
    try:
        texto = (lugar / MANIFIESTO).read_bytes()
    except FileNotFoundError as error:
        raise RespaldoAlteradoError(id_, tr("le falta «{archivo}»").format(archivo=MANIFIESTO)) from error
    conjunto = manifiesto.leer(texto, id_, lugar)
    for archivo in conjunto.archivos:
        try:
            datos = (lugar / archivo.nombre).lstat()
        except FileNotFoundError as error:
            raise RespaldoAlteradoError(id_, tr("le falta «{archivo}»").format(archivo=archivo.nombre)) from error
        if not stat.S_ISREG(datos.st_mode) or datos.st_size != archivo.bytes:
            raise RespaldoAlteradoError(id_, tr("«{archivo}» no es el que se guardó").format(archivo=archivo.nombre))
    return conjunto
