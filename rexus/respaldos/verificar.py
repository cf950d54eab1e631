"""The proof of a set as it lies there: every byte of it and of the one it is based on, and what they hold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.db import names, schema
from rexus.respaldos import abrir, indices, meses, revision
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.borrador import barrer, borrador
from rexus.respaldos.conjunto import BASES, MANIFIESTO, Conjunto
from rexus.respaldos.empaque import Llavero
from rexus.respaldos.errors import RespaldoAlteradoError
from rexus.respaldos.revision import ImagenMalaError

# As many of the files that do not belong there are told by name.
_NOMBRADOS: Final = 3


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
            llavero = Llavero(frase)
            imagenes = abrir.imagenes(carpeta, conjunto, lugar, llavero, avance)
            hecha = probar(conjunto, imagenes, lugar, meses.donde(carpeta, taller), avance)
            return replace(
                hecha, avisos=(*hecha.avisos, *_de_los_ajustes(conjunto, llavero), *_ajenos(carpeta, conjunto))
            )
    except OSError as error:
        raise de_disco(Path(error.filename) if isinstance(error.filename, str) else taller, error) from error


def probar(conjunto: Conjunto, imagenes: Mapping[str, Path], lugar: Path, archivos: Path, avance: Avance) -> Revision:
    """Prove the images of a set. Those of an older schema are brought up to date in a copy below `lugar` first.
    `archivos` is where the months are that left the trail.

    Raises RespaldoAlteradoError, BaseNuevaError, CanceladoError, OSError.
    """
    with _alterado(conjunto):
        esquema = revision.a_la_vez(
            {n: partial(revision.revisar_archivo, imagenes[n], n, avance) for n in _por_tamano(imagenes)}
        )
        if dict(conjunto.esquema) != {n: esquema[n] for n in BASES}:
            raise RespaldoAlteradoError(conjunto.id, tr("sus bases son de otra versión que la que dice"))
        al_dia = actualizadas(conjunto, imagenes, lugar, avance)
        hecho = revision.a_la_vez(
            {
                "contar": partial(revision.contar, al_dia[names.INVENTARIO], avance),
                "cadena": partial(revision.recorrer_cadena, al_dia, archivos, avance),
            }
        )
    cuenta, cadena = hecho["contar"], hecho["cadena"]
    if (cuenta.movimientos, cuenta.ultimo_movimiento) != (conjunto.movimientos, conjunto.ultimo_movimiento):
        raise RespaldoAlteradoError(conjunto.id, tr("no tiene los movimientos que dice"))
    avisos = (cadena.aviso,) if cadena.aviso else ()
    return Revision(conjunto, cuenta.articulos, cuenta.movimientos, cadena.eventos, avisos)


def actualizadas(conjunto: Conjunto, imagenes: Mapping[str, Path], lugar: Path, avance: Avance) -> Mapping[str, Path]:
    """The images in this program's schema: those that are, and copies of the others, below `lugar`.

    Raises RespaldoAlteradoError, CanceladoError, OSError.
    """
    hechas = dict(imagenes)
    for nombre, viva in imagenes.items():
        if conjunto.esquema[nombre] == schema.HEADS[nombre]:
            continue
        copias = lugar / "al_dia"
        copias.mkdir(mode=0o700, exist_ok=True)
        abrir.exigir_espacio(lugar, viva.stat().st_size)
        hechas[nombre] = copias / viva.name
        shutil.copyfile(viva, hechas[nombre])
        with _alterado(conjunto):
            indices.actualizar(hechas[nombre], nombre, avance)
    return hechas


def _de_los_ajustes(conjunto: Conjunto, llavero: Llavero) -> Iterator[str]:
    """What is wrong with the settings of a set, which are no reason to refuse its databases.

    Raises RespaldoAlteradoError when they cannot be unpacked.
    """
    texto = abrir.configuracion(conjunto, llavero)
    try:
        entendidos = texto is None or isinstance(json.loads(texto), dict)
    except (ValueError, RecursionError):
        entendidos = False
    if not entendidos:
        yield tr("Los ajustes que guarda no se entienden: lo demás está entero.")


def _ajenos(carpeta: Path, conjunto: Conjunto) -> Iterator[str]:
    """The files beside those of a set and of its base that are in no manifest. Raises OSError."""
    base = carpetas.base_de(carpeta, conjunto)
    for uno in (base, conjunto):
        if uno is None:
            continue
        suyos = {MANIFIESTO, *(archivo.nombre for archivo in uno.archivos)}
        sobran = sorted(entrada.name for entrada in uno.ubicacion.iterdir() if entrada.name not in suyos)
        if sobran:
            nombres = ", ".join(f"«{nombre[:80]}»" for nombre in sobran[:_NOMBRADOS])
            yield tr("En la carpeta de «{id}» hay archivos que no son suyos ({cuantos}): {nombres}.").format(
                id=uno.id, cuantos=len(sobran), nombres="".join(c if c.isprintable() else "?" for c in nombres)
            )


def para_cargar(conjunto: Conjunto, imagenes: Mapping[str, Path], avance: Avance) -> None:
    """Bring proven images to this program's schema. Raises RespaldoAlteradoError, CanceladoError, OSError."""
    with _alterado(conjunto):
        for base, archivo in imagenes.items():
            indices.actualizar(archivo, base, avance)


def para_usar(conjunto: Conjunto, imagenes: Mapping[str, Path], avance: Avance) -> None:
    """Give proven images all the indexes that the databases had. Raises what `para_cargar` raises."""
    with _alterado(conjunto):
        for base, archivo in imagenes.items():
            indices.reponer(archivo, base, avance)


def de_disco(donde: Path, error: OSError) -> ArchivoError:
    """A folder that cannot be read or written, in words."""
    return ArchivoError(
        tr("No se pudo leer o escribir en «{donde}» ({detalle}). No se cambió nada.").format(
            donde=donde, detalle=error
        ),
        tr("Revisar que el disco esté conectado, que haya lugar y que se pueda escribir en esa carpeta."),
    )


@contextmanager
def _alterado(conjunto: Conjunto) -> Iterator[None]:
    """What is wrong with an image is wrong with its set."""
    try:
        yield
    except ImagenMalaError as error:
        raise RespaldoAlteradoError(conjunto.id, str(error)) from error


def _por_tamano(imagenes: Mapping[str, Path]) -> list[str]:
    return sorted(imagenes, key=lambda nombre: -imagenes[nombre].stat().st_size)
