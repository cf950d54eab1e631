"""The files of one obra: PDFs and pictures, kept in the database with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.stock.adjuntos import Adjunto
from rexus.ui.list_page import ListPage

HANDLE = "obras.adjuntos"


class AdjuntosView(ListPage):
    """What is seen of the tab «Adjuntos»."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Obra"), nombre=HANDLE, buscar=None, filas=tr("Adjuntos de la obra"), parent=parent)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.add = self._action(
            "agregar", tr("Agregar archivo…"), "nuevo", "Ctrl+N", tr("Guardar con la obra un PDF o una imagen")
        )
        self.open = self._action("abrir", tr("Abrir"), "detalle", "Ctrl+Return", tr("Verlo en otro programa"))
        self.save = self._action(
            "guardar", tr("Guardar como…"), "guardar", "Ctrl+S", tr("Escribir una copia en esta computadora")
        )
        self.remove = self._action("quitar", tr("Quitar…"), "eliminar", "Del", tr("Borrarlo para siempre"))
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Leer otra vez los datos"))
        for action in (self.remove, self.save, self.open):
            self.add_action(action)
        self.add_action(self.add, primary=True)
        self.addAction(self.refresh)
        self.table.addActions([self.open, self.save, self.remove])
        self.table.row_activated.connect(lambda _id: self.open.trigger())
        self.menu_actions = [(tr("Ad&juntos"), [self.add, self.open, self.save, self.remove])]

    def focus_search(self) -> None:
        """There is no search: into the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_choice(self, adjunto: Adjunto | None, *, shown: bool, may_write: bool, away: str) -> None:
        """What can be done with the chosen file; `shown`: an obra is looked at."""
        why = away or ("" if may_write else tr("Hace falta el permiso «obras.modificar»"))
        may = may_write and not away
        self._allow(self.add, may and shown, why)
        self._allow(self.remove, may and adjunto is not None, why)
        self._allow(self.open, adjunto is not None and not away, away)
        self._allow(self.save, adjunto is not None and not away, away)

    def show_none(self) -> None:
        """Why the table is empty."""
        self.table.set_empty(
            tr("La obra no tiene adjuntos"),
            tr("Planos, presupuestos, fotos: PDF o imágenes de hasta 20 MB. Quedan en los respaldos."),
            tr("Agregar archivo…"),
            self.add,
        )
