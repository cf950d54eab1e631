"""Proving, copying and deleting sets; what is no good set is never shown as one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit

from rexus.base.actor import SISTEMA
from rexus.db.registry import Registry
from rexus.respaldos import carpeta as carpetas
from rexus.respaldos import verificar
from rexus.respaldos.conjunto import carpeta_de
from tests import age_barato

from .conftest import Abrir, Mesa, Taller, hace


def _danar(taller: Taller, id_: str, nombre: str = "inventario.db.zst") -> None:
    """One bit of a file, in its middle; its size stays."""
    archivo = carpeta_de(taller.carpeta, id_) / nombre
    bytes_ = bytearray(archivo.read_bytes())
    bytes_[len(bytes_) // 2] ^= 1
    archivo.write_bytes(bytes_)


def test_a_good_set_is_proven_again_and_its_date_kept(abrir: Abrir, taller: Taller) -> None:
    hecho = taller.completo()
    mesa = abrir()
    mesa.con_filas(1)
    mesa.elegir(0)
    mesa.cuando_se_pueda("respaldos.verificar.ficha")
    assert "5 artículos, 5 movimientos" in mesa.aviso("está entero")
    mesa.wait(lambda: mesa.linea().verificado > hecho.verificado)  # type: ignore[operator]
    # Kept for the next time, and an event of the trail.
    assert hecho.id in (taller.carpeta / "estado.json").read_text(encoding="utf-8")
    assert _eventos(taller, "verificar") == [hecho.id]


def test_a_tampered_set_is_refused_and_shown_as_what_it_is(abrir: Abrir, taller: Taller) -> None:
    hecho = taller.completo()
    _danar(taller, hecho.id)
    mesa = abrir()
    mesa.con_filas(1)
    mesa.elegir(0)
    mesa.cuando_se_pueda("respaldos.verificar.ficha")
    mesa.aviso("Respaldo alterado")
    mesa.wait(lambda: mesa.texto("respaldos.ficha.estado").startswith("✕"))
    assert "inventario.db.zst" in mesa.texto("respaldos.ficha.porque")
    assert mesa.texto("respaldos.estado.resumen").startswith("✕"), "it does not count as a backup any more"
    assert not mesa.find("respaldos.restaurar", QAction).isEnabled()
    assert not mesa.find("respaldos.exportar", QAction).isEnabled()


def test_what_is_no_whole_set_says_why(abrir: Abrir, taller: Taller) -> None:
    viejo, nuevo = taller.completo(clock=hace(hours=1)), taller.completo()
    (carpeta_de(taller.carpeta, nuevo.id) / "users.db.zst").unlink()
    mesa = abrir()
    mesa.con_filas(2)
    assert mesa.filas()[0][1] == "No sirve: le falta «users.db.zst»"
    mesa.elegir(0)
    assert mesa.texto("respaldos.ficha.estado").startswith("✕")
    assert not mesa.find("respaldos.restaurar", QAction).isEnabled()
    mesa.wait(lambda: "1 no sirve" in mesa.texto("respaldos.pie"))
    # It is worth nothing: it may go.
    mesa.cuando_se_pueda("respaldos.eliminar.ficha")
    mesa.dialogo("respaldos.eliminar.dialogo")
    mesa.click("respaldos.eliminar.dialogo.aceptar")
    mesa.con_filas(1)
    assert [c.id for c in taller.conjuntos()] == [viejo.id]
    assert carpetas.dudosos(taller.carpeta) == []


def test_a_good_set_goes_only_when_enough_stay(abrir: Abrir, taller: Taller) -> None:
    base = taller.completo(clock=hace(hours=9))
    taller.mover()
    encima = taller.incremental(clock=hace(hours=8))
    assert encima.base == base.id
    otros = [taller.completo(clock=hace(hours=h)) for h in (7, 6)]
    mesa = abrir()
    mesa.con_filas(4)
    eliminar = mesa.find("respaldos.eliminar", QAction)
    mesa.elegir(0)
    assert not eliminar.isEnabled() and "más nuevo" in eliminar.toolTip()
    assert "más nuevo" in mesa.texto("respaldos.ficha.guardia")
    mesa.elegir(_fila(mesa, base.id))
    assert not eliminar.isEnabled() and encima.id in eliminar.toolTip()
    mesa.elegir(_fila(mesa, encima.id))
    assert eliminar.isEnabled()
    # Cancelling the question keeps it.
    mesa.cuando_se_pueda("respaldos.eliminar.ficha")
    mesa.dialogo("respaldos.eliminar.dialogo")
    mesa.click("respaldos.eliminar.dialogo.cancelar")
    assert len(taller.conjuntos()) == 4
    mesa.wait(lambda: not mesa.abiertos("respaldos.eliminar.dialogo"))
    mesa.cuando_se_pueda("respaldos.eliminar.ficha")
    mesa.dialogo("respaldos.eliminar.dialogo")
    mesa.click("respaldos.eliminar.dialogo.aceptar")
    mesa.con_filas(3)
    assert {c.id for c in taller.conjuntos()} == {base.id, *(c.id for c in otros)}
    assert _eventos(taller, "eliminar") == [encima.id]
    # Three are left: not one less.
    mesa.elegir(_fila(mesa, base.id))
    assert not eliminar.isEnabled() and "nunca se dejan menos" in eliminar.toolTip()


def test_a_copy_is_written_checked_and_whole(abrir: Abrir, taller: Taller, tmp_path: Path) -> None:
    base = taller.completo()
    taller.mover()
    encima = taller.incremental()
    destino = tmp_path / "disco externo"
    destino.mkdir()
    mesa = abrir()
    mesa.con_filas(2)
    mesa.elegir(0)
    mesa.cuando_se_pueda("respaldos.exportar.ficha")
    mesa.wait(lambda: mesa.application.window.findChildren(QFileDialog))
    dialogo = mesa.find("archivo.carpeta", QFileDialog)
    edit = dialogo.findChild(QLineEdit, "fileNameEdit")
    assert edit is not None
    edit.setText(str(destino))
    dialogo.accept()
    assert "También el completo" in mesa.aviso("Copiado y comprobado")
    assert {c.id for c in carpetas.listar(destino)} == {base.id, encima.id}
    # It restores from there, without what it was copied from.
    shutil.rmtree(taller.carpeta)
    assert verificar.verificar(destino, encima.id).movimientos == 6


def test_sets_of_the_other_folder_are_seen_too(
    abrir: Abrir, taller: Taller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aqui_y_alla, solo_alla, solo_aqui = taller.completo(), taller.completo(), taller.completo()
    otra = tmp_path / "usb"
    otra.mkdir()
    for conjunto in (aqui_y_alla, solo_alla):
        shutil.copytree(conjunto.ubicacion, otra / conjunto.ubicacion.name)
    shutil.rmtree(solo_alla.ubicacion)
    monkeypatch.setenv("REXUS_RESPALDO_CARPETA", str(otra))
    mesa = abrir()
    mesa.con_filas(3)
    donde = {mesa.id_de_fila(n): fila[6] for n, fila in enumerate(mesa.filas())}
    assert donde == {
        aqui_y_alla.id: "Aquí y en la otra carpeta",
        solo_alla.id: "Solo en la otra carpeta",
        solo_aqui.id: "Aquí",
    }
    mesa.wait(lambda: "Por copiar a" in mesa.texto("respaldos.estado.otra_carpeta"))
    assert mesa.texto("respaldos.estado.otra_carpeta").endswith(": 1 respaldo.")
    mesa.elegir(_fila(mesa, solo_alla.id))
    mesa.cuando_se_pueda("respaldos.verificar.ficha")
    mesa.aviso("está entero")
    # The disk is unplugged.
    otra.rename(tmp_path / "fuera")
    mesa.trigger("respaldos.actualizar")
    mesa.con_filas(2)
    mesa.wait(lambda: "No se puede usar la otra carpeta" in mesa.texto("respaldos.estado.otra_carpeta"))


def test_the_folder_is_opened(abrir: Abrir, taller: Taller, monkeypatch: pytest.MonkeyPatch) -> None:
    vistas: list[Path] = []
    # What the system would be asked for.
    opens = [True, False]

    def open_url(url: QUrl) -> bool:
        vistas.append(Path(url.toLocalFile()))
        return opens.pop(0)

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    taller.completo()
    mesa = abrir()
    mesa.con_filas(1)
    mesa.trigger("respaldos.abrir_carpeta")
    assert vistas == [taller.carpeta]
    # A system that has nothing to show folders with: said, and where it is.
    mesa.trigger("respaldos.abrir_carpeta")
    assert vistas == [taller.carpeta, taller.carpeta]
    assert f"está en «{taller.carpeta.parent}»" in mesa.aviso("El sistema no tiene con qué abrir")


def test_an_encrypted_set_asks_for_its_passphrase(
    abrir: Abrir, taller: Taller, monkeypatch: pytest.MonkeyPatch
) -> None:
    age_barato.usar(monkeypatch)
    taller.completo(frase="cuatro hojas y un marco")
    mesa = abrir()
    mesa.con_filas(1)
    mesa.elegir(0)
    assert mesa.texto("respaldos.ficha.cifrado") == "Sí, con frase"
    mesa.cuando_se_pueda("respaldos.verificar.ficha")
    assert "no hay ninguna frase guardada" in _palabras(mesa.dialogo("respaldos.frase"))
    mesa.type("respaldos.frase.texto", "otra")
    mesa.click("respaldos.frase.aceptar")
    # The wrong one is asked for again, with a word about it.
    mesa.wait(lambda: mesa.abiertos("respaldos.frase") and mesa.find("respaldos.frase.texto").text() == "")  # type: ignore[attr-defined]
    assert "Esa frase no abre" in _palabras(mesa.dialogo("respaldos.frase"))
    mesa.type("respaldos.frase.texto", "cuatro hojas y un marco")
    mesa.click("respaldos.frase.aceptar")
    mesa.aviso("está entero")


def _fila(mesa: Mesa, id_: str) -> int:
    return next(n for n in range(mesa.modelo.rowCount()) if mesa.id_de_fila(n) == id_)


def _palabras(dialogo: QDialog) -> str:
    return " ".join(label.text() for label in dialogo.findChildren(QLabel))


def _eventos(taller: Taller, accion: str) -> list[str]:
    registry = Registry(taller.paths)
    try:
        with registry.read("users", SISTEMA) as work:
            filas = work.connection.exec_driver_sql(
                f"SELECT registro FROM outbox WHERE modulo = 'respaldos' AND accion = '{accion}' ORDER BY id"
            )
            return [fila[0] for fila in filas]
    finally:
        registry.close()
