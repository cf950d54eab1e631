"""Many seats, one scheduler: on one home and on a server, also when the one that makes them dies."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.paths import paths_under
from rexus.base.progress import Avance
from rexus.db import names
from rexus.respaldos import carpeta, estado
from rexus.respaldos.calendario import COMPLETO, INCREMENTAL, Plan, ultimo_slot
from rexus.respaldos.turno import TurnoDeArchivo, TurnoDeBase
from rexus.settings import Settings
from rexus.settings.zona import zona_horaria
from tests.integration.respaldos.puesto import CADUCA, Puesto
from tests.servers.sitio import Sitio

ROOT = Path(__file__).parents[3]
SERVIDORES = pytest.mark.solo("postgresql", "sqlserver", porque="a row is whose turn it is on servers only")


class Cronometro:
    """A stopwatch that a test moves."""

    def __init__(self) -> None:
        self.segundos = 0.0

    def __call__(self) -> float:
        return self.segundos


@pytest.fixture
def turnos(sitio: Sitio) -> Iterator[Callable[[], tuple[TurnoDeBase, Cronometro]]]:
    """`turnos()` is one more seat, with its own connection and stopwatch."""
    abiertos = []

    def otro() -> tuple[TurnoDeBase, Cronometro]:
        abiertos.append(sitio.registry())
        cronometro = Cronometro()
        return TurnoDeBase(abiertos[-1], monotono=cronometro), cronometro

    yield otro
    for registry in abiertos:
        registry.close()


Turnos = Callable[[], tuple[TurnoDeBase, Cronometro]]


@SERVIDORES
def test_one_seat_has_the_turn_and_keeps_it(turnos: Turnos) -> None:
    (uno, _), (otro, reloj) = turnos(), turnos()
    assert uno.tomar() and not uno.de
    for _ in range(5):
        assert not otro.tomar() and otro.de
        reloj.segundos += 100
        # Whoever lives raises its number: however long the other one waits, its stopwatch begins again.
        assert uno.tomar()
    uno.soltar()
    assert otro.tomar() and not uno.tomar()


@SERVIDORES
def test_a_seat_that_stands_still_is_followed(turnos: Turnos) -> None:
    (uno, _), (otro, reloj) = turnos(), turnos()
    assert uno.tomar()
    assert not otro.tomar()
    reloj.segundos += 119
    assert not otro.tomar()
    reloj.segundos += 2
    assert otro.tomar() and not otro.de
    # It was only asleep: it sees that the turn is another's now, and what it gives back is not its own any more.
    assert not uno.tomar()
    uno.soltar()
    assert otro.tomar()


@SERVIDORES
def test_of_many_that_see_it_stand_still_one_follows(turnos: Turnos) -> None:
    uno, _ = turnos()
    assert uno.tomar()
    otros = [turnos() for _ in range(4)]
    for otro, reloj in otros:
        assert not otro.tomar()
        reloj.segundos += 1_000
    with ThreadPoolExecutor(4) as hilos:
        assert sum(hilos.map(lambda par: par[0].tomar(), otros)) == 1


@SERVIDORES
def test_what_one_seat_made_the_others_do_not_make_again(sitio: Sitio, tmp_path: Path) -> None:
    """Whatever their clocks say: the slot is what they agree on."""
    ahora = datetime(2026, 6, 1, 12, tzinfo=UTC)
    plan, settings = Plan(), Settings(sitio.paths)
    zona = zona_horaria(settings)
    otro_sitio = replace(sitio, paths=paths_under(tmp_path / "otro puesto"))
    uno = Puesto(sitio, settings, clock=lambda: ahora)
    otro = Puesto(otro_sitio, settings, clock=lambda: ahora - timedelta(hours=3))
    try:
        assert otro.exitos(plan, ahora) == {}
        hecho = uno.hacer(COMPLETO, plan=plan, avance=Avance())
        atrasado = ahora - timedelta(hours=3)
        slots = {tipo: ultimo_slot(tipo, plan, zona, atrasado).momento for tipo in (COMPLETO, INCREMENTAL)}
        assert otro.exitos(plan, atrasado) == slots
        assert uno.ultimo_de_otros() == hecho.fecha
        # Of the next slot it says nothing.
        assert COMPLETO not in otro.exitos(plan, ahora + timedelta(days=1))
        # Who made it and found it altered does not rely on it any more.
        uno.carpeta.mkdir(parents=True, exist_ok=True)
        estado.anotar_verificado(uno.carpeta, hecho.id, ahora, "altered")
        assert uno.exitos(plan, ahora) == {} and uno.ultimo_de_otros() is None
    finally:
        uno.close()
        otro.close()
        settings.close()


def test_a_home_has_one_turn(tmp_path: Path) -> None:
    uno, otro = TurnoDeArchivo(tmp_path / "x" / ".turno"), TurnoDeArchivo(tmp_path / "x" / ".turno")
    assert uno.tomar() and uno.tomar() and not otro.tomar()
    uno.soltar()
    uno.soltar()
    assert otro.tomar() and not uno.tomar()
    otro.soltar()


# ── Real processes ──


class Proceso:
    """A seat that runs; what it prints is read as it comes."""

    def __init__(self, sitio: Sitio, modo: str) -> None:
        self._hijo = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.respaldos.puesto", sitio.escrito(), modo],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lineas: queue.Queue[str] = queue.Queue()
        self.dicho: list[str] = []
        threading.Thread(target=self._leer, daemon=True).start()

    def espera(self, principio: str, plazo: float = 60.0) -> str:
        """The next line that begins so."""
        while True:
            linea = self._lineas.get(timeout=plazo)
            if linea.startswith(principio):
                return linea

    def matar(self) -> None:
        self._hijo.kill()
        self._hijo.wait()

    def cerrar(self) -> None:
        vive = self._hijo.poll() is None
        assert self._hijo.stdin is not None
        self._hijo.stdin.close()
        if vive:
            assert self._hijo.wait(60) == 0
        assert self._hijo.stdout is not None
        self._hijo.stdout.close()

    def _leer(self) -> None:
        assert self._hijo.stdout is not None
        for linea in self._hijo.stdout:
            self.dicho.append(linea.strip())
            self._lineas.put(linea.strip())


@pytest.fixture
def puestos(sitio: Sitio, tmp_path: Path) -> Iterator[Callable[[str], Proceso]]:
    """`puestos("hace")` starts one more: of the same home on files, with a home of its own on a server."""
    procesos: list[Proceso] = []
    registry = sitio.registry()
    for base in names.ALL:
        # On files they are made now; two processes that make them at once are another test's.
        with registry.read(base, SISTEMA):
            pass
    registry.close()

    def otro(modo: str) -> Proceso:
        suyo = sitio
        if sitio.conexion.es_servidor:
            suyo = replace(sitio, paths=paths_under(tmp_path / f"puesto {len(procesos)}"))
        suyo.paths.crear()
        procesos.append(Proceso(suyo, modo))
        return procesos[-1]

    yield otro
    for proceso in procesos:
        proceso.cerrar()


def test_of_two_schedulers_one_makes_it(puestos: Callable[[str], Proceso], sitio: Sitio) -> None:
    procesos = [puestos("hace"), puestos("hace")]
    while not (quienes := [p for p in procesos if any(d.startswith("hecho") for d in p.dicho)]):
        assert not any(d.startswith("falla") for p in procesos for d in p.dicho), [p.dicho for p in procesos]
        time.sleep(0.05)
    # Time for some looks of the other one.
    time.sleep(1.0)
    hechos = [d for p in procesos for d in p.dicho if d.startswith("hecho")]
    assert len(hechos) == 1, [p.dicho for p in procesos]
    if not sitio.conexion.es_servidor:
        assert len(carpeta.listar(sitio.paths.backups)) == 1
    # Its turn ends with it, and a day without a set is made up by the other one.
    otro = procesos[1 - procesos.index(quienes[0])]
    quienes[0].cerrar()
    assert not any(d.startswith("hecho") for d in otro.dicho)


def test_when_the_one_that_makes_it_is_killed_the_other_takes_over(
    puestos: Callable[[str], Proceso], sitio: Sitio
) -> None:
    primero = puestos("se_cuelga")
    primero.espera("haciendo")
    segundo = puestos("hace")
    segundo.espera("empezado")
    # The first one lives, however long it takes: its turn is kept for it. On files nothing grows stale.
    time.sleep(CADUCA * 1.5 if sitio.conexion.es_servidor else 1.0)
    assert not any(d.startswith(("hecho", "falla")) for d in segundo.dicho), segundo.dicho
    primero.matar()
    segundo.espera("hecho")
    if not sitio.conexion.es_servidor:
        assert len(carpeta.listar(sitio.paths.backups)) == 1
