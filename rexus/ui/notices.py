"""One line at the foot of the page: what happened, and a verb. Never blocks; bad news stays until it was read.

notices.show_notice("exito", tr("Salieron 3 × 564002."), (tr("Deshacer"), deshacer))
notices.show_error(error)        # a RexusError: title — sentence — what to do
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.ui.notices_line import MOST_ACTIONS, NoticeLine
from rexus.ui.notices_stack import Accion, Kind, Notice, NoticeStack
from rexus.ui.theme import MARGIN

__all__ = ("GOOD_NEWS_MS", "GOOD_NEWS_WITH_VERB_MS", "Accion", "Kind", "Notice", "NoticeBar")

GOOD_NEWS_MS: Final = 6_000
#: Of good news with a verb, which mostly has no other way back: it is read, and then reached.
GOOD_NEWS_WITH_VERB_MS: Final = 12_000


class NoticeBar(QWidget):
    """Shows one notice at a time, the newest; «1 aviso más» leads to those below it that nobody read yet.

    `changed` comes when another one shows, or none. `zona`: in which the time of one that comes back is told.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, zona: tzinfo | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("principal.aviso")
        self.setAccessibleName(tr("Aviso"))
        self._stack = NoticeStack()
        self._shown: Notice | None = None
        self._came_from: QWidget | None = None
        self._line = NoticeLine(zona)
        self._line.acted.connect(self._act)
        self._line.more_wanted.connect(self._next)
        self._line.closed.connect(self.close_notice)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN, 8, MARGIN, 0)
        self._column.addWidget(self._line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GOOD_NEWS_MS)
        self._timer.timeout.connect(self._expire)
        # Whoever comes by mouse goes back, too.
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]
        self.hide()

    @property
    def current(self) -> Notice | None:
        """What shows now."""
        return self._shown

    @property
    def waiting(self) -> int:
        """How many below it are still to be read."""
        return self._stack.below

    def show_notice(self, kind: Kind, texto: str, *acciones: Accion) -> None:
        """Show a sentence with up to two verbs, at once."""
        self._take(Notice(kind, texto, acciones))

    def show_error(self, error: RexusError, *acciones: Accion) -> None:
        """Show what happened, what was kept and what to do, whole."""
        parts = (error.titulo, error.frase, error.que_hacer)
        self._take(Notice("error", " — ".join(part for part in parts if part), acciones, error))

    def retract(self, kind: type[RexusError]) -> None:
        """Take away what was said about errors of that kind: it no longer holds."""
        self._stack.retract(kind)
        self._follow()

    def close_notice(self) -> None:
        """It was read; the one below it, if any, shows again."""
        self._stack.pop()
        self._follow()

    def clear(self) -> None:
        """Forget everything: somebody else signs in."""
        self._stack.clear()
        self._follow()

    def go_on(self) -> None:
        """Be of use to a desk that was built anew: in its language, without the verbs of pages that are gone."""
        self._stack.keep_verbs(lambda accion: getattr(accion[1], "outlives_pages", False))
        self.setAccessibleName(tr("Aviso"))
        self._line.speak()
        self._came_from = None
        if self._stack.top is not None:
            self._present(self._stack.top)

    def lie_over(self) -> None:
        """Stand at the foot of a page, over it."""
        self._column.setContentsMargins(MARGIN, 0, MARGIN, 2)
        self.setAutoFillBackground(True)

    def enter(self) -> None:
        """Go to its first verb by keyboard; Esc leads back."""
        if self._shown is None:
            return
        self._line.first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: read."""
        if event.key() == Qt.Key.Key_Escape and self._shown is not None:
            self.close_notice()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """While the pointer rests on good news it stays."""
        self._count_down()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Its life begins again."""
        self._count_down()
        super().leaveEvent(event)

    def _take(self, notice: Notice) -> None:
        if len(notice.acciones) > MOST_ACTIONS:
            raise ValueError("a notice has at most two actions")
        self._stack.add(notice)
        if notice.kind == "exito":
            self._timer.stop()
            self._timer.setInterval(GOOD_NEWS_WITH_VERB_MS if notice.acciones else GOOD_NEWS_MS)
        self._present(notice)
        self._line.announce()

    def _next(self) -> None:
        self._stack.next()
        self._follow()

    def _follow(self) -> None:
        """Show the top one, if it is another than before."""
        top = self._stack.top
        if top is None:
            self._hide()
        elif top is not self._shown:
            self._present(top, again=True)
        else:
            self._line.count(self._stack.below)

    def _present(self, notice: Notice, *, again: bool = False) -> None:
        """`again`: it showed before, and something lay on it since."""
        inside = self._has_focus
        self._shown = notice
        self.setAccessibleDescription(self._line.tell(notice, again=again))
        self._line.count(self._stack.below)
        self.show()
        if inside and not self._has_focus:
            # The verb that had the keys is not there any more.
            self._line.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._count_down()
        self.changed.emit()

    def _hide(self) -> None:
        self._timer.stop()
        self._shown = None
        before, self._came_from = self._came_from, None
        if self._has_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.changed.emit()

    def _count_down(self) -> None:
        """Good news lives so long whatever comes on top of it: it is not told late. The pointer on it holds it."""
        if self._shown is not None and self._shown.kind == "exito" and self.underMouse():
            self._timer.stop()
        elif self._stack.passing and not self._timer.isActive():
            self._timer.start()

    def _expire(self) -> None:
        if self._shown is not None and self._shown.kind == "exito" and self._line.verb_has_focus:
            # Whoever is about to press the verb by keyboard keeps it.
            self._count_down()
        else:
            self._stack.expire()
            self._follow()

    @property
    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """The keys come in: remember from where."""
        if now is not None and before is not None and self.isAncestorOf(now) and not self.isAncestorOf(before):
            self._came_from = before

    def _act(self, n: int) -> None:
        notice = self._shown
        if notice is not None and n < len(notice.acciones):
            # Gone before it acts: a second click must not do it twice, and what follows may show a notice of its own.
            self.close_notice()
            notice.acciones[n][1]()
