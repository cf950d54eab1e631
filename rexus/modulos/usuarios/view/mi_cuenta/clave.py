"""One's password."""

from __future__ import annotations

from PySide6.QtCore import Signal

from rexus.base.text import tr
from rexus.modulos.usuarios.view.mi_cuenta.seccion import NOMBRE, Seccion
from rexus.ui.field import LineField
from rexus.ui.strength import Strength


class Clave(Seccion):
    """`medir(clave)`: how strong is it?"""

    medir = Signal(str)

    def __init__(self) -> None:
        super().__init__("clave", tr("Clave"))
        self.verbo = tr("Cambiar clave")
        self.actual = LineField(f"{NOMBRE}.clave.actual", tr("Clave actual"), secreto=True)
        self.nueva = LineField(f"{NOMBRE}.clave.nueva", tr("Clave nueva"), secreto=True)
        self.fuerza = Strength(f"{NOMBRE}.clave.fuerza")
        self.repetir = LineField(f"{NOMBRE}.clave.repetir", tr("Repetir la clave nueva"), secreto=True)
        self.fields = {"actual": self.actual, "nueva": self.nueva, "repetir": self.repetir}
        for widget in (self.actual, self.nueva, self.fuerza, self.repetir):
            self.column.addWidget(widget)
        self.column.addWidget(self.secundaria(tr("Al cambiarla se cierran las otras sesiones abiertas.")))
        self.nueva.edited.connect(self._on_edit)
        for field in self.fields.values():
            field.edited.connect(lambda: self.decir(""))
        self.cerrar()

    def pedir(self, minimo: int) -> None:
        """The fewest characters of a new password."""
        self.fuerza.minimo = minimo
        if not self.nueva.text():
            self.fuerza.clear()

    def mostrar_fuerza(self, clave: str, puntos: int, palabra: str) -> None:
        """The estimate for `clave`; ignored when something else stands there by now."""
        if clave != self.nueva.text():
            return
        faltan = self.fuerza.minimo - len(clave)
        if faltan > 0:
            self.fuerza.show_short(faltan)
        else:
            self.fuerza.show_level(puntos, palabra)

    def vaciar(self) -> None:
        """It is changed: nothing of it stays on the screen."""
        for field in self.fields.values():
            field.set_text("")
        self.fuerza.clear()

    def dirty(self) -> bool:
        return bool(self.nueva.text())

    def faltas(self) -> bool:
        reasons = {
            "actual": "" if self.actual.text() else tr("falta la clave actual"),
            "nueva": "" if self.nueva.text() else tr("falta la clave nueva"),
            "repetir": "" if self.nueva.text() == self.repetir.text() else tr("las dos claves no son iguales"),
        }
        for nombre, motivo in reasons.items():
            self.fields[nombre].show_error(motivo)
        wrong = next((nombre for nombre, motivo in reasons.items() if motivo), None)
        if wrong is not None:
            self.fields[wrong].control.setFocus()
        return wrong is not None

    def _on_edit(self) -> None:
        if self.nueva.text():
            self.medir.emit(self.nueva.text())
        else:
            self.fuerza.clear()
