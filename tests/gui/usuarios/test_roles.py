"""Roles and what they may do, in the grid of boxes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from rexus.base.actor import SISTEMA, Actor
from rexus.db.names import USERS
from rexus.modulos.usuarios.view.roles import RolesDialog
from rexus.seguridad import cuentas, roles
from rexus.seguridad import permisos as permisos_del_programa
from rexus.seguridad.ingreso import RolAlteradoError
from rexus.seguridad.permisos import ADMINISTRAR_USUARIOS
from rexus.seguridad.roles import FichaRol
from tests.gui.usuarios.puesto import Puesto

DIALOGO = "usuarios.roles.dialogo"


def rol(puesto: Puesto, nombre: str) -> FichaRol | None:
    """A role as it is in the database."""
    with puesto.otro() as registry:
        return next((r for r in registry.leer(USERS, SISTEMA, roles.listar) if r.nombre == nombre), None)


def permisos(puesto: Puesto, nombre: str) -> frozenset[str]:
    """What a role may do by the database."""
    found = rol(puesto, nombre)
    assert found is not None, nombre
    return found.permisos


def abrir(puesto: Puesto, nombre: str = "") -> None:
    """Open the dialog at a role."""
    puesto.lista.setFocus()
    puesto.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    puesto.dialogo(DIALOGO)
    if nombre:
        puesto.fila_de("usuarios.roles.lista", nombre)


def nombres(puesto: Puesto) -> list[str]:
    """The roles in the dialog's list; «•» marks what is not saved."""
    lista = puesto.find("usuarios.roles.lista", QListWidget)
    return [lista.item(n).text() for n in range(lista.count())]


def test_what_a_role_may_do_is_checked_and_saved(puesto: Puesto) -> None:
    assert puesto.entra("luis") is not None
    antes = permisos(puesto, "operador")
    abrir(puesto, "operador")
    assert puesto.texto("usuarios.roles.origen") == "Del programa · 1 cuenta"
    assert not puesto.boton(f"{DIALOGO}.aceptar").isEnabled()
    puesto.marcar("auditoria.aprobar")
    assert puesto.marcada("auditoria.ver"), "who changes looks, too"
    puesto.marcar("stock.ajustar")
    assert "salen y vuelven a entrar" in puesto.texto("usuarios.roles.nota")
    assert "operador •" in nombres(puesto)
    puesto.paso_un_rato()
    puesto.click(f"{DIALOGO}.aceptar")
    puesto.dar_clave()
    puesto.wait(lambda: "operador" in nombres(puesto))
    assert permisos(puesto, "operador") == antes | {"auditoria.ver", "auditoria.aprobar", "stock.ajustar"}
    assert [sesion.motivo for sesion in puesto.sesiones("luis")] == ["rol"]
    # No longer looking takes the rest of that module along.
    puesto.dialogo(DIALOGO)
    puesto.marcar("auditoria.ver")
    assert not puesto.marcada("auditoria.aprobar")
    puesto.marcar("stock.ajustar")
    puesto.click(f"{DIALOGO}.aceptar")
    puesto.wait(lambda: permisos(puesto, "operador") == antes)


def test_what_was_checked_in_several_roles_is_saved_together_or_asked_about(puesto: Puesto) -> None:
    abrir(puesto, "consulta")
    puesto.marcar("auditoria.ver")
    puesto.fila_de("usuarios.roles.lista", "analista")
    assert not puesto.marcada("usuarios.ver")
    puesto.marcar("usuarios.ver")
    assert [n for n in nombres(puesto) if n.endswith("•")] == ["analista •", "consulta •"]
    # Checked back, it is as it was.
    puesto.marcar("usuarios.ver")
    assert [n for n in nombres(puesto) if n.endswith("•")] == ["consulta •"]
    puesto.marcar("usuarios.ver")
    puesto.press(Qt.Key.Key_Escape)
    puesto.dialogo(f"{DIALOGO}.descartar")
    puesto.press(Qt.Key.Key_Escape)
    puesto.wait(lambda: not puesto._abiertos(f"{DIALOGO}.descartar"))
    puesto.dialogo(DIALOGO)
    puesto.click(f"{DIALOGO}.aceptar")
    puesto.wait(lambda: not any(n.endswith("•") for n in nombres(puesto)))
    assert "auditoria.ver" in permisos(puesto, "consulta")
    assert "usuarios.ver" in permisos(puesto, "analista")
    puesto.press(Qt.Key.Key_Escape)
    puesto.cerrado(DIALOGO)
    puesto.aviso("2 roles guardados.")


def test_the_administrator_may_everything_and_stays_so(puesto: Puesto) -> None:
    abrir(puesto, "administrador")
    assert puesto.texto("usuarios.roles.nota") == "Puede todo; eso no se cambia."
    for permiso in ("inventario.ver", "usuarios.aprobar", "respaldos.restaurar"):
        assert puesto.marcada(permiso)
        assert not puesto.boton(f"usuarios.roles.{permiso}").isEnabled()
    assert not puesto.boton("usuarios.roles.eliminar").isEnabled()
    puesto.fila_de("usuarios.roles.lista", "supervisor")
    assert not puesto.boton("usuarios.roles.eliminar").isEnabled(), "those of the program stay"


def test_a_role_of_the_workshops_own(puesto: Puesto) -> None:
    abrir(puesto)
    puesto.apretar("usuarios.roles.nuevo")
    puesto.dialogo("usuarios.roles.ficha")
    puesto.press(Qt.Key.Key_Return)
    assert puesto.texto("usuarios.roles.ficha.nombre.error") == "Falta el nombre"
    puesto.teclear("Operador")
    puesto.press(Qt.Key.Key_Return)
    puesto.wait(lambda: puesto.has("usuarios.roles.ficha.error"))
    assert "Ya hay un rol «operador»" in puesto.texto("usuarios.roles.ficha.error.texto")
    puesto.escribir("usuarios.roles.ficha.nombre", "Taller de corte")
    puesto.escribir("usuarios.roles.ficha.descripcion", "Corta y arma")
    puesto.press(Qt.Key.Key_Return)
    puesto.wait(lambda: "taller de corte" in nombres(puesto))
    puesto.dialogo(DIALOGO)
    assert puesto.texto("usuarios.roles.nombre") == "taller de corte", "it is chosen"
    puesto.marcar("inventario.modificar")
    puesto.escribir("usuarios.roles.descripcion", "Corta, arma y barre")
    puesto.click(f"{DIALOGO}.aceptar")
    puesto.wait(lambda: not any(n.endswith("•") for n in nombres(puesto)))
    found = rol(puesto, "taller de corte")
    assert found is not None
    assert (found.descripcion, found.permisos) == (
        "Corta, arma y barre", {"inventario.ver", "inventario.modificar"},
    )  # fmt: skip
    # In use it stays.
    puesto.crear("marta", "taller de corte")
    puesto.dialogo(DIALOGO)
    puesto.apretar("usuarios.roles.eliminar")
    puesto.confirmar()
    puesto.wait(lambda: puesto.has(f"{DIALOGO}.error"))
    assert "No se eliminó" in puesto.texto(f"{DIALOGO}.error.texto")
    with puesto.otro() as registry:
        marta = puesto.cuenta("marta")
        registry.escribir(USERS, SISTEMA, cuentas.editar, marta.id, marta.version, {"rol": "consulta"})
    puesto.dialogo(DIALOGO)
    puesto.apretar("usuarios.roles.eliminar")
    puesto.confirmar()
    puesto.wait(lambda: "taller de corte" not in nombres(puesto))
    assert rol(puesto, "taller de corte") is None


def test_the_second_of_two_who_change_a_role_sees_what_it_is_now(puesto: Puesto) -> None:
    abrir(puesto, "consulta")
    antes = permisos(puesto, "consulta")
    with puesto.otro() as registry:
        found = rol(puesto, "consulta")
        assert found is not None
        nuevos = antes | {"configuracion.ver"}
        registry.escribir(USERS, SISTEMA, roles.editar, "consulta", found.version, permitidos=nuevos)
    puesto.marcar("auditoria.ver")
    puesto.click(f"{DIALOGO}.aceptar")
    puesto.wait(lambda: puesto.has(f"{DIALOGO}.error"))
    assert "Otra persona cambió el rol «consulta»" in puesto.texto(f"{DIALOGO}.error.texto")
    assert permisos(puesto, "consulta") == nuevos
    # What was checked stays, and is saved over what it is now.
    assert puesto.marcada("auditoria.ver")
    puesto.apretar(f"{DIALOGO}.aceptar")
    puesto.wait(lambda: "auditoria.ver" in permisos(puesto, "consulta"))


def test_what_nothing_asks_for_yet_is_said_and_cannot_be_given(puesto: Puesto) -> None:
    with puesto.otro() as registry:
        registry.escribir(USERS, SISTEMA, roles.crear, "viejo", "", {"usuarios.modificar"})
    abrir(puesto, "operador")
    casilla = puesto.find("usuarios.roles.usuarios.modificar", QCheckBox)
    assert not casilla.isEnabled()
    assert casilla.toolTip() == "Usuarios: Modificar. Todavía nada lo pide"
    assert not puesto.find("usuarios.roles.respaldos.aprobar", QCheckBox).isEnabled()
    assert puesto.find("usuarios.roles.respaldos.restaurar", QCheckBox).isEnabled()
    assert puesto.find("usuarios.roles.auditoria.aprobar", QCheckBox).isEnabled()
    # A role that holds it from before may lose it.
    puesto.fila_de("usuarios.roles.lista", "viejo")
    assert casilla.isEnabled()
    puesto.marcar("usuarios.modificar")
    puesto.click(f"{DIALOGO}.aceptar")
    puesto.wait(lambda: permisos(puesto, "viejo") == {"usuarios.ver"})


def test_a_role_changed_behind_rexus_is_seen_and_accepted_once_it_was_looked_at(puesto: Puesto) -> None:
    antes, de_antes = permisos(puesto, "operador"), permisos(puesto, "consulta")
    puesto.dar_a_mano("operador", "stock.ajustar")
    puesto.dar_a_mano("operador", "lo.que.sea")
    puesto.dar_a_mano("consulta", "*")
    with pytest.raises(RolAlteradoError):
        puesto.entra("luis")
    abrir(puesto)
    assert nombres(puesto) == ["administrador", "analista", "! consulta", "! operador", "supervisor"]
    assert not puesto.has("usuarios.roles.alterado"), "of the one that shows"
    assert not puesto.has("usuarios.roles.revisado")
    puesto.fila_de("usuarios.roles.lista", "! operador")
    assert "! Alterado: lo que puede hacer se cambió en la base sin Rexus." in puesto.texto("usuarios.roles.alterado")
    assert "se quita: lo.que.sea." in puesto.texto("usuarios.roles.alterado")
    assert puesto.marcada("stock.ajustar")
    assert not puesto.boton(f"{DIALOGO}.aceptar").isEnabled(), "looking at it is no yes"
    puesto.marcar("revisado")
    assert "! operador •" in nombres(puesto)
    puesto.marcar("revisado")
    assert not puesto.boton(f"{DIALOGO}.aceptar").isEnabled()
    puesto.marcar("revisado")
    puesto.paso_un_rato()
    puesto.click(f"{DIALOGO}.aceptar")
    puesto.dar_clave()
    puesto.wait(lambda: "operador" in nombres(puesto))
    assert nombres(puesto)[2:4] == ["! consulta", "operador"], "the other was not looked at"
    puesto.dialogo(DIALOGO)
    assert not puesto.has("usuarios.roles.revisado")
    assert permisos(puesto, "operador") == antes | {"stock.ajustar"}
    assert puesto.entra("luis") is not None
    # What it is for says nothing of what it may do.
    puesto.fila_de("usuarios.roles.lista", "! consulta")
    puesto.escribir("usuarios.roles.descripcion", "Mira")
    puesto.click(f"{DIALOGO}.aceptar")
    puesto.wait(lambda: "! consulta" in nombres(puesto))
    puesto.dialogo(DIALOGO)
    found = rol(puesto, "consulta")
    assert found is not None
    assert (found.descripcion, found.alterado) == ("Mira", True)
    # Taking away what was added is saved like any other change.
    puesto.marcar("auditoria.ver")
    puesto.marcar("auditoria.ver")
    puesto.marcar("revisado")
    puesto.click(f"{DIALOGO}.aceptar")
    puesto.wait(lambda: "consulta" in nombres(puesto))
    assert permisos(puesto, "consulta") == de_antes


def test_what_the_administrator_is_described_as_can_be_changed(puesto: Puesto) -> None:
    abrir(puesto, "administrador")
    puesto.escribir("usuarios.roles.descripcion", "Responde por todo")
    puesto.click(f"{DIALOGO}.aceptar")
    puesto.wait(lambda: not any(n.endswith("•") for n in nombres(puesto)))
    found = rol(puesto, "administrador")
    assert found is not None
    assert (found.descripcion, found.permisos) == ("Responde por todo", {"*"})


def test_who_may_do_less_than_a_role_only_looks_at_it(qtbot: QtBot) -> None:
    jefe = Actor("jefe", "jefe", frozenset({"usuarios.ver", ADMINISTRAR_USUARIOS, "inventario.ver"}), 7)
    ventana = QWidget()
    qtbot.addWidget(ventana)
    dialog = RolesDialog(ventana, permisos_del_programa.modulos(), permisos_del_programa.especiales(), jefe)
    dialog.show_roles(
        [
            FichaRol("corte", "", False, 1, frozenset({"stock.ajustar"})),
            FichaRol("portería", "", False, 1, frozenset({"inventario.ver"})),
        ]
    )
    assert dialog.descripcion.isReadOnly()
    assert not any(casilla.isEnabled() for casilla in dialog.casillas.values())
    assert not dialog.eliminar.isEnabled()
    assert "puede más que quien trabaja" in dialog.eliminar.toolTip()
    dialog.lista.setCurrentRow(1)
    assert not dialog.descripcion.isReadOnly()
    assert {nombre for nombre, casilla in dialog.casillas.items() if casilla.isEnabled()} == jefe.permisos
    assert dialog.eliminar.isEnabled()
