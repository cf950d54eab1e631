"""Moving pieces of an article from one place to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.catalogo import textos
from rexus.catalogo.catalogo import Catalogo
from rexus.catalogo.view.fields import NumberField, TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.catalogo.view.place_field import Choice, PlaceField, anywhere, with_goods
from rexus.stock.articulos import Articulo
from rexus.stock.cantidades import cantidad
from rexus.stock.errors import CantidadInvalidaError
from rexus.stock.kardex import ExistenciaLugar
from rexus.stock.ubicaciones import Sitio


@dataclass(frozen=True)
class Traslado:
    """What is asked for: how many (as typed), from where, to where."""

    cantidad: str
    de: Choice
    a: Choice
    referencia: str


class TransferDialog(FormDialog):
    """Handles: `inventario.transferir.cantidad`, `…de`, `…a`, `…referencia`."""

    def __init__(
        self,
        catalogo: Catalogo,
        parent: QWidget | None,
        articulo: Articulo,
        existencias: Sequence[ExistenciaLugar],
        lugares: Sequence[Sitio],
    ) -> None:
        super().__init__(
            parent,
            tr("Transferir {codigo}").format(codigo=articulo.codigo),
            tr("Transferir"),
            nombre=catalogo.handle("transferir", "dialogo"),
        )
        handle = catalogo.handle("transferir")
        self.cantidad = NumberField(f"{handle}.cantidad", tr("Cantidad"), required=True, unit=tr("piezas"))
        self.de = PlaceField(f"{handle}.de", tr("De"), with_goods(existencias))
        self.a = PlaceField(f"{handle}.a", tr("A"), anywhere(lugares, existencias))
        self.referencia = TextField(f"{handle}.referencia", tr("Referencia"))
        self._foresight = Label("", f"{handle}.prevision", tr("Previsión"))
        self.de.choose(None)
        self.a.set_text("")
        description = Label()
        description.say(articulo.titular)
        places = QHBoxLayout()
        places.setSpacing(12)
        places.addWidget(self.cantidad, 2)
        places.addWidget(self.de, 3)
        places.addWidget(self.a, 3)
        self.content.addWidget(description)
        self.content.addLayout(places)
        self.content.addWidget(self._foresight)
        self.content.addWidget(self.referencia)
        self.setMinimumWidth(560)
        self.cantidad.line.textChanged.connect(lambda _text: self._foresee())
        self.de.chosen.connect(self._foresee)
        self._foresee()
        self.hold({"cantidad": self.cantidad, "origen": self.de, "destino": self.a, "referencia": self.referencia})

    def traslado(self) -> Traslado:
        """What is asked for. Raises DatoInvalidoError for a place that is none."""
        de, a = self.de.choice(), self.a.choice()
        if de is None or a is None:
            missing = tr("no es un lugar de la lista")
            campos = {name: missing for name, choice in (("origen", de), ("destino", a)) if choice is None}
            raise DatoInvalidoError(
                tr("Falta elegir de dónde o a dónde. No se registró nada."),
                tr("Elegir los dos lugares de la lista."),
                campos=campos,
            )
        return Traslado(self.cantidad.text(), de, a, self.referencia.text())

    def _foresee(self) -> None:
        de = self.de.choice()
        if de is None:
            self._foresight.say("")
            return
        try:
            asked = cantidad(self.cantidad.text())
        except CantidadInvalidaError:
            asked = Decimal(0)
        frase, possible = textos.prevision(de.hay, -asked, de.donde)
        self._foresight.say(frase)
        self._foresight.set_ink("secondary" if possible else "bad")
