"""A copy of a set in another place, with the one that it is based on: read again from there before it gets its name."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rexus.base.atomic import sync_folder
from rexus.base.errors import ArchivoError, DiscoLlenoError
from rexus.base.progress import Avance, SinAvance
from rexus.base.text import tr
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import empaque, llano, manifiesto
from rexus.respaldos.abrir import exigir_espacio
from rexus.respaldos.borrador import borrador
from rexus.respaldos.conjunto import MANIFIESTO, Conjunto, carpeta_de
from rexus.respaldos.errors import DestinoOcupadoError, RespaldoAlteradoError

_TROZO: Final = 1 << 20
_SIN_LUGAR: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass
class _Cuenta:
    """How far it is, in bytes."""

    avance: Avance
    total: int
    hecho: int = 0

    def mas(self, bytes_: int) -> None:
        self.hecho += bytes_
        self.avance.paso(self.hecho, self.total)


def exportar(carpeta: Path, id_: str, destino: Path, avance: Avance | None = None) -> list[Path]:
    """Copy a set, and its base if it has one, into the folder `destino`; the folders made there.

    What is there already as it should be stays as it is. Raises RespaldoAlteradoError when the set, or the copy as it
    is read again, is not as it was made; DestinoOcupadoError when something else has the name;
    EspacioInsuficienteError, DiscoLlenoError, ArchivoError, CanceladoError: nothing half done is left then.
    """
    avance = avance or SinAvance()
    conjunto = carpetas.uno(carpeta, id_)
    base = carpetas.base_de(carpeta, conjunto)
    # The base first: whenever this ends, what is there can be restored.
    juntos = [uno for uno in (base, conjunto) if uno is not None]
    with en_palabras(destino):
        faltan = [uno for uno in juntos if not _esta(destino, uno)]
        # Every byte is read there; those that are not there yet are written before.
        cuenta = _Cuenta(avance, sum(uno.bytes for uno in (*juntos, *faltan)))
        if faltan:
            exigir_espacio(destino, sum(uno.bytes for uno in faltan))
        for uno in juntos:
            if uno in faltan:
                _copiar(uno, destino, cuenta)
            else:
                _comprobar(replace(uno, ubicacion=carpeta_de(destino, uno.id)), cuenta)
    return [carpeta_de(destino, uno.id) for uno in juntos]


def copiar(conjunto: Conjunto, destino: Path, avance: Avance | None = None) -> None:
    """Copy this one set alone into `destino`, in place of whatever has its name there.

    Raises what `exportar` raises; what was there stays then.
    """
    with en_palabras(destino):
        exigir_espacio(destino, conjunto.bytes)
        _copiar(conjunto, destino, _Cuenta(avance or SinAvance(), 2 * conjunto.bytes))


def comprobar(conjunto: Conjunto, avance: Avance | None = None) -> None:
    """Read every byte of a set where it lies. Raises RespaldoAlteradoError, ArchivoError, CanceladoError."""
    with en_palabras(conjunto.ubicacion):
        _comprobar(conjunto, _Cuenta(avance or SinAvance(), conjunto.bytes))


def como_esta(conjunto: Conjunto, avance: Avance | None = None) -> str:
    """Read every byte of a set where it lies: what is wrong with it; empty: nothing. Raises CanceladoError."""
    try:
        _comprobar(conjunto, _Cuenta(avance or SinAvance(), conjunto.bytes))
    except RespaldoAlteradoError as error:
        return error.frase
    except OSError as error:
        detalle = tr("no se puede leer ({detalle})").format(detalle=error.strerror or error)
        return RespaldoAlteradoError(conjunto.id, detalle).frase
    return ""


@contextmanager
def en_palabras(destino: Path) -> Iterator[None]:
    """What goes wrong with a disk while something is copied to `destino`. Raises DiscoLlenoError, ArchivoError."""
    try:
        yield
    except OSError as error:
        if error.errno in _SIN_LUGAR:
            raise DiscoLlenoError(str(destino)) from error
        raise ArchivoError(
            tr("No se pudo copiar a «{destino}» ({detalle}). El respaldo sigue donde estaba.").format(
                destino=destino, detalle=error.strerror or error
            ),
            tr("Revisar que el disco esté conectado y que se pueda escribir en esa carpeta, o elegir otra."),
        ) from error


def _esta(destino: Path, conjunto: Conjunto) -> bool:
    """Whether the very same set is there. Raises DestinoOcupadoError when something else has its name."""
    lugar = carpeta_de(destino, conjunto.id)
    if not lugar.exists():
        return False
    try:
        alla, aqui = (llano.leer(de / MANIFIESTO, manifiesto.LARGO_MAXIMO) for de in (lugar, conjunto.ubicacion))
    except (FileNotFoundError, llano.NoEsLlanoError) as error:
        raise DestinoOcupadoError(str(lugar)) from error
    if alla != aqui:
        raise DestinoOcupadoError(str(lugar))
    return True


def _copiar(conjunto: Conjunto, destino: Path, cuenta: _Cuenta) -> None:
    with borrador(destino, "copiar") as lugar:
        for nombre in (*(archivo.nombre for archivo in conjunto.archivos), MANIFIESTO):
            _copiar_archivo(conjunto.ubicacion / nombre, lugar / nombre, cuenta)
        sync_folder(lugar)
        _comprobar(replace(conjunto, ubicacion=lugar), cuenta)
        sitio = carpeta_de(destino, conjunto.id)
        if sitio.exists():
            # Out of sight in one step: what is damaged is never listed beside what replaces it.
            with borrador(destino, "podar") as oculto:
                sitio.rename(oculto / sitio.name)
                lugar.rename(sitio)
        else:
            lugar.rename(sitio)
    sync_folder(destino)


def _copiar_archivo(de: Path, a: Path, cuenta: _Cuenta) -> None:
    nuevo = os.open(a, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with de.open("rb") as entrada, os.fdopen(nuevo, "wb") as salida:
        while trozo := entrada.read(_TROZO):
            salida.write(trozo)
            cuenta.mas(len(trozo))
        salida.flush()
        os.fsync(salida.fileno())
        if hasattr(os, "posix_fadvise"):
            # What is compared afterwards should come from the disk and not from memory.
            os.posix_fadvise(salida.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _comprobar(copia: Conjunto, cuenta: _Cuenta) -> None:
    if not (copia.ubicacion / MANIFIESTO).is_file():
        raise RespaldoAlteradoError(copia.id, tr("le falta «{archivo}»").format(archivo=MANIFIESTO))
    for archivo in copia.archivos:
        empaque.comprobar_archivo(copia, archivo)
        cuenta.mas(archivo.bytes)
