"""Annulling an order: what that means for it, and why."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from rexus.base.text import contados, tr
from rexus.catalogo.view.fields import TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.modulos.compras.view.pedidos import HANDLE

_HANDLE = f"{HANDLE}.anulacion"


class AnnulDialog(FormDialog):
    """Handles: `compras.pedidos.anulacion.motivo`; the dialog is `….dialogo`."""

    def __init__(self, parent: QWidget | None, numero: str, pendiente: Decimal) -> None:
        super().__init__(
            parent,
            tr("Anular {numero}").format(numero=numero),
            tr("Anular el pedido"),
            nombre=f"{_HANDLE}.dialogo",
            cancelar=tr("No anular"),
        )
        what = Label()
        what.say(
            tr("{piezas} por llegar no llegarán: vuelven a faltar. Lo recibido queda.").format(
                piezas=contados(pendiente, tr("pieza"), tr("piezas"))
            )
        )
        self.reason = TextField(f"{_HANDLE}.motivo", tr("Motivo"), hint=tr("por qué (optativo)"))
        self.content.addWidget(what)
        self.content.addWidget(self.reason)
        self.hold({"motivo": self.reason})
