"""The form of an order that is written by hand: whom it goes to, its lines by code, who waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import fold, formatear_fecha, formatear_numero, tr
from rexus.catalogo.view.date_field import DateField
from rexus.catalogo.view.fields import LongTextField, SuggestField, TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.modulos.compras.domain import Escrito, aviso_de_cantidad
from rexus.modulos.compras.view.pedidos import HANDLE
from rexus.stock.cantidades import cantidad, sin_miles
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.esperan import ObraAbierta
from rexus.stock.para_pedir import ParaPedir
from rexus.stock.pedidos import FichaPedido, LineaPedida
from rexus.ui.lineas import LineColumn, LineList

_HANDLE = f"{HANDLE}.dialogo"
_CODE, _TEXT, _COUNT, _PRICE, _NOTE = range(5)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OrderForm(FormDialog):
    """`pedido` is the draft that is edited, None for a new one. `article_wanted(code)`: it waits for `add`.

    Handles: `compras.pedidos.dialogo.proveedor`, `….articulo`, `….lineas`, `….obras`, `….fecha_prometida`,
    `….observaciones`.
    """

    article_wanted = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        pedido: FichaPedido | None,
        suppliers: Sequence[str],
        obras: Sequence[ObraAbierta],
    ) -> None:
        super().__init__(
            parent,
            tr("Nuevo pedido") if pedido is None else tr("Editar {numero}").format(numero=pedido.numero),
            tr("Crear borrador") if pedido is None else tr("Guardar cambios"),
            nombre=_HANDLE,
        )
        self._obras = {fold(o.codigo): o.id for o in obras}
        self.supplier = SuggestField(f"{_HANDLE}.proveedor", tr("Proveedor *"), hint=tr("uno de la lista, o uno nuevo"))
        self.supplier.set_choices(suppliers)
        self.promised = DateField(f"{_HANDLE}.fecha_prometida", tr("Fecha prometida"), cerca="siguiente")
        self.article = TextField(f"{_HANDLE}.articulo", tr("Agregar un artículo"), hint=tr("su código"))
        self.article.line.installEventFilter(self)
        self.lines = LineList(
            (
                LineColumn(tr("Código"), 120, whole=True),
                LineColumn(tr("Descripción")),
                LineColumn(tr("Cantidad"), 88, figures=True, typed=True),
                LineColumn(tr("Precio"), 104, figures=True, typed=True),
                LineColumn(tr("A tener en cuenta"), 208, 96),
            ),
            f"{_HANDLE}.lineas",
            tr("Líneas del pedido"),
            removable=True,
        )
        self.lines.setMinimumHeight(200)
        self.lines.edited.connect(lambda row, _column: self._say_about(row))
        note = Label("secundario")
        note.say(tr("Enter agrega el código; cantidad y precio se escriben en la lista y Supr quita la línea."))
        self.waiting = TextField(
            f"{_HANDLE}.obras", tr("Obras que esperan"), hint=tr("códigos separados por comas (optativo)")
        )
        self.notes = LongTextField(f"{_HANDLE}.observaciones", tr("Notas para el proveedor"), lines=2)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.supplier, 3)
        head.addWidget(self.promised, 1)
        self.content.addLayout(head)
        for widget in (self.article, self.lines, note, self.waiting, self.notes):
            self.content.addWidget(widget)
        self.setMinimumWidth(760)
        if pedido is not None:
            self._show(pedido)
        self.hold(
            {
                "nombre": self.supplier, "fecha_prometida": self.promised, "articulo": self.article,
                "obras": self.waiting, "observaciones": self.notes,
            }
        )  # fmt: skip
        if pedido is not None:
            self.article.control.setFocus()
        self._were = self._typed()

    def value(self) -> Escrito:
        """What was written. Raises DatoInvalidoError for an obra that is not open, or an order that is none."""
        if not self.supplier.text().strip():
            raise DatoInvalidoError(
                tr("Falta el proveedor. No se guardó nada."), campos={"nombre": tr("falta elegirlo")}
            )
        if not self.lines.rowCount():
            raise DatoInvalidoError(
                tr("Un pedido necesita al menos un artículo. No se guardó nada."),
                campos={"articulo": tr("falta alguno")},
            )
        codes = [t.strip() for t in self.waiting.text().split(",") if t.strip()]
        unknown = [code for code in codes if fold(code) not in self._obras]
        if unknown:
            raise DatoInvalidoError(
                tr("No hay una obra abierta «{codigo}». No se guardó nada.").format(codigo=unknown[0]),
                campos={"obras": tr("«{codigo}» no es una obra abierta").format(codigo=unknown[0])},
            )
        return Escrito(
            self.supplier.text().strip(),
            tuple(
                LineaPedida(
                    found.clase,
                    found.articulo_id,
                    self.lines.text_at(row, _COUNT),
                    self.lines.text_at(row, _PRICE) or 0,
                )
                for row, found in enumerate(self._articles())
            ),
            tuple(self._obras[fold(code)] for code in codes),
            self.promised.text().strip(),
            self.notes.text(),
        )

    def add(self, found: ParaPedir) -> None:
        """An article that was looked up: a line of its own, or the one that it has already."""
        there = [(other.clase, other.articulo_id) for other in self._articles()]
        if (found.clase, found.articulo_id) in there:
            row = there.index((found.clase, found.articulo_id))
        else:
            row = self._append(found, found.ped_min or found.emba or Decimal(1), found.precio)
        self.article.set_text("")
        self.article.show_error("")
        self.lines.go_to(row, _COUNT)

    def refuse(self, sentence: str) -> None:
        """What was typed is no code."""
        self.article.show_error(sentence)
        self.article.control.setFocus()
        self.article.line.selectAll()

    def dirty(self) -> bool:
        """Whether closing would lose something typed."""
        return super().dirty() or self._typed() != self._were

    def submit(self) -> None:
        """A code that waits in its field is looked up first."""
        self.lines.commit()
        if self.article.text().strip():
            self.article_wanted.emit(self.article.text().strip())
            return
        try:
            self.value()
        except DatoInvalidoError as error:
            self.show_error(error)
            return
        super().submit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the field of codes adds a line."""
        # The dialog's own parts are watched before the field is there.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTER
            and watched is self.article.line
            and self.article.text().strip()
        ):
            self.article_wanted.emit(self.article.text().strip())
            return True
        return super().eventFilter(watched, event)

    def _show(self, pedido: FichaPedido) -> None:
        self.supplier.set_text(pedido.proveedor)
        # The number belongs to that supplier's order; for another one there is another order.
        self.supplier.control.setEnabled(False)
        self.promised.set_text(formatear_fecha(pedido.fecha_prometida) if pedido.fecha_prometida else "")
        self.waiting.set_text(", ".join(pedido.obras))
        self.notes.set_text(pedido.observaciones)
        for x in pedido.lineas:
            found = ParaPedir(x.clase, x.articulo_id, x.codigo, x.descripcion, x.precio, Decimal(0), Decimal(0))
            self._append(found, x.cantidad, x.precio)

    def _append(self, found: ParaPedir, count: Decimal, price: Decimal) -> int:
        texts = [found.codigo, found.descripcion, _plain(count), formatear_numero(price, 2).replace(".", ""), ""]
        row = self.lines.add_line(texts, found)
        self._say_about(row)
        return row

    def _articles(self) -> list[ParaPedir]:
        return [self.lines.data_at(row) for row in range(self.lines.rowCount())]

    def _typed(self) -> list[tuple[str, str, str]]:
        return [
            (self.lines.text_at(r, _CODE), self.lines.text_at(r, _COUNT), self.lines.text_at(r, _PRICE))
            for r in range(self.lines.rowCount())
        ]

    def _say_about(self, row: int) -> None:
        found = self.lines.data_at(row)
        try:
            count = cantidad(sin_miles(self.lines.text_at(row, _COUNT)) or 0)
            note = aviso_de_cantidad(count, found.ped_min, found.emba)
        except CantidadInvalidaError:
            note = tr("no es una cantidad")
        self.lines.say(row, _NOTE, note)


def _plain(n: Decimal) -> str:
    """As it is typed: no mark of thousands."""
    return f"{n.normalize():f}".replace(".", ",")
