"""Obras, orders, kits and places by any part of their words, no more than were asked for, those in use first."""

from __future__ import annotations

from rexus.base.actor import SISTEMA
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.stock import obras, pedidos
from rexus.stock.kits import ParteDada
from rexus.stock.pedidos import LineaPedida

from .conftest import Mesa


def test_by_words_without_case_and_accents(mesa: Mesa, registry: Registry) -> None:
    articulo = mesa.articulo("A1")
    for codigo, cliente in (("OB-1", "Núñez"), ("OB-2", "NUÑEZ e hijos"), ("OB-3", "Pérez 100%")):
        mesa.obra(codigo, cliente=cliente)
    mesa.hacer(obras.cambiar_estado, mesa.leer(obras.id_por_codigo, "OB-1"), "cancelada")
    assert [o.codigo for o in mesa.leer(obras.listar, texto="nunez")] == ["OB-1", "OB-2"]
    assert [o.codigo for o in mesa.leer(obras.listar, texto="nunez", limite=1)] == ["OB-2"]

    for proveedor in ("Técnica Perú", "Veka", "tecnica peru"):
        mesa.hacer(pedidos.crear, proveedor, [LineaPedida("perfil", articulo, 1)])
    assert [p.numero for p in mesa.leer(pedidos.buscar, "pc- tecnica", 9)] == ["PC-000003", "PC-000001"]
    assert [p.numero for p in mesa.leer(pedidos.buscar, "00000", 2)] == ["PC-000003", "PC-000002"]
    assert mesa.leer(pedidos.buscar, "100%", 9) == []

    lugares = UbicacionesModel(registry, lambda: SISTEMA)
    lejos = lugares.crear("Rack Ñ1", "Depósito").value
    lugares.crear("Rack B2", "deposito")
    lugares.activar(lejos.id, lejos.version, activo=False)
    assert [lugar.codigo for lugar in lugares.buscar("DEPOSITO rack", 9)] == ["Rack B2", "Rack Ñ1"]
    assert [lugar.codigo for lugar in lugares.buscar("deposito", 1)] == ["Rack B2"]
    assert [lugar.codigo for lugar in lugares.buscar("", 9, lejos.id)] == ["Rack Ñ1"]

    herrajes = HerrajesModel(registry, lambda: SISTEMA)
    bisagra = herrajes.crear({"codigo": "H1", "nombre": "Bisagra"}, 6).value.id
    for codigo, nombre in (("K-1", "Ventana Ñandú"), ("K-2", "Puerta")):
        herrajes.crear_kit({"codigo": codigo, "nombre": nombre}, [ParteDada(2, bisagra)])
    assert [(k.codigo, k.disponible) for k in herrajes.buscar_kits("nandu k", 9)] == [("K-1", 3)]
    assert [k.codigo for k in herrajes.buscar_kits("k-", 1)] == ["K-1"]
