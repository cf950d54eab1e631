"""The pane beside the table: one account, what can be done with it, and where it is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget

from rexus.base.text import formatear_fecha, tr
from rexus.modulos.usuarios import domain
from rexus.modulos.usuarios.domain import Ficha, LineaSesion
from rexus.modulos.usuarios.view.sesiones import ListaSesiones
from rexus.ui.action_button import ActionButton
from rexus.ui.ficha import FichaPanel
from rexus.ui.flow_layout import FlowLayout
from rexus.ui.texto import Texto
from rexus.ui.theme import set_class


class DetailPane(FichaPanel):
    """Shows a `Ficha`. `sesiones` lists where the account is signed in."""

    def __init__(self, zona: tzinfo, acciones: Sequence[QAction]) -> None:
        super().__init__("usuarios.detalle", tr("Detalle del usuario"))
        # The page has the shorter name for what the pane stands in.
        self.setObjectName("usuarios.detalle.panel")
        self.setMinimumWidth(240)
        self._zona = zona
        self.ficha: Ficha | None = None
        self._nombre = Texto("seccion", "usuarios.detalle.nombre", tr("Nombre"))
        self._usuario = Texto("secundario", "usuarios.detalle.usuario", tr("Usuario y rol"))
        self._estado = Texto("", "usuarios.detalle.estado", tr("Estado"))
        self._porque = Texto("secundario", "usuarios.detalle.porque")
        self.sesiones = ListaSesiones("usuarios.sesiones")
        self._arrange(acciones)
        self.show_nothing()

    @property
    def usuario_id(self) -> int | None:
        """Of whom the pane tells."""
        return self.ficha.cuenta.id if self.ficha is not None else None

    def show_nothing(self, frase: str = "") -> None:
        """Nobody is chosen."""
        self.ficha = None
        self._decir_que_no_hay(frase or tr("Elegir un usuario para ver su cuenta."))

    def show_ficha(self, ficha: Ficha, lineas: Sequence[LineaSesion], *, cerrables: bool) -> None:
        """Show an account."""
        self.ficha = ficha
        c = ficha.cuenta
        self._nombre.decir(domain.nombre_completo(c) or c.usuario)
        self._usuario.decir(f"{c.usuario} · {c.rol}", "secondary")
        aspecto = domain.aspecto(c)
        self._estado.decir(f"{aspecto.signo} {aspecto.palabra}", aspecto.tinta)
        self._porque.decir(domain.por_que_aparece(c, self._zona), "secondary")
        acceso = c.ultimo_acceso
        for clave, texto in {
            "email": c.email or "—",
            "telefono": c.telefono or "—",
            "acceso": formatear_fecha(acceso, self._zona) if acceso is not None else tr("Nunca"),
            "factor": tr("✓ Activo") if c.con_factor else tr("No tiene"),
            "creada": formatear_fecha(c.fecha_creacion, self._zona),
        }.items():
            self._datos[clave].decir(texto)
        self.sesiones.mostrar(lineas, cerrables=cerrables)
        self._mostrar_entero()

    def _arrange(self, acciones: Sequence[QAction]) -> None:
        column = self.column
        for label in (self._nombre, self._usuario, self._estado, self._porque):
            column.addWidget(label)
        column.addSpacing(8)
        self._datos = self.add_datos(_titulos())
        column.addSpacing(12)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for action in acciones:
            button = ActionButton(action, parent=buttons)
            # The action bears the name itself.
            button.setObjectName(f"{action.objectName()}.detalle")
            flow.addWidget(button)
        policy = buttons.sizePolicy()
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        column.addWidget(buttons)
        column.addSpacing(12)
        title = QLabel(tr("Sesiones"))
        set_class(title, "seccion")
        column.addWidget(title)
        column.addWidget(self.sesiones)
        column.addStretch(1)


def _titulos() -> dict[str, str]:
    return {
        "email": tr("E-mail"),
        "telefono": tr("Teléfono"),
        "acceso": tr("Último acceso"),
        "factor": tr("Segundo factor"),
        "creada": tr("Cuenta creada"),
    }
