"""The page of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from rexus.base.actor import Actor
from rexus.base.text import tr
from rexus.modulos.usuarios import domain
from rexus.modulos.usuarios.view.detail import DetailPane
from rexus.seguridad.cuentas import Cuenta
from rexus.seguridad.orm import BLOQUEADO, ESTADOS, INACTIVO, SUSPENDIDO
from rexus.seguridad.permisos import ADMINISTRAR_USUARIOS
from rexus.ui.icons import icon
from rexus.ui.list_page import ListPage


class UsuariosView(ListPage):
    """What is seen. `filtered`: another filter."""

    filtered = Signal()

    def __init__(self, zona: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Usuarios"), nombre="usuarios", buscar=tr("Buscar usuarios"), filas=tr("Usuarios"), parent=parent
        )
        self.rol = self._filtro("usuarios.filtro_rol", tr("Rol"))
        self.rol.addItem(tr("Todos los roles"), "")
        self.estado = self._filtro("usuarios.filtro_estado", tr("Estado"))
        self.estado.addItem(tr("Todos los estados"), "")
        for estado in ESTADOS:
            self.estado.addItem(domain.palabra_de_estado(estado), estado)
        self._make_actions()
        self.add_action(self.roles)
        self.add_action(self.edit)
        self.add_action(self.new, primary=True)
        self.addActions([*self.per_account, self.refresh])
        self.menu_actions = [
            (tr("&Usuario"), [self.new, self.edit, *self.per_account, self.roles, self.refresh]),
        ]
        self.detail = DetailPane(zona, self.per_account)
        self.set_detail(self.detail)
        self.table.addActions([self.edit, *self.per_account])
        self.table.row_activated.connect(lambda _id: self.edit.trigger())
        QWidget.setTabOrder(self.search, self.rol)
        QWidget.setTabOrder(self.rol, self.estado)
        QWidget.setTabOrder(self.estado, self.table)

    def offer_roles(self, nombres: Sequence[str]) -> None:
        """The roles to filter by; the one that is chosen stays if it is still there."""
        chosen = self.rol.currentData()
        self.rol.blockSignals(True)
        while self.rol.count() > 1:
            self.rol.removeItem(1)
        for nombre in nombres:
            self.rol.addItem(nombre, nombre)
        self.rol.setCurrentIndex(max(0, self.rol.findData(chosen)))
        self.rol.blockSignals(False)
        if self.rol.currentData() != chosen:
            self.filtered.emit()

    def clear_filters(self) -> None:
        """Everybody again."""
        self.search.clear()
        for combo in (self.rol, self.estado):
            combo.setCurrentIndex(0)

    def show_choice(self, cuenta: Cuenta | None, actor: Actor, *, toca: bool, away: str = "") -> None:
        """What can be done with the chosen account; nothing for the reason `away`, if there is one.

        `toca`: the actor may manage accounts of that role.
        """
        administra = actor.puede(ADMINISTRAR_USUARIOS) and not away
        toca = toca and administra and cuenta is not None
        propia = cuenta is not None and cuenta.id == actor.usuario_id
        activa = cuenta is None or cuenta.estado not in (INACTIVO, SUSPENDIDO)
        bloqueada = cuenta is not None and cuenta.estado == BLOQUEADO
        self.toggle.setText(tr("Desactivar…") if activa else tr("Activar"))
        self.toggle.setIconText(tr("Desactivar") if activa else tr("Activar"))
        self.toggle.setIcon(icon("desactivar" if activa else "activar"))
        for action, on in (
            (self.new, administra),
            (self.edit, toca or (propia and administra)),
            (self.toggle, toca and not (propia and activa)),
            (self.suspend, toca and not propia),
            (self.unlock, toca and bloqueada),
            (self.reset, toca and not propia),
            (self.sign_out, toca or (propia and administra)),
            (self.drop_factor, toca and cuenta is not None and cuenta.con_factor),
        ):
            self._allow(action, on, away)
        self.roles.setEnabled(actor.puede("usuarios.ver"))
        self.suspend.setVisible(cuenta is None or cuenta.estado != SUSPENDIDO)
        self.unlock.setVisible(bloqueada)
        self.drop_factor.setVisible(cuenta is not None and cuenta.con_factor)

    def show_nothing_found(self, *, filtered: bool) -> None:
        """Why the table is empty."""
        if filtered:
            self.table.set_empty(
                tr("Nadie coincide"),
                tr("Ningún usuario tiene todo lo que se buscó."),
                tr("Borrar la búsqueda y los filtros"),
                self.clear_filters,
            )
        else:
            self.table.set_empty(
                tr("Todavía no hay usuarios"),
                tr("Crear uno para cada persona que usa Rexus, con el rol que le toca."),
                tr("Nuevo usuario…"),
                self.new,
            )

    def _filtro(self, nombre: str, titulo: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(nombre)
        combo.setAccessibleName(tr("Filtrar por {dato}").format(dato=titulo.lower()))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.currentIndexChanged.connect(lambda _index: self.filtered.emit())
        self.add_filter(combo)
        return combo

    def _make_actions(self) -> None:
        self.new = self._action("nuevo", tr("Nuevo usuario…"), "nuevo", "Ctrl+N", tr("Crear una cuenta"))
        self.new.setIconText(tr("Nuevo usuario"))
        self.edit = self._action("editar", tr("Editar…"), "editar", "F2", tr("Cambiar los datos o el rol"))
        self.edit.setIconText(tr("Editar"))
        self.roles = self._action(
            "roles", tr("Roles y permisos…"), "candado", "Ctrl+R", tr("Ver y cambiar lo que puede hacer cada rol")
        )
        self.roles.setIconText(tr("Roles y permisos"))
        self.toggle = self._action(
            "desactivar", tr("Desactivar…"), "desactivar", "Ctrl+Shift+D", tr("Permitir o no que entre")
        )
        self.suspend = self._action(
            "suspender", tr("Suspender…"), "candado", "Ctrl+Shift+S", tr("No dejar entrar por un tiempo")
        )
        self.unlock = self._action(
            "desbloquear", tr("Desbloquear"), "activar", "Ctrl+Shift+U", tr("Dejar entrar de nuevo, ya mismo")
        )
        self.reset = self._action(
            "restablecer", tr("Restablecer clave…"), "actualizar", "Ctrl+Shift+R",
            tr("Dar un código para entrar una vez y elegir otra clave"),
        )  # fmt: skip
        self.sign_out = self._action(
            "cerrar_sesiones",
            tr("Cerrar sesiones…"),
            "salir",
            "Ctrl+Shift+X",
            tr("Sacar de Rexus en todos los puestos"),
        )
        self.drop_factor = self._action(
            "quitar_factor", tr("Quitar segundo factor…"), "eliminar", "Ctrl+Shift+Q", tr("Si se perdió el teléfono")
        )
        for action in (self.suspend, self.reset, self.sign_out, self.drop_factor):
            action.setIconText(action.text().rstrip("…"))
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Leer otra vez los datos"))
        self.per_account = [self.toggle, self.suspend, self.unlock, self.reset, self.sign_out, self.drop_factor]
