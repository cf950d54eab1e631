"""The proof of a set as it lies there: every byte of it and of the one it is based on, and what they hold."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.db import imagen, names, schema
from rexus.respaldos import abrir, meses, revision
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.borrador import barrer, borrador
from rexus.respaldos.conjunto import BASES, Conjunto
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.errors import RespaldoAlteradoError
from rexus.respaldos.revision import ImagenMalaError


@dataclass(frozen=True)
class Revision:
    """What was proven of a set. `avisos` tell what is wrong and no reason to refuse it."""

    conjunto: Conjunto
    articulos: int
    movimientos: int
    eventos: int
    avisos: tuple[str, ...]


def verificar(
    carpeta: Path,
    id_: str,
    *,
    frase: str | None = None,
    avance: Avance | None = None,
    taller: Path | None = None,
) -> Revision:
    """Prove a set. Nothing is left behind, and nothing live is touched.

    It is laid down in `taller`, this home's own folder; `carpeta` itself without one, which must be one that can be
    written then. The months that left the trail are looked for where `meses.donde` says.

    Raises NoEncontradoError, RespaldoAlteradoError (BaseAusenteError) when it is not as it was made, BaseNuevaError and
    RespaldoNuevoError when a newer program made it, FraseError, EspacioInsuficienteError, CanceladoError, ArchivoError.
    """
    avance = avance or SinAvance()
    conjunto = carpetas.uno(carpeta, id_)
    taller = taller or carpeta
    try:
        taller.mkdir(mode=0o700, parents=True, exist_ok=True)
        barrer(taller)
        with borrador(taller, "verificar") as lugar:
            imagenes = abrir.imagenes(carpeta, conjunto, lugar, Llavero(frase), avance)
            return probar(conjunto, imagenes, lugar, meses.donde(carpeta, taller), avance)
    except OSError as error:
        raise de_disco(Path(error.filename) if isinstance(error.filename, str) else taller, error) from error


def probar(conjunto: Conjunto, imagenes: Mapping[str, Path], lugar: Path, archivos: Path, avance: Avance) -> Revision:
    """Prove the images of a set. Those of an older schema are brought up to date in a copy below `lugar` first.
    `archivos` is where the months are that left the trail.

    Raises RespaldoAlteradoError, BaseNuevaError, CanceladoError, OSError.
    """
    try:
        esquema = revision.a_la_vez(
            {n: partial(revision.revisar_archivo, imagenes[n], n, avance) for n in _por_tamano(imagenes)}
        )
        if dict(conjunto.esquema) != {n: esquema[n] for n in BASES}:
            raise RespaldoAlteradoError(conjunto.id, tr("sus bases son de otra versión que la que dice"))
        al_dia = actualizadas(imagenes, esquema, lugar)
        hecho = revision.a_la_vez(
            {
                "contar": partial(revision.contar, al_dia[names.INVENTARIO], avance),
                "cadena": partial(revision.recorrer_cadena, al_dia, archivos, avance),
            }
        )
    except ImagenMalaError as error:
        raise RespaldoAlteradoError(conjunto.id, str(error)) from error
    cuenta, cadena = hecho["contar"], hecho["cadena"]
    if (cuenta.movimientos, cuenta.ultimo_movimiento) != (conjunto.movimientos, conjunto.ultimo_movimiento):
        raise RespaldoAlteradoError(conjunto.id, tr("no tiene los movimientos que dice"))
    avisos = (cadena.aviso,) if cadena.aviso else ()
    return Revision(conjunto, cuenta.articulos, cuenta.movimientos, cadena.eventos, avisos)


def actualizadas(imagenes: Mapping[str, Path], esquema: Mapping[str, str], lugar: Path) -> Mapping[str, Path]:
    """The images in this program's schema: those that are, and copies of the others, below `lugar`."""
    hechas = dict(imagenes)
    for nombre, viva in imagenes.items():
        if esquema[nombre] == schema.HEADS[nombre]:
            continue
        copias = lugar / "al_dia"
        copias.mkdir(mode=0o700, exist_ok=True)
        abrir.exigir_espacio(lugar, viva.stat().st_size)
        hechas[nombre] = copias / viva.name
        shutil.copyfile(viva, hechas[nombre])
        imagen.actualizar(hechas[nombre], nombre)
    return hechas


def de_disco(donde: Path, error: OSError) -> ArchivoError:
    """A folder that cannot be read or written, in words."""
    return ArchivoError(
        tr("No se pudo leer o escribir en «{donde}» ({detalle}). No se cambió nada.").format(
            donde=donde, detalle=error
        ),
        tr("Revisar que el disco esté conectado, que haya lugar y que se pueda escribir en esa carpeta."),
    )


def _por_tamano(imagenes: Mapping[str, Path]) -> list[str]:
    return sorted(imagenes, key=lambda nombre: -imagenes[nombre].stat().st_size)
