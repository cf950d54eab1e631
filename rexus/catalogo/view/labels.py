"""Labels of the pane: what they say is said aloud with its title, and their ink is one of the theme's roles."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from rexus.ui import theme
from rexus.ui.palette import Role


class Label(QLabel):
    """Plain text, wrapped. `spoken` is what the value is; it comes before the value for who cannot see where it stands.

    `look` is one of the style sheet's («cifra», «seccion», «secundario»).
    """

    def __init__(
        self,
        look: str = "",
        name: str = "",
        spoken: str = "",
        *,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._spoken = spoken
        self._role: Role = "text"
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        if look:
            theme.set_class(self, look)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        current = theme.current()
        if current is not None:
            current.changed.connect(self._dress)

    def say(self, text: str) -> None:
        """Show `text`; a label without any takes no room."""
        self.setText(text)
        if not text:
            self.hide()
        elif self.parentWidget() is not None:
            # Without a parent yet, showing it would open a window.
            self.show()
        if self._spoken:
            self.setAccessibleName(f"{self._spoken}: {text}")

    def set_ink(self, role: Role) -> None:
        """The colour of the text. Looks that bring their own colour keep it."""
        if role != self._role:
            self._role = role
            self._dress()

    def _dress(self) -> None:
        # A palette would be lost: the application's style sheet takes its place when the label is polished.
        self.setStyleSheet("" if self._role == "text" else f"color: {theme.color(self._role).name()};")


def heading(text: str) -> QLabel:
    """The title of a part of the pane."""
    label = QLabel(text)
    theme.set_class(label, "seccion")
    return label
