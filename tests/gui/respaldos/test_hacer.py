"""Making sets from the page: what is there, one made, one cancelled, one that fails."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QProgressBar

from rexus.base.actor import SISTEMA
from rexus.modulos.inventario.model import InventarioModel
from rexus.respaldos import hacer, verificar
from rexus.stock.movimientos import Pedido

from .conftest import Abrir, Mesa, Taller


def test_an_empty_page_says_what_to_do_and_does_it(abrir: Abrir, taller: Taller) -> None:
    mesa = abrir()
    mesa.wait(lambda: "Todavía no hay respaldos" in _textos(mesa))
    mesa.wait(lambda: mesa.texto("respaldos.estado.resumen") == "▲ Todavía no hay ningún respaldo.")
    mesa.cuando_se_pueda("respaldos.completo")
    mesa.con_filas(1)
    (hecho,) = taller.conjuntos()
    assert hecho.tipo == "completo"
    assert "5 movimientos" in mesa.aviso("Respaldo hecho y comprobado")
    # It is chosen, and told in the pane.
    mesa.wait(lambda: mesa.texto("respaldos.ficha.movimientos") == "5")
    assert mesa.texto("respaldos.ficha.id").endswith(hecho.id)
    assert mesa.texto("respaldos.estado.resumen").startswith("✓")
    assert "1 respaldo" in mesa.texto("respaldos.pie")
    assert "libres en el disco" in mesa.texto("respaldos.pie")
    # What was made is what it says: proven by another hand.
    assert verificar.verificar(taller.carpeta, hecho.id).movimientos == 5


def test_what_changed_since_is_made_on_the_full_one(abrir: Abrir, taller: Taller) -> None:
    base = taller.completo()
    taller.mover(3)
    mesa = abrir()
    mesa.con_filas(1)
    mesa.trigger("respaldos.incremental")
    mesa.con_filas(2)
    nuevo = taller.conjuntos()[0]
    assert (nuevo.tipo, nuevo.base) == ("incremental", base.id)
    assert mesa.filas()[0][1] == "Incremental"
    mesa.wait(lambda: mesa.texto("respaldos.ficha.base").startswith("el completo del "))


def test_the_steps_are_told_and_cancelling_leaves_nothing(
    abrir: Abrir, taller: Taller, monkeypatch: pytest.MonkeyPatch
) -> None:
    mesa = abrir()
    mesa.con_filas(0)
    copiada, seguir = threading.Event(), threading.Event()
    copiar = hacer._hecho

    def despacio(pedido):  # type: ignore[no-untyped-def]
        avisar = pedido.al_paso

        def al_paso(paso: str) -> None:
            avisar(paso)
            if paso == "copiado_users":
                copiada.set()
                assert seguir.wait(20)

        return copiar(hacer.replace(pedido, al_paso=al_paso))

    # The real work, stopped between two of its steps so that the test can look.
    monkeypatch.setattr(hacer, "_hecho", despacio)
    mesa.cuando_se_pueda("respaldos.completo")
    mesa.wait(copiada.is_set)
    mesa.wait(lambda: "copiando el inventario" in mesa.texto("respaldos.curso.texto"))
    assert mesa.texto("respaldos.curso.texto").startswith("Respaldo completo")
    assert mesa.has("respaldos.curso.barra")
    assert mesa.find("respaldos.curso.barra", QProgressBar).accessibleName()
    # Another one cannot be asked for meanwhile.
    assert not mesa.find("respaldos.incremental", QAction).isEnabled()
    mesa.click("respaldos.curso.cancelar")
    seguir.set()
    mesa.aviso("Respaldo cancelado")
    mesa.wait(lambda: not mesa.has("respaldos.curso"))
    assert taller.conjuntos() == []
    assert [e.name for e in taller.carpeta.iterdir() if e.is_dir()] == []


def test_a_movement_is_saved_while_a_backup_is_made(
    abrir: Abrir, taller: Taller, monkeypatch: pytest.MonkeyPatch
) -> None:
    mesa = abrir()
    mesa.con_filas(0)
    empezado, seguir = threading.Event(), threading.Event()
    hecho = hacer._hecho

    def despacio(pedido):  # type: ignore[no-untyped-def]
        empezado.set()
        assert seguir.wait(20)
        return hecho(pedido)

    monkeypatch.setattr(hacer, "_hecho", despacio)
    mesa.cuando_se_pueda("respaldos.completo")
    mesa.wait(empezado.is_set)
    services = mesa.application.services
    assert services is not None
    guardado: list[object] = []

    async def mover() -> None:
        modelo = InventarioModel(services.registry, lambda: SISTEMA)
        guardado.append(await services.jobs.write(modelo.registrar_entrada, Pedido(taller.articulos[0], 1)))

    services.jobs.spawn(mover())
    mesa.wait(lambda: guardado)
    assert taller.conjuntos() == [], "the backup was still being made"
    seguir.set()
    mesa.con_filas(1)


def test_a_backup_that_fails_says_why_and_can_be_tried_again(abrir: Abrir, taller: Taller) -> None:
    mesa = abrir()
    mesa.con_filas(0)
    # A file where a folder has to be.
    estorbo = taller.carpeta / ".rexus_hacer_1"
    taller.carpeta.mkdir(exist_ok=True)
    estorbo.write_text("x")
    mesa.cuando_se_pueda("respaldos.completo")
    mesa.aviso("No se hizo el respaldo")
    assert taller.conjuntos() == []
    estorbo.unlink()
    mesa.click("principal.aviso.accion1")
    mesa.con_filas(1)


def _textos(mesa: Mesa) -> str:
    return " ".join(label.text() for label in mesa.tabla.findChildren(QLabel) if label.isVisible())
