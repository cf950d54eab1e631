"""Somebody else saved the article that is being edited: what changed, field by field, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rexus.base.text import formatear_numero, tr
from rexus.catalogo.catalogo import Catalogo
from rexus.stock.articulos import EdicionSimultaneaError
from rexus.ui.theme import set_class, set_look


class ConflictPanel(QFrame):
    """Hidden until there is a conflict. The form below keeps what was typed."""

    take_new = Signal()
    save_over = Signal()

    def __init__(self, catalogo: Catalogo, parent: QWidget) -> None:
        super().__init__(parent)
        self._catalogo = catalogo
        self.setObjectName(catalogo.handle("ficha", "conflicto"))
        set_class(self, "aviso")
        set_look(self, "tipo", "advertencia")
        self._sentence = QLabel()
        self._sentence.setObjectName(catalogo.handle("ficha", "conflicto", "texto"))
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(16)
        self._table.setVerticalSpacing(4)
        self.over = self._button("guardar_encima", tr("Guardar sobre lo nuevo"), self.save_over)
        self.take = self._button("tomar_nuevo", tr("Tomar lo nuevo"), self.take_new)
        self.over.setToolTip(
            tr("Guardar lo que se escribió aquí; los demás datos quedan como los dejó la otra persona")
        )
        self.take.setToolTip(tr("Descartar lo que se escribió aquí y seguir con lo que guardó la otra persona"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.over)
        buttons.addWidget(self.take)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self._sentence)
        column.addLayout(self._table)
        column.addLayout(buttons)
        self.hide()

    def tell(self, error: EdicionSimultaneaError, typed: Mapping[str, str]) -> None:
        """Show what changed, and beside it what was typed here."""
        while (item := self._table.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        who = error.quien or tr("Otra persona")
        self._sentence.setText(
            tr("{quien} cambió este artículo mientras se editaba. No se guardó nada; lo escrito sigue aquí.").format(
                quien=who
            )
        )
        self._row(0, (tr("Dato"), tr("Antes"), tr("Ahora"), tr("Escrito aquí")), "secundario")
        for row, (name, (before, now)) in enumerate(error.cambios.items(), 1):
            self._row(row, (self._catalogo.rotulo(name), _shown(before), _shown(now), typed.get(name, "—")), "")
        for column in (1, 2, 3):
            self._table.setColumnStretch(column, 1)
        self.show()
        self._sentence.setAccessibleName(f"{error.titulo}. {error.frase}")
        QAccessible.updateAccessibility(QAccessibleEvent(self._sentence, QAccessible.Event.Alert))
        self.over.setFocus()

    def _row(self, row: int, texts: tuple[str, ...], look: str) -> None:
        for column, text in enumerate(texts):
            label = QLabel(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(column > 0)
            if look:
                set_class(label, look)
            self._table.addWidget(label, row, column)

    def _button(self, name: str, text: str, signal: Any) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(self._catalogo.handle("ficha", name))
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(signal)
        return button


def _shown(value: object) -> str:
    text = formatear_numero(value) if isinstance(value, Decimal | int) else str(value or "")
    text = text or "—"
    return text if len(text) <= 60 else text[:59] + "…"
