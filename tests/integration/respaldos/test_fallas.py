"""Faults of the disk and the folder, real ones: said in words, nothing half done, nothing live touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rexus.base.actor import SISTEMA
from rexus.base.errors import DiscoLlenoError, RexusError
from rexus.db import restauracion
from rexus.respaldos import abrir, hacer, verificar
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos.errors import EspacioInsuficienteError, RespaldoFallidoError
from rexus.respaldos.restaurar import en_carpeta, en_vivo

from .conftest import Deposito

pytestmark = pytest.mark.solo("sqlite", porque="these are faults of files and their disk")


@contextmanager
def _montado(lugar: Path, opciones: str) -> Iterator[Path]:
    """A small file system of its own at `lugar`."""
    if not (sys.platform == "linux" and os.geteuid() == 0):
        pytest.skip("mounting a small tmpfs needs root on Linux")
    lugar.mkdir(parents=True, exist_ok=True)
    hecho = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", opciones, "tmpfs", str(lugar)], check=False, capture_output=True
    )
    if hecho.returncode:
        pytest.skip(f"tmpfs cannot be mounted here: {hecho.stderr.decode()}")
    try:
        yield lugar
    finally:
        subprocess.run(["umount", "-l", str(lugar)], check=True)


def _llenar(carpeta: Path) -> Path:
    relleno = carpeta / "relleno"
    with relleno.open("wb", buffering=0) as archivo:
        try:
            while True:
                archivo.write(b"x" * 4096)
        except OSError:
            pass
    return relleno


def _restos(carpeta: Path) -> list[str]:
    return [p.name for p in carpeta.iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize("paso", ["empezado", "copiado_users", "copiado_auditoria"])
def test_the_disk_fills_up_while_a_set_is_made(
    deposito: Deposito, monkeypatch: pytest.MonkeyPatch, paso: str, eventos: Callable[[], list[tuple[str, object]]]
) -> None:
    monkeypatch.setattr(abrir, "MARGEN_BYTES", 0)
    with _montado(deposito.carpeta, "size=2m") as disco:
        rellenos: list[Path] = []

        def llenar(hecho: str) -> None:
            if hecho == paso:
                rellenos.append(_llenar(disco))

        with pytest.raises(RespaldoFallidoError, match="No queda espacio"):
            deposito.completo(al_paso=llenar)
        rellenos[0].unlink()
        assert list(disco.iterdir()) == []
        hecho = deposito.completo()
        assert verificar.verificar(disco, hecho.id).movimientos == 60
        # Not even room for the images of a proof.
        relleno = _llenar(disco)
        with pytest.raises(EspacioInsuficienteError):
            verificar.verificar(disco, hecho.id)
        with pytest.raises(EspacioInsuficienteError):
            en_vivo(deposito.registry, SISTEMA, disco, hecho.id)
        relleno.unlink()
        assert _restos(disco) == []
        assert deposito.modelo.verificar().ok
    assert [accion for accion, _ in eventos()][:2] == ["fallar", "crear"]


def test_a_disk_that_is_too_small_is_told_before_anything_is_written(deposito: Deposito) -> None:
    with _montado(deposito.carpeta, "size=8m") as disco:
        with pytest.raises(RespaldoFallidoError, match="MB libres"):
            deposito.completo()
        assert list(disco.iterdir()) == []


def test_a_folder_that_cannot_be_written(deposito: Deposito, tmp_path: Path) -> None:
    hecho = deposito.completo()
    with _montado(tmp_path / "solo lectura", "ro") as disco:
        with pytest.raises(RespaldoFallidoError, match="No se pudo escribir"):
            hacer.completo(deposito.registry, disco)
        with pytest.raises(RexusError, match="No se pudo leer o escribir"):
            en_carpeta(deposito.carpeta, hecho.id, disco / "aparte")
    archivo = tmp_path / "archivo"
    archivo.write_text("x")
    with pytest.raises(RespaldoFallidoError):
        hacer.completo(deposito.registry, archivo)
    assert archivo.read_text() == "x"


@pytest.mark.parametrize("margen", [0, abrir.MARGEN_BYTES])
def test_no_room_where_a_set_is_laid_down(
    deposito: Deposito, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, margen: int
) -> None:
    hecho = deposito.completo()
    monkeypatch.setattr(abrir, "MARGEN_BYTES", margen)
    with _montado(tmp_path / "chico", "size=400k") as disco:
        with pytest.raises(EspacioInsuficienteError):
            en_carpeta(deposito.carpeta, hecho.id, disco)
        assert list(disco.iterdir()) == []
    # Seen too late: somebody else takes the room meanwhile.
    monkeypatch.setattr(abrir, "exigir_espacio", lambda *_: None)
    with _montado(tmp_path / "chico", "size=400k") as disco:
        with pytest.raises(RexusError, match="No se pudo leer o escribir"):
            en_carpeta(deposito.carpeta, hecho.id, disco)
        assert list(disco.iterdir()) == []


@pytest.mark.parametrize("paso", hacer.PASOS[: hacer.PASOS.index("renombrado")])
def test_the_folder_goes_away_in_the_middle(deposito: Deposito, tmp_path: Path, paso: str) -> None:
    """As a disk that is pulled out."""
    antes = deposito.completo()
    lejos = tmp_path / "lejos"

    def quitar(hecho: str) -> None:
        if hecho == paso:
            deposito.carpeta.rename(lejos)

    with pytest.raises(RespaldoFallidoError, match="Revisar que la carpeta exista"):
        deposito.completo(al_paso=quitar)
    if deposito.carpeta.exists():
        shutil.rmtree(deposito.carpeta)
    lejos.rename(deposito.carpeta)
    assert [uno.id for uno in carpetas.listar(deposito.carpeta)] == [antes.id]
    assert carpetas.dudosos(deposito.carpeta) == []
    deposito.completo()
    assert _restos(deposito.carpeta) == []


def test_the_disk_of_the_live_databases_is_full_while_they_are_put_in_place(
    deposito: Deposito, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the point of no return: nobody works in a half, and with room again the next start ends it."""
    monkeypatch.setattr(abrir, "MARGEN_BYTES", 0)
    hecho = deposito.completo()
    deposito.mover(3)
    deposito.registry.close()
    data = deposito.sitio.paths.data
    aparte = data.with_name("aparte")
    shutil.copytree(data, aparte)
    with _montado(data, "size=3m") as disco:
        for archivo in aparte.iterdir():
            shutil.copyfile(archivo, disco / archivo.name)
        # Seen in time, it is refused.
        relleno = _llenar(disco)
        os.truncate(relleno, relleno.stat().st_size - 300_000)
        with pytest.raises(EspacioInsuficienteError):
            en_vivo(deposito.registry, SISTEMA, deposito.carpeta, hecho.id)
        relleno.unlink()
        assert deposito.modelo.verificar().movimientos == 63
        deposito.registry.close()
        rellenos: list[Path] = []

        def llenar(paso: str) -> None:
            if paso == "marcado":
                rellenos.append(_llenar(disco))

        with pytest.raises(DiscoLlenoError):
            en_vivo(deposito.registry, SISTEMA, deposito.carpeta, hecho.id, al_paso=llenar)
        assert restauracion.marca(deposito.sitio.paths).exists()
        with pytest.raises(DiscoLlenoError):
            deposito.modelo.verificar()
        rellenos[0].unlink()
        hecha = deposito.modelo.verificar()
        assert hecha.ok and hecha.movimientos == 60
        assert not restauracion.carpeta(deposito.sitio.paths).exists()
        deposito.registry.close()
