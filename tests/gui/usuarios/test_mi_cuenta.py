"""«Mi cuenta»: one's own data, password, sessions and second factor."""

from __future__ import annotations

import pyotp
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel

from rexus.db.names import USERS
from rexus.modulos.usuarios.view.mi_cuenta.dialogo import MiCuentaDialog
from rexus.modulos.usuarios.view.qr import codigo_qr
from rexus.seguridad import factor
from tests.gui.conftest import CLAVE
from tests.gui.usuarios.puesto import Puesto

NUEVA = "nueve marcos de lapacho"


def test_ones_own_name_e_mail_and_phone(puesto: Puesto) -> None:
    puesto.abrir_mi_cuenta()
    assert puesto.texto("mi_cuenta.datos.quien") == "ana · rol administrador"
    puesto.teclear("Ána")
    puesto.escribir("mi_cuenta.email", "ana arroba taller")
    puesto.press(Qt.Key.Key_Return)
    puesto.wait(lambda: puesto.has("mi_cuenta.email.error"))
    puesto.escribir("mi_cuenta.email", "ana@taller.example")
    puesto.press(Qt.Key.Key_Return)
    puesto.wait(lambda: puesto.texto("mi_cuenta.datos.hecho") == "✓ Datos guardados.")
    cuenta = puesto.cuenta("ana")
    assert (cuenta.nombre, cuenta.email) == ("Ána", "ana@taller.example")
    # The page behind it tells it, too; nothing is asked when nothing would be lost.
    puesto.wait(lambda: puesto.filas()[0][1] == "Ána")
    puesto.press(Qt.Key.Key_Escape)
    puesto.cerrado("mi_cuenta")


def test_esc_asks_before_what_was_typed_in_any_part_is_lost(puesto: Puesto) -> None:
    puesto.abrir_mi_cuenta()
    puesto.teclear("A")
    puesto.fila_de("mi_cuenta.partes", "Sesiones")
    puesto.press(Qt.Key.Key_Escape)
    puesto.dialogo("mi_cuenta.descartar")
    puesto.click("mi_cuenta.descartar.aceptar")
    puesto.cerrado("mi_cuenta")
    assert puesto.cuenta("ana").nombre == ""


def test_another_password_with_its_strength(puesto: Puesto) -> None:
    assert puesto.entra("ana", CLAVE) is not None
    puesto.abrir_mi_cuenta("Clave")
    assert puesto.texto("mi_cuenta.clave.fuerza") == "12 caracteres o más; sirve una frase."
    puesto.click("mi_cuenta.aceptar")
    assert puesto.texto("mi_cuenta.clave.actual.error") == "Falta la clave actual"
    assert puesto.texto("mi_cuenta.clave.nueva.error") == "Falta la clave nueva"
    puesto.type("mi_cuenta.clave.actual", "no es esta")
    puesto.type("mi_cuenta.clave.nueva", "corta")
    puesto.wait(lambda: puesto.texto("mi_cuenta.clave.fuerza") == "Faltan 7 caracteres")
    puesto.type("mi_cuenta.clave.nueva", "ana-rexus-ana-1984")
    puesto.wait(lambda: puesto.texto("mi_cuenta.clave.fuerza") == "Clave muy débil")
    puesto.type("mi_cuenta.clave.nueva", NUEVA)
    puesto.wait(lambda: puesto.texto("mi_cuenta.clave.fuerza") == "Clave muy buena")
    puesto.type("mi_cuenta.clave.repetir", "otra cosa")
    puesto.press(Qt.Key.Key_Return)
    assert puesto.texto("mi_cuenta.clave.repetir.error") == "Las dos claves no son iguales"
    puesto.type("mi_cuenta.clave.repetir", NUEVA)
    puesto.press(Qt.Key.Key_Return)
    puesto.wait(lambda: puesto.has("mi_cuenta.clave.actual.error"))
    puesto.type("mi_cuenta.clave.actual", CLAVE)
    puesto.press(Qt.Key.Key_Return)
    puesto.wait(lambda: puesto.texto("mi_cuenta.clave.hecho").startswith("✓ Clave cambiada."))
    assert puesto.type("mi_cuenta.clave.nueva", "").text() == ""
    assert [s.motivo for s in puesto.sesiones("ana") if s.fin is not None] == ["cerrada"]
    # This window goes on.
    puesto.press(Qt.Key.Key_Escape)
    puesto.cerrado("mi_cuenta")
    puesto.releer()
    assert puesto.entra("ana", NUEVA) is not None


def test_a_password_that_was_used_before_is_refused(puesto: Puesto) -> None:
    puesto.abrir_mi_cuenta("Clave")
    for name in ("actual", "nueva", "repetir"):
        puesto.type(f"mi_cuenta.clave.{name}", CLAVE)
    puesto.press(Qt.Key.Key_Return)
    puesto.wait(lambda: puesto.texto("mi_cuenta.clave.nueva.error").startswith("Esa clave ya se usó"))


def test_ones_sessions_elsewhere_are_closed(puesto: Puesto) -> None:
    assert puesto.entra("ana", CLAVE) is not None
    assert puesto.entra("ana", CLAVE) is not None
    puesto.abrir_mi_cuenta("Sesiones")
    puesto.wait(lambda: puesto.has("mi_cuenta.sesiones.lista.cerrar.3"))
    assert not puesto.has("mi_cuenta.sesiones.lista.cerrar.1"), "this one is left by signing out"
    puesto.paso_un_rato()
    puesto.apretar("mi_cuenta.sesiones.lista.cerrar.2")
    puesto.dar_clave()
    puesto.wait(lambda: puesto.texto("mi_cuenta.sesiones.hecho") == "✓ Sesión cerrada.")
    assert sorted(s.motivo for s in puesto.sesiones("ana")) == ["", "", "cerrada"]
    puesto.wait(lambda: puesto.boton("mi_cuenta.aceptar").isEnabled())
    assert puesto.boton("mi_cuenta.aceptar").text() == "Cerrar las demás"
    puesto.paso_un_rato()
    puesto.click("mi_cuenta.aceptar")
    puesto.dialogo("confirmar_clave")
    puesto.press(Qt.Key.Key_Escape)
    puesto.cerrado("confirmar_clave")
    assert sorted(s.motivo for s in puesto.sesiones("ana")) == ["", "", "cerrada"]
    puesto.wait(lambda: puesto.boton("mi_cuenta.aceptar").isEnabled())
    puesto.click("mi_cuenta.aceptar")
    puesto.dar_clave()
    puesto.wait(lambda: sorted(s.motivo for s in puesto.sesiones("ana")) == ["", "cerrada", "cerrada"])
    puesto.wait(lambda: not puesto.boton("mi_cuenta.aceptar").isVisible())


def test_a_second_factor_is_enrolled_and_taken_away(puesto: Puesto) -> None:
    puesto.paso_un_rato()
    puesto.abrir_mi_cuenta("Segundo factor")
    assert puesto.texto("mi_cuenta.factor.estado") == "No activado"
    puesto.click("mi_cuenta.aceptar")
    puesto.wait(lambda: puesto.has("mi_cuenta.factor.qr"))
    secreto = puesto.texto("mi_cuenta.factor.secreto").replace(" ", "")
    puesto.wait(lambda: puesto.boton("mi_cuenta.aceptar").isEnabled())
    puesto.click("mi_cuenta.aceptar")
    assert "falta el código" in puesto.texto("mi_cuenta.factor.codigo.error").lower()
    puesto.escribir("mi_cuenta.factor.codigo", "mañana")
    puesto.press(Qt.Key.Key_Return)
    puesto.dar_clave()
    puesto.wait(lambda: "no corresponde" in puesto.texto("mi_cuenta.factor.codigo.error"))
    puesto.dialogo("mi_cuenta")
    numeros = pyotp.TOTP(secreto).now()
    puesto.escribir("mi_cuenta.factor.codigo", f"{numeros[:3]} {numeros[3:]}")
    puesto.press(Qt.Key.Key_Return)
    puesto.dialogo("mi_cuenta.codigos")
    codigos = puesto.texto("mi_cuenta.codigos.texto").split()
    assert len(codigos) == 10
    puesto.click("mi_cuenta.codigos.copiar")
    assert QGuiApplication.clipboard().text().split() == codigos
    puesto.click("mi_cuenta.codigos.aceptar")
    puesto.dialogo("mi_cuenta")
    assert puesto.texto("mi_cuenta.factor.estado") == "✓ Activo"
    assert puesto.texto("mi_cuenta.factor.frase") == "Quedan 10 códigos para cuando falte el teléfono."
    assert secreto not in [label.text().replace(" ", "") for label in puesto.dialogo("mi_cuenta").findChildren(QLabel)]
    assert puesto.cuenta("ana").con_factor
    assert puesto.entra("ana", CLAVE, codigos[0]) is not None, "for a lost phone"
    # Another one than oneself takes it away for who lost the phone; here it is oneself.
    puesto.click("mi_cuenta.factor.quitar")
    puesto.dialogo("mi_cuenta.confirmar")
    puesto.click("mi_cuenta.confirmar.aceptar")
    puesto.wait(lambda: not puesto.cuenta("ana").con_factor)
    puesto.wait(lambda: puesto.texto("mi_cuenta.factor.hecho") == "✓ El segundo factor se quitó.")


def test_an_administrator_takes_away_that_of_a_lost_phone(puesto: Puesto) -> None:
    ingreso = puesto.entra("luis")
    assert ingreso is not None
    luis = ingreso.actor
    inscripcion = factor.proponer("luis", "")
    with puesto.otro() as registry:
        numeros = pyotp.TOTP(inscripcion.secreto).now()
        registry.escribir(USERS, luis, factor.confirmar, inscripcion.secreto, numeros)
    puesto.releer()
    puesto.wait(lambda: puesto.filas()[1][5] == "Sí")
    puesto.elegir_a("luis")
    puesto.paso_un_rato()
    puesto.apretar("usuarios.quitar_factor.detalle")
    puesto.confirmar()
    puesto.dar_clave()
    puesto.aviso("«luis» ya no tiene segundo factor.")
    puesto.wait(lambda: puesto.filas()[1][5] == "No")
    assert not puesto.cuenta("luis").con_factor


def test_it_opens_once_however_often_it_is_asked_for(puesto: Puesto) -> None:
    puesto.trigger("principal.mi_cuenta")
    puesto.trigger("principal.mi_cuenta")
    puesto.dialogo("mi_cuenta")
    puesto.qtbot.wait(300)
    shown = [d for d in puesto.application.window.findChildren(MiCuentaDialog) if d.isVisible()]
    assert len(shown) == 1


def test_the_code_is_black_on_white_with_its_quiet_border() -> None:
    image = codigo_qr("otpauth://totp/Rexus:ana?secret=JBSWY3DPEHPK3PXP&issuer=Rexus")
    side = image.width()
    assert side == image.height()
    assert (side - 8 - 17) % 4 == 0, "a version of the standard has 17 + 4 n modules"
    for n in range(side):
        for border in (0, 3, side - 4, side - 1):
            assert _white(image, n, border)
            assert _white(image, border, n)
    # The three corners that a camera looks for.
    for x, y in ((4, 4), (side - 5, 4), (4, side - 5)):
        assert not _white(image, x, y)


def _white(image: QImage, x: int, y: int) -> bool:
    value = image.pixelColor(x, y).lightness()
    assert value in (0, 255)
    return value == 255
