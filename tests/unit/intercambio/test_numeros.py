"""Numbers are read exactly as written or refused; never guessed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.intercambio.numeros import (
    Convencion,
    NumeroAmbiguo,
    NumeroInvalido,
    convencion_probada,
    leer_decimal,
    leer_float,
    leer_texto,
)

CONVENCIONES: tuple[Convencion, ...] = ("coma", "punto")


@pytest.mark.parametrize(
    ("texto", "valor", "probada"),
    [
        ("0", "0", None),
        ("007", "7", None),
        ("1234567", "1234567", None),
        ("1.234,50", "1234.50", "coma"),
        ("1,234.50", "1234.50", "punto"),
        ("1.234.567", "1234567", "coma"),
        ("1,234,567", "1234567", "punto"),
        ("1.234.567,8", "1234567.8", "coma"),
        ("1,5", "1.5", "coma"),
        ("1.5", "1.5", "punto"),
        ("12,50", "12.50", "coma"),
        ("0,125", "0.125", "coma"),
        ("0.125", "0.125", "punto"),
        (",125", "0.125", "coma"),
        ("1234,567", "1234.567", "coma"),
        ("1234.567", "1234.567", "punto"),
        ("1,2340", "1.234", "coma"),
        ("1 234", "1234", None),
        ("1\u00a0234,5", "1234.5", "coma"),
        ("1\u202f234\u202f567.25", "1234567.25", "punto"),
        ("1'234.50", "1234.50", "punto"),
        ("1’234,50", "1234.50", "coma"),
        ("1 234,567", "1234.567", "coma"),
        ("-3", "-3", None),
        ("−3", "-3", None),
        ("3-", "-3", None),
        ("+3", "3", None),
        ("- 1.234,5", "-1234.5", "coma"),
        ("-0", "0", None),
        ("$ 1.234,50", "1234.50", "coma"),
        ("$-5", "-5", None),
        ("-$5", "-5", None),
        ("US$ 10,5", "10.5", "coma"),
        ("1.234,50 €", "1234.50", "coma"),
        ("ARS 99", "99", None),
        ("  42  ", "42", None),
    ],
)
def test_lee_lo_que_prueba_su_marca(texto: str, valor: str, probada: Convencion | None) -> None:
    assert leer_decimal(texto) == Decimal(valor)
    assert convencion_probada(texto) == probada
    # A proof is stronger than what was chosen for the rest of the file.
    for convencion in CONVENCIONES:
        assert leer_decimal(texto, convencion) == Decimal(valor)


@pytest.mark.parametrize("texto", ["1.234", "1,234", "12.345", "999,999", "-1.234", "$ 5.800", "6.000", "1.000-"])
def test_lo_ambiguo_no_se_adivina(texto: str) -> None:
    with pytest.raises(NumeroAmbiguo):
        leer_decimal(texto)
    assert convencion_probada(texto) is None
    por_coma, por_punto = (leer_decimal(texto, c) for c in CONVENCIONES)
    con_decimales, con_miles = (por_coma, por_punto) if "," in texto else (por_punto, por_coma)
    assert con_miles == con_decimales * 1000


@pytest.mark.parametrize(
    "texto",
    [
        *("x", "cinco", "12 34", "1.23.456", "1,23,456", "1.2.3", "1.234.56", "0.123.456", "1,234,56.7", "1.234,567,8"),
        *("5,", "5.", ",", ".", "-", "--5", "5 mm", "NaN", "nan", "inf", "-Infinity", "1e308", "1E5", "1,5e3", "0x1F"),
        *("5 %", "1/2", "=1+1", "١٢٣", "１２３", "1_000", "$", "1.234'567", "1'23", "#N/A", "1" * 60, "9" * 1_000_000),
    ],
    ids=lambda texto: texto[:20],
)
def test_lo_que_no_es_un_numero_se_rechaza(texto: str) -> None:
    for convencion in (None, *CONVENCIONES):
        with pytest.raises(NumeroInvalido) as error:
            leer_texto(texto, 3, convencion)
        assert error.value.motivo


def test_dice_por_que() -> None:
    def motivo(texto: str, decimales: int = 3) -> str:
        with pytest.raises(NumeroInvalido) as error:
            leer_texto(texto, decimales)
        return error.value.motivo

    assert "notación científica" in motivo("1,5E+05")
    assert "porcentaje" in motivo("5%")
    assert "1234" in motivo("1,234")
    assert "1,234" in motivo("1.234")
    assert "más de 3 decimales" in motivo("0,1234")
    assert "entero" in motivo("6000,5", 0)
    assert "demasiado grande" in motivo("9" * 50)


@pytest.mark.parametrize(
    ("texto", "decimales", "unidades"),
    [("1,5", 3, 1500), ("1,5000", 3, 1500), ("-0,001", 3, -1), ("12,34", 2, 1234), ("6000,00", 0, 6000), ("6.0", 0, 6)],
)
def test_unidades_enteras(texto: str, decimales: int, unidades: int) -> None:
    assert leer_texto(texto, decimales) == unidades


@pytest.mark.parametrize(
    ("valor", "decimales", "unidades"),
    [(0.1 + 0.2, 3, 300), (sum([0.1] * 1000), 3, 100_000), (1234.567, 3, 1_234_567), (-2.5, 3, -2500), (-0.0, 3, 0),
     (69256.21, 2, 6_925_621), (999_999_999.999, 3, 999_999_999_999), (6000.0, 0, 6000), (1.1 * 3, 2, 330)],
)  # fmt: skip
def test_el_ruido_binario_no_es_un_decimal(valor: float, decimales: int, unidades: int) -> None:
    assert leer_float(valor, decimales) == unidades


@pytest.mark.parametrize(
    ("valor", "decimales"),
    [(1.2345, 3), (0.0001, 3), (1e-6, 3), (12.345, 2), (0.5, 0), (float("nan"), 3), (float("inf"), 3),
     (float("-inf"), 3), (1e308, 3), (2.0**63, 3)],
)  # fmt: skip
def test_un_decimal_de_verdad_no_se_redondea(valor: float, decimales: int) -> None:
    with pytest.raises(NumeroInvalido):
        leer_float(valor, decimales)


def _escribir(unidades: int, convencion: Convencion, miles: str) -> str:
    """The number of thousandths with that decimal mark and those thousands marks."""
    entero, resto = divmod(abs(unidades), 1000)
    grupos = f"{entero:,}".replace(",", miles)
    decimal = "," if convencion == "coma" else "."
    return f"{'-' if unidades < 0 else ''}{grupos}{decimal}{resto:03d}"


@given(st.integers(-(10**12), 10**12), st.sampled_from(CONVENCIONES), st.sampled_from(["", "otra", " ", "\u00a0", "'"]))
def test_ida_y_vuelta(unidades: int, convencion: Convencion, miles: str) -> None:
    otra = "." if convencion == "coma" else ","
    texto = _escribir(unidades, convencion, otra if miles == "otra" else miles)
    assert leer_texto(texto, 3, convencion) == unidades


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_un_float_de_planilla_vuelve_exacto(numero: Decimal) -> None:
    assert Decimal(leer_float(float(numero), 3)).scaleb(-3) == numero


@given(st.text(alphabet="0123456789.,' -−$€%e", max_size=12))
def test_sin_convencion_nunca_hay_dos_lecturas(texto: str) -> None:
    """Whatever is read without a convention reads the same under both."""
    try:
        valor = leer_decimal(texto)
    except NumeroInvalido:
        return
    assert [leer_decimal(texto, convencion) for convencion in CONVENCIONES] == [valor, valor]


@given(st.text(max_size=30))
def test_cualquier_texto_se_lee_o_se_rechaza_con_motivo(texto: str) -> None:
    try:
        unidades = leer_texto(texto, 3)
    except NumeroInvalido as error:
        assert error.motivo
    else:
        assert Fraction(leer_decimal(texto)) == Fraction(unidades, 1000)
