"""Sets of a server while others write, and kill -9 while one is loaded.

REXUS_TEST_MUERTES_LLEVAR sets how many kills at random moments, besides one at each named step.
"""

from __future__ import annotations

import os
import random
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db.conexion import Conexion
from rexus.db.restauracion import RestauracionPendienteError
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.respaldos import carga, hacer, verificar
from rexus.respaldos.restaurar import en_carpeta, terminar
from rexus.stock.movimientos import Pedido
from tests.servers.sitio import Sitio

from .golpes import YA, Cuenta, Golpe, al_azar, entero
from .otros import moviendo
from .vivero import vivero

MUERTES = int(os.environ.get("REXUS_TEST_MUERTES_LLEVAR", "3"))
ESCRITORES = 4
PASOS = (YA, "duena", "probado", "preparado", "resguardado", *carga.PASOS)

pytestmark = [
    pytest.mark.largo,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; TerminateProcess is not the same test"),
]


def _llenar(sitio: Sitio) -> None:
    """Three articles in two places, as the worker that moves them wants."""
    registry = sitio.registry()
    UbicacionesModel(registry, lambda: SISTEMA).crear("Rack B")
    modelo = InventarioModel(registry, lambda: SISTEMA)
    for n in range(3):
        modelo.crear({"codigo": f"P{n}"}, stock_inicial=100)
    for n in range(100):
        modelo.crear({"codigo": f"Q{n}", "descripcion": f"Perfil {n} marco hoja travesaño " * 6}, stock_inicial=1)
    registry.close()


def _ultimo(sitio: Sitio) -> int:
    registry = sitio.registry()
    try:
        with registry.read("inventario", SISTEMA) as work:
            return int(work.connection.exec_driver_sql("SELECT max(id) FROM movimientos").scalar_one())
    finally:
        registry.close()


def test_sets_of_a_server_while_four_others_write(sitio_postgres: Sitio, tmp_path: Path) -> None:
    _llenar(sitio_postgres)
    registry = sitio_postgres.registry(por_lotes=True)
    carpeta = sitio_postgres.paths.backups
    try:
        with ExitStack() as otros:
            for n in range(ESCRITORES):
                otros.enter_context(moviendo(sitio_postgres, n))
            for vez, que in enumerate((hacer.completo, hacer.incremental, hacer.incremental)):
                antes = _ultimo(sitio_postgres)
                hecho = que(registry, carpeta)  # type: ignore[operator]
                # The later ones hold what changed, or all of it where the others changed too much meanwhile.
                assert vez or hecho.tipo == "completo"
                assert hecho.ultimo_movimiento >= antes
                verificar.verificar(carpeta, hecho.id)
                home = tmp_path / f"otro_{vez}"
                en_carpeta(carpeta, hecho.id, home / "data")
                otro = Sitio(paths_under(home), Conexion()).registry()
                try:
                    modelo = InventarioModel(otro, lambda: SISTEMA)
                    assert modelo.verificar().ok
                    assert modelo.verificar().movimientos == hecho.movimientos
                    modelo.registrar_entrada(Pedido(1, 1))
                finally:
                    otro.close()
            assert _ultimo(sitio_postgres) > antes
    finally:
        registry.close()


def test_killed_while_a_set_is_loaded(sitio_postgres: Sitio, tmp_path: Path) -> None:
    """What is there is one workshop whole or the other one whole; they are put in each other's place by turns."""
    origen = Sitio(paths_under(tmp_path / "origen"), Conexion())
    _llenar(origen)
    hay = sitio_postgres.registry()
    InventarioModel(hay, lambda: SISTEMA).crear({"codigo": "DE ANTES"}, stock_inicial=5)
    registry = origen.registry()
    carpeta = origen.paths.backups
    # By how many articles each has.
    conjuntos = {103: hacer.completo(registry, carpeta).id, 1: hacer.completo(hay, carpeta).id}
    registry.close()
    hay.close()

    def palabra(cuantos: int) -> tuple[str, ...]:
        return origen.escrito(), sitio_postgres.escrito(), conjuntos[cuantos], "volver"

    def quedan(cuantos: int) -> int:
        return _articulos(sitio_postgres, conjuntos[cuantos], origen)

    azar = random.Random(MUERTES)
    with vivero("tests.end2end.llevador") as nacer:
        duran = {cuantos: entero(nacer, *palabra(cuantos)) for cuantos in (103, 1)}
        assert all(tuple(pasos) == PASOS for pasos in duran.values())
        antes = 1
        confirmada = PASOS.index("confirmada_users")
        for paso in PASOS[1:confirmada]:
            Golpe(palabra(103), paso).dar(nacer)
            assert quedan(103) == antes, paso
        cuenta = Cuenta(*PASOS)
        for n in range(MUERTES):
            otro = 104 - antes
            hijo = al_azar(azar, palabra(otro), duran[otro], por_paso=n % 2 == 0).dar(nacer)
            cuenta.anotar(hijo)
            quedo = quedan(otro)
            assert quedo in (antes, otro)
            if "confirmada_users" in hijo.dicho:
                assert quedo == otro
            antes = quedo
        cuenta.repartida()
        # Past the first commit everybody is told, and it is ended.
        for paso in PASOS[confirmada:-1]:
            Golpe(palabra(103), paso).dar(nacer)
            registry = sitio_postgres.registry()
            with pytest.raises(RestauracionPendienteError):
                registry.leer("users", SISTEMA, lambda work: None)
            registry.close()
            assert quedan(103) == 103, paso


def _articulos(destino: Sitio, id_: str, origen: Sitio) -> int:
    """How many articles there are where everything adds up; a restore that was cut off is ended first."""
    registry = destino.registry()
    try:
        try:
            registry.leer("users", SISTEMA, lambda work: None)
        except RestauracionPendienteError:
            terminar(registry, destino.como_duena().conexion, origen.paths.backups, id_, SISTEMA)
        hecha = InventarioModel(registry, lambda: SISTEMA).verificar()
        assert hecha.ok
        return hecha.articulos
    finally:
        registry.close()
