"""The server is unplugged under the window, the configuration edited meanwhile, the server comes back, nobody restarts.

The real window with real clicks and keys, and a real PostgreSQL that is stopped and started.
"""

from __future__ import annotations

from decimal import Decimal
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from rexus.base.actor import SISTEMA
from rexus.configuracion import leer, poner
from rexus.db.names import INVENTARIO
from rexus.settings import Settings
from tests.gui.conftest import CLAVE, USUARIO
from tests.gui.pulso import Pulso
from tests.gui.taller import ARTICULOS, Abrir, Taller, Ventana, abrir, en_la_mesa, taller, taller_lejano
from tests.servers.proxy import Mando

__all__ = ["abrir", "taller", "taller_lejano"]

CONTROL = Qt.KeyboardModifier.ControlModifier


def en_la_base(taller: Taller) -> object:
    """The company's name as the database holds it."""
    with taller.registry() as registry:
        return registry.leer(INVENTARIO, SISTEMA, leer)["empresa.nombre"].valor


def con_todo_a_mano(ventana: Ventana) -> Ventana:
    """At the desk, with the page of the configuration made: making a page takes its time with any database."""
    en_la_mesa(ventana)
    ventana.ir("configuracion")
    ventana.escribir("configuracion.buscar", "empresa.nombre")
    ventana.wait(lambda: ventana.has("configuracion.empresa.nombre"))
    ventana.ir("inventario")
    return ventana


def contar(notado: float, vuelto: float, pulso: Pulso) -> None:
    """Figures to read with `pytest -rP`; no test fails on a clock."""
    print(
        f"noticed after {notado:.2f} s, back after {vuelto:.2f} s, longest pause of the screen {pulso.maximo_ms:.0f} ms"
    )


def cambiar_nombre(ventana: Ventana, nombre: str) -> None:
    """The company's name, in the page of the configuration: found, typed, saved."""
    ventana.ir("configuracion")
    ventana.escribir("configuracion.buscar", "empresa.nombre")
    ventana.wait(lambda: ventana.has("configuracion.empresa.nombre"))
    ventana.escribir("configuracion.empresa.nombre", nombre)
    ventana.press(Qt.Key.Key_S, CONTROL, on=ventana.find("configuracion.empresa.nombre", QLineEdit))
    ventana.wait(lambda: ventana.application.settings.get("empresa.nombre") == nombre)


def test_unplugged_edited_and_back_without_a_restart(taller: Taller, abrir: Abrir) -> None:
    ventana = con_todo_a_mano(abrir())
    ventana.elegir(4)
    ventana.elegir(0)
    codigo = ventana.texto("inventario.detalle.codigo")
    with Pulso() as pulso:
        # ── Unplugged ──
        taller.postgres.parar()
        desde = monotonic()
        ventana.wait(lambda: ventana.estado.startswith("Sin conexión desde"))
        notado = monotonic() - desde
        assert ventana.find("principal.estado.reintentar", QPushButton).isVisible()
        # The list and the card of what was looked at stay; nothing can be registered.
        assert len(ventana.codigos()) == ARTICULOS
        assert "se muestran datos" in ventana.texto("inventario.sin_conexion")
        ventana.elegir(4)
        assert not ventana.find("inventario.entrada.detalle", QPushButton).isEnabled()
        ventana.elegir(0)
        # ── The configuration is edited meanwhile ──
        cambiar_nombre(ventana, "Aberturas Ñandú")
        settings: Settings = ventana.application.settings
        assert settings.pendientes()["empresa.nombre"].valor == "Aberturas Ñandú"
        assert ventana.estado.startswith(("Sin conexión", "Reconectando"))
        # ── Back ──
        taller.postgres.arrancar()
        desde = monotonic()
        ventana.wait(lambda: ventana.en_linea)
        vuelto = monotonic() - desde
        ventana.wait(lambda: not settings.pendientes())
    contar(notado, vuelto, pulso)
    assert en_la_base(taller) == "Aberturas Ñandú"
    assert settings.origen("empresa.nombre") == "base"
    # ── And work goes on, in the same window ──
    ventana.ir("inventario")
    ventana.wait(lambda: not ventana.has("inventario.sin_conexion"))
    assert ventana.texto("inventario.detalle.codigo") == codigo
    ventana.wait(ventana.find("inventario.entrada.detalle", QPushButton).isEnabled)
    ventana.click("inventario.entrada.detalle")
    ventana.dialogo("inventario.entrada.dialogo")
    ventana.escribir("inventario.entrada.cantidad", "5")
    ventana.press(Qt.Key.Key_Return)
    ventana.cerrado("inventario.entrada.dialogo")
    with taller.modelo() as modelo:
        articulo = modelo.articulo(modelo.id_por_codigo(codigo))
        assert articulo.stock_actual == Decimal(2 + 5)
        assert modelo.verificar().ok
    assert pulso.maximo_ms < 1_000, pulso.maximo_ms


def test_somebody_else_changed_the_same_and_the_user_chooses(taller_lejano: Taller, proxy: Mando, abrir: Abrir) -> None:
    ventana = en_la_mesa(abrir())
    proxy.desenchufar()
    ventana.wait(lambda: ventana.estado.startswith("Sin conexión desde"))
    cambiar_nombre(ventana, "Lo de ana")
    with taller_lejano.registry() as registry:
        registry.escribir(INVENTARIO, SISTEMA, poner, "empresa.nombre", "Lo de otro")
    proxy.sanar()
    ventana.wait(lambda: ventana.en_linea)
    ventana.aviso("Otra persona cambió la misma configuración")
    assert en_la_base(taller_lejano) == "Lo de otro"
    ventana.click("principal.aviso.accion1")
    ventana.dialogo("configuracion.conflictos")
    ventana.elegir_opcion("configuracion.conflicto.empresa.nombre.mio")
    ventana.click("configuracion.conflictos.aceptar")
    ventana.cerrado("configuracion.conflictos")
    assert en_la_base(taller_lejano) == "Lo de ana"
    assert not ventana.application.settings.pendientes()


def test_a_sign_in_that_cannot_be_written_is_refused_with_its_reason(
    taller_lejano: Taller, proxy: Mando, abrir: Abrir
) -> None:
    """A session that the database does not know of would not hold."""
    ventana = abrir()
    ventana.wait(lambda: ventana.has("login.entrar"))
    proxy.cortar_antes_de("INSERT INTO sesiones", veces=100)
    ventana.type("login.usuario", USUARIO)
    ventana.type("login.clave", CLAVE)
    ventana.press(Qt.Key.Key_Return)
    ventana.wait(lambda: ventana.has("login.error"))
    assert "no responde. No se guardó nada." in ventana.texto("login.error")
    proxy.sanar()
    ventana.wait(lambda: not ventana.texto("login.estado"))
    en_la_mesa(ventana)


@pytest.mark.parametrize("falla", ["callar", "desenchufar"])
def test_through_the_network(taller_lejano: Taller, proxy: Mando, abrir: Abrir, falla: str) -> None:
    ventana = con_todo_a_mano(abrir())
    ventana.elegir(0)
    with Pulso() as pulso:
        getattr(proxy, falla)()
        desde = monotonic()
        ventana.wait(lambda: ventana.estado.startswith("Sin conexión desde"))
        notado = monotonic() - desde
        cambiar_nombre(ventana, "Aberturas Ñandú")
        proxy.sanar()
        desde = monotonic()
        ventana.wait(lambda: ventana.en_linea)
        vuelto = monotonic() - desde
        ventana.wait(lambda: not ventana.application.settings.pendientes())
    contar(notado, vuelto, pulso)
    assert en_la_base(taller_lejano) == "Aberturas Ñandú"
    assert pulso.maximo_ms < 1_000, pulso.maximo_ms
