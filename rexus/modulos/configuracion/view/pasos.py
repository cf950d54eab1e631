"""What was tried or done, one under the other: a sign, a sentence, and if it failed what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.ui.icons import icon
from rexus.ui.palette import Role
from rexus.ui.texto import parrafo
from rexus.ui.theme import ICON_SMALL

_SIGNS: dict[str, tuple[str, Role]] = {
    "bien": ("exito", "good"),
    "mal": ("error", "bad"),
    "igual": ("info", "secondary"),
}


@dataclass(frozen=True)
class Linea:
    """`signo`: «bien», «mal», or «igual» for what was in order before."""

    signo: str
    frase: str
    que_hacer: str = ""


class Pasos(QWidget):
    """Empty until told something."""

    def __init__(self, nombre: str, leido: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self.setAccessibleName(leido)
        self.lineas: list[Linea] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_lines(self, lineas: Sequence[Linea]) -> None:
        """These, in place of what shows."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lineas = []
        for linea in lineas:
            self.add(linea)

    def add(self, linea: Linea) -> None:
        """One more."""
        self.lineas.append(linea)
        self._column.addWidget(_Line(linea))


class _Line(QWidget):
    def __init__(self, linea: Linea) -> None:
        super().__init__()
        self._linea = linea
        spoken = {"bien": tr("Bien"), "mal": tr("Falló"), "igual": tr("Ya estaba")}[linea.signo]
        self.setAccessibleName(f"{spoken}: {linea.frase} {linea.que_hacer}".strip())
        self._sign = QLabel()
        self._sign.setFixedSize(ICON_SMALL, ICON_SMALL + 2)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(parrafo(linea.frase, "subtitulo" if linea.signo == "mal" else ""))
        if linea.que_hacer:
            words.addWidget(parrafo(linea.que_hacer, "secundario"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._paint_sign()

    def changeEvent(self, event: QEvent) -> None:
        """The face changed: the sign takes the new colour."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_sign"):
            self._paint_sign()
        super().changeEvent(event)

    def _paint_sign(self) -> None:
        name, role = _SIGNS[self._linea.signo]
        self._sign.setPixmap(icon(name, role).pixmap(QSize(ICON_SMALL, ICON_SMALL), self.devicePixelRatioF()))
