"""Setting goods apart: as much as is free, exactly what was asked for, never twice, nothing for a closed obra."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest

from rexus.base.actor import Actor
from rexus.base.errors import PermisoError
from rexus.stock import obras
from rexus.stock.anulaciones import anular_lote
from rexus.stock.deshacer import renglones
from rexus.stock.errors import (
    ArticuloInactivoError,
    ArticuloInexistenteError,
    ClaveRepetidaError,
    StockInsuficienteError,
    YaAnuladoError,
)
from rexus.stock.lineas import Linea
from rexus.stock.movimientos import Pedido
from rexus.stock.obras import ObraCerradaError
from rexus.stock.reservas import ReservaInsuficienteError, reservar

from .conftest import Mesa


@pytest.fixture
def taller(mesa: Mesa) -> Mesa:
    """6 of A1, 2 of B2, none of C3; OB-1 needs 4, 5 and 1; OB-2 needs 4 of A1."""
    mesa.articulo("A1", 6)
    mesa.articulo("B2", 2)
    mesa.articulo("C3")
    mesa.uno = mesa.obra("OB-1", {"A1": 4, "B2": 5, "C3": 1})
    mesa.dos = mesa.obra("OB-2", {"A1": 4})
    return mesa


def test_as_much_as_is_free_is_set_apart(taller: Mesa) -> None:
    hecha = taller.reservar(taller.uno)
    assert [(x.codigo, x.cantidad, x.faltan) for x in hecha.lineas] == [("A1", 4, 0), ("B2", 2, 3), ("C3", 0, 1)]
    assert taller.cuentas(hecha.obra_id, "B2") == (5, 2, 0, 3)
    assert taller.stock("A1") == (6, 4)
    otra = taller.reservar(taller.dos)
    (corta,) = otra.cortas
    assert (corta.cantidad, corta.faltan) == (2, 2)
    assert [(t.obra, t.cantidad) for t in corta.de_otras] == [("OB-1", Decimal(4))]
    taller.en_orden()


def test_again_it_sets_nothing_more_apart(taller: Mesa) -> None:
    taller.reservar(taller.uno)
    hecha = taller.reservar(taller.uno)
    assert hecha.lote_id is None
    assert [(x.codigo, x.cantidad, x.faltan) for x in hecha.lineas] == [("B2", 0, 3), ("C3", 0, 1)]
    taller.en_orden()


def test_lines_are_set_apart_exactly_or_not_at_all(taller: Mesa) -> None:
    taller.reservar(taller.dos)
    with pytest.raises(ReservaInsuficienteError, match=r"De A1 se piden 3 y hay 2 disponibles; OB-2 tiene 4") as error:
        taller.reservar(taller.uno, {"B2": 1, "A1": 3})
    assert [(x.codigo, x.faltan) for x in error.value.cortas] == [("A1", 1)]
    assert taller.stock("B2") == (2, 0)
    taller.reservar(taller.uno, {"B2": "0,5", "A1": 2})
    assert taller.stock("B2") == (2, Decimal("0.5"))
    taller.en_orden()


def test_the_same_attempt_is_one(taller: Mesa) -> None:
    clave = str(uuid.uuid4())
    una = taller.reservar(taller.uno, {"A1": 2}, clave=clave)
    otra = taller.reservar(taller.uno, {"A1": 2}, clave=clave)
    assert (otra.repetido, otra.lote_id, otra.lineas) == (True, una.lote_id, una.lineas)
    assert taller.stock("A1") == (6, 2)
    with pytest.raises(ClaveRepetidaError):
        taller.reservar(taller.uno, {"A1": 3}, clave=clave)


def test_what_is_set_apart_does_not_leave_by_another_door(taller: Mesa) -> None:
    taller.reservar(taller.uno)
    with pytest.raises(StockInsuficienteError, match="y 2 disponibles"):
        taller.modelo.registrar_salida(Pedido(taller.id("A1"), 3))
    taller.en_orden()


def test_freeing(taller: Mesa) -> None:
    uno = taller.uno
    taller.reservar(uno)
    with pytest.raises(StockInsuficienteError, match="hay 4 reservadas"):
        taller.liberar(uno, {"A1": 5})
    taller.liberar(uno, {"A1": 1})
    assert taller.cuentas(uno, "A1") == (4, 3, 0, 1)
    taller.liberar(uno)
    assert taller.stock("A1") == (6, 0)
    assert taller.liberar(uno).lote_id is None
    taller.en_orden()


@pytest.mark.parametrize("estado", ["cerrada", "cancelada"])
def test_the_end_of_an_obra_frees_what_it_held_and_nothing_more_is_set_apart(taller: Mesa, estado: str) -> None:
    uno = taller.uno
    taller.reservar(uno)
    taller.hacer(obras.cambiar_estado, uno, estado)
    assert taller.stock("A1") == (6, 0)
    taller.en_orden()
    with pytest.raises(ObraCerradaError, match=estado):
        taller.reservar(uno)
    with pytest.raises(ObraCerradaError):
        taller.entregar(uno, {"A1": 1})


def test_a_reservation_is_undone_as_one(taller: Mesa) -> None:
    uno = taller.uno
    lote = taller.reservar(uno).lote_id
    taller.entregar(uno, {"A1": 1})
    taller.hacer(anular_lote, lote, "error")
    assert taller.leer(renglones, lote) == 2
    # What was given out meanwhile is not set apart any more; the rest is free.
    assert taller.cuentas(uno, "A1") == (4, 0, 1, 3)
    assert taller.stock("B2") == (2, 0)
    taller.en_orden()
    with pytest.raises(YaAnuladoError):
        taller.hacer(anular_lote, lote, "otra vez")


def test_freeing_is_undone_while_it_can_be(taller: Mesa) -> None:
    uno, dos = taller.uno, taller.dos
    taller.reservar(uno)
    primera = taller.liberar(uno, {"A1": 1}).lote_id
    taller.hacer(anular_lote, primera, "")
    assert taller.cuentas(uno, "A1") == (4, 4, 0, 0)
    segunda = taller.liberar(uno).lote_id
    taller.reservar(dos, {"A1": 4})
    with pytest.raises(StockInsuficienteError):
        taller.hacer(anular_lote, segunda, "")
    assert taller.stock("B2") == (2, 0)
    taller.en_orden()


def test_what_is_not_there_or_not_in_use(taller: Mesa) -> None:
    uno = taller.uno
    with pytest.raises(ArticuloInexistenteError):
        taller.hacer(reservar, uno, [Linea("perfil", 999, 1)])
    taller.modelo.activar(taller.id("A1"), activo=False)
    with pytest.raises(ArticuloInactivoError):
        taller.reservar(uno, {"A1": 1})
    hecha = taller.reservar(uno)
    assert [(x.codigo, x.cantidad) for x in hecha.lineas] == [("A1", 0), ("B2", 2), ("C3", 0)]


def test_who_may_only_look_sets_nothing_apart(taller: Mesa) -> None:
    taller.actor = Actor("mira", "consulta", frozenset({"obras.ver", "inventario.ver"}))
    with pytest.raises(PermisoError):
        taller.reservar(taller.uno)
