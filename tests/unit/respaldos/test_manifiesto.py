"""A manifest is taken as it was written and in no other form; no name in it leads anywhere else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.respaldos import manifiesto
from rexus.respaldos.conjunto import BASES, Archivo, Conjunto, Imagen, es_id, id_de, nuevo_id, otro_id
from rexus.respaldos.errors import RespaldoAlteradoError, RespaldoNuevoError

HASH = "0123456789abcdef" * 4
ID = "20260131_120000_completo"
MOMENTO = datetime(2026, 1, 31, 12, 0, 0, 123456, tzinfo=UTC)


def conjunto(**cambios: Any) -> Conjunto:
    nombres = [f"{b}.db.zst" for b in BASES]
    hecho = Conjunto(
        id=ID,
        tipo="completo",
        motivo="",
        version="0.1.0",
        fecha=MOMENTO,
        fin=MOMENTO,
        equipo="taller-ñ",
        motor="sqlite",
        esquema={b: f"{b}_0001" for b in BASES},
        base=None,
        cifrado=False,
        verificado=MOMENTO,
        movimientos=7,
        ultimo_movimiento=9,
        archivos=tuple(Archivo(n, 10, HASH) for n in nombres),
        imagenes={b: Imagen(8192, HASH, 4096) for b in BASES},
        ubicacion=Path("aqui"),
    )
    return replace(hecho, **cambios)


def _con(cambio: Callable[[dict[str, Any]], object]) -> bytes:
    """A manifest that was changed by somebody who knows how seals are made."""
    datos = json.loads(manifiesto.escribir(conjunto()))
    cambio(datos)
    datos.pop("sello", None)
    sello = sha256(manifiesto.canonico(datos)).hexdigest()
    return manifiesto.canonico({**datos, "sello": sello})


def test_what_is_written_is_read_back() -> None:
    # As sets were made at first.
    con_paginas = [f"{b}.{cola}" for b in BASES for cola in ("db.zst", "paginas.zst")]
    for uno in (
        conjunto(),
        conjunto(archivos=tuple(Archivo(n, 10, HASH) for n in con_paginas)),
        conjunto(
            cifrado=True,
            archivos=(
                *(replace(a, nombre=a.nombre + ".age") for a in conjunto().archivos),
                Archivo("clave.age", 1, HASH),
                Archivo("configuracion.json.zst.age", 1, HASH),
            ),
        ),
        conjunto(
            id="20260131_120000_incremental",
            tipo="incremental",
            base=ID,
            archivos=tuple(Archivo(f"{b}.delta.zst", 1, HASH) for b in BASES),
        ),
    ):
        texto = manifiesto.escribir(uno)
        assert manifiesto.leer(texto, uno.id, uno.ubicacion) == uno
        assert texto.endswith(b"}\n") and texto.count(b"\n") == 1
        assert manifiesto.canonico(json.loads(texto)) == texto


def test_any_byte_flipped_is_refused() -> None:
    texto = manifiesto.escribir(conjunto())
    for lugar in range(len(texto)):
        for bit in (1, 32, 128):
            otro = texto[:lugar] + bytes([texto[lugar] ^ bit]) + texto[lugar + 1 :]
            with pytest.raises(RespaldoAlteradoError):
                manifiesto.leer(otro, ID, Path())


@given(st.binary(max_size=200))
def test_bytes_that_are_no_manifest_are_refused(texto: bytes) -> None:
    with pytest.raises(RespaldoAlteradoError):
        manifiesto.leer(texto, ID, Path())


def test_another_form_of_the_same_document_is_refused() -> None:
    datos = json.loads(manifiesto.escribir(conjunto()))
    repetido = manifiesto.escribir(conjunto()).replace(b'{"archivos"', b'{"version":"x","archivos"', 1)
    for texto in (
        json.dumps(datos).encode(),
        json.dumps(datos, ensure_ascii=False, separators=(",", ":")).encode(),
        manifiesto.escribir(conjunto()) + b"\n",
        manifiesto.escribir(conjunto())[:-1],
        b"\xef\xbb\xbf" + manifiesto.escribir(conjunto()),
        repetido,
        b"[" * 100_000,
        b"",
    ):
        with pytest.raises(RespaldoAlteradoError):
            manifiesto.leer(texto, ID, Path())


INSEGUROS = [
    "../users.db.zst",
    "..",
    ".",
    "",
    "/etc/passwd",
    "users.db.zst/",
    "a/users.db.zst",
    "a\\users.db.zst",
    "C:users.db.zst",
    "users.db.zst\0",
    "users.db.zst\n",
    "Users.db.zst",
    "manifest.json",
    "otra.db.zst",
    "users.db.zst.age",
    "ｕsers.db.zst",
]


@pytest.mark.parametrize("nombre", INSEGUROS)
def test_a_name_that_is_none_of_a_sets_is_refused_under_a_good_seal(nombre: str) -> None:
    def poner(datos: dict[str, Any]) -> None:
        datos["archivos"][0]["nombre"] = nombre

    def agregar(datos: dict[str, Any]) -> None:
        datos["archivos"].append({"nombre": nombre, "bytes": 1, "sha256": HASH})

    for cambio in (poner, agregar):
        with pytest.raises(RespaldoAlteradoError):
            manifiesto.leer(_con(cambio), ID, Path())


@given(st.text(max_size=30))
def test_a_safe_name_is_a_plain_file_name(nombre: str) -> None:
    if manifiesto.nombre_seguro(nombre):
        assert Path(nombre).name == nombre
        assert not set(nombre) & set('/\\:*?"<>|\0 ') and nombre not in (".", "..") and not nombre.endswith(".")


@pytest.mark.parametrize(
    "cambio",
    [
        lambda d: d.pop("base"),
        lambda d: d.update(otro=1),
        lambda d: d.update(rexus="otra cosa"),
        lambda d: d.update(formato=True),
        lambda d: d.update(formato="1"),
        lambda d: d.update(tipo="parcial"),
        lambda d: d.update(base="20260131_120000_completo"),
        lambda d: d.update(tipo="incremental"),
        lambda d: d.update(tipo="incremental", base="../x"),
        lambda d: d.update(id="20260131_120001_completo"),
        lambda d: d.update(id="../20260131_120000_completo"),
        lambda d: d.update(fecha="ayer"),
        lambda d: d.update(fecha=None),
        lambda d: d.update(fecha="0001-01-01T00:00:00.000000Z"),
        lambda d: d.update(fin="9999-12-31T23:59:59.999999Z"),
        lambda d: d.update(verificado="1969-12-31T23:59:59.999999Z"),
        lambda d: d.update(motivo="antes de \0importar"),
        lambda d: d.update(motivo="antes de \u202eratropmi"),
        lambda d: d.update(motor="\x1b[2J"),
        lambda d: d.update(version="1\n2"),
        lambda d: d.update(movimientos=-1),
        lambda d: d.update(movimientos=1.0),
        lambda d: d.update(movimientos=True),
        lambda d: d.update(cifrado=0),
        lambda d: d.update(archivos={}),
        lambda d: d.update(archivos=[]),
        lambda d: d["archivos"].append(d["archivos"][0]),
        lambda d: d["archivos"].pop(),
        lambda d: d["archivos"][0].update(bytes=-1),
        lambda d: d["archivos"][0].update(bytes=2**60),
        lambda d: d["archivos"][0].update(sha256="x" * 64),
        lambda d: d["archivos"][0].update(sha256=HASH.upper()),
        lambda d: d["archivos"][0].update(otro=1),
        lambda d: d["imagenes"].pop("users"),
        lambda d: d["imagenes"].update(otra=d["imagenes"]["users"]),
        lambda d: d["imagenes"]["users"].update(pagina=1000),
        lambda d: d["imagenes"]["users"].update(pagina=0),
        lambda d: d["imagenes"]["users"].update(bytes=8193),
        lambda d: d["imagenes"]["users"].update(bytes=0),
        lambda d: d["esquema"].pop("users"),
        lambda d: d["esquema"].update(users=1),
    ],
)
def test_a_document_of_another_shape_is_refused_under_a_good_seal(cambio: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(RespaldoAlteradoError):
        manifiesto.leer(_con(cambio), ID, Path())


def test_what_is_wrong_with_a_date_is_said_in_no_other_language() -> None:
    with pytest.raises(RespaldoAlteradoError) as dicho:
        manifiesto.leer(_con(lambda d: d.update(fecha="ayer")), ID, Path())
    assert "su manifiesto no se entiende (fecha: 'ayer')" in dicho.value.frase


def test_a_newer_format_is_told_as_such() -> None:
    with pytest.raises(RespaldoNuevoError, match="Actualizar"):
        manifiesto.leer(_con(lambda d: d.update(formato=2, otra_cosa=[1])), ID, Path())


def test_the_name_of_a_set_says_when_and_why() -> None:
    assert nuevo_id(MOMENTO, "completo", "") == ID
    assert nuevo_id(MOMENTO, "incremental", "") == "20260131_120000_incremental"
    assert nuevo_id(MOMENTO, "completo", "antes de importar") == "20260131_120000_antes_de_importar"
    assert nuevo_id(MOMENTO, "completo", "después de importar") == "20260131_120000_despues_de_importar"
    assert nuevo_id(MOMENTO, "completo", "lo pidió Ana /../") == ID
    assert otro_id(ID, 2) == f"{ID}_2"
    assert id_de(f"rexus_backup_{ID}_2") == f"{ID}_2"


@given(st.text(max_size=80))
def test_whatever_the_reason_the_name_is_a_sets(motivo: str) -> None:
    for texto in (motivo, f"antes de {motivo}"):
        id_ = nuevo_id(MOMENTO, "completo", texto)
        assert es_id(id_) and es_id(otro_id(id_, 2))
        assert Path(id_).name == id_


@pytest.mark.parametrize("texto", ["", "..", "x", f"{ID}/..", f"../{ID}", f"{ID}\n", "20260131_120000_parcial"])
def test_what_is_no_id_is_no_path(texto: str) -> None:
    assert not es_id(texto)
