"""Pictures are taken from what a file is, not from what it says; what cannot be one is refused before it costs."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from rexus.base.errors import ArchivoError
from rexus.stock.imagenes import LADO, LADO_MINIATURA, TAMANO_MAXIMO, preparar

Hacer = Callable[..., Path]


@pytest.fixture
def hacer(tmp_path: Path) -> Hacer:
    """`hacer("PNG", (300, 200))` writes a picture under a name without ending."""

    def escribir(formato: str, medida: tuple[int, int], modo: str = "RGB", **kw: object) -> Path:
        archivo = tmp_path / f"foto {formato}"
        Image.new(modo, medida, 60 if modo == "L" else (200, 40, 40, 128)[: len(modo)]).save(archivo, formato, **kw)
        return archivo

    return escribir


def abrir(contenido: bytes) -> Image.Image:
    return Image.open(io.BytesIO(contenido))


@pytest.mark.parametrize("formato", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_any_usual_kind_becomes_a_jpeg_that_fits(hacer: Hacer, formato: str) -> None:
    lista = preparar(hacer(formato, (3_000, 1_500)))
    assert (lista.ancho, lista.alto) == (LADO, LADO // 2)
    for contenido, lado in ((lista.imagen, LADO), (lista.miniatura, LADO_MINIATURA)):
        hecha = abrir(contenido)
        assert (hecha.format, hecha.mode, max(hecha.size)) == ("JPEG", "RGB", lado)
    assert len(lista.miniatura) < 8_000


def test_a_small_one_is_not_made_larger_and_glass_is_white(hacer: Hacer) -> None:
    lista = preparar(hacer("PNG", (40, 30), "RGBA"))
    assert (lista.ancho, lista.alto) == (40, 30)
    rojo, verde, azul = abrir(lista.imagen).getpixel((20, 15))  # type: ignore[misc]
    assert rojo > 210 and verde > 130 and azul > 130


def test_it_stands_as_the_camera_was_held(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    archivo = tmp_path / "de_costado.jpg"
    Image.new("RGB", (400, 200), "blue").save(archivo, "JPEG", exif=exif)
    lista = preparar(archivo)
    assert (lista.ancho, lista.alto) == (200, 400)


def test_two_hundred_megabytes_are_not_read(tmp_path: Path) -> None:
    archivo = tmp_path / "enorme.png"
    with archivo.open("wb") as abierto:
        abierto.truncate(200 * 1024**2)
    with pytest.raises(ArchivoError, match="ocupa 200 MB; una imagen puede tener hasta 20 MB"):
        preparar(archivo)
    archivo.write_bytes(b"\0" * (TAMANO_MAXIMO + 1))
    with pytest.raises(ArchivoError, match="ocupa 21 MB"):
        preparar(archivo)


def test_a_bomb_of_pixels_is_not_decoded(tmp_path: Path) -> None:
    """A few bytes that say 100.000 × 100.000: forty gigabytes, if somebody believed them."""

    def trozo(tipo: bytes, datos: bytes) -> bytes:
        return struct.pack(">I", len(datos)) + tipo + datos + struct.pack(">I", zlib.crc32(tipo + datos))

    cabeza = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    archivo = tmp_path / "bomba.png"
    partes = (trozo(b"IHDR", cabeza), trozo(b"IDAT", zlib.compress(b"\0" * 1000)), trozo(b"IEND", b""))
    archivo.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(partes))
    with pytest.raises(ArchivoError, match=r"mide 100\.000 × 100\.000 píxeles"):
        preparar(archivo)


@pytest.mark.parametrize(
    "contenido",
    [b"", b"hola", b"%PDF-1.7\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"MZ" + b"\0" * 400, b"\xff\xd8\xff"],
)
def test_what_is_no_picture_is_said_so_whatever_its_name(tmp_path: Path, contenido: bytes) -> None:
    archivo = tmp_path / "bisagra.png"
    archivo.write_bytes(contenido)
    with pytest.raises(ArchivoError, match="no es una imagen, o está dañada"):
        preparar(archivo)
    with pytest.raises(ArchivoError, match="No se puede leer"):
        preparar(tmp_path / "no está.png")
    with pytest.raises(ArchivoError, match="No se puede leer"):
        preparar(tmp_path)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(formato=st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "BMP"]), datos=st.data())
def test_damage_anywhere_is_refused_or_survived(hacer: Hacer, formato: str, datos: st.DataObject) -> None:
    archivo = hacer(formato, (64, 48))
    contenido = bytearray(archivo.read_bytes())
    for _ in range(datos.draw(st.integers(1, 4))):
        contenido[datos.draw(st.integers(0, len(contenido) - 1))] = datos.draw(st.integers(0, 255))
    archivo.write_bytes(contenido[: datos.draw(st.integers(1, len(contenido)))])
    try:
        lista = preparar(archivo)
    except ArchivoError:
        return
    assert max(abrir(lista.miniatura).size) <= LADO_MINIATURA
