"""The list of categories: adding one, renaming one, taking one away that no herraje bears."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import contados, tr
from rexus.catalogo.view.fields import TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.stock.categorias import CategoriaVista
from rexus.ui.dialogs import Dialog
from rexus.ui.theme import set_class

_HANDLE = "herrajes.categorias"


class CategoriesDialog(Dialog):
    """Handles: `herrajes.categorias.lista`, `….agregar`, `….renombrar`, `….quitar`.

    `add_requested()`, `rename_requested(CategoriaVista)`, `remove_requested(CategoriaVista)`.
    """

    add_requested = Signal()
    rename_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Categorías de herrajes"), tr("Cerrar"), nombre=f"{_HANDLE}.dialogo")
        self.cancel.hide()
        self.list = QListWidget()
        self.list.setObjectName(f"{_HANDLE}.lista")
        self.list.setAccessibleName(tr("Categorías"))
        self.list.setMinimumSize(368, 280)
        self.list.currentRowChanged.connect(lambda _row: self._follow())
        self.list.itemActivated.connect(lambda _item: self._rename())
        self.add = self._button("agregar", tr("Agregar…"))
        self.rename = self._button("renombrar", tr("Renombrar…"))
        self.remove = self._button("quitar", tr("Quitar"))
        self.add.clicked.connect(self.add_requested)
        self.rename.clicked.connect(self._rename)
        self.remove.clicked.connect(lambda: self._tell(self.remove_requested))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.add, self.rename, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        self.content.addWidget(self.list)
        self.content.addLayout(row)
        self._follow()

    def show_categories(self, categorias: Sequence[CategoriaVista], current: int | None = None) -> None:
        """Show these; the one with the id `current` is chosen, or the one that was."""
        chosen = self.chosen()
        wanted = current if current is not None else chosen.id if chosen is not None else None
        self.list.clear()
        for categoria in categorias:
            cuantos = contados(categoria.articulos, tr("herraje"), tr("herrajes"))
            item = QListWidgetItem(f"{categoria.nombre} · {cuantos}")
            item.setData(Qt.ItemDataRole.UserRole, categoria)
            self.list.addItem(item)
            if categoria.id == wanted:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and categorias:
            self.list.setCurrentRow(0)
        self._follow()

    def chosen(self) -> CategoriaVista | None:
        """The category on which the cursor stands."""
        item = self.list.currentItem()
        categoria: CategoriaVista | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return categoria

    def _rename(self) -> None:
        self._tell(self.rename_requested)

    def _tell(self, signal: object) -> None:
        chosen = self.chosen()
        if chosen is not None:
            signal.emit(chosen)  # type: ignore[attr-defined]

    def _follow(self) -> None:
        chosen = self.chosen()
        self.rename.setEnabled(chosen is not None)
        self.remove.setEnabled(chosen is not None and not chosen.articulos)
        used = chosen is not None and chosen.articulos
        self.remove.setToolTip(tr("La llevan herrajes: darles otra primero") if used else tr("Quitarla de la lista"))

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"{_HANDLE}.{name}")
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        set_class(button, "")
        return button


class CategoryNameDialog(FormDialog):
    """The name of one. Handle: `herrajes.categorias.nombre`."""

    def __init__(self, parent: QWidget | None, categoria: CategoriaVista | None) -> None:
        nueva = categoria is None
        super().__init__(
            parent,
            tr("Nueva categoría") if categoria is None else tr("Renombrar «{nombre}»").format(nombre=categoria.nombre),
            tr("Agregar categoría") if nueva else tr("Renombrar categoría"),
            nombre=f"{_HANDLE}.ficha",
        )
        self.name = TextField(f"{_HANDLE}.nombre", tr("Nombre"), required=True)
        self.name.set_text("" if categoria is None else categoria.nombre)
        self.content.addWidget(self.name)
        self.hold({"nombre": self.name})
        self.name.line.selectAll()

    def submit(self) -> None:
        """Refuse a name that is none before anything is asked."""
        if not self.name.text().strip():
            self.show_error(
                DatoInvalidoError(
                    tr("El nombre no sirve. No se guardó nada."), campos={"nombre": tr("falta completarlo")}
                )
            )
            return
        super().submit()
