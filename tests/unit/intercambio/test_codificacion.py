"""Every encoding that offices write is told apart by the file's own bytes."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.errors import ArchivoError
from rexus.intercambio import codificacion

TEXTO = "Código;Descripción;Ubicación\r\n1;Cuarto caña 17 mm, Ñandú nº 1;Pasillo Á\r\n2;Línea «70» 90°;Rack É1\r\n"
CORTO = "Codigo;Nombre\r\n1;Caña\r\n"


def _igual(ruta: Path, texto: str) -> bool:
    return ruta.read_bytes().decode(codificacion.detectar(ruta)).lstrip("\ufeff") == texto


@pytest.mark.parametrize("texto", [TEXTO, CORTO], ids=["largo", "corto"])
@pytest.mark.parametrize(
    "codec",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "cp850", "mac_roman"],
)
def test_reconoce(archivo: Callable[..., Path], codec: str, texto: str) -> None:
    contenido = texto.replace("«70»", "70").encode(codec) if codec in ("cp850", "latin-1") else texto.encode(codec)
    ruta = archivo(contenido)
    assert ruta.read_bytes().decode(codificacion.detectar(ruta)).lstrip("\ufeff") == contenido.decode(codec).lstrip(
        "\ufeff"
    )


def test_utf16_be_con_marca(archivo: Callable[..., Path]) -> None:
    assert _igual(archivo(codecs.BOM_UTF16_BE + TEXTO.encode("utf-16-be")), TEXTO)


def test_la_letra_que_decide_puede_estar_al_final(archivo: Callable[..., Path]) -> None:
    """A megabyte of ASCII before the first accent: the whole file is looked at, not a sample."""
    texto = "1;barra\r\n" * 200_000 + "2;caña\r\n"
    for codec in ("utf-8", "cp1252", "cp850"):
        assert _igual(archivo(texto, codec=codec), texto)


def test_utf8_partido_en_un_limite_de_bloque(archivo: Callable[..., Path]) -> None:
    texto = "x" * ((1 << 20) - 1) + "ñ"
    assert codificacion.detectar(archivo(texto)) == "utf-8"


def test_otras_lenguas_por_la_biblioteca(archivo: Callable[..., Path]) -> None:
    texto = "Артикул;Название\r\n1;Оконный профиль белый, длина шесть метров\r\n2;Дверная ручка из алюминия\r\n" * 5
    assert _igual(archivo(texto, codec="cp1251"), texto)


def test_un_nul_suelto_no_hace_utf16(archivo: Callable[..., Path]) -> None:
    assert codificacion.detectar(archivo("Código;Stock\r\nA\0B;1\r\nC;2\r\n")) == "utf-8"


def test_lo_binario_se_rechaza(archivo: Callable[..., Path]) -> None:
    with pytest.raises(ArchivoError, match="ni un archivo de texto"):
        codificacion.detectar(archivo(bytes(range(256)) * 100))


def test_la_elegida_tiene_que_leerlo_todo(archivo: Callable[..., Path]) -> None:
    ruta = archivo(TEXTO, codec="cp1252")
    assert codificacion.exigir(ruta, "cp1252") == "cp1252"
    with pytest.raises(ArchivoError, match="no está escrito en utf-8"):
        codificacion.exigir(ruta, "utf-8")
    with pytest.raises(ArchivoError, match="No se conoce"):
        codificacion.exigir(ruta, "marciano")


@given(st.text(alphabet=st.characters(codec="cp1252", exclude_characters="\0"), min_size=1).filter(str.strip))
def test_utf8_valido_es_utf8(tmp_path_factory: pytest.TempPathFactory, texto: str) -> None:
    ruta = tmp_path_factory.mktemp("c") / "x.csv"
    ruta.write_bytes(("Código;Descripción;Ubicación y demás títulos\r\n" * 20 + texto).encode())
    try:
        assert codificacion.detectar(ruta) == "utf-8"
    except ArchivoError:
        # Control characters in plenty are no text.
        assert sum(ord(c) < 32 for c in texto) > 5
