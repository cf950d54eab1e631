"""A set as one file, to be carried: a plain `.tar` of its folder, which every system opens."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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


def exigir_libre(archivo: Path) -> None:
    """Raise ArchivoError unless a file of that name can be made."""
    carpeta = archivo.absolute().parent
    if os.path.lexists(archivo):
        raise ArchivoError(
            tr("Ya existe «{archivo}». No se escribió encima.").format(archivo=archivo), tr("Elegir otro nombre.")
        )
    if not carpeta.is_dir() or not os.access(carpeta, os.W_OK | os.X_OK):
        raise ArchivoError(
            tr("No se puede escribir en la carpeta «{carpeta}».").format(carpeta=carpeta),
            tr("Elegir una carpeta que exista y en la que se pueda escribir."),
        )


def empaquetar(conjunto: Conjunto, archivo: Path) -> None:
    """Write a full set into `archivo`, mode 0600, whole or not at all.

    Raises ArchivoError, EspacioInsuficienteError.
    """
    exigir_libre(archivo)
    try:
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

    A file is unpacked in a draft below `lugar`. Raises ArchivoError for anything else, and when that cannot be written;
    EspacioInsuficienteError.
    """
    origen = origen.absolute()
    if origen.is_dir():
        id_ = origen.name.removeprefix(PREFIJO)
        if not origen.name.startswith(PREFIJO) or not es_id(id_):
            raise _no_es(origen, tr("la carpeta de un respaldo se llama «{ejemplo}»").format(ejemplo=f"{PREFIJO}…"))
        yield origen.parent, id_
        return
    if not origen.is_file():
        raise _no_es(origen, tr("no es un archivo") if os.path.lexists(origen) else tr("no existe"))
    with ExitStack() as abiertos:
        try:
            lugar.mkdir(mode=0o700, parents=True, exist_ok=True)
            carpeta = abiertos.enter_context(borrador(lugar, "paquete"))
            id_ = _desempaquetar(origen, carpeta, avance)
        except OSError as error:
            raise ArchivoError(
                tr("No se pudo desempaquetar «{origen}» en «{lugar}» ({detalle}). No se tocó nada.").format(
                    origen=origen, lugar=lugar, detalle=error.strerror or error
                ),
                tr("Revisar los dos discos: que estén conectados y que haya lugar."),
            ) from error
        yield carpeta, id_


def _desempaquetar(archivo: Path, carpeta: Path, avance: Avance) -> str:
    """Only what a set can hold comes out: files with safe names, in one folder with a set's name."""
    try:
        with tarfile.open(archivo, "r:") as tar:
            # As it lies there: what is not packed cannot take more than its archive.
            cabe = archivo.stat().st_size
            exigir_espacio(carpeta, cabe)
            vistos: set[str] = set()
            id_ = ""
            for miembro in tar:
                padre, nombre = PurePosixPath(miembro.name).parent.as_posix(), PurePosixPath(miembro.name).name
                suyo = padre.removeprefix(PREFIJO)
                if (
                    miembro.type not in (tarfile.REGTYPE, tarfile.AREGTYPE)
                    # One with holes unpacks to whatever it says.
                    or miembro.issparse()
                    or miembro.size > cabe
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
                cabe -= miembro.size
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
