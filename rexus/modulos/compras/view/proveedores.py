"""The list of suppliers, the card of one, and its form."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import contados, tr
from rexus.catalogo.view.fields import Field, LongTextField, NumberField, TextField
from rexus.catalogo.view.form_dialog import FormDialog
from rexus.stock.proveedores import FichaProveedor
from rexus.ui.ficha import FichaPanel
from rexus.ui.icons import icon
from rexus.ui.short_list import ShortListPage
from rexus.ui.texto import Texto

HANDLE = "compras.proveedores"


class ProveedoresView(ShortListPage):
    """What is seen of the tab «Proveedores»."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Proveedores"), nombre=HANDLE, buscar=tr("Buscar proveedores"), filas=tr("Proveedores"), parent=parent
        )
        self.inactive = self.add_chip(f"{HANDLE}.inactivos", tr("Mostrar fuera de uso"))
        self.new = self._action("nuevo", tr("Nuevo proveedor…"), "nuevo", "Ctrl+N", tr("Cargar un proveedor"))
        self.edit = self._action("editar", tr("Editar el proveedor…"), "editar", "F2", tr("Cambiar sus datos"))
        self.retire = self._action(
            "desactivar", tr("Desactivar"), "desactivar", "Ctrl+Shift+D", tr("No ofrecerlo más; lo pedido queda")
        )
        self.bring = self._action(
            "importar", tr("Importar proveedores…"), "importar", "Ctrl+I", tr("Traerlos de una planilla")
        )
        self.refresh = self._action("actualizar", tr("Actualizar"), "actualizar", "F5", tr("Leer otra vez los datos"))
        self.new.setIconText(tr("Nuevo"))
        self.edit.setIconText(tr("Editar"))
        self.bring.setIconText(tr("Importar"))
        for action in (self.bring, self.edit, self.retire):
            self.add_action(action)
        self.add_action(self.new, primary=True)
        self.addAction(self.refresh)
        self.table.addActions([self.edit, self.retire])
        self.table.row_activated.connect(lambda _id: self.edit.trigger())
        self.menu_actions = [(tr("Pro&veedor"), [self.new, self.edit, self.retire, self.bring, self.refresh])]
        self.card = SupplierCard()
        self.set_detail(self.card)
        QWidget.setTabOrder(self.search, self.table)

    def show_choice(self, proveedor: FichaProveedor | None, *, may_write: bool, away: str = "") -> None:
        """What can be done with the chosen supplier; nothing for the reason `away`, if there is one."""
        may = may_write and not away
        self._allow(self.new, may, away)
        self._allow(self.bring, may, away)
        self._allow(self.edit, may and proveedor is not None, away)
        self._allow(self.retire, may and proveedor is not None, away)
        active = proveedor is None or proveedor.activo
        self.retire.setText(tr("Desactivar") if active else tr("Volver a usar"))
        self.retire.setIcon(icon("desactivar" if active else "activar"))
        self.card.show_supplier(proveedor)

    def show_nothing_found(self, *, searched: bool) -> None:
        """Why the table is empty."""
        if searched:
            self.table.set_empty(
                tr("Nada coincide"),
                tr("Ningún proveedor tiene todo lo que se buscó."),
                tr("Borrar la búsqueda"),
                self.search.clear,
            )
        else:
            self.table.set_empty(
                tr("Todavía no hay proveedores"),
                tr("Crear el primero, o traerlos de una planilla con «Importar»."),
                tr("Nuevo proveedor…"),
                self.new,
            )


class SupplierCard(FichaPanel):
    """One supplier, or a sentence while none is chosen."""

    def __init__(self) -> None:
        super().__init__(f"{HANDLE}.ficha", tr("Detalle del proveedor"))
        self._name = Texto("seccion", f"{HANDLE}.ficha.nombre", tr("Nombre"))
        self._state = Texto("secundario", f"{HANDLE}.ficha.estado", tr("Estado"))
        self.column.addWidget(self._name)
        self.column.addWidget(self._state)
        self.column.addSpacing(4)
        self._facts = self.add_datos(
            {
                "contacto": tr("Contacto"),
                "telefono": tr("Teléfono"),
                "email": tr("Correo"),
                "direccion": tr("Dirección"),
                "dias_entrega": tr("Entrega en"),
                "observaciones": tr("Notas"),
            }
        )
        self.column.addStretch(1)
        self.show_supplier(None)

    def show_supplier(self, p: FichaProveedor | None) -> None:
        """Show a supplier; None: none is chosen."""
        if p is None:
            self._decir_que_no_hay(tr("Elegir un proveedor para ver cómo llegar a él."))
            return
        self._name.decir(p.nombre)
        self._state.decir("" if p.activo else tr("⊘ Fuera de uso"))
        days = contados(p.dias_entrega, tr("día"), tr("días")) if p.dias_entrega else ""
        facts = {**p.valores, "dias_entrega": days}
        for key, text in self._facts.items():
            text.decir(facts[key])
        self._mostrar_entero()


class SupplierDialog(FormDialog):
    """`proveedor` None is a new one. Handles: `compras.proveedores.dialogo.nombre`, `….contacto`, and so on."""

    def __init__(self, parent: QWidget | None, proveedor: FichaProveedor | None) -> None:
        handle = f"{HANDLE}.dialogo"
        super().__init__(
            parent,
            tr("Nuevo proveedor") if proveedor is None else tr("Editar {nombre}").format(nombre=proveedor.nombre),
            tr("Crear proveedor") if proveedor is None else tr("Guardar cambios"),
            nombre=handle,
        )
        name = TextField(f"{handle}.nombre", tr("Nombre"), required=True)
        contact = TextField(f"{handle}.contacto", tr("Contacto"), hint=tr("con quién se habla"))
        phone = TextField(f"{handle}.telefono", tr("Teléfono"))
        email = TextField(f"{handle}.email", tr("Correo"))
        address = TextField(f"{handle}.direccion", tr("Dirección"))
        days = NumberField(f"{handle}.dias_entrega", tr("Días de entrega"), hint=tr("no se sabe"))
        notes = LongTextField(f"{handle}.observaciones", tr("Notas"))
        rows: tuple[tuple[Field, ...], ...] = ((name,), (contact, phone), (email, days), (address,), (notes,))
        for abreast in rows:
            row = QHBoxLayout()
            row.setSpacing(12)
            for field in abreast:
                row.addWidget(field, 1)
            self.content.addLayout(row)
        self.setMinimumWidth(520)
        fields: dict[str, Field] = {
            "nombre": name, "contacto": contact, "telefono": phone, "email": email, "dias_entrega": days,
            "direccion": address, "observaciones": notes,
        }  # fmt: skip
        if proveedor is not None:
            for key, text in proveedor.valores.items():
                if key == "dias_entrega":
                    days.set_number(text)
                else:
                    fields[key].set_text(text)
        self.hold(fields)

    def values(self) -> dict[str, Any]:
        """What stands in the form; days that nobody knows are 0. Raises DatoInvalidoError for what is no number."""
        texts: dict[str, Any] = {key: text.strip() for key, text in self.texts().items()}
        days = texts["dias_entrega"] or "0"
        if not (days.isascii() and days.isdigit() and len(days) <= 4):
            raise DatoInvalidoError(
                tr("Los días de entrega no sirven. No se guardó nada."),
                campos={"dias_entrega": tr("tiene que ser un número entero")},
            )
        return {**texts, "dias_entrega": int(days)}

    def submit(self) -> None:
        """Look at the number first."""
        try:
            self.values()
        except DatoInvalidoError as error:
            self.show_error(error)
            return
        super().submit()
