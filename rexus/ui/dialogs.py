"""Dialogs that ask one thing and never block the loop.

    dialog = SalidaDialog(parent)
    dialog.submitted.connect(lambda: dialog.attempt(jobs, self._registrar(dialog.value())))
    if await show(dialog): ...
    if await confirm(parent, tr("Eliminar artículo"), frase, tr("Eliminar"), destructive=True): ...

Nothing here calls `exec()`: inside a coroutine that would enter a second task and fail.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from PySide6.QtCore import QEvent, QMetaMethod, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.ui import enter
from rexus.ui.action_button import VerbButton
from rexus.ui.jobs import Jobs, event_loop
from rexus.ui.manual import open_manual
from rexus.ui.salud import SaludVisible
from rexus.ui.theme import MARGIN, set_class, set_look

_Button = TypeVar("_Button", bound=QPushButton)

_WIDTH: Final = 400
# Nothing that ends sooner deserves a line that moves.
_PATIENCE_MS: Final = 300


class Dialog(QDialog):
    """A title, a content, one primary verb and «Cancelar».

    Subclasses fill `content` and, if something typed can be lost, override `dirty`. The primary verb (a click, Enter,
    or Ctrl+Enter in a text of several lines) emits `submitted`; with nobody connected it just accepts.
    `nombre` names the handles: `nombre`, `nombre.aceptar`, `nombre.cancelar`, `nombre.error`.
    """

    submitted = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        titulo: str,
        verbo: str,
        *,
        nombre: str = "dialogo",
        cancelar: str | None = None,
        destructive: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(nombre)
        self.setAccessibleName(titulo)
        self.setWindowTitle(titulo)
        self._busy = False
        self._asking = False
        self._salud: SaludVisible | None = None
        self._focus_before: QWidget | None = None
        self._inside = QWidget()
        self.content = QVBoxLayout(self._inside)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(12)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        self._inside.installEventFilter(self)
        self._error = _TextArea(f"{nombre}.error", "error")
        self._away = _TextArea(f"{nombre}.sin_conexion", "advertencia")
        self._line = _busy_line()
        self._line_timer = QTimer(self)
        self._line_timer.setSingleShot(True)
        self._line_timer.setInterval(_PATIENCE_MS)
        self._line_timer.timeout.connect(self._line.show)
        self.primary = _named(VerbButton(verbo), f"{nombre}.aceptar", "destructivo" if destructive else "primario")
        self.cancel = _button(f"{nombre}.cancelar", cancelar or tr("Cancelar"), "")
        (self.cancel if destructive else self.primary).setDefault(True)
        self.primary.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.primary.click)
        QShortcut(QKeySequence("F1"), self, self._open_manual)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        #: Where a subclass puts verbs of less weight, to the left.
        self.aside = QHBoxLayout()
        self.aside.setSpacing(8)
        buttons.addLayout(self.aside)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._error)
        column.addWidget(self._away)
        column.addSpacing(12)
        column.addWidget(self._line)
        column.addSpacing(8)
        column.addLayout(buttons)
        QWidget.setTabOrder(self.primary, self.cancel)
        self.setMinimumWidth(_WIDTH)

    def needs(self, salud: SaludVisible) -> None:
        """The primary verb needs the database: while it is away the button is off and says why; nothing is lost."""
        self._salud = salud
        # A method, which Qt forgets together with the dialog.
        salud.cambio.connect(self._follow_health)
        self._follow_health()

    def _follow_health(self) -> None:
        salud = self._salud
        if salud is None:
            return
        self.primary.block(salud.por_que_no())
        if salud.en_linea:
            self._away.hide()
        else:
            self._away.tell(tr("{frase}. Lo escrito queda aquí: se podrá guardar cuando vuelva el servidor.").format(
                frase=salud.frase()
            ))  # fmt: skip
            self._fit()

    def dirty(self) -> bool:
        """Whether closing would lose something typed."""
        return False

    def submit(self) -> None:
        """What the primary verb does."""
        if self._busy or self.primary.reason:
            return
        self.clear_error()
        if self.isSignalConnected(QMetaMethod.fromSignal(self.submitted)):
            self.submitted.emit()
        else:
            self.accept()

    def attempt(self, jobs: Jobs, work: Coroutine[Any, Any, Any]) -> None:
        """Busy while `work` runs; accepted when it is done; a RexusError is shown and the form kept.

        Anything else that it raises is a bug: the form is kept too and `jobs.failed` hears of it.
        """
        if self._busy:
            work.close()
            return
        self.busy(True)
        jobs.spawn(work, self._attempted)

    def _attempted(self, error: BaseException | None) -> bool:
        if not isValid(self):
            return False
        self.busy(False)
        if error is None:
            self.accept()
        elif isinstance(error, RexusError):
            self.show_error(error)
        return error is None or isinstance(error, RexusError)

    @property
    def is_busy(self) -> bool:
        """Whether something is being saved."""
        return self._busy

    def busy(self, on: bool) -> None:
        """While on, nothing can be typed, pressed or closed; the focus returns to where it was."""
        if on == self._busy:
            return
        self._busy = on
        if on:
            self._focus_before = self.focusWidget()
            self._line_timer.start()
        else:
            self._line_timer.stop()
            self._line.hide()
        for widget in (self._inside, self.primary, self.cancel):
            widget.setEnabled(not on)
        if not on and self._focus_before is not None:
            self._focus_before.setFocus()
            self._focus_before = None

    def show_error(self, error: RexusError) -> None:
        """Say above the buttons what happened and what to do; the form stays as it is."""
        self._error.tell("\n".join(part for part in (f"{error.titulo}. {error.frase}", error.que_hacer) if part))
        self._fit()

    def clear_error(self) -> None:
        """Nothing is known to be wrong."""
        self._error.hide()

    def reject(self) -> None:
        """Close without doing it: «Cancelar», Esc, the window's cross. Asks first if something typed would be lost."""
        if self._busy or self._asking:
            return
        if not self.dirty():
            super().reject()
            return
        self._asking = True
        question = _Question(
            self,
            tr("¿Descartar lo escrito?"),
            tr("Lo que se escribió en «{titulo}» no se guardó.").format(titulo=self.windowTitle()),
            tr("Descartar"),
            destructive=True,
            nombre=f"{self.objectName()}.descartar",
            cancelar=tr("Seguir editando"),
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.finished.connect(self._on_answer)
        question.open()

    def _on_answer(self, answer: int) -> None:
        self._asking = False
        if answer:
            super().reject()

    def _open_manual(self) -> None:
        try:
            open_manual(self.focusWidget() or self)
        except RexusError as error:
            self.show_error(error)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit what it holds; the first field has the focus."""
        super().showEvent(event)
        if not event.spontaneous():
            self._fit()
            self._focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; anywhere else it is the primary verb's, as Qt has it."""
        if not enter.presses(self, event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow when the content does, as when a field says what is wrong with it."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Make the content show whole, as far as the screen allows; beyond that it scrolls. Never shrinks."""
        layout = self.content
        margins = 2 * MARGIN
        available = self.screen().availableSize() * 0.95
        width = max(_WIDTH, self.minimumWidth(), self.width(), self._inside.sizeHint().width() + margins)
        width = min(width, available.width())
        inner = width - margins
        wanted = layout.totalHeightForWidth(inner) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        around = 2 * MARGIN + 20 + self._line.height() + self.primary.sizeHint().height()
        for area in (self._error, self._away):
            if not area.isHidden():
                around += area.heightForWidth(inner)
        height = min(max(wanted, 0) + around, available.height())
        bar = 0
        if wanted + around > height:
            # It scrolls: the bar takes room beside the content, not from it.
            bar = self._scroll.verticalScrollBar().sizeHint().width()
            width = min(max(width, self._inside.minimumSizeHint().width() + margins + bar), available.width())
        # A scroll area squeezes what it holds down to one line for each text, however many it needs.
        self._inside.setMinimumHeight(
            layout.totalMinimumHeightForWidth(width - margins - bar) if layout.hasHeightForWidth() else 0
        )
        self._scroll.setMinimumHeight(min(wanted, max(0, height - around)))
        self.setMinimumWidth(min(max(_WIDTH, self._inside.minimumSizeHint().width() + margins), available.width()))
        self.resize(QSize(width, max(height, self.height() if self.isVisible() else 0)))
        self._stay_on_screen()

    def _stay_on_screen(self) -> None:
        """Grown after it was placed, it may reach below the screen's edge."""
        room = self.screen().availableGeometry()
        frame = self.frameGeometry()
        x = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
        y = max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height()))
        if (x, y) != (frame.left(), frame.top()):
            self.move(x, y)

    def _focus_first(self) -> None:
        focused = self._inside.focusWidget()
        if focused is not None and self._inside.isAncestorOf(focused) and focused.isVisibleTo(self):
            focused.setFocus()
            return
        # By their places, not along the focus chain: PySide makes what `nextInFocusChain` returns a child of the widget
        # that was asked, and a dialog that became the child of its own label is collected while it shows.
        fields = [widget for widget in self._inside.findChildren(QWidget) if _takes_text_or_choice(widget, self)]
        if fields:
            first = min(fields, key=lambda widget: widget.mapTo(self._inside, QPoint()).toTuple()[::-1])
            first.setFocus(Qt.FocusReason.TabFocusReason)
            return
        (self.primary if self.primary.isDefault() else self.cancel).setFocus()


class _TextArea(QFrame):
    """What went wrong, or what keeps the verb from being done, inside the dialog where it happened."""

    def __init__(self, nombre: str, tipo: str) -> None:
        super().__init__()
        self.setObjectName(nombre)
        self._spoken = tr("Error: {texto}") if tipo == "error" else tr("Advertencia: {texto}")
        set_class(self, "aviso")
        set_look(self, "tipo", tipo)
        self._text = QLabel()
        self._text.setObjectName(f"{nombre}.texto")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._text)
        self.hide()

    def tell(self, texto: str) -> None:
        """Show it whole and say it aloud, once."""
        if self._text.text() == texto and not self.isHidden():
            return
        self._text.setText(texto)
        self._text.setAccessibleName(self._spoken.format(texto=texto))
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))


class _Question(Dialog):
    """A sentence to say yes or no to."""

    def __init__(
        self,
        parent: QWidget | None,
        titulo: str,
        frase: str,
        verbo: str,
        *,
        destructive: bool,
        nombre: str,
        cancelar: str | None = None,
    ) -> None:
        super().__init__(parent, titulo, verbo, nombre=nombre, cancelar=cancelar, destructive=destructive)
        self.content.setSpacing(8)
        for texto, clase in ((titulo, "seccion"), (frase, "")):
            label = QLabel(texto)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            if clase:
                set_class(label, clase)
            self.content.addWidget(label)
        self.setAccessibleDescription(frase)


async def show(dialog: QDialog, *, keep: bool = False) -> int:
    """Open the dialog over its parent and wait for it: 1 accepted, 0 rejected.

    It is destroyed at the loop's next turn unless `keep`, so read its values before the next await. Cancelling the
    await closes it.
    """
    answer: asyncio.Future[int] = event_loop().create_future()

    def settle(code: int) -> None:
        if not answer.done():
            answer.set_result(code)

    dialog.destroyed.connect(lambda: settle(0))
    dialog.finished.connect(settle)
    dialog.open()
    try:
        return await answer
    except asyncio.CancelledError:
        if isValid(dialog):
            dialog.done(0)
        raise
    finally:
        # It may have gone already, together with its parent.
        if isValid(dialog) and not keep:
            dialog.deleteLater()


async def confirm(
    parent: QWidget | None,
    titulo: str,
    frase: str,
    verbo: str,
    destructive: bool = False,
    *,
    nombre: str = "confirmar",
    cancelar: str | None = None,
) -> bool:
    """Ask one thing. `verbo` is the button's («Eliminar»); when `destructive`, Enter does not do it. `cancelar` is what
    the other button says, where «Cancelar» could be taken for the verb."""
    question = _Question(parent, titulo, frase, verbo, destructive=destructive, nombre=nombre, cancelar=cancelar)
    return bool(await show(question))


def _button(nombre: str, texto: str, clase: str) -> QPushButton:
    return _named(QPushButton(texto), nombre, clase)


def _named(button: _Button, nombre: str, clase: str) -> _Button:
    button.setObjectName(nombre)
    button.setAccessibleName(button.text())
    if clase:
        set_class(button, clase)
    return button


def _busy_line() -> QProgressBar:
    line = QProgressBar()
    line.setRange(0, 0)
    line.setTextVisible(False)
    line.setFixedHeight(4)
    policy = line.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    line.setSizePolicy(policy)
    line.setAccessibleName(tr("Guardando"))
    line.hide()
    return line


def _takes_text_or_choice(widget: QWidget, dialog: QWidget) -> bool:
    """Whether it is a field: something to fill, not a button of the content."""
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isEnabled()
        and widget.isVisibleTo(dialog)
        and (not isinstance(widget, QAbstractButton) or widget.isCheckable())
    )
