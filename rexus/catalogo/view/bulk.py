"""Giving several articles the same place, supplier or minimum. Says how many; only what is marked changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import formatear_numero, tr
from rexus.catalogo.catalogo import Catalogo
from rexus.catalogo.view.comun.trabajo import WorkDialog
from rexus.catalogo.view.fields import Field, NumberField, SuggestField, show_errors
from rexus.catalogo.view.labels import Label
from rexus.stock.articulos import EN_CONJUNTO


class BulkDialog(WorkDialog):
    """Handles: `inventario.varios.ubicacion`, `…proveedor`, `…stock_minimo`, and each with `.cambiar` for its mark."""

    def __init__(self, catalogo: Catalogo, parent: QWidget | None, count: int) -> None:
        articles = tr("1 artículo") if count == 1 else tr("{n} artículos").format(n=formatear_numero(count))
        super().__init__(
            parent,
            tr("Editar {articulos}").format(articulos=articles),
            tr("Cambiar {articulos}").format(articulos=articles),
            nombre=catalogo.handle("varios", "dialogo"),
        )
        self._catalogo = catalogo
        self.fields: dict[str, Field] = {}
        self.marks: dict[str, QCheckBox] = {}
        sentence = Label("", catalogo.handle("varios", "cuantos"))
        sentence.say(
            tr("Lo que se marque se cambia en {articulos}. Lo demás queda como está.").format(articulos=articles)
        )
        self.content.addWidget(sentence)
        self.content.setSpacing(4)
        for name in EN_CONJUNTO:
            self.content.addSpacing(8)
            self._add(name)
        self.fields["ubicacion"].control.setFocus()
        self._follow()

    def changes(self) -> dict[str, str]:
        """The marked fields with what they hold."""
        return {name: field.text() for name, field in self.fields.items() if self.marks[name].isChecked()}

    def set_choices(self, column: str, values: Sequence[str]) -> None:
        """The values in use of a column."""
        field = self.fields[column]
        if isinstance(field, SuggestField):
            field.set_choices(values)

    def dirty(self) -> bool:
        """Whether anything was marked."""
        return bool(self.changes())

    def show_error(self, error: RexusError) -> None:
        """Beside the field, and as a whole."""
        super().show_error(error)
        if isinstance(error, DatoInvalidoError):
            show_errors(self.fields, error.campos)

    def clear_error(self) -> None:
        """Nothing is known to be wrong."""
        super().clear_error()
        for field in self.fields.values():
            field.show_error("")

    def _add(self, name: str) -> None:
        title = self._catalogo.rotulo(name)
        handle = self._catalogo.handle("varios", name)
        field: Field = (
            NumberField(handle, title, unit=tr("piezas")) if name == "stock_minimo" else SuggestField(handle, title)
        )
        mark = QCheckBox(field.title.text())
        mark.setObjectName(f"{handle}.cambiar")
        mark.setAccessibleName(tr("Cambiar {dato}").format(dato=title.lower()))
        field.title.hide()
        # Typing is enough; the mark is for emptying a field on purpose.
        field.edited.connect(lambda: mark.setChecked(True))
        mark.toggled.connect(lambda _on: self._follow())
        self.fields[name], self.marks[name] = field, mark
        self.content.addWidget(mark)
        self.content.addWidget(field)

    def _follow(self) -> None:
        self.primary.setEnabled(any(mark.isChecked() for mark in self.marks.values()))
