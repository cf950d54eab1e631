"""The form of an article: new, duplicated or edited. It keeps what was typed whatever the answer is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import tr
from rexus.catalogo.catalogo import STOCK_INICIAL, Catalogo
from rexus.catalogo.view.conflict import ConflictPanel
from rexus.catalogo.view.fields import Field, LongTextField, NumberField, SuggestField, TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.stock.articulos import Articulo, EdicionSimultaneaError

_COLUMNS = 12
_WIDTH = 720
# A text that may be longer than this is written in several lines.
_LINE = 1_000


class ArticleForm(FormDialog):
    """`articulo` is the one that is edited, None for a new one. `valores` is what a new one begins with.

    `take_new_requested` and `save_over_requested` answer a conflict with somebody else's change.
    """

    take_new_requested = Signal()
    save_over_requested = Signal()

    def __init__(
        self,
        catalogo: Catalogo,
        parent: QWidget | None,
        articulo: Articulo | None = None,
        valores: Mapping[str, Any] | None = None,
    ) -> None:
        new = articulo is None
        super().__init__(
            parent,
            tr("Nuevo {articulo}").format(articulo=tr(catalogo.uno))
            if articulo is None
            else tr("Editar {codigo}").format(codigo=articulo.codigo),
            tr("Crear {articulo}").format(articulo=tr(catalogo.uno)) if new else tr("Guardar cambios"),
            nombre=catalogo.handle("ficha"),
        )
        self._catalogo = catalogo
        self.articulo = articulo
        fields = _fields(catalogo, new=new)
        self.conflict = ConflictPanel(catalogo, self)
        self.conflict.take_new.connect(self.take_new_requested)
        self.conflict.save_over.connect(self.save_over_requested)
        self.content.addWidget(self.conflict)
        self.content.addLayout(_grid(catalogo, fields))
        legend = Label("secundario")
        legend.say(tr("* obligatorio"))
        self.aside.addWidget(legend)
        legend.setMinimumWidth(120)
        self.setMinimumWidth(_WIDTH)
        self.hold(fields)
        # A duplicate is not typed: closing it loses nothing.
        self._fill(articulo.valores if articulo is not None else valores or {})

    def value(self) -> dict[str, str]:
        """What the fields hold, as typed, without the first stock."""
        return {name: field.text() for name, field in self.fields.items() if name != STOCK_INICIAL}

    @property
    def first_stock(self) -> str:
        """The stock that a new article begins with, as typed."""
        return self.fields[STOCK_INICIAL].text().strip() if STOCK_INICIAL in self.fields else ""

    def set_choices(self, column: str, values: Sequence[str]) -> None:
        """The values in use of a column, to choose from."""
        field = self.fields[column]
        if isinstance(field, SuggestField):
            field.set_choices(values)

    def show_article(self, articulo: Articulo) -> None:
        """Begin again from the article as it is now; what was typed is dropped."""
        self.articulo = articulo
        self._fill(articulo.valores)
        self.clear_error()

    def rebase(self, articulo: Articulo) -> None:
        """Go on with what was typed, over the article as it is now: fields nobody touched here show the new value."""
        typed = self.touched()
        self.articulo = articulo
        self._fill(articulo.valores)
        for name, text in typed.items():
            self.fields[name].set_text(text)

    def clear_error(self) -> None:
        """Nothing is known to be wrong."""
        super().clear_error()
        self.conflict.hide()
        self.primary.setEnabled(not self.is_busy)

    def show_error(self, error: RexusError) -> None:
        """A conflict is shown with what can be done about it; the rest as in every form."""
        if isinstance(error, EdicionSimultaneaError):
            # One of the two answers must be chosen.
            self.primary.setEnabled(False)
            self.conflict.tell(error, self.touched())
            return
        if isinstance(error, DatoInvalidoError) and STOCK_INICIAL in self.fields and "cantidad" in error.campos:
            error.campos[STOCK_INICIAL] = error.campos.pop("cantidad")
        super().show_error(error)

    def _fill(self, valores: Mapping[str, Any]) -> None:
        for name, field in self.fields.items():
            value = valores.get(name, self._catalogo.inicial(name))
            if isinstance(field, NumberField) and isinstance(value, Decimal | int):
                field.set_number(value)
            else:
                field.set_text(value if isinstance(value, str) else "")
        self.settle()


def _grid(catalogo: Catalogo, fields: Mapping[str, Field]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(12)
    for column in range(_COLUMNS):
        grid.setColumnStretch(column, 1)
        grid.setColumnMinimumWidth(column, 1)
    for row, entries in enumerate(catalogo.formulario):
        shown = [(name, span) for name, span in entries if name in fields]
        # What is not there leaves its room to the first one.
        spare = _COLUMNS - sum(span for _name, span in shown)
        at = 0
        for n, (name, span) in enumerate(shown):
            width = span + spare if n == 0 else span
            grid.addWidget(fields[name], row, at, 1, width)
            at += width
    return grid


def _fields(catalogo: Catalogo, *, new: bool) -> dict[str, Field]:
    """The controls, in the order in which Tab goes through them."""
    fields: dict[str, Field] = {}
    for row in catalogo.formulario:
        for name, _span in row:
            if name != STOCK_INICIAL:
                fields[name] = _field(catalogo, name)
            elif new:
                fields[name] = NumberField(catalogo.handle("ficha", name), tr("Stock inicial"), unit=tr("piezas"))
    return fields


def _field(catalogo: Catalogo, name: str) -> Field:
    campo, handle, title = catalogo.campo[name], catalogo.handle("ficha", name), catalogo.rotulo(name)
    match campo.tipo:
        case "entero":
            return NumberField(handle, title, unit="mm")
        case "cantidad":
            return NumberField(handle, title, unit=tr("piezas"))
        case "dinero":
            return NumberField(handle, title, unit=tr("$ por unidad"))
    if (campo.largo or 0) > _LINE:
        return LongTextField(handle, title)
    if name in catalogo.filtros or name in catalogo.opciones:
        field = SuggestField(handle, title)
        field.set_choices(catalogo.opciones.get(name, ()))
        return field
    return TextField(handle, title, required=campo.obligatorio)
