"""What the start page tells: articles below their minimum, obras that lack material, orders that should have come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rexus.base.actor import Actor
from rexus.base.errors import PermisoError
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.stock import obras, pedidos, proveedores, recepciones, requerimientos
from rexus.stock.disputas import disputados
from rexus.stock.obras_detenidas import NOMBRADOS, Corto, ObraDetenida, obras_detenidas
from rexus.stock.pedidos import LineaPedida
from rexus.stock.pendientes import bajo_minimo, pedidos_atrasados
from rexus.stock.recepciones import LineaRecibida
from tests.reloj import Reloj
from tests.servers.sitio import Sitio

from .conftest import Mesa


@pytest.fixture
def reloj() -> Reloj:
    return Reloj(datetime(2026, 3, 10, 12, tzinfo=UTC))


@pytest.fixture
def registry(sitio: Sitio, reloj: Reloj) -> Iterator[Registry]:
    registry = sitio.registry(clock=reloj)
    yield registry
    registry.close()


def vistas(mesa: Mesa) -> list[ObraDetenida]:
    vistas: list[ObraDetenida] = mesa.leer(obras_detenidas)
    return vistas


def test_an_obra_stands_still_while_it_needs_more_than_it_holds_and_is_free(mesa: Mesa) -> None:
    mesa.articulo("A1", 5, descripcion="Marco", proveedor="REHAU")
    mesa.articulo("B2", 9)
    mesa.uno = mesa.obra("OB-1", {"A1": 4, "B2": 9}, nombre="Casa")
    mesa.dos = mesa.obra("OB-2", {"A1": 3})
    # Each could take the five.
    assert vistas(mesa) == []
    mesa.reservar(mesa.uno)
    (obra,) = vistas(mesa)
    corto = Corto("perfil", mesa.id("A1"), "A1", "Marco", Decimal(2), Decimal(0))
    assert obra == ObraDetenida(mesa.dos, "OB-2", "", "medicion", None, 1, (corto,))

    pedido = mesa.hacer(pedidos.crear, "REHAU", [LineaPedida("perfil", mesa.id("A1"), 6)], enviar=True)
    (obra,) = vistas(mesa)
    assert (obra.cortos[0].faltan, obra.cortos[0].en_pedido) == (2, 6)
    # What came is free for anybody.
    mesa.hacer(recepciones.recibir, pedido.id, [LineaRecibida(pedido.lineas[0].id, 2)])
    assert vistas(mesa) == []

    # What it got counts, what it gave back does not.
    mesa.entregar(mesa.dos, {"A1": 3})
    assert mesa.stock("A1") == (4, 4)
    assert vistas(mesa) == []
    mesa.hacer(requerimientos.poner, mesa.dos, {("perfil", mesa.id("A1")): 5})
    assert [(o.codigo, o.cortos[0].faltan) for o in vistas(mesa)] == [("OB-2", 2)]
    mesa.devolver(mesa.dos, {"A1": 1})
    assert [(o.codigo, o.cortos[0].faltan) for o in vistas(mesa)] == [("OB-2", 2)]
    mesa.hacer(obras.cambiar_estado, mesa.dos, "cancelada")
    assert vistas(mesa) == []


def test_the_obra_that_is_due_first_comes_first_and_names_what_it_lacks_most(mesa: Mesa) -> None:
    herrajes = HerrajesModel(mesa.registry, mesa.modelo._actor)
    bisagra = herrajes.crear({"codigo": "BIS", "nombre": "Bisagra"}, stock_inicial=1).value.id
    for n in range(1, 6):
        mesa.articulo(f"A{n}")
    tarde = mesa.obra("OB-1", {"A1": 1})
    pronto = mesa.obra("OB-9", {f"A{n}": n for n in range(1, 6)}, fecha_entrega="2026-03-01")
    luego = mesa.obra("OB-5", {"A2": 1}, fecha_entrega="2026-04-01")
    mesa.hacer(requerimientos.poner, pronto, {("herraje", bisagra): 9})
    hay = vistas(mesa)
    assert [obra.id for obra in hay] == [pronto, luego, tarde]
    assert [(c.codigo, c.faltan) for c in hay[0].cortos] == [("BIS", 8), ("A5", 5), ("A4", 4)]
    assert (hay[0].cuantos, len(hay[0].cortos), hay[0].fecha_entrega) == (6, NOMBRADOS, date(2026, 3, 1))


cantidades = st.integers(0, 4)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    stock=st.tuples(cantidades, cantidades),
    necesitan=st.lists(st.tuples(cantidades, cantidades, st.booleans(), st.booleans()), max_size=4),
)
def test_it_says_what_the_materials_of_each_obra_say(
    mesa: Mesa, stock: tuple[int, int], necesitan: list[tuple[int, int, bool, bool]]
) -> None:
    """The one query finds exactly the materials that `requerimientos.materiales` calls missing."""
    mesa.vuelta = getattr(mesa, "vuelta", 0) + 1
    codigos = [f"{letra}{mesa.vuelta}" for letra in "AB"]
    for codigo, cuantas in zip(codigos, stock, strict=True):
        mesa.articulo(codigo, cuantas)
    suyas = []
    for n, (a, b, reserva, entrega) in enumerate(necesitan):
        pedidas = {codigo: cuantas for codigo, cuantas in zip(codigos, (a, b), strict=True) if cuantas}
        obra = mesa.obra(f"OB-{mesa.vuelta}-{n}", pedidas)
        suyas.append(obra)
        if reserva:
            mesa.reservar(obra)
        if entrega and (libres := [c for c in pedidas if mesa.stock(c)[0] > mesa.stock(c)[1]]):
            mesa.entregar(obra, {libres[0]: 1})
    esperadas = {}
    for obra in suyas:
        materiales = mesa.leer(requerimientos.materiales, obra)
        faltan = {m.codigo: m.faltan - m.disponible for m in materiales if m.estado == requerimientos.FALTA}
        if faltan:
            esperadas[obra] = faltan
    halladas = {obra.id: {c.codigo: c.faltan for c in obra.cortos} for obra in vistas(mesa) if obra.id in suyas}
    assert halladas == esperadas


def test_free_bars_that_two_obras_count_on(mesa: Mesa) -> None:
    mesa.articulo("A1", 3)
    mesa.articulo("B2", 5)
    uno, dos = mesa.obra("OB-1", {"A1": 3, "B2": 1}), mesa.obra("OB-2", {"A1": 3, "B2": 1})
    (disputado,) = mesa.leer(disputados)
    assert (disputado.codigo, disputado.disponible) == ("A1", 3)
    assert [(t.obra, t.cantidad) for t in disputado.esperan] == [("OB-1", 3), ("OB-2", 3)]
    material, otro = mesa.leer(requerimientos.materiales, uno)
    assert (material.estado, material.disputado, otro.disputado) == ("disponible", True, False)
    assert [(t.obra, t.cantidad) for t in material.esperan] == [("OB-2", 3)]
    # Each could start, so none stands still; the page tells of it all the same.
    assert vistas(mesa) == []
    # Once one has them, the other lacks them: nothing is disputed any more.
    mesa.reservar(dos)
    assert mesa.leer(disputados) == []
    assert not mesa.leer(requerimientos.materiales, uno)[0].disputado
    assert [o.codigo for o in vistas(mesa)] == ["OB-1"]
    # One that is ended waits for nothing.
    mesa.liberar(dos)
    mesa.hacer(obras.cambiar_estado, dos, "cancelada")
    assert mesa.leer(disputados) == []
    assert not mesa.leer(requerimientos.materiales, uno)[0].disputado


def test_the_worst_of_what_is_below_its_minimum(mesa: Mesa) -> None:
    for codigo, hay, minimo in (("A1", 3, 4), ("B2", 1, 9), ("C3", 0, 2), ("D4", 5, 5), ("E5", 0, 3), ("F6", 0, 0)):
        mesa.articulo(codigo, hay, stock_minimo=minimo)
    mesa.modelo.activar(mesa.articulo("G7", stock_minimo=7), activo=False)
    hallado = mesa.leer(bajo_minimo, "perfil", 3)
    assert (hallado.cuantos, [a.codigo for a in hallado.peores]) == (4, ["E5", "C3", "B2"])
    assert (hallado.peores[2].stock_actual, hallado.peores[2].stock_minimo) == (1, 9)
    assert mesa.leer(bajo_minimo, "herraje") == type(hallado)("herraje", 0, ())


def test_an_order_is_late_after_its_day(mesa: Mesa, reloj: Reloj) -> None:
    mesa.articulo("A1")
    lineas = [LineaPedida("perfil", mesa.id("A1"), 6)]

    def pedir(proveedor: str | int, dias: int | None, *, enviar: bool = True) -> Any:
        prometida = None if dias is None else reloj.ahora.date() + timedelta(days=dias)
        return mesa.hacer(pedidos.crear, proveedor, lineas, fecha_prometida=prometida, enviar=enviar)

    puntual = mesa.hacer(proveedores.crear, {"nombre": "Puntual", "dias_entrega": 2}).id
    tarde, ayer = pedir("REHAU", -3), pedir("REHAU", -1)
    for dias in (0, 1):
        pedir("REHAU", dias)
    pedir("REHAU", None)
    pedir(puntual, None)
    pedir("REHAU", -9, enviar=False)
    recibido, anulado = pedir("REHAU", -5), pedir("REHAU", -5)
    mesa.hacer(recepciones.recibir, recibido.id)
    mesa.hacer(pedidos.anular, anulado.id)
    mesa.hacer(recepciones.recibir, tarde.id, [LineaRecibida(tarde.lineas[0].id, 1)])
    assert [(p.numero, p.dias, p.estado) for p in mesa.leer(pedidos_atrasados, UTC)] == [
        (tarde.numero, 3, "recibida_parcial"),
        (ayer.numero, 1, "enviada"),
    ]


def test_without_a_promise_the_supplier_s_days_count(mesa: Mesa, reloj: Reloj) -> None:
    mesa.articulo("A1")
    puntual = mesa.hacer(proveedores.crear, {"nombre": "Puntual", "dias_entrega": 2}).id
    pedido = mesa.hacer(pedidos.crear, puntual, [LineaPedida("perfil", mesa.id("A1"), 6)], enviar=True)
    reloj.ahora += timedelta(days=2)
    assert mesa.leer(pedidos_atrasados, UTC) == []
    reloj.ahora += timedelta(days=1)
    (atrasado,) = mesa.leer(pedidos_atrasados, UTC)
    assert (atrasado.numero, atrasado.dias) == (pedido.numero, 1)


def test_today_is_the_workshop_s_day(mesa: Mesa, reloj: Reloj) -> None:
    mesa.articulo("A1")
    lineas = [LineaPedida("perfil", mesa.id("A1"), 6)]
    mesa.hacer(pedidos.crear, "REHAU", lineas, enviar=True, fecha_prometida=reloj.ahora.date())
    # The last hour of the promised day in UTC; two hours to the east it is over.
    reloj.ahora += timedelta(hours=23 - reloj.ahora.hour)
    assert mesa.leer(pedidos_atrasados, UTC) == []
    assert len(mesa.leer(pedidos_atrasados, timezone(timedelta(hours=2)))) == 1


@pytest.mark.parametrize(
    ("operacion", "args", "permiso"),
    [
        (bajo_minimo, ("perfil",), "inventario.ver"),
        (bajo_minimo, ("herraje",), "herrajes.ver"),
        (obras_detenidas, (), "obras.ver"),
        (pedidos_atrasados, (UTC,), "compras.ver"),
    ],
)
def test_each_asks_for_its_own_permission(
    mesa: Mesa, operacion: Callable[..., Any], args: tuple[Any, ...], permiso: str
) -> None:
    mesa.actor = Actor("luis", "consulta", frozenset({permiso}))
    mesa.leer(operacion, *args)
    mesa.actor = Actor("luis", "consulta", frozenset())
    with pytest.raises(PermisoError, match=permiso):
        mesa.leer(operacion, *args)
