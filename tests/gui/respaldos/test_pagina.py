"""The page itself: what it says of a set, its columns, and all of it by keyboard."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from rexus.db.work import now_utc
from rexus.respaldos import estado

from .conftest import Abrir, Mesa, Taller, hace


def test_one_whose_test_failed_says_so_and_the_newest_is_still_good(abrir: Abrir, taller: Taller) -> None:
    viejo = taller.completo(clock=hace(days=3))
    taller.completo(clock=hace(hours=5))
    falla = "El stock de 3 artículos no es el de sus movimientos."
    estado.anotar_prueba(taller.carpeta, viejo.id, now_utc() - timedelta(days=1), falla)
    mesa = abrir()
    mesa.con_filas(2)
    mesa.wait(lambda: mesa.texto("respaldos.estado.resumen").startswith("✓"))
    assert mesa.texto("respaldos.estado.falla").startswith("✕ La prueba del respaldo falló.")
    mesa.elegir(1)
    assert mesa.texto("respaldos.ficha.estado") == "▲ Entero, pero al probarlo falló"
    assert mesa.texto("respaldos.ficha.porque") == falla
    assert mesa.texto("respaldos.ficha.probado").startswith("✕ ")
    mesa.elegir(0)
    assert mesa.texto("respaldos.ficha.estado") == "✓ Entero y verificado"
    assert not mesa.has("respaldos.ficha.porque")


def test_of_what_is_no_set_only_what_is_known_is_told(abrir: Abrir, taller: Taller) -> None:
    roto = taller.completo(clock=hace(hours=5))
    taller.completo(clock=hace(hours=4))
    (roto.ubicacion / "users.db.zst").unlink()
    mesa = abrir()
    mesa.con_filas(2)
    mesa.elegir(0)
    assert mesa.has("respaldos.ficha.motor") and "Motor" in _titulos(mesa)
    # One that stands on nothing has no line for what it stands on.
    assert not mesa.has("respaldos.ficha.base") and "Se apoya en" not in _titulos(mesa)
    mesa.elegir(1)
    assert {"Antigüedad", "Dónde"} <= _titulos(mesa)
    assert not {"Motor", "Verificado", "Movimientos"} & _titulos(mesa)
    assert not mesa.has("respaldos.ficha.verificado")


def test_the_columns_are_as_they_were_left(abrir: Abrir, taller: Taller) -> None:
    taller.completo()
    mesa = abrir()
    mesa.con_filas(1)
    # In a window of 1400 not all have room; the page's own doing is nobody's choice.
    assert "donde" in _ocultas(mesa) and not {"fecha", "tipo", "verificado", "probado"} & _ocultas(mesa)
    assert "columnas" not in mesa.application.settings.get("respaldos.columnas")
    mesa.tabla.set_column_visible("tamano", False)
    mesa.wait(lambda: mesa.application.settings.get("respaldos.columnas").get("columnas"))
    ocultas = _ocultas(mesa)
    mesa.application.close()
    otra = abrir()
    otra.con_filas(1)
    assert _ocultas(otra) == ocultas and "tamano" in ocultas


def test_everything_is_reached_by_tab(abrir: Abrir, taller: Taller) -> None:
    for dias in (3, 2, 1):
        taller.completo(clock=hace(days=dias))
    taller.completo(clock=hace(hours=1))
    mesa = abrir()
    mesa.con_filas(4)
    mesa.elegir(1)
    mesa.tabla.setFocus()
    vistos: list[str] = []
    while not vistos or (vistos[-1] != "respaldos.tabla" and len(vistos) < 60):
        mesa.press(Qt.Key.Key_Tab)
        actual = QApplication.focusWidget()
        assert actual is not None
        vistos.append(actual.objectName())
        assert actual.accessibleName() or actual.objectName() == "qt_spinbox_lineedit", vistos[-1]
    quiere = {"respaldos.mas", "respaldos.completo", "respaldos.tabla"} | {
        f"respaldos.{verbo}.ficha" for verbo in ("verificar", "restaurar", "exportar", "eliminar")
    }
    assert quiere <= set(vistos), quiere - set(vistos)


def test_a_set_is_proven_and_deleted_without_a_mouse(abrir: Abrir, taller: Taller) -> None:
    for dias in (4, 3, 2, 1):
        taller.completo(clock=hace(days=dias))
    mesa = abrir()
    mesa.con_filas(4)
    mesa.tabla.setFocus()
    mesa.press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    id_ = mesa.id_de_fila(3)
    mesa.wait(lambda: mesa.texto("respaldos.ficha.id").endswith(id_))
    # Enter proves the one that is chosen.
    mesa.press(Qt.Key.Key_Return)
    mesa.aviso("está entero")
    mesa.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier, on=mesa.tabla)
    dialogo = mesa.dialogo("respaldos.eliminar.dialogo")
    # Esc is no.
    mesa.press(Qt.Key.Key_Escape, on=dialogo)
    _sin_dialogo(mesa)
    assert len(taller.conjuntos()) == 4
    mesa.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier, on=mesa.tabla)
    dialogo = mesa.dialogo("respaldos.eliminar.dialogo")
    # And so is Enter, until the other button is chosen.
    cancelar = mesa.find("respaldos.eliminar.dialogo.cancelar")
    mesa.wait(cancelar.hasFocus)
    mesa.press(Qt.Key.Key_Return, on=cancelar)
    _sin_dialogo(mesa)
    assert len(taller.conjuntos()) == 4
    mesa.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier, on=mesa.tabla)
    mesa.dialogo("respaldos.eliminar.dialogo")
    mesa.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, on=mesa.find("respaldos.eliminar.dialogo"))
    mesa.con_filas(3)
    assert id_ not in {c.id for c in taller.conjuntos()}


def test_deleting_says_that_the_copy_stays(
    abrir: Abrir, taller: Taller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for dias in (4, 3, 2, 1):
        conjunto = taller.completo(clock=hace(days=dias))
    viejo = taller.conjuntos()[-1]
    otra = tmp_path / "usb"
    otra.mkdir()
    shutil.copytree(viejo.ubicacion, otra / viejo.ubicacion.name)
    monkeypatch.setenv("REXUS_RESPALDO_CARPETA", str(otra))
    mesa = abrir()
    mesa.con_filas(4)
    assert conjunto.id == mesa.id_de_fila(0)
    mesa.elegir(3)
    mesa.cuando_se_pueda("respaldos.eliminar.ficha")
    dialogo = mesa.dialogo("respaldos.eliminar.dialogo")
    assert "La copia de la otra carpeta queda." in " ".join(label.text() for label in dialogo.findChildren(QLabel))
    mesa.click("respaldos.eliminar.dialogo.aceptar")
    mesa.wait(lambda: mesa.filas()[3][6] == "Solo en la otra carpeta")
    assert (otra / viejo.ubicacion.name).is_dir() and not viejo.ubicacion.exists()


def _sin_dialogo(mesa: Mesa) -> None:
    """The question is gone, and the keys are at the table again."""
    mesa.wait(lambda: not mesa.abiertos("respaldos.eliminar.dialogo"))
    # Without a window manager nobody gives the window its keys back.
    mesa.application.window.activateWindow()
    mesa.wait(mesa.tabla.hasFocus)


def _titulos(mesa: Mesa) -> set[str]:
    """What stands before the data that the pane shows."""
    return {label.text() for label in mesa.find("respaldos.ficha").findChildren(QLabel) if label.isVisible()}


def _ocultas(mesa: Mesa) -> set[str]:
    return {c["clave"] for c in mesa.tabla.layout_state()["columnas"] if not c["visible"]}
