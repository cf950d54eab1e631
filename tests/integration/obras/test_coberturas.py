"""Whether the materials of obras are covered: the figures of the list are those of each obra's own card."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path
from random import Random

from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.obras import textos
from rexus.stock import coberturas, entregas_de_obra, obras, requerimientos
from rexus.stock.coberturas import Cobertura
from rexus.stock.faltantes import faltantes

from .conftest import Mesa


def estados(mesa: Mesa, obra: int) -> Counter[str]:
    """What the card of an obra says."""
    return Counter(m.estado for m in mesa.leer(requerimientos.materiales, obra) if m.necesarias)


def como_cuenta(hay: Cobertura) -> Counter[str]:
    cuenta = Counter(entregado=hay.entregados, reservado=hay.reservados, disponible=hay.disponibles, falta=hay.faltan)
    return +cuenta


def test_the_list_says_what_each_card_says(mesa: Mesa) -> None:
    herrajes = HerrajesModel(mesa.registry, lambda: mesa.actor)
    chance = Random(7)
    for n in range(12):
        mesa.articulo(f"P{n}", chance.randrange(3, 12))
    bisagra = herrajes.crear({"codigo": "H1", "nombre": "Bisagra"}, 5).value.id
    suyas = []
    for n in range(8):
        necesita = {f"P{chance.randrange(12)}": chance.randrange(1, 6) for _ in range(5)}
        suyas.append(mesa.obra(f"OB-{n}", necesita))
        mesa.hacer(requerimientos.poner, suyas[-1], {("herraje", bisagra): 2})
        if n % 2:
            mesa.reservar(suyas[-1])
        if n % 4 == 3:
            mesa.entregar(suyas[-1])
    sin_nada = mesa.obra("OB-VACIA")
    for vista in mesa.leer(coberturas.listar):
        assert vista.cobertura is not None
        assert como_cuenta(vista.cobertura) == estados(mesa, vista.ficha.id), vista.ficha.codigo
        (sola,) = mesa.leer(coberturas.listar, [vista.ficha.id])
        assert sola == vista
    (vacia,) = mesa.leer(coberturas.listar, [sin_nada])
    assert vacia.cobertura is not None and vacia.cobertura.estado == coberturas.SIN_MATERIALES
    assert {v.cobertura.estado for v in mesa.leer(coberturas.listar) if v.cobertura} >= {"falta", "reservado"}
    # One that is ended needs nothing.
    mesa.hacer(obras.cambiar_estado, suyas[0], "cancelada")
    (terminada,) = mesa.leer(coberturas.listar, [suyas[0]])
    assert terminada.cobertura is None
    assert estados(mesa, suyas[0]) == {"sin entregar": len(mesa.leer(requerimientos.materiales, suyas[0]))}
    assert not any(m.faltan for m in mesa.leer(requerimientos.materiales, suyas[0]))
    assert mesa.leer(faltantes, [suyas[0]]) == []


def test_the_worst_of_its_materials_says_how_an_obra_stands() -> None:
    assert Cobertura(entregados=2).estado == "entregado"
    assert Cobertura(entregados=2, reservados=1).estado == "reservado"
    assert Cobertura(reservados=9, disponibles=1).estado == "disponible"
    assert Cobertura(1, 1, 1, 1).estado == "falta"


def test_a_herraje_is_called_by_its_name(mesa: Mesa) -> None:
    herrajes = HerrajesModel(mesa.registry, lambda: mesa.actor)
    bisagra = herrajes.crear({"codigo": "H1", "nombre": "Bisagra 3D", "descripcion": "Regulable"}, 5).value.id
    obra = mesa.obra("OB-1")
    mesa.hacer(requerimientos.poner, obra, {("herraje", bisagra): 2})
    (material,) = mesa.leer(requerimientos.materiales, obra)
    assert material.descripcion == "Bisagra 3D"


def test_what_went_out_and_came_back_is_told(mesa: Mesa, tmp_path: Path) -> None:
    mesa.articulo("P1", 9, descripcion="Marco", unidad="barra")
    uno, otra = mesa.obra("OB-1", {"P1": 6}), mesa.obra("OB-2", {"P1": 3})
    entrega = mesa.entregar(uno, {"P1": 5}, nota="En el flete")
    mesa.devolver(uno, {"P1": 2}, remito="0001-77")
    mesa.entregar(otra, {"P1": 1})
    devolucion, primera = mesa.leer(entregas_de_obra.listar, uno)
    assert (primera.id, primera.tipo, primera.numero, primera.nota) == (
        entrega.lote_id, "ENTREGA", f"R-{entrega.lote_id:06}", "En el flete",
    )  # fmt: skip
    (linea,) = primera.lineas
    assert (linea.codigo, linea.descripcion, linea.unidad, linea.cantidad) == ("P1", "Marco", "barra", 5)
    assert (devolucion.tipo, devolucion.numero, devolucion.lineas[0].cantidad) == ("DEVOLUCION", "0001-77", 2)
    assert devolucion.usuario == mesa.actor.usuario
    mesa.hacer(_anular, devolucion.id)
    devolucion, primera = mesa.leer(entregas_de_obra.listar, uno)
    assert devolucion.anulada and not primera.anulada
    assert (devolucion.palabra, primera.palabra) == ("devolución deshecha", "entrega")
    # A cut has no delivery note: no number of one is made up, and it is «deshecho».
    corte = dataclasses.replace(primera, tipo=entregas_de_obra.CORTE)
    assert (corte.numero, textos.titulo_de_entrega(corte)) == ("", f"Corte {entrega.lote_id}")
    deshecho = dataclasses.replace(corte, lineas=(dataclasses.replace(corte.lineas[0], anulada=True),))
    assert (deshecho.palabra, textos.deshecha(deshecho)) == (
        "corte deshecho", f"Corte {entrega.lote_id} deshecho.",
    )  # fmt: skip
    assert textos.deshecha(devolucion) == "Devolución 0001-77 deshecha."
    mesa.en_orden()


def _anular(work: object, lote_id: int) -> object:
    from rexus.stock.anulaciones import anular_lote

    return anular_lote(work, lote_id, "Sobró")  # type: ignore[arg-type]
