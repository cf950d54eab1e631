"""Entrada, salida, ajuste: how many, where, what for. Says beforehand what will be left."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import formatear_numero, tr
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
from rexus.stock.ledger import AJUSTE, ENTRADA, SALIDA
from rexus.stock.movimientos import Pedido
from rexus.stock.ubicaciones import Sitio

_NAMES = {ENTRADA: "entrada", SALIDA: "salida", AJUSTE: "ajuste"}


class MovementDialog(FormDialog):
    """`tipo` is ENTRADA, SALIDA or AJUSTE. Handles: `inventario.entrada.cantidad`, `…lugar`, `…referencia`, …"""

    def __init__(
        self,
        catalogo: Catalogo,
        parent: QWidget | None,
        tipo: str,
        articulo: Articulo,
        existencias: Sequence[ExistenciaLugar],
        lugares: Sequence[Sitio],
    ) -> None:
        nombre = textos.nombre_de_tipo(tipo).lower()
        super().__init__(
            parent,
            tr("{tipo} de {codigo}").format(tipo=textos.nombre_de_tipo(tipo), codigo=articulo.codigo),
            tr("Registrar {tipo}").format(tipo=nombre),
            nombre=catalogo.handle(_NAMES[tipo], "dialogo"),
        )
        self._tipo = tipo
        self._articulo = articulo
        self._hay = {(e.ubicacion_id, e.longitud_mm): e.cantidad for e in existencias}
        handle = catalogo.handle(_NAMES[tipo])
        self.cantidad = NumberField(
            f"{handle}.cantidad",
            tr("Cantidad a sumar o restar") if tipo == AJUSTE else tr("Cantidad"),
            required=True,
            hint=tr("+2 o −3") if tipo == AJUSTE else "0",
            unit=tr("piezas"),
        )
        choices = with_goods(existencias) if tipo == SALIDA else anywhere(lugares, existencias)
        self.lugar = PlaceField(f"{handle}.lugar", tr("De dónde sale") if tipo == SALIDA else tr("Lugar"), choices)
        self.retazo = NumberField(f"{handle}.retazo", tr("Retazo de"), unit="mm", hint=tr(catalogo.entera))
        self._cut = bool(catalogo.entera)
        self.referencia = TextField(f"{handle}.referencia", tr("Referencia"), hint=tr("remito, obra, factura…"))
        self.motivo = TextField(f"{handle}.motivo", tr("Motivo"), required=True, hint=tr("por qué se corrige el stock"))
        self._foresight = Label("", f"{handle}.prevision", tr("Previsión"))
        self._arrange()
        self.lugar.choose(self._usual_place(choices))
        for field in (self.cantidad, self.retazo):
            field.line.textChanged.connect(lambda _text: self._foresee())
        self.lugar.chosen.connect(self._foresee)
        self._foresee()
        self.hold(
            {
                "cantidad": self.cantidad,
                "ubicacion_id": self.lugar,
                **({"longitud_mm": self.retazo} if self._cut else {}),
                "motivo": self.motivo,
                "referencia": self.referencia,
            }
        )

    def pedido(self, clave: str) -> Pedido:
        """What is asked for. Raises DatoInvalidoError for what cannot be asked at all."""
        choice = self.lugar.choice()
        if choice is None:
            raise DatoInvalidoError(
                tr("Falta elegir el lugar. No se registró nada."),
                tr("Elegir uno de la lista."),
                campos={"ubicacion_id": tr("no es un lugar de la lista")},
            )
        return Pedido(
            self._articulo.id,
            self.cantidad.text(),
            choice.ubicacion_id,
            self._length(choice),
            self.referencia.text(),
            self.motivo.text() if self._tipo == AJUSTE else "",
            clave,
        )

    def _usual_place(self, choices: Sequence[Choice]) -> int | None:
        """Where one would look first: the usual place, if goods can be taken from there."""
        usual = self._articulo.valores.get("ubicacion")
        found = next((c for c in choices if c.ubicacion == usual and not c.longitud_mm), None)
        # Without an own place, goods go where others of them are, or to the general one, which was made first.
        rest = [c.ubicacion_id for c in choices if c.hay] or [c.ubicacion_id for c in choices if c.ubicacion_id == 1]
        return found.ubicacion_id if found is not None else next(iter(rest), None)

    def _length(self, choice: Choice) -> int:
        if self._tipo == SALIDA or not self.retazo.text().strip():
            return choice.longitud_mm
        try:
            mm = cantidad(self.retazo.text())
        except CantidadInvalidaError as error:
            raise DatoInvalidoError(
                tr("La longitud del retazo no sirve. No se registró nada."),
                campos={"longitud_mm": error.campos["cantidad"]},
            ) from error
        if mm != int(mm) or mm <= 0:
            raise DatoInvalidoError(
                tr("La longitud del retazo no sirve. No se registró nada."),
                campos={"longitud_mm": tr("tiene que ser un número entero de milímetros")},
            )
        return int(mm)

    def _foresee(self) -> None:
        choice = self.lugar.choice()
        if choice is None:
            self._foresight.say("")
            return
        try:
            asked = cantidad(self.cantidad.text())
            length = self._length(choice)
        except (CantidadInvalidaError, DatoInvalidoError):
            asked, length = Decimal(0), choice.longitud_mm
        hay = self._hay.get((choice.ubicacion_id, length), Decimal(0))
        donde = Choice(choice.ubicacion_id, choice.ubicacion, length).donde
        frase, possible = textos.prevision(hay, -asked if self._tipo == SALIDA else asked, donde)
        self._foresight.say(frase)
        self._foresight.set_ink("secondary" if possible else "bad")

    def _arrange(self) -> None:
        a = self._articulo
        description = Label()
        description.say(a.titular)
        figures = Label("secundario")
        figures.say(
            tr("Stock {stock} · reservado {reservado} · disponible {disponible}").format(
                stock=formatear_numero(a.stock_actual),
                reservado=formatear_numero(a.stock_reservado),
                disponible=formatear_numero(a.disponible),
            )
        )
        # Quantity first: it is what one types.
        where = QHBoxLayout()
        where.setSpacing(12)
        where.addWidget(self.cantidad, 2)
        where.addWidget(self.lugar, 3)
        self.content.addWidget(description)
        self.content.addWidget(figures)
        self.content.addLayout(where)
        self.content.addWidget(self._foresight)
        if self._tipo == AJUSTE:
            self.content.addWidget(self.motivo)
        if self._tipo == SALIDA or not self._cut:
            self.content.addWidget(self.referencia)
        else:
            last = QHBoxLayout()
            last.setSpacing(12)
            last.addWidget(self.referencia, 3)
            last.addWidget(self.retazo, 2)
            self.content.addLayout(last)
        self.setMinimumWidth(460)
