"""What the stock column of the file means, and the decimal mark when the file does not prove it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from rexus.base.text import tr
from rexus.intercambio.importacion import CONTAR, IGNORAR, INICIAL
from rexus.ui.theme import set_class, set_look


class StockChoice(QWidget):
    """Three meanings, each with a sentence. `chosen(str)`: another one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._none = QLabel(tr("Ninguna columna trae el stock: no se registra ningún movimiento."))
        self._none.setWordWrap(True)
        set_class(self._none, "secundario")
        self._none.hide()
        self._group = QButtonGroup(self)
        self._choices = QWidget()
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        self.buttons: dict[str, QRadioButton] = {}
        for modo, (texto, frase) in _modes().items():
            button = QRadioButton(texto)
            button.setObjectName(f"importar.stock.{modo}")
            button.setAccessibleDescription(frase)
            label = QLabel(frase)
            label.setWordWrap(True)
            label.setContentsMargins(21, 0, 0, 0)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            set_class(label, "secundario")
            lines = QVBoxLayout()
            lines.setSpacing(2)
            lines.addWidget(button)
            lines.addWidget(label, 1)
            row.addLayout(lines, 1)
            self._group.addButton(button)
            self.buttons[modo] = button
            button.clicked.connect(lambda _=False, m=modo: self._on_clicked(m))
        self._value = INICIAL
        self.buttons[INICIAL].setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._none)
        column.addWidget(self._choices)

    @property
    def value(self) -> str:
        """«inicial», «contar» or «ignorar»."""
        return self._value

    def offer(self, on: bool) -> None:
        """Whether there is a stock column at all."""
        self._choices.setVisible(on)
        self._none.setVisible(not on)

    def _on_clicked(self, modo: str) -> None:
        if modo != self._value:
            self._value = modo
            self.chosen.emit(modo)


class DecimalQuestion(QFrame):
    """«¿La coma o el punto separa los decimales?» `chosen("coma" | "punto")`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_class(self, "aviso")
        set_look(self, "tipo", "advertencia")
        self.setObjectName("importar.dudoso")
        text = QLabel(tr("Hay números que pueden leerse de dos maneras, como 1,234. ¿Qué marca separa los decimales?"))
        text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(text, 1)
        for marca, texto in (("coma", tr("La coma")), ("punto", tr("El punto"))):
            button = QPushButton(texto)
            button.setObjectName(f"importar.dudoso.{marca}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, m=marca: self.chosen.emit(m))
            row.addWidget(button)


def _modes() -> dict[str, tuple[str, str]]:
    return {
        INICIAL: (
            tr("El stock es el inicial"),
            tr("Los artículos nuevos lo reciben como entrada; el de los que ya existen no cambia."),
        ),
        CONTAR: (
            tr("El stock es lo que se contó"),
            tr("La diferencia con lo que figura se registra como conteo, también en los que ya existen."),
        ),
        IGNORAR: (
            tr("El stock no se usa"),
            tr("Solo se importan los datos: no se registra ningún movimiento."),
        ),
    }
