"""What a page without rows says: what to do first, with a button that does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from rexus.ui.action_button import ActionButton
from rexus.ui.icons import icon
from rexus.ui.theme import set_class

_SIGN: Final = 40
_WIDTH: Final = 420


class EmptyState(QScrollArea):
    """A sign, a sentence, what to do, and up to two verbs; the first is the primary one. Scrolls where it is low.

    Its texts are `nombre.titulo` and `nombre.frase`.
    """

    def __init__(self, nombre: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(nombre)
        self._icon_name = ""
        self._sign = QLabel()
        self._sign.hide()
        self._titulo = QLabel()
        self._titulo.setObjectName(f"{nombre}.titulo")
        self._titulo.setWordWrap(True)
        set_class(self._titulo, "seccion")
        self._frase = QLabel()
        self._frase.setObjectName(f"{nombre}.frase")
        self._frase.setWordWrap(True)
        for label in (self._titulo, self._frase):
            label.setMaximumWidth(_WIDTH)
            label.setTextFormat(Qt.TextFormat.PlainText)
        #: Where the buttons stand.
        self.verbs = QHBoxLayout()
        self.verbs.setSpacing(8)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self.setWidget(inside)
        # The ground is what it stands on.
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        for label in (self._sign, self._titulo, self._frase):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            # Between two stretches, not aligned: an aligned item is never asked how high it is at its width.
            line = QHBoxLayout()
            line.addStretch(1)
            line.addWidget(label, 1_000)
            line.addStretch(1)
            column.addLayout(line)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self.verbs)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    def tell(self, titulo: str, frase: str, acciones: Sequence[QAction] = (), icono: str = "vacio") -> None:
        """Say it, with these verbs. The keys stay at them if they were there."""
        self.say(titulo, frase, icono)
        focus = self.focusWidget()
        had_keys = focus is not None and focus.hasFocus()
        while (item := self.verbs.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for n, action in enumerate(acciones):
            button = ActionButton(action, primary=n == 0)
            # The toolbar's button holds the action's own name.
            button.setObjectName(f"{self.objectName()}.accion{n + 1}")
            self.verbs.addWidget(button)
            # At once, where a layout would wait for the loop: what does not show takes no keys.
            button.setVisible(action.isVisible())
        if had_keys:
            self.take_keys()

    def take_keys(self) -> None:
        """The keys go to the first verb that can be done; without one they stay here."""
        verbs = (self.verbs.itemAt(n).widget() for n in range(self.verbs.count()))
        usable = (verb for verb in verbs if verb is not None and verb.isEnabled() and not verb.isHidden())
        next(usable, self).setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, titulo: str, frase: str, icono: str = "") -> None:
        """Say it, with the verbs that there are; no sign without `icono`."""
        self._icon_name = icono
        self._titulo.setText(titulo)
        self._frase.setText(frase)
        self._frase.setVisible(bool(frase))
        self.setAccessibleName(titulo)
        self.setAccessibleDescription(frase)
        self._sign.setVisible(bool(icono))
        self._paint_sign()

    @property
    def speaks(self) -> bool:
        """Whether there is anything to say."""
        return bool(self._titulo.text())

    def changeEvent(self, event: QEvent) -> None:
        """The face changed: the sign takes the new colour."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_sign"):
            self._paint_sign()
        super().changeEvent(event)

    def _paint_sign(self) -> None:
        if not self._icon_name:
            return
        self._sign.setPixmap(icon(self._icon_name, "border").pixmap(QSize(_SIGN, _SIGN), self.devicePixelRatioF()))
