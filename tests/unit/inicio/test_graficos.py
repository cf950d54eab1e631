"""The words and measures of the charts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from rexus.modulos.inicio.graficos import ValorDe, carta_movimiento, carta_valor, cortes
from rexus.stock.actividad import DiaMovido
from rexus.stock.valor import GrupoValor, ValorStock


def valor(*grupos: tuple[str, str], sin_precio: int = 0, clase: str = "perfil") -> ValorDe:
    modulo, columna = {"perfil": ("inventario", "acabado"), "herraje": ("herrajes", "categoria")}[clase]
    hallados = tuple(GrupoValor(nombre, Decimal(cuanto)) for nombre, cuanto in grupos)
    return ValorDe(modulo, columna, ValorStock(clase, hallados, sin_precio))


def test_the_dearest_groups_of_all_catalogues_have_a_bar() -> None:
    perfiles = valor(("Mon/Mon", "4000.49"), ("", "1000"), sin_precio=1_200)
    carta = carta_valor([perfiles, valor(("Bisagras", "2000"), sin_precio=3, clase="herraje")], "ARS")
    assert (carta.cifra, carta.detalle) == ("$ 7.000", "1.203 artículos con stock y sin precio, que no se cuentan")
    assert [(b.texto, b.cifra, b.exacta, b.modulo, b.lugar) for b in carta.barras] == [
        ("Perfiles · Mon/Mon", "$ 4.000", "$ 4.000,49", "inventario", "acabado=Mon/Mon"),
        ("Herrajes · Bisagras", "$ 2.000", "$ 2.000,00", "herrajes", "categoria=Bisagras"),
        ("Perfiles · sin acabado", "$ 1.000", "$ 1.000,00", "inventario", "acabado="),
    ]
    assert carta.barras[0].parte == 1 and 0.49 < carta.barras[1].parte < 0.51
    muchos = carta_valor([valor(*((f"A{n}", str(100 - n)) for n in range(9)))], "UYU")
    assert [b.texto for b in muchos.barras][-2:] == ["Perfiles · A5", "Perfiles · 3 otros acabados"]
    assert (muchos.barras[-1].cifra, muchos.barras[-1].parte) == ("UYU 279", 1)
    assert carta_valor([valor()], "ARS").cifra == "$ 0"


def test_every_bar_leads_to_the_articles_that_it_is_made_of() -> None:
    perfiles = valor(*((f"A{n}", str(100 - n)) for n in range(7)), ("", "1"))
    carta = carta_valor([perfiles, valor(("Bisagras", "50"), ("", "40"), clase="herraje")], "ARS")
    assert [(b.texto, b.modulo, b.lugar) for b in carta.barras][-2:] == [
        ("Perfiles · 2 otros acabados", "inventario", "acabado=A6\n"),
        ("Herrajes · 2 otras categorías", "herrajes", "categoria=Bisagras\n"),
    ]
    assert sum(b.parte for b in carta.barras[:6]) > 5


def test_the_days_are_those_of_the_workshop() -> None:
    zona = ZoneInfo("America/Argentina/Buenos_Aires")
    # Half past one in the morning in UTC is still yesterday evening there.
    hoy, limites = cortes(datetime(2026, 3, 10, 1, 30, tzinfo=UTC), zona)
    assert hoy == date(2026, 3, 9) and len(limites) == 31
    assert limites[-2] == datetime(2026, 3, 9, 3, tzinfo=UTC) and limites[0] == datetime(2026, 2, 8, 3, tzinfo=UTC)
    # Where clocks are put back a day has 25 hours.
    _, madrid = cortes(datetime(2026, 10, 25, 12, tzinfo=UTC), ZoneInfo("Europe/Madrid"), 1)
    assert madrid[1] - madrid[0] == timedelta(hours=25)


def test_the_days_are_told_in_words() -> None:
    carta = carta_movimiento([DiaMovido(), DiaMovido(1, 4), DiaMovido(12, 0)], date(2026, 3, 10))
    assert (carta.cifra, carta.titulo) == ("17", "movimientos en los últimos 3 días")
    assert carta.detalle == "13 entradas y 4 salidas"
    assert [(d.rotulo, d.frase) for d in carta.dias] == [
        ("08/03", "08/03/2026: sin movimientos"),
        ("09/03", "09/03/2026: 1 entrada y 4 salidas"),
        ("hoy", "Hoy: 12 entradas y 0 salidas"),
    ]
    assert carta.leido == "13 entradas y 4 salidas. 09/03/2026: 1 entrada y 4 salidas. Hoy: 12 entradas y 0 salidas"
    assert "Todavía no entró ni salió nada" in carta_movimiento([DiaMovido()], date(2026, 3, 10)).detalle
