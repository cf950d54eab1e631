"""Write a file that the user asked for, whole or not at all, and say in words why it could not be written."""

from __future__ import annotations

import errno
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rexus.base.atomic import replacing
from rexus.base.errors import ArchivoError, DiscoLlenoError, RexusError, SoloLecturaError
from rexus.base.text import tr

_LLENO = (errno.ENOSPC, errno.EDQUOT)
_SIN_PERMISO = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def archivo_nuevo(ruta: Path, asentar: Callable[[], None] | None = None) -> Iterator[IO[bytes]]:
    """A file to write to, which becomes `ruta` when the block ends well. If it does not, `ruta` stays as it was.

    `asentar` records that it was taken out: called once everything is written, and before `ruta` has it; what it raises
    leaves `ruta` as it was, so that nothing leaves without a trace.
    Raises DiscoLlenoError, SoloLecturaError, or ArchivoError for what else the system refuses.
    """
    try:
        with replacing(ruta, ruta.with_name(f".rexus-{secrets.token_hex(6)}.tmp"), antes=asentar) as archivo:
            yield archivo
    except OSError as error:
        raise _explicar(error, ruta) from error


def _explicar(error: OSError, ruta: Path) -> RexusError:
    if error.errno in _LLENO:
        return DiscoLlenoError(_el_mas_lleno(ruta.parent))
    # A second name means that the replacing itself was refused.
    if sys.platform == "win32" and isinstance(error, PermissionError) and error.filename2 and ruta.exists():
        return ArchivoError(
            tr("«{nombre}» está abierto en otro programa.").format(nombre=ruta.name),
            tr("Cerrarlo allí y repetir, o elegir otro nombre."),
        )
    if error.errno in _SIN_PERMISO:
        return SoloLecturaError(str(ruta.parent))
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return ArchivoError(
            tr("La carpeta «{carpeta}» no existe.").format(carpeta=ruta.parent), tr("Crearla o elegir otra.")
        )
    return ArchivoError(
        tr("No se pudo escribir «{nombre}» ({detalle}).").format(nombre=ruta.name, detalle=error.strerror or error),
        tr("Elegir otra carpeta u otro nombre."),
    )


def _el_mas_lleno(carpeta: Path) -> str:
    """Of the target folder and the one for temporary files, the one without room: the error does not tell which."""
    return min((str(carpeta), tempfile.gettempdir()), key=lambda donde: shutil.disk_usage(donde).free)
