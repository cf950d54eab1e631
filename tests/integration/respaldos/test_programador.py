"""The scheduler's thread on a real home: it starts by itself, makes, prunes, and ends in the middle of a backup."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA, Actor
from rexus.base.progress import Avance
from rexus.db import names
from rexus.db.registry import Registry
from rexus.respaldos import carpeta, estado, estado_copias, verificar
from rexus.respaldos.conjunto import COMPLETO, Conjunto
from rexus.respaldos.ejecutor import Ejecutor, a_solas
from rexus.respaldos.errors import RespaldoError
from rexus.respaldos.programador import Programador
from rexus.settings import Settings
from tests.reloj import Reloj
from tests.servers.sitio import Sitio

pytestmark = pytest.mark.solo("sqlite", porque="sets are made of the embedded databases; servers follow")


@pytest.fixture
def casa(deposito: object, registry: Registry) -> None:
    """A home that somebody has used: there are accounts, and articles."""
    with registry.read(names.USERS, SISTEMA):
        pass


@pytest.fixture
def settings(sitio: Sitio) -> Iterator[Settings]:
    settings = Settings(sitio.paths)
    yield settings
    settings.close()


@pytest.fixture
def programar(sitio: Sitio, settings: Settings) -> Iterator[Callable[..., Programador]]:
    """`programar()` is a scheduler that looks at once and then every tenth of a second; ended at the end."""
    hechos: list[Programador] = []

    def nuevo(abrir: Callable[[], Ejecutor] | None = None, reloj: Reloj | None = None) -> Programador:
        cual = reloj or Reloj(datetime(2026, 6, 1, 12, tzinfo=UTC))
        hechos.append(
            Programador(
                abrir or (lambda: Ejecutor(sitio.registry(), settings, clock=cual)),
                settings,
                clock=cual,
                al_empezar=0.0,
                cada=0.1,
            )
        )
        return hechos[-1]

    yield nuevo
    for programador in hechos:
        programador.close()


def hasta(que: Callable[[], object], plazo: float = 20.0) -> None:
    """Wait until it is so."""
    limite = time.monotonic() + plazo
    while not que():
        assert time.monotonic() < limite, "it never came to that"
        time.sleep(0.02)


def test_it_makes_what_is_due_without_anybody_signed_in(
    casa: None, programar: Callable[..., Programador], sitio: Sitio
) -> None:
    reloj = Reloj(datetime(2026, 6, 1, 12, tzinfo=UTC))
    programador = programar(reloj=reloj)
    programador.start()
    hasta(lambda: programador.estado.ultimo)
    # 14:00 in Buenos Aires: on the full one there is now the incremental one stands.
    reloj.ahora = datetime(2026, 6, 1, 17, 1, tzinfo=UTC)
    hasta(lambda: len(carpeta.listar(sitio.paths.backups)) == 2)
    nuevo, primero = carpeta.listar(sitio.paths.backups)
    assert (nuevo.tipo, nuevo.base, primero.tipo) == ("incremental", primero.id, "completo")
    verificar.verificar(sitio.paths.backups, nuevo.id)
    assert programador.estado.falla is None


def test_a_home_that_nobody_used_yet_is_left_alone(programar: Callable[..., Programador], sitio: Sitio) -> None:
    shutil.rmtree(sitio.paths.data)
    programador = programar()
    programador.start()
    hasta(lambda: programador.estado.proximos)
    time.sleep(0.5)
    assert not sitio.paths.data.exists() or not list(sitio.paths.data.glob("*.db"))
    assert programador.estado.ultimo is None and programador.estado.falla is None


def test_it_prunes_after_a_success(casa: None, programar: Callable[..., Programador], sitio: Sitio) -> None:
    reloj = Reloj(datetime(2026, 6, 1, 12, tzinfo=UTC))
    programador = programar(reloj=reloj)
    programador.start()
    for dia in range(1, 13):
        reloj.ahora = datetime(2026, 6, dia, 12, tzinfo=UTC)
        programador.despertar()
        hasta(lambda dia=dia: [c.id[:8] for c in carpeta.listar(sitio.paths.backups)[:1]] == [f"202606{dia:02}"])
    # The last seven days; the Sunday of the week before is one of them.
    siete = ["12", "11", "10", "09", "08", "07", "06"]
    hasta(lambda: [c.id[6:8] for c in carpeta.listar(sitio.paths.backups)] == siete)


def test_what_it_made_is_copied_to_the_other_folder_and_tested(
    casa: None, programar: Callable[..., Programador], sitio: Sitio, settings: Settings, tmp_path: Path
) -> None:
    otra = tmp_path / "usb"
    settings.set("respaldo.carpeta", str(otra))
    programador = programar()
    programador.start()
    hasta(lambda: estado_copias.leer(sitio.paths.backups).falla)
    (hecho,) = carpeta.listar(sitio.paths.backups)
    assert programador.estado.falla is None and not otra.exists()
    otra.mkdir()
    hasta(lambda: [c.id for c in carpeta.listar(otra)] == [hecho.id])
    hasta(lambda: not estado_copias.leer(sitio.paths.backups).falla)
    hasta(lambda: estado.leer(sitio.paths.backups).get(hecho.id))
    suerte = estado.leer(sitio.paths.backups)[hecho.id]
    assert suerte.probado is not None and not suerte.falla_de_prueba
    hasta(lambda: programador.estado.novedades >= 2)


class Lento(Ejecutor):
    """Copies for as long as nobody stops it."""

    def __init__(self, sitio: Sitio, settings: Settings) -> None:
        super().__init__(sitio.registry(), settings)
        self.empezado = threading.Event()

    def _copiar(self, tipo: str, avance: Avance, motivo: str, actor: Actor, al_paso: Callable[[str], None]) -> Conjunto:
        self.empezado.set()
        seguir = avance.paso

        def paso(hecho: int, total: int = 0) -> None:
            # In the middle of the real work.
            hasta(lambda: avance.cancelado)
            seguir(hecho, total)

        avance.paso = paso  # type: ignore[method-assign]
        return super()._copiar(tipo, avance, motivo, actor, al_paso)


def test_closing_in_the_middle_leaves_nothing(
    casa: None, programar: Callable[..., Programador], sitio: Sitio, settings: Settings
) -> None:
    lentos: list[Lento] = []

    def abrir() -> Ejecutor:
        lentos.append(Lento(sitio, settings))
        return lentos[-1]

    programador = programar(abrir)
    programador.start()
    hasta(lambda: lentos and lentos[0].empezado.is_set())
    assert programador.estado.haciendo == COMPLETO
    programador.close()
    assert not [hilo for hilo in threading.enumerate() if hilo.name == "rexus-programador"]
    assert not list(sitio.paths.backups.glob("rexus_backup_*")) and not list(sitio.paths.backups.glob(".rexus_*"))
    # The next start makes it.
    otro = programar()
    otro.start()
    hasta(lambda: carpeta.listar(sitio.paths.backups))


def test_cancelled_by_hand_it_waits(
    casa: None, programar: Callable[..., Programador], sitio: Sitio, settings: Settings
) -> None:
    lento = Lento(sitio, settings)
    programador = programar(lambda: lento)
    programador.start()
    hasta(lento.empezado.is_set)
    programador.cancelar()
    hasta(lambda: programador.estado.reintento)
    assert not programador.estado.haciendo and programador.estado.falla is None
    assert not carpeta.listar(sitio.paths.backups)


def test_a_folder_that_cannot_be_written_is_told_and_tried_again(
    casa: None, programar: Callable[..., Programador], sitio: Sitio
) -> None:
    sitio.paths.backups.rmdir()
    sitio.paths.backups.write_text("in the way")
    programador = programar()
    programador.start()
    hasta(lambda: programador.estado.falla)
    assert programador.estado.falla is not None and str(sitio.paths.backups) in programador.estado.falla.frase
    sitio.paths.backups.unlink()
    programador.despertar()
    hasta(lambda: programador.estado.falla is None)
    assert len(carpeta.listar(sitio.paths.backups)) == 1


def test_one_at_a_time(tmp_path: Path) -> None:
    with a_solas(tmp_path, Avance()), pytest.raises(RespaldoError), a_solas(tmp_path, Avance(), espera=0.3):
        pytest.fail("two at once")
    with a_solas(tmp_path, Avance(), espera=0.0):
        pass
