"""The proof of the stock, as it is read."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from rexus.base.paths import default_paths
from rexus.catalogo.controller import verificar
from rexus.ui.jobs import Job
from tests.gui.inventario_dialogos.mesa import Mesa


def test_a_true_stock_is_said_in_one_sentence(mesa: Mesa) -> None:
    mesa.article("564002", 12, ubicacion="Rack C16")
    mesa.article("564081", 4)
    mesa.spawn(verificar.abrir(mesa.page, mesa.ctx, mesa.model))
    dialog = mesa.dialog("verificar")
    mesa.wait(lambda: mesa.text("verificar.resultado") == "2 artículos y 2 movimientos: el stock es verdadero.")
    assert not mesa.find("verificar.diferencias").isVisible()
    mesa.article("700100", 1)
    mesa.click("verificar.otra_vez")
    mesa.wait(lambda: mesa.text("verificar.resultado") == "3 artículos y 3 movimientos: el stock es verdadero.")
    assert dialog.primary.hasFocus()
    mesa.key(Qt.Key.Key_Return)
    mesa.gone("verificar")


def test_every_difference_is_listed_and_can_be_copied(mesa: Mesa) -> None:
    mesa.article("564002", 12, ubicacion="Rack C16")
    mesa.article("564081", 4)
    mesa.ctx.registry.close()
    # Behind the program's back, as a fault or a foreign hand would.
    with sqlite3.connect(default_paths().database("inventario")) as base:
        base.execute("UPDATE inventario_perfiles SET stock_actual = 15000 WHERE codigo = '564002'")
    base.close()
    mesa.spawn(verificar.abrir(mesa.page, mesa.ctx, mesa.model))
    mesa.dialog("verificar")
    mesa.wait(lambda: mesa.text("verificar.resultado") == "2 artículos y 2 movimientos: hay 1 diferencia.")
    assert mesa.rows("verificar.diferencias") == [["564002", "stock actual", "", "", "12", "15", "+3"]]
    mesa.click("verificar.copiar")
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Código\tQué difiere\tLugar\tLongitud\tSegún movimientos\tFigura\tDiferencia",
        "564002\tstock actual\t\t\t12\t15\t+3",
    ]
    mesa.key(Qt.Key.Key_Escape)
    mesa.gone("verificar")


def test_it_can_be_cancelled_and_begun_again(mesa: Mesa) -> None:
    mesa.article("564002", 12)
    cancelled: list[Job] = []

    def cancel(job: Job) -> None:
        if not cancelled:
            cancelled.append(job)
            job.cancelar()

    mesa.ctx.jobs.started.connect(cancel)
    mesa.spawn(verificar.abrir(mesa.page, mesa.ctx, mesa.model))
    dialog = mesa.dialog("verificar")
    mesa.wait(lambda: cancelled and not dialog.working)
    assert "verdadero" not in mesa.text("verificar.resultado")
    mesa.click("verificar.otra_vez")
    mesa.wait(lambda: "el stock es verdadero" in mesa.text("verificar.resultado"))
    mesa.key(Qt.Key.Key_Escape)
    mesa.gone("verificar")
