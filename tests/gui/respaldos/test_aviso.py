"""What is told without asking: the strip at the foot, the scheduler in the page, the way from the configuration."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListWidget, QPushButton

from rexus.modulos.inventario.model import InventarioModel
from rexus.shell.aviso_respaldos import AvisoRespaldos

from .conftest import Abrir, Mesa, Taller, hace

ADVERTENCIA = "principal.estado.advertencia"


def test_nothing_is_said_while_all_is_well(abrir: Abrir, taller: Taller) -> None:
    taller.completo(clock=hace(days=6))
    mesa = abrir(ver=False)
    aviso = mesa.session.findChild(AvisoRespaldos)
    mesa.wait(lambda: aviso._panorama is not None)
    assert not mesa.has(ADVERTENCIA)


def test_an_old_backup_is_told_and_leads_to_the_page(abrir: Abrir, taller: Taller) -> None:
    taller.completo(clock=hace(days=9))
    mesa = abrir(ver=False)
    mesa.wait(lambda: mesa.has(ADVERTENCIA))
    boton = mesa.find(ADVERTENCIA, QPushButton)
    assert boton.text() == "▲ Último respaldo: hace 9 días"
    assert "7 días" in boton.toolTip()
    mesa.click(ADVERTENCIA)
    mesa.wait(lambda: mesa.has("respaldos.tabla"))
    mesa.con_filas(1)
    mesa.wait(lambda: mesa.texto("respaldos.estado.resumen").startswith("▲"))
    # A new one, and nothing is said any more.
    mesa.cuando_se_pueda("respaldos.completo")
    mesa.wait(lambda: not mesa.has(ADVERTENCIA))


def test_no_backup_at_all_is_told_when_nobody_will_make_one(abrir: Abrir, taller: Taller) -> None:
    mesa = abrir(ver=False)
    mesa.wait(lambda: mesa.has(ADVERTENCIA))
    assert mesa.find(ADVERTENCIA, QPushButton).text() == "▲ No hay ningún respaldo"


def test_what_the_scheduler_could_not_do_is_told(abrir: Abrir, taller: Taller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REXUS_RESPALDO_AUTOMATICO", "sí")
    taller.completo(clock=hace(days=3))
    estorbo = taller.carpeta / ".rexus_hacer_1"
    estorbo.write_text("x")
    mesa = abrir()
    mesa.con_filas(1)
    services = mesa.application.services
    assert services is not None
    mesa.wait(lambda: services.programador is not None)
    assert services.programador is not None
    services.programador.despertar()
    mesa.wait(lambda: mesa.has(ADVERTENCIA))
    assert mesa.find(ADVERTENCIA, QPushButton).text() == "▲ El último respaldo falló"
    mesa.wait(lambda: "Se vuelve a intentar" in mesa.texto("respaldos.estado.programa"))
    estorbo.unlink()
    services.programador.despertar()
    mesa.wait(lambda: not mesa.has(ADVERTENCIA))
    mesa.con_filas(2)
    mesa.wait(lambda: "Próximos:" in mesa.texto("respaldos.estado.programa"))


def test_the_scheduler_is_paused_and_goes_on(abrir: Abrir, taller: Taller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REXUS_RESPALDO_AUTOMATICO", "sí")
    taller.completo()
    mesa = abrir()
    mesa.con_filas(1)
    mesa.wait(lambda: mesa.find("respaldos.pausar", QAction).isEnabled())
    # The hours are told before the scheduler has looked for the first time.
    mesa.wait(lambda: "Próximos:" in mesa.texto("respaldos.estado.programa"))
    mesa.click("respaldos.pausar.panel")
    mesa.wait(lambda: mesa.texto("respaldos.estado.programa").startswith("▲ En pausa"))
    assert mesa.find("respaldos.pausar", QAction).text() == "Reanudar"
    mesa.click("respaldos.pausar.panel")
    mesa.wait(lambda: "Próximos:" in mesa.texto("respaldos.estado.programa"))


def test_the_configuration_leads_here_and_back(abrir: Abrir, taller: Taller) -> None:
    taller.completo()
    mesa = abrir()
    mesa.con_filas(1)
    mesa.trigger("respaldos.configurar")
    mesa.wait(lambda: mesa.has("configuracion.respaldos.abrir"))
    categorias = mesa.find("configuracion.categorias", QListWidget)
    assert categorias.currentItem().data(Qt.ItemDataRole.UserRole) == "respaldo"
    mesa.click("configuracion.respaldos.abrir")
    mesa.wait(lambda: mesa.has("respaldos.tabla"))


def test_who_may_not_see_backups_is_told_nothing_of_them(abrir: Abrir, taller: Taller, cuenta_de) -> None:  # type: ignore[no-untyped-def]
    mesa: Mesa = abrir(cuenta_de("analista"), ver=False)
    assert "respaldos" not in mesa.modulos()
    mesa.ir("configuracion")
    assert not mesa.application.window.findChildren(QPushButton, "configuracion.respaldos.abrir")
    assert not mesa.has(ADVERTENCIA)
    assert mesa.session.findChild(AvisoRespaldos) is None


def test_a_backup_before_an_operation_is_told(abrir: Abrir, taller: Taller) -> None:
    mesa = abrir(ver=False)
    ctx = mesa.session._context
    modelo = InventarioModel(ctx.registry, ctx.actor)

    async def editar() -> None:
        await ctx.jobs.write(modelo.editar_varios, taller.articulos, {"descripcion": "Otra"})

    ctx.jobs.spawn(editar())
    assert mesa.aviso("Antes de editar varios artículos se hace un respaldo.")
    mesa.wait(lambda: [c.tipo for c in taller.conjuntos()] == ["completo"])


def test_a_set_that_the_trail_names_is_shown(abrir: Abrir, taller: Taller) -> None:
    viejo, _nuevo = taller.completo(clock=hace(days=1)), taller.completo()
    mesa = abrir(ver=False)
    ctx = mesa.session._context
    assert ctx.puede_abrir("respaldos") and ctx.abrir("respaldos", viejo.id)
    mesa.wait(lambda: mesa.has("respaldos.ficha.id") and mesa.texto("respaldos.ficha.id").endswith(viejo.id))
    assert ctx.abrir("respaldos", "20200101_000000_completo")
    assert mesa.aviso("Ese respaldo ya no está.")
    assert mesa.linea().id == viejo.id
