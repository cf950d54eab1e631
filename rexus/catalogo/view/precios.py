"""Who sells an article, at what price and how many at least: the list, and the form of one line of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import formatear_fecha, formatear_numero, tr
from rexus.catalogo.view.comun.lista import ListTable
from rexus.catalogo.view.date_field import DateField
from rexus.catalogo.view.fields import NumberField, SuggestField, TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.stock.precios import Precio
from rexus.ui.dialogs import Dialog
from rexus.ui.paged_table import Column

_HANDLE = "precios"
_COLUMNS = ("proveedor", "codigo", "precio", "precio_fecha", "ped_min", "emba", "preferido")


class PricesDialog(Dialog):
    """Handles: `precios.lista`, `….agregar`, `….editar`, `….preferir`, `….quitar`, `….nota`.

    `add_requested()`; `edit_requested`, `prefer_requested`, `remove_requested` (Precio).
    """

    add_requested = Signal()
    edit_requested = Signal(object)
    prefer_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, parent: QWidget | None, titulo: str, de_que: str) -> None:
        super().__init__(parent, titulo, tr("Cerrar"), nombre=f"{_HANDLE}.dialogo")
        self.cancel.hide()
        self._prices: Sequence[Precio] = ()
        self._may = (False, "")
        about = Label("secundario")
        about.say(de_que)
        self.list = ListTable(
            (
                Column("proveedor", tr("Proveedor"), width=180),
                Column("codigo", tr("Su código"), "codigo", 96),
                Column("precio", tr("Precio"), "dinero", 96),
                Column("precio_fecha", tr("Del"), "fecha", 88),
                Column("ped_min", tr("Ped. mín."), "cantidad", 76),
                Column("emba", tr("Emba."), "cantidad", 64),
                Column("preferido", tr("Preferido"), "logico", 80),
            ),
            f"{_HANDLE}.lista",
            tr("Quién vende el artículo"),
            stretch=0,
        )
        self.list.setSelectionMode(ListTable.SelectionMode.SingleSelection)
        self.list.setMinimumHeight(200)
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._follow())
        self.note = Label("secundario", f"{_HANDLE}.nota")
        self.add = self._button("agregar", tr("Agregar…"))
        self.edit = self._button("editar", tr("Editar…"))
        self.prefer = self._button("preferir", tr("Preferir"))
        self.remove = self._button("quitar", tr("Quitar"))
        self.list.activated.connect(lambda _index: self._tell(self.edit_requested, self.edit))
        self.add.clicked.connect(self.add_requested)
        self.edit.clicked.connect(lambda: self._tell(self.edit_requested, self.edit))
        self.prefer.clicked.connect(lambda: self._tell(self.prefer_requested, self.prefer))
        self.remove.clicked.connect(lambda: self._tell(self.remove_requested, self.remove))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.add, self.edit, self.prefer, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        self.content.addWidget(about)
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.note)
        self.content.addLayout(row)
        self.setMinimumWidth(760)
        self.show_prices(())

    def show_prices(self, prices: Sequence[Precio], current: int | None = None) -> None:
        """Show these; the cursor stands on the supplier with the id `current`, or where it was."""
        chosen = self.chosen()
        wanted = current if current is not None else chosen.proveedor_id if chosen is not None else None
        self._prices = prices
        # Nothing asked, and no price known, are empty cells.
        self.list.show_rows([(*(getattr(p, name) or None for name in _COLUMNS[:-1]), p.preferido) for p in prices])
        row = next((n for n, p in enumerate(prices) if p.proveedor_id == wanted), 0)
        if prices:
            self.list.selectRow(row)
        self.note.say(_note(prices))
        self._follow()

    def allow(self, may: bool, reason: str = "") -> None:
        """Whether who is signed in may change them, and why nobody can now."""
        self._may = (may, reason)
        self._follow()

    def chosen(self) -> Precio | None:
        """The line on which the cursor stands."""
        row = self.list.currentIndex().row()
        return self._prices[row] if 0 <= row < len(self._prices) else None

    def _tell(self, signal: Any, button: QPushButton) -> None:
        chosen = self.chosen()
        if chosen is not None and button.isEnabled():
            signal.emit(chosen)

    def _follow(self) -> None:
        may, reason = self._may
        chosen = self.chosen()
        for button in (self.add, self.edit, self.prefer, self.remove):
            button.setEnabled(may and not reason and (button is self.add or chosen is not None))
            button.setToolTip(reason or ("" if may else tr("El rol no permite cambiar precios")))
        if chosen is not None and chosen.preferido:
            self.prefer.setEnabled(False)
            self.prefer.setToolTip(tr("Ya es el preferido"))

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"{_HANDLE}.{name}")
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        return button


class PriceForm(FormDialog):
    """What a supplier asks for an article; `price` None is a supplier who did not sell it yet.

    Handles: `precios.ficha.proveedor`, `….codigo`, `….precio`, `….precio_fecha`, `….ped_min`, `….emba`, `….preferido`.
    """

    def __init__(
        self, parent: QWidget | None, price: Precio | None, suppliers: Sequence[str], today: date, *, first: bool
    ) -> None:
        handle = f"{_HANDLE}.ficha"
        super().__init__(
            parent,
            tr("Agregar un proveedor")
            if price is None
            else tr("Precio de {proveedor}").format(proveedor=price.proveedor),
            tr("Agregar") if price is None else tr("Guardar cambios"),
            nombre=handle,
        )
        self._today = formatear_fecha(today)
        self.supplier = SuggestField(f"{handle}.proveedor", tr("Proveedor *"), hint=tr("uno de la lista, o uno nuevo"))
        self.supplier.set_choices(suppliers)
        self.code = TextField(f"{handle}.codigo", tr("Su código"), hint=tr("con qué código lo vende"))
        self.price = NumberField(f"{handle}.precio", tr("Precio de una pieza"))
        self.dated = DateField(f"{handle}.precio_fecha", tr("Fecha del precio"), cerca="anterior")
        self.least = NumberField(f"{handle}.ped_min", tr("Pedido mínimo"))
        self.pack = NumberField(f"{handle}.emba", tr("Embalaje"))
        self.preferred = QCheckBox(tr("Preferido: a quien se le pide"))
        self.preferred.setObjectName(f"{handle}.preferido")
        note = Label("secundario")
        note.say(tr("0 o vacío en pedido mínimo o embalaje: vale el del artículo. Sin embalaje se pide por pieza."))
        if price is not None:
            self.supplier.set_text(price.proveedor)
            self.supplier.control.setEnabled(False)
            self.code.set_text(price.codigo)
            self.price.set_number(price.precio)
            self.dated.set_text(formatear_fecha(price.precio_fecha) if price.precio_fecha else "")
            self.least.set_number(price.ped_min)
            self.pack.set_number(price.emba)
        # The only one who sells it is whom it is ordered from.
        self.preferred.setChecked(first if price is None else price.preferido)
        self._was_preferred = self.preferred.isChecked()
        self.content.addWidget(self.supplier)
        for pair in ((self.code, None), (self.price, self.dated), (self.least, self.pack)):
            row = QHBoxLayout()
            row.setSpacing(12)
            for field in pair:
                if field is not None:
                    row.addWidget(field, 1)
            self.content.addLayout(row)
        self.content.addWidget(self.preferred)
        self.content.addWidget(note)
        # A new price is of today unless somebody says otherwise.
        self.price.edited.connect(lambda: self.dated.set_text(self._today))
        self.hold(
            {
                "nombre": self.supplier, "codigo": self.code, "precio": self.price, "precio_fecha": self.dated,
                "ped_min": self.least, "emba": self.pack,
            }
        )  # fmt: skip
        if price is not None:
            self.price.control.setFocus()
            self.price.line.selectAll()

    def values(self) -> dict[str, Any]:
        """What stands in the form, besides whose it is."""
        names = ("codigo", "precio", "precio_fecha", "ped_min", "emba")
        return {**{name: self.fields[name].text() for name in names}, "preferido": self.preferred.isChecked()}

    def dirty(self) -> bool:
        """Whether closing would lose something."""
        return super().dirty() or self.preferred.isChecked() != self._was_preferred

    def submit(self) -> None:
        """It is somebody's price."""
        if not self.supplier.text().strip():
            self.show_error(
                DatoInvalidoError(
                    tr("Falta decir de quién es. No se guardó nada."), campos={"nombre": tr("falta elegirlo")}
                )
            )
            return
        super().submit()


def _note(prices: Sequence[Precio]) -> str:
    if not prices:
        return tr("Nadie lo vende todavía: se pide al proveedor que dice el artículo, a su precio.")
    chosen = next((p for p in prices if p.preferido), None)
    if chosen is None:
        return tr("Ninguno es el preferido: se pide al proveedor que dice el artículo, a su precio.")
    pack = tr("por {n}").format(n=formatear_numero(chosen.emba)) if chosen.emba else ""
    least = tr("desde {n}").format(n=formatear_numero(chosen.ped_min)) if chosen.ped_min else ""
    how = ", ".join(t for t in (least, pack) if t)
    frase = tr("Se pide a {proveedor}").format(proveedor=chosen.proveedor)
    return f"{frase}: {how}." if how else f"{frase}."
