"""The workshop's real data, moved to a server and back: the same proof, every row the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rexus.auditoria import reenviar
from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db import names
from rexus.db.conexion import Conexion
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import hacer, portatil, verificar
from rexus.respaldos.conjunto import BASES
from rexus.respaldos.destinos import Destino
from rexus.respaldos.restaurar import en_carpeta
from rexus.seguridad.alta import crear_primer_administrador
from rexus.stock.movimientos import Pedido
from tests.servers.sitio import Sitio

from . import filas
from .conftest import CLAVE, Taller

ARTICULOS = int(os.environ.get("REXUS_TEST_ARTICULOS", "400"))


@pytest.mark.timeout(1800)
def test_there_and_back(
    datos: Path, catalogo: Callable[[int], Path], sitio_postgres: Sitio, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    aqui = Sitio(paths_under(tmp_path / "aqui"), Conexion())
    registry = aqui.registry()
    request.addfinalizer(registry.close)
    taller = Taller(aqui, registry, InventarioModel(registry, lambda: SISTEMA))
    for archivo in (datos / "rehau_obra.csv", catalogo(ARTICULOS)):
        with taller.modelo.analizar(archivo, decimal="coma") as analisis:
            taller.modelo.importar(analisis, "inicial")
    registry.escribir(names.USERS, SISTEMA, crear_primer_administrador, "ana", CLAVE)
    taller.mover(50)
    reenviar(registry)
    antes = taller.filas()

    ida = hacer.completo(registry, taller.carpeta)
    probado = verificar.verificar(taller.carpeta, ida.id)
    llevado = portatil.llevar(taller.carpeta, ida.id, Destino(sitio_postgres.como_duena().conexion), aqui.paths)
    assert llevado.revision == probado
    alla = sitio_postgres.registry()
    request.addfinalizer(alla.close)
    del_servidor = Taller(sitio_postgres, alla, InventarioModel(alla, lambda: SISTEMA))
    assert del_servidor.modelo.verificar() == taller.modelo.verificar()
    assert del_servidor.modelo.verificar().ok
    assert del_servidor.filas() == antes

    vuelta = hacer.completo(alla, del_servidor.carpeta)
    assert (vuelta.movimientos, vuelta.ultimo_movimiento) == (ida.movimientos, ida.ultimo_movimiento)
    de_vuelta = Sitio(paths_under(tmp_path / "de vuelta"), Conexion())
    portatil.llevar(del_servidor.carpeta, vuelta.id, Destino(Conexion(), tmp_path / "de vuelta"), aqui.paths)
    # As stored, and compared with what left: making the set was an event of its own here.
    en_carpeta(taller.carpeta, ida.id, tmp_path / "ida")
    for base in BASES:
        assert filas.de_imagen(de_vuelta.paths.database(base), base) == filas.de_imagen(
            tmp_path / "ida" / f"{base}.db", base
        )
    # What is made of it now is small.
    del_servidor.modelo.registrar_entrada(Pedido(1, 1))
    delta = hacer.incremental(alla, del_servidor.carpeta)
    assert delta.tipo == "incremental" and delta.bytes < vuelta.bytes / 2
