"""Files that belong to an obra: PDFs and pictures, in the database with their hash, so that backups hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, insert, select

from rexus.base.changes import Change, Result
from rexus.base.errors import ArchivoError, DatoInvalidoError, NoEncontradoError, RexusError
from rexus.base.text import limpiar, tr
from rexus.db.work import Work
from rexus.seguridad import exigir
from rexus.stock import imagenes, obras
from rexus.stock.orm_obras import ObraAdjunto, ObraAdjuntoContenido

MODULO = obras.MODULO
#: In bytes.
TAMANO_MAXIMO: Final = 20 * 1024 * 1024

# The first bytes say what a file is, whatever its name.
_PRINCIPIOS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
# How Pillow calls them; the first frame of what several cameras write as JPEG is one.
_DE_PILLOW: Final[dict[str, tuple[str, ...]]] = {
    "image/png": ("PNG",),
    "image/jpeg": ("JPEG", "MPO"),
    "image/gif": ("GIF",),
    "image/tiff": ("TIFF",),
    "image/webp": ("WEBP",),
}
# Programs write a little behind the mark.
_FINAL_DE_PDF: Final = 2_048


@dataclass(frozen=True)
class Adjunto:
    """A file of an obra, without its bytes. `tamano` in bytes, `tipo` a media type."""

    id: int
    obra_id: int
    nombre: str
    tipo: str
    tamano: int
    sha256: str
    fecha: datetime
    usuario: str


class AdjuntoAlteradoError(RexusError):
    """The bytes are not those that were put there."""

    def __init__(self, nombre: str) -> None:
        super().__init__(
            tr("El archivo está dañado"),
            tr("«{nombre}» ya no es el que se guardó: su huella no coincide.").format(nombre=nombre),
            tr("Recuperarlo de un respaldo, o adjuntarlo otra vez."),
        )


_COLUMNAS: tuple[Any, ...] = tuple(getattr(ObraAdjunto, campo) for campo in Adjunto.__dataclass_fields__)


def tipo_de(contenido: bytes) -> str | None:
    """The media type of a PDF or a picture, by its bytes; None for anything else."""
    if contenido[:4] == b"RIFF" and contenido[8:12] == b"WEBP":
        return "image/webp"
    return next((tipo for principio, tipo in _PRINCIPIOS if contenido.startswith(principio)), None)


def listar(work: Work, obra_id: int) -> list[Adjunto]:
    """The files of an obra, oldest first. Raises NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.ver")
    obras.ficha(work, obra_id)
    filas = work.connection.execute(select(*_COLUMNAS).where(ObraAdjunto.obra_id == obra_id).order_by(ObraAdjunto.id))
    return [Adjunto(*fila) for fila in filas]


def leer(work: Work, adjunto_id: int) -> tuple[Adjunto, bytes]:
    """A file with its bytes. Raises NoEncontradoError, AdjuntoAlteradoError."""
    exigir(work.actor, f"{MODULO}.ver")
    uno = _uno(work, adjunto_id)
    contenido = bytes(
        work.connection.execute(
            select(ObraAdjuntoContenido.contenido).where(ObraAdjuntoContenido.adjunto_id == adjunto_id)
        ).scalar_one()
    )
    if sha256(contenido).hexdigest() != uno.sha256:
        raise AdjuntoAlteradoError(uno.nombre)
    return uno, contenido


def adjuntar(work: Work, obra_id: int, nombre: str, contenido: bytes) -> Result[Adjunto]:
    """Keep a file with an obra. The same file again is the one that is there.

    Raises DatoInvalidoError for what is larger than 20 MB, neither a PDF nor a picture, or broken;
    NoEncontradoError.
    """
    exigir(work.actor, f"{MODULO}.modificar")
    nombre = limpiar(nombre).replace("/", "_").replace("\\", "_")[-255:].strip()
    if not nombre:
        raise DatoInvalidoError(tr("El archivo no tiene nombre. No se guardó nada."))
    if len(contenido) > TAMANO_MAXIMO:
        raise muy_grande(nombre)
    tipo = tipo_de(contenido)
    if tipo is None:
        raise DatoInvalidoError(
            tr("«{nombre}» no es un PDF ni una imagen. No se guardó nada.").format(nombre=nombre),
            tr("Adjuntar un .pdf, .png, .jpg, .webp, .gif o .tiff."),
        )
    _exigir_entero(nombre, tipo, contenido)
    obras.bloquear(work, (obra_id,))
    huella = sha256(contenido).hexdigest()
    previo = work.connection.scalar(
        select(ObraAdjunto.id).where(
            ObraAdjunto.obra_id == obra_id, ObraAdjunto.sha256 == huella, ObraAdjunto.nombre == nombre
        )
    )
    if previo is not None:
        return Result(_uno(work, previo), Change.of())
    nuevo: int = work.connection.execute(
        insert(ObraAdjunto).returning(ObraAdjunto.id),
        {
            "obra_id": obra_id,
            "nombre": nombre,
            "tipo": tipo,
            "tamano": len(contenido),
            "sha256": huella,
            "fecha": work.now(),
            "usuario": work.actor.usuario,
        },
    ).scalar_one()
    work.connection.execute(insert(ObraAdjuntoContenido), {"adjunto_id": nuevo, "contenido": contenido})
    datos = {"nombre": nombre, "tipo": tipo, "tamano": len(contenido), "sha256": huella}
    work.anotar(MODULO, "adjuntar", "obras", obra_id, despues=datos)
    return Result(_uno(work, nuevo), Change.of("adjunto", ids=(obra_id,)))


def quitar(work: Work, adjunto_id: int) -> Result[None]:
    """Take a file away for good. Raises NoEncontradoError."""
    exigir(work.actor, f"{MODULO}.modificar")
    uno = _uno(work, adjunto_id)
    obras.bloquear(work, (uno.obra_id,))
    work.connection.execute(delete(ObraAdjuntoContenido).where(ObraAdjuntoContenido.adjunto_id == adjunto_id))
    work.connection.execute(delete(ObraAdjunto).where(ObraAdjunto.id == adjunto_id))
    work.anotar(MODULO, "quitar adjunto", "obras", uno.obra_id, antes={"nombre": uno.nombre, "sha256": uno.sha256})
    return Result(None, Change.of("adjunto", ids=(uno.obra_id,)))


def contenido_de(archivo: Path) -> bytes:
    """The bytes of a file to attach; its size is looked at before it is read.

    Raises DatoInvalidoError above the limit, ArchivoError when it cannot be read.
    """
    try:
        if archivo.stat().st_size > TAMANO_MAXIMO:
            raise muy_grande(archivo.name)
        return archivo.read_bytes()
    except OSError as error:
        raise ArchivoError(
            tr("No se puede leer «{nombre}».").format(nombre=archivo.name), tr("Revisar el archivo y repetir.")
        ) from error


def muy_grande(nombre: str) -> DatoInvalidoError:
    """The refusal of a file above the limit, for whoever can tell before reading it."""
    return DatoInvalidoError(
        tr("«{nombre}» pasa de 20 MB. No se guardó nada.").format(nombre=nombre),
        tr("Achicarlo o partirlo en varios archivos."),
    )


def _exigir_entero(nombre: str, tipo: str, contenido: bytes) -> None:
    """Raise DatoInvalidoError for a PDF without its end and a picture that does not open: nobody could look at them."""
    if tipo == "application/pdf":
        entero = b"%%EOF" in contenido[-_FINAL_DE_PDF:]
    else:
        try:
            imagenes.exigir_que_abra(contenido, _DE_PILLOW[tipo])
        except ValueError:
            entero = False
        else:
            entero = True
    if not entero:
        raise DatoInvalidoError(
            tr("«{nombre}» está incompleto o dañado y no se puede abrir. No se guardó nada.").format(nombre=nombre),
            tr("Abrirlo para revisarlo, guardarlo otra vez y adjuntar la copia."),
        )


def _uno(work: Work, adjunto_id: int) -> Adjunto:
    fila = work.connection.execute(select(*_COLUMNAS).where(ObraAdjunto.id == adjunto_id)).one_or_none()
    if fila is None:
        raise NoEncontradoError(tr("Ese adjunto no existe. No se hizo nada."))
    return Adjunto(*fila)
