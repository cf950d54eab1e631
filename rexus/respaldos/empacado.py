"""From fresh images to a set's files: proven and packed at the same time, each image read once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from rexus.base.paths import Paths
from rexus.base.progress import Avance
from rexus.db.names import INVENTARIO
from rexus.respaldos import empaque, paginas, revision
from rexus.respaldos.abrir import paginas_de
from rexus.respaldos.conjunto import (
    BASES,
    CONFIGURACION,
    Archivo,
    Conjunto,
    Imagen,
    nombre_de_delta,
    nombre_de_imagen,
    nombre_de_paginas,
)
from rexus.respaldos.fuentes import Foto
from rexus.respaldos.paginas import Huellas
from rexus.respaldos.progreso import Camino, Parte
from rexus.respaldos.revision import Cuenta

#: What proving and packing weigh, if copying weighs one.
PESO: Final = 4
# A delta of more than this share of the images is not worth depending on another set.
_PARTE_MAXIMA: Final = 0.5


# What makes further files of a full set.
Volcar = Callable[[Path, empaque.Identidad | None], list[Archivo]]


@dataclass(frozen=True)
class ImagenCopiada:
    """An image that a source just made."""

    base: str
    archivo: Path
    foto: Foto


@dataclass(frozen=True)
class Empacado:
    """What goes into the manifest; `base` is the id of the full set that the files depend on."""

    base: str | None
    esquema: Mapping[str, str]
    cuenta: Cuenta
    archivos: tuple[Archivo, ...]
    imagenes: Mapping[str, Imagen]


def empacar(
    lugar: Path,
    imagenes: Mapping[str, ImagenCopiada],
    base: Conjunto | None,
    llavero: empaque.Llavero,
    paths: Paths,
    camino: Camino,
    volcar: Volcar | None = None,
) -> Empacado:
    """Prove the images and write a set's files into `lugar`: deltas upon `base` if that is worth it, else the images.

    Raises ImagenMalaError, RespaldoError, CanceladoError, OSError.
    """
    identidad = empaque.nueva_identidad() if llavero.frase else None
    avance = {i.base: camino.parte(i.foto.bytes) for i in imagenes.values()}
    pruebas = {i.base: camino.parte(i.foto.bytes * (PESO - 1)) for i in imagenes.values()}
    mayor, *otras = sorted(imagenes.values(), key=lambda i: -i.foto.bytes)
    # The largest file takes longest to prove: it comes first, and everything else is done beside it.
    tareas: dict[str, Callable[[], Any]] = {mayor.base: partial(_revisar, mayor, pruebas[mayor.base])}
    deltas = None if base is None else _deltas(lugar, imagenes, base, llavero, identidad, avance)
    if base is None or deltas is None:
        base = None
        tareas |= {
            f"empacar {i.base}": partial(_completa, lugar, i, identidad, avance[i.base]) for i in imagenes.values()
        }
    else:
        tareas |= deltas
    tareas["contar"] = partial(revision.contar, imagenes[INVENTARIO].archivo, pruebas[INVENTARIO])
    tareas |= {otra.base: partial(_revisar, otra, pruebas[otra.base]) for otra in otras}
    hechas = revision.a_la_vez(tareas)
    archivos, dichas = [], {}
    for nombre in BASES:
        suyos, dichas[nombre] = hechas[f"empacar {nombre}"]
        archivos += suyos
    archivos += _configuracion(lugar, paths, identidad)
    if base is None and volcar is not None:
        archivos += volcar(lugar, identidad)
    if identidad is not None and llavero.frase:
        archivos.append(empaque.guardar_clave(lugar, identidad, llavero.frase))
    return Empacado(
        None if base is None else base.id,
        {nombre: hechas[nombre] for nombre in BASES},
        hechas["contar"],
        tuple(sorted(archivos, key=lambda a: a.nombre)),
        dichas,
    )


def _revisar(imagen: ImagenCopiada, parte: Parte) -> str:
    hallada = revision.revisar_archivo(imagen.archivo, imagen.base, parte, imagen.foto.filas)
    # SQLite does not tell how far its check has come.
    parte.hecha()
    return hallada


def _completa(
    lugar: Path, imagen: ImagenCopiada, identidad: empaque.Identidad | None, avance: Avance
) -> tuple[list[Archivo], Imagen]:
    """The image, and the hashes of its pages for the deltas that will be made upon it."""
    huellas = Huellas(imagen.foto.pagina)
    partes = huellas.pasar(_mirados(imagen, avance))
    entera = empaque.guardar(lugar / nombre_de_imagen(imagen.base), partes, identidad)
    empaque.releer(lugar, entera, identidad, huellas.bytes)
    paginas_ = empaque.guardar(lugar / nombre_de_paginas(imagen.base), [bytes(huellas.paginas)], identidad)
    return [entera, paginas_], _imagen(imagen, huellas)


def _deltas(
    lugar: Path,
    imagenes: Mapping[str, ImagenCopiada],
    base: Conjunto,
    llavero: empaque.Llavero,
    identidad: empaque.Identidad | None,
    avance: Mapping[str, Parte],
) -> dict[str, Callable[[], Any]] | None:
    """What writes the deltas; None when they would be too large."""
    if any(base.imagenes[i.base].pagina != i.foto.pagina for i in imagenes.values()):
        return None
    de_la_base = llavero.de(base)
    huellas = revision.a_la_vez({i.base: partial(_huellas, i, avance[i.base]) for i in imagenes.values()})
    numeros = {
        nombre: paginas.distintas(paginas_de(base, nombre, de_la_base), huellas[nombre].paginas) for nombre in BASES
    }
    cambiado = sum(len(numeros[i.base]) * i.foto.pagina for i in imagenes.values())
    if cambiado > _PARTE_MAXIMA * sum(i.foto.bytes for i in imagenes.values()):
        return None

    def escribir(imagen: ImagenCopiada) -> tuple[list[Archivo], Imagen]:
        largo = 0

        def vistas() -> Iterator[bytes]:
            nonlocal largo
            for parte in paginas.delta(imagen.archivo, imagen.foto.pagina, numeros[imagen.base]):
                largo += len(parte)
                yield parte

        archivo = empaque.guardar(lugar / nombre_de_delta(imagen.base), vistas(), identidad)
        empaque.releer(lugar, archivo, identidad, largo)
        return [archivo], _imagen(imagen, huellas[imagen.base])

    return {f"empacar {i.base}": partial(escribir, i) for i in imagenes.values()}


def _huellas(imagen: ImagenCopiada, avance: Avance) -> Huellas:
    huellas = Huellas(imagen.foto.pagina)
    for trozo in _mirados(imagen, avance):
        huellas.ver(trozo)
    return huellas


def _mirados(imagen: ImagenCopiada, avance: Avance) -> Iterator[bytes]:
    hechos = 0
    for trozo in paginas.trozos(imagen.archivo):
        hechos += len(trozo)
        avance.paso(hechos, imagen.foto.bytes)
        yield trozo


def _imagen(imagen: ImagenCopiada, huellas: Huellas) -> Imagen:
    return Imagen(huellas.bytes, huellas.sha256, imagen.foto.pagina)


def _configuracion(lugar: Path, paths: Paths, identidad: empaque.Identidad | None) -> list[Archivo]:
    """The user's settings as they are; no secret is in them. None yet: nothing."""
    try:
        texto = paths.settings_file.read_bytes()
    except FileNotFoundError:
        return []
    return [empaque.guardar(lugar / CONFIGURACION, [texto], identidad)]
