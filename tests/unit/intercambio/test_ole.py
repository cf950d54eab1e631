"""The container of .xls: what is damaged, protected or something else is refused before the reader sees it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.errors import ArchivoError
from rexus.intercambio.lector import abrir
from rexus.intercambio.medida_xls import LibroXls
from rexus.intercambio.ole import MAGIA, Ole, OleDanado

FIN, LIBRE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compuesto(streams: dict[str, bytes]) -> bytes:
    """A compound file of version 3 with streams of at least 4096 bytes, each in consecutive sectors of 512."""
    fat = [FAT, FIN]
    entradas = [("Root Entry", 5, FIN, 0)]
    datos = b""
    for nombre, contenido in streams.items():
        assert len(contenido) >= 4096
        sectores = -(-len(contenido) // 512)
        entradas.append((nombre, 2, len(fat), len(contenido)))
        fat += [*range(len(fat) + 1, len(fat) + sectores), FIN]
        datos += contenido.ljust(sectores * 512, b"\0")
    assert len(fat) <= 128 and len(entradas) <= 4
    directorio = b"".join(
        struct.pack("<64sHBB12x20x16xIQ", n.encode("utf-16-le"), len(n) * 2 + 2, tipo, 1, inicio, largo)
        for n, tipo, inicio, largo in entradas
    )
    cabeza = MAGIA + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    cabeza += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, FIN, 0, FIN, 0) + struct.pack("<109I", 0, *[LIBRE] * 108)
    tabla = struct.pack("<128I", *fat, *[LIBRE] * (128 - len(fat)))
    return cabeza + tabla + directorio.ljust(512, b"\0") + datos


def biff(*registros: tuple[int, bytes]) -> bytes:
    cuerpo = b"".join(struct.pack("<HH", tipo, len(datos)) + datos for tipo, datos in registros)
    return cuerpo.ljust(4096, b"\0")


BOF, EOF = (0x0809, bytes(16)), (0x000A, b"")


def _numero(fila: int, columna: int) -> tuple[int, bytes]:
    return 0x0203, struct.pack("<HHHd", fila, columna, 0, 1.0)


def test_streams() -> None:
    ole = Ole(compuesto({"Workbook": b"a" * 5000, "Otro": b"b" * 4096}))
    assert ole.nombres == {"Workbook", "Otro"}
    assert ole.stream("Workbook") == b"a" * 5000 and ole.stream("Otro") == b"b" * 4096


@pytest.mark.parametrize(
    ("streams", "dice"),
    [
        ({"EncryptedPackage": bytes(4096)}, "protegido con clave"),
        ({"Workbook": biff(BOF, (0x002F, bytes(6)), EOF)}, "protegido con clave"),
        ({"WordDocument": bytes(4096)}, r"no es una planilla \.xls"),
        ({"Workbook": biff(BOF, _numero(0, 0), _numero(0, 300), EOF)}, "dañado"),
        ({"Workbook": biff(BOF, _numero(5, 0), _numero(1, 0), EOF)}, "dañado"),
        ({"Workbook": biff(BOF, (0x0200, struct.pack("<IIHHH", 0, 70_000, 0, 1, 0)), EOF)}, "dañado"),
        ({"Workbook": biff(BOF, (0x0200, struct.pack("<IIHHH", 9, 3, 0, 1, 0)), EOF)}, "dañado"),
        ({"Workbook": biff(BOF, (0x00FC, struct.pack("<II", 1, 1 << 30)), EOF)}, "dañado"),
        ({"Workbook": biff(BOF, (0x0203, b"\0"), EOF)}, "dañado"),
        ({"Workbook": struct.pack("<HH", 0x0203, 60_000).ljust(4096, b"\1")}, "dañado"),
    ],
)
def test_se_rechaza(archivo: Callable[..., Path], streams: dict[str, bytes], dice: str) -> None:
    with pytest.raises(ArchivoError, match=dice) as error:
        abrir(archivo(compuesto(streams), "a.xls"))
    assert error.value.que_hacer


def test_errores_por_hoja(archivo: Callable[..., Path]) -> None:
    """A failed formula, an error typed in, and a sheet without either, by the order of the sheets' names."""
    formula = struct.pack("<HHH6sH", 3, 1, 0, b"\x02\x00\x07\x00\x00\x00", 0xFFFF) + bytes(8)
    globales = [BOF, (0x0085, bytes(8)), (0x0085, bytes(8)), EOF]
    primera, segunda = (
        [BOF, _numero(0, 0), EOF],
        [BOF, (0x0205, struct.pack("<HHHBB", 2, 4, 0, 42, 1)), (6, formula), EOF],
    )
    flujo = bytearray(biff(*globales, *primera, *segunda))
    largo = [sum(4 + len(d) for _, d in parte) for parte in (globales, primera)]
    struct.pack_into("<I", flujo, 4 + 16 + 4, largo[0])
    struct.pack_into("<I", flujo, 4 + 16 + 4 + 8 + 4, sum(largo))
    libro = LibroXls(archivo(compuesto({"Workbook": bytes(flujo)}), "a.xls"))
    assert libro.medida(0).malas == {} and libro.medida(9).malas == {}
    assert libro.medida(1).malas == {(2, 4): "#N/A", (3, 1): "#DIV/0!"}


def test_una_cadena_que_da_vueltas() -> None:
    datos = bytearray(compuesto({"Workbook": bytes(6000)}))
    struct.pack_into("<I", datos, 512 + 4 * 5, 2)
    with pytest.raises(OleDanado):
        Ole(bytes(datos)).stream("Workbook")


@given(st.data())
def test_cualquier_dano_se_lee_o_se_rechaza(data: st.DataObject) -> None:
    datos = bytearray(compuesto({"Workbook": biff(BOF, _numero(0, 0), EOF), "Otro": bytes(4096)}))
    for _ in range(data.draw(st.integers(1, 4))):
        struct.pack_into("<I", datos, data.draw(st.integers(8, 1500)), data.draw(st.integers(0, 0xFFFFFFFF)))
    try:
        ole = Ole(bytes(datos))
        for nombre in ole.nombres:
            assert len(ole.stream(nombre)) <= len(datos)
    except (OleDanado, struct.error):
        return
