"""Who types a code need not mind its capitals, unless two codes differ in nothing else."""

from __future__ import annotations

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import DatoInvalidoError
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.modulos.herrajes.model import HerrajesModel
from rexus.modulos.inventario.model import InventarioModel
from rexus.stock.codigo_escrito import CodigoDudosoError
from rexus.stock.codigos import articulos_por_codigo
from rexus.stock.errors import ArticuloInexistenteError


def test_a_code_is_found_as_it_is_typed(registry: Registry, modelo: InventarioModel) -> None:
    herrajes = HerrajesModel(registry, lambda: SISTEMA)
    ids = {codigo: modelo.crear({"codigo": codigo}).value.id for codigo in ("AB-1", "Cd-2", "cD-2", "CAÑO-3")}
    manija = herrajes.crear({"codigo": "ab-1", "nombre": "Manija"}).value.id

    def por_codigo(*codigos: str) -> dict[str, tuple[str, int]]:
        return registry.leer(INVENTARIO, SISTEMA, articulos_por_codigo, list(codigos))

    assert modelo.id_por_codigo(" ab-1 ") == modelo.id_por_codigo("aB-1") == ids["AB-1"]
    assert modelo.id_por_codigo("caño-3") == ids["CAÑO-3"]
    assert modelo.id_por_codigo("cD-2") == ids["cD-2"]
    with pytest.raises(CodigoDudosoError, match="«CD-2» puede ser Cd-2 o cD-2"):
        modelo.id_por_codigo("CD-2")
    with pytest.raises(ArticuloInexistenteError):
        modelo.id_por_codigo("ab-10")
    # In all catalogues: the very code first.
    assert por_codigo("AB-1", "ab-1", "caño-3") == {
        "AB-1": ("perfil", ids["AB-1"]),
        "ab-1": ("herraje", manija),
        "caño-3": ("perfil", ids["CAÑO-3"]),
    }
    with pytest.raises(CodigoDudosoError, match="AB-1 o ab-1"):
        por_codigo("Ab-1")
    herrajes.crear({"codigo": "CAÑO-3", "nombre": "Otro"})
    with pytest.raises(DatoInvalidoError, match="varios catálogos"):
        por_codigo("caño-3")
