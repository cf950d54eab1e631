"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from rexus.base.fechas import Cerca, leer_dia
from rexus.base.text import formatear_fecha

HOY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("escrito", "leido"),
    [
        ("31/01/2026", "31/01/2026"), ("31-1-26", "31/01/2026"), (" 15.12.26 ", "15/12/2026"),
        ("5 3 2027", "05/03/2027"),
        ("2026-12-01", "01/12/2026"), ("hoy", "23/11/2026"), ("Mañana", "24/11/2026"), ("manana", "24/11/2026"),
        ("ayer", "22/11/2026"), ("pasado mañana", "25/11/2026"), ("+7", "30/11/2026"), ("- 30", "24/10/2026"),
        ("15/12", "15/12/2026"), ("15-12", "15/12/2026"), ("1/2", "01/02/2027"), ("29/2", "29/02/2028"),
    ],
)  # fmt: skip
def test_it_is_understood(escrito: str, leido: str) -> None:
    assert formatear_fecha(leer_dia(escrito, HOY)) == leido


@pytest.mark.parametrize(
    ("cerca", "leidos"),
    [
        ("siguiente", ("23/11/2026", "22/11/2027", "01/06/2027")),
        ("anterior", ("23/11/2026", "22/11/2026", "01/06/2026")),
        ("cercano", ("23/11/2026", "22/11/2026", "01/06/2026")),
    ],
)
def test_the_year_that_is_not_written(cerca: Cerca, leidos: tuple[str, ...]) -> None:
    assert tuple(formatear_fecha(leer_dia(dia, HOY, cerca)) for dia in ("23/11", "22/11", "1/6")) == leidos


@pytest.mark.parametrize("escrito", ["", "31/2", "31/02/2026", "0/5", "15/13", "mucho", "1/2/3", "15/12/026", "+", "7"])
def test_what_is_no_day(escrito: str) -> None:
    with pytest.raises(ValueError, match="no es una fecha: escribirla como 31/01/2026"):
        leer_dia(escrito, HOY)


def test_without_a_today_only_whole_dates() -> None:
    assert leer_dia("15.12.26") == date(2026, 12, 15)
    for escrito in ("15/12", "hoy", "+7"):
        with pytest.raises(ValueError, match="no es una fecha"):
            leer_dia(escrito)
