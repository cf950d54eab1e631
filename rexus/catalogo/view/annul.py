"""Asking why a movement is annulled."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtWidgets import QWidget

from rexus.base.text import tr
from rexus.catalogo import textos
from rexus.catalogo.catalogo import Catalogo
from rexus.catalogo.view.fields import TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.kardex import subtitle
from rexus.catalogo.view.labels import Label
from rexus.stock.kardex import LineaKardex
from rexus.stock.ledger import TRANSFERENCIA


class AnnulDialog(FormDialog):
    """One line of a card, and the reason. Handles: `inventario.anular.dialogo`, `inventario.anular.motivo`."""

    def __init__(
        self, catalogo: Catalogo, parent: QWidget | None, codigo: str, linea: LineaKardex, zona: tzinfo
    ) -> None:
        nombre = catalogo.handle("anular", "dialogo")
        super().__init__(parent, tr("Anular movimiento"), tr("Anular movimiento"), nombre=nombre)
        what = Label()
        what.say(
            tr("{tipo} de {cantidad} × {codigo}").format(
                tipo=textos.nombre_de_tipo(linea.tipo), cantidad=textos.con_signo(linea.cantidad), codigo=codigo
            )
        )
        when = Label("secundario")
        when.say(subtitle(linea, zona))
        how = Label()
        how.say(
            tr("Se anota otro movimiento que lo deshace, en los dos lugares; el original queda a la vista, tachado.")
            if linea.tipo == TRANSFERENCIA
            else tr("Se anota otro movimiento que lo deshace; el original queda a la vista, tachado.")
        )
        self.motivo = TextField(catalogo.handle("anular", "motivo"), tr("Motivo"), hint=tr("por qué se anula"))
        for widget in (what, when, how, self.motivo):
            self.content.addWidget(widget)
        self.hold({"motivo": self.motivo})
