"""Cutting a bar or a retazo of an article: which pieces, off what, for whom. Shows beforehand what would come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from rexus.base.errors import DatoInvalidoError, RexusError
from rexus.base.text import formatear_numero, tr
from rexus.catalogo.catalogo import Catalogo
from rexus.catalogo.corte.plan import Material, alcanzan, materiales, prever
from rexus.catalogo.view.corte.barra import BarView
from rexus.catalogo.view.corte.material import MaterialField
from rexus.catalogo.view.fields import LongTextField, NumberField, TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.catalogo.view.obra_field import ObraField
from rexus.catalogo.view.place_field import PlaceField, anywhere
from rexus.stock.articulos import Articulo
from rexus.stock.consumo import EntregaInsuficienteError
from rexus.stock.corte_cuentas import Pieza, leer_piezas
from rexus.stock.kardex import ExistenciaLugar
from rexus.stock.obras import FichaObra
from rexus.stock.ubicaciones import Sitio


@dataclass(frozen=True)
class PedidoDeCorte:
    """What is asked for. `destino_id` None: where the material was."""

    piezas: tuple[Pieza, ...]
    material: Material
    sierra_mm: int
    obra_id: int | None
    destino_id: int | None
    referencia: str
    de_otras: tuple[int, ...]


@dataclass(frozen=True)
class Taller:
    """What the workshop says of cutting, in mm: from when on an offcut is kept, and how wide the saw is.

    `obras` are those that it can be for; `aprueba`: whether who is signed in may take what is set apart for another.
    """

    retazo_minimo: int
    sierra: int
    obras: Sequence[FichaObra] = ()
    aprueba: bool = False


class CutDialog(FormDialog):
    """Handles: `inventario.cortar.piezas`, `…material`, `…sierra`, `…obra`, `…destino`, `…referencia`, `…dibujo`.

    `elegido` (length in mm, place) is the retazo that it begins with.
    """

    def __init__(
        self,
        catalogo: Catalogo,
        parent: QWidget | None,
        articulo: Articulo,
        existencias: Sequence[ExistenciaLugar],
        lugares: Sequence[Sitio],
        taller: Taller,
        elegido: tuple[int, int] | None = None,
    ) -> None:
        handle = catalogo.handle("cortar")
        super().__init__(
            parent,
            tr("Cortar {codigo}").format(codigo=articulo.codigo),
            tr("Registrar corte"),
            nombre=f"{handle}.dialogo",
        )
        self._taller = taller
        self._minimo = int(articulo.valores.get("retazo_minimo") or 0) or taller.retazo_minimo
        self._hay = materiales(existencias, int(articulo.valores.get("longitud") or 0))
        self._de_otras: tuple[int, ...] = ()
        self.piezas = LongTextField(f"{handle}.piezas", tr("Piezas (mm)"), lines=2)
        self.piezas.area.setPlaceholderText(tr("3 × 1200, 2 × 800"))
        self.material = MaterialField(f"{handle}.material", tr("De qué"), tr(catalogo.entera))
        self.sierra = NumberField(f"{handle}.sierra", tr("Sierra"), unit="mm")
        self.sierra.set_number(taller.sierra)
        self.obra = ObraField(f"{handle}.obra", tr("Obra"), taller.obras, hint=tr("ninguna"))
        self.destino = PlaceField(f"{handle}.destino", tr("Adónde va el retazo"), anywhere(lugares, ()))
        self.destino.combo.lineEdit().setPlaceholderText(tr("adonde estaba"))
        self.destino.set_text("")
        self.referencia = TextField(f"{handle}.referencia", tr("Referencia"), hint=tr("orden, plano…"))
        self.bar = BarView(f"{handle}.dibujo")
        self._foresight = Label("", f"{handle}.prevision", tr("Previsión"))
        self.others = QCheckBox()
        self.others.setObjectName(f"{handle}.de_otras")
        self.others.hide()
        self._arrange(articulo)
        self.material.prefer(elegido)
        self.piezas.area.textChanged.connect(self._foresee)
        self.sierra.line.textChanged.connect(lambda _text: self._foresee())
        self.material.combo.activated.connect(lambda _n: self._foresee())
        self.destino.chosen.connect(self._foresee)
        self._foresee()
        self.hold(
            {
                "piezas": self.piezas,
                "de_mm": self.material,
                "longitud_mm": self.sierra,
                "destino_id": self.destino,
                **({"obra": self.obra} if taller.obras else {}),
                "referencia": self.referencia,
            }
        )

    def pedido(self) -> PedidoDeCorte:
        """What is asked for. Raises DatoInvalidoError for what cannot be asked at all."""
        piezas = leer_piezas(self.piezas.text())
        material = self.material.chosen()
        if material is None:
            # The foresight says why; the refusal says it again, in place.
            raise DatoInvalidoError(
                self._foresight.text() + " " + tr("No se registró nada."), campos={"piezas": tr("no entran")}
            )
        destino = self.destino.choice()
        if destino is None and self.destino.text().strip():
            raise DatoInvalidoError(
                tr("Falta elegir adónde va el retazo. No se registró nada."),
                tr("Elegir un lugar de la lista, o dejarlo vacío: adonde estaba."),
                campos={"destino_id": tr("no es un lugar de la lista")},
            )
        return PedidoDeCorte(
            piezas,
            material,
            self._saw(),
            self.obra.obra_id() if self._taller.obras else None,
            None if destino is None else destino.ubicacion_id,
            self.referencia.text(),
            self._de_otras if self.others.isChecked() else (),
        )

    def show_error(self, error: RexusError) -> None:
        """What is set apart for others can be taken, by who may: it is asked, never done by itself."""
        if isinstance(error, EntregaInsuficienteError) and error.de_otras and self._taller.aprueba:
            self._de_otras = tuple(t.obra_id for t in error.de_otras)
            nombradas = ", ".join(f"{t.obra} ({formatear_numero(t.cantidad)})" for t in error.de_otras[:3])
            self.others.setText(tr("Tomar una reservada para {obras}").format(obras=nombradas))
            self.others.setAccessibleName(self.others.text())
            self.others.show()
        super().show_error(error)

    def _saw(self) -> int:
        text = self.sierra.text().strip()
        if not text:
            return 0
        if not (text.isascii() and text.isdigit()) or int(text) > 100:
            raise DatoInvalidoError(
                tr("El ancho de la sierra no sirve. No se registró nada."),
                campos={"longitud_mm": tr("un número entero de 0 a 100")},
            )
        return int(text)

    def _foresee(self) -> None:
        """What can be cut follows from the pieces; what comes of it follows from both."""
        try:
            sierra = self._saw()
        except DatoInvalidoError:
            sierra = 0
        try:
            piezas: tuple[Pieza, ...] = leer_piezas(self.piezas.text())
        except DatoInvalidoError:
            piezas = ()
        self.material.offer(self._hay, alcanzan(self._hay, piezas, sierra))
        material = self.material.chosen()
        if not piezas and self._hay:
            unread = bool(self.piezas.text().strip())
            self._foresight.say(
                tr("Todavía no se entienden las piezas: 3 × 1200, 2 × 800.")
                if unread
                else tr("Escribir las piezas: una por renglón, o separadas por comas.")
            )
            self._foresight.set_ink("secondary")
            self.bar.show_cut(material.largo if material else 0, (), 0, None)
            return
        destino = self.destino.choice()
        seen = prever(material, self._hay, piezas, sierra, self._minimo, "" if destino is None else destino.ubicacion)
        self._foresight.say(seen.frase)
        self._foresight.set_ink("bad" if seen.despiece is None else "text")
        # Nothing is long enough: what comes closest is shown whole.
        largo = material.largo if material else max((m.largo for m in self._hay), default=0)
        self.bar.show_cut(largo, piezas, sierra, seen.despiece)

    def _arrange(self, articulo: Articulo) -> None:
        description = Label()
        description.say(articulo.titular)
        what = QHBoxLayout()
        what.setSpacing(12)
        what.addWidget(self.material, 5)
        what.addWidget(self.sierra, 1)
        for_whom = QHBoxLayout()
        for_whom.setSpacing(12)
        if self._taller.obras:
            for_whom.addWidget(self.obra, 1)
        else:
            self.obra.setParent(self)
            self.obra.hide()
        for_whom.addWidget(self.destino, 1)
        self.content.addWidget(description)
        self.content.addWidget(self.piezas)
        self.content.addLayout(what)
        self.content.addWidget(self.bar)
        self.content.addWidget(self._foresight)
        self.content.addLayout(for_whom)
        self.content.addWidget(self.referencia)
        self.content.addWidget(self.others)
        self.setMinimumWidth(560)
