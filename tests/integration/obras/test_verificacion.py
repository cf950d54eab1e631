"""The proof finds what somebody changed behind the book of reservations, and behind the orders."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from rexus.base.actor import SISTEMA
from rexus.base.errors import AccesoRechazadoError
from rexus.db.names import INVENTARIO
from rexus.modulos.inventario.orm import Perfil
from rexus.stock import pedidos, recepciones
from rexus.stock.anulaciones import anular_lote
from rexus.stock.orm import Lote
from rexus.stock.orm_compras import PedidoCompra, PedidoLinea, RecepcionLinea
from rexus.stock.orm_obras import Obra, Requerimiento, Reserva, ReservaAsiento
from rexus.stock.pedidos import LineaPedida
from rexus.stock.recepciones import LineaRecibida

from .conftest import Mesa


def hallado(mesa: Mesa, cambio: Any, codigo: str) -> set[str]:
    """What the proof finds after that change, each of it told of that code."""
    with mesa.registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(cambio)
    hecho = mesa.modelo.verificar()
    assert all(d.frase.startswith(f"{codigo}: ") for d in hecho.diferencias)
    return {d.regla for d in hecho.diferencias}


@pytest.fixture
def taller(mesa: Mesa) -> Mesa:
    mesa.articulo("A1", 9)
    mesa.uno = mesa.obra("OB-1", {"A1": 4})
    mesa.reservar(mesa.uno)
    mesa.en_orden()
    return mesa


def _asiento(**valores: Any) -> Any:
    """One more entry in the book, which nothing follows. Of the only obra and article that there are."""
    de_la_obra = select(Obra.id).scalar_subquery()
    del_articulo = select(Perfil.id).scalar_subquery()
    quien = {"clase": "perfil", "fecha": datetime(2026, 1, 1, tzinfo=UTC), "usuario": "nadie"}
    return insert(ReservaAsiento).values(obra_id=de_la_obra, articulo_id=del_articulo, **quien, **valores)


@pytest.mark.parametrize(
    ("cambio", "reglas"),
    [
        (update(Perfil).values(stock_reservado=5), {"reservado para obras"}),
        (update(Reserva).values(cantidad=3), {"reservado para obras", "reserva de la obra OB-1"}),
        (update(Reserva).values(cantidad=0, estado="cerrada"), {"reservado para obras", "reserva de la obra OB-1"}),
        (delete(Reserva), {"reservado para obras", "reserva de la obra OB-1"}),
        (update(Obra).values(estado="cancelada"), {"reserva de la obra OB-1, que está cerrada"}),
        (_asiento(cantidad=1, accion="reservar"), {"reserva de la obra OB-1"}),
        (_asiento(cantidad=-4, accion="liberar"), {"reserva de la obra OB-1"}),
    ],
)
def test_what_does_not_add_up_is_found(taller: Mesa, cambio: Any, reglas: set[str]) -> None:
    assert hallado(taller, cambio, "A1") == reglas


@pytest.mark.parametrize(
    "sentencia",
    [
        update(ReservaAsiento).values(cantidad=1),
        text("DELETE FROM reserva_asientos"),
    ],
)
def test_the_book_is_only_added_to(taller: Mesa, sentencia: Any) -> None:
    with pytest.raises((DBAPIError, AccesoRechazadoError)), taller.registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(sentencia)
    taller.en_orden()


@pytest.fixture
def pedido(mesa: Mesa) -> Mesa:
    """Six of A1 ordered for OB-1, of which two came."""
    mesa.articulo("A1")
    mesa.uno = mesa.obra("OB-1", {"A1": 4})
    lineas = [LineaPedida("perfil", mesa.id("A1"), 6)]
    hecho = mesa.hacer(pedidos.crear, "REHAU", lineas, obras_que_esperan=[mesa.uno], enviar=True)
    mesa.hacer(recepciones.recibir, hecho.id, [LineaRecibida(hecho.lineas[0].id, 2)])
    mesa.en_orden()
    return mesa


_NO_ES = "figura «{}», y por lo que se recibió es «{}»"


@pytest.mark.parametrize(
    ("cambio", "codigo", "reglas"),
    [
        (update(PedidoCompra).values(estado="recibida"), "PC-000001", {_NO_ES.format("recibido", "recibido en parte")}),
        (update(PedidoCompra).values(estado="enviada"), "PC-000001", {_NO_ES.format("enviado", "recibido en parte")}),
        (update(PedidoCompra).values(estado="borrador"), "PC-000001", {_NO_ES.format("borrador", "recibido en parte")}),
        (update(PedidoLinea).values(cantidad=2), "PC-000001", {_NO_ES.format("recibido en parte", "recibido")}),
        (update(RecepcionLinea).values(recibidas=3), "A1", {"recibido del pedido PC-000001"}),
        (delete(RecepcionLinea), "", {"recibido del pedido PC-000001", _NO_ES.format("recibido en parte", "enviado")}),
        (
            update(Lote).where(Lote.tipo == "RECEPCION").values(estado="revertido"),
            "",
            {"recibido del pedido PC-000001", _NO_ES.format("recibido en parte", "enviado")},
        ),
    ],
)
def test_an_order_that_does_not_stand_as_what_arrived_is_found(
    pedido: Mesa, cambio: Any, codigo: str, reglas: set[str]
) -> None:
    if codigo:
        assert hallado(pedido, cambio, codigo) == reglas
        return
    with pedido.registry.write(INVENTARIO, SISTEMA) as work:
        work.connection.execute(cambio)
    assert {d.regla for d in pedido.modelo.verificar().diferencias} == reglas


def test_orders_in_every_state_are_in_order(pedido: Mesa) -> None:
    with pedido.registry.read(INVENTARIO, SISTEMA) as work:
        lote = work.connection.execute(select(Lote.id).where(Lote.tipo == "RECEPCION")).scalar_one()
        primero = work.connection.execute(select(PedidoCompra.id)).scalar_one()
    lineas = [LineaPedida("perfil", pedido.id("A1"), 1)]
    pedido.hacer(pedidos.crear, "REHAU", lineas)
    anulado = pedido.hacer(pedidos.crear, "REHAU", lineas, enviar=True)
    pedido.hacer(pedidos.anular, anulado.id)
    pedido.hacer(recepciones.recibir, primero)
    pedido.en_orden()
    pedido.hacer(anular_lote, lote, "")
    pedido.hacer(pedidos.anular, primero)
    pedido.en_orden()


def test_what_names_an_article_that_is_gone_is_found(pedido: Mesa) -> None:
    otro = pedido.articulo("B2")
    cambios = {
        update(Requerimiento).values(articulo_id=otro + 7): {"artículo que falta, y que la obra OB-1 necesita"},
        update(PedidoLinea).values(articulo_id=otro + 7): {
            "artículo que falta, y que la obra OB-1 necesita",
            "artículo que falta, y que figura en el pedido PC-000001",
            "recibido del pedido PC-000001",
        },
    }
    for cambio, reglas in cambios.items():
        with pedido.registry.write(INVENTARIO, SISTEMA) as work:
            work.connection.execute(cambio)
        assert {d.regla for d in pedido.modelo.verificar().diferencias} == reglas
