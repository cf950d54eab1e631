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
from rexus.respaldos.conjunto import (
    BASES,
    CONFIGURACION,
    Archivo,
    Conjunto,
    Imagen,
    nombre_de_delta,
    nombre_de_imagen,
)
from rexus.respaldos.fuentes import Foto
from rexus.respaldos.paginas import Comparador, Huella
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
    releer = partial(_releer, lugar, identidad)
    hechas = revision.a_la_vez(tareas, {f"releer {n}": (f"empacar {n}", releer) for n in BASES})
    archivos, dichas = [], {}
    for nombre in BASES:
        empacada: _Empacada = hechas[f"empacar {nombre}"]
        archivos.append(empacada.archivo)
        dichas[nombre] = empacada.imagen
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


@dataclass(frozen=True)
class _Empacada:
    """A file that was written, how many bytes went into it, and the image that it gives."""

    archivo: Archivo
    largo: int
    imagen: Imagen


def _completa(lugar: Path, imagen: ImagenCopiada, identidad: empaque.Identidad | None, avance: Avance) -> _Empacada:
    huella = Huella()
    partes = huella.pasar(_mirados(imagen, avance))
    archivo = empaque.guardar(lugar / nombre_de_imagen(imagen.base), partes, identidad)
    return _Empacada(archivo, huella.bytes, _imagen(imagen, huella))


def _releer(lugar: Path, identidad: empaque.Identidad | None, hecha: _Empacada) -> None:
    empaque.releer(lugar, hecha.archivo, identidad, hecha.largo)


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
    vistas: dict[str, Comparador] = revision.a_la_vez(
        {i.base: partial(_comparar, base, i, de_la_base, avance[i.base]) for i in imagenes.values()}
    )
    cambiado = sum(len(vistas[i.base].numeros) * i.foto.pagina for i in imagenes.values())
    if cambiado > _PARTE_MAXIMA * sum(i.foto.bytes for i in imagenes.values()):
        return None

    def escribir(imagen: ImagenCopiada) -> _Empacada:
        vista, del_delta = vistas[imagen.base], Huella()
        partes = del_delta.pasar(paginas.delta(imagen.archivo, imagen.foto.pagina, vista.numeros))
        archivo = empaque.guardar(lugar / nombre_de_delta(imagen.base), partes, identidad)
        return _Empacada(archivo, del_delta.bytes, _imagen(imagen, vista.huella))

    return {f"empacar {i.base}": partial(escribir, i) for i in imagenes.values()}


def _comparar(base: Conjunto, imagen: ImagenCopiada, identidad: empaque.Identidad | None, avance: Avance) -> Comparador:
    """The image beside the one of the full set."""
    dicha = base.imagenes[imagen.base]
    with imagen.archivo.open("rb") as nueva:
        comparador = Comparador(nueva, imagen.foto.pagina)

        def recibir(trozo: bytes) -> None:
            comparador.recibir(trozo)
            avance.paso(comparador.huella.bytes, imagen.foto.bytes)

        empaque.abrir(base, nombre_de_imagen(imagen.base), identidad, recibir, dicha.bytes)
        comparador.terminar()
    return comparador


def _mirados(imagen: ImagenCopiada, avance: Avance) -> Iterator[bytes]:
    hechos = 0
    for trozo in paginas.trozos(imagen.archivo):
        hechos += len(trozo)
        avance.paso(hechos, imagen.foto.bytes)
        yield trozo


def _imagen(imagen: ImagenCopiada, huella: Huella) -> Imagen:
    return Imagen(huella.bytes, huella.sha256, imagen.foto.pagina)


def _configuracion(lugar: Path, paths: Paths, identidad: empaque.Identidad | None) -> list[Archivo]:
    """The user's settings as they are; no secret is in them. None yet: nothing."""
    try:
        texto = paths.settings_file.read_bytes()
    except FileNotFoundError:
        return []
    return [empaque.guardar(lugar / CONFIGURACION, [texto], identidad)]
