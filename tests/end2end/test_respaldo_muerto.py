"""kill -9 while a set is made and while one is restored.

REXUS_TEST_MUERTES_RESPALDO and REXUS_TEST_MUERTES_RESTAURAR set how many kills at random moments, besides one at each
named step; the full runs are 300 and 100.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rexus.auditoria import Auditoria, reenviar
from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.db import names
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import hacer, verificar
from rexus.respaldos.conjunto import Conjunto
from rexus.respaldos.restaurar import en_carpeta
from rexus.respaldos.restaurar.en_vivo import PASOS as PASOS_DE_RESTAURAR
from rexus.stock.movimientos import Pedido
from tests.servers.sitio import Sitio

from .golpes import YA, Cuenta, Golpe, al_azar, entero, hecho
from .otros import moviendo
from .vivero import Nacer, vivero

MUERTES = int(os.environ.get("REXUS_TEST_MUERTES_RESPALDO", "6"))
MUERTES_RESTAURANDO = int(os.environ.get("REXUS_TEST_MUERTES_RESTAURAR", "5"))

pytestmark = [
    pytest.mark.largo,
    pytest.mark.timeout(7200),
    pytest.mark.solo("sqlite", porque="sets are made of files here, and only files are restored in place"),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; TerminateProcess is not the same test"),
]


@pytest.fixture
def taller(sitio: Sitio) -> Sitio:
    """Three articles in two places, as the worker that moves them wants."""
    registry = sitio.registry()
    UbicacionesModel(registry, lambda: SISTEMA).crear("Rack B")
    modelo = InventarioModel(registry, lambda: SISTEMA)
    for n in range(3):
        modelo.crear({"codigo": f"P{n}"}, stock_inicial=100)
    for n in range(300):
        modelo.crear({"codigo": f"Q{n}", "descripcion": f"Perfil {n} marco hoja travesaño " * 6}, stock_inicial=1)
    registry.close()
    return sitio


@pytest.fixture(scope="module")
def nacer() -> Iterator[Nacer]:
    with vivero("tests.end2end.respaldador") as nacer:
        yield nacer


def _movimientos(archivo: Path, hasta: int = 1 << 62) -> tuple[int, int]:
    """How many movements up to that one, and the last of them."""
    with closing(sqlite3.connect(archivo)) as base:
        cuantos, ultimo = base.execute("SELECT count(*), max(id) FROM movimientos WHERE id <= ?", (hasta,)).fetchone()
    return cuantos, ultimo


def _sirve(sitio: Sitio, uno: Conjunto, al_empezar: tuple[int, int], lugar: Path) -> None:
    """A listed set restores to databases in which a workshop can go on, and holds all that was there when it began."""
    home = lugar / "otro"
    en_carpeta(sitio.paths.backups, uno.id, home / "data")
    paths = paths_under(home)
    assert _movimientos(paths.database(names.INVENTARIO), al_empezar[1]) == al_empezar
    ultimo = _movimientos(paths.database(names.INVENTARIO))[1]
    assert ultimo == uno.ultimo_movimiento >= al_empezar[1]
    registry = Sitio(paths, sitio.conexion).registry()
    try:
        modelo = InventarioModel(registry, lambda: SISTEMA)
        hecha = modelo.verificar()
        assert hecha.ok and hecha.movimientos == uno.movimientos
        assert modelo.registrar_entrada(Pedido(1, 1)).value.id == ultimo + 1
    finally:
        registry.close()
        shutil.rmtree(home)


def _limpia(carpeta: Path) -> None:
    """Whatever a killed run left is not listed, and swept by the next one."""
    assert carpetas.dudosos(carpeta) == []
    assert all(p.name.startswith(("rexus_backup_", ".rexus_")) for p in carpeta.iterdir()), list(carpeta.iterdir())


def test_killed_while_a_set_is_made(taller: Sitio, nacer: Nacer, tmp_path: Path) -> None:
    carpeta, vivas = taller.paths.backups, taller.paths.database(names.INVENTARIO)
    palabras = {que: (taller.escrito(), que) for que in ("completo", "incremental")}
    duran = {que: entero(nacer, *palabra) for que, palabra in palabras.items()}
    assert all(tuple(pasos) == (YA, *hacer.PASOS) for pasos in duran.values())
    azar = random.Random(MUERTES)
    golpes = [Golpe(palabra, paso) for palabra in palabras.values() for paso in hacer.PASOS]
    for n in range(MUERTES):
        que = azar.choice(list(palabras))
        golpes.append(al_azar(azar, palabras[que], duran[que], por_paso=n % 2 == 0))
    azar.shuffle(golpes)
    vistos = {uno.id for uno in carpetas.listar(carpeta)}
    cuenta = Cuenta(YA, *hacer.PASOS)
    hechos = durante = 0
    with moviendo(taller, 5):
        for golpe in golpes:
            antes = _movimientos(vivas)
            hijo = golpe.dar(nacer)
            durante += _movimientos(vivas) > antes
            if not golpe.paso:
                cuenta.anotar(hijo)
            nuevos = [uno for uno in carpetas.listar(carpeta) if uno.id not in vistos]
            _limpia(carpeta)
            assert len(nuevos) <= 1
            if hecho(hijo) or {"renombrado", "anotado"} & set(hijo.dicho):
                assert len(nuevos) == 1, golpe
            elif golpe.paso:
                assert nuevos == [], golpe
            for uno in nuevos:
                hechos += 1
                vistos.add(uno.id)
                _sirve(taller, uno, antes, tmp_path)
            if len(carpetas.listar(carpeta)) > 12:
                _olvidar_viejos(carpeta)
    cuenta.repartida()
    # The next one sweeps, and is whole.
    entero(nacer, *palabras["incremental"])
    assert all(p.name.startswith("rexus_backup_") for p in carpeta.iterdir())
    # Somebody wrote all the while, and some of the killed had been done.
    assert durante >= 0.8 * len(golpes)
    assert hechos >= 4
    registry = taller.registry()
    assert InventarioModel(registry, lambda: SISTEMA).verificar().ok
    registry.close()
    # What was good when it was made still is, whatever died after it.
    for uno in carpetas.listar(carpeta):
        verificar.verificar(carpeta, uno.id)


def _olvidar_viejos(carpeta: Path) -> None:
    """Keep the newest full set and what lies on it: the disk of the test is not endless."""
    base = next(uno for uno in carpetas.listar(carpeta) if uno.tipo == "completo")
    for uno in carpetas.listar(carpeta):
        if base.id not in (uno.id, uno.base):
            shutil.rmtree(uno.ubicacion)


def _estado(sitio: Sitio) -> tuple[int, int, int, int]:
    """What the live databases hold: movements, articles, accounts' events of a restore, and the trail's events."""
    registry = sitio.registry()
    try:
        hecha = InventarioModel(registry, lambda: SISTEMA).verificar()
        assert hecha.ok
        with registry.read("users", SISTEMA) as work:
            restaurados = work.connection.exec_driver_sql(
                "SELECT count(*) FROM outbox WHERE accion = 'restaurar'"
            ).scalar_one()
        assert Auditoria(registry, lambda: SISTEMA).verificar().ok
        with registry.read("auditoria", SISTEMA) as work:
            eventos = work.connection.exec_driver_sql("SELECT count(*) FROM eventos").scalar_one()
        return hecha.movimientos, hecha.articulos, int(restaurados), int(eventos)
    finally:
        registry.close()


def test_killed_while_a_set_is_restored(taller: Sitio, nacer: Nacer) -> None:
    """The old databases whole or the new ones whole, all three alike, and nothing in between."""
    carpeta, data = taller.paths.backups, taller.paths.data
    registry = taller.registry()
    reenviar(registry)
    conjunto = hacer.completo(registry, carpeta)
    modelo = InventarioModel(registry, lambda: SISTEMA)
    for n in range(40):
        modelo.registrar_entrada(Pedido(1 + n % 3, 1))
        if n < 20:
            modelo.crear({"codigo": f"R{n}"})
    reenviar(registry)
    registry.close()
    viejo = _estado(taller)
    guardado = data.with_name("guardado")
    shutil.copytree(data, guardado)
    palabra = (taller.escrito(), conjunto.id)
    dura = entero(nacer, *palabra)
    assert tuple(dura) == (YA, *PASOS_DE_RESTAURAR)
    nuevo = _estado(taller)
    assert nuevo[:3] == (conjunto.movimientos, 303, 1) and viejo[:3] == (conjunto.movimientos + 40, 323, 0)
    assert nuevo[3] < viejo[3]
    azar = random.Random(MUERTES_RESTAURANDO)
    golpes = [Golpe(palabra, paso) for paso in PASOS_DE_RESTAURAR]
    golpes += [al_azar(azar, palabra, dura, por_paso=n % 2 == 0) for n in range(MUERTES_RESTAURANDO)]
    azar.shuffle(golpes)
    vistos = set()
    cuenta = Cuenta(YA, *PASOS_DE_RESTAURAR)
    for golpe in golpes:
        shutil.rmtree(data)
        shutil.copytree(guardado, data)
        for uno in carpetas.listar(carpeta):
            if uno.id != conjunto.id:
                shutil.rmtree(uno.ubicacion)
        shutil.rmtree(carpeta / ".restauracion", ignore_errors=True)
        hijo = golpe.dar(nacer)
        if not golpe.paso:
            cuenta.anotar(hijo)
        if golpe.paso == "marcado":
            # Whoever ends it dies too, and who comes then ends it all the same.
            for _ in range(3):
                Golpe((taller.escrito(), "abrir"), despues_de=azar.uniform(0, 0.08)).dar(nacer)
        quedo = _estado(taller)
        assert quedo in (viejo, nuevo), golpe
        if "marcado" in hijo.dicho:
            assert quedo == nuevo, golpe
        elif golpe.paso:
            assert quedo == viejo, golpe
        assert not (carpeta / ".restauracion" / "restauracion.json").exists()
        vistos.add(quedo)
        # What was there before is a set of its own, or still in place.
        assert quedo == viejo or any(u.id.endswith("antes_de_restaurar") for u in carpetas.listar(carpeta))
    assert vistos == {viejo, nuevo}
    cuenta.repartida()
