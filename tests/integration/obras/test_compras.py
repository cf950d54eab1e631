"""Suppliers, what is missing, ordering it, and what arrives: partly, wholly, too much, broken; and undone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal

import pytest

from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.stock import borradores, importar_proveedores, obras, pedidos, precios, proveedores, recepciones
from rexus.stock.anulaciones import anular, anular_lote
from rexus.stock.errors import ArticuloInactivoError, CantidadInvalidaError, ClaveRepetidaError, StockInsuficienteError
from rexus.stock.faltantes import Faltante, faltantes
from rexus.stock.movimientos import Pedido
from rexus.stock.pedido_vuelta import volver_a_borrador
from rexus.stock.pedidos import FichaPedido, LineaPedida
from rexus.stock.pedir_faltantes import pedir_faltantes
from rexus.stock.recepciones import ExcesoError, LineaRecibida, RecepcionHecha

from .conftest import Mesa


@pytest.fixture
def taller(mesa: Mesa) -> Mesa:
    """A1 by sixes at least, B2 in packs of 4; OB-1 (later) and OB-2 (sooner) need them."""
    mesa.articulo("A1", 0, proveedor="REHAU", ped_min=6, emba=1, importe="10,50")
    mesa.articulo("B2", 3, proveedor="Veka", emba=4)
    mesa.articulo("C3", 1, proveedor="Veka", stock_minimo=5)
    mesa.uno = mesa.obra("OB-1", {"A1": 4, "B2": 5}, fecha_entrega="2026-12-01")
    mesa.dos = mesa.obra("OB-2", {"A1": 1}, fecha_entrega="2026-11-01")
    return mesa


def falta(mesa: Mesa, codigo: str, *cuales: int, **kw: object) -> Faltante | None:
    hallados: Sequence[Faltante] = mesa.leer(faltantes, cuales or None, **kw)
    return next((f for f in hallados if f.codigo == codigo), None)


def pedir(mesa: Mesa, cuantas: dict[str, int], *esperan: int, **kw: object) -> FichaPedido:
    lineas = [LineaPedida("perfil", mesa.id(codigo), n, "2,50") for codigo, n in cuantas.items()]
    hecho = mesa.hacer(pedidos.crear, "REHAU", lineas, obras_que_esperan=esperan, **{"enviar": True, **kw})
    assert isinstance(hecho, FichaPedido)
    return hecho


def recibir(mesa: Mesa, pedido: FichaPedido, cuantas: dict[str, int] | None = None, **kw: object) -> RecepcionHecha:
    por_codigo = {linea.codigo: linea.id for linea in pedido.lineas}
    lineas = None if cuantas is None else [LineaRecibida(por_codigo[c], n) for c, n in cuantas.items()]
    hecha = mesa.hacer(recepciones.recibir, pedido.id, lineas, **kw)
    assert isinstance(hecha, RecepcionHecha)
    return hecha


# ── Suppliers ──


def test_no_two_suppliers_read_alike(mesa: Mesa) -> None:
    uno = mesa.hacer(proveedores.crear, {"nombre": "Técnica  Perú", "dias_entrega": 7})
    assert (uno.nombre, uno.dias_entrega) == ("Técnica Perú", 7)
    with pytest.raises(DatoInvalidoError, match="Técnica Perú"):
        mesa.hacer(proveedores.crear, {"nombre": "TECNICA PERU"})
    assert mesa.leer(proveedores.por_nombre, "tecnica peru") == uno.id
    otro = mesa.hacer(proveedores.crear, {"nombre": "Veka"})
    with pytest.raises(DatoInvalidoError):
        mesa.hacer(proveedores.editar, otro.id, 1, {"nombre": "técnica perú"})
    mesa.hacer(proveedores.editar, otro.id, 1, {"email": "ventas@veka.example"})
    with pytest.raises(ConflictoError):
        mesa.hacer(proveedores.editar, otro.id, 1, {"email": ""})
    mesa.hacer(proveedores.activar, uno.id, activo=False)
    assert [p.nombre for p in mesa.leer(proveedores.listar)] == ["Veka"]
    assert [p.nombre for p in mesa.leer(proveedores.listar, con_inactivos=True, texto="tecn")] == ["Técnica Perú"]
    with pytest.raises(NoEncontradoError):
        mesa.leer(proveedores.por_nombre, "nadie")


def test_one_supplier_of_an_article_is_preferred(taller: Mesa) -> None:
    a1 = taller.id("A1")
    rehau = taller.hacer(proveedores.crear, {"nombre": "REHAU"}).id
    veka = taller.hacer(proveedores.crear, {"nombre": "Veka"}).id
    taller.hacer(precios.poner, "perfil", a1, rehau, {"precio": "100", "preferido": True, "codigo": "R-1"})
    taller.hacer(precios.poner, "perfil", a1, veka, {"precio": "90", "preferido": True, "ped_min": 10, "emba": 5})
    assert [(p.proveedor, p.preferido) for p in taller.leer(precios.de_articulo, "perfil", a1)] == [
        ("Veka", True),
        ("REHAU", False),
    ]
    # Four for one obra, one for the other: the preferred one sells ten at least.
    hallado = falta(taller, "A1", taller.uno, taller.dos)
    assert hallado is not None
    assert (hallado.proveedor, hallado.proveedor_id, hallado.faltan, hallado.pedir) == ("Veka", veka, 5, 10)
    assert (hallado.precio, hallado.total) == (Decimal(90), Decimal(900))
    taller.hacer(precios.quitar, "perfil", a1, veka)
    hallado = falta(taller, "A1", taller.uno)
    assert hallado is not None and (hallado.proveedor, hallado.pedir) == ("REHAU", 6)


def test_suppliers_from_a_file(mesa: Mesa) -> None:
    mesa.hacer(proveedores.crear, {"nombre": "Técnica Perú", "telefono": "1"})
    filas = [
        {"nombre": "TECNICA PERU", "telefono": "2", "email": None},
        {"nombre": "Veka", "dias_entrega": 3},
    ]
    previsto = mesa.leer(importar_proveedores.simular, filas)
    assert (previsto.nuevos, dict(previsto.cambios)) == (("Veka",), {"Técnica Perú": {"telefono": ("1", "2")}})
    assert len(mesa.leer(proveedores.listar)) == 1
    mesa.hacer(importar_proveedores.importar, filas)
    assert [(p.nombre, p.telefono) for p in mesa.leer(proveedores.listar)] == [("Técnica Perú", "2"), ("Veka", "")]
    otra_vez = mesa.hacer(importar_proveedores.importar, filas)
    assert (otra_vez.nuevos, otra_vez.sin_cambios) == ((), 2)
    with pytest.raises(DatoInvalidoError, match="son el mismo"):
        mesa.hacer(importar_proveedores.importar, [{"nombre": "Ñandú"}, {"nombre": "NANDU"}])
    assert len(mesa.leer(proveedores.listar)) == 2


# ── What is missing ──


def test_what_is_missing_for_obras(taller: Mesa) -> None:
    a1 = falta(taller, "A1", taller.uno)
    assert a1 is not None
    assert (a1.necesarias, a1.reservado, a1.disponible, a1.en_pedido, a1.faltan, a1.pedir) == (4, 0, 0, 0, 4, 6)
    assert (a1.precio, a1.total) == (Decimal("10.50"), Decimal("63.00"))
    b2 = falta(taller, "B2", taller.uno)
    assert b2 is not None and (b2.disponible, b2.faltan, b2.pedir) == (3, 2, 4)
    assert falta(taller, "C3", taller.uno) is None
    assert falta(taller, "C3", taller.uno, con_minimos=True) is not None
    todos = falta(taller, "A1")
    assert todos is not None and (todos.necesarias, todos.faltan, todos.pedir) == (5, 5, 6)
    minimo = falta(taller, "C3")
    assert minimo is not None and (minimo.faltan, minimo.pedir) == (4, 4)
    assert [f.codigo for f in taller.leer(faltantes, proveedor="veka")] == ["B2", "C3"]
    with pytest.raises(NoEncontradoError, match="NADA"):
        taller.leer(faltantes, proveedor="NADA")
    # Named by articles of which none is missing, and a record that nothing names.
    assert taller.leer(faltantes, (taller.dos,), proveedor="VEKA") == []
    taller.hacer(proveedores.crear, {"nombre": "Aluar"})
    assert taller.leer(faltantes, proveedor="aluar") == []


def test_setting_apart_and_giving_out_change_nothing_of_what_is_missing(taller: Mesa) -> None:
    taller.reservar(taller.uno)
    b2 = falta(taller, "B2", taller.uno)
    assert b2 is not None and (b2.reservado, b2.disponible, b2.faltan) == (3, 0, 2)
    taller.entregar(taller.uno, {"B2": 2})
    b2 = falta(taller, "B2", taller.uno)
    assert b2 is not None and (b2.pendiente, b2.reservado, b2.faltan) == (3, 1, 2)
    taller.hacer(obras.cambiar_estado, taller.uno, "cancelada")
    assert falta(taller, "B2") is None


def test_what_one_obra_got_too_much_does_not_serve_another(taller: Mesa) -> None:
    tres = taller.obra("OB-3", {"B2": 1})
    taller.entregar(tres, {"B2": 3})
    b2 = falta(taller, "B2", taller.uno, tres)
    assert b2 is not None and (b2.necesarias, b2.pendiente, b2.faltan) == (6, 5, 5)


# ── Orders ──


def test_one_order_for_each_supplier(taller: Mesa) -> None:
    taller.articulo("D4")
    cuatro = taller.obra("OB-4", {"D4": 1})
    clave = str(uuid.uuid4())
    hecho = taller.hacer(pedir_faltantes, [taller.uno, taller.dos, cuatro], enviar=True, clave=clave)
    assert [(p.numero, p.proveedor, p.estado, p.obras) for p in hecho.pedidos] == [
        ("PC-000001", "REHAU", "enviada", ("OB-2", "OB-1")),
        ("PC-000002", "Veka", "enviada", ("OB-1",)),
    ]
    assert [f.codigo for f in hecho.sin_proveedor] == ["D4"]
    assert [p.nombre for p in taller.leer(proveedores.listar)] == ["REHAU", "Veka"]
    a1 = falta(taller, "A1")
    assert a1 is None
    otra_vez = taller.hacer(pedir_faltantes, [taller.uno, taller.dos, cuatro], enviar=True, clave=clave)
    assert [p.id for p in otra_vez.pedidos] == [p.id for p in hecho.pedidos]
    assert len(taller.leer(pedidos.listar)) == 2


def test_a_draft_is_not_on_order_until_it_is_sent_nor_after_it_is_annulled(taller: Mesa) -> None:
    pedido = pedir(taller, {"A1": 6}, taller.uno, enviar=False)
    assert falta(taller, "A1", taller.uno) is not None
    with pytest.raises(ConflictoError, match="borrador"):
        recibir(taller, pedido)
    taller.hacer(pedidos.enviar, pedido.id)
    assert falta(taller, "A1", taller.uno) is None
    with pytest.raises(ConflictoError):
        taller.hacer(pedidos.enviar, pedido.id)
    assert taller.leer(pedidos.ver, pedido.id).lineas[0].pendiente == 6
    # What was annulled will not come.
    anulado = taller.hacer(pedidos.anular, pedido.id, "sin stock")
    assert (anulado.lineas[0].pendiente, anulado.motivo) == (0, "sin stock")
    assert falta(taller, "A1", taller.uno) is not None
    for operacion in (pedidos.anular, pedidos.enviar):
        with pytest.raises(ConflictoError, match="anulado"):
            taller.hacer(operacion, pedido.id)
    assert taller.leer(pedidos.id_por_numero, "1") == pedido.id


def test_what_was_not_sent_after_all_is_a_draft_again_unless_anything_came(taller: Mesa) -> None:
    pedido = pedir(taller, {"A1": 6}, taller.uno)
    vuelto = taller.hacer(volver_a_borrador, pedido.id)
    assert (vuelto.estado, vuelto.fecha_envio) == ("borrador", None)
    assert falta(taller, "A1", taller.uno) is not None
    with pytest.raises(ConflictoError, match="borrador"):
        taller.hacer(volver_a_borrador, pedido.id)
    taller.hacer(pedidos.enviar, pedido.id)
    recibida = recibir(taller, pedido, {"A1": 2})
    with pytest.raises(ConflictoError, match="recibido"):
        taller.hacer(volver_a_borrador, pedido.id)
    # Its lines are named by what came, even if that was undone.
    taller.hacer(anular_lote, recibida.lote_id, "error")
    with pytest.raises(ConflictoError, match="ya se registró una recepción"):
        taller.hacer(volver_a_borrador, pedido.id)
    assert taller.leer(pedidos.ver, pedido.id).estado == "enviada"


def test_two_drafts_for_the_same_are_told(taller: Mesa) -> None:
    uno, dos = (pedir(taller, {"A1": 6}, taller.uno, enviar=False) for _ in range(2))
    assert taller.leer(borradores.otros_con_lo_mismo, [dos.id]) == [uno.numero]
    # Five are missing, and the supplier sells six: that is what is missing.
    assert taller.leer(borradores.de_mas, uno.id) == []
    taller.hacer(pedidos.enviar, uno.id)
    assert taller.leer(borradores.otros_con_lo_mismo, [dos.id]) == []
    sobrantes = taller.leer(borradores.de_mas, dos.id)
    assert [(s.codigo, s.cantidad, s.hace_falta) for s in sobrantes] == [("A1", 6, 0)]
    assert borradores.aviso_de_mas(sobrantes) == "Se pide más de lo que falta. A1: se piden 6 y hacen falta 0."
    assert taller.leer(borradores.de_mas, uno.id) == []


def test_what_is_in_drafts_is_missing_and_not_proposed_again(taller: Mesa) -> None:
    borrador = pedir(taller, {"A1": 2}, taller.uno, enviar=False)
    a1 = falta(taller, "A1", taller.uno)
    # Five are missing, a draft asks for two: three more, and the supplier sells six.
    assert a1 is not None and (a1.faltan, a1.en_borrador, a1.en_pedido, a1.pedir) == (4, 2, 0, 6)
    hecho = taller.hacer(pedir_faltantes, [taller.uno])
    assert {x.codigo: x.cantidad for p in hecho.pedidos for x in p.lineas}["A1"] == 6
    otra_vez = taller.hacer(pedir_faltantes, [taller.uno])
    assert otra_vez.pedidos == () and "A1" in [f.codigo for f in otra_vez.en_borrador]
    # Somebody who wants more says so.
    mas = taller.hacer(pedir_faltantes, [taller.uno], cantidades={("perfil", taller.id("A1")): "1"})
    assert [x.cantidad for x in mas.pedidos[0].lineas] == [1]
    for pedido in (borrador, *hecho.pedidos, *mas.pedidos):
        taller.hacer(pedidos.anular, pedido.id)
    a1 = falta(taller, "A1", taller.uno)
    assert a1 is not None and (a1.en_borrador, a1.pedir) == (0, 6)


def test_a_supplier_that_articles_write_in_several_ways_is_one(mesa: Mesa) -> None:
    for codigo, escrito in (("A1", "TECNICA PERU"), ("B2", "Técnica Perú"), ("C3", "Veka")):
        mesa.articulo(codigo, proveedor=escrito, stock_minimo=2)
    assert [(f.codigo, f.proveedor) for f in mesa.leer(faltantes)] == [
        ("A1", "TECNICA PERU"),
        ("B2", "TECNICA PERU"),
        ("C3", "Veka"),
    ]
    assert [p.proveedor for p in mesa.hacer(pedir_faltantes).pedidos] == ["TECNICA PERU", "Veka"]


def test_an_order_that_cannot_be(taller: Mesa) -> None:
    with pytest.raises(DatoInvalidoError, match="vacío"):
        taller.hacer(pedidos.crear, "REHAU", [])
    for cantidad in ("0", "-1", "NaN", "1e9"):
        with pytest.raises(CantidadInvalidaError):
            taller.hacer(pedidos.crear, "REHAU", [LineaPedida("perfil", taller.id("A1"), cantidad)])
    with pytest.raises(DatoInvalidoError):
        taller.hacer(pedidos.crear, "", [LineaPedida("perfil", taller.id("A1"), 1)])
    taller.modelo.activar(taller.id("A1"), activo=False)
    with pytest.raises(ArticuloInactivoError):
        pedir(taller, {"A1": 1})
    assert taller.leer(pedidos.listar) == [] and taller.leer(proveedores.listar) == []


def test_the_same_attempt_is_one_order(taller: Mesa) -> None:
    clave = str(uuid.uuid4())
    uno = pedir(taller, {"A1": 6}, clave=clave)
    assert pedir(taller, {"A1": 6}, clave=clave).id == uno.id
    with pytest.raises(ClaveRepetidaError):
        pedir(taller, {"A1": 7}, clave=clave)


# ── What arrives ──


def test_what_arrives_is_set_apart_for_who_waited_those_delivered_first_first(taller: Mesa) -> None:
    pedido = pedir(taller, {"A1": 6}, taller.uno, taller.dos)
    primera = recibir(taller, pedido, {"A1": 2}, remito="R-77")
    assert (primera.estado, primera.lineas[0].pendiente) == ("recibida_parcial", 4)
    assert [(t.obra, t.cantidad) for t in primera.lineas[0].reservadas] == [("OB-2", 1), ("OB-1", 1)]
    assert taller.modelo.kardex(taller.id("A1"))[0].referencia == "PC-000001 R-77"
    segunda = recibir(taller, pedido)
    assert segunda.estado == "recibida"
    assert [(t.obra, t.cantidad) for t in segunda.lineas[0].reservadas] == [("OB-1", 3)]
    assert taller.stock("A1") == (6, 5)
    taller.en_orden()
    with pytest.raises(ConflictoError, match="recibido"):
        recibir(taller, pedido)
    assert taller.leer(pedidos.ver, pedido.id).lineas[0].recibidas == 6


def test_more_than_ordered_is_asked_and_recorded(taller: Mesa) -> None:
    pedido = pedir(taller, {"A1": 6})
    with pytest.raises(ExcesoError, match="faltaban 6 y llegaron 8") as error:
        recibir(taller, pedido, {"A1": 8})
    assert error.value.excesos == {"A1": (6, 8)}
    assert taller.stock("A1") == (0, 0) and taller.leer(pedidos.ver, pedido.id).estado == "enviada"
    recibir(taller, pedido, {"A1": 5})
    with pytest.raises(ExcesoError, match="faltaba 1 y llegaron 3"):
        recibir(taller, pedido, {"A1": 3})
    assert taller.stock("A1") == (5, 0)
    hecha = recibir(taller, pedido, {"A1": 3}, aceptar_exceso=True)
    assert (hecha.estado, hecha.lineas[0].de_mas) == ("recibida", 2)
    assert taller.stock("A1") == (8, 0)
    taller.en_orden()


def test_what_is_sent_back_is_still_due(taller: Mesa) -> None:
    pedido = pedir(taller, {"A1": 6}, taller.uno)
    linea = pedido.lineas[0].id
    with pytest.raises(DatoInvalidoError, match="motivo"):
        taller.hacer(recepciones.recibir, pedido.id, [LineaRecibida(linea, 4, 2)])
    taller.hacer(recepciones.recibir, pedido.id, [LineaRecibida(linea, 4, 2, "golpeadas")])
    vista = taller.leer(pedidos.ver, pedido.id)
    assert (vista.estado, vista.lineas[0].rechazadas, vista.lineas[0].pendiente) == ("recibida_parcial", 2, 2)
    # Nothing but broken pieces moves no goods.
    taller.hacer(recepciones.recibir, pedido.id, [LineaRecibida(linea, 0, 2, "otra vez")])
    assert taller.stock("A1") == (4, 4)
    recibir(taller, pedido)
    assert taller.leer(pedidos.ver, pedido.id).estado == "recibida"
    taller.en_orden()


def test_a_reception_is_undone_as_one(taller: Mesa) -> None:
    pedido = pedir(taller, {"A1": 6, "B2": 4}, taller.uno)
    clave = str(uuid.uuid4())
    hecha = recibir(taller, pedido, clave=clave)
    assert recibir(taller, pedido, clave=clave).repetido
    movimiento = taller.modelo.kardex(taller.id("A1"))[0].id
    # Of a reception no single movement is undone: all of it is.
    anulado = taller.hacer(anular, movimiento, "era de otro")
    assert len(anulado.anulaciones) == 2
    assert (taller.stock("A1"), taller.stock("B2")) == ((0, 0), (3, 0))
    assert taller.leer(pedidos.ver, pedido.id).estado == "enviada"
    assert falta(taller, "A1", taller.uno) is None
    taller.en_orden()
    recibir(taller, pedido)
    with pytest.raises(ConflictoError):
        taller.hacer(anular_lote, hecha.lote_id, "")


def test_a_reception_whose_goods_left_is_not_undone(taller: Mesa) -> None:
    hecha = recibir(taller, pedir(taller, {"A1": 6}, taller.uno))
    taller.entregar(taller.uno)
    taller.modelo.registrar_salida(Pedido(taller.id("A1"), 1))
    salida = taller.modelo.kardex(taller.id("A1"))[0].id
    with pytest.raises(StockInsuficienteError) as error:
        taller.hacer(anular, salida - 2)
    assert error.value.frase.startswith(f"El movimiento {salida - 2} es parte del lote {hecha.lote_id} (recepción)")
    assert error.value.que_hacer == f"Lo que entró ya salió después: deshacer primero el movimiento {salida}."
    assert taller.stock("A1") == (1, 0)
    taller.en_orden()


def test_nothing_is_set_apart_for_an_obra_that_ended_meanwhile(taller: Mesa) -> None:
    pedido = pedir(taller, {"A1": 6}, taller.uno, taller.dos)
    taller.hacer(obras.cambiar_estado, taller.dos, "cancelada")
    hecha = recibir(taller, pedido)
    assert [(t.obra, t.cantidad) for t in hecha.lineas[0].reservadas] == [("OB-1", 4)]
    taller.en_orden()
