"""One's name, e-mail and phone."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from rexus.base.text import tr
from rexus.modulos.usuarios.view.mi_cuenta.seccion import NOMBRE, Seccion
from rexus.seguridad.cuentas import Cuenta
from rexus.ui.field import LineField
from rexus.ui.texto import Texto


class Datos(Seccion):
    """What everybody may change of their own."""

    def __init__(self) -> None:
        super().__init__("datos", tr("Mis datos"))
        self.verbo = tr("Guardar cambios")
        self._quien = Texto("secundario", f"{NOMBRE}.datos.quien")
        self.column.addWidget(self._quien)
        titles = {
            "nombre": tr("Nombre"), "apellido": tr("Apellido"), "email": tr("E-mail"), "telefono": tr("Teléfono"),
        }  # fmt: skip
        self.fields = {clave: LineField(f"{NOMBRE}.{clave}", titulo) for clave, titulo in titles.items()}
        for left, right in (("nombre", "apellido"), ("email", "telefono")):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(self.fields[left], 1)
            row.addWidget(self.fields[right], 1)
            self.column.addLayout(row)
        for field in self.fields.values():
            field.edited.connect(lambda: self.decir(""))
        self._antes = dict.fromkeys(self.fields, "")
        self.cerrar()

    def mostrar(self, cuenta: Cuenta) -> None:
        """Show an account; what was typed and not saved stays."""
        typed = self.touched()
        self._quien.decir(tr("{usuario} · rol {rol}").format(usuario=cuenta.usuario, rol=cuenta.rol), "secondary")
        self._antes = {clave: str(getattr(cuenta, clave)) for clave in self.fields}
        for clave, field in self.fields.items():
            if clave not in typed:
                field.set_text(self._antes[clave])

    def touched(self) -> dict[str, str]:
        """The fields that hold something else than what is saved."""
        return {c: field.text() for c, field in self.fields.items() if field.text() != self._antes[c]}

    def guardado(self) -> None:
        """What stands in the fields is saved now."""
        self._antes = {clave: field.text() for clave, field in self.fields.items()}

    def dirty(self) -> bool:
        return bool(self.touched())
