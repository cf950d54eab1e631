"""Bringing changes that were based on some value to the database, which may hold another one by now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.configuracion import codec
from rexus.configuracion.datos import Conflicto, Fila
from rexus.configuracion.operaciones import ETIQUETA, MODIFICAR, filas, poner, quitar
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.settings import SCHEMA, Pendiente, values
from rexus.settings.espejo import compartida


@dataclass(frozen=True)
class Hecho:
    """`aplicados` were written, `iguales` were there already, `filas` is what the database holds afterwards."""

    aplicados: tuple[str, ...]
    iguales: tuple[str, ...]
    conflictos: tuple[Conflicto, ...]
    filas: Mapping[str, Fila]


def aplicar(work: Work, cambios: Mapping[str, Pendiente], *, por_version: bool = False) -> Result[Hecho]:
    """Write those whose base is what the database holds; the others are conflicts. Needs `configuracion.modificar`.

    `por_version`: changes that waited. One whose row was written since then is a conflict even if it holds the same
    value again: perhaps the change had arrived, unnoticed, and somebody put the old value back.
    A value that is there already is done, whoever wrote it: so a change whose answer was lost is not a conflict.
    """
    exigir(work.actor, MODIFICAR)
    antes = filas(work)
    aplicados, iguales, conflictos = [], [], []
    for clave, cambio in cambios.items():
        fila = antes.get(clave)
        actual = fila.valor if fila else None
        if codec.mismo(actual, cambio.valor):
            iguales.append(clave)
        elif codec.mismo(actual, cambio.base) and (not por_version or cambio.version in (None, _version(fila))):
            _escribir(work, clave, cambio.valor, fila)
            aplicados.append(clave)
        else:
            conflictos.append(conflicto(clave, cambio, fila))
    hecho = Hecho(tuple(aplicados), tuple(iguales), tuple(conflictos), filas(work) if aplicados else antes)
    return Result(hecho, Change.of(ETIQUETA) if aplicados else NOTHING)


def imponer(work: Work, clave: str, cambio: Pendiente, version: int) -> Result[Hecho]:
    """Write a change over what somebody else wrote, knowingly: over the row of that `version` and no other.

    Needs `configuracion.modificar`. Another row there is a new conflict.
    """
    exigir(work.actor, MODIFICAR)
    antes = filas(work)
    fila = antes.get(clave)
    if _version(fila) != version and not codec.mismo(fila.valor if fila else None, cambio.valor):
        return Result(Hecho((), (), (conflicto(clave, cambio, fila),), antes), NOTHING)
    resultado = _escribir(work, clave, cambio.valor, fila)
    return Result(Hecho((clave,), (), (), filas(work)), resultado.change)


def conflicto(clave: str, cambio: Pendiente, fila: Fila | None) -> Conflicto:
    """The two sides of a key."""
    return Conflicto(
        clave,
        cambio.valor,
        cambio.base,
        fila.valor if fila else None,
        _version(fila),
        fila.usuario if fila else "",
        fila.fecha if fila else None,
        cambio.quien,
    )


def no_aplicable(clave: str, cambio: Pendiente, instalacion: str = "") -> str:
    """Why a pending change cannot go to the database `instalacion` with this program; empty when it can."""
    if instalacion and cambio.instalacion and cambio.instalacion != instalacion:
        return tr("espera a otra base: {lugar}").format(lugar=cambio.instalacion)
    if not compartida(clave):
        return tr("esta versión del programa no guarda «{clave}» en la base").format(clave=clave)
    if cambio.valor is None:
        return ""
    try:
        values.check(SCHEMA[clave], cambio.valor)
    except DatoInvalidoError as error:
        return error.campos[clave]
    return ""


def _escribir(work: Work, clave: str, valor: Any, fila: Fila | None) -> Result[Fila]:
    version = _version(fila)
    return quitar(work, clave, version) if valor is None else poner(work, clave, valor, version)


def _version(fila: Fila | None) -> int:
    return fila.version if fila else 0
