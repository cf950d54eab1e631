"""One line at the top of the page: what happened, and a verb. Never blocks; bad news stays until it was read.

notices.show_notice("exito", tr("Salieron 3 × 564002."), (tr("Deshacer"), deshacer))
notices.show_error(error)        # a RexusError: title — sentence — what to do
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.ui.icons import icon
from rexus.ui.palette import Role
from rexus.ui.theme import ICON_SMALL, MARGIN, set_class, set_look

Kind = Literal["exito", "info", "advertencia", "error"]
Accion = tuple[str, Callable[[], object]]

GOOD_NEWS_MS: Final = 6_000
_MOST_ACTIONS: Final = 2
_INK: Final[dict[Kind, Role]] = {"exito": "good", "info": "accent", "advertencia": "warning", "error": "bad"}

# What is under way or went well gives way to what comes after it.
_PASSING: Final = ("exito", "info")


def _spoken(kind: Kind) -> str:
    """What a screen reader says before the sentence: colour and sign mean nothing to it."""
    return {
        "exito": tr("Hecho"),
        "info": tr("Información"),
        "advertencia": tr("Advertencia"),
        "error": tr("Error"),
    }[kind]


@dataclass(frozen=True)
class Notice:
    """What is shown, or waits to be. `acciones` are verbs with what they do, `causa` the error that it tells of."""

    kind: Kind
    texto: str
    acciones: tuple[Accion, ...] = ()
    causa: RexusError | None = field(default=None, compare=False)


class NoticeBar(QWidget):
    """Shows one notice at a time.

    Good news gives way to whatever comes next; everything else stays until it is closed or its verb is used, and what
    comes meanwhile waits its turn. The same notice is not queued twice.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("principal.aviso")
        self.setAccessibleName(tr("Aviso"))
        self._current: Notice | None = None
        self._waiting: deque[Notice] = deque()
        self._frame = QFrame()
        set_class(self._frame, "aviso")
        self._icon = QLabel()
        self._icon.setFixedSize(ICON_SMALL, ICON_SMALL)
        self._text = QLabel()
        self._text.setObjectName("principal.aviso.texto")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = [self._action_button(n) for n in range(_MOST_ACTIONS)]
        self._close = QToolButton()
        self._close.setObjectName("principal.aviso.cerrar")
        self._close.setAccessibleName(tr("Cerrar el aviso"))
        self._close.setToolTip(tr("Cerrar el aviso"))
        self._close.setIcon(icon("cerrar", "secondary"))
        self._close.clicked.connect(self.close_notice)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        for button in self._buttons:
            row.addWidget(button)
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 8, MARGIN, 0)
        column.addWidget(self._frame)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GOOD_NEWS_MS)
        self._timer.timeout.connect(self._expire)
        self.hide()

    @property
    def current(self) -> Notice | None:
        """What shows now."""
        return self._current

    @property
    def waiting(self) -> int:
        """How many notices come after it."""
        return len(self._waiting)

    def show_notice(self, kind: Kind, texto: str, *acciones: Accion) -> None:
        """Show a sentence with up to two verbs: now, or when the one that must be read first is gone."""
        if len(acciones) > _MOST_ACTIONS:
            raise ValueError("a notice has at most two actions")
        self._take(Notice(kind, texto, acciones))

    def _take(self, notice: Notice) -> None:
        if self._current is None or self._current.kind in _PASSING:
            self._present(notice)
        elif notice.kind == "exito":
            # Good news must not wait behind bad news until it is stale: it goes to the front.
            self._waiting.appendleft(notice)
        elif not self._is_known(notice):
            self._waiting.append(notice)

    def show_error(self, error: RexusError, *acciones: Accion) -> None:
        """Show what happened, what was kept and what to do, whole."""
        if len(acciones) > _MOST_ACTIONS:
            raise ValueError("a notice has at most two actions")
        parts = (error.titulo, error.frase, error.que_hacer)
        self._take(Notice("error", " — ".join(part for part in parts if part), acciones, error))

    def retract(self, kind: type[RexusError]) -> None:
        """Take away what was said about errors of that kind: it no longer holds."""
        self._waiting = deque(notice for notice in self._waiting if not isinstance(notice.causa, kind))
        if self._current is not None and isinstance(self._current.causa, kind):
            self.close_notice()

    def close_notice(self) -> None:
        """Take the notice away; the next one, if any, comes."""
        self._timer.stop()
        self._current = None
        if self._waiting:
            self._present(self._waiting.popleft())
        else:
            self.hide()

    def clear(self) -> None:
        """Forget everything: somebody else signs in."""
        self._waiting.clear()
        self.close_notice()

    def enterEvent(self, event: QEnterEvent) -> None:
        """While the pointer rests on good news it stays."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The six seconds begin again."""
        self._count_down()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """The face changed: the sign takes the new colour."""
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_sign()
        super().changeEvent(event)

    def _expire(self) -> None:
        if any(button.hasFocus() for button in self._buttons):
            # Whoever is about to press the verb by keyboard keeps it.
            self._count_down()
        else:
            self.close_notice()

    def _paint_sign(self) -> None:
        if self._current is not None:
            sign = icon(self._current.kind, _INK[self._current.kind])
            self._icon.setPixmap(sign.pixmap(QSize(ICON_SMALL, ICON_SMALL), self.devicePixelRatioF()))

    def _is_known(self, notice: Notice) -> bool:
        """Whether the very same sentence shows or waits already, without verbs that could mean something else."""
        known = (self._current, *self._waiting)
        return not notice.acciones and any(k is not None and k == notice for k in known)

    def _present(self, notice: Notice) -> None:
        self._current = notice
        set_look(self._frame, "tipo", notice.kind)
        self._paint_sign()
        self._text.setText(notice.texto)
        for n, button in enumerate(self._buttons):
            shown = n < len(notice.acciones)
            button.setVisible(shown)
            button.setText(notice.acciones[n][0] if shown else "")
            button.setAccessibleName(button.text())
        self.show()
        self._announce(notice)
        self._timer.stop()
        self._count_down()

    def _count_down(self) -> None:
        if self._current is not None and self._current.kind == "exito" and not self.underMouse():
            self._timer.start()

    def _announce(self, notice: Notice) -> None:
        spoken = f"{_spoken(notice.kind)}: {notice.texto}"
        self._text.setAccessibleName(spoken)
        self.setAccessibleDescription(spoken)
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    def _action_button(self, n: int) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"principal.aviso.accion{n + 1}")
        set_class(button, "plano")
        button.clicked.connect(lambda: self._act(n))
        return button

    def _act(self, n: int) -> None:
        notice = self._current
        if notice is not None and n < len(notice.acciones):
            # Gone before it acts: a second click must not do it twice, and what follows may show a notice of its own.
            self.close_notice()
            notice.acciones[n][1]()
