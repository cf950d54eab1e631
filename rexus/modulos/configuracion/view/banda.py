"""A line above the keys about how things stand; it stays as long as they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from rexus.ui.icons import icon
from rexus.ui.notices import Kind
from rexus.ui.palette import Role
from rexus.ui.theme import ICON_SMALL, set_class, set_look

_INK: dict[Kind, Role] = {"exito": "good", "info": "accent", "advertencia": "warning", "error": "bad"}
Verbo = tuple[str, str, Callable[[], object]]


class Banda(QFrame):
    """A sentence with verbs: (handle, text, what it does)."""

    def __init__(self, nombre: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(nombre)
        set_class(self, "aviso")
        self._kind: Kind = "info"
        self._sign = QLabel()
        self._sign.setFixedSize(ICON_SMALL, ICON_SMALL)
        self.texto = QLabel()
        self.texto.setObjectName(f"{nombre}.texto")
        self.texto.setWordWrap(True)
        self.texto.setTextFormat(Qt.TextFormat.PlainText)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 2, 4, 2)
        self._row.setSpacing(8)
        self._row.addWidget(self._sign)
        self._row.addWidget(self.texto, 1)
        self._verbs: dict[str, QPushButton] = {}
        self._do: dict[str, Callable[[], object]] = {}
        self.setMinimumHeight(38)
        self.hide()

    def tell(self, kind: Kind, texto: str, verbos: Sequence[Verbo] = ()) -> None:
        """Show it; an empty text takes it away."""
        self._kind = kind
        set_look(self, "tipo", kind)
        self.texto.setText(texto)
        self.setAccessibleName(texto)
        self._do = {nombre: do for nombre, _, do in verbos}
        for nombre, verbo, _ in verbos:
            if nombre not in self._verbs:
                self._verbs[nombre] = self._button(nombre)
            self._verbs[nombre].setText(verbo)
            self._verbs[nombre].setAccessibleName(verbo)
        for nombre, button in self._verbs.items():
            button.setVisible(nombre in self._do)
        self._paint_sign()
        self.setVisible(bool(texto))

    def changeEvent(self, event: QEvent) -> None:
        """The face changed: the sign takes the new colour."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_sign"):
            self._paint_sign()
        super().changeEvent(event)

    def _button(self, nombre: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"{self.objectName()}.{nombre}")
        button.setAutoDefault(False)
        set_class(button, "plano")
        button.clicked.connect(lambda: self._do[nombre]())
        self._row.addWidget(button)
        return button

    def _paint_sign(self) -> None:
        sign = icon(self._kind, _INK[self._kind])
        self._sign.setPixmap(sign.pixmap(QSize(ICON_SMALL, ICON_SMALL), self.devicePixelRatioF()))
