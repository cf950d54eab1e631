"""The accounts while their server is away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from tests.gui.taller import Taller, taller
from tests.gui.usuarios.conftest import Abridor
from tests.gui.usuarios.puesto import Puesto

__all__ = ["taller"]


@pytest.fixture
def lejos(taller: Taller, abrir: Abridor) -> Puesto:
    """The page, on a server of the test's own."""
    puesto = abrir(taller.sitio)
    puesto.crear("luis")
    puesto.ir("usuarios")
    puesto.se_ven("ana", "luis")
    puesto.elegir_a("luis")
    return puesto


def test_what_was_seen_stays_and_nothing_can_be_changed_until_it_is_back(lejos: Puesto, taller: Taller) -> None:
    puesto = lejos
    puesto.wait(lambda: puesto.puede("editar"))
    taller.postgres.parar()
    puesto.wait(lambda: puesto.estado.startswith("Sin conexión desde"))
    assert puesto.find("usuarios.sin_conexion", QLabel).isVisible()
    assert [fila[0] for fila in puesto.filas()] == ["ana", "luis"]
    assert puesto.texto("usuarios.detalle.usuario") == "luis · operador"
    for accion in ("nuevo", "editar", "desactivar", "suspender", "restablecer", "cerrar_sesiones"):
        assert not puesto.puede(accion), accion
    taller.postgres.arrancar()
    puesto.wait(lambda: puesto.en_linea)
    puesto.wait(lambda: puesto.puede("editar"))
    assert not puesto.has("usuarios.sin_conexion")


def test_a_form_keeps_what_was_typed_and_saves_it_afterwards(lejos: Puesto, taller: Taller) -> None:
    puesto = lejos
    puesto.apretar("usuarios.editar")
    puesto.dialogo("usuarios.ficha")
    puesto.escribir("usuarios.ficha.nombre", "Luis")
    taller.postgres.parar()
    puesto.wait(lambda: not puesto.boton("usuarios.ficha.aceptar").isEnabled())
    assert "Lo escrito queda aquí" in puesto.texto("usuarios.ficha.sin_conexion.texto")
    puesto.press(Qt.Key.Key_Return)
    taller.postgres.arrancar()
    puesto.wait(lambda: puesto.boton("usuarios.ficha.aceptar").isEnabled())
    assert puesto.find("usuarios.ficha.nombre", QLineEdit).text() == "Luis"
    puesto.click("usuarios.ficha.aceptar")
    puesto.cerrado("usuarios.ficha")
    assert puesto.cuenta("luis").nombre == "Luis"


def test_ones_own_account_waits_too(lejos: Puesto, taller: Taller) -> None:
    puesto = lejos
    puesto.abrir_mi_cuenta("Segundo factor")
    taller.postgres.parar()
    puesto.wait(lambda: not puesto.boton("mi_cuenta.aceptar").isEnabled())
    assert puesto.has("mi_cuenta.sin_conexion")
    taller.postgres.arrancar()
    puesto.wait(lambda: puesto.boton("mi_cuenta.aceptar").isEnabled())
