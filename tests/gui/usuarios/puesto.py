"""A seat at which accounts are looked after: the real window, and another seat beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QListWidget, QPushButton, QWidget
from sqlalchemy import insert, update

from rexus.base.actor import SISTEMA
from rexus.base.errors import CredencialesError
from rexus.db.names import USERS
from rexus.db.work import Work
from rexus.seguridad import Ingreso, Politica, cuentas, entrar, sesiones
from rexus.seguridad.cuentas import Cuenta
from rexus.seguridad.orm import PermisoEspecial, Sesion, Usuario
from rexus.seguridad.sesiones import FichaSesion
from rexus.ui.paged_table import PagedTableView
from tests.gui.conftest import CLAVE
from tests.gui.puestos import VentanaEnSitio

CLAVE_DE_OTROS = "ocho vidrios laminados"


class Puesto(VentanaEnSitio):
    """The window with the page of accounts."""

    # ── Another seat ──

    def crear(self, usuario: str, rol: str = "operador", **valores: str) -> int:
        """An account with CLAVE_DE_OTROS, made at another seat."""
        with self.otro() as registry:
            datos = {"usuario": usuario, "rol": rol, **valores}
            return registry.escribir(USERS, SISTEMA, cuentas.crear, datos, Politica(), clave=CLAVE_DE_OTROS).value[0]

    def entra(self, usuario: str, clave: str = CLAVE_DE_OTROS, codigo: str = "") -> Ingreso | None:
        """Somebody signs in at another seat; None if they may not."""
        with self.otro() as registry:
            try:
                return entrar(registry, usuario, clave, Politica(max_intentos=2), codigo=codigo)
            except CredencialesError:
                return None

    def cuenta(self, usuario: str) -> Cuenta:
        """An account as it is in the database."""
        with self.otro() as registry:
            return registry.leer(USERS, SISTEMA, cuentas.por_usuario, usuario)

    def sesiones(self, usuario: str) -> list[FichaSesion]:
        """Where somebody is or was signed in, newest first."""
        with self.otro() as registry:
            return registry.leer(USERS, SISTEMA, sesiones.listar, self.cuenta(usuario).id)

    def a_mano(self, usuario: str, **valores: Any) -> None:
        """Change an account's row without Rexus."""
        with self.otro() as registry, registry.write(USERS, SISTEMA) as work:
            work.connection.execute(update(Usuario).where(Usuario.usuario == usuario).values(**valores))

    def dar_a_mano(self, rol: str, permiso: str) -> None:
        """Give a role a right without Rexus."""
        with self.otro() as registry, registry.write(USERS, SISTEMA) as work:
            work.connection.execute(insert(PermisoEspecial).values(rol=rol, permiso=permiso))

    def paso_un_rato(self) -> None:
        """The passwords that were given were given an hour ago."""

        def envejecer(work: Work) -> None:
            hace = work.now() - timedelta(hours=1)
            work.connection.execute(update(Sesion).values(confirmada=hace))

        with self.otro() as registry:
            registry.escribir(USERS, SISTEMA, envejecer)

    # ── The page ──

    @property
    def lista(self) -> PagedTableView:
        """The accounts."""
        return self.find("usuarios.tabla", PagedTableView)

    def filas(self) -> list[list[str]]:
        """What the table shows, row by row."""
        model: Any = self.lista.model()
        columns = range(model.columnCount())
        return [[str(model.index(row, n).data() or "") for n in columns] for row in range(model.rowCount())]

    def se_ven(self, *usuarios: str) -> None:
        """Wait until exactly these are in the table, in this order."""
        model: Any = self.lista.model()
        self.wait(lambda: model.settled and [fila[0] for fila in self.filas()] == list(usuarios))

    def estado_de(self, usuario: str) -> str:
        """What the table says of somebody's state."""
        return next((fila[3] for fila in self.filas() if fila[0] == usuario), "")

    def releer(self) -> None:
        """F5."""
        self.trigger("usuarios.actualizar")

    def elegir_a(self, usuario: str) -> None:
        """Click somebody's row; waits until the pane tells of them."""
        self.wait(lambda: usuario in [fila[0] for fila in self.filas()])
        row = [fila[0] for fila in self.filas()].index(usuario)
        where = self.lista.visualRect(self.lista.model().index(row, 0)).center()
        self.qtbot.mouseClick(self.lista.viewport(), Qt.MouseButton.LeftButton, pos=where)
        self.wait(lambda: self.texto("usuarios.detalle.usuario").startswith(f"{usuario} ·"))
        # Rights are known once the roles were read.
        self.wait(lambda: not self.lista.model().busy)  # type: ignore[union-attr]

    def apretar(self, nombre: str) -> None:
        """Press the button of that name that shows, as soon as it can be pressed."""
        self.wait(lambda: any(b.isVisible() and b.isEnabled() for b in self._botones(nombre)))
        button = next(b for b in self._botones(nombre) if b.isVisible() and b.isEnabled())
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def _botones(self, nombre: str) -> list[QPushButton]:
        return self.application.window.findChildren(QPushButton, nombre)

    def puede(self, accion: str) -> bool:
        """Whether an action of the page can be done."""
        return self.find(f"usuarios.{accion}", QAction).isEnabled()

    def confirmar(self) -> None:
        """Say yes to the page's question."""
        self.dialogo("usuarios.confirmar")
        self.click("usuarios.confirmar.aceptar")
        self.wait(lambda: not self._abiertos("usuarios.confirmar"))

    def dar_clave(self, clave: str = CLAVE) -> None:
        """Give one's own password to the dialog that asks for it."""
        self.dialogo("confirmar_clave")
        self.type("confirmar_clave.clave", clave)
        self.press(Qt.Key.Key_Return)

    def optar(self, nombre: str, texto: str) -> None:
        """Choose an entry of a combo box by its keys."""
        combo = self.find(nombre, QComboBox)
        at = combo.findText(texto)
        assert at >= 0, f"{texto} is not among {[combo.itemText(n) for n in range(combo.count())]}"
        combo.setFocus()
        self.press(Qt.Key.Key_Home, on=combo)
        if combo.currentIndex() < 0:
            self.press(Qt.Key.Key_Down, on=combo)
        for _ in range(at - combo.currentIndex()):
            self.press(Qt.Key.Key_Down, on=combo)
        assert combo.currentText() == texto

    def marcar(self, permiso: str) -> None:
        """Click a box of the grid of roles."""
        box = self.find(f"usuarios.roles.{permiso}", QCheckBox)
        assert box.isEnabled(), permiso
        self.qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))

    def marcada(self, permiso: str) -> bool:
        """Whether a box of the grid is checked."""
        return self.find(f"usuarios.roles.{permiso}", QCheckBox).isChecked()

    def fila_de(self, nombre: str, texto: str) -> None:
        """Click the entry of a list that begins with a text."""
        lista = self.find(nombre, QListWidget)
        items = [lista.item(n) for n in range(lista.count())]
        item = next(item for item in items if item.text().split(" •")[0] == texto)
        where = lista.visualItemRect(item).center()
        self.qtbot.mouseClick(lista.viewport(), Qt.MouseButton.LeftButton, pos=where)

    def teclear(self, texto: str) -> None:
        """Type into whatever has the focus, letters beyond ASCII too."""
        for letra in texto:
            field: QWidget | None = QApplication.focusWidget()
            assert field is not None
            QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letra))

    def abrir_mi_cuenta(self, parte: str = "") -> None:
        """«Mi cuenta» from the user's menu, and one of its parts."""
        assert next(a.objectName() for a in self.find("principal.menu_usuario").actions()) == "principal.mi_cuenta"
        self.trigger("principal.mi_cuenta")
        self.dialogo("mi_cuenta")
        if parte:
            self.fila_de("mi_cuenta.partes", parte)

    def boton(self, nombre: str) -> QAbstractButton:
        """A button by its name."""
        return self.find(nombre, QAbstractButton)
