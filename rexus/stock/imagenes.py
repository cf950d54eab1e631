"""Pictures of articles: from a file, scaled, and kept in the database with a thumbnail, so that backups hold them.

What a file is, its bytes say and not its name. It is refused by its size before it is opened, and by its pixels before
they are decoded.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, insert, select

from rexus.base.changes import NOTHING, Change, Result
from rexus.base.errors import ArchivoError
from rexus.base.text import formatear_numero, tr
from rexus.db.lists import entre
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import ledger
from rexus.stock.clases import clase_de
from rexus.stock.errors import ArticuloInexistenteError
from rexus.stock.orm_articulos import ArticuloImagen

if TYPE_CHECKING:
    from PIL.Image import Image

TAMANO_MAXIMO: Final = 20 * 1024 * 1024
PIXELES_MAXIMOS: Final = 50_000_000
# The longer side, in pixels.
LADO: Final = 1_280
LADO_MINIATURA: Final = 160
# Not TIFF: nobody photographs a hinge in it, and its reader has an own failure for every damaged byte.
_FORMATOS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_CALIDAD: Final = 85
# What Pillow raises for bytes that are no whole picture, besides its own OSErrors.
_MALOS: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error)

# What its reader of TIFF raises besides, for damaged tags.
_MALOS_DE_TIFF: Final = (KeyError, TypeError, OverflowError, ArithmeticError, AttributeError, RuntimeError)


@dataclass(frozen=True)
class ImagenLista:
    """A picture as it is kept: JPEG bytes. `ancho` and `alto` in pixels; `huella` is the SHA-256 of the file."""

    huella: str
    ancho: int
    alto: int
    imagen: bytes
    miniatura: bytes


def preparar(archivo: Path) -> ImagenLista:
    """Read and scale a picture. Raises ArchivoError for what is too large, cannot be read, or is none."""
    contenido = _leer(archivo)
    # Deferred: pictures are looked at seldom, and Pillow takes its time to load.
    from PIL import Image, ImageOps

    # This program's own bound is asked below, before anything is decoded; Pillow's is a warning, for every thread.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(contenido), formats=_FORMATOS) as abierta:
            _caben(archivo, *abierta.size)
            # JPEG is decoded at the scale that is needed.
            abierta.draft("RGB", (LADO, LADO))
            grande = _sobre_blanco(ImageOps.exif_transpose(abierta))
    except _MALOS as error:
        raise ArchivoError(
            tr("«{nombre}» no es una imagen, o está dañada. No se cambió nada.").format(nombre=archivo.name),
            tr("Elegir una imagen JPEG, PNG, WebP, GIF o BMP."),
        ) from error
    grande.thumbnail((LADO, LADO))
    chica = grande.copy()
    chica.thumbnail((LADO_MINIATURA, LADO_MINIATURA))
    ancho, alto = grande.size
    return ImagenLista(sha256(contenido).hexdigest(), ancho, alto, _jpeg(grande), _jpeg(chica))


def exigir_que_abra(contenido: bytes, formatos: tuple[str, ...]) -> None:
    """Read the head of a picture of one of those formats, which Pillow names; nothing is decoded.

    Raises ValueError for what is none, and for more pixels than this program opens.
    """
    from PIL import Image

    # As above.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(contenido), formats=formatos) as abierta:
            ancho, alto = abierta.size
    except (*_MALOS, *_MALOS_DE_TIFF) as error:
        raise ValueError("no picture") from error
    if not 0 < ancho * alto <= PIXELES_MAXIMOS:
        raise ValueError("its size")


def poner(work: Work, clase: str, articulo_id: int, lista: ImagenLista) -> Result[None]:
    """The article's picture from now on. Raises ArticuloInexistenteError."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    ledger.bloquear(work, clase, (articulo_id,))
    if work.connection.scalar(select(c.orm.id).where(c.orm.id == articulo_id)) is None:
        raise ArticuloInexistenteError(articulo_id)
    antes = olvidar(work, clase, articulo_id)
    if antes is not None and antes == lista.huella:
        antes = None
    work.connection.execute(
        insert(ArticuloImagen),
        {
            "clase": clase, "articulo_id": articulo_id, "sha256": lista.huella, "ancho": lista.ancho,
            "alto": lista.alto, "imagen": lista.imagen, "miniatura": lista.miniatura,
        },
    )  # fmt: skip
    previa = {"imagen_sha256": antes} if antes is not None else None
    work.anotar(c.permiso, "imagen", c.tabla, articulo_id, antes=previa, despues={"imagen_sha256": lista.huella})
    return Result(None, Change.of(clase, ids=(articulo_id,)))


def quitar(work: Work, clase: str, articulo_id: int) -> Result[bool]:
    """Take the article's picture away; False if it had none."""
    c = clase_de(clase)
    exigir(work.actor, f"{c.permiso}.modificar")
    ledger.bloquear(work, clase, (articulo_id,))
    antes = olvidar(work, clase, articulo_id)
    if antes is None:
        return Result(False, NOTHING)
    work.anotar(c.permiso, "imagen", c.tabla, articulo_id, antes={"imagen_sha256": antes})
    return Result(True, Change.of(clase, ids=(articulo_id,)))


def imagen(work: Work, clase: str, articulo_id: int) -> bytes | None:
    """The picture of an article, as JPEG; None if it has none."""
    exigir(work.actor, f"{clase_de(clase).permiso}.ver")
    return work.connection.scalar(
        select(ArticuloImagen.imagen).where(ArticuloImagen.clase == clase, ArticuloImagen.articulo_id == articulo_id)
    )


def miniaturas(work: Work, clase: str, ids: Sequence[int]) -> dict[int, bytes]:
    """The thumbnails of those of the articles that have one, as JPEG."""
    exigir(work.actor, f"{clase_de(clase).permiso}.ver")
    filas = work.connection.execute(
        select(ArticuloImagen.articulo_id, ArticuloImagen.miniatura).where(
            ArticuloImagen.clase == clase, entre(ArticuloImagen.articulo_id, ids)
        )
    )
    return {fila.articulo_id: fila.miniatura for fila in filas}


def olvidar(work: Work, clase: str, articulo_id: int) -> str | None:
    """Take the picture's row away; the hash of what it was made of, None if there was none."""
    suya = (ArticuloImagen.clase == clase, ArticuloImagen.articulo_id == articulo_id)
    antes = work.connection.scalar(select(ArticuloImagen.sha256).where(*suya))
    if antes is not None:
        work.connection.execute(delete(ArticuloImagen).where(*suya))
    return antes


def _leer(archivo: Path) -> bytes:
    try:
        tamano = archivo.stat().st_size
        if tamano <= TAMANO_MAXIMO:
            with archivo.open("rb") as abierto:
                contenido = abierto.read(TAMANO_MAXIMO + 1)
            tamano = len(contenido)
    except OSError as error:
        raise ArchivoError(
            tr("No se puede leer «{nombre}». No se cambió nada.").format(nombre=archivo.name),
            tr("Revisar que el archivo exista y que se pueda leer."),
        ) from error
    if tamano > TAMANO_MAXIMO:
        raise ArchivoError(
            tr("«{nombre}» ocupa {mb} MB; una imagen puede tener hasta {maximo} MB. No se cambió nada.").format(
                nombre=archivo.name,
                mb=formatear_numero(-(-tamano // 1024**2)),
                maximo=formatear_numero(TAMANO_MAXIMO // 1024**2),
            ),
            tr("Guardarla más chica y elegirla otra vez."),
        )
    return contenido


def _caben(archivo: Path, ancho: int, alto: int) -> None:
    if ancho * alto > PIXELES_MAXIMOS:
        raise ArchivoError(
            tr("«{nombre}» mide {ancho} × {alto} píxeles: demasiados para abrirla. No se cambió nada.").format(
                nombre=archivo.name, ancho=formatear_numero(ancho), alto=formatear_numero(alto)
            ),
            tr("Guardarla más chica y elegirla otra vez."),
        )


def _sobre_blanco(abierta: Image) -> Image:
    """Without transparency, which JPEG has not."""
    from PIL import Image

    if abierta.mode not in ("RGBA", "LA", "PA") and "transparency" not in abierta.info:
        return abierta.convert("RGB")
    encima = abierta.convert("RGBA")
    fondo = Image.new("RGB", encima.size, "white")
    fondo.paste(encima, mask=encima.getchannel("A"))
    return fondo


def _jpeg(lista: Image) -> bytes:
    salida = io.BytesIO()
    lista.save(salida, "JPEG", quality=_CALIDAD, optimize=True)
    return salida.getvalue()
