"""The trail while its server is away."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel

from tests.gui.auditoria.conftest import Abridor
from tests.gui.taller import ARTICULOS, Taller, taller

__all__ = ["taller"]


def test_what_was_seen_stays_and_nothing_is_proven_until_it_is_back(taller: Taller, abrir: Abridor) -> None:
    puesto = abrir(taller.sitio)
    puesto.ir("auditoria")
    puesto.se_ve(lambda filas: filas and filas[0]["accion"] == "Ingresar")
    puesto.elegir_fila(0)
    cuantos = puesto.eventos.rowCount()
    taller.postgres.parar()
    puesto.wait(lambda: puesto.estado.startswith("Sin conexión desde"))
    assert puesto.find("auditoria.sin_conexion", QLabel).isVisible()
    assert puesto.eventos.rowCount() == cuantos
    assert puesto.texto("auditoria.evento.titulo") == "Ingresar"
    for accion in ("verificar", "exportar"):
        action = puesto.find(f"auditoria.{accion}", QAction)
        assert not action.isEnabled() and action.toolTip(), accion
    taller.postgres.arrancar()
    puesto.wait(lambda: puesto.en_linea)
    puesto.wait(puesto.find("auditoria.verificar", QAction).isEnabled)
    assert not puesto.has("auditoria.sin_conexion")
    puesto.wait(lambda: puesto.eventos.settled and puesto.eventos.rowCount() >= cuantos)
    puesto.click("auditoria.verificar")
    puesto.aviso("La cadena está entera: ")


def test_a_record_that_was_seen_opens_and_of_another_nobody_says_that_it_is_gone(
    taller: Taller, abrir: Abridor
) -> None:
    puesto = abrir(taller.sitio)
    puesto.wait(lambda: puesto.modelo.settled and len(puesto.codigos()) == ARTICULOS and puesto.codigos()[0])
    puesto.ir("auditoria")
    puesto.escribir("auditoria.buscar", "P003")
    puesto.se_ve(lambda filas: [fila["accion"] for fila in filas] == ["Entrada", "Crear"])
    puesto.elegir_fila(0)
    articulo = int(puesto.filas()[0]["registro"])
    taller.postgres.parar()
    puesto.wait(lambda: puesto.estado.startswith("Sin conexión desde"))
    puesto.trigger("auditoria.abrir_registro")
    puesto.wait(lambda: puesto.tabla.isVisible() and puesto.tabla.current_id() == articulo)
    sesion = puesto.application.session
    assert sesion is not None and sesion._context.abrir("inventario_perfiles", "999999")
    puesto.aviso("Sin conexión no se puede abrir ese registro")
    # What was in sight still is.
    assert puesto.tabla.current_id() == articulo and len(puesto.codigos()) == ARTICULOS
    taller.postgres.arrancar()
    puesto.wait(lambda: puesto.en_linea)
