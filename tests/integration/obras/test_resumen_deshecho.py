"""The import of a summary taken back: the needs of before, the articles that it made, and what refuses it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from rexus.base.errors import ConflictoError, NoEncontradoError
from rexus.intercambio.reversion import revertir
from rexus.stock import FilaResumen, articulos, imagenes, obras, precios, requerimientos
from rexus.stock.anulaciones import anular_lote
from rexus.stock.obras import ObraCerradaError
from rexus.stock.resumen import PlanResumen, importar_resumen
from rexus.stock.resumen_deshacer import ResumenDeshecho, deshacer_resumen

from .conftest import Mesa


@pytest.fixture
def taller(mesa: Mesa) -> Mesa:
    """An obra that needs six of one article, of which there are ten."""
    mesa.articulo("564002", 10)
    mesa.uno = mesa.obra("OB-1", {"564002": 6})
    return mesa


def importar(taller: Mesa, origen: str = "a.csv", *, quitar: bool = False, **cuantas: int) -> PlanResumen:
    filas = [
        FilaResumen(n, codigo[1:], Decimal(cuantos), "PERFILES", {"descripcion": "Perfil"})
        for n, (codigo, cuantos) in enumerate(cuantas.items(), 2)
    ]
    hecho = taller.hacer(importar_resumen, taller.uno, filas, origen, crear=True, quitar=quitar)
    assert isinstance(hecho, PlanResumen)
    return hecho


def deshacer(taller: Mesa, plan: PlanResumen) -> ResumenDeshecho:
    hecho = taller.hacer(deshacer_resumen, plan.lote)
    assert isinstance(hecho, ResumenDeshecho)
    return hecho


def necesita(taller: Mesa) -> dict[str, tuple[Decimal, str]]:
    return {m.codigo: (m.necesarias, m.origen) for m in taller.leer(requerimientos.materiales, taller.uno)}


def test_the_needs_are_those_of_before_and_unused_articles_go(taller: Mesa) -> None:
    a = importar(taller, _564002=8, _900001=4, _900002=2)
    antes = necesita(taller)
    b = importar(taller, quitar=True, _564002=9, _900003=1)
    assert necesita(taller) == {"564002": (9, "a.csv"), "900003": (1, "a.csv")}
    assert deshacer(taller, b) == ResumenDeshecho(b.lote or 0, "OB-1", 4, ("900003",), ())
    assert necesita(taller) == antes
    # Somebody uses one of them meanwhile: it stays, and is told.
    taller.obra("OB-2", {"900002": 1})
    hecho = deshacer(taller, a)
    assert (hecho.eliminados, hecho.quedan) == (("900001",), ("900002",))
    assert necesita(taller) == {"564002": (6, "")}
    assert taller.modelo.articulo(taller.id("900002")).activo
    with pytest.raises(ConflictoError, match="ya estaba revertida"):
        deshacer(taller, a)
    taller.en_orden()


def test_an_article_that_was_edited_since_stays(taller: Mesa) -> None:
    plan = importar(taller, _900001=4)
    nuevo = taller.modelo.articulo(taller.id("900001"))
    taller.hacer(articulos.editar, "perfil", nuevo.id, nuevo.version, {"descripcion": "Refuerzo"}, nuevo.valores)
    assert deshacer(taller, plan).quedan == ("900001",)
    assert taller.modelo.articulo(nuevo.id).valores["descripcion"] == "Refuerzo"


def test_an_article_that_was_given_a_price_or_a_picture_stays_with_it(taller: Mesa, tmp_path: Path) -> None:
    plan = importar(taller, _900001=4, _900002=2, _900003=1)
    con_precio, con_foto = taller.id("900001"), taller.id("900002")
    taller.hacer(precios.poner_a_nombre, "perfil", con_precio, "REHAU", {"precio": "12.50"})
    Image.new("RGB", (40, 30), "red").save(tmp_path / "foto.png")
    taller.hacer(imagenes.poner, "perfil", con_foto, imagenes.preparar(tmp_path / "foto.png"))
    hecho = deshacer(taller, plan)
    assert (hecho.eliminados, hecho.quedan) == (("900003",), ("900001", "900002"))
    assert [p.precio for p in taller.leer(precios.de_articulo, "perfil", con_precio)] == [Decimal("12.50")]
    assert taller.leer(imagenes.imagen, "perfil", con_foto)


def test_what_changed_nothing_leaves_nothing_to_undo(taller: Mesa) -> None:
    importar(taller, _564002=8)
    assert importar(taller, _564002=8).lote is None
    with pytest.raises(NoEncontradoError):
        taller.hacer(deshacer_resumen, 999)


def test_refused_while_something_rests_on_it(taller: Mesa) -> None:
    taller.reservar(taller.uno, {"564002": 6})
    plan = importar(taller, _564002=8)
    taller.hacer(requerimientos.poner, taller.uno, {("perfil", taller.id("564002")): 9})
    with pytest.raises(ConflictoError, match="necesita de 564002"):
        deshacer(taller, plan)
    taller.hacer(requerimientos.poner, taller.uno, {("perfil", taller.id("564002")): 8})
    # The six that were set apart before are no reason; those that it asked for are, set apart or given out.
    reserva = taller.reservar(taller.uno, {"564002": 1})
    with pytest.raises(ConflictoError, match="reservó o entregó 564002 para OB-1"):
        deshacer(taller, plan)
    assert taller.cuentas(taller.uno, "564002")[0] == 8
    taller.hacer(anular_lote, reserva.lote_id, "error")
    entrega = taller.entregar(taller.uno, {"564002": 7})
    with pytest.raises(ConflictoError, match="reservó o entregó"):
        deshacer(taller, plan)
    taller.hacer(anular_lote, entrega.lote_id, "error")
    deshacer(taller, plan)
    assert taller.cuentas(taller.uno, "564002")[:2] == (6, 6)
    taller.en_orden()


def test_not_for_a_closed_obra(taller: Mesa) -> None:
    plan = importar(taller, _564002=8)
    taller.hacer(obras.cambiar_estado, taller.uno, "cerrada")
    with pytest.raises(ObraCerradaError):
        deshacer(taller, plan)


def test_whoever_reverts_imports_by_number_reverts_it_too(taller: Mesa) -> None:
    plan = importar(taller, _564002=8, _900001=4)
    hecho = taller.hacer(revertir, plan.lote)
    assert (hecho.eliminados, hecho.restaurados) == (1, 2)
    assert necesita(taller) == {"564002": (6, "")}
