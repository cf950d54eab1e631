"""The page of accounts: made, changed, put out, unlocked, given a code, signed out."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from rexus.base.actor import SISTEMA
from rexus.db.names import USERS
from rexus.seguridad import cuentas, roles
from rexus.seguridad.ingreso import CAMBIAR_CLAVE
from rexus.seguridad.orm import ACTIVO, BLOQUEADO, INACTIVO, SUSPENDIDO
from rexus.shell.registry import MODULES
from tests.gui.conftest import CLAVE
from tests.gui.usuarios.conftest import Abridor
from tests.gui.usuarios.puesto import CLAVE_DE_OTROS, Puesto
from tests.servers.sitio import Sitio

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_life_of_an_account(en_cada_motor: Puesto) -> None:
    puesto = en_cada_motor
    puesto.lista.setFocus()
    puesto.press(Qt.Key.Key_N, CTRL)
    puesto.dialogo("usuarios.ficha")
    puesto.teclear("Marta")
    puesto.optar("usuarios.ficha.rol", "operador")
    puesto.escribir("usuarios.ficha.nombre", "  Márta ")
    puesto.escribir("usuarios.ficha.apellido", "Ñáñez")
    puesto.press(Qt.Key.Key_Return)
    # The code shows once, with how long it is good; it is copied.
    puesto.dialogo("usuarios.codigo")
    codigo = puesto.texto("usuarios.codigo.texto")
    puesto.click("usuarios.codigo.copiar")
    assert QGuiApplication.clipboard().text() == codigo
    puesto.press(Qt.Key.Key_Escape)
    assert puesto._abiertos("usuarios.codigo"), "Esc would lose it"
    puesto.click("usuarios.codigo.aceptar")
    puesto.cerrado("usuarios.codigo")
    puesto.aviso("Usuario «marta» creado.")
    puesto.se_ven("ana", "marta")
    assert puesto.filas()[1] == ["marta", "Márta Ñáñez", "operador", "Activo", "", "No"]
    puesto.wait(lambda: puesto.texto("usuarios.detalle.usuario") == "marta · operador")
    assert "va a elegir una clave" in puesto.texto("usuarios.detalle.porque")
    # It lets them in, and they must choose a password.
    ingreso = puesto.entra("marta", codigo)
    assert ingreso is not None
    assert CAMBIAR_CLAVE in ingreso.debe
    puesto.releer()
    puesto.wait(lambda: puesto.has("usuarios.sesiones.cerrar.1"))
    # Another name.
    puesto.lista.setFocus()
    puesto.press(Qt.Key.Key_F2)
    puesto.dialogo("usuarios.ficha")
    puesto.escribir("usuarios.ficha.telefono", "4444-5555")
    puesto.press(Qt.Key.Key_Return)
    puesto.aviso("Usuario «marta» guardado.")
    puesto.cerrado("usuarios.ficha")
    assert puesto.cuenta("marta").telefono == "4444-5555"
    # Out at once, and back.
    puesto.apretar("usuarios.desactivar.detalle")
    puesto.confirmar()
    puesto.aviso("«marta» quedó inactivo y fuera de Rexus.")
    puesto.wait(lambda: puesto.estado_de("marta") == "Inactivo")
    assert puesto.cuenta("marta").estado == INACTIVO
    assert [sesion.motivo for sesion in puesto.sesiones("marta")] == ["cuenta"]
    assert puesto.entra("marta", codigo) is None
    puesto.wait(lambda: puesto.boton("usuarios.desactivar.detalle").text() == "Activar")
    puesto.apretar("usuarios.desactivar.detalle")
    puesto.aviso("«marta» puede entrar otra vez.")
    puesto.wait(lambda: puesto.estado_de("marta") == "Activo")
    assert puesto.cuenta("marta").estado == ACTIVO


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(puesto: Puesto) -> None:
    puesto.apretar("usuarios.nuevo")
    puesto.dialogo("usuarios.ficha")
    puesto.press(Qt.Key.Key_Return)
    assert puesto.texto("usuarios.ficha.usuario.error") == "Falta el usuario"
    assert puesto.texto("usuarios.ficha.rol.error") == "Falta elegir el rol"
    puesto.escribir("usuarios.ficha.usuario", "mаrta")
    puesto.optar("usuarios.ficha.rol", "consulta")
    puesto.escribir("usuarios.ficha.email", "sin arroba")
    puesto.press(Qt.Key.Key_Return)
    puesto.wait(lambda: "no es una letra común" in puesto.texto("usuarios.ficha.usuario.error"))
    assert puesto.has("usuarios.ficha.email.error")
    puesto.escribir("usuarios.ficha.usuario", "LUIS")
    puesto.type("usuarios.ficha.email", "")
    puesto.press(Qt.Key.Key_Return)
    puesto.wait(lambda: puesto.has("usuarios.ficha.error"))
    assert "Ya hay un usuario «luis»" in puesto.texto("usuarios.ficha.error.texto")
    # Esc asks before what was typed is lost.
    puesto.press(Qt.Key.Key_Escape)
    puesto.dialogo("usuarios.ficha.descartar")
    puesto.click("usuarios.ficha.descartar.aceptar")
    puesto.cerrado("usuarios.ficha")
    puesto.se_ven("ana", "luis")


def test_a_reset_needs_the_password_once_more_and_gives_a_code(puesto: Puesto) -> None:
    puesto.paso_un_rato()
    puesto.elegir_a("luis")
    puesto.apretar("usuarios.restablecer.detalle")
    puesto.confirmar()
    puesto.dar_clave("no es esta")
    puesto.wait(lambda: puesto.texto("confirmar_clave.clave.error") == "No es la clave")
    assert puesto.entra("luis") is not None, "nothing was done yet"
    puesto.dar_clave()
    puesto.dialogo("usuarios.codigo")
    codigo = puesto.texto("usuarios.codigo.texto")
    assert "Sirve hasta el " in " ".join(w.text() for w in puesto.dialogo("usuarios.codigo").findChildren(QLabel))
    puesto.click("usuarios.codigo.aceptar")
    puesto.cerrado("usuarios.codigo")
    assert puesto.entra("luis") is None
    ingreso = puesto.entra("luis", codigo)
    assert ingreso is not None
    assert CAMBIAR_CLAVE in ingreso.debe


def test_who_does_not_give_the_password_changes_nothing(puesto: Puesto) -> None:
    puesto.paso_un_rato()
    puesto.elegir_a("luis")
    puesto.apretar("usuarios.restablecer.detalle")
    puesto.confirmar()
    puesto.dialogo("confirmar_clave")
    puesto.press(Qt.Key.Key_Escape)
    puesto.cerrado("confirmar_clave")
    assert not puesto._abiertos("usuarios.codigo")
    assert puesto.entra("luis") is not None


def test_another_role_needs_the_password_and_ends_the_sessions(puesto: Puesto) -> None:
    assert puesto.entra("luis") is not None
    puesto.paso_un_rato()
    puesto.elegir_a("luis")
    puesto.lista.setFocus()
    puesto.press(Qt.Key.Key_F2)
    puesto.dialogo("usuarios.ficha")
    puesto.optar("usuarios.ficha.rol", "consulta")
    puesto.click("usuarios.ficha.aceptar")
    puesto.dialogo("confirmar_clave")
    puesto.press(Qt.Key.Key_Escape)
    puesto.wait(lambda: not puesto._abiertos("confirmar_clave"))
    # The form is still there, as it was typed.
    assert puesto.find("usuarios.ficha.rol", QComboBox).currentText() == "consulta"
    puesto.apretar("usuarios.ficha.aceptar")
    puesto.dar_clave()
    puesto.aviso("Usuario «luis» guardado.")
    assert puesto.cuenta("luis").rol == "consulta"
    assert [sesion.motivo for sesion in puesto.sesiones("luis")] == ["rol"]


def test_the_last_administrator_stays_one(puesto: Puesto) -> None:
    puesto.elegir_a("ana")
    assert not puesto.puede("desactivar"), "nobody deactivates themselves"
    assert not puesto.puede("suspender")
    puesto.apretar("usuarios.editar")
    puesto.dialogo("usuarios.ficha")
    puesto.optar("usuarios.ficha.rol", "supervisor")
    puesto.click("usuarios.ficha.aceptar")
    puesto.wait(lambda: puesto.has("usuarios.ficha.error"))
    assert "es el único administrador" in puesto.texto("usuarios.ficha.error.texto")
    assert puesto.cuenta("ana").rol == "administrador"


def test_the_second_of_two_editors_is_told_and_keeps_what_was_typed(puesto: Puesto) -> None:
    puesto.elegir_a("luis")
    puesto.apretar("usuarios.editar")
    puesto.dialogo("usuarios.ficha")
    with puesto.otro() as registry:
        luis = puesto.cuenta("luis")
        registry.escribir(USERS, SISTEMA, cuentas.editar, luis.id, luis.version, {"telefono": "1111"})
    puesto.escribir("usuarios.ficha.apellido", "Paz")
    puesto.press(Qt.Key.Key_Return)
    puesto.wait(lambda: puesto.has("usuarios.ficha.error"))
    assert "Otra persona" in puesto.texto("usuarios.ficha.error.texto")
    puesto.apretar("usuarios.ficha.aceptar")
    puesto.aviso("Usuario «luis» guardado.")
    luis = puesto.cuenta("luis")
    assert (luis.apellido, luis.telefono) == ("Paz", "1111"), "what the other one changed stays"


def test_a_locked_account_is_unlocked(puesto: Puesto) -> None:
    for _ in range(2):
        assert puesto.entra("luis", "no es esta") is None
    assert puesto.cuenta("luis").estado == BLOQUEADO
    puesto.releer()
    puesto.wait(lambda: puesto.estado_de("luis") == "Bloqueado")
    assert puesto.texto("usuarios.pie") == "2 usuarios · 1 bloqueado"
    puesto.elegir_a("luis")
    assert puesto.texto("usuarios.detalle.estado") == "✕ Bloqueado"
    assert "no puede entrar hasta el " in puesto.texto("usuarios.detalle.porque")
    puesto.apretar("usuarios.desbloquear.detalle")
    puesto.wait(lambda: puesto.estado_de("luis") == "Activo")
    assert puesto.entra("luis") is not None


def test_suspended_and_back(puesto: Puesto) -> None:
    puesto.elegir_a("luis")
    puesto.lista.setFocus()
    puesto.press(Qt.Key.Key_S, CTRL, Qt.KeyboardModifier.ShiftModifier)
    puesto.dialogo("usuarios.confirmar")
    puesto.press(Qt.Key.Key_Return)
    puesto.cerrado("usuarios.confirmar")
    assert puesto.cuenta("luis").estado == ACTIVO, "Enter does not do what is destructive"
    puesto.apretar("usuarios.suspender.detalle")
    puesto.confirmar()
    puesto.wait(lambda: puesto.estado_de("luis") == "Suspendido")
    assert puesto.cuenta("luis").estado == SUSPENDIDO
    puesto.wait(lambda: not puesto.has("usuarios.suspender.detalle"))


def test_sessions_are_seen_and_closed(puesto: Puesto) -> None:
    assert puesto.entra("luis") is not None
    assert puesto.entra("luis") is not None
    puesto.elegir_a("luis")
    puesto.wait(lambda: puesto.has("usuarios.sesiones.cerrar.2"))
    puesto.apretar("usuarios.sesiones.cerrar.1")
    puesto.aviso("Sesión cerrada.")
    puesto.wait(lambda: sorted(s.motivo for s in puesto.sesiones("luis")) == ["", "cerrada"])
    puesto.wait(lambda: not puesto.has("usuarios.sesiones.cerrar.2"))
    puesto.apretar("usuarios.cerrar_sesiones.detalle")
    puesto.confirmar()
    puesto.aviso("Se cerró 1 sesión de «luis».")
    assert all(s.motivo == "cerrada" for s in puesto.sesiones("luis"))
    # One's own that works here stays.
    puesto.elegir_a("ana")
    puesto.apretar("usuarios.cerrar_sesiones.detalle")
    puesto.confirmar()
    puesto.aviso("«ana» no tenía otra sesión abierta.")
    assert puesto.sesiones("ana")[0].fin is None


def test_an_account_changed_behind_rexus_is_seen_and_accepted(puesto: Puesto) -> None:
    puesto.a_mano("luis", rol="administrador")
    puesto.releer()
    puesto.wait(lambda: puesto.estado_de("luis") == "Alterado")
    assert puesto.texto("usuarios.pie") == "2 usuarios · 1 alterado"
    puesto.elegir_a("luis")
    assert "sin Rexus" in puesto.texto("usuarios.detalle.porque")
    puesto.apretar("usuarios.editar")
    puesto.dialogo("usuarios.ficha")
    assert puesto.has("usuarios.ficha.alterada")
    puesto.optar("usuarios.ficha.rol", "operador")
    puesto.click("usuarios.ficha.aceptar")
    puesto.wait(lambda: puesto.estado_de("luis") == "Activo")
    luis = puesto.cuenta("luis")
    assert (luis.rol, luis.alterada) == ("operador", False)


def test_searched_filtered_sorted_and_nothing_found(puesto: Puesto) -> None:
    puesto.crear("rosa", "consulta", nombre="Rosa", apellido="Ibáñez")
    puesto.releer()
    puesto.se_ven("ana", "luis", "rosa")
    puesto.type("usuarios.buscar", "IBANEZ")
    puesto.se_ven("rosa")
    puesto.press(Qt.Key.Key_Escape, on=puesto.find("usuarios.buscar"))
    puesto.se_ven("ana", "luis", "rosa")
    puesto.optar("usuarios.filtro_rol", "operador")
    puesto.se_ven("luis")
    puesto.optar("usuarios.filtro_estado", "Suspendido")
    puesto.se_ven()
    puesto.wait(lambda: puesto.texto("vacio.titulo") == "Nadie coincide")
    puesto.apretar("vacio.accion")
    puesto.se_ven("ana", "luis", "rosa")
    assert puesto.find("usuarios.filtro_rol", QComboBox).currentIndex() == 0


def test_consulta_sees_no_page(archivos: Sitio, abrir: Abridor) -> None:
    puesto = Puesto(None, None)  # type: ignore[arg-type]
    puesto.sitio = archivos
    puesto.crear("nico", "consulta")
    ventana = abrir(archivos, "nico", CLAVE_DE_OTROS)
    assert not ventana.application.window.findChildren(QAction, "principal.ir_usuarios")
    lista = ventana.find("principal.navegacion")
    titles = [lista.item(n).text() for n in range(lista.count())]  # type: ignore[attr-defined]
    assert "Usuarios" not in titles
    assert any(module.id == "usuarios" for module in MODULES)
    # One's own account is everybody's.
    ventana.abrir_mi_cuenta()


def test_who_may_only_look_changes_nothing(archivos: Sitio, abrir: Abridor) -> None:
    puesto = Puesto(None, None)  # type: ignore[arg-type]
    puesto.sitio = archivos
    with puesto.otro() as registry:
        registry.escribir(USERS, SISTEMA, roles.crear, "mirona", "", ["usuarios.ver", "inventario.ver"])
    puesto.crear("nico", "mirona")
    ventana = abrir(archivos, "nico", CLAVE_DE_OTROS)
    ventana.ir("usuarios")
    ventana.se_ven("ana", "nico")
    ventana.elegir_a("ana")
    for accion in ("nuevo", "editar", "desactivar", "suspender", "restablecer", "cerrar_sesiones"):
        assert not ventana.puede(accion), accion
    assert not ventana.has("usuarios.sesiones.cerrar.1")
    ventana.trigger("usuarios.roles")
    dialog = ventana.dialogo("usuarios.roles.dialogo")
    shown = [button.objectName() for button in dialog.findChildren(QPushButton) if button.isVisible()]
    assert shown == ["usuarios.roles.dialogo.cancelar"]
    ventana.fila_de("usuarios.roles.lista", "operador")
    assert not ventana.boton("usuarios.roles.inventario.aprobar").isEnabled()


def test_an_assistant_makes_nobody_an_administrator(archivos: Sitio, abrir: Abridor) -> None:
    puesto = Puesto(None, None)  # type: ignore[arg-type]
    puesto.sitio = archivos
    with puesto.otro() as registry:
        # All that «consulta» may do: nobody touches an account that may do anything they may not.
        seen = ["inventario.ver", "herrajes.ver", "obras.ver", "compras.ver"]
        rights = ["usuarios.ver", "usuarios.administrar", *seen]
        registry.escribir(USERS, SISTEMA, roles.crear, "ayudante", "", rights)
    puesto.crear("nico", "ayudante")
    puesto.crear("rosa", "consulta")
    ventana = abrir(archivos, "nico", CLAVE_DE_OTROS)
    ventana.ir("usuarios")
    ventana.elegir_a("rosa")
    ventana.wait(lambda: ventana.puede("restablecer"))
    ventana.elegir_a("ana")
    for accion in ("editar", "desactivar", "suspender", "restablecer"):
        assert not ventana.puede(accion), accion
    ventana.apretar("usuarios.nuevo")
    ventana.dialogo("usuarios.ficha")
    combo = ventana.find("usuarios.ficha.rol", QComboBox)
    assert [combo.itemText(n) for n in range(combo.count())] == ["consulta", "ayudante"]


def test_the_password_is_hidden_until_its_eye_is_pressed(puesto: Puesto) -> None:
    puesto.paso_un_rato()
    puesto.elegir_a("luis")
    puesto.apretar("usuarios.restablecer.detalle")
    puesto.confirmar()
    puesto.dialogo("confirmar_clave")
    field = puesto.type("confirmar_clave.clave", CLAVE)
    assert field.echoMode() == QLineEdit.EchoMode.Password
    puesto.find("confirmar_clave.clave.ver", QAction).trigger()
    assert field.echoMode() == QLineEdit.EchoMode.Normal


def test_the_columns_and_the_order_are_as_they_were_left(puesto: Puesto, archivos: Sitio, abrir: Abridor) -> None:
    ajustes, header = puesto.application.settings, puesto.lista.horizontalHeader()
    puesto.lista.set_column_visible("factor", False)
    # The name's title, twice: from Z to A.
    titulo = QPoint(header.sectionViewportPosition(1) + header.sectionSize(1) // 2, header.height() // 2)
    for _ in range(2):
        puesto.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=titulo)
    puesto.se_ven("luis", "ana")
    puesto.wait(lambda: ajustes.get("usuarios.columnas").get("columnas"))
    puesto.application.close()
    otra = abrir(archivos)
    otra.se_ven("luis", "ana")
    assert otra.lista.isColumnHidden(5) and not otra.lista.isColumnHidden(4)
    assert otra.lista.sort == ("nombre", True)
