"""The page of places and the dialog of one place. They know no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import tr
from rexus.stock.ubicaciones import Lugar
from rexus.ui.dialogs import Dialog
from rexus.ui.icons import icon
from rexus.ui.short_list import ShortListPage
from rexus.ui.theme import set_class, set_look

_LARGO = {"codigo": 60, "nombre": 120, "tipo": 40}


class UbicacionesView(ShortListPage):
    """What is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Ubicaciones"),
            nombre="ubicaciones",
            buscar=tr("Buscar ubicaciones"),
            filas=tr("Ubicaciones"),
            parent=parent,
        )
        self.inactive = self.add_chip("ubicaciones.inactivas", tr("Mostrar inactivas"))
        self.edit = self._action("editar", tr("Editar…"), "editar", "F2", tr("Cambiar código, nombre o tipo"))
        self.deactivate = self._action(
            "desactivar", tr("Desactivar"), "desactivar", "Ctrl+Shift+D", tr("Sacar de uso una ubicación vacía")
        )
        self.new = self._action("nueva", tr("Nueva ubicación…"), "nuevo", "Ctrl+N", tr("Crear un lugar"))
        self.labels = self._action(
            "etiquetas",
            tr("Etiquetas…"),
            "etiqueta",
            "Ctrl+Shift+T",
            tr("Imprimir las etiquetas de las elegidas"),
        )
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Leer otra vez los datos"))
        self.edit.setIconText(tr("Editar"))
        self.new.setIconText(tr("Nueva"))
        self.labels.setIconText(tr("Etiquetas"))
        self.add_action(self.edit)
        self.add_action(self.labels)
        self.add_action(self.deactivate)
        self.add_action(self.new, primary=True)
        self.addAction(self.refresh)
        self.menu_actions = [(tr("&Ubicación"), [self.new, self.edit, self.deactivate, self.labels, self.refresh])]
        self.table.addActions([self.edit, self.deactivate, self.labels])
        self.table.row_activated.connect(lambda _id: self.edit.trigger())
        QWidget.setTabOrder(self.search, self.table)

    def show_choice(self, lugar: Lugar | None, *, may_write: bool, away: str = "") -> None:
        """What can be done with the chosen place; nothing for the reason `away`, if there is one."""
        may = may_write and not away
        self._allow(self.new, may, away)
        self._allow(self.edit, may and lugar is not None, away)
        self.labels.setEnabled(lugar is not None)
        self.deactivate.setEnabled(may and lugar is not None)
        active = lugar is None or lugar.activo
        self.deactivate.setText(tr("Desactivar") if active else tr("Volver a usar"))
        self.deactivate.setIcon(icon("desactivar" if active else "activar"))
        self.deactivate.setToolTip(
            away or (tr("Sacar de uso una ubicación vacía") if active else tr("Usar de nuevo esta ubicación"))
        )

    def show_nothing_found(self, *, searched: bool) -> None:
        """Why the table is empty."""
        if searched:
            self.table.set_empty(
                tr("Nada coincide"),
                tr("Ninguna ubicación tiene todo lo que se buscó."),
                tr("Borrar la búsqueda"),
                self.search.clear,
            )
        else:
            self.table.set_empty(
                tr("Todavía no hay ubicaciones"),
                tr("Crear la primera: un rack, un estante, un pasillo."),
                tr("Nueva ubicación…"),
                self.new,
            )


class PlaceDialog(Dialog):
    """One place: its code, its name and what kind of place it is. `lugar` None is a new one."""

    def __init__(self, parent: QWidget | None, lugar: Lugar | None, tipos: Sequence[str] = ()) -> None:
        titulo = tr("Nueva ubicación") if lugar is None else tr("Editar {codigo}").format(codigo=lugar.codigo)
        verbo = tr("Crear ubicación") if lugar is None else tr("Guardar cambios")
        super().__init__(parent, titulo, verbo, nombre="ubicaciones.ficha")
        self.content.setSpacing(4)
        self.codigo = QLineEdit()
        self.nombre = QLineEdit()
        self.tipo = QComboBox()
        self.tipo.setEditable(True)
        self.tipo.addItems(["", *tipos])
        self.tipo.lineEdit().setPlaceholderText(tr("Rack, pasillo, cantilever… (optativo)"))
        self._fields: dict[str, QWidget] = {"codigo": self.codigo, "nombre": self.nombre, "tipo": self.tipo}
        self._reasons: dict[str, QLabel] = {}
        labels = {"codigo": tr("Código *"), "nombre": tr("Nombre"), "tipo": tr("Tipo")}
        for campo, field in self._fields.items():
            self._place(campo, labels[campo], field)
        self.nombre.setPlaceholderText(tr("Cómo se la conoce (optativo)"))
        if lugar is not None:
            self.codigo.setText(lugar.codigo)
            self.nombre.setText(lugar.nombre)
            self.tipo.setCurrentText(lugar.tipo)
            note = QLabel(tr("Los artículos que están en ella siguen al código nuevo."))
            note.setWordWrap(True)
            set_class(note, "secundario")
            self.content.addWidget(note)
        else:
            self.tipo.setCurrentText("")
        self._before = self.values()

    def values(self) -> tuple[str, str, str]:
        """What stands in the fields: code, name and kind."""
        return self.codigo.text(), self.nombre.text(), self.tipo.currentText()

    def dirty(self) -> bool:
        """Something was typed."""
        return self.values() != self._before

    def submit(self) -> None:
        """Look at the fields first: a code is all that is needed."""
        if self.is_busy:
            return
        self._complain({} if self.codigo.text().strip() else {"codigo": tr("falta el código")})
        if self.codigo.text().strip():
            super().submit()

    def show_error(self, error: RexusError) -> None:
        """Reasons beside their fields; what belongs to none of them above the buttons."""
        if isinstance(error, DatoInvalidoError) and error.campos and error.campos.keys() <= self._fields.keys():
            self._complain(error.campos)
        else:
            super().show_error(error)

    def _complain(self, campos: Mapping[str, str]) -> None:
        for campo, field in self._fields.items():
            reason = campos.get(campo, "")
            label = self._reasons[campo]
            label.setText(reason[:1].upper() + reason[1:])
            label.setVisible(bool(reason))
            set_look(field, "error", bool(reason))
            field.setAccessibleDescription(reason)
        first = next((field for campo, field in self._fields.items() if campo in campos), None)
        if first is not None:
            first.setFocus()

    def _place(self, campo: str, texto: str, field: QWidget) -> None:
        field.setObjectName(f"ubicaciones.ficha.{campo}")
        field.setAccessibleName(texto.replace(" *", ""))
        edit = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
        if edit is not None:
            edit.setMaxLength(_LARGO[campo])
        label = QLabel(texto)
        label.setBuddy(field)
        reason = QLabel()
        reason.setObjectName(f"ubicaciones.ficha.{campo}.error")
        set_class(reason, "error")
        reason.hide()
        self._reasons[campo] = reason
        for widget in (label, field, reason):
            self.content.addWidget(widget)
        self.content.addSpacing(8)
