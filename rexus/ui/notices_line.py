"""How one notice looks: a sign, the sentence, its verbs, how many lie below it, and the cross."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from rexus.base.text import contados, tr
from rexus.ui.icons import icon
from rexus.ui.notices_stack import Kind, Notice
from rexus.ui.palette import Role
from rexus.ui.theme import ICON_SMALL, set_class, set_look

MOST_ACTIONS: Final = 2
_INK: Final[dict[Kind, Role]] = {"exito": "good", "info": "accent", "advertencia": "warning", "error": "bad"}


def _spoken(kind: Kind) -> str:
    """What a screen reader says before the sentence: colour and sign mean nothing to it."""
    return {
        "exito": tr("Hecho"),
        "info": tr("Información"),
        "advertencia": tr("Advertencia"),
        "error": tr("Error"),
    }[kind]


class NoticeLine(QFrame):
    """`acted(n)`: its verb number n. `zona`: in which the time of one that comes back is told; None: this machine's."""

    acted = Signal(int)
    more_wanted = Signal()
    closed = Signal()

    def __init__(self, zona: tzinfo | None) -> None:
        super().__init__()
        set_class(self, "aviso")
        self._zona = zona
        self._kind: Kind = "info"
        self._icon = QLabel()
        self._icon.setFixedSize(ICON_SMALL, ICON_SMALL)
        self._time = QLabel()
        self._time.setObjectName("principal.aviso.hora")
        set_class(self._time, "secundario")
        self._text = QLabel()
        self._text.setObjectName("principal.aviso.texto")
        self._text.setWordWrap(True)
        # Air for a text of several lines; one line has it from the buttons.
        self._text.setContentsMargins(0, 4, 0, 4)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._verbs = [self._button(f"accion{n + 1}") for n in range(MOST_ACTIONS)]
        for n, verb in enumerate(self._verbs):
            verb.clicked.connect(lambda _=False, n=n: self.acted.emit(n))
        self._more = self._button("mas")
        self._more.clicked.connect(self.more_wanted)
        self._close = QToolButton()
        self._close.setObjectName("principal.aviso.cerrar")
        self._close.setIcon(icon("cerrar", "secondary"))
        self._close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._time)
        row.addWidget(self._text, 1)
        for button in (*self._verbs, self._more, self._close):
            row.addWidget(button)
        self.speak()

    @property
    def first(self) -> QWidget:
        """Where the keys go first: a verb if there is one."""
        return next((verb for verb in self._verbs if not verb.isHidden()), self._close)

    @property
    def verb_has_focus(self) -> bool:
        """Whether the keys are at one of its verbs."""
        return any(verb.hasFocus() for verb in self._verbs)

    def speak(self) -> None:
        """Name its own parts, in the language in use."""
        self._close.setAccessibleName(tr("Cerrar el aviso"))
        self._close.setToolTip(tr("Cerrar el aviso"))
        self._more.setToolTip(tr("Ver el que está debajo"))

    def tell(self, notice: Notice, *, again: bool) -> str:
        """Look like this notice. `again`: it showed before, so when it came is told. Returns what is said aloud."""
        self._kind = notice.kind
        set_look(self, "tipo", notice.kind)
        self._paint_sign()
        self._text.setText(notice.texto)
        spoken = f"{_spoken(notice.kind)}: {notice.texto}"
        self._text.setAccessibleName(spoken)
        self._time.setText(f"{notice.cuando.astimezone(self._zona):%H:%M}")
        self._time.setVisible(again)
        for n, verb in enumerate(self._verbs):
            shown = n < len(notice.acciones)
            verb.setVisible(shown)
            verb.setText(notice.acciones[n][0] if shown else "")
            verb.setAccessibleName(verb.text())
        return spoken

    def count(self, below: int) -> None:
        """How many are still to be read below it."""
        self._more.setVisible(bool(below))
        self._more.setText(contados(below, tr("aviso más"), tr("avisos más")))
        self._more.setAccessibleName(self._more.text())

    def announce(self) -> None:
        """Have a screen reader say it, whatever it is at."""
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    def changeEvent(self, event: QEvent) -> None:
        """The face changed: the sign takes the new colour."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._paint_sign()
        super().changeEvent(event)

    def _paint_sign(self) -> None:
        sign = icon(self._kind, _INK[self._kind])
        self._icon.setPixmap(sign.pixmap(QSize(ICON_SMALL, ICON_SMALL), self.devicePixelRatioF()))

    def _button(self, nombre: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"principal.aviso.{nombre}")
        set_class(button, "plano")
        return button
