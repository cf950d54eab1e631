"""What a restore would take away and bring back, in numbers. Nothing live is touched.

A set's images are laid down beside the sets, each byte proven, and compared with what is there now. Both sides are
walked once in the order of their ids, so that any number of movements takes no memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Executable, select, text

from rexus.base.actor import SISTEMA
from rexus.base.progress import Avance, SinAvance
from rexus.db import imagen, names
from rexus.db.registry import Registry
from rexus.respaldos import abrir
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.borrador import barrer, borrador
from rexus.respaldos.conjunto import Conjunto
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.verificar import actualizadas, de_disco
from rexus.stock import Movimiento, todas_las_clases

_DE_A: Final = 2_000


@dataclass(frozen=True)
class Cambio:
    """Records that are here and not in the set, those that are in the set and not here, and those that differ."""

    se_pierden: int = 0
    vuelven: int = 0
    cambian: int = 0

    @property
    def hay(self) -> bool:
        """Whether anything differs."""
        return bool(self.se_pierden or self.vuelven or self.cambian)

    def __add__(self, otro: Cambio) -> Cambio:
        return Cambio(self.se_pierden + otro.se_pierden, self.vuelven + otro.vuelven, self.cambian + otro.cambian)


@dataclass(frozen=True)
class Diferencia:
    """Between what is here and a set. `desde` and `hasta` (UTC) are of the movements that would be lost."""

    conjunto: Conjunto
    movimientos: Cambio
    desde: datetime | None
    hasta: datetime | None
    articulos: Cambio
    cuentas: Cambio


def comparar(
    registry: Registry, carpeta: Path, id_: str, *, frase: str | None = None, avance: Avance | None = None
) -> Diferencia:
    """Compare a set of `carpeta` with what is live. Raises what `abrir.imagenes` raises, BaseError, ArchivoError."""
    avance = avance or SinAvance()
    conjunto = carpetas.uno(carpeta, id_)
    propia = registry.paths.backups
    try:
        propia.mkdir(mode=0o700, parents=True, exist_ok=True)
        barrer(propia)
        with borrador(propia, "comparar") as lugar:
            imagenes = abrir.imagenes(carpeta, conjunto, lugar, Llavero(frase), avance)
            al_dia = actualizadas(conjunto, imagenes, lugar, avance)
            return _comparar(registry, conjunto, al_dia[names.INVENTARIO], al_dia[names.USERS], avance)
    except OSError as error:
        raise de_disco(propia, error) from error


def _comparar(registry: Registry, conjunto: Conjunto, inventario: Path, users: Path, avance: Avance) -> Diferencia:
    with (
        registry.read(names.INVENTARIO, SISTEMA, avance, largo=True) as viva,
        imagen.leer(inventario, names.INVENTARIO, avance) as guardada,
    ):
        movimientos, desde, hasta = _movimientos(viva.connection, guardada.connection, avance)
        articulos = Cambio()
        for clase in todas_las_clases():
            a = clase.orm
            consulta = select(a.id, a.codigo, a.version, a.stock_actual, a.activo).order_by(a.id)
            articulos += _cambio(_filas(viva.connection, consulta), _filas(guardada.connection, consulta), avance)
    with (
        registry.read(names.USERS, SISTEMA, avance, largo=True) as viva,
        imagen.leer(users, names.USERS, avance) as guardada,
    ):
        cuentas = _cambio(_cuentas(viva.connection), _cuentas(guardada.connection), avance)
    return Diferencia(conjunto, movimientos, desde, hasta, articulos, cuentas)


def _movimientos(
    viva: Connection, guardada: Connection, avance: Avance
) -> tuple[Cambio, datetime | None, datetime | None]:
    m = Movimiento
    consulta = select(m.id, m.clave, m.fecha).order_by(m.id)
    se_pierden, vuelven = 0, 0
    desde: datetime | None = None
    hasta: datetime | None = None
    for aqui, alla in _juntos(_filas(viva, consulta), _filas(guardada, consulta), avance):
        if aqui is not None and alla is not None and aqui[1] == alla[1]:
            continue
        # Of the same number, and yet two: this is another history than the set's.
        vuelven += alla is not None
        if aqui is not None:
            se_pierden += 1
            desde, hasta = min(desde or aqui[2], aqui[2]), max(hasta or aqui[2], aqui[2])
    return Cambio(se_pierden, vuelven), desde, hasta


def _cuentas(connection: Connection) -> Iterator[tuple[Any, ...]]:
    return _filas(
        connection,
        text(
            "SELECT id, usuario, rol, estado, password_hash, nombre, apellido, email, telefono"
            " FROM usuarios ORDER BY id"
        ),
    )


def _filas(connection: Connection, consulta: Executable) -> Iterator[tuple[Any, ...]]:
    with connection.execute(consulta.execution_options(yield_per=_DE_A)) as filas:
        for fila in filas:
            yield tuple(fila)


def _cambio(aqui: Iterator[tuple[Any, ...]], alla: Iterator[tuple[Any, ...]], avance: Avance) -> Cambio:
    se_pierden = vuelven = cambian = 0
    for una, otra in _juntos(aqui, alla, avance):
        se_pierden += otra is None
        vuelven += una is None
        cambian += una is not None and otra is not None and una != otra
    return Cambio(se_pierden, vuelven, cambian)


def _juntos(
    aqui: Iterator[tuple[Any, ...]], alla: Iterator[tuple[Any, ...]], avance: Avance
) -> Iterator[tuple[tuple[Any, ...] | None, tuple[Any, ...] | None]]:
    """Rows of two sides by their ids, both in that order; None where a side has none."""
    una, otra = next(aqui, None), next(alla, None)
    vistas = 0
    while una is not None or otra is not None:
        vistas += 1
        if vistas % _DE_A == 0:
            avance.paso(0)
        if otra is None or (una is not None and una[0] < otra[0]):
            yield una, None
            una = next(aqui, None)
        elif una is None or otra[0] < una[0]:
            yield None, otra
            otra = next(alla, None)
        else:
            yield una, otra
            una, otra = next(aqui, None), next(alla, None)
