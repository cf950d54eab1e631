"""The weekly test: the newest set is restored and worked with; what is wrong with it is found and told."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rexus.base import idioma
from rexus.base.actor import SISTEMA
from rexus.base.errors import CanceladoError
from rexus.base.progress import Avance
from rexus.modulos.respaldos.model import RespaldosModel
from rexus.respaldos import estado, prueba, verificar
from rexus.respaldos.conjunto import carpeta_de
from rexus.respaldos.ejecutor import Ejecutor
from rexus.respaldos.errors import FraseError, RespaldoAlteradoError
from rexus.settings import Settings
from tests.reloj import Reloj

from .conftest import Deposito

pytestmark = pytest.mark.solo("sqlite", porque="a set holds the same images whatever engine it was made of")

AHORA = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def reloj() -> Reloj:
    return Reloj(AHORA)


def _voltear(archivo: Path) -> None:
    with archivo.open("r+b") as abierto:
        abierto.seek(archivo.stat().st_size // 2)
        uno = abierto.read(1)
        abierto.seek(-1, os.SEEK_CUR)
        abierto.write(bytes([uno[0] ^ 1]))


def _probar(deposito: Deposito, reloj: Reloj, **kw: str) -> prueba.Prueba | None:
    return prueba.hacer(deposito.registry, deposito.carpeta, clock=reloj, **kw)  # type: ignore[arg-type]


def _resultados(deposito: Deposito) -> list[dict[str, str]]:
    """What the trail says of each test."""
    with deposito.registry.read("users", SISTEMA) as work:
        filas = work.connection.exec_driver_sql("SELECT despues FROM outbox WHERE accion = 'probar' ORDER BY id")
        return [json.loads(fila[0]) for fila in filas]


def _restos(carpeta: Path) -> list[str]:
    return [p.name for p in carpeta.iterdir() if p.name.startswith(".rexus")]


def test_the_newest_set_is_restored_and_worked_with(
    deposito: Deposito, reloj: Reloj, eventos: Callable[[], list[tuple[str, str | None]]]
) -> None:
    assert _probar(deposito, reloj) is None
    deposito.completo(clock=reloj)
    deposito.mover(3)
    reloj.ahora += timedelta(hours=1)
    nuevo = deposito.incremental(clock=reloj)
    # Whatever language the machine speaks, the trail is told the same.
    idioma.hablar("en")
    hecha = _probar(deposito, reloj)
    idioma.hablar(idioma.ESPANOL)
    assert _resultados(deposito) == [{"resultado": "entero"}]
    assert hecha is not None and hecha.error is None and hecha.revision is not None
    assert (hecha.conjunto.id, hecha.revision.movimientos) == (nuevo.id, 63)
    suerte = estado.leer(deposito.carpeta)[nuevo.id]
    assert (suerte.probado, suerte.falla_de_prueba) == (reloj.ahora, "")
    assert ("probar", nuevo.id) in eventos()
    assert _restos(deposito.carpeta) == []
    assert deposito.modelo.verificar().ok


@pytest.mark.parametrize("cual", ["inventario.db.zst", "manifest.json"])
def test_a_damaged_set_is_found_and_the_next_test_is_of_another(
    deposito: Deposito, reloj: Reloj, cual: str, eventos: Callable[[], list[tuple[str, str | None]]]
) -> None:
    viejo = deposito.completo(clock=reloj)
    reloj.ahora += timedelta(hours=1)
    nuevo = deposito.completo(clock=reloj)
    _voltear(carpeta_de(deposito.carpeta, nuevo.id) / cual)
    hecha = _probar(deposito, reloj)
    if cual == "manifest.json":
        # It is no set any more: seen without any test.
        assert hecha is not None and hecha.conjunto.id == viejo.id and hecha.error is None
        return
    assert hecha is not None and isinstance(hecha.error, RespaldoAlteradoError)
    suerte = estado.leer(deposito.carpeta)[nuevo.id]
    assert suerte.falla_de_prueba and suerte.falla and suerte.probado == reloj.ahora
    assert ("probar", nuevo.id) in eventos()
    assert _restos(deposito.carpeta) == []
    settings = Settings(deposito.sitio.paths)
    panorama = RespaldosModel(deposito.registry, lambda: deposito.modelo._actor(), settings).panorama()
    settings.close()
    assert panorama.prueba_fallida == suerte.falla_de_prueba
    reloj.ahora += prueba.OTRA_VEZ
    assert prueba.toca(estado.leer(deposito.carpeta), reloj.ahora)
    otra = _probar(deposito, reloj)
    assert otra is not None and otra.conjunto.id == viejo.id and otra.error is None
    dicho = _resultados(deposito)
    assert [uno["resultado"] for uno in dicho] == ["alterado", "entero"]
    assert nuevo.id in dicho[0]["porque"]


def test_what_only_the_program_would_notice_is_found(
    deposito: Deposito, reloj: Reloj, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof of the images passes, and what is opened of them is another stock."""
    deposito.completo(clock=reloj)
    probar = prueba.probar

    def y_estropear(*args: object) -> verificar.Revision:
        hecha = probar(*args)  # type: ignore[arg-type]
        imagenes: dict[str, Path] = args[1]  # type: ignore[assignment]
        with closing(sqlite3.connect(imagenes["inventario"])) as base:
            base.execute("UPDATE existencias SET cantidad = cantidad + 1")
            base.commit()
        return hecha

    monkeypatch.setattr(prueba, "probar", y_estropear)
    hecha = _probar(deposito, reloj)
    assert hecha is not None and hecha.error is not None and "stock" in hecha.error.frase


def test_an_encrypted_set_needs_its_passphrase_and_says_so(deposito: Deposito, reloj: Reloj) -> None:
    hecho = deposito.completo(frase="una frase larga", clock=reloj)
    sin = _probar(deposito, reloj)
    assert sin is not None and isinstance(sin.error, FraseError)
    suerte = estado.leer(deposito.carpeta)[hecho.id]
    assert "frase" in suerte.falla_de_prueba and not suerte.falla, "nothing is wrong with the set"
    con = _probar(deposito, reloj, frase="una frase larga")
    assert con is not None and con.error is None
    assert not estado.leer(deposito.carpeta)[hecho.id].falla_de_prueba


def test_cancelled_it_leaves_nothing_and_is_still_due(deposito: Deposito, reloj: Reloj) -> None:
    deposito.completo(clock=reloj)
    avance = Avance()
    avance.cancelar()
    with pytest.raises(CanceladoError):
        prueba.hacer(deposito.registry, deposito.carpeta, avance=avance, clock=reloj)
    assert _restos(deposito.carpeta) == []
    assert prueba.toca(estado.leer(deposito.carpeta), reloj.ahora)


def test_once_a_week(deposito: Deposito, reloj: Reloj) -> None:
    settings = Settings(deposito.sitio.paths)
    ejecutor = Ejecutor(deposito.sitio.registry(), settings, clock=reloj)
    assert not ejecutor.probar(Avance()), "there is nothing to test"
    deposito.completo(clock=reloj)
    assert ejecutor.probar(Avance())
    for _ in range(6):
        reloj.ahora += timedelta(days=1)
        assert not ejecutor.probar(Avance())
    reloj.ahora += timedelta(days=1)
    assert ejecutor.probar(Avance())
    # A clock that was set back does not put it off.
    reloj.ahora -= timedelta(days=3)
    assert not prueba.toca(estado.leer(deposito.carpeta), AHORA + timedelta(days=8))
    ejecutor.close()
    settings.close()
