"""The dialog of one account."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from rexus.base.text import tr
from rexus.seguridad.cuentas import Cuenta
from rexus.ui.field import ChoiceField, Field, LineField
from rexus.ui.form import Form
from rexus.ui.texto import Texto
from rexus.ui.theme import set_class

NOMBRE = "usuarios.ficha"


class AccountForm(Form):
    """`cuenta` None is a new one. `roles` are those that may be given; the account's own stays what it is without."""

    def __init__(self, parent: QWidget | None, cuenta: Cuenta | None, roles: Sequence[str], *, con_rol: bool) -> None:
        titulo = tr("Nuevo usuario") if cuenta is None else tr("Editar {usuario}").format(usuario=cuenta.usuario)
        verbo = tr("Crear usuario") if cuenta is None else tr("Guardar cambios")
        super().__init__(parent, titulo, verbo, nombre=NOMBRE)
        self._alterada = cuenta is not None and cuenta.alterada
        self.usuario = LineField(
            f"{NOMBRE}.usuario", tr("Usuario"), obligatorio=True, ayuda=tr("Letras, números y . - _")
        )
        self.rol = ChoiceField(f"{NOMBRE}.rol", tr("Rol"), roles, obligatorio=True)
        fields: dict[str, Field] = {
            "usuario": self.usuario,
            "rol": self.rol,
            "nombre": LineField(f"{NOMBRE}.nombre", tr("Nombre")),
            "apellido": LineField(f"{NOMBRE}.apellido", tr("Apellido")),
            "email": LineField(f"{NOMBRE}.email", tr("E-mail")),
            "telefono": LineField(f"{NOMBRE}.telefono", tr("Teléfono")),
        }
        if self._alterada:
            aviso = Texto("", f"{NOMBRE}.alterada")
            aviso.decir(
                tr(
                    "! Esta cuenta se cambió en la base sin Rexus. Revisar el rol y el estado: "
                    "guardar la acepta como está."
                ),
                "warning",
            )
            self.content.addWidget(aviso)
        for left, right in (("usuario", "rol"), ("nombre", "apellido"), ("email", "telefono")):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(fields[left], 1)
            row.addWidget(fields[right], 1)
            self.content.addLayout(row)
        if cuenta is None:
            texto = tr("Al crearlo se muestra un código para entrar la primera vez; después elige su clave.")
        else:
            for nombre, field in fields.items():
                field.set_text(str(getattr(cuenta, nombre)))
            texto = tr(
                "Cambiar el rol cierra las sesiones de la cuenta: vuelve a entrar con lo que el rol nuevo permite."
            )
        self.rol.control.setEnabled(con_rol)
        nota = QLabel(texto)
        nota.setWordWrap(True)
        set_class(nota, "secundario")
        self.content.addWidget(nota)
        self.setMinimumWidth(520)
        self.hold(fields)

    def submit(self) -> None:
        """Look first at what is needed; nothing changed is nothing to save, unless it is to be accepted as it is."""
        if self.is_busy:
            return
        faltas = {
            self.usuario: "" if self.usuario.text().strip() else tr("falta el usuario"),
            self.rol: "" if self.rol.text() else tr("falta elegir el rol"),
        }
        for field, motivo in faltas.items():
            field.show_error(motivo)
        falta = next((field for field, motivo in faltas.items() if motivo), None)
        if falta is not None:
            falta.control.setFocus()
        elif self._es_nueva or self._alterada or self.touched():
            super().submit()
        else:
            self.accept()

    @property
    def _es_nueva(self) -> bool:
        return not self._clean["usuario"]
