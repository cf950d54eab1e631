"""The form of a kit: its data, and its parts by code and quantity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import formatear_numero, tr
from rexus.catalogo.view.fields import NumberField, TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.catalogo.view.obra_field import ObraField
from rexus.modulos.herrajes.view.kits import HANDLE
from rexus.stock.kits import KitVisto, ParteDada
from rexus.stock.obras import FichaObra
from rexus.ui.theme import dress_rows

_CODE, _NAME, _COUNT = range(3)


@dataclass(frozen=True)
class Candidate:
    """What a code that was typed is: an article, or another kit."""

    articulo_id: int | None
    subkit_id: int | None
    codigo: str
    nombre: str


class KitDialog(FormDialog):
    """`kit` is the one that is edited, None for a new one. `part_wanted(code)`: it was typed, and waits for `add`.

    Handles: `herrajes.kits.dialogo.codigo`, `….nombre`, `….descripcion`, `….parte`, `….partes`.
    """

    part_wanted = Signal(str)

    def __init__(self, parent: QWidget | None, kit: KitVisto | None) -> None:
        handle = f"{HANDLE}.dialogo"
        super().__init__(
            parent,
            tr("Nuevo kit") if kit is None else tr("Editar {codigo}").format(codigo=kit.codigo),
            tr("Crear kit") if kit is None else tr("Guardar cambios"),
            nombre=handle,
        )
        self.code = TextField(f"{handle}.codigo", tr("Código"), required=True)
        self.name = TextField(f"{handle}.nombre", tr("Nombre"))
        self.text = TextField(f"{handle}.descripcion", tr("Descripción"))
        self.part = TextField(f"{handle}.parte", tr("Agregar una parte"), hint=tr("código de un herraje o de un kit"))
        self.part.line.installEventFilter(self)
        self.parts = QTableWidget(0, 3)
        self.parts.setObjectName(f"{handle}.partes")
        self.parts.setAccessibleName(tr("Partes del kit"))
        self.parts.setHorizontalHeaderLabels([tr("Código"), tr("Parte"), tr("Cantidad")])
        self.parts.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.parts.setTabKeyNavigation(False)
        self.parts.setMinimumHeight(200)
        self.parts.verticalHeader().hide()
        dress_rows(self.parts)
        self.parts.horizontalHeader().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.parts.installEventFilter(self)
        note = Label("secundario")
        note.say(tr("Enter agrega el código; la cantidad se escribe en la lista y Supr quita la línea."))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.code, 2)
        row.addWidget(self.name, 4)
        self.content.addLayout(row)
        self.content.addWidget(self.text)
        self.content.addWidget(self.part)
        self.content.addWidget(self.parts)
        self.content.addWidget(note)
        self.setMinimumWidth(600)
        if kit is not None:
            self.code.set_text(kit.codigo)
            self.name.set_text(kit.nombre)
            self.text.set_text(kit.descripcion)
            for p in kit.partes:
                self._append(Candidate(p.articulo_id, p.subkit_id, p.codigo, p.nombre), formatear_numero(p.cantidad))
        self.hold({"codigo": self.code, "nombre": self.name, "descripcion": self.text, "partes": self.part})
        self._were = self.lines()

    def value(self) -> dict[str, str]:
        """The data, as typed."""
        return {name: self.fields[name].text() for name in ("codigo", "nombre", "descripcion")}

    def lines(self) -> list[ParteDada]:
        """The parts, with their quantities as typed."""
        return [
            ParteDada(self.parts.item(row, _COUNT).text(), found.articulo_id, found.subkit_id)
            for row, found in enumerate(self._candidates())
        ]

    def add(self, found: Candidate) -> None:
        """A part that was looked up: a line of its own, or the one that it has already."""
        for row, other in enumerate(self._candidates()):
            if (other.articulo_id, other.subkit_id) == (found.articulo_id, found.subkit_id):
                self.parts.setCurrentCell(row, _COUNT)
                break
        else:
            self._append(found, "1")
            self.parts.setCurrentCell(self.parts.rowCount() - 1, _COUNT)
        self.part.set_text("")
        self.part.show_error("")

    def refuse(self, sentence: str) -> None:
        """What was typed is no code."""
        self.part.show_error(sentence)
        self.part.line.selectAll()

    def dirty(self) -> bool:
        """Whether closing would lose something typed."""
        return super().dirty() or self.lines() != self._were

    def submit(self) -> None:
        """A code that waits in its field is looked up first; a kit without parts is none."""
        if self.part.text().strip():
            self.part_wanted.emit(self.part.text().strip())
        elif not self.parts.rowCount():
            self.show_error(
                DatoInvalidoError(
                    tr("Un kit necesita al menos una parte. No se guardó nada."),
                    campos={"partes": tr("falta alguna")},
                )
            )
        else:
            super().submit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the field adds a line, Supr in the list takes one away."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.part.line and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.part.text().strip():
                    self.part_wanted.emit(self.part.text().strip())
                    return True
            elif watched is self.parts and event.key() == Qt.Key.Key_Delete:
                self.parts.removeRow(self.parts.currentRow())
                return True
        return super().eventFilter(watched, event)

    def _candidates(self) -> Sequence[Candidate]:
        return [self.parts.item(row, _CODE).data(Qt.ItemDataRole.UserRole) for row in range(self.parts.rowCount())]

    def _append(self, found: Candidate, quantity: str) -> None:
        row = self.parts.rowCount()
        self.parts.insertRow(row)
        name = tr("kit: {nombre}").format(nombre=found.nombre) if found.subkit_id is not None else found.nombre
        for column, text in ((_CODE, found.codigo), (_NAME, name), (_COUNT, quantity)):
            item = QTableWidgetItem(text)
            if column != _COUNT:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            else:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.parts.setItem(row, column, item)
        self.parts.item(row, _CODE).setData(Qt.ItemDataRole.UserRole, found)


class GiveDialog(FormDialog):
    """How many kits go out, and what for. Handles: `herrajes.kits.salida.cantidad`, `….obra`, `….referencia`.

    `obras` are those that they can go to; without any the field is not there.
    """

    def __init__(self, parent: QWidget | None, kit: KitVisto, obras: Sequence[FichaObra] = ()) -> None:
        handle = f"{HANDLE}.salida"
        super().__init__(
            parent,
            tr("Salida de {codigo}").format(codigo=kit.codigo),
            tr("Registrar salida"),
            nombre=f"{handle}.dialogo",
        )
        name = Label()
        name.say(kit.nombre)
        there = Label("secundario")
        there.say(tr("Alcanza para {n}. Sale cada parte de su lugar.").format(n=formatear_numero(kit.disponible)))
        self.count = NumberField(f"{handle}.cantidad", tr("Kits"), required=True)
        self.count.set_text("1")
        self.obra = ObraField(
            f"{handle}.obra", tr("Obra"), obras, hint=tr("ninguna; si hay, usa lo que tiene reservado")
        )
        self.reference = TextField(f"{handle}.referencia", tr("Referencia"), hint=tr("remito, obra, factura…"))
        fields = {"cantidad": self.count, **({"obra": self.obra} if obras else {}), "referencia": self.reference}
        for widget in (name, there, *fields.values()):
            self.content.addWidget(widget)
        if not obras:
            self.obra.setParent(self)
            self.obra.hide()
        self.hold(fields)
        self.count.line.selectAll()


class ReserveDialog(FormDialog):
    """For which obra kits are set apart, and how many. Handles: `herrajes.kits.reservar.obra`, `….cantidad`."""

    def __init__(self, parent: QWidget | None, kit: KitVisto, obras: Sequence[FichaObra]) -> None:
        handle = f"{HANDLE}.reservar"
        super().__init__(
            parent,
            tr("Reservar {codigo}").format(codigo=kit.codigo),
            tr("Reservar"),
            nombre=f"{handle}.dialogo",
        )
        name = Label()
        name.say(kit.nombre)
        there = Label("secundario")
        there.say(
            tr("Alcanza para {n}. La obra pasa a necesitar cada parte, y todas quedan separadas para ella.").format(
                n=formatear_numero(kit.disponible)
            )
        )
        self.obra = ObraField(f"{handle}.obra", tr("Obra"), obras, hint=tr("código o nombre"))
        self.count = NumberField(f"{handle}.cantidad", tr("Kits"), required=True)
        self.count.set_text("1")
        for widget in (name, there, self.obra, self.count):
            self.content.addWidget(widget)
        self.hold({"obra": self.obra, "cantidad": self.count})

    def obra_id(self) -> int:
        """The chosen obra. Raises DatoInvalidoError without one."""
        chosen = self.obra.obra_id()
        if chosen is None:
            raise DatoInvalidoError(
                tr("Falta decir para qué obra. No se registró nada."), campos={"obra": tr("falta elegir una")}
            )
        return chosen
