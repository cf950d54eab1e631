"""Whole kits set apart for an obra and given out to it: all of their parts, or nothing, and undone as one."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest

from rexus.base.actor import Actor
from rexus.base.errors import ConflictoError, PermisoError
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.stock import obras, requerimientos
from rexus.stock.errors import CantidadInvalidaError, ClaveRepetidaError, YaAnuladoError
from rexus.stock.kits import ParteDada
from rexus.stock.movimientos import Pedido
from rexus.stock.obras import ObraCerradaError
from rexus.stock.reservas import ReservaInsuficienteError

from .conftest import Mesa


@pytest.fixture
def herrajes(registry: Registry, mesa: Mesa) -> HerrajesModel:
    return HerrajesModel(registry, lambda: mesa.actor)


@pytest.fixture
def ids(herrajes: HerrajesModel) -> dict[str, int]:
    """Ten A and seven B."""
    return {c: herrajes.crear({"codigo": c, "nombre": c}, n).value.id for c, n in (("A", 10), ("B", 7))}


@pytest.fixture
def kit(herrajes: HerrajesModel, ids: dict[str, int]) -> int:
    """Two A and one B: there are five."""
    return herrajes.crear_kit({"codigo": "KIT-1"}, [ParteDada(2, ids["A"]), ParteDada(1, ids["B"])]).value.id


def cuentas(mesa: Mesa, obra: int) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """Needed, set apart, given out, by code."""
    return {
        m.codigo: (m.necesarias, m.reservado, m.entregado) for m in mesa.leer(requerimientos.materiales, obra)
    }  # fmt: skip


def test_the_obra_needs_it_and_has_it_and_undone_neither(
    mesa: Mesa, herrajes: HerrajesModel, ids: dict[str, int], kit: int
) -> None:
    obra = mesa.obra("OB-1")
    # It needs one A besides, which a file said.
    with_file = {("herraje", ids["A"]): 1}
    mesa.hacer(requerimientos.poner, obra, with_file)
    clave = str(uuid.uuid4())
    hecho = herrajes.reservar_kit(kit, obra, "3", clave).value
    assert (hecho.kit, hecho.cantidad, hecho.obra, hecho.repetido) == ("KIT-1", 3, "OB-1", False)
    assert cuentas(mesa, obra) == {"A": (7, 6, 0), "B": (3, 3, 0)}
    assert herrajes.articulo(ids["A"]).stock_reservado == 6
    mesa.en_orden()
    # The same attempt again changes nothing; another one under its name is refused.
    assert herrajes.reservar_kit(kit, obra, 3, clave).value.repetido
    with pytest.raises(ClaveRepetidaError):
        herrajes.reservar_kit(kit, obra, 2, clave)
    assert cuentas(mesa, obra) == {"A": (7, 6, 0), "B": (3, 3, 0)}
    herrajes.anular_lote(hecho.lote_id, "se pidió otro")
    assert cuentas(mesa, obra) == {"A": (1, 0, 0)}
    assert herrajes.articulo(ids["A"]).stock_reservado == 0
    mesa.en_orden()
    with pytest.raises(YaAnuladoError):
        herrajes.anular_lote(hecho.lote_id, "otra vez")


def test_a_second_kit_adds_to_the_first_and_leaves_with_it_alone(mesa: Mesa, herrajes: HerrajesModel, kit: int) -> None:
    obra = mesa.obra("OB-1")
    primero = herrajes.reservar_kit(kit, obra).value
    herrajes.reservar_kit(kit, obra, 2)
    # Somebody says meanwhile that fewer are needed.
    (a,) = [m for m in mesa.leer(requerimientos.materiales, obra) if m.codigo == "A"]
    mesa.hacer(requerimientos.poner, obra, {("herraje", a.articulo_id): 1})
    herrajes.anular_lote(primero.lote_id, "")
    # Of A nothing is left to take away; of what is set apart exactly what the first one took.
    assert cuentas(mesa, obra) == {"A": (0, 4, 0), "B": (2, 2, 0)}
    mesa.en_orden()


def test_whole_kits_or_nothing(mesa: Mesa, herrajes: HerrajesModel, ids: dict[str, int], kit: int) -> None:
    obra, otra = mesa.obra("OB-1"), mesa.obra("OB-2")
    herrajes.reservar_kit(kit, otra, 3)
    with pytest.raises(ReservaInsuficienteError) as refused:
        herrajes.reservar_kit(kit, obra, 3)
    assert "De A se piden 6 y hay 4 disponibles; OB-2 tiene 6." in refused.value.frase
    assert cuentas(mesa, obra) == {}
    for mal in ("0", "-1", "1,5", "x"):
        with pytest.raises(CantidadInvalidaError):
            herrajes.reservar_kit(kit, obra, mal)
    visto = herrajes.kit(kit)
    herrajes.activar_kit(kit, visto.version, activo=False)
    for hacer in (herrajes.reservar_kit, herrajes.entregar_kit):
        with pytest.raises(ConflictoError, match="fuera de uso"):
            hacer(kit, obra)
    herrajes.activar_kit(kit, visto.version + 1, activo=True)
    mesa.hacer(obras.cambiar_estado, obra, "cancelada")
    with pytest.raises(ObraCerradaError):
        herrajes.reservar_kit(kit, obra)
    assert cuentas(mesa, obra) == {}
    mesa.en_orden()


def test_given_out_it_uses_what_was_set_apart_first(
    mesa: Mesa, herrajes: HerrajesModel, ids: dict[str, int], kit: int
) -> None:
    obra, otra = mesa.obra("OB-1"), mesa.obra("OB-2")
    herrajes.reservar_kit(kit, obra, 2)
    herrajes.reservar_kit(kit, otra, 2)
    # Two are its own, and one is free.
    hecho = herrajes.entregar_kit(kit, obra, 3, "R-1").value
    assert {x.codigo: (x.cantidad, x.propias, x.libres) for x in hecho.lineas} == {"A": (6, 4, 2), "B": (3, 2, 1)}
    assert cuentas(mesa, obra) == {"A": (4, 0, 6), "B": (2, 0, 3)}
    assert cuentas(mesa, otra) == {"A": (4, 4, 0), "B": (2, 2, 0)}
    herrajes.registrar_entrada(Pedido(ids["A"], 1))
    herrajes.anular_lote(hecho.lote_id, "")
    assert cuentas(mesa, obra) == {"A": (4, 4, 0), "B": (2, 2, 0)}
    mesa.en_orden()


def test_who_may_not_change_obras_sets_nothing_apart(mesa: Mesa, herrajes: HerrajesModel, kit: int) -> None:
    obra = mesa.obra("OB-1")
    mesa.actor = Actor("luis", "deposito", frozenset({"herrajes.ver", "herrajes.modificar", "obras.ver"}))
    for hacer in (herrajes.reservar_kit, herrajes.entregar_kit):
        with pytest.raises(PermisoError):
            hacer(kit, obra)
