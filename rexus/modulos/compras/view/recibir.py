"""What arrived of an order: for each line how many are taken in, how many go back and why, and where they are put."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import fold, formatear_numero, tr
from rexus.catalogo.view.fields import TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.modulos.compras.view.pedidos import HANDLE
from rexus.stock.cantidades import cantidad_no_negativa
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.pedidos import FichaPedido, LineaVista
from rexus.stock.recepciones import LineaRecibida
from rexus.stock.ubicaciones import Sitio
from rexus.ui.lineas import LineColumn, LineList

_HANDLE = f"{HANDLE}.recibir"
_CODE, _TEXT, _PENDING, _TAKEN, _REJECTED, _REASON, _PLACE = range(7)


class ReceiveDialog(FormDialog):
    """Handles: `compras.pedidos.recibir.lineas`, `….remito`, `….todo`; the dialog is `….dialogo`."""

    def __init__(self, parent: QWidget | None, pedido: FichaPedido, places: Sequence[Sitio]) -> None:
        super().__init__(
            parent,
            tr("Recibir {numero} de {proveedor}").format(numero=pedido.numero, proveedor=pedido.proveedor),
            tr("Registrar recepción"),
            nombre=f"{_HANDLE}.dialogo",
        )
        self._places = {fold(place.codigo): place.id for place in places}
        self.remito = TextField(f"{_HANDLE}.remito", tr("Remito del proveedor"), hint=tr("su número (optativo)"))
        self.remito.setMaximumWidth(280)
        self.everything = QPushButton(tr("Llegó todo"))
        self.everything.setObjectName(f"{_HANDLE}.todo")
        self.everything.setAccessibleName(tr("Llegó todo lo que faltaba"))
        self.everything.setToolTip(tr("Completar lo recibido con todo lo que falta llegar"))
        self.everything.setAutoDefault(False)
        self.everything.clicked.connect(self._fill)
        self.lines = LineList(
            (
                LineColumn(tr("Código"), 104, whole=True),
                LineColumn(tr("Descripción")),
                LineColumn(tr("Por llegar"), 76, figures=True),
                LineColumn(tr("Recibidas"), 84, figures=True, typed=True),
                LineColumn(tr("Rechazadas"), 92, figures=True, typed=True),
                LineColumn(tr("Motivo del rechazo"), 192, 136, typed=True),
                LineColumn(tr("Lugar"), 136, 96, typed=True),
            ),
            f"{_HANDLE}.lineas",
            tr("Lo que llegó, por línea"),
        )
        self.lines.offer(_PLACE, ["", *(place.codigo for place in places)])
        self.lines.setMinimumHeight(240)
        note = Label("secundario")
        note.say(
            tr(
                "Lo rechazado vuelve al proveedor y sigue por llegar. Sin lugar, va al habitual del artículo. "
                "Lo que llega se reserva para las obras que esperan: {obras}."
            ).format(obras=", ".join(pedido.obras))
            if pedido.obras
            else tr("Lo rechazado vuelve al proveedor y sigue por llegar. Sin lugar, va al habitual del artículo.")
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.remito, 1)
        row.addStretch(1)
        row.addWidget(self.everything)
        self.content.addLayout(row)
        self.content.addWidget(self.lines, 1)
        self.content.addWidget(note)
        self.setMinimumWidth(960)
        for x in pedido.lineas:
            texts = [x.codigo, x.descripcion, formatear_numero(x.pendiente), "", "", "", ""]
            self.lines.add_line(texts, x)
        self.hold({"remito": self.remito})
        self._were = self._typed()
        first = next((n for n, x in enumerate(pedido.lineas) if x.pendiente), 0)
        self.lines.go_to(first, _TAKEN)

    def arrived(self) -> list[LineaRecibida]:
        """What was typed. Raises DatoInvalidoError with the first thing that is wrong; the cursor goes there."""
        found = []
        for row in range(self.lines.rowCount()):
            line: LineaVista = self.lines.data_at(row)
            taken = self._figure(row, _TAKEN, line.codigo)
            rejected = self._figure(row, _REJECTED, line.codigo)
            reason = self.lines.text_at(row, _REASON)
            if rejected and not reason:
                self.lines.go_to(row, _REASON)
                raise DatoInvalidoError(
                    tr("Falta el motivo de lo rechazado de {codigo}. No se registró nada.").format(codigo=line.codigo)
                )
            if taken or rejected:
                found.append(
                    LineaRecibida(line.id, taken, rejected, reason if rejected else "", self._place(row, line))
                )
        if not found:
            raise DatoInvalidoError(
                tr("Falta escribir qué llegó. No se registró nada."), tr("«Llegó todo» completa lo que falta.")
            )
        return found

    def dirty(self) -> bool:
        """Whether closing would lose something typed."""
        return super().dirty() or self._typed() != self._were

    def submit(self) -> None:
        """What is half typed counts, and nothing is asked for while something is wrong."""
        self.lines.commit()
        try:
            self.arrived()
        except DatoInvalidoError as error:
            self.show_error(error)
            return
        super().submit()

    def show_error(self, error: RexusError) -> None:
        """The cursor stays in the list."""
        at = (self.lines.currentRow(), self.lines.currentColumn())
        super().show_error(error)
        self.lines.go_to(*at)

    def _figure(self, row: int, column: int, code: str) -> Decimal:
        try:
            return cantidad_no_negativa(self.lines.text_at(row, column) or 0)
        except CantidadInvalidaError as error:
            self.lines.go_to(row, column)
            raise DatoInvalidoError(
                tr("{codigo}: la cantidad {motivo}. No se registró nada.").format(
                    codigo=code, motivo=error.campos["cantidad"]
                )
            ) from error

    def _place(self, row: int, line: LineaVista) -> int | None:
        text = self.lines.text_at(row, _PLACE)
        if not text:
            return None
        if fold(text) not in self._places:
            self.lines.go_to(row, _PLACE)
            raise DatoInvalidoError(
                tr("{codigo}: no hay un lugar «{lugar}». No se registró nada.").format(codigo=line.codigo, lugar=text)
            )
        return self._places[fold(text)]

    def _fill(self) -> None:
        for row in range(self.lines.rowCount()):
            line: LineaVista = self.lines.data_at(row)
            if line.pendiente:
                self.lines.say(row, _TAKEN, f"{line.pendiente.normalize():f}".replace(".", ","))
        self.lines.setFocus()

    def _typed(self) -> list[list[str]]:
        columns = (_TAKEN, _REJECTED, _REASON, _PLACE)
        return [[self.lines.text_at(row, c) for c in columns] for row in range(self.lines.rowCount())]
