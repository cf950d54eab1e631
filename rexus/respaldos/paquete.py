"""A set as one file, to be carried: a plain `.tar` of its folder, which every system opens."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from rexus.base.atomic import replacing
from rexus.base.errors import ArchivoError
from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.respaldos.abrir import exigir_espacio
from rexus.respaldos.borrador import borrador
from rexus.respaldos.conjunto import MANIFIESTO, PREFIJO, Conjunto, es_id
from rexus.respaldos.manifiesto import nombre_seguro

# More than any set has.
_ARCHIVOS_MAXIMOS: Final = 32
_TROZO: Final = 1 << 20


def empaquetar(conjunto: Conjunto, archivo: Path) -> None:
    """Write a full set into `archivo`, mode 0600, whole or not at all. Raises ArchivoError."""
    try:
        if archivo.exists():
            raise ArchivoError(
                tr("Ya existe «{archivo}». No se escribió encima.").format(archivo=archivo), tr("Elegir otro nombre.")
            )
        exigir_espacio(archivo.absolute().parent, conjunto.bytes)
        carpeta = f"{PREFIJO}{conjunto.id}"
        with (
            replacing(archivo, archivo.with_name(f".{archivo.name}.{os.getpid()}.tmp"), 0o600) as salida,
            tarfile.open(fileobj=salida, mode="w", format=tarfile.PAX_FORMAT) as tar,
        ):
            for nombre in [MANIFIESTO, *(a.nombre for a in conjunto.archivos)]:
                tar.add(conjunto.ubicacion / nombre, f"{carpeta}/{nombre}", recursive=False, filter=_sin_dueno)
    except OSError as error:
        raise ArchivoError(
            tr("No se pudo escribir «{archivo}» ({detalle}).").format(archivo=archivo, detalle=error),
            tr("Revisar que el disco esté conectado, que haya lugar y que se pueda escribir en esa carpeta."),
        ) from error


@contextmanager
def abierto(origen: Path, lugar: Path, avance: Avance) -> Iterator[tuple[Path, str]]:
    """The folder in which the set of `origen` lies, and its id: a set's folder, or a file that `empaquetar` wrote.

    A file is unpacked in a draft below `lugar`. Raises ArchivoError for anything else.
    """
    origen = origen.absolute()
    if origen.is_dir():
        id_ = origen.name.removeprefix(PREFIJO)
        if not origen.name.startswith(PREFIJO) or not es_id(id_):
            raise _no_es(origen, tr("la carpeta de un respaldo se llama «{ejemplo}»").format(ejemplo=f"{PREFIJO}…"))
        yield origen.parent, id_
        return
    try:
        lugar.mkdir(mode=0o700, parents=True, exist_ok=True)
        with borrador(lugar, "paquete") as carpeta:
            yield carpeta, _desempaquetar(origen, carpeta, avance)
    except FileNotFoundError as error:
        raise _no_es(origen, tr("no existe")) from error


def _desempaquetar(archivo: Path, carpeta: Path, avance: Avance) -> str:
    """Only what a set can hold comes out: files with safe names, in one folder with a set's name."""
    try:
        with tarfile.open(archivo, "r:") as tar:
            exigir_espacio(carpeta, archivo.stat().st_size)
            vistos: set[str] = set()
            id_ = ""
            for miembro in tar:
                padre, nombre = PurePosixPath(miembro.name).parent.as_posix(), PurePosixPath(miembro.name).name
                suyo = padre.removeprefix(PREFIJO)
                if (
                    not miembro.isreg()
                    or miembro.name != f"{PREFIJO}{suyo}/{nombre}"
                    or not es_id(suyo)
                    or not nombre_seguro(nombre)
                    or nombre in vistos
                    or suyo != (id_ or suyo)
                    or len(vistos) >= _ARCHIVOS_MAXIMOS
                ):
                    raise _no_es(
                        archivo, tr("guarda algo que no es de un respaldo («{n}»)").format(n=miembro.name[:80])
                    )
                id_ = suyo
                vistos.add(nombre)
                destino = carpeta / f"{PREFIJO}{suyo}"
                destino.mkdir(mode=0o700, exist_ok=True)
                entrada = tar.extractfile(miembro)
                assert entrada is not None
                with entrada, (destino / nombre).open("xb") as salida:
                    while trozo := entrada.read(_TROZO):
                        avance.paso(0)
                        salida.write(trozo)
    except tarfile.TarError as error:
        raise _no_es(archivo, tr("no se puede leer")) from error
    if not id_:
        raise _no_es(archivo, tr("está vacío"))
    return id_


def _sin_dueno(miembro: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who made it on which machine is nobody's business."""
    miembro.uid = miembro.gid = 0
    miembro.uname = miembro.gname = ""
    miembro.mode = 0o600
    return miembro


def _no_es(origen: Path, detalle: str) -> ArchivoError:
    return ArchivoError(
        tr("«{origen}» no es un respaldo: {detalle}. No se tocó nada.").format(origen=origen, detalle=detalle),
        tr("Indicar el ID de un respaldo, su carpeta, o el archivo .tar que hizo «rexus respaldar --portatil»."),
    )
