"""A push button for a QAction: same text, icon, tip and state, so that a menu, a key and a button stay one thing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from rexus.base.text import tr
from rexus.ui.theme import set_class


class ActionButton(QPushButton):
    """Follows `action` and triggers it. Takes the action's objectName."""

    def __init__(self, action: QAction, *, primary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        if primary:
            set_class(self, "primario")
        self._primary = primary
        self.setObjectName(action.objectName())
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        action = self._action
        self.setText(action.iconText())
        # An icon drawn for a menu has the ink of text, which is lost on the accent colour.
        self.setIcon(QIcon() if self._primary else action.icon())
        self.setAccessibleName(action.text().replace("&", ""))
        self.setToolTip(tip(action))
        self.setEnabled(action.isEnabled())
        # Without a parent yet, showing it would open a window of its own.
        if self.parent() is not None or not action.isVisible():
            self.setVisible(action.isVisible())


class MenuButton(QPushButton):
    """«Importar ▾»: a button that opens a menu of actions."""

    def __init__(self, texto: str, actions: Sequence[QAction], *, nombre: str, parent: QWidget | None = None) -> None:
        super().__init__(texto, parent)
        self.setObjectName(nombre)
        self.setAccessibleName(texto)
        self.setProperty("menu", "true")
        menu = QMenu(self)
        menu.setObjectName(f"{nombre}.menu")
        menu.addActions(list(actions))
        self.setMenu(menu)


def tip(action: QAction) -> str:
    """What the action does, with its key."""
    text = action.toolTip() or action.text()
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return tr("{texto} ({tecla})").format(texto=text, tecla=key) if key and key not in text else text
