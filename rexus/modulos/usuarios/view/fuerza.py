"""How strong a password is: a thin bar, and a word, for the bar's colour does not speak alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from rexus.base.text import tr
from rexus.ui.theme import set_class, set_look

# Of the estimate's points 0 to 4: the look of the bar.
_NIVELES: Final = ("bad", "bad", "warning", "good", "good")


class Fuerza(QWidget):
    """`minimo` is the fewest characters that are accepted."""

    def __init__(self, nombre: str, minimo: int = 12) -> None:
        super().__init__()
        self.minimo = minimo
        self.barra = QProgressBar()
        self.barra.setObjectName(f"{nombre}.barra")
        self.barra.setAccessibleName(tr("Fuerza de la clave"))
        self.barra.setRange(0, 4)
        self.barra.setTextVisible(False)
        self.palabra = QLabel()
        self.palabra.setObjectName(nombre)
        set_class(self.palabra, "secundario")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.barra, 1)
        row.addWidget(self.palabra, 2)
        self.vaciar()

    def vaciar(self) -> None:
        """Before anything is typed: what will be asked of it."""
        self.barra.setValue(0)
        self.palabra.setText(tr("{n} caracteres o más; sirve una frase.").format(n=self.minimo))

    def mostrar(self, largo: int, puntos: int, palabra: str) -> None:
        """`largo` in characters, `puntos` 0 to 4 and the word for it. A short one is not praised."""
        if largo < self.minimo:
            faltan = self.minimo - largo
            self.barra.setValue(1)
            set_look(self.barra, "nivel", "bad")
            texto = tr("Falta 1 carácter") if faltan == 1 else tr("Faltan {n} caracteres").format(n=faltan)
            self.palabra.setText(texto)
            return
        # The weakest is seen too.
        self.barra.setValue(max(1, puntos))
        set_look(self.barra, "nivel", _NIVELES[puntos])
        self.palabra.setText(tr("Clave {palabra}").format(palabra=palabra))
