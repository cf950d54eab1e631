"""The proof of what was loaded, before it is committed: the same questions to the images and to the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from rexus.auditoria import LLAVE, leer_cabeza, recorrer
from rexus.base.actor import SISTEMA
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.db import imagen, llaves, names
from rexus.db.outbox import InventarioOutbox, OutboxMixin, UsersOutbox
from rexus.db.work import Work
from rexus.stock import verificar

_BANDEJAS: Mapping[str, type[OutboxMixin]] = {names.USERS: UsersOutbox, names.INVENTARIO: InventarioOutbox}


@dataclass(frozen=True)
class Resultado:
    """What `verificar` and the walk along the trail found. `cadena` is empty when nothing is wrong with the trail."""

    articulos: int
    movimientos: int
    diferencias: tuple[str, ...]
    eventos: int
    cadena: str

    def diferencia(self, otro: Resultado) -> str:
        """In words, what is otherwise there."""
        if (otro.articulos, otro.movimientos) != (self.articulos, self.movimientos):
            return tr("no tiene los mismos artículos y movimientos")
        if otro.diferencias != self.diferencias:
            return tr("el stock no es el mismo ({primera})").format(primera=(*otro.diferencias, "—")[0])
        return tr("la auditoría no es la misma ({detalle})").format(detalle=otro.cadena or otro.eventos)


def de_imagenes(imagenes: Mapping[str, Path], archivos: Path, avance: Avance) -> Resultado:
    """The answers of images of this program's schema."""
    with (
        imagen.leer(imagenes[names.USERS], names.USERS, avance) as users,
        imagen.leer(imagenes[names.INVENTARIO], names.INVENTARIO, avance) as inventario,
        imagen.leer(imagenes[names.AUDITORIA], names.AUDITORIA, avance) as auditoria,
    ):
        return _preguntar(users, inventario, auditoria, archivos)


def probar(conexiones: Mapping[str, Connection], archivos: Path, avance: Avance) -> Resultado:
    """The answers of databases that are connected, inside their transactions. Raises DBAPIError."""
    users, inventario, auditoria = (
        Work(conexiones[base], SISTEMA, _BANDEJAS.get(base, OutboxMixin), _sin_llave, avance=avance)
        for base in (names.USERS, names.INVENTARIO, names.AUDITORIA)
    )
    return _preguntar(users, inventario, auditoria, archivos)


def _preguntar(users: Work, inventario: Work, auditoria: Work, archivos: Path) -> Resultado:
    hecho = verificar(inventario, archivo=False)
    frases = tuple(diferencia.frase for diferencia in hecho.diferencias)
    try:
        llave, cabeza = llaves.buscar(users, LLAVE), leer_cabeza(users)
    except NoResultFound:
        return Resultado(hecho.articulos, hecho.movimientos, frases, 0, tr("falta la llave de la auditoría"))
    cadena = recorrer(auditoria, llave, archivos, {names.USERS: cabeza})
    aviso = "" if cadena.falla is None else cadena.frase
    return Resultado(hecho.articulos, hecho.movimientos, frases, cadena.eventos, aviso)


def _sin_llave(nombre: str) -> NoReturn:
    raise LookupError(f"databases that are being loaded have no installation: {nombre}")
