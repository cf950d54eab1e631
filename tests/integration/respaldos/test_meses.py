"""The months that left the trail: they go to the other folder with the sets, and are found beside them or at home."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rexus.auditoria import Auditoria, carpeta_de_archivos, reenviar
from rexus.base.actor import SISTEMA
from rexus.base.progress import Avance
from rexus.db.names import INVENTARIO
from rexus.db.registry import Registry
from rexus.db.work import Work
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import hacer, meses, verificar
from rexus.respaldos.conjunto import Conjunto
from rexus.respaldos.copias import Copias
from rexus.respaldos.restaurar import en_carpeta, en_vivo
from rexus.settings import Settings
from tests.integration.auditoria.conftest import Reloj
from tests.reloj import Reloj as RelojDePared
from tests.servers.sitio import Sitio

pytestmark = pytest.mark.solo("sqlite", porque="what is copied are files, whatever engine they came from")


@dataclass
class Archivado:
    """A workshop two of whose months left the trail, a set of it, and its other folder."""

    registry: Registry
    conjunto: Conjunto
    otra: Path
    copias: Copias
    reloj: RelojDePared

    @property
    def carpeta(self) -> Path:
        return self.registry.paths.backups

    @property
    def de_aqui(self) -> Path:
        return carpeta_de_archivos(self.registry.paths)

    @property
    def de_alla(self) -> Path:
        return self.otra / "auditoria"

    def mirar(self) -> None:
        while self.copias.paso(Avance()):
            pass


def _nada(work: Work) -> None:
    work.anotar("prueba", "hacer", "cosas", 1)


@pytest.fixture
def archivado(sitio: Sitio, tmp_path: Path) -> Iterator[Archivado]:
    reloj = Reloj()
    reloj.ahora = datetime.now(UTC) - timedelta(days=93)
    viejo = sitio.registry(clock=reloj)
    InventarioModel(viejo, lambda: SISTEMA).crear({"codigo": "P1"}, stock_inicial=5)
    for _ in range(3):
        for _ in range(5):
            viejo.escribir(INVENTARIO, SISTEMA, _nada)
        reenviar(viejo)
        reloj.ahora += timedelta(days=31)
    assert len(Auditoria(viejo, lambda: SISTEMA).archivar(1)) == 2
    viejo.close()
    registry = sitio.registry()
    conjunto = hacer.completo(registry, sitio.paths.backups)
    otra = tmp_path / "usb"
    otra.mkdir()
    settings = Settings(sitio.paths)
    settings.set("respaldo.carpeta", str(otra))
    pared = RelojDePared()
    yield Archivado(registry, conjunto, otra, Copias(registry, settings, clock=pared), pared)
    settings.close()
    registry.close()


def _contenido(carpeta: Path) -> dict[str, bytes]:
    return {archivo.name: archivo.read_bytes() for archivo in sorted(carpeta.iterdir())}


def _voltear(archivo: Path) -> None:
    datos = bytearray(archivo.read_bytes())
    datos[len(datos) // 2] ^= 1
    archivo.write_bytes(datos)


def test_they_go_to_the_other_folder_with_the_sets(archivado: Archivado) -> None:
    archivado.mirar()
    assert len(_contenido(archivado.de_aqui)) == 4
    assert _contenido(archivado.de_alla) == _contenido(archivado.de_aqui)
    # One that is lost there is found missing by the next look.
    primero = sorted(archivado.de_alla.glob("*.gz"))[0]
    primero.unlink()
    archivado.mirar()
    assert _contenido(archivado.de_alla) == _contenido(archivado.de_aqui)


def test_a_damaged_month_is_not_copied_and_stops_nothing(archivado: Archivado) -> None:
    primero, segundo = sorted(archivado.de_aqui.glob("*.gz"))
    _voltear(primero)
    archivado.mirar()
    assert [a.name for a in archivado.de_alla.glob("*.gz")] == [segundo.name]
    assert (archivado.otra / archivado.conjunto.ubicacion.name).is_dir()


def test_a_copy_that_is_damaged_there_is_made_anew_when_it_is_read_again(archivado: Archivado) -> None:
    archivado.mirar()
    _voltear(sorted(archivado.de_alla.glob("*.gz"))[1])
    assert archivado.copias.revisar(Avance()) == []
    assert _contenido(archivado.de_alla) == _contenido(archivado.de_aqui)


@pytest.mark.parametrize("como", ["verificar", "en_carpeta"])
def test_they_are_looked_for_beside_the_set_and_else_at_home(archivado: Archivado, tmp_path: Path, como: str) -> None:
    archivado.mirar()
    veces = 0

    def avisos() -> tuple[str, ...]:
        nonlocal veces
        veces += 1
        if como == "verificar":
            hecha = verificar.verificar(archivado.otra, archivado.conjunto.id, taller=archivado.carpeta)
        else:
            hecha = en_carpeta(
                archivado.otra, archivado.conjunto.id, tmp_path / f"aparte{veces}", propia=archivado.carpeta
            )
        return hecha.avisos

    # What lies at home is nothing to a folder that has its own.
    _voltear(sorted(archivado.de_aqui.glob("*.gz"))[0])
    assert avisos() == ()
    _voltear(sorted(archivado.de_alla.glob("*.gz"))[0])
    assert "archivo" in avisos()[0].lower()
    shutil.rmtree(archivado.de_alla)
    assert "archivo" in avisos()[0].lower(), "those at home are looked at"
    _voltear(sorted(archivado.de_aqui.glob("*.gz"))[0])
    assert avisos() == ()


def test_a_restore_brings_those_that_this_machine_does_not_have(archivado: Archivado) -> None:
    archivado.mirar()
    primero, segundo = sorted(archivado.de_aqui.glob("*.gz"))
    esperado = _contenido(archivado.de_aqui)
    for archivo in archivado.de_aqui.glob(f"{primero.name}*"):
        archivo.unlink()
    # What is there is this machine's own and stays.
    _voltear(segundo)
    propio = segundo.read_bytes()
    en_vivo(archivado.registry, SISTEMA, archivado.otra, archivado.conjunto.id)
    assert _contenido(archivado.de_aqui) == {**esperado, segundo.name: propio}
    assert meses.faltan(archivado.carpeta, archivado.otra) == []
