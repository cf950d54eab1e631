"""What the window shows of the module: the list of obras, or the card of one with its tabs."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.modulos.obras import textos
from rexus.modulos.obras.view.adjuntos import AdjuntosView
from rexus.modulos.obras.view.entregas import EntregasView
from rexus.modulos.obras.view.lista import ObrasView
from rexus.modulos.obras.view.materiales import MaterialesView
from rexus.stock.obras import FichaObra
from rexus.ui.action_button import ActionButton, MenuButton
from rexus.ui.icons import icon
from rexus.ui.module import MenuActions
from rexus.ui.pestanas import TabbedPage


class ObrasPage(QWidget):
    """The list is «obras», the tabs of the card are «obras.pestanas». `left`: back from the card to the list.

    `record_wanted(registro)`: another page asked for an obra.
    """

    left = Signal()
    record_wanted = Signal(str)

    def __init__(self, zona: tzinfo) -> None:
        super().__init__()
        self.setObjectName("obras.pagina")
        self.lista = ObrasView()
        self.materiales = MaterialesView()
        self.entregas = EntregasView(zona)
        self.adjuntos = AdjuntosView()
        self.back = QAction(icon("flecha_izquierda"), tr("Volver a la lista"), self)
        self.back.setObjectName("obras.volver")
        self.back.setIconText(tr("Obras"))
        self.back.setShortcut("Alt+Left")
        self.back.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.back.triggered.connect(self.show_list)
        self.card = TabbedPage(
            "obras",
            tr("Partes de la obra"),
            (
                (tr("Materiales"), self.materiales),
                (tr("Entregas"), self.entregas),
                (tr("Adjuntos"), self.adjuntos),
            ),
        )
        self.card.setObjectName("obras.tarjeta")
        self.entregas.materials_wanted.connect(lambda: self.card.show_tab(self.materiales))
        self.card.addAction(self.back)
        self.states = MenuButton(tr("Estado"), list(self.lista.states.values()), nombre="obras.tarjeta.estado")
        self.edit = ActionButton(self.lista.edit)
        self.edit.setObjectName("obras.tarjeta.editar")
        head = self.card.head
        head.insertWidget(0, ActionButton(self.back))
        head.insertSpacing(1, 8)
        head.addWidget(self.states)
        head.addWidget(self.edit)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.lista)
        self._pages.addWidget(self.card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.menu_actions: MenuActions = [*self.lista.menu_actions, *self.card.menu_actions]

    @property
    def shows_card(self) -> bool:
        """Whether the card of an obra shows."""
        return self._pages.currentWidget() is self.card

    def show_card(self) -> None:
        """Instead of the list; its materials first."""
        self.card.show_tab(self.materiales)
        self._pages.setCurrentWidget(self.card)
        self.materiales.table.setFocus()

    def show_list(self) -> None:
        """Back to the list."""
        if self.shows_card:
            self._pages.setCurrentWidget(self.lista)
            self.lista.table.setFocus()
            self.left.emit()

    def show_title(self, ficha: FichaObra) -> None:
        """Whose card it is."""
        for page in (self.materiales, self.entregas, self.adjuntos):
            page.titulo.setText(f"{ficha.codigo} · {ficha.nombre}".rstrip(" ·"))
        estado = textos.estado(ficha.estado)
        self.states.setText(estado[:1].upper() + estado[1:])
        self.states.setAccessibleName(tr("Estado de la obra: {estado}").format(estado=estado))

    def focus_search(self) -> None:
        """Go to the search of what shows."""
        (self.card if self.shows_card else self.lista).focus_search()

    def abrir_registro(self, tabla: str, registro: str) -> None:
        """See `AbreRegistros`."""
        self.record_wanted.emit(registro)
