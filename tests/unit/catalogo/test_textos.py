"""Sentences about movements say exactly what happened."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rexus.catalogo import textos
from rexus.stock.anulaciones import Anulado
from rexus.stock.consulta import Totales
from rexus.stock.ledger import MovimientoHecho


def hecho(tipo: str, cantidad: str, resultante: str, *, repetido: bool = False) -> MovimientoHecho:
    return MovimientoHecho(1, "c", 7, "564002", tipo, Decimal(cantidad), Decimal(resultante), repetido)


@pytest.mark.parametrize(
    ("movimiento", "frase"),
    [
        (hecho("SALIDA", "-3", "9"), "Salida de 3 × 564002 registrada: quedan 9."),
        (hecho("SALIDA", "-3", "1"), "Salida de 3 × 564002 registrada: queda 1."),
        (hecho("SALIDA", "-3", "0"), "Salida de 3 × 564002 registrada: no queda ninguna."),
        (hecho("ENTRADA", "1234.5", "2000"), "Entrada de 1.234,5 × 564002 registrada: quedan 2.000."),
        (hecho("AJUSTE", "-2", "10"), "Ajuste de −2 × 564002 registrado: quedan 10."),
        (hecho("AJUSTE", "2", "14"), "Ajuste de +2 × 564002 registrado: quedan 14."),
        (hecho("SALIDA", "-3", "9", repetido=True), "Salida de 3 × 564002 ya estaba registrada: quedan 9."),
    ],
)
def test_registered(movimiento: MovimientoHecho, frase: str) -> None:
    assert textos.registrado(movimiento) == frase


def test_a_remnant_says_its_length() -> None:
    assert (
        textos.registrado(hecho("SALIDA", "-1", "2"), longitud_mm=2100)
        == "Salida de 1 × 564002 registrada: quedan 2 de 2.100 mm."
    )


def test_what_undo_completes() -> None:
    assert textos.accion(hecho("SALIDA", "-3", "9")) == "salida de 3 × 564002"
    assert textos.accion(hecho("AJUSTE", "-2", "9")) == "ajuste de −2 × 564002"


def test_transfer() -> None:
    assert textos.transferido(hecho("TRANSFERENCIA", "-3", "9"), "A3", "C16") == "3 × 564002 pasaron de A3 a C16."
    assert textos.transferido(hecho("TRANSFERENCIA", "-1", "9"), "A3", "C16") == "1 × 564002 pasó de A3 a C16."


def test_footer() -> None:
    assert (
        textos.pie(Totales(12480, Decimal("3902"), 14, 3))
        == "12.480 artículos · 3.902 piezas · 14 bajo mínimo · 3 sin stock"
    )
    assert textos.pie(Totales(1, Decimal("1"), 0, 0)) == "1 artículo · 1 pieza · 0 bajo mínimo · 0 sin stock"


@pytest.mark.parametrize(
    ("hay", "cambio", "frase", "posible"),
    [
        ("12", "-3", "En Rack C16 hay 12: van a quedar 9.", True),
        ("12", "3", "En Rack C16 hay 12: van a ser 15.", True),
        ("2", "-7", "En Rack C16 hay 2: no alcanzan.", False),
        ("2", "0", "En Rack C16 hay 2.", True),
    ],
)
def test_what_a_movement_will_leave(hay: str, cambio: str, frase: str, posible: bool) -> None:
    assert textos.prevision(Decimal(hay), Decimal(cambio), "Rack C16") == (frase, posible)


def test_annulled() -> None:
    assert textos.anulado(Anulado(7, (hecho("ANULACION", "3", "12"),))) == "Movimiento de 564002 anulado: quedan 12."
