"""How strong a password is that is being chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from rexus.base.text import tr
from rexus.ui.theme import set_class, set_look

# Of the estimate's points 0–4: the look of the bar. The word beside it says the same.
_LEVELS = ("bad", "bad", "warning", "good", "good")


class Strength(QWidget):
    """A thin bar and a word; the word is always there, for the bar's colour does not speak alone.

    `minimo` is the fewest characters that are accepted.
    """

    def __init__(self, nombre: str, minimo: int = 12) -> None:
        super().__init__()
        self.minimo = minimo
        self.bar = QProgressBar()
        self.bar.setObjectName(f"{nombre}_barra")
        self.bar.setAccessibleName(tr("Fuerza de la clave"))
        self.bar.setRange(0, 4)
        self.bar.setTextVisible(False)
        self.word = QLabel()
        self.word.setObjectName(nombre)
        self.word.setAccessibleName(tr("Fuerza de la clave"))
        set_class(self.word, "secundario")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        row.addWidget(self.word, 2)
        self.clear()

    def clear(self) -> None:
        """Before anything is typed: what will be asked of it."""
        self.bar.setValue(0)
        self.word.setText(tr("{n} caracteres o más; sirve una frase.").format(n=self.minimo))

    def show_level(self, puntos: int, palabra: str) -> None:
        """`puntos` 0 to 4 and the word for it."""
        # The weakest is seen too.
        self.bar.setValue(max(1, puntos))
        set_look(self.bar, "nivel", _LEVELS[puntos])
        self.word.setText(tr("Clave {palabra}").format(palabra=palabra))

    def show_short(self, faltan: int) -> None:
        """So many characters are missing: it is not praised, whatever it is."""
        self.bar.setValue(1)
        set_look(self.bar, "nivel", _LEVELS[0])
        self.word.setText(tr("Falta 1 carácter") if faltan == 1 else tr("Faltan {n} caracteres").format(n=faltan))
