"""Which encoding a text file has: byte order mark, UTF-16 without one, strict UTF-8, then what its letters prove."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from pathlib import Path

from rexus.base.errors import ArchivoError
from rexus.base.text import tr

_BLOQUE = 1 << 20
_MUESTRA = 1 << 16
_MARCAS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Windows, DOS and old Mac: what Spanish-speaking offices have written in, the likeliest first.
_DE_UN_BYTE = ("cp1252", "cp850", "mac_roman")
_PESO: dict[str, float] = {
    **dict.fromkeys("áéíóúüñÁÉÍÓÚÜÑº°", 1.0),
    **dict.fromkeys("ç¿¡ª²³½¼€«»“”‘’–—…·×±®™©øØ´\u00a0", 0.5),
}
_SUFICIENTE = 0.5
_NO_LETRAS = bytes(c for c in range(256) if not chr(c).isascii() or not chr(c).isalpha())
_ASCII = re.compile(rb"[\x00-\x7f]+")
# Written by no text program. Tab, line ends, form feed and the DOS end-of-file mark are.
_BINARIO = bytes(c for c in range(1, 32) if c not in (9, 10, 11, 12, 13, 26, 27))


def detectar(ruta: Path) -> str:
    """The Python codec that reads the whole file. Raises ArchivoError when the file is no text."""
    with ruta.open("rb") as archivo:
        inicio = archivo.read(_MUESTRA)
    for marca, codec in _MARCAS:
        if inicio.startswith(marca):
            return codec
    dieciseis = _utf16_sin_marca(inicio)
    if dieciseis is not None:
        return dieciseis
    if sum(inicio.count(c) for c in _BINARIO) > max(20, len(inicio) // 20):
        raise no_es_texto(ruta.name)
    if _se_lee(ruta, "utf-8"):
        return "utf-8"
    return _de_un_byte(ruta) or _por_biblioteca(ruta) or "cp1252"


def exigir(ruta: Path, codificacion: str) -> str:
    """The encoding that the user chose. Raises ArchivoError if it is unknown or does not read the whole file."""
    try:
        codecs.lookup(codificacion)
    except LookupError as error:
        raise ArchivoError(
            tr("No se conoce la codificación «{nombre}».").format(nombre=codificacion),
            tr("Elegir UTF-8, UTF-16 o Windows-1252 (cp1252)."),
        ) from error
    if not _se_lee(ruta, codificacion):
        raise ArchivoError(
            tr("«{archivo}» no está escrito en {nombre}.").format(archivo=ruta.name, nombre=codificacion),
            tr("Dejar que la codificación se detecte sola o elegir otra."),
        )
    return codificacion


def no_es_texto(nombre: str) -> ArchivoError:
    """The refusal of a file that holds no text and no spreadsheet."""
    return ArchivoError(
        tr("«{nombre}» no es una planilla ni un archivo de texto.").format(nombre=nombre),
        tr("Elegir un archivo .csv, .xlsx, .xls u .ods."),
    )


def _utf16_sin_marca(inicio: bytes) -> str | None:
    """Western text in UTF-16 has a NUL in every second byte; which one tells the byte order."""
    pares, impares = inicio[::2], inicio[1::2]
    if len(inicio) < 4:
        return None
    if impares.count(0) > len(impares) * 0.6 and pares.count(0) < len(pares) * 0.1:
        return "utf-16-le"
    if pares.count(0) > len(pares) * 0.6 and impares.count(0) < len(impares) * 0.1:
        return "utf-16-be"
    return None


def _se_lee(ruta: Path, codec: str) -> bool:
    decodificador = codecs.getincrementaldecoder(codec)()
    try:
        with ruta.open("rb") as archivo:
            while bloque := archivo.read(_BLOQUE):
                decodificador.decode(bloque)
            decodificador.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _de_un_byte(ruta: Path) -> str | None:
    """The single-byte encoding in which the file's letters are those of Spanish. All of the file is counted."""
    cuenta: Counter[int] = Counter()
    letras_ascii = 0
    with ruta.open("rb") as archivo:
        while bloque := archivo.read(_BLOQUE):
            cuenta.update(_ASCII.sub(b"", bloque))
            letras_ascii += len(bloque.translate(None, _NO_LETRAS))
    if cuenta.total() > letras_ascii:
        # Few letters of Spanish have accents. This is written in another alphabet.
        return None
    mejor, puntos = None, 0.0
    for codec in _DE_UN_BYTE:
        valor = _puntuar(cuenta, codec)
        if valor > puntos:
            mejor, puntos = codec, valor
    return mejor if puntos >= _SUFICIENTE else None


def _puntuar(cuenta: Counter[int], codec: str) -> float:
    total = 0.0
    for byte, veces in cuenta.items():
        try:
            letra = bytes((byte,)).decode(codec)
        except UnicodeDecodeError:
            return 0.0
        total += veces * _PESO.get(letra, 0.6 if letra.isalpha() else 0.0)
    return total / max(cuenta.total(), 1)


def _por_biblioteca(ruta: Path) -> str | None:
    """What charset-normalizer makes of text that is not Spanish, if it reads the whole file."""
    # Deferred: only files in rare encodings need it.
    from charset_normalizer import from_bytes

    with ruta.open("rb") as archivo:
        mejor = from_bytes(archivo.read(_MUESTRA)).best()
    if mejor is None or not _se_lee(ruta, mejor.encoding):
        return None
    return mejor.encoding
