"""Orders as people decide them: other quantities than were computed, drafts that are changed, who waits, what came."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import ConflictoError, DatoInvalidoError
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.stock import hoja_pedido, obras, pedido_edicion, pedidos, precios, proveedores, recepciones
from rexus.stock.anulaciones import anular_lote
from rexus.stock.errors import ArticuloInexistenteError, CantidadInvalidaError
from rexus.stock.esperan import obras_abiertas, quien_espera
from rexus.stock.faltantes import faltantes
from rexus.stock.para_pedir import para_pedir
from rexus.stock.pedidos import LineaPedida
from rexus.stock.pedir_faltantes import pedir_faltantes
from rexus.stock.recepciones import LineaRecibida
from rexus.stock.recepciones_hechas import de_pedido

from .conftest import Mesa
from .test_compras import pedir, recibir

ZONA = ZoneInfo("America/Argentina/Buenos_Aires")


@pytest.fixture
def taller(mesa: Mesa) -> Mesa:
    mesa.articulo("A1", 0, proveedor="REHAU", ped_min=6, importe="10,50", descripcion="Refuerzo")
    mesa.articulo("B2", 3, proveedor="Veka", emba=4)
    mesa.uno = mesa.obra("OB-1", {"A1": 4, "B2": 5}, fecha_entrega="2026-12-01", nombre="Casa Núñez")
    mesa.dos = mesa.obra("OB-2", {"A1": 1}, fecha_entrega="2026-11-01")
    return mesa


def test_what_is_ordered_is_what_was_decided(taller: Mesa) -> None:
    a1, b2 = ("perfil", taller.id("A1")), ("perfil", taller.id("B2"))
    for nada in ({}, {a1: 0, b2: "0"}):
        with pytest.raises(DatoInvalidoError, match="nada que pedir"):
            taller.hacer(pedir_faltantes, cantidades=nada)
    with pytest.raises(CantidadInvalidaError):
        taller.hacer(pedir_faltantes, cantidades={a1: "-1"})
    hecho = taller.hacer(pedir_faltantes, cantidades={a1: "10", b2: 0})
    (pedido,) = hecho.pedidos
    assert (pedido.proveedor, pedido.estado, pedido.lineas[0].cantidad) == ("REHAU", "borrador", 10)
    taller.hacer(pedidos.enviar, pedido.id)
    # Somebody else ordered it meanwhile: what was decided was decided without knowing that.
    with pytest.raises(ConflictoError, match="ya no falta nada"):
        taller.hacer(pedir_faltantes, cantidades={a1: 5, b2: 4})
    assert len(taller.leer(pedidos.listar)) == 1


def test_a_draft_is_changed_and_what_was_sent_is_not(taller: Mesa) -> None:
    borrador = pedir(taller, {"A1": 6}, taller.uno, enviar=False)
    lineas = [LineaPedida("perfil", taller.id("A1"), 8, "11"), LineaPedida("perfil", taller.id("B2"), "4")]
    hecho = taller.hacer(
        pedido_edicion.editar, borrador.id, borrador.version, lineas, obras_que_esperan=[taller.dos],
        fecha_prometida="20/12/2026", observaciones="por la mañana",
    )  # fmt: skip
    assert [(x.codigo, x.cantidad, x.precio) for x in hecho.lineas] == [("A1", 8, Decimal(11)), ("B2", 4, 0)]
    assert (hecho.numero, hecho.obras, hecho.fecha_prometida) == (borrador.numero, ("OB-2",), date(2026, 12, 20))
    with pytest.raises(ConflictoError, match="mientras tanto"):
        taller.hacer(pedido_edicion.editar, borrador.id, borrador.version, lineas)
    with pytest.raises(DatoInvalidoError):
        taller.hacer(pedido_edicion.editar, borrador.id, hecho.version, [])
    taller.hacer(obras.cambiar_estado, taller.dos, "cancelada")
    with pytest.raises(ConflictoError):
        taller.hacer(pedido_edicion.editar, borrador.id, hecho.version, lineas, obras_que_esperan=[taller.dos])
    assert taller.leer(pedidos.ver, borrador.id) == hecho
    enviado = taller.hacer(pedidos.enviar, borrador.id)
    with pytest.raises(ConflictoError, match="enviado"):
        taller.hacer(pedido_edicion.editar, borrador.id, enviado.version, lineas)


def test_who_waits_for_an_article(taller: Mesa) -> None:
    a1 = taller.id("A1")
    assert [(e.obra, e.pendiente, e.faltan) for e in taller.leer(quien_espera, "perfil", a1)] == [
        ("OB-2", 1, 1),
        ("OB-1", 4, 4),
    ]
    recibir(taller, pedir(taller, {"A1": 3}, taller.uno, taller.dos))
    taller.entregar(taller.dos)
    assert [(e.obra, e.pendiente, e.faltan) for e in taller.leer(quien_espera, "perfil", a1)] == [("OB-1", 4, 2)]
    assert taller.leer(quien_espera, "perfil", a1, [taller.dos]) == []
    assert [o.codigo for o in taller.leer(obras_abiertas)] == ["OB-2", "OB-1"]
    taller.hacer(obras.cambiar_estado, taller.uno, "cancelada")
    assert taller.leer(quien_espera, "perfil", a1) == []
    assert [o.codigo for o in taller.leer(obras_abiertas)] == ["OB-2"]


def test_what_arrived_is_seen_also_when_it_was_undone(taller: Mesa) -> None:
    pedido = pedir(taller, {"A1": 6}, taller.uno)
    linea = pedido.lineas[0].id
    primera = taller.hacer(recepciones.recibir, pedido.id, [LineaRecibida(linea, 2, 1, "golpeada")], remito="R-1")
    recibir(taller, pedido)
    taller.hacer(anular_lote, primera.lote_id, "era de otro")
    assert [(r.remito, r.vigente, [(x.codigo, x.recibidas, x.rechazadas, x.motivo) for x in r.lineas])
            for r in taller.leer(de_pedido, pedido.id)] == [
        ("", True, [("A1", 4, 0, "")]),
        ("R-1", False, [("A1", 2, 1, "golpeada")]),
    ]  # fmt: skip


def test_when_an_order_is_overdue(taller: Mesa) -> None:
    quien = taller.hacer(proveedores.crear, {"nombre": "REHAU", "dias_entrega": 10})
    pedido = pedir(taller, {"A1": 6})
    (resumen,) = taller.leer(pedidos.listar)
    enviado = resumen.fecha_envio.astimezone(ZONA)
    assert (resumen.lineas, resumen.total) == (1, Decimal("15.00"))
    assert resumen.esperado(ZONA) == enviado.date() + timedelta(days=10)
    medianoche = datetime.combine(enviado.date() + timedelta(days=11), datetime.min.time(), ZONA)
    assert not resumen.atrasado(medianoche - timedelta(seconds=1), ZONA)
    assert resumen.atrasado(medianoche.astimezone(UTC), ZONA)
    recibir(taller, pedido)
    (resumen,) = taller.leer(pedidos.listar)
    assert resumen.esperado(ZONA) is None and not resumen.atrasado(medianoche, ZONA)
    # What was promised counts before what the supplier usually takes; without either nobody knows.
    pedir(taller, {"A1": 1}, fecha_prometida="2026-01-31")
    assert taller.leer(pedidos.listar)[0].esperado(ZONA) == date(2026, 1, 31)
    taller.hacer(proveedores.editar, quien.id, quien.version, {"dias_entrega": 0})
    pedir(taller, {"A1": 2})
    assert taller.leer(pedidos.listar)[0].esperado(ZONA) is None


def test_papers_bear_the_suppliers_codes_and_what_herrajes_are_called(taller: Mesa) -> None:
    herrajes = HerrajesModel(taller.registry, lambda: SISTEMA)
    bisagra = herrajes.crear({"codigo": "H1", "nombre": "Bisagra", "proveedor": "REHAU", "stock_minimo": 2}).value.id
    rehau = taller.hacer(proveedores.crear, {"nombre": "REHAU", "email": "ventas@rehau.example"}).id
    taller.hacer(precios.poner, "perfil", taller.id("A1"), rehau, {"codigo": "R-9", "precio": "12", "ped_min": 9})
    assert [f.descripcion for f in taller.leer(faltantes, proveedor="rehau")] == ["Refuerzo", "Bisagra"]
    (pedido,) = taller.hacer(pedir_faltantes, proveedor="rehau").pedidos
    hoja = taller.leer(hoja_pedido.hoja, pedido.id)
    assert [(x.codigo, x.suyo, x.descripcion, x.unidad) for x in hoja.lineas] == [
        ("A1", "R-9", "Refuerzo", "barra"),
        ("H1", "", "Bisagra", "unidad"),
    ]
    assert (hoja.proveedor.email, hoja.total) == ("ventas@rehau.example", pedido.total)
    # What a supplier asks for counts for an order to that one, and what the article says for the others.
    assert taller.leer(para_pedir, "A1", "rehau").ped_min == 9
    assert taller.leer(para_pedir, "A1", "otro").precio == Decimal("10.50")
    assert taller.leer(para_pedir, "H1").articulo_id == bisagra
    with pytest.raises(ArticuloInexistenteError):
        taller.leer(para_pedir, "no-hay")
