"""Push buttons: for a QAction (same text, icon, tip and state), for a menu, and one that says why it cannot be used."""

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
        # Why not, for who cannot rest a pointer on it.
        self.setAccessibleDescription("" if action.isEnabled() else action.toolTip())
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
        menu.setToolTipsVisible(True)
        menu.addActions(list(actions))
        self.setMenu(menu)


class VerbButton(QPushButton):
    """A button that can be blocked for a reason, which it says, whatever else enables and disables it meanwhile."""

    def __init__(self, texto: str, parent: QWidget | None = None) -> None:
        super().__init__(texto, parent)
        self._wanted = True
        self._reason = ""
        self._tip = ""

    @property
    def wanted(self) -> bool:
        """Whether it is enabled as far as nothing blocks it."""
        return self._wanted

    @property
    def reason(self) -> str:
        """Why it is blocked; empty when it is not."""
        return self._reason

    def setEnabled(self, on: bool) -> None:
        """As of every widget, unless it is blocked."""
        self._wanted = on
        super().setEnabled(on and not self._reason)

    def setToolTip(self, tip: str) -> None:
        """As of every widget; the reason comes before it."""
        self._tip = tip
        super().setToolTip(self._reason or tip)

    def block(self, reason: str) -> None:
        """Not to be pressed, for this reason; empty lets it go."""
        if reason != self._reason:
            self._reason = reason
            self.setAccessibleDescription(reason)
            self.setToolTip(self._tip)
            self.setEnabled(self._wanted)


def tip(action: QAction) -> str:
    """What the action does, with its key."""
    text = action.toolTip() or action.text()
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return tr("{texto} ({tecla})").format(texto=text, tecla=key) if key and key not in text else text
