"""What labels encode, and what a scanned text means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.etiquetas import codigo
from rexus.etiquetas.codigo import DeLugar, DeRetazo
from rexus.etiquetas.contenido import de_articulo, de_lugar, de_retazo
from rexus.etiquetas.qr import BORDE, matriz

IDS = st.integers(1, 10**18 - 1)


@given(IDS, IDS, st.integers(1, 1_000_000), st.sampled_from(["perfil", "herraje"]))
def test_what_is_encoded_leads_back(lugar: int, articulo: int, mm: int, clase: str) -> None:
    assert codigo.leer(codigo.de_lugar(lugar)) == DeLugar(lugar)
    assert codigo.leer(f" {codigo.de_retazo(clase, articulo, mm).lower()}\n") == DeRetazo(clase, articulo, mm)


@given(st.text())
def test_any_other_text_is_nothing_of_ours(text: str) -> None:
    read = codigo.leer(text)
    assert read is None or text.strip().upper() in (
        codigo.de_lugar(read.ubicacion_id)
        if isinstance(read, DeLugar)
        else codigo.de_retazo(read.clase, read.articulo_id, read.longitud_mm)
    )


@pytest.mark.parametrize(
    "text", ["", "564002.131", "RX.U.0", "RX.U.", "RX.U.017", "RX.R.PERFIL.1", "RX.R.PERFIL.1.0", "RX.U.١٢", "ARX.U.1"]
)
def test_what_only_looks_like_one(text: str) -> None:
    assert codigo.leer(text) is None


def test_what_labels_say() -> None:
    assert de_articulo("564002", "", ("Marco  64", "", "Rack C16")).lineas == ("Marco 64", "Rack C16")
    assert (de_articulo("564002", "", ()).qr, de_articulo("564002", "QR-1", ()).qr) == ("564002", "QR-1")
    assert de_lugar(17, "Rack C16", "Fondo").qr == "RX.U.17"
    retazo = de_retazo("perfil", 12, "564002", "Marco 64", 2100, "Rack A3")
    assert (retazo.titulo, retazo.destacado, retazo.lineas) == ("564002", "retazo 2.100 mm", ("Marco 64", "Rack A3"))


def test_the_white_border_of_a_code_and_its_size() -> None:
    rows = matriz(codigo.de_retazo("perfil", 10**9, 1_000_000), BORDE)
    assert all(len(row) == len(rows) for row in rows)
    assert not any(any(row) for row in (*rows[:BORDE], *rows[-BORDE:]))
    # So few modules that one is two dots of a 203 dpi printer on the smallest roll.
    assert len(rows) - 2 * BORDE <= 29
