"""Giving out and taking back: the obra's own first, others' only knowingly, undone with what it used."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal

import pytest
from sqlalchemy import select

from rexus.base.actor import SISTEMA, Actor
from rexus.base.errors import ConflictoError, DatoInvalidoError, PermisoError
from rexus.db.names import INVENTARIO
from rexus.db.outbox import InventarioOutbox
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock import entregas, obras
from rexus.stock.anulaciones import anular, anular_lote
from rexus.stock.consumo import EntregaInsuficienteError
from rexus.stock.errors import StockInsuficienteError, YaAnuladoError
from rexus.stock.lineas import Linea
from rexus.stock.movimientos import Pedido

from .conftest import Mesa


@pytest.fixture
def taller(mesa: Mesa) -> Mesa:
    """10 of A1: 4 set apart for OB-1, 3 for OB-2, 3 free."""
    mesa.articulo("A1", 10)
    mesa.uno = mesa.obra("OB-1", {"A1": 6})
    mesa.dos = mesa.obra("OB-2", {"A1": 3})
    mesa.reservar(mesa.uno, {"A1": 4})
    mesa.reservar(mesa.dos)
    return mesa


def test_all_that_is_set_apart_is_given_out(taller: Mesa) -> None:
    hecha = taller.entregar(taller.uno, remito="R-1")
    (linea,) = hecha.lineas
    assert (linea.codigo, linea.cantidad, linea.propias, linea.libres, linea.de_otras) == ("A1", 4, 4, 0, ())
    assert taller.stock("A1") == (6, 3)
    assert taller.cuentas(hecha.obra_id, "A1") == (6, 0, 4, 2)
    assert taller.modelo.kardex(taller.id("A1"))[0].referencia == "R-1"
    taller.en_orden()
    with pytest.raises(DatoInvalidoError, match="no tiene nada reservado"):
        taller.entregar(hecha.obra_id)


def test_its_own_is_used_up_first_then_what_is_free(taller: Mesa) -> None:
    (linea,) = taller.entregar(taller.uno, {"A1": 6}).lineas
    assert (linea.propias, linea.libres) == (4, 2)
    assert taller.stock("A1") == (4, 3)
    taller.en_orden()


def test_what_is_others_is_refused_and_says_whose(taller: Mesa) -> None:
    with pytest.raises(EntregaInsuficienteError, match=r"4 reservadas para OB-1 y 3 libres.*OB-2 3") as error:
        taller.entregar(taller.uno, {"A1": 8})
    assert [t.obra for t in error.value.de_otras] == ["OB-2"]
    assert taller.stock("A1") == (10, 7)


def test_what_is_others_needs_the_right_and_is_recorded_on_both(taller: Mesa) -> None:
    uno, dos = taller.uno, taller.dos
    taller.actor = Actor("op", "operador", frozenset({"obras.ver", "obras.modificar", "inventario.ver"}))
    with pytest.raises(PermisoError, match="aprobar"):
        taller.entregar(uno, {"A1": 8}, de_otras=(dos,))
    taller.actor = SISTEMA
    (linea,) = taller.entregar(uno, {"A1": 8}, de_otras=(dos,)).lineas
    assert [(t.obra, t.cantidad) for t in linea.de_otras] == [("OB-2", 1)]
    assert taller.cuentas(dos, "A1") == (3, 2, 0, 1)
    taller.en_orden()
    with taller.registry.read(INVENTARIO, SISTEMA) as work:
        o = InventarioOutbox
        eventos = work.connection.execute(
            select(o.accion, o.registro, o.despues).where(o.accion.in_(["entregar", "quitar reserva"])).order_by(o.id)
        ).all()
    assert [(e.accion, e.registro) for e in eventos] == [("entregar", str(uno)), ("quitar reserva", str(dos))]
    assert json.loads(eventos[0].despues)["de_otras"] == {"A1": {"OB-2": "1.000"}}
    assert json.loads(eventos[1].despues)["para"] == "OB-1"


def test_more_than_there_is_even_with_others(taller: Mesa) -> None:
    with pytest.raises(StockInsuficienteError):
        taller.entregar(taller.uno, {"A1": 11}, de_otras=(taller.dos,))
    assert taller.stock("A1") == (10, 7)
    taller.en_orden()


def test_goods_are_taken_where_they_are(taller: Mesa) -> None:
    rack = UbicacionesModel(taller.registry, lambda: SISTEMA).crear("Rack A").value.id
    taller.modelo.transferir(taller.id("A1"), 7, 1, rack)
    (linea,) = taller.entregar(taller.uno, {"A1": 5}).lineas
    assert dict(linea.lugares) == {1: 3, rack: 2}
    assert {(k.ubicacion, k.cantidad) for k in taller.modelo.kardex(taller.id("A1"))[:2]} == {
        ("General", Decimal(-3)),
        ("Rack A", Decimal(-2)),
    }
    with pytest.raises(StockInsuficienteError, match="en el lugar hay"):
        taller.hacer(entregas.entregar, taller.dos, [Linea("perfil", taller.id("A1"), 2, 1)])
    taller.en_orden()


def test_a_delivery_is_undone_as_one_and_the_reservation_is_there_again(taller: Mesa) -> None:
    uno, dos = taller.uno, taller.dos
    hecha = taller.entregar(uno, {"A1": 8}, de_otras=(dos,))
    taller.hacer(anular_lote, hecha.lote_id, "se arrepintió")
    assert taller.cuentas(uno, "A1") == (6, 4, 0, 2)
    assert taller.cuentas(dos, "A1") == (3, 3, 0, 0)
    assert taller.stock("A1") == (10, 7)
    taller.en_orden()
    with pytest.raises(YaAnuladoError):
        taller.hacer(anular_lote, hecha.lote_id, "")


def test_one_movement_of_a_delivery_is_undone(taller: Mesa) -> None:
    uno = taller.uno
    taller.articulo("B2", 5)
    taller.reservar(uno, {"B2": 2})
    hecha = taller.entregar(uno)
    movimiento = taller.modelo.kardex(taller.id("A1"))[0].id
    clave = str(uuid.uuid4())
    for _ in range(2):
        taller.hacer(anular, movimiento, "", clave)
        assert taller.cuentas(uno, "A1") == (6, 4, 0, 2)
        assert taller.cuentas(uno, "B2") == (0, 0, 2, 0)
    # The rest of it is undone as one; what is undone stays so.
    taller.hacer(anular_lote, hecha.lote_id, "")
    assert taller.cuentas(uno, "B2") == (0, 2, 0, 0)
    assert taller.stock("A1") == (10, 7)
    taller.en_orden()


def test_undoing_for_an_obra_that_ended_leaves_the_goods_free(taller: Mesa) -> None:
    uno = taller.uno
    hecha = taller.entregar(uno)
    taller.hacer(obras.cambiar_estado, uno, "cancelada")
    taller.hacer(anular_lote, hecha.lote_id, "")
    assert taller.stock("A1") == (10, 3)
    # A cancelled obra waits for nothing.
    assert taller.cuentas(uno, "A1") == (6, 0, 0, 0)
    taller.en_orden()


def test_goods_come_back_partly_and_wholly(taller: Mesa) -> None:
    uno = taller.uno
    taller.entregar(uno)
    with pytest.raises(StockInsuficienteError, match="tiene 4 entregadas"):
        taller.devolver(uno, {"A1": 5})
    taller.devolver(uno, {"A1": 1})
    assert taller.cuentas(uno, "A1") == (6, 0, 3, 3)
    assert taller.stock("A1") == (7, 3)
    taller.hacer(obras.cambiar_estado, uno, "cerrada")
    hecha = taller.devolver(uno)
    assert taller.stock("A1") == (10, 3)
    taller.hacer(anular_lote, hecha.lote_id, "")
    assert taller.stock("A1") == (7, 3)
    taller.en_orden()


def test_the_same_attempt_is_one(taller: Mesa) -> None:
    uno = taller.uno
    clave = str(uuid.uuid4())
    una = taller.entregar(uno, clave=clave)
    otra = taller.entregar(uno, clave=clave)
    assert otra.repetido and otra.lote_id == una.lote_id and otra.lineas == una.lineas
    assert taller.stock("A1") == (6, 3)


def test_undoing_a_return_needs_the_goods_to_be_free(taller: Mesa) -> None:
    uno, dos = taller.uno, taller.dos
    taller.entregar(uno)
    hecha = taller.devolver(uno)
    taller.modelo.registrar_salida(Pedido(taller.id("A1"), 7))
    with pytest.raises(StockInsuficienteError):
        taller.hacer(anular_lote, hecha.lote_id, "")
    assert taller.stock("A1") == (3, 3)
    assert taller.cuentas(dos, "A1") == (3, 3, 0, 0)
    taller.en_orden()


def test_a_delivery_whose_goods_came_back_is_not_undone(taller: Mesa) -> None:
    hecha = taller.entregar(taller.uno)
    vuelta = taller.devolver(taller.uno, {"A1": 1})
    with pytest.raises(ConflictoError, match="ya devolvió"):
        taller.hacer(anular_lote, hecha.lote_id, "")
    with pytest.raises(ConflictoError, match="ya devolvió"):
        taller.hacer(anular, taller.modelo.kardex(taller.id("A1"))[1].id)
    assert taller.stock("A1") == (7, 3)
    taller.hacer(anular_lote, vuelta.lote_id, "")
    taller.hacer(anular_lote, hecha.lote_id, "")
    assert taller.cuentas(taller.uno, "A1") == (6, 4, 0, 2)
    taller.en_orden()
