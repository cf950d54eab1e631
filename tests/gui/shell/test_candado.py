"""The desk is locked when nobody is there or the session ended, and goes on where it was."""

from __future__ import annotations

from collections.abc import Callable

import pyotp
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from sqlalchemy import update

from rexus import configuracion
from rexus.base.actor import SISTEMA
from rexus.db.names import INVENTARIO, USERS
from rexus.seguridad import Politica, cuentas, sesiones
from rexus.seguridad.orm import Sesion, Usuario
from rexus.shell.application import Application
from tests.gui.conftest import CLAVE, USUARIO, Driver
from tests.gui.taller import Abrir, Taller, Ventana, abrir, en_la_mesa, taller

__all__ = ["abrir", "taller"]


def escribir(ventana: Driver, operacion: Callable[..., object], *args: object) -> None:
    """As another program would, in this database."""
    assert ventana.application.services is not None
    ventana.application.services.registry.escribir(USERS, SISTEMA, operacion, *args)


def mirar(application: Application) -> None:
    """What the timer does every few seconds."""
    assert application.session is not None
    application.session.vigilia.mirar()


def abrir_entrada(ventana: Ventana) -> None:
    """A form with something typed in it."""
    ventana.elegir(0)
    ventana.click("inventario.entrada.detalle")
    ventana.dialogo("inventario.entrada.dialogo")
    ventana.escribir("inventario.entrada.cantidad", "7")


def seguir(ventana: Ventana, clave: str = CLAVE) -> None:
    """Give the password on the page over the desk."""
    ventana.wait(lambda: ventana.has("bloqueo.clave"))
    ventana.type("bloqueo.clave", clave)
    ventana.press(Qt.Key.Key_Return, on=ventana.find("bloqueo.clave", QLineEdit))


def test_a_session_that_expires_with_a_form_open_keeps_the_form(taller: Taller, abrir: Abrir) -> None:
    ventana = en_la_mesa(abrir())
    abrir_entrada(ventana)
    antes = ventana.application.session.actor  # type: ignore[union-attr]
    escribir(ventana, lambda work: work.connection.execute(update(Sesion).values(vence=work.now())))
    mirar(ventana.application)
    ventana.wait(lambda: ventana.has("bloqueo"))
    assert "duración máxima" in ventana.application.window.page.texto.text()  # type: ignore[union-attr]
    assert not ventana.has("inventario.entrada.dialogo") and not ventana.has("principal")
    seguir(ventana, "no es esta clave")
    ventana.wait(lambda: ventana.has("bloqueo.error"))
    seguir(ventana)
    ventana.dialogo("inventario.entrada.dialogo")
    assert ventana.find("inventario.entrada.cantidad", QLineEdit).text() == "7"
    ahora = ventana.application.session.actor  # type: ignore[union-attr]
    assert ahora.sesion != antes.sesion
    ventana.press(Qt.Key.Key_Return, on=ventana.find("inventario.entrada.cantidad", QLineEdit))
    ventana.cerrado("inventario.entrada.dialogo")


def test_nobody_there_for_long(taller: Taller, abrir: Abrir, monkeypatch: pytest.MonkeyPatch) -> None:
    from rexus.shell import vigilia

    ventana = en_la_mesa(abrir())
    real = vigilia.ahora
    monkeypatch.setattr(vigilia, "ahora", lambda: real() + 29 * 60)
    mirar(ventana.application)
    ventana.qtbot.wait(50)
    assert ventana.has("principal")
    monkeypatch.setattr(vigilia, "ahora", lambda: real() + 30 * 60 + 1)
    mirar(ventana.application)
    ventana.wait(lambda: ventana.has("bloqueo"))
    seguir(ventana)
    ventana.wait(lambda: ventana.has("principal"))
    with taller.registry() as registry, registry.read(USERS, SISTEMA) as work:
        motivos = [fila.motivo for fila in sesiones.listar(work, 1)]
    assert motivos == ["", "inactividad"]


def test_locked_by_hand(taller: Taller, abrir: Abrir) -> None:
    ventana = en_la_mesa(abrir())
    ventana.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    ventana.wait(lambda: ventana.has("bloqueo"))
    assert "a pedido" in ventana.application.window.page.texto.text()  # type: ignore[union-attr]
    seguir(ventana)
    ventana.wait(lambda: ventana.has("principal"))
    with taller.registry() as registry, registry.read(USERS, SISTEMA) as work:
        motivos = [fila.motivo for fila in sesiones.listar(work, 1)]
    assert motivos == ["", sesiones.PEDIDO]


def test_disabled_while_working(taller: Taller, abrir: Abrir) -> None:
    ventana = en_la_mesa(abrir())
    abrir_entrada(ventana)
    with taller.modelo() as modelo:
        antes = [modelo.articulo(n).stock_actual for n in (1, 2)]
    with taller.registry() as registry:
        otra = {"usuario": "eva", "rol": "administrador"}
        registry.escribir(USERS, SISTEMA, cuentas.crear, otra, Politica(), clave="siete barras de hierro")
        registry.escribir(USERS, SISTEMA, cuentas.cambiar_estado, 1, "inactivo")
    ventana.press(Qt.Key.Key_Return, on=ventana.find("inventario.entrada.cantidad", QLineEdit))
    ventana.wait(lambda: ventana.has("bloqueo"))
    assert "desactivó" in ventana.application.window.page.texto.text()  # type: ignore[union-attr]
    with taller.modelo() as modelo:
        assert [modelo.articulo(n).stock_actual for n in (1, 2)] == antes
    seguir(ventana)
    ventana.wait(lambda: ventana.has("bloqueo.error"))
    assert ventana.texto("bloqueo.error").startswith("Usuario o clave incorrectos")
    ventana.click("bloqueo.otro")
    ventana.wait(lambda: ventana.has("login.usuario"))


def test_another_role_gets_another_desk(taller: Taller, abrir: Abrir) -> None:
    ventana = en_la_mesa(abrir())
    with taller.registry() as registry:
        otra = {"usuario": "eva", "rol": "administrador"}
        registry.escribir(USERS, SISTEMA, cuentas.crear, otra, Politica(), clave="siete barras de hierro")
        registry.escribir(USERS, SISTEMA, cuentas.editar, 1, 1, {"rol": "consulta"})
    mirar(ventana.application)
    seguir(ventana)
    ventana.wait(lambda: ventana.has("principal"))
    assert ventana.application.session.actor.rol == "consulta"  # type: ignore[union-attr]


def test_what_another_seat_decided_holds_at_the_door(taller: Taller, abrir: Abrir) -> None:
    ventana = abrir()
    ventana.wait(lambda: ventana.has("login.entrar"))
    with taller.registry() as registry:
        roles = ["administrador"]
        registry.escribir(INVENTARIO, SISTEMA, configuracion.poner, "usuarios.roles_con_segundo_factor", roles, None)
    ventana.type("login.usuario", USUARIO)
    ventana.type("login.clave", CLAVE)
    ventana.click("login.entrar")
    ventana.wait(lambda: ventana.has("factor_nuevo"))


def test_a_password_that_was_given_out_is_changed_first(taller: Taller, abrir: Abrir) -> None:
    with taller.registry() as registry:
        _, codigo = registry.escribir(
            USERS, SISTEMA, cuentas.crear, {"usuario": "eva", "nombre": "Evangelina", "rol": "operador"}, Politica()
        ).value  # fmt: skip
    ventana = abrir()
    ventana.wait(lambda: ventana.has("login.entrar"))
    ventana.type("login.usuario", "eva")
    ventana.type("login.clave", codigo)
    ventana.press(Qt.Key.Key_Return)
    ventana.wait(lambda: ventana.has("clave_nueva.clave"))
    # The meter knows whose it is, as the operation does.
    fuerza = ventana.find("clave_nueva.fuerza", QLabel)
    ventana.type("clave_nueva.clave", "ruth-ruth-1984-xyzw-q")
    ventana.wait(lambda: "buena" in fuerza.text())
    ventana.type("clave_nueva.clave", "Evangelina-rexus-1984")
    ventana.wait(lambda: fuerza.text() == "Clave muy débil")
    ventana.type("clave_nueva.clave", codigo)
    ventana.type("clave_nueva.repetir", codigo)
    ventana.press(Qt.Key.Key_Return)
    ventana.wait(lambda: ventana.has("clave_nueva.error"))
    ventana.type("clave_nueva.clave", "ocho barras de aluminio")
    ventana.type("clave_nueva.repetir", "ocho barras de aluminio")
    ventana.press(Qt.Key.Key_Return)
    ventana.wait(lambda: ventana.has("principal"))
    with taller.registry() as registry:
        assert not registry.leer(USERS, SISTEMA, cuentas.por_usuario, "eva").debe_cambiar


def test_signing_out_ends_the_session(taller: Taller, abrir: Abrir) -> None:
    ventana = en_la_mesa(abrir())
    ventana.application.close()
    with taller.registry() as registry, registry.read(USERS, SISTEMA) as work:
        assert [fila.motivo for fila in sesiones.listar(work, 1)] == ["salida"]
        assert work.connection.execute(Usuario.__table__.select()).one().usuario == USUARIO


def test_a_role_that_asks_for_a_second_factor_has_it_enrolled_first(
    taller: Taller, abrir: Abrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REXUS_USUARIOS_ROLES_CON_SEGUNDO_FACTOR", '["administrador"]')
    ventana = abrir()
    ventana.wait(lambda: ventana.has("login.entrar"))
    ventana.type("login.usuario", USUARIO)
    ventana.type("login.clave", CLAVE)
    ventana.press(Qt.Key.Key_Return)
    ventana.wait(lambda: ventana.has("factor_nuevo.codigo"))
    ventana.type("factor_nuevo.codigo", "000000")
    ventana.press(Qt.Key.Key_Return)
    ventana.wait(lambda: ventana.has("factor_nuevo.error"))
    secreto = ventana.texto("factor_nuevo.secreto").replace(" ", "")
    ventana.type("factor_nuevo.codigo", pyotp.TOTP(secreto).now())
    ventana.press(Qt.Key.Key_Return)
    ventana.wait(lambda: ventana.has("factor_nuevo.codigos"))
    codigos = ventana.texto("factor_nuevo.codigos").split()
    assert len(codigos) == len(set(codigos)) == 10
    ventana.click("factor_nuevo.confirmar")
    ventana.wait(lambda: ventana.has("principal"))
    # The next time the password alone does not do; a code for a lost phone does, once.
    for entra in (True, False):
        ventana.application.session.sign_out_requested.emit()  # type: ignore[union-attr]
        ventana.wait(lambda: ventana.has("login.entrar"))
        ventana.type("login.usuario", USUARIO)
        ventana.type("login.clave", CLAVE)
        ventana.press(Qt.Key.Key_Return)
        ventana.wait(lambda: ventana.has("login.codigo"))
        ventana.type("login.codigo", codigos[0])
        ventana.press(Qt.Key.Key_Return)
        ventana.wait(lambda entra=entra: ventana.has("principal" if entra else "login.error"))  # type: ignore[misc]
