"""Blocks come back as they were put, from memory or from disk, and leave nothing behind."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.intercambio.deposito import Deposito


@given(st.lists(st.lists(st.none() | st.integers() | st.text() | st.booleans())))
def test_ida_y_vuelta(bloques: list[list[Any]]) -> None:
    deposito = Deposito()
    for bloque in bloques:
        deposito.poner(bloque)
    assert list(deposito.bloques()) == list(deposito.bloques()) == bloques
    deposito.cerrar()


def test_mas_de_lo_que_entra_en_memoria_y_leer_mientras_se_pone() -> None:
    deposito = Deposito()
    grandes = [["x" * 1_000_000 + str(i)] for i in range(10)]
    for i, grande in enumerate(grandes):
        deposito.poner(grande)
        assert next(deposito.bloques()) == grandes[0]
        assert len(list(deposito.bloques())) == i + 1
    assert list(deposito.bloques()) == grandes
    deposito.cerrar()


def test_cerrar_dos_veces_y_olvidarlo() -> None:
    deposito = Deposito()
    deposito.poner(["x" * 5_000_000])
    archivo = deposito._archivo
    deposito.cerrar()
    deposito.cerrar()
    assert deposito.cerrado and archivo.closed
    with pytest.raises(ValueError):
        deposito.poner([1])
    olvidado = Deposito()
    archivo = olvidado._archivo
    del olvidado
    gc.collect()
    assert archivo.closed
