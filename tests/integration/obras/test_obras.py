"""Jobs as records: written, found, changed by one person at a time, brought from state to state."""

from __future__ import annotations

from datetime import date

import pytest

from rexus.base.errors import ConflictoError, DatoInvalidoError, NoEncontradoError
from rexus.stock import obras, requerimientos
from rexus.stock.estados_obra import ABIERTAS, ESTADOS, siguientes

from .conftest import Mesa


def test_an_obra_is_found_by_any_part_of_what_it_is_called(mesa: Mesa) -> None:
    mesa.obra("OB-0001", nombre="Casa Peñaloza", cliente="Ana Ñandú", fecha_entrega="31/12/2026", aberturas=7)
    mesa.obra("OB-0002", nombre="Edificio Sur", direccion="Güemes 120")
    (una,) = mesa.leer(obras.listar, texto="penal ñand")
    assert (una.codigo, una.fecha_entrega, una.aberturas, una.estado) == ("OB-0001", date(2026, 12, 31), 7, "medicion")
    assert [o.codigo for o in mesa.leer(obras.listar, texto="guemes")] == ["OB-0002"]
    assert mesa.leer(obras.listar, estados=("cerrada",)) == []
    assert mesa.leer(obras.id_por_codigo, "ob-0002") == mesa.leer(obras.listar)[1].id
    with pytest.raises(NoEncontradoError):
        mesa.leer(obras.id_por_codigo, "OB-9")


@pytest.mark.parametrize(
    ("valores", "campo"),
    [
        ({"codigo": ""}, "codigo"),
        ({"codigo": "x" * 61}, "codigo"),
        ({"codigo": "A", "aberturas": -1}, "aberturas"),
        ({"codigo": "A", "fecha_entrega": "31/02/2026"}, "fecha_entrega"),
        ({"codigo": "A", "estado": "cerrada"}, "estado"),
        ({"codigo": "OB-0001"}, "codigo"),
        ({"codigo": " ób-0001"}, "codigo"),
    ],
)
def test_what_cannot_be_is_refused_by_field(mesa: Mesa, valores: dict[str, object], campo: str) -> None:
    mesa.obra("OB-0001")
    with pytest.raises(DatoInvalidoError) as error:
        mesa.hacer(obras.crear, valores)
    assert list(error.value.campos) == [campo]
    assert len(mesa.leer(obras.listar)) == 1


def test_two_people_do_not_overwrite_each_other(mesa: Mesa) -> None:
    obra = mesa.obra("OB-0001")
    mesa.hacer(obras.editar, obra, 1, {"cliente": "Ana"})
    with pytest.raises(ConflictoError):
        mesa.hacer(obras.editar, obra, 1, {"cliente": "Luis"})
    assert mesa.leer(obras.ver, obra).cliente == "Ana"
    assert mesa.hacer(obras.editar, obra, 2, {"cliente": "Ana"}).version == 2
    mesa.obra("OB-0002")
    with pytest.raises(DatoInvalidoError, match="OB-0002"):
        mesa.hacer(obras.editar, obra, 2, {"codigo": "Ob-0002"})
    # Its own code may be written otherwise.
    assert mesa.hacer(obras.editar, obra, 2, {"codigo": "ob-0001"}).codigo == "ob-0001"
    assert [o.codigo for o in mesa.leer(obras.listar, texto="ana")] == ["ob-0001"]


@pytest.mark.parametrize("antes", ESTADOS)
@pytest.mark.parametrize("despues", ESTADOS)
def test_the_states_that_may_follow(antes: str, despues: str) -> None:
    posible = despues in siguientes(antes)
    if antes == despues:
        assert not posible
    elif antes in ABIERTAS and despues in ABIERTAS:
        assert posible == (ABIERTAS.index(despues) >= ABIERTAS.index(antes) - 1)
    elif antes in ABIERTAS:
        assert posible
    else:
        assert posible == (despues == {"cerrada": "colocada", "cancelada": "medicion"}[antes])


def test_a_state_that_may_not_follow_is_refused(mesa: Mesa) -> None:
    obra = mesa.obra("OB-0001")
    mesa.hacer(obras.cambiar_estado, obra, "lista")
    with pytest.raises(ConflictoError, match="medición"):
        mesa.hacer(obras.cambiar_estado, obra, "medicion")
    with pytest.raises(ConflictoError):
        mesa.hacer(obras.cambiar_estado, obra, "regalada")
    mesa.hacer(obras.cambiar_estado, obra, "cerrada", 2)
    with pytest.raises(ConflictoError):
        mesa.hacer(obras.cambiar_estado, obra, "colocada", 2)
    assert mesa.leer(obras.ver, obra).estado == "cerrada"


def test_an_obra_without_history_is_deleted_with_what_it_needs(mesa: Mesa) -> None:
    mesa.articulo("A1")
    obra = mesa.obra("OB-0001", {"A1": 3})
    mesa.hacer(obras.eliminar, obra)
    assert mesa.leer(obras.listar) == []
    with pytest.raises(NoEncontradoError):
        mesa.leer(requerimientos.materiales, obra)
    # Its code is free again, its id is not.
    assert mesa.obra("OB-0001") != obra


def test_an_obra_with_goods_set_apart_or_with_history_is_not_deleted(mesa: Mesa) -> None:
    mesa.articulo("A1", 5)
    obra = mesa.obra("OB-0001", {"A1": 3})
    mesa.reservar(obra)
    with pytest.raises(ConflictoError, match="reservado"):
        mesa.hacer(obras.eliminar, obra)
    mesa.liberar(obra)
    with pytest.raises(ConflictoError, match="no se elimina"):
        mesa.hacer(obras.eliminar, obra)
    assert mesa.cuentas(obra, "A1") == (3, 0, 0, 3)
