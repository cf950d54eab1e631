"""Restoring from the window while the window's own threads go on: none of them is taken for another seat."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from rexus.auditoria import pendientes, reenviador
from rexus.auditoria.reenvio import pasada
from rexus.respaldos import hacer
from rexus.shell.services import Services
from tests.gui.conftest import USUARIO, Driver

from .conftest import Mesa, Taller

DIALOGO = "respaldos.restaurar.dialogo"


def test_a_restore_succeeds_while_the_own_threads_write(
    taller: Taller, start: Callable[[], Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The forwarder's thread lives and hands nothing on by itself: what it would hand on comes when the test says so.
    monkeypatch.setattr(reenviador, "pasada", lambda _registry, _avance: (0, 0))
    driver = start()
    mesa = Mesa(driver.application, driver.qtbot)
    mesa.enter(USUARIO)
    services = driver.application.services
    assert isinstance(services, Services) and services.programador is not None
    # The scheduler makes the set, and lives on.
    services.programador.despertar()
    mesa.wait(lambda: len(taller.conjuntos()) == 1 and not services.programador.estado.haciendo)
    antes = taller.stock()
    taller.mover(6)
    assert pendientes(services.registry).esperan >= 6
    de_verdad, enviadas = hacer.completo, []

    def completo(*args: Any, **kw: Any) -> Any:
        """Each safety set, and what this seat's forwarder hands on, and notes in both databases, before it is used."""
        hecho = de_verdad(*args, **kw)
        esperaban = pendientes(services.registry).esperan
        hilo = threading.Thread(target=pasada, args=(services.registry,), kwargs={"cuantas": 1})
        hilo.start()
        hilo.join()
        enviadas.append(esperaban - pendientes(services.registry).esperan)
        services.programador.despertar()
        return hecho

    monkeypatch.setattr(hacer, "completo", completo)
    mesa.ir()
    mesa.con_filas(1)
    mesa.elegir(0)
    mesa.cuando_se_pueda("respaldos.restaurar.ficha")
    mesa.dialogo(DIALOGO)
    mesa.wait(lambda: mesa.find(f"{DIALOGO}.aceptar", QPushButton).isEnabled())
    vivos = {hilo.name for hilo in threading.enumerate()}
    assert {"rexus-reenviador", "rexus-programador", "rexus-latido"} <= vivos
    mesa.click(f"{DIALOGO}.aceptar")
    mesa.wait(lambda: mesa.has("login") or mesa.has(f"{DIALOGO}.error"))
    assert mesa.has("login"), mesa.texto(f"{DIALOGO}.error.texto")
    assert enviadas == [2], "one of each database, and one safety set is enough"
    assert taller.stock() == antes
