"""The list of obras: which there are, how they stand, and whether their materials are covered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QWidget

from rexus.base.text import tr
from rexus.modulos.obras import table, textos
from rexus.modulos.obras.view.panel import ObraPanel
from rexus.stock.coberturas import ObraVista
from rexus.stock.estados_obra import CANCELADA, CERRADA, ESTADOS, siguientes
from rexus.ui.list_page import ListPage

# Where the rows have less, the pane alone tells how many openings: names and clients are what people look for.
_ROOM_FOR_ALL = 940


class ObrasView(ListPage):
    """What is seen. `filtered`: another filter."""

    filtered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Obras"), nombre="obras", buscar=tr("Buscar obras"), filas=tr("Obras"), parent=parent)
        self.estado = QComboBox()
        self.estado.setObjectName("obras.filtro_estado")
        self.estado.setAccessibleName(tr("Filtrar por estado"))
        self.estado.addItem(tr("Abiertas"), table.ABIERTAS)
        self.estado.addItem(tr("Todas las obras"), table.TODAS)
        for estado in ESTADOS:
            palabra = textos.estado(estado)
            self.estado.addItem(palabra[:1].upper() + palabra[1:], estado)
        self.estado.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.estado.currentIndexChanged.connect(lambda _index: self.filtered.emit())
        self.add_filter(self.estado)
        self.short = self.add_chip("obras.con_faltantes", tr("Con faltantes"))
        self.short.toggled.connect(lambda _on: self.filtered.emit())
        self._make_actions()
        self.states_button = self.add_menu(tr("Estado"), list(self.states.values()), nombre="obras.pasar_a")
        self.add_action(self.edit)
        self.add_action(self.open)
        self.add_action(self.new, primary=True)
        self.addActions([self.delete, self.refresh])
        self.menu_actions = [
            (tr("&Obra"), [self.new, self.open, self.edit, *self.states.values(), self.delete, self.refresh])
        ]
        self.panel = ObraPanel("obras.panel")
        self.set_detail(self.panel, beside=264)
        self.table.addActions([self.open, self.edit, self.delete])
        self.table.row_activated.connect(lambda _id: self.open.trigger())
        QWidget.setTabOrder(self.search, self.estado)
        QWidget.setTabOrder(self.estado, self.short)
        QWidget.setTabOrder(self.short, self.table)

    def fit_columns(self) -> None:
        """How many openings it has gives way."""
        self.table.set_column_visible("aberturas", self.table_room >= _ROOM_FOR_ALL)

    def clear_filters(self) -> None:
        """All that go on, again."""
        self.search.clear()
        self.short.setChecked(False)
        self.estado.setCurrentIndex(0)

    def is_filtered(self) -> bool:
        """Whether something may be hidden that goes on."""
        return bool(self.search.text() or self.short.isChecked() or self.estado.currentIndex() > 1)

    def show_choice(self, vista: ObraVista | None, *, may_write: bool, away: str = "") -> None:
        """What can be done with the obra; nothing for the reason `away`, if there is one."""
        may = may_write and not away
        why = away or ("" if may_write else tr("Hace falta el permiso «obras.modificar»"))
        self._allow(self.new, may, why)
        self._allow(self.edit, may and vista is not None, why)
        self._allow(self.delete, may and vista is not None, why)
        self.open.setEnabled(vista is not None)
        following = siguientes(vista.ficha.estado) if vista is not None else ()
        for estado, action in self.states.items():
            action.setVisible(estado in following)
            self._allow(action, may and estado in following, why)
        self.states_button.setEnabled(may and vista is not None)
        self.states_button.setToolTip(why or tr("Cambiar el estado de la obra elegida"))

    def show_nothing_found(self, *, any_at_all: bool) -> None:
        """Why the table is empty."""
        if self.is_filtered() or any_at_all:
            self.table.set_empty(
                tr("Nada coincide"),
                tr("Ninguna obra tiene todo lo que se buscó.")
                if self.is_filtered()
                else tr("No queda ninguna obra abierta."),
                tr("Ver todas las obras"),
                self._show_all,
            )
        else:
            self.table.set_empty(
                tr("Todavía no hay obras"),
                tr("Crear la primera, y después importar su resumen de materiales."),
                tr("Nueva obra…"),
                self.new,
            )

    def _show_all(self) -> None:
        self.search.clear()
        self.short.setChecked(False)
        self.estado.setCurrentIndex(1)

    def _make_actions(self) -> None:
        self.new = self._action("nueva", tr("Nueva obra…"), "nuevo", "Ctrl+N", tr("Crear una obra"))
        self.new.setIconText(tr("Nueva obra"))
        self.open = self._action(
            "abrir", tr("Abrir obra"), "obras", "Ctrl+Return", tr("Ver sus materiales, entregas y adjuntos")
        )
        self.open.setIconText(tr("Abrir"))
        self.edit = self._action("editar", tr("Editar obra…"), "editar", "F2", tr("Cambiar sus datos"))
        self.edit.setIconText(tr("Editar"))
        self.delete = self._action(
            "eliminar", tr("Eliminar obra…"), "eliminar", "Ctrl+Shift+Delete", tr("Solo si nunca tuvo movimientos")
        )
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Leer otra vez los datos"))
        self.states: dict[str, QAction] = {}
        for estado in ESTADOS:
            verbo = {
                CERRADA: tr("Cerrar obra…"),
                CANCELADA: tr("Cancelar obra…"),
            }.get(estado, tr("Pasar a «{estado}»").format(estado=textos.estado(estado)))
            action = QAction(verbo, self)
            action.setObjectName(f"obras.pasar_a.{estado}")
            action.setToolTip(verbo.rstrip("…"))
            self._tips[action] = verbo.rstrip("…")
            self.states[estado] = action
