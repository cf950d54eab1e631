"""The other folder: it vanishes, fills up, lies, comes back. What is missing there is found again each time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.progress import Avance
from rexus.respaldos import abrir, estado, estado_copias, exportar, verificar
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.conjunto import carpeta_de
from rexus.respaldos.copias import Copias
from rexus.respaldos.restaurar import en_vivo
from rexus.settings import Settings
from tests.reloj import Reloj

from .conftest import Deposito
from .test_fallas import _llenar, _montado

pytestmark = pytest.mark.solo("sqlite", porque="copies are of files, whatever engine the sets were made of")

Eventos = Callable[[], list[tuple[str, str | None]]]


@dataclass
class Caso:
    deposito: Deposito
    copias: Copias
    otra: Path
    reloj: Reloj
    mono: list[float]

    def mirar(self) -> int:
        """Look as the scheduler does; how many were copied."""
        copiados = 0
        while self.copias.paso(Avance()):
            copiados += 1
        return copiados

    def hay(self) -> list[str]:
        return [c.id for c in carpetas.listar(self.otra)]

    def falla(self) -> str:
        return estado_copias.leer(self.deposito.carpeta).titulo


@pytest.fixture
def caso(deposito: Deposito, tmp_path: Path) -> Iterator[Caso]:
    otra = tmp_path / "usb"
    otra.mkdir()
    settings = Settings(deposito.sitio.paths)
    settings.set("respaldo.carpeta", str(otra))
    reloj, mono = Reloj(), [0.0]
    yield Caso(
        deposito,
        Copias(deposito.registry, settings, clock=reloj, monotono=lambda: mono[0]),
        otra,
        reloj,
        mono,
    )
    settings.close()


def _voltear(archivo: Path) -> None:
    with archivo.open("r+b") as abierto:
        abierto.seek(archivo.stat().st_size // 2)
        uno = abierto.read(1)
        abierto.seek(-1, os.SEEK_CUR)
        abierto.write(bytes([uno[0] ^ 1]))


def test_every_set_is_copied_the_base_first_and_can_be_proven_there(caso: Caso, eventos: Eventos) -> None:
    base = caso.deposito.completo()
    caso.deposito.mover(3)
    encima = caso.deposito.incremental()
    assert encima.base == base.id
    assert caso.copias.paso(Avance())
    assert caso.hay() == [base.id]
    assert caso.mirar() == 1
    assert caso.hay() == [encima.id, base.id]
    # All that the program's own folder held is gone: it is proven from there.
    shutil.rmtree(caso.deposito.carpeta)
    caso.deposito.carpeta.mkdir()
    assert verificar.verificar(caso.otra, encima.id).movimientos == 63
    assert not caso.falla()
    assert [e for e in eventos() if e[0] == "copiar"] == [("copiar", base.id), ("copiar", encima.id)]
    assert [p.name for p in caso.otra.iterdir() if p.name.startswith(".")] == []


def test_a_folder_that_is_gone_is_told_once_and_catches_up_when_it_is_back(caso: Caso, eventos: Eventos) -> None:
    caso.otra.rmdir()
    primero = caso.deposito.completo()
    assert caso.mirar() == 0
    dicho = estado_copias.leer(caso.deposito.carpeta)
    assert dicho.titulo == "La otra carpeta no está" and str(caso.otra) in dicho.falla and dicho.que_hacer
    desde = dicho.desde
    caso.reloj.ahora += timedelta(hours=5)
    segundo = caso.deposito.completo()
    assert caso.mirar() == 0
    assert estado_copias.leer(caso.deposito.carpeta).desde == desde
    assert [accion for accion, _ in eventos()].count("fallar") == 1
    assert not caso.otra.exists(), "it is never made: it would lie on the wrong disk"
    caso.otra.mkdir()
    assert caso.mirar() == 2
    assert caso.hay() == [segundo.id, primero.id]
    assert not caso.falla()


@pytest.mark.parametrize("veces", [1, 4])
def test_a_folder_that_goes_away_in_the_middle(caso: Caso, monkeypatch: pytest.MonkeyPatch, veces: int) -> None:
    hecho = caso.deposito.completo()
    lejos = caso.otra.with_name("desconectado")
    cuenta = [0]
    copiar = exportar._copiar_archivo

    def tironear(de: Path, a: Path, cuantos: exportar._Cuenta) -> None:
        cuenta[0] += 1
        if cuenta[0] == veces:
            caso.otra.rename(lejos)
        copiar(de, a, cuantos)

    with monkeypatch.context() as parche:
        parche.setattr(exportar, "_copiar_archivo", tironear)
        assert caso.mirar() == 0
    assert caso.falla() == "La otra carpeta no está"
    lejos.rename(caso.otra)
    assert caso.hay() == [], "what is half there is not listed"
    caso.mono[0] += 60
    assert caso.mirar() == 1
    assert caso.hay() == [hecho.id] and not caso.falla()
    assert [p.name for p in caso.otra.iterdir() if p.name.startswith(".")] == []


def test_a_full_disk_is_told_and_tried_again_with_room(caso: Caso, monkeypatch: pytest.MonkeyPatch) -> None:
    hecho = caso.deposito.completo()
    monkeypatch.setattr(abrir, "MARGEN_BYTES", 0)
    with _montado(caso.otra, "size=2m") as disco:
        relleno = _llenar(disco)
        # Seen before anything is written.
        os.truncate(relleno, relleno.stat().st_size - 16_384)
        assert caso.mirar() == 0 and caso.falla()
        relleno.unlink()
        # And in the middle.
        copiar = exportar._copiar_archivo

        def llenar(de: Path, a: Path, cuantos: exportar._Cuenta) -> None:
            copiar(de, a, cuantos)
            if not relleno.exists():
                _llenar(disco)

        with monkeypatch.context() as parche:
            parche.setattr(exportar, "_copiar_archivo", llenar)
            assert caso.mirar() == 0
        assert caso.falla() == "Disco lleno" and caso.hay() == []
        relleno.unlink()
        assert caso.mirar() == 0, "after a failure in the middle it pauses"
        caso.mono[0] += 60
        assert caso.mirar() == 1
        assert caso.hay() == [hecho.id] and not caso.falla()


def test_a_folder_that_cannot_be_written(caso: Caso) -> None:
    hecho = caso.deposito.completo()
    with _montado(caso.otra, "size=8m") as disco:
        subprocess.run(["mount", "-o", "remount,ro", str(disco)], check=True)
        assert caso.mirar() == 0
        assert caso.falla() == "No se puede escribir en la otra carpeta"
        subprocess.run(["mount", "-o", "remount,rw,size=64m", str(disco)], check=True)
        assert caso.mirar() == 1 and caso.hay() == [hecho.id]


def test_a_byte_that_turned_there_is_found_and_mended(caso: Caso, eventos: Eventos) -> None:
    base = caso.deposito.completo()
    caso.deposito.mover(3)
    caso.deposito.incremental()
    assert caso.mirar() == 2
    assert not caso.copias.por_revisar()
    _voltear(carpeta_de(caso.otra, base.id) / "inventario.db.zst")
    assert caso.mirar() == 0, "its size is what it was"
    caso.reloj.ahora += timedelta(days=7)
    assert caso.copias.por_revisar()
    assert caso.copias.revisar(Avance()) == [base.id]
    assert not caso.copias.por_revisar()
    assert caso.mirar() == 1, "the one that was damaged, and not the good one on it"
    assert caso.copias.revisar(Avance()) == []
    assert not estado.leer(caso.otra)[base.id].falla
    assert ("verificar", base.id) in eventos()


def test_what_lacks_a_file_there_is_copied_again(caso: Caso) -> None:
    hecho = caso.deposito.completo()
    assert caso.mirar() == 1
    (carpeta_de(caso.otra, hecho.id) / "users.db.zst").unlink()
    # It is seen when anything comes or goes on either side.
    nuevo = caso.deposito.completo()
    assert caso.mirar() == 2
    assert caso.hay() == [nuevo.id, hecho.id]


def test_a_set_that_is_damaged_here_is_not_copied_and_the_others_are(caso: Caso) -> None:
    malo, bueno = caso.deposito.completo(), caso.deposito.completo()
    _voltear(carpeta_de(caso.deposito.carpeta, malo.id) / "inventario.db.zst")
    caso.mirar()
    assert caso.hay() == [bueno.id]
    assert estado.leer(caso.deposito.carpeta)[malo.id].falla
    assert not caso.falla()


def test_the_rules_of_what_is_kept_hold_there_too(caso: Caso, eventos: Eventos) -> None:
    reloj = caso.reloj
    reloj.ahora = datetime(2026, 6, 1, 12, tzinfo=UTC)
    for dia in range(12):
        reloj.ahora = datetime(2026, 6, 1 + dia, 12, tzinfo=UTC)
        caso.deposito.completo(clock=reloj)
        caso.mirar()
    # As the scheduler's own test of the program's folder says.
    assert [id_[6:8] for id_ in caso.hay()] == ["12", "11", "10", "09", "08", "07", "06"]
    assert len(carpetas.listar(caso.deposito.carpeta)) == 12, "nothing is pruned here by it"
    assert caso.mirar() == 0, "and nothing is copied only to be taken away"
    assert {accion for accion, _ in eventos()} >= {"podar", "copiar"}


def test_killed_in_the_middle_it_leaves_nothing_listed(caso: Caso) -> None:
    hecho = caso.deposito.completo()
    guion = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from rexus.respaldos import carpeta, exportar\n"
        "copiar, n = exportar._copiar_archivo, [0]\n"
        "def matar(*a):\n"
        "    n[0] += 1\n"
        "    copiar(*a)\n"
        "    if n[0] == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "exportar._copiar_archivo = matar\n"
        "exportar.copiar(carpeta.uno(Path(sys.argv[1]), sys.argv[2]), Path(sys.argv[3]))\n"
    )
    muerto = subprocess.run(
        [sys.executable, "-c", guion, str(caso.deposito.carpeta), hecho.id, str(caso.otra)], check=False
    )
    assert muerto.returncode == -9
    assert carpetas.mirar(caso.otra) == []
    assert list(caso.otra.glob(".rexus_*"))
    assert caso.mirar() == 1
    assert caso.hay() == [hecho.id]
    assert not list(caso.otra.glob(".rexus_*"))


def test_without_another_folder_nothing_is_done(deposito: Deposito) -> None:
    settings = Settings(deposito.sitio.paths)
    deposito.completo()
    for nombre in ("", str(deposito.carpeta)):
        settings.set("respaldo.carpeta", nombre)
        assert not Copias(deposito.registry, settings).paso(Avance())
        assert not (deposito.carpeta / estado_copias.ARCHIVO).exists()
    settings.close()


def test_what_lies_only_there_is_proven_and_restored_from_a_disk_that_can_only_be_read(caso: Caso) -> None:
    base = caso.deposito.completo()
    antes = caso.deposito.stock()
    caso.deposito.mover(3)
    propia = caso.deposito.carpeta
    with _montado(caso.otra, "size=64m") as disco:
        assert caso.mirar() == 1
        shutil.rmtree(base.ubicacion)
        subprocess.run(["mount", "-o", "remount,ro", str(disco)], check=True)
        assert verificar.verificar(disco, base.id, taller=propia).movimientos == 60
        restaurado = en_vivo(caso.deposito.registry, SISTEMA, disco, base.id)
        assert caso.deposito.stock() == antes
        assert restaurado.resguardo is not None and restaurado.resguardo.ubicacion.parent == propia


def test_when_the_same_set_lies_there_altered_under_its_name_it_is_another(caso: Caso) -> None:
    """Two seats on one share, and one second: the other's set is left alone, and that ours waits is told."""
    nuestro = caso.deposito.completo()
    assert caso.mirar() == 1
    de_otro = carpeta_de(caso.otra, nuestro.id)
    shutil.rmtree(nuestro.ubicacion)
    caso.deposito.mover(1)
    otro = caso.deposito.completo(clock=lambda: nuestro.fecha)
    assert otro.id == nuestro.id
    manifiesto = (de_otro / "manifest.json").read_bytes()
    caso.deposito.completo()
    assert caso.mirar() == 1
    assert caso.falla() == "Hay otro respaldo con ese nombre"
    assert (de_otro / "manifest.json").read_bytes() == manifiesto
