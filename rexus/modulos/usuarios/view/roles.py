"""Roles and what they may do: a list at the left, and for the chosen one a grid of boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rexus.base.actor import Actor
from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import tr
from rexus.modulos.usuarios import domain
from rexus.modulos.usuarios.view.partes import ListaDePartes
from rexus.seguridad.permisos import ACCIONES, ADMINISTRADOR, ADMINISTRAR_USUARIOS, EN_USO
from rexus.seguridad.roles import FichaRol
from rexus.ui.dialogs import Dialog
from rexus.ui.field import LineField
from rexus.ui.form import Form
from rexus.ui.icons import icon
from rexus.ui.salud import SaludVisible
from rexus.ui.texto import Texto
from rexus.ui.theme import ROW_HEIGHT, set_class

NOMBRE = "usuarios.roles"
_ANCHO_LISTA = 208


class RolesDialog(Dialog):
    """What is changed is kept for every role until it is saved. `eliminar_pedido(nombre)`, `nuevo_pedido`.

    A role that something else than Rexus changed is accepted, as it shows, by saying that it was looked at and saving.
    """

    nuevo_pedido = Signal()
    eliminar_pedido = Signal(str)

    def __init__(
        self, parent: QWidget | None, modulos: Mapping[str, str], especiales: Mapping[str, str], actor: Actor
    ) -> None:
        super().__init__(
            parent, tr("Roles y permisos"), tr("Guardar cambios"), nombre=f"{NOMBRE}.dialogo", cancelar=tr("Cerrar")
        )
        self._conocidos = domain.todos_los_permisos(tuple(modulos))
        self._actor = actor
        self._editable = actor.puede(ADMINISTRAR_USUARIOS)
        self._roles: dict[str, FichaRol] = {}
        self._borradores: dict[str, tuple[str, frozenset[str]]] = {}
        self._revisados: set[str] = set()
        self._motivo = ""
        self.lista = ListaDePartes(f"{NOMBRE}.lista", tr("Roles"), _ANCHO_LISTA)
        self._titulo = Texto("seccion", f"{NOMBRE}.nombre", tr("Rol"))
        self._origen = Texto("secundario", f"{NOMBRE}.origen")
        self._alterado = Texto("", f"{NOMBRE}.alterado")
        self.revisado = QCheckBox(tr("Revisado: guardarlo como se muestra"))
        self.descripcion = QLineEdit()
        self.casillas: dict[str, QCheckBox] = {}
        self._nota = Texto("secundario", f"{NOMBRE}.nota")
        self.nuevo = _boton(f"{NOMBRE}.nuevo", tr("Nuevo rol…"))
        self.eliminar = _boton(f"{NOMBRE}.eliminar", tr("Eliminar rol…"))
        self._arrange(modulos, especiales)
        self.lista.currentItemChanged.connect(lambda *_: self._show())
        self.descripcion.textEdited.connect(lambda texto: self._cambiar(texto, self._actual()[1]))
        self.revisado.toggled.connect(self._revisar)
        self.nuevo.clicked.connect(self.nuevo_pedido)
        self.eliminar.clicked.connect(lambda: self.eliminar_pedido.emit(self.elegido))
        for boton in (self.eliminar, self.nuevo):
            self.aside.insertWidget(0, boton)
            if not self._editable:
                boton.hide()
        if not self._editable:
            self.primary.hide()

    @property
    def elegido(self) -> str:
        """The role that shows."""
        item = self.lista.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def show_roles(self, roles: Sequence[FichaRol], elegir: str = "") -> None:
        """Show these; what was changed and not saved stays, of roles that are still there."""
        elegir = elegir or self.elegido
        self._roles = {rol.nombre: rol for rol in roles}
        self._revisados &= {rol.nombre for rol in roles if rol.alterado}
        self._borradores = {
            nombre: borrador
            for nombre, borrador in self._borradores.items()
            if nombre in self._roles and (nombre in self._revisados or borrador != self._guardado(nombre))
        }
        self.lista.blockSignals(True)
        self.lista.clear()
        for rol in roles:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, rol.nombre)
            item.setIcon(icon("candado" if rol.fijo else "usuarios", "secondary", "accent"))
            item.setToolTip(domain.por_que_alterado(rol, self._conocidos) or domain.describir_rol(rol))
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            self.lista.addItem(item)
        names = list(self._roles)
        self.lista.setCurrentRow(names.index(elegir) if elegir in names else 0)
        self.lista.blockSignals(False)
        self._show()

    def cambios(self) -> list[tuple[FichaRol, str, frozenset[str] | None]]:
        """The roles that were changed, with their description and what they may do from now on; None: as it is."""
        return [
            (self._roles[nombre], descripcion, permitidos if self._cambia_lo_que_puede(nombre) else None)
            for nombre, (descripcion, permitidos) in self._borradores.items()
        ]

    def needs(self, salud: SaludVisible) -> None:
        """Making and removing need the database too."""
        super().needs(salud)
        salud.cambio.connect(self._on_health)
        self._on_health()

    def _on_health(self) -> None:
        self._motivo = self._salud.por_que_no() if self._salud is not None else ""
        self._show()

    def dirty(self) -> bool:
        """Whether something is checked or written that was not saved."""
        return bool(self._borradores)

    def show_error(self, error: RexusError) -> None:
        """With the reason: beside the description there is no place for one."""
        campos = error.campos if isinstance(error, DatoInvalidoError) else {}
        motivos = "; ".join(motivo for motivo in campos.values() if motivo not in error.frase)
        super().show_error(error.con(f"{motivos.capitalize()}.") if motivos else error)

    def _guardado(self, nombre: str) -> tuple[str, frozenset[str]]:
        rol = self._roles[nombre]
        # What stands there by hand and no box shows cannot be kept.
        return rol.descripcion, rol.permisos & self._conocidos if rol.alterado else rol.permisos

    def _cambia_lo_que_puede(self, nombre: str) -> bool:
        """Whether saving writes what a role may do: another thing, or the same after it was looked at."""
        borrador = self._borradores.get(nombre)
        return nombre in self._revisados or (borrador is not None and borrador[1] != self._guardado(nombre)[1])

    def _actual(self) -> tuple[str, frozenset[str]]:
        return self._borradores.get(self.elegido) or self._guardado(self.elegido)

    def _cambiar(self, descripcion: str, permitidos: frozenset[str]) -> None:
        nombre = self.elegido
        self._borradores[nombre] = descripcion, permitidos
        if nombre not in self._revisados and self._borradores[nombre] == self._guardado(nombre):
            del self._borradores[nombre]
        self._show()

    def _revisar(self, si: bool) -> None:
        (self._revisados.add if si else self._revisados.discard)(self.elegido)
        self._cambiar(*self._actual())

    def _marcar(self, permiso: str, si: bool) -> None:
        descripcion, permitidos = self._actual()
        self._cambiar(descripcion, domain.marcar(permitidos, permiso, si))

    def _show(self) -> None:
        for n in range(self.lista.count()):
            item = self.lista.item(n)
            nombre = item.data(Qt.ItemDataRole.UserRole)
            escrito, leido = domain.nombrar_rol(self._roles[nombre], sin_guardar=nombre in self._borradores)
            item.setText(escrito)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, leido)
        self.primary.setEnabled(bool(self._borradores))
        self.nuevo.setEnabled(not self._motivo)
        if self.elegido not in self._roles:
            return
        rol = self._roles[self.elegido]
        descripcion, permitidos = self._actual()
        todo = rol.nombre == ADMINISTRADOR
        # Nobody gives what they do not have, nor takes it away.
        tocable = domain.puede_tocar(self._actor, rol)
        if todo:
            permitidos = self._conocidos
        cambiado = not todo and self._cambia_lo_que_puede(rol.nombre)
        self._titulo.decir(rol.nombre)
        self._origen.decir(domain.describir_rol(rol), "secondary")
        self._alterado.decir(domain.por_que_alterado(rol, self._conocidos), "bad")
        self.revisado.setVisible(rol.alterado and tocable)
        self.revisado.blockSignals(True)
        self.revisado.setChecked(rol.nombre in self._revisados)
        self.revisado.blockSignals(False)
        if self.descripcion.text() != descripcion:
            self.descripcion.setText(descripcion)
            self.descripcion.setCursorPosition(0)
        self.descripcion.setReadOnly(not tocable)
        for permiso, casilla in self.casillas.items():
            casilla.blockSignals(True)
            casilla.setChecked(permiso in permitidos)
            # Nobody gives what they do not have, nor what gives nothing; both may be taken away.
            dable = (permiso in EN_USO and self._actor.puede(permiso)) or permiso in rol.permisos
            casilla.setEnabled(tocable and not todo and dable)
            casilla.blockSignals(False)
        self._nota.decir(_nota(rol, cambiado=cambiado), "warning" if rol.cuentas and cambiado else "secondary")
        self.eliminar.setEnabled(tocable and not rol.fijo and not self._motivo)
        self.eliminar.setToolTip(self._motivo or _por_que_no_se_elimina(rol, tocable) or tr("Eliminar este rol"))

    def _arrange(self, modulos: Mapping[str, str], especiales: Mapping[str, str]) -> None:
        self.lista.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self._titulo)
        right.addWidget(self._origen)
        self.revisado.setObjectName(f"{NOMBRE}.revisado")
        self.revisado.setAccessibleName(self.revisado.text())
        for widget in (self._alterado, self.revisado):
            right.addWidget(widget)
        right.addSpacing(8)
        self.descripcion.setObjectName(f"{NOMBRE}.descripcion")
        self.descripcion.setAccessibleName(tr("Descripción del rol"))
        self.descripcion.setPlaceholderText(tr("Para qué es este rol"))
        self.descripcion.setMaxLength(255)
        right.addWidget(self.descripcion)
        right.addSpacing(12)
        right.addLayout(self._grid(modulos))
        right.addSpacing(12)
        caption = QLabel(tr("Derechos especiales"))
        set_class(caption, "subtitulo")
        right.addWidget(caption)
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(16)
        for n, (permiso, titulo) in enumerate(especiales.items()):
            grid.addWidget(self._casilla(permiso, titulo, titulo), n // 2, n % 2)
        right.addLayout(grid)
        right.addSpacing(12)
        right.addWidget(self._nota)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.lista.marco)
        row.addLayout(right, 1)
        self.content.addLayout(row)
        self.content.setContentsMargins(0, 0, 0, 8)
        self.setMinimumWidth(720)

    def _grid(self, modulos: Mapping[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 1)
        titles = {"ver": tr("Ver"), "modificar": tr("Modificar"), "aprobar": tr("Aprobar")}
        for column, texto in enumerate(("", *titles.values())):
            caption = QLabel(texto or tr("Módulo"))
            set_class(caption, "secundario")
            grid.addWidget(caption, 0, column, Qt.AlignmentFlag.AlignHCenter if column else Qt.AlignmentFlag.AlignLeft)
            if column:
                grid.setColumnMinimumWidth(column, 72)
        for n, (modulo, nombre) in enumerate(modulos.items(), 1):
            grid.addWidget(QLabel(nombre), n, 0)
            for column, accion in enumerate(ACCIONES, 1):
                casilla = self._casilla(f"{modulo}.{accion}", "", f"{nombre}: {titles[accion]}")
                grid.addWidget(casilla, n, column, Qt.AlignmentFlag.AlignHCenter)
        return grid

    def _casilla(self, permiso: str, texto: str, leido: str) -> QCheckBox:
        casilla = QCheckBox(texto)
        casilla.setObjectName(f"{NOMBRE}.{permiso}")
        casilla.setAccessibleName(leido)
        casilla.setToolTip(leido)
        if permiso not in EN_USO:
            sin_uso = tr("Todavía nada lo pide")
            casilla.setToolTip(f"{leido}. {sin_uso}")
            casilla.setAccessibleDescription(sin_uso)
        casilla.toggled.connect(lambda si: self._marcar(permiso, si))
        self.casillas[permiso] = casilla
        return casilla


class NuevoRolDialog(Form):
    """The name of a role of the workshop's own, and what it is for."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Nuevo rol"), tr("Crear rol"), nombre=f"{NOMBRE}.ficha")
        self.nombre = LineField(f"{NOMBRE}.ficha.nombre", tr("Nombre"), obligatorio=True)
        self.para_que = LineField(f"{NOMBRE}.ficha.descripcion", tr("Descripción"), ayuda=tr("Para qué es (optativo)"))
        for field in (self.nombre, self.para_que):
            self.content.addWidget(field)
        nota = QLabel(tr("Empieza sin permisos: se marcan después en la grilla."))
        nota.setWordWrap(True)
        set_class(nota, "secundario")
        self.content.addWidget(nota)
        self.hold({"nombre": self.nombre, "descripcion": self.para_que})

    def submit(self) -> None:
        """A name is all that is needed."""
        if self.is_busy:
            return
        if self.nombre.text().strip():
            super().submit()
        else:
            self.nombre.show_error(tr("falta el nombre"))
            self.nombre.control.setFocus()


def _por_que_no_se_elimina(rol: FichaRol, tocable: bool) -> str:
    if rol.fijo:
        return tr("Los roles del programa no se eliminan")
    return "" if tocable else tr("Este rol puede más que quien trabaja ahora")


def _nota(rol: FichaRol, *, cambiado: bool) -> str:
    if rol.nombre == ADMINISTRADOR:
        return tr("Puede todo; eso no se cambia.")
    if not rol.cuentas:
        return tr("Ninguna cuenta tiene este rol.")
    quienes = domain.contar_cuentas(rol.cuentas)
    if cambiado:
        return tr("▲ Al guardar, quienes tienen este rol ({cuentas}) salen y vuelven a entrar.").format(cuentas=quienes)
    return tr("Si cambian los permisos, quienes tienen este rol ({cuentas}) vuelven a entrar.").format(cuentas=quienes)


def _boton(nombre: str, texto: str) -> QPushButton:
    boton = QPushButton(texto)
    boton.setObjectName(nombre)
    boton.setAccessibleName(texto.rstrip("…"))
    boton.setAutoDefault(False)
    return boton
