"""What is exported is read back equal, from both formats."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.text import limpiar
from rexus.db.types import CANTIDAD_MAXIMA, DINERO_MAXIMO
from rexus.intercambio.analisis import analizar
from rexus.intercambio.campos import LIMITES, Campo
from rexus.intercambio.escritor import escribir
from rexus.intercambio.lector import abrir
from rexus.intercambio.neutral import neutralizar, restaurar

CAMPOS = (
    Campo("codigo", "Código", obligatorio=True),
    Campo("descripcion", "Descripción"),
    Campo("longitud", "Longitud", "entero"),
    Campo("stock_actual", "Stock actual", "cantidad"),
    Campo("importe", "Importe", "dinero"),
    Campo("activo", "Activo", "logico"),
)


def _guardable(texto: str) -> bool:
    """Whether the text is as the database keeps it: cleaned, and not what a spreadsheet shows for an error."""
    # XlsxWriter escapes the two non-characters U+FFFE and U+FFFF, and calamine does not undo it.
    return texto == limpiar(texto) != "" and not texto.startswith(("#", "Err:")) and not {"\ufffe", "\uffff"} & {*texto}


def _visible(texto: str) -> bool:
    return all(unicodedata.category(c) not in ("Cf", "Zl", "Zp", "Co", "Cn") and c not in "\n\t" for c in texto)


textos = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(limpiar).filter(_guardable)
codigos = textos.filter(_visible) | st.sampled_from(
    ["00123", "564002.130", "=1", "'=1", "''-1", "-5", "+1", "@a", "1E5"]
)
cantidades = st.decimals(-CANTIDAD_MAXIMA, CANTIDAD_MAXIMA, places=3) | st.sampled_from(
    [Decimal("1.234"), Decimal("-999.125"), Decimal(0), Decimal("0.001")]
)
dineros = st.decimals(-DINERO_MAXIMO, DINERO_MAXIMO, places=2)
filas = st.tuples(
    codigos,
    st.none() | textos,
    st.none() | st.integers(-999_999_999, 999_999_999),
    st.none() | cantidades,
    st.none() | dineros,
    st.none() | st.booleans(),
)


@pytest.mark.parametrize("formato", [".csv", ".xlsx"])
@given(lista=st.lists(filas, min_size=1, max_size=5, unique_by=lambda fila: fila[0]))
def test_lo_exportado_se_lee_igual(
    tmp_path_factory: pytest.TempPathFactory, formato: str, lista: list[tuple[Any, ...]]
) -> None:
    ruta: Path = tmp_path_factory.mktemp("iv") / f"lista{formato}"
    escribir(ruta, [(c.etiqueta, c.tipo) for c in CAMPOS], lista)
    with abrir(ruta) as tabla, analizar(tabla, CAMPOS) as analisis:
        assert analisis.errores == []
        assert [valores for lote in analisis.lotes() for _, valores in lote] == lista


@given(st.text(st.sampled_from("'=+-@\t\ra b"), max_size=8))
def test_neutralizar_tiene_vuelta(texto: str) -> None:
    puesto = neutralizar(texto)
    assert restaurar(puesto) == texto
    assert not puesto.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_los_limites_son_los_de_la_base() -> None:
    assert LIMITES["cantidad"] == CANTIDAD_MAXIMA
    assert LIMITES["dinero"] == DINERO_MAXIMO
