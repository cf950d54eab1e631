"""The desk while its server is away: what is seen, what waits, what was typed; and when it is back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from rexus.ui.paged_table import PagedTableView
from tests.gui.pulso import Pulso
from tests.gui.taller import ARTICULOS, Abrir, Taller, Ventana, abrir, en_la_mesa, mesa, taller, taller_lejano
from tests.servers.proxy import Mando

__all__ = ["abrir", "mesa", "taller", "taller_lejano"]

ESCRIBEN = ("nuevo", "salida", "entrada", "ajuste", "transferir", "rapido", "conteo", "importar", "editar_varios")


def cortar(ventana: Ventana, taller: Taller) -> None:
    taller.postgres.parar()
    ventana.wait(lambda: ventana.estado.startswith("Sin conexión desde"))


def volver(ventana: Ventana, taller: Taller) -> None:
    taller.postgres.arrancar()
    ventana.wait(lambda: ventana.en_linea)


def test_what_was_seen_stays_in_sight_and_says_of_when_it_is(mesa: Ventana, taller: Taller) -> None:
    mesa.elegir(2)
    mesa.elegir(0)
    assert not mesa.has("inventario.sin_conexion")
    with Pulso() as pulso:
        cortar(mesa, taller)
        assert len(mesa.codigos()) == ARTICULOS
        linea = mesa.texto("inventario.sin_conexion")
        assert linea.startswith("Sin conexión desde l")
        assert "se muestran datos de l" in linea
        # An article that was looked at before, and one that was not.
        mesa.elegir(2)
        mesa.wait(lambda: mesa.has("inventario.detalle.hora"))
        assert mesa.texto("inventario.detalle.hora").startswith("Datos de l")
        tabla = mesa.tabla
        tabla.select_row(5)
        mesa.wait(lambda: "todavía no se había visto" in mesa.texto("inventario.detalle.vacio"))
        # A search that was never made, and back to what is known.
        mesa.type("inventario.buscar", "P007")
        mesa.wait(lambda: mesa.texto("vacio.titulo") == "Esto todavía no se había visto")
        assert mesa.codigos() == []
        mesa.press(Qt.Key.Key_Escape, on=mesa.find("inventario.buscar"))
        mesa.wait(lambda: len(mesa.codigos()) == ARTICULOS)
    assert pulso.maximo_ms < 1_500, pulso.maximo_ms


def test_nothing_can_be_changed_and_every_verb_says_why(mesa: Ventana, taller: Taller) -> None:
    mesa.elegir(0)
    assert mesa.find("inventario.salida", QAction).isEnabled()
    antes = mesa.find("inventario.nuevo", QAction).toolTip()
    cortar(mesa, taller)
    for verbo in ESCRIBEN:
        action = mesa.find(f"inventario.{verbo}", QAction)
        assert not action.isEnabled(), verbo
        assert "no se puede guardar hasta que vuelva el servidor" in action.toolTip(), verbo
    boton = mesa.find("inventario.salida.detalle", QPushButton)
    assert not boton.isEnabled()
    assert "Sin conexión desde" in boton.accessibleDescription()
    assert not mesa.find("principal.deshacer", QAction).isEnabled()
    mesa.ir("ubicaciones")
    assert mesa.find("ubicaciones.sin_conexion", QLabel).isVisible()
    assert not mesa.find("ubicaciones.nueva", QAction).isEnabled()
    volver(mesa, taller)
    mesa.wait(mesa.find("ubicaciones.nueva", QAction).isEnabled)
    mesa.ir("inventario")
    mesa.wait(mesa.find("inventario.salida", QAction).isEnabled)
    assert mesa.find("inventario.nuevo", QAction).toolTip() == antes
    assert not mesa.has("inventario.sin_conexion")


def test_a_form_keeps_what_was_typed_and_saves_it_when_the_server_is_back(mesa: Ventana, taller: Taller) -> None:
    mesa.elegir(0)
    mesa.trigger("inventario.salida")
    mesa.dialogo("inventario.salida.dialogo")
    mesa.type("inventario.salida.cantidad", "1")
    mesa.type("inventario.salida.referencia", "OB-0012")
    cortar(mesa, taller)
    verbo = mesa.find("inventario.salida.dialogo.aceptar", QPushButton)
    assert not verbo.isEnabled()
    assert "no se puede guardar" in verbo.toolTip() == verbo.accessibleDescription()
    assert "Lo escrito queda aquí" in mesa.texto("inventario.salida.dialogo.sin_conexion.texto")
    # Neither Enter nor Ctrl+Enter does it.
    mesa.press(Qt.Key.Key_Return)
    mesa.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    mesa.type("inventario.salida.referencia", "OB-0013")
    volver(mesa, taller)
    mesa.wait(verbo.isEnabled)
    assert not mesa.has("inventario.salida.dialogo.sin_conexion")
    assert mesa.find("inventario.salida.cantidad", QLineEdit).text() == "1"
    mesa.click("inventario.salida.dialogo.aceptar")
    mesa.cerrado("inventario.salida.dialogo")
    with taller.modelo() as modelo:
        uno = modelo.articulo(modelo.id_por_codigo("P001"))
        assert uno.stock_actual == Decimal(1)
        assert modelo.kardex(uno.id)[0].referencia == "OB-0013"


def test_a_save_whose_answer_was_lost_is_not_done_twice(taller_lejano: Taller, proxy: Mando, abrir: Abrir) -> None:
    mesa = en_la_mesa(abrir())
    mesa.elegir(0)
    mesa.trigger("inventario.salida")
    mesa.dialogo("inventario.salida.dialogo")
    mesa.type("inventario.salida.cantidad", "1")
    perder_la_respuesta(mesa, proxy, "inventario.salida.dialogo")
    mesa.cerrado("inventario.salida.dialogo")
    with taller_lejano.modelo() as modelo:
        uno = modelo.articulo(modelo.id_por_codigo("P001"))
        assert uno.stock_actual == Decimal(1)
        assert len(modelo.kardex(uno.id)) == 2


def test_the_desk_reads_again_and_keeps_its_place(mesa: Ventana, taller: Taller) -> None:
    mesa.elegir(3)
    elegido = mesa.tabla.current_id()
    cortar(mesa, taller)
    taller.postgres.arrancar()
    with taller.modelo() as modelo:
        assert elegido is not None
        modelo.editar(elegido, modelo.articulo(elegido).version, {"descripcion": "Cambiado por otro"}, {})
    mesa.wait(lambda: mesa.en_linea)
    mesa.aviso("Conexión recuperada.")
    mesa.wait(lambda: mesa.texto("inventario.detalle.descripcion") == "Cambiado por otro")
    mesa.wait(lambda: "Cambiado por otro" in str(mesa.tabla.model().index(3, 1).data()))
    assert mesa.tabla.current_id() == elegido
    assert not mesa.has("inventario.detalle.hora")


def test_trying_again_is_one_click_away(mesa: Ventana, taller: Taller) -> None:
    cortar(mesa, taller)
    taller.postgres.arrancar()
    mesa.click("principal.estado.reintentar")
    mesa.wait(lambda: mesa.en_linea)


def test_the_next_to_sign_in_sees_nothing_of_what_was_kept(mesa: Ventana, taller: Taller) -> None:
    services = mesa.services
    assert len(services.registry.instantanea) > 0
    mesa.trigger("principal.cerrar_sesion")
    mesa.wait(lambda: mesa.has("login.entrar"))
    assert len(services.registry.instantanea) == 0


@pytest.mark.parametrize("falla", ["callar", "cortar", "desenchufar"])
def test_every_way_of_going_away_is_noticed(taller_lejano: Taller, proxy: Mando, abrir: Abrir, falla: str) -> None:
    mesa = en_la_mesa(abrir())
    with Pulso() as pulso:
        getattr(proxy, falla)()
        if falla == "cortar":
            # Cut once, and the way is open again: nobody needs to know.
            mesa.trigger("inventario.actualizar")
            mesa.wait(lambda: not mesa.modelo.busy)
            assert mesa.en_linea
            assert not mesa.has("principal.aviso")
        else:
            mesa.wait(lambda: mesa.estado.startswith("Sin conexión desde"))
            proxy.sanar()
            mesa.wait(lambda: mesa.en_linea)
    assert pulso.maximo_ms < 1_500, pulso.maximo_ms


def test_a_slow_server_is_not_taken_for_a_dead_one(taller_lejano: Taller, proxy: Mando, abrir: Abrir) -> None:
    mesa = en_la_mesa(abrir())
    states: list[str] = []
    salud = mesa.services.salud
    salud.cambio.connect(lambda: states.append(salud.instante.estado))
    # Signing in takes several questions, which are timed together: the heartbeat did so before.
    mesa.wait(lambda: mesa.services.registry._latido._versiones is not None)
    proxy.demorar(3)
    with Pulso() as pulso:
        mesa.trigger("inventario.actualizar")
        assert mesa.modelo.busy
        # A unit of work is several questions, each of which waits three seconds.
        mesa.qtbot.waitUntil(lambda: not mesa.modelo.busy, timeout=60_000)
    assert len(mesa.codigos()) == ARTICULOS
    assert mesa.en_linea
    assert not mesa.has("principal.aviso")
    assert states == []
    assert pulso.maximo_ms < 1_500, pulso.maximo_ms
    # Signing out asks, too.
    proxy.demorar(0)


def test_an_edit_whose_answer_was_lost_is_no_conflict_with_oneself(
    taller_lejano: Taller, proxy: Mando, abrir: Abrir
) -> None:
    mesa = en_la_mesa(abrir())
    mesa.elegir(0)
    mesa.trigger("inventario.editar")
    mesa.dialogo("inventario.ficha")
    mesa.escribir("inventario.ficha.descripcion", "Cañón de 45")
    perder_la_respuesta(mesa, proxy, "inventario.ficha")
    mesa.cerrado("inventario.ficha")
    mesa.aviso("P001 guardado.")
    with taller_lejano.modelo() as modelo:
        assert modelo.articulo(modelo.id_por_codigo("P001")).valores["descripcion"] == "Cañón de 45"


def test_a_place_whose_answer_was_lost_is_there_once(taller_lejano: Taller, proxy: Mando, abrir: Abrir) -> None:
    mesa = en_la_mesa(abrir())
    mesa.ir("ubicaciones")
    for verbo, codigo in (("nueva", "Rack C16"), ("editar", "Rack C17")):
        mesa.wait(mesa.find(f"ubicaciones.{verbo}", QAction).isEnabled)
        mesa.trigger(f"ubicaciones.{verbo}")
        mesa.dialogo("ubicaciones.ficha")
        mesa.escribir("ubicaciones.ficha.codigo", codigo)
        perder_la_respuesta(mesa, proxy, "ubicaciones.ficha")
        mesa.cerrado("ubicaciones.ficha")
        tabla = mesa.find("ubicaciones.tabla", PagedTableView)
        mesa.wait(lambda tabla=tabla, codigo=codigo: elegida(tabla) == codigo)
    with taller_lejano.modelo() as modelo:
        assert [lugar.codigo for lugar in modelo.ubicaciones()] == ["General", "Rack C17"]


def elegida(tabla: PagedTableView) -> str:
    """What the first column of the current row says."""
    return str(tabla.model().index(tabla.currentIndex().row(), 0).data() or "")


def perder_la_respuesta(mesa: Ventana, proxy: Mando, dialogo: str) -> None:
    """Save; the server does it, and nobody hears of it until the line is mended. Then save again."""
    # A commit of its own would be lost instead.
    mesa.services.reenviador.close()
    # Whole, as the statement ends on the wire: «BEGIN ISOLATION LEVEL READ COMMITTED» is none.
    proxy.perder_respuesta_a("COMMIT\0", rechazando=True)
    mesa.click(f"{dialogo}.aceptar")
    mesa.wait(lambda: mesa.has(f"{dialogo}.error"))
    assert "No se sabe si se guardó" in mesa.texto(f"{dialogo}.error.texto")
    proxy.sanar()
    mesa.click_cuando_se_pueda(f"{dialogo}.aceptar")
