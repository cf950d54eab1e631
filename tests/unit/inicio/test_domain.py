"""The words of the start page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from rexus.modulos.inicio.domain import Bajos, Panorama, Respaldo, tarjetas, todo_en_orden
from rexus.stock.disputas import Disputado
from rexus.stock.obras_detenidas import Corto, ObraDetenida
from rexus.stock.pendientes import ArticuloBajo, BajoMinimo

AHORA = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)


def corto(codigo: str, faltan: int, en_pedido: int = 0) -> Corto:
    return Corto("perfil", 1, codigo, "", Decimal(faltan), Decimal(en_pedido))


def obra(*cortos: Corto, cuantos: int | None = None) -> ObraDetenida:
    return ObraDetenida(7, "OB-1", "", "pedido", date(2026, 12, 31), cuantos or len(cortos), cortos)


CALMA = Panorama(AHORA, (), (), (), Respaldo(AHORA - timedelta(hours=3)))


def test_all_well_is_one_sentence_of_what_may_be_seen() -> None:
    assert todo_en_orden(tarjetas(CALMA, UTC)) == (
        "A ninguna obra le falta material, ningún artículo está bajo su mínimo, ningún pedido está atrasado y el "
        "último respaldo es del 22/11/2026 12:30."
    )
    solo = replace(CALMA, obras=None, pedidos=None, respaldo=None)
    assert todo_en_orden(tarjetas(solo, UTC)) == "Ningún artículo está bajo su mínimo."
    assert todo_en_orden([]) == ""
    # Nothing is well while the backups are not.
    assert todo_en_orden(tarjetas(CALMA, UTC, aviso="El último respaldo falló. Hacer otro.")) == ""
    pronto = replace(CALMA, respaldo=Respaldo(None))
    assert todo_en_orden(tarjetas(pronto, UTC)).endswith("y el primer respaldo se hace solo.")
    assert todo_en_orden(tarjetas(replace(CALMA, respaldo=Respaldo(None, "No se puede leer.")), UTC)) == ""


def test_why_an_obra_stands_still() -> None:
    porques = [
        tarjetas(replace(CALMA, obras=(una,)), UTC)[0].renglones[0].detalle
        for una in (
            obra(corto("A1", 1)),
            obra(corto("A1", 4, 6)),
            obra(corto("A1", 4, 6), corto("B2", 2)),
            obra(corto("A1", 4), corto("B2", 3), corto("C3", 1, 1), cuantos=5),
            obra(corto("A1", 4), corto("B2", 3), corto("C3", 1), cuantos=4),
        )
    ]
    assert porques == [
        "Falta 1 × A1",
        "Faltan 4 × A1 (6 en pedido)",
        "Faltan 4 × A1 (6 en pedido) y 2 × B2",
        "Faltan 4 × A1, 3 × B2, 1 × C3 (1 en pedido) y 2 artículos más",
        "Faltan 4 × A1, 3 × B2, 1 × C3 y 1 artículo más",
    ]


def test_free_goods_that_do_not_do_for_all_are_told() -> None:
    disputas = tuple(Disputado("perfil", n, f"A{n}", "", Decimal(3), ()) for n in range(5))
    cartas = tarjetas(replace(CALMA, disputas=disputas[:1]), UTC)
    assert (cartas[0].cifra, cartas[0].tinta) == ("0", "warning")
    assert cartas[0].detalle == "De 1 artículo lo disponible no alcanza para todas las obras que lo esperan: A0."
    assert [v.modulo for v in cartas[0].verbos] == ["obras"]
    assert todo_en_orden(cartas) == ""
    assert tarjetas(replace(CALMA, disputas=disputas), UTC)[0].detalle.endswith(": A0, A1, A2 y 2 más.")


def test_the_worst_of_both_catalogues_come_first_and_each_is_counted() -> None:
    def bajo(codigo: str, hay: int, minimo: int) -> ArticuloBajo:
        return ArticuloBajo(len(codigo), codigo, "", Decimal(hay), Decimal(minimo))

    perfiles = BajoMinimo("perfil", 12, tuple(bajo(f"P{n}", n, 9) for n in range(5)))
    herrajes = BajoMinimo("herraje", 1, (bajo("H1", 0, 50),))
    bajos = (Bajos("inventario", "inventario_perfiles", perfiles), Bajos("herrajes", "herrajes", herrajes))
    carta = tarjetas(replace(CALMA, bajos=bajos), UTC)[1]
    assert (carta.nombre, carta.cifra) == ("articulos", "13")
    assert [r.texto for r in carta.renglones] == ["H1", "P0", "P1", "P2", "P3"]
    assert [(v.texto, v.modulo) for v in carta.verbos] == [
        ("Ver 12 perfiles", "inventario"),
        ("Ver 1 herraje", "herrajes"),
    ]
