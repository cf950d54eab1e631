"""The dialog that all others are made of."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Final

from PySide6.QtCore import QEvent, QMetaMethod, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.ui import enter
from rexus.ui.action_button import VerbButton
from rexus.ui.dialogs.first_field import focus_first
from rexus.ui.dialogs.fit import fit
from rexus.ui.dialogs.parts import BusyLine, TextArea, button, named
from rexus.ui.dialogs.place import Place
from rexus.ui.jobs import Jobs
from rexus.ui.manual import open_manual
from rexus.ui.salud import SaludVisible
from rexus.ui.theme import MARGIN

_WIDTH: Final = 400


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
        self._standing = Place(self)
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
        self._error = TextArea(f"{nombre}.error", "error")
        self._away = TextArea(f"{nombre}.sin_conexion", "advertencia")
        self._line = BusyLine()
        self.primary = named(VerbButton(verbo), f"{nombre}.aceptar", "destructivo" if destructive else "primario")
        self.cancel = button(f"{nombre}.cancelar", cancelar or tr("Cancelar"), "")
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
            self._line.wait()
        else:
            self._line.stop()
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
        # A question is a dialog itself.
        from rexus.ui.dialogs.question import ask_to_discard

        ask_to_discard(self, self._on_answer)

    def _on_answer(self, answer: int) -> None:
        self._asking = False
        if answer:
            super().reject()

    def _open_manual(self) -> None:
        try:
            open_manual(self.focusWidget() or self)
        except RexusError as error:
            self.show_error(error)

    def setVisible(self, visible: bool) -> None:
        """As large as what it holds and where it belongs before anybody sees it."""
        if visible and not self.isVisible():
            for widget in (self, *self.findChildren(QWidget)):
                # The style sheet's sizes count too.
                widget.ensurePolished()
            if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
                self.adjustSize()
                self.setAttribute(Qt.WidgetAttribute.WA_Resized, False)
            self._fit()
        super().setVisible(visible)

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

    @property
    def inside(self) -> QWidget:
        """The part that `content` lays out: all but the words of errors and the verbs."""
        return self._inside

    def _focus_first(self) -> None:
        focus_first(self._inside, self.primary if self.primary.isDefault() else self.cancel)

    def _fit(self) -> None:
        fit(
            self, self._scroll, self.content, self._beside_content, _WIDTH, self._standing.screen.availableSize() * 0.95
        )
        self._standing.keep()

    def _beside_content(self, width: int) -> int:
        """How high is what stands around the content."""
        areas = sum(area.heightForWidth(width) for area in (self._error, self._away) if not area.isHidden())
        return 2 * MARGIN + 20 + self._line.height() + self.primary.sizeHint().height() + areas
