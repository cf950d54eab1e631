"""Text as it is compared, stored and shown."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rexus.base.text import edad, fold, formatear_fecha, formatear_numero, iso_utc, limpiar


@pytest.mark.parametrize(
    ("texto", "plegado"),
    [
        ("Bisagrá", "bisagra"),
        ("ÑANDÚ", "nandu"),
        ("Kömmerling", "kommerling"),
        ("  Rack\t A1 \n", "rack a1"),
        ("Straße", "strasse"),
        ("n\u0303", "n"),
        ("A\0B", "a b"),
        ("½ caña", "1⁄2 cana"),
    ],
)
def test_fold(texto: str, plegado: str) -> None:
    assert fold(texto) == plegado


@given(st.text())
def test_fold_forgets_case_accents_and_form(texto: str) -> None:
    plegado = fold(texto)
    assert fold(plegado) == plegado
    assert fold(unicodedata.normalize("NFD", texto)) == plegado
    assert fold(unicodedata.normalize("NFC", texto)) == plegado
    assert "\0" not in plegado
    assert plegado == " ".join(plegado.split())


@given(st.text())
def test_cleaned_text_stays_cleaned(texto: str) -> None:
    limpio = limpiar(texto)
    assert limpiar(limpio) == limpio
    assert limpio == limpio.strip()
    assert unicodedata.is_normalized("NFC", limpio)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in limpio)


@pytest.mark.parametrize(
    ("numero", "decimales", "texto"),
    [
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal("1234567"), None, "1.234.567"),
        (Decimal("-1234.500"), None, "−1.234,5"),
        (Decimal("0.000"), None, "0"),
        (Decimal("-0.001"), 2, "0,00"),
        (Decimal("999.995"), 2, "1.000,00"),
        (Decimal("69256.21"), 2, "69.256,21"),
        (12480, None, "12.480"),
        (100, None, "100"),
    ],
)
def test_numbers_as_argentines_write_them(numero: Decimal, decimales: int | None, texto: str) -> None:
    assert formatear_numero(numero, decimales) == texto


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3))
def test_a_shown_number_is_the_number(numero: Decimal) -> None:
    leido = formatear_numero(numero).replace(".", "").replace(",", ".").replace("−", "-")
    assert Decimal(leido) == numero


def test_moments_are_shown_in_the_workshops_zone() -> None:
    momento = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
    assert formatear_fecha(momento, ZoneInfo("America/Argentina/Buenos_Aires")) == "28/02/2026 23:30"
    assert formatear_fecha(momento, hora=False) == "01/03/2026"
    assert formatear_fecha(date(2026, 3, 1)) == "01/03/2026"
    assert iso_utc(datetime(2026, 3, 1, tzinfo=ZoneInfo("America/Argentina/Buenos_Aires"))) == (
        "2026-03-01T03:00:00.000000Z"
    )


def test_half_characters_are_not_searched_for() -> None:
    assert fold("Ñ\udcff1") == "n1"
    assert fold("\udcff") == ""


AHORA = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hace", "texto"),
    [(timedelta(seconds=5), "recién"), (timedelta(minutes=7), "hace 7 min"), (timedelta(hours=30), "hace 30 h"),
     (timedelta(days=12), "hace 12 días"), (timedelta(days=-1), "con fecha futura")],
)  # fmt: skip
def test_an_age(hace: timedelta, texto: str) -> None:
    assert edad(AHORA - hace, AHORA) == texto
