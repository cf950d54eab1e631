"""From a set as it lies there to the database files that it holds, each byte proven on the way."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rexus.base.progress import Avance
from rexus.base.text import tr
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import empaque
from rexus.respaldos.conjunto import (
    BASES,
    CONFIGURACION,
    Conjunto,
    nombre_de_delta,
    nombre_de_imagen,
)
from rexus.respaldos.errors import EspacioInsuficienteError, RespaldoAlteradoError
from rexus.respaldos.paginas import Aplicador, DeltaError, Huella, tamano, trozos

# Left free whatever happens: whoever works here goes on working.
MARGEN_BYTES: Final = 32 << 20
_CONFIGURACION_MAXIMA: Final = 64 << 20


def nombre_de_archivo(base: str) -> str:
    """What the file of a database is called where images are laid down."""
    return f"{base}.db"


def imagenes(
    carpeta: Path, conjunto: Conjunto, destino: Path, llavero: empaque.Llavero, avance: Avance
) -> Mapping[str, Path]:
    """Lay the databases of a set down in `destino`, which is there and empty; mode 0600.

    Every file of the set, and of the one that it is based on, is compared with its manifest first, then the images
    with what the manifests say of them. Raises RespaldoAlteradoError, FraseError, EspacioInsuficienteError,
    CanceladoError, OSError.
    """
    base = carpetas.base_de(carpeta, conjunto)
    juntos = [uno for uno in (base, conjunto) if uno is not None]
    for uno in juntos:
        llavero.exigir_frase(uno)
    exigir_espacio(destino, sum(imagen.bytes for uno in juntos for imagen in uno.imagenes.values()))
    for uno in juntos:
        for archivo in uno.archivos:
            avance.paso(0)
            empaque.comprobar_archivo(uno, archivo)
    return {nombre: una(carpeta, conjunto, nombre, destino, llavero, avance) for nombre in BASES}


def una(
    carpeta: Path, conjunto: Conjunto, nombre: str, destino: Path, llavero: empaque.Llavero, avance: Avance
) -> Path:
    """Lay one database of a set down in `destino`, mode 0600. Raises as `imagenes`."""
    base = carpetas.base_de(carpeta, conjunto)
    completo = conjunto if base is None else base
    archivo = destino / nombre_de_archivo(nombre)
    _imagen(completo, nombre, archivo, llavero.de(completo), avance)
    if base is not None:
        _delta(conjunto, nombre, archivo, llavero.de(conjunto), avance)
    return archivo


def configuracion(conjunto: Conjunto, llavero: empaque.Llavero) -> bytes | None:
    """The settings file that the set holds; None without one."""
    if conjunto.archivo(CONFIGURACION) is None:
        return None
    texto = bytearray()
    empaque.abrir(conjunto, CONFIGURACION, llavero.de(conjunto), texto.extend, _CONFIGURACION_MAXIMA)
    return bytes(texto)


def exigir_espacio(donde: Path, hace_falta: int) -> None:
    """Raise EspacioInsuficienteError unless so many bytes and a margin are free there. Raises OSError."""
    hay = shutil.disk_usage(donde).free
    if hay < hace_falta + MARGEN_BYTES:
        raise EspacioInsuficienteError(str(donde), hace_falta + MARGEN_BYTES, hay)


def _imagen(conjunto: Conjunto, base: str, archivo: Path, identidad: empaque.Identidad | None, avance: Avance) -> None:
    dicha = conjunto.imagenes[base]
    huella = Huella()
    with archivo.open("xb") as salida:
        archivo.chmod(0o600)

        def recibir(trozo: bytes) -> None:
            salida.write(trozo)
            huella.ver(trozo)
            avance.paso(huella.bytes, dicha.bytes)

        empaque.abrir(conjunto, nombre_de_imagen(base), identidad, recibir, dicha.bytes)
    # The page size is what a delta goes by.
    if huella.bytes != dicha.bytes or huella.sha256 != dicha.sha256 or tamano(archivo) != dicha.pagina:
        raise _no_es(conjunto, nombre_de_imagen(base))


def _delta(conjunto: Conjunto, base: str, archivo: Path, identidad: empaque.Identidad | None, avance: Avance) -> None:
    """Turn the base image in `archivo` into the later one."""
    dicha = conjunto.imagenes[base]
    nombre = nombre_de_delta(base)
    # As long as one whose every page differs.
    maximo = dicha.bytes + dicha.bytes // dicha.pagina * 4 + 64
    with archivo.open("r+b") as imagen:
        aplicador = Aplicador(imagen, dicha.pagina, dicha.bytes)
        try:
            empaque.abrir(conjunto, nombre, identidad, aplicador.recibir, maximo)
            aplicador.terminar()
        except DeltaError as error:
            raise _no_es(conjunto, nombre) from error
    huella = Huella()
    for trozo in trozos(archivo):
        avance.paso(0)
        huella.ver(trozo)
    if huella.bytes != dicha.bytes or huella.sha256 != dicha.sha256:
        raise _no_es(conjunto, nombre)


def _no_es(conjunto: Conjunto, nombre: str) -> RespaldoAlteradoError:
    return RespaldoAlteradoError(conjunto.id, tr("«{archivo}» no da la base que se guardó").format(archivo=nombre))
