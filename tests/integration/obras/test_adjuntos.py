"""Files of an obra: PDFs and pictures by their bytes, kept as they came, in the database."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import update

from rexus.base.actor import SISTEMA
from rexus.base.errors import DatoInvalidoError, NoEncontradoError
from rexus.db.names import INVENTARIO
from rexus.stock import adjuntos, obras
from rexus.stock.adjuntos import AdjuntoAlteradoError
from rexus.stock.orm_obras import ObraAdjuntoContenido

from .conftest import Mesa

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\n%%EOF\n"


def imagen(formato: str, medidas: tuple[int, int] = (4, 3)) -> bytes:
    salida = BytesIO()
    Image.new("L", medidas).save(salida, formato)
    return salida.getvalue()


PNG = imagen("PNG")


def test_a_file_comes_back_as_it_was(mesa: Mesa) -> None:
    obra = mesa.obra("OB-1")
    uno = mesa.hacer(adjuntos.adjuntar, obra, "../Plano ñ.pdf", PDF)
    assert (uno.nombre, uno.tipo, uno.tamano, uno.sha256) == (
        ".._Plano ñ.pdf",
        "application/pdf",
        len(PDF),
        sha256(PDF).hexdigest(),
    )
    assert mesa.leer(adjuntos.leer, uno.id) == (uno, PDF)
    assert mesa.hacer(adjuntos.adjuntar, obra, "../Plano ñ.pdf", PDF).id == uno.id
    otro = mesa.hacer(adjuntos.adjuntar, obra, "foto.pdf", PNG)
    assert otro.tipo == "image/png"
    assert [a.nombre for a in mesa.leer(adjuntos.listar, obra)] == [".._Plano ñ.pdf", "foto.pdf"]
    mesa.hacer(adjuntos.quitar, uno.id)
    with pytest.raises(NoEncontradoError):
        mesa.leer(adjuntos.leer, uno.id)
    mesa.hacer(obras.eliminar, obra)
    with pytest.raises(NoEncontradoError):
        mesa.leer(adjuntos.leer, otro.id)


@pytest.mark.parametrize(
    "contenido",
    [
        b"",
        b"MZ\x90\0",
        b"<html>",
        b"PK\x03\x04",
        b"%PD",
        PDF.ljust(adjuntos.TAMANO_MAXIMO + 1, b"\0"),
        PDF[:-8],
        b"GIF89a",
        PNG[:20],
        b"\xff\xd8\xff\xe0",
        b"II*\x00\xff\xff",
        b"RIFF\x04\0\0\0WEBP",
        imagen("PNG", (10_000, 5_001)),
    ],
    ids=[
        "empty",
        "exe",
        "html",
        "zip",
        "cut",
        "large",
        "half a PDF",
        "GIF's head",
        "PNG's head",
        "JPEG's head",
        "TIFF's head",
        "WebP's head",
        "too many pixels",
    ],
)
def test_what_is_too_large_or_something_else(mesa: Mesa, contenido: bytes) -> None:
    obra = mesa.obra("OB-1")
    with pytest.raises(DatoInvalidoError):
        mesa.hacer(adjuntos.adjuntar, obra, "plano.pdf", contenido)
    assert mesa.leer(adjuntos.listar, obra) == []


def test_every_kind_of_picture_is_kept(mesa: Mesa) -> None:
    obra = mesa.obra("OB-1")
    for formato in ("PNG", "JPEG", "GIF", "TIFF", "WEBP"):
        tipo = mesa.hacer(adjuntos.adjuntar, obra, f"plano.{formato}", imagen(formato)).tipo
        assert tipo == f"image/{formato.lower()}"


def test_bytes_that_somebody_changed_are_told(mesa: Mesa) -> None:
    uno = mesa.hacer(adjuntos.adjuntar, mesa.obra("OB-1"), "plano.pdf", PDF)
    with mesa.registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(update(ObraAdjuntoContenido).values(contenido=PDF + b"x"))
    with pytest.raises(AdjuntoAlteradoError, match="huella"):
        mesa.leer(adjuntos.leer, uno.id)
