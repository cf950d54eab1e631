"""kill -9 while a set is made and while one is restored.

REXUS_TEST_MUERTES_RESPALDO and REXUS_TEST_MUERTES_RESTAURAR set how many kills at random moments, besides one at each
named step; the full runs are 300 and 100.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.modulos.inventario.model import InventarioModel
from rexus.modulos.ubicaciones.model import UbicacionesModel
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import hacer, verificar
from rexus.respaldos.conjunto import Conjunto
from rexus.respaldos.restaurar import en_carpeta
from rexus.respaldos.restaurar.en_vivo import PASOS as PASOS_DE_RESTAURAR
from rexus.stock.movimientos import Pedido
from tests.servers.sitio import Sitio

from .conftest import ROOT

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


def _proceso(sitio: Sitio, que: str, paso: str = "") -> subprocess.Popen[str]:
    orden = [sys.executable, "-m", "tests.end2end.respaldador", sitio.escrito(), que, paso]
    proceso = subprocess.Popen(orden, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert proceso.stdout and proceso.stdout.readline() == "YA\n"
    return proceso


def _matar_al_abrir(sitio: Sitio, despues_de: float) -> None:
    orden = [sys.executable, "-m", "tests.end2end.migrador", sitio.escrito(), "abrir"]
    proceso = subprocess.Popen(orden, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert proceso.stdout and proceso.stdout.readline() == "YA\n"
    time.sleep(despues_de)
    proceso.kill()
    proceso.communicate()


def _entero(sitio: Sitio, que: str) -> tuple[float, list[str]]:
    """How long it takes when nobody kills it, and the steps it told."""
    proceso = _proceso(sitio, que)
    desde = time.monotonic()
    dicho = proceso.communicate(timeout=300)[0].split("\n")
    assert proceso.returncode == 0, dicho
    return time.monotonic() - desde, [linea for linea in dicho if linea and not linea.startswith("HECHO")]


def _matar(sitio: Sitio, que: str, *, paso: str = "", despues_de: float = 0.0) -> bool:
    """Kill it at a step, or after so many seconds; whether it was done before."""
    proceso = _proceso(sitio, que, paso)
    if not paso:
        time.sleep(despues_de)
        proceso.kill()
    dicho = proceso.communicate(timeout=300)[0]
    assert proceso.returncode in (0, -signal.SIGKILL), dicho
    return "HECHO" in dicho


@contextmanager
def _moviendo(sitio: Sitio, semilla: int) -> Iterator[None]:
    """Somebody else records movements all the while."""
    obrero = subprocess.Popen(
        [sys.executable, "-m", "tests.end2end.obrero", sitio.escrito(), str(semilla)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert obrero.stdout and obrero.stdout.readline()
    # Whoever does not read what it says stops it at last.
    lector = subprocess.Popen(["cat"], stdin=obrero.stdout, stdout=subprocess.DEVNULL)
    obrero.stdout.close()
    try:
        yield
        assert obrero.poll() is None
    finally:
        obrero.kill()
        obrero.wait()
        lector.wait()


def _ultimo(sitio: Sitio) -> int:
    registry = sitio.registry()
    try:
        with registry.read("inventario", SISTEMA) as work:
            return int(work.connection.exec_driver_sql("SELECT max(id) FROM movimientos").scalar_one())
    finally:
        registry.close()


def _sirve(sitio: Sitio, uno: Conjunto, no_antes_de: int, lugar: Path) -> None:
    """A listed set restores to databases in which a workshop can go on, and holds what was there when it began."""
    home = lugar / "otro"
    en_carpeta(sitio.paths.backups, uno.id, home / "data")
    registry = Sitio(paths_under(home), sitio.conexion).registry()
    try:
        modelo = InventarioModel(registry, lambda: SISTEMA)
        assert modelo.verificar().ok
        with registry.read("inventario", SISTEMA) as work:
            ultimo = work.connection.exec_driver_sql("SELECT max(id) FROM movimientos").scalar_one()
        assert ultimo == uno.ultimo_movimiento >= no_antes_de
        modelo.registrar_entrada(Pedido(1, 1))
    finally:
        registry.close()
        shutil.rmtree(home)


def _limpia(carpeta: Path) -> None:
    """Whatever a killed run left is not listed, and swept by the next one."""
    assert carpetas.dudosos(carpeta) == []
    assert all(p.name.startswith(("rexus_backup_", ".rexus_")) for p in carpeta.iterdir()), list(carpeta.iterdir())


def test_killed_while_a_set_is_made(taller: Sitio, tmp_path: Path) -> None:
    carpeta = taller.paths.backups
    dura, pasos = _entero(taller, "completo")
    assert tuple(pasos) == hacer.PASOS
    azar = random.Random(MUERTES)
    golpes = [("completo", paso, 0.0) for paso in hacer.PASOS] + [("incremental", paso, 0.0) for paso in hacer.PASOS]
    golpes += [
        (azar.choice(["completo", "incremental", "incremental"]), "", azar.uniform(0, dura * 1.1))
        for _ in range(MUERTES)
    ]
    vistos = {uno.id for uno in carpetas.listar(carpeta)}
    hechos = 0
    with _moviendo(taller, 5):
        for que, paso, despues_de in golpes:
            antes = _ultimo(taller)
            dicho = _matar(taller, que, paso=paso, despues_de=despues_de)
            nuevos = [uno for uno in carpetas.listar(carpeta) if uno.id not in vistos]
            _limpia(carpeta)
            assert len(nuevos) <= 1
            if dicho or paso in ("renombrado", "anotado"):
                assert len(nuevos) == 1, (que, paso)
            elif paso:
                assert nuevos == [], (que, paso)
            for uno in nuevos:
                hechos += 1
                vistos.add(uno.id)
                _sirve(taller, uno, antes, tmp_path)
            if len(vistos) > 12:
                _olvidar_viejos(carpeta)
    # The next one sweeps, and is whole.
    _entero(taller, "incremental")
    assert all(p.name.startswith("rexus_backup_") for p in carpeta.iterdir())
    assert hechos >= 4
    registry = taller.registry()
    assert InventarioModel(registry, lambda: SISTEMA).verificar().ok
    registry.close()
    verificar.verificar(carpeta, carpetas.listar(carpeta)[0].id)


def _olvidar_viejos(carpeta: Path) -> None:
    """Keep the newest full set and what lies on it: the disk of the test is not endless."""
    base = next(uno for uno in carpetas.listar(carpeta) if uno.tipo == "completo")
    for uno in carpetas.listar(carpeta):
        if base.id not in (uno.id, uno.base):
            shutil.rmtree(uno.ubicacion)


def _estado(sitio: Sitio) -> tuple[int, int, int]:
    """What the live databases hold: movements, accounts' events of a restore, and articles."""
    registry = sitio.registry()
    try:
        hecha = InventarioModel(registry, lambda: SISTEMA).verificar()
        assert hecha.ok
        with registry.read("users", SISTEMA) as work:
            restaurados = work.connection.exec_driver_sql(
                "SELECT count(*) FROM outbox WHERE accion = 'restaurar'"
            ).scalar_one()
        return hecha.movimientos, int(restaurados), hecha.articulos
    finally:
        registry.close()


def test_killed_while_a_set_is_restored(taller: Sitio) -> None:
    """The old databases whole or the new ones whole, all three alike, and nothing in between."""
    carpeta, data = taller.paths.backups, taller.paths.data
    registry = taller.registry()
    hecho = hacer.completo(registry, carpeta)
    modelo = InventarioModel(registry, lambda: SISTEMA)
    for n in range(40):
        modelo.registrar_entrada(Pedido(1 + n % 3, 1))
        if n < 20:
            modelo.crear({"codigo": f"R{n}"})
    registry.close()
    viejo = _estado(taller)
    guardado = data.with_name("guardado")
    shutil.copytree(data, guardado)
    dura, pasos = _entero(taller, hecho.id)
    assert tuple(p for p in pasos if p in PASOS_DE_RESTAURAR) == PASOS_DE_RESTAURAR
    nuevo = _estado(taller)
    assert nuevo == (hecho.movimientos, 1, 303) and viejo == (hecho.movimientos + 40, 0, 323)
    azar = random.Random(MUERTES_RESTAURANDO)
    golpes = [(paso, 0.0) for paso in PASOS_DE_RESTAURAR]
    golpes += [("", azar.uniform(0, dura * 1.1)) for _ in range(MUERTES_RESTAURANDO)]
    marcado = PASOS_DE_RESTAURAR.index("marcado")
    vistos = set()
    for paso, despues_de in golpes:
        shutil.rmtree(data)
        shutil.copytree(guardado, data)
        for uno in carpetas.listar(carpeta):
            if uno.id != hecho.id:
                shutil.rmtree(uno.ubicacion)
        shutil.rmtree(carpeta / ".restauracion", ignore_errors=True)
        dicho = _matar(taller, hecho.id, paso=paso, despues_de=despues_de)
        if paso == "marcado":
            # Whoever ends it dies too, and who comes then ends it all the same.
            for _ in range(3):
                _matar_al_abrir(taller, azar.uniform(0, 0.3))
        quedo = _estado(taller)
        assert quedo in (viejo, nuevo), (paso, despues_de)
        if paso:
            assert quedo == (nuevo if PASOS_DE_RESTAURAR.index(paso) >= marcado else viejo), paso
        if dicho:
            assert quedo == nuevo
        assert not (carpeta / ".restauracion" / "restauracion.json").exists()
        vistos.add(quedo)
        # What was there before is a set of its own, or still in place.
        assert quedo == viejo or any(u.id.endswith("antes_de_restaurar") for u in carpetas.listar(carpeta))
    assert vistos == {viejo, nuevo}
