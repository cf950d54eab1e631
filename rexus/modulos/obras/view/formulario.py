"""The dialogs of one obra's data, and of one of its materials."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rexus.base.text import formatear_fecha, tr
from rexus.catalogo.view.date_field import DateField
from rexus.catalogo.view.fields import LongTextField, NumberField, TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.catalogo.view.labels import Label
from rexus.stock.obras import FichaObra
from rexus.stock.requerimientos import Material

_HANDLE = "obras.formulario"


class ObraDialog(FormDialog):
    """`ficha` None is a new one. Handles: `obras.formulario.codigo`, `….nombre`, `….cliente`, …"""

    def __init__(self, parent: QWidget | None, ficha: FichaObra | None) -> None:
        super().__init__(
            parent,
            tr("Nueva obra") if ficha is None else tr("Editar {codigo}").format(codigo=ficha.codigo),
            tr("Crear obra") if ficha is None else tr("Guardar cambios"),
            nombre=_HANDLE,
        )
        fields = {
            "codigo": TextField(f"{_HANDLE}.codigo", tr("Código"), required=True, hint="OB-0001"),
            "nombre": TextField(f"{_HANDLE}.nombre", tr("Nombre")),
            "cliente": TextField(f"{_HANDLE}.cliente", tr("Cliente")),
            "telefono": TextField(f"{_HANDLE}.telefono", tr("Teléfono")),
            "direccion": TextField(f"{_HANDLE}.direccion", tr("Dirección")),
            "fecha_medicion": DateField(f"{_HANDLE}.fecha_medicion", tr("Fecha de medición")),
            "fecha_entrega": DateField(f"{_HANDLE}.fecha_entrega", tr("Fecha de entrega"), cerca="siguiente"),
            "aberturas": NumberField(f"{_HANDLE}.aberturas", tr("Aberturas")),
            "observaciones": LongTextField(f"{_HANDLE}.observaciones", tr("Observaciones")),
        }
        for line in (
            (("codigo", 2), ("nombre", 5)),
            (("cliente", 5), ("telefono", 2)),
            (("direccion", 1),),
            (("fecha_medicion", 1), ("fecha_entrega", 1), ("aberturas", 1)),
            (("observaciones", 1),),
        ):
            row = QHBoxLayout()
            row.setSpacing(12)
            for name, stretch in line:
                row.addWidget(fields[name], stretch)
            self.content.addLayout(row)
        self.setMinimumWidth(600)
        if ficha is not None:
            for name, value in ficha.valores.items():
                text = formatear_fecha(value) if name.startswith("fecha_") and value else str(value or "")
                fields[name].set_text(text)
        self.hold(fields)

    def values(self) -> dict[str, str]:
        """What every field holds, as the operations read it: no number of aberturas is none."""
        texts = self.texts()
        return {**texts, "aberturas": texts["aberturas"].strip() or "0"}

    def changes(self) -> dict[str, str]:
        """Only what was changed."""
        changed = self.touched()
        return {name: text for name, text in self.values().items() if name in changed}


class MaterialDialog(FormDialog):
    """One material: its code, which is looked up, and how many pieces. `material` None: a new one.

    `code_typed(code)`: the user left the field of the code. Handles: `obras.material.codigo`, `….necesarias`.
    """

    code_typed = Signal(str)

    def __init__(self, parent: QWidget | None, obra: str, material: Material | None) -> None:
        handle = "obras.material"
        super().__init__(
            parent,
            tr("Agregar material a {obra}").format(obra=obra)
            if material is None
            else tr("{codigo} en {obra}").format(codigo=material.codigo, obra=obra),
            tr("Agregar") if material is None else tr("Guardar"),
            nombre=f"{handle}.dialogo",
        )
        self.code = TextField(f"{handle}.codigo", tr("Código"), required=True, hint=tr("de un perfil o un herraje"))
        self.count = NumberField(f"{handle}.necesarias", tr("Necesarias"), required=True, unit=tr("piezas"))
        self.what = Label("secundario", f"{handle}.descripcion", tr("Descripción"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.code, 3)
        row.addWidget(self.count, 2)
        self.content.addLayout(row)
        self.content.addWidget(self.what)
        if material is None:
            self.hold({"codigo": self.code, "cantidad": self.count})
            self.code.line.editingFinished.connect(lambda: self.code_typed.emit(self.code.text()))
            return
        self.code.set_text(material.codigo)
        self.code.line.setReadOnly(True)
        self.count.set_number(material.necesarias)
        self.what.say(material.descripcion)
        self.hold({"cantidad": self.count, "codigo": self.code})
        self.count.line.selectAll()
