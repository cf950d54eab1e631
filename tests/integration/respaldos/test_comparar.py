"""What a restore would take and bring, counted; copies elsewhere; sets that are deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from rexus import seguridad
from rexus.base.actor import SISTEMA
from rexus.base.errors import ArchivoError, CanceladoError, ConflictoError, NoEncontradoError
from rexus.base.progress import Avance
from rexus.db.names import USERS
from rexus.db.work import now_utc
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import comparar, eliminar, exportar, frase, verificar
from rexus.respaldos.comparar import Cambio
from rexus.respaldos.conjunto import carpeta_de
from rexus.respaldos.ejecutor import Ejecutor
from rexus.respaldos.errors import DestinoOcupadoError, FraseError, RespaldoAlteradoError, RespaldoFallidoError
from rexus.respaldos.restaurar import en_vivo
from rexus.settings import Settings

from .conftest import Deposito

pytestmark = pytest.mark.solo("sqlite", porque="sets of the embedded engine")


def _danar(deposito: Deposito, id_: str, nombre: str) -> None:
    archivo = carpeta_de(deposito.carpeta, id_) / nombre
    bytes_ = bytearray(archivo.read_bytes())
    bytes_[len(bytes_) // 2] ^= 1
    archivo.write_bytes(bytes_)


def test_nothing_differs_right_after(deposito: Deposito) -> None:
    hecho = deposito.completo()
    vista = comparar.comparar(deposito.registry, deposito.carpeta, hecho.id)
    assert (vista.movimientos, vista.articulos, vista.cuentas) == (Cambio(), Cambio(), Cambio())
    assert vista.desde is None and vista.hasta is None


def test_what_came_after_is_counted(deposito: Deposito) -> None:
    hecho = deposito.completo()
    antes = now_utc()
    deposito.mover(7)
    deposito.modelo.crear({"codigo": "NUEVO", "descripcion": "x"}, stock_inicial=1)
    with deposito.registry.write(USERS, SISTEMA) as work:
        seguridad.crear_primer_administrador(work, "ana", "siete barras de aluminio")
    vista = comparar.comparar(deposito.registry, deposito.carpeta, hecho.id)
    assert vista.movimientos == Cambio(se_pierden=8)
    assert vista.articulos == Cambio(se_pierden=1, cambian=7)
    assert vista.cuentas == Cambio(se_pierden=1)
    assert vista.desde is not None and vista.hasta is not None
    assert antes - timedelta(seconds=1) <= vista.desde <= vista.hasta <= now_utc()


def test_another_history_is_lost_and_brought_back(deposito: Deposito) -> None:
    """The set holds movements that a restore took away, and others bear their numbers now."""
    with deposito.registry.write(USERS, SISTEMA) as work:
        seguridad.crear_primer_administrador(work, "ana", "siete barras de aluminio")
    viejo = deposito.completo()
    deposito.mover(5)
    nuevo = deposito.completo()
    en_vivo(deposito.registry, SISTEMA, deposito.carpeta, viejo.id)
    deposito.mover(2)
    vista = comparar.comparar(deposito.registry, deposito.carpeta, nuevo.id)
    assert vista.movimientos == Cambio(se_pierden=2, vuelven=5)


def test_an_incremental_set_is_compared_too(deposito: Deposito) -> None:
    deposito.completo()
    deposito.mover(2)
    encima = deposito.incremental()
    assert encima.tipo == "incremental"
    deposito.mover(3)
    assert comparar.comparar(deposito.registry, deposito.carpeta, encima.id).movimientos == Cambio(se_pierden=3)


def test_a_tampered_set_is_not_compared_and_nothing_is_left(deposito: Deposito) -> None:
    hecho = deposito.completo()
    _danar(deposito, hecho.id, "inventario.db.zst")
    with pytest.raises(RespaldoAlteradoError):
        comparar.comparar(deposito.registry, deposito.carpeta, hecho.id)
    assert [e.name for e in deposito.carpeta.iterdir() if e.name.startswith(".rexus_comparar")] == []


def test_a_comparison_can_be_stopped(deposito: Deposito) -> None:
    hecho = deposito.completo()
    avance = Avance()
    avance.cancelar()
    with pytest.raises(CanceladoError):
        comparar.comparar(deposito.registry, deposito.carpeta, hecho.id, avance=avance)


# ── Copies elsewhere ──


@pytest.fixture
def destino(tmp_path: Path) -> Path:
    """Another disk."""
    lugar = tmp_path / "otro disco"
    lugar.mkdir()
    return lugar


def test_a_copy_holds_the_base_and_restores_alone(deposito: Deposito, destino: Path) -> None:
    base = deposito.completo()
    deposito.mover()
    encima = deposito.incremental()
    pasos: list[tuple[int, int]] = []
    hechas = exportar.exportar(deposito.carpeta, encima.id, destino, Avance(lambda h, t: pasos.append((h, t))))
    assert [c.name for c in hechas] == [base.ubicacion.name, encima.ubicacion.name]
    assert pasos == sorted(pasos) and pasos[-1][0] >= sum(a.bytes for a in (*base.archivos, *encima.archivos))
    assert verificar.verificar(destino, encima.id).movimientos == encima.movimientos
    # Again: what is there is proven, and stays.
    assert exportar.exportar(deposito.carpeta, encima.id, destino) == hechas
    assert sorted(e.name for e in destino.iterdir()) == sorted(c.name for c in hechas)


def test_a_damaged_set_is_not_copied(deposito: Deposito, destino: Path) -> None:
    hecho = deposito.completo()
    _danar(deposito, hecho.id, "users.db.zst")
    with pytest.raises(RespaldoAlteradoError):
        exportar.exportar(deposito.carpeta, hecho.id, destino)
    assert list(destino.iterdir()) == []


def test_a_copy_that_is_cancelled_leaves_nothing(deposito: Deposito, destino: Path) -> None:
    hecho = deposito.completo()
    avance = Avance()

    def parar(hecho_: int, total: int) -> None:
        if hecho_ > total // 3:
            avance.cancelar()

    avance._al_avanzar = parar
    with pytest.raises(CanceladoError):
        exportar.exportar(deposito.carpeta, hecho.id, destino, avance)
    assert list(destino.iterdir()) == []


def test_what_bears_the_name_and_is_another_stays(deposito: Deposito, destino: Path) -> None:
    hecho = deposito.completo()
    lugar = carpeta_de(destino, hecho.id)
    lugar.mkdir()
    (lugar / "manifest.json").write_text("{}")
    with pytest.raises(DestinoOcupadoError):
        exportar.exportar(deposito.carpeta, hecho.id, destino)
    assert (lugar / "manifest.json").read_text() == "{}"


def test_a_folder_that_is_gone_is_told(deposito: Deposito, destino: Path) -> None:
    hecho = deposito.completo()
    with pytest.raises(ArchivoError):
        exportar.exportar(deposito.carpeta, hecho.id, destino / "no está")


# ── Deleting ──


def _hace(horas: float) -> Callable[[], object]:
    return lambda: now_utc() - timedelta(hours=horas)


def test_the_guards_hold(deposito: Deposito) -> None:
    base = deposito.completo(clock=_hace(9))
    deposito.mover()
    encima = deposito.incremental(clock=_hace(8))
    otro = deposito.completo(clock=_hace(7))
    nuevo = deposito.completo(clock=_hace(6))
    for id_, palabra in ((nuevo.id, "más nuevo"), (base.id, encima.id)):
        with pytest.raises(ConflictoError, match=palabra):
            eliminar.eliminar(deposito.registry, SISTEMA, deposito.carpeta, id_)
    eliminar.eliminar(deposito.registry, SISTEMA, deposito.carpeta, encima.id)
    # Three are left.
    for id_ in (base.id, otro.id):
        with pytest.raises(ConflictoError, match="nunca se dejan menos"):
            eliminar.eliminar(deposito.registry, SISTEMA, deposito.carpeta, id_)
    assert {c.id for c in carpetas.listar(deposito.carpeta)} == {base.id, otro.id, nuevo.id}
    with pytest.raises(NoEncontradoError):
        eliminar.eliminar(deposito.registry, SISTEMA, deposito.carpeta, encima.id)


def test_what_was_found_altered_counts_for_nothing(deposito: Deposito) -> None:
    ids = [deposito.completo(clock=_hace(h)).id for h in (9, 8, 7, 6)]
    hallados = carpetas.mirar(deposito.carpeta)
    # The newest is no good: it may go, and the one before it is the one that stays.
    assert eliminar.por_que_no(hallados, ids[3], [ids[3]]) == ""
    assert "más nuevo" in eliminar.por_que_no(hallados, ids[2], [ids[3]])
    assert "nunca se dejan menos" in eliminar.por_que_no(hallados, ids[0], [ids[3]])
    eliminar.eliminar(deposito.registry, SISTEMA, deposito.carpeta, ids[3], [ids[3]])
    assert len(carpetas.listar(deposito.carpeta)) == 3


# ── The passphrase ──


def test_new_sets_are_encrypted_with_the_kept_passphrase(deposito: Deposito, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(deposito.sitio.paths)
    try:
        guardadas: dict[str, str] = {}
        monkeypatch.setattr(settings, "secreto", lambda clave: guardadas.get(clave, ""))
        assert frase.para_cifrar(settings) is None
        settings.set("respaldo.cifrar", True)
        ejecutor = Ejecutor(deposito.registry, settings)
        # A set that lies open would be no favour.
        with pytest.raises(RespaldoFallidoError):
            ejecutor.hacer("completo", avance=Avance())
        guardadas["respaldo.frase"] = "cuatro hojas y un marco"
        hecho = ejecutor.hacer("completo", avance=Avance())
        assert hecho.cifrado
        with pytest.raises(FraseError):
            verificar.verificar(deposito.carpeta, hecho.id)
        assert verificar.verificar(deposito.carpeta, hecho.id, frase=frase.para_abrir(settings)).movimientos == 60
    finally:
        settings.close()
