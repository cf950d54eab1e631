"""The calm page of one question: a card in the middle of the window, with the program's icon above it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from rexus.base.errors import RexusError
from rexus.base.idioma import IDIOMAS, en_uso
from rexus.base.paths import resource
from rexus.base.text import tr
from rexus.ui.theme import set_class, set_look

_WIDTH = 400
_ICON = 56
_ICON_LOW = 32
_LOW = 540


class CardPage(QScrollArea):
    """Scrolls when the window is lower than the card, as at 200 % on a small screen. `content` takes the widgets.

    `painted` comes once, when the page has been seen for the first time.
    """

    painted = Signal()

    def __init__(self, titulo: str, texto: str = "") -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card = QFrame()
        set_class(card, "panel")
        card.setFixedWidth(_WIDTH)
        self.content = QVBoxLayout(card)
        self.content.setSpacing(0)
        self._badge = QLabel()
        self._badge.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.titulo = QLabel(titulo)
        set_class(self.titulo, "pagina")
        self.titulo.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.titulo.setWordWrap(True)
        self.texto = QLabel(texto)
        set_class(self.texto, "secundario")
        self.texto.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.texto.setWordWrap(True)
        if not texto:
            self.texto.hide()
        for widget, gap in ((self._badge, 12), (self.titulo, 8), (self.texto, 16)):
            self.content.addWidget(widget)
            self.content.addSpacing(gap)
        inside = _Ground()
        inside.painted.connect(self.painted)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        outer.addLayout(row)
        self._no_manual = Refusal("manual.aviso")
        self._no_manual.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(self._no_manual)
        # A little above the middle: that is where the eye looks for the middle.
        outer.addStretch(3)
        self.setWidget(inside)
        self._low: bool | None = None
        self._make_low(False)
        QShortcut(QKeySequence("F1"), self, self._open_manual)

    def _open_manual(self) -> None:
        # Deferred: few ask for it, and this page is what the start waits for.
        from rexus.ui.manual import open_manual

        try:
            open_manual(self, "primeros_pasos")
        except RexusError as error:
            self._no_manual.tell(f"{error.titulo}. {error.explicacion}")

    def go_to(self, field: Field) -> None:
        """Put the cursor into a field, and the field into sight."""
        field.edit.setFocus()
        self.ensureWidgetVisible(field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the page is low the card gives up air, so that its button stays in sight."""
        super().resizeEvent(event)
        self._make_low(self.height() < _LOW)

    def _make_low(self, low: bool) -> None:
        if low == self._low:
            return
        self._low = low
        side = _ICON_LOW if low else _ICON
        margin = 16 if low else 32
        self.content.setContentsMargins(32, margin, 32, margin)
        # Without `rexus.ui.icons`, which is heavier than this picture and is needed only later.
        picture = QIcon(str(resource("icons/rexus_app.svg")))
        self._badge.setPixmap(picture.pixmap(QSize(side, side), self.devicePixelRatioF()))


class _Ground(QWidget):
    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._seen = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            # After this paint, not within it.
            QTimer.singleShot(0, self, self.painted.emit)


class Field(QWidget):
    """A label, the line to type in, and below it what is wrong with what was typed."""

    def __init__(self, name: str, label: str, *, secret: bool = False) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(label)
        caption = QLabel(label)
        caption.setBuddy(self.edit)
        self.error = QLabel()
        self.error.setObjectName(f"{name}.error")
        self.error.setWordWrap(True)
        set_class(self.error, "error")
        self.error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (caption, self.edit, self.error):
            column.addWidget(widget)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.textChanged.connect(self.clear_error)

    def show_error(self, reason: str) -> None:
        """Say beside the field what is wrong; it stays until the field is edited."""
        self.error.setText(reason)
        self.error.setVisible(bool(reason))
        set_look(self.edit, "error", "true" if reason else "")
        self.edit.setAccessibleDescription(reason)

    def clear_error(self) -> None:
        """Nothing is known to be wrong."""
        if not self.error.isHidden():
            self.show_error("")

    def offer_reveal(self) -> None:
        """Put the eye into a secret field, which shows what was typed. Done once the page has painted."""
        if self.edit.echoMode() != QLineEdit.EchoMode.Password or self.edit.actions():
            return
        # Deferred: drawing icons costs more than the whole page.
        from rexus.ui.secreto import hide_behind_eye

        hide_behind_eye(self.edit)


class Refusal(QLabel):
    """Why what was asked was not done, above the button; hidden until there is something to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(tr("Error"))
        self.setWordWrap(True)
        set_class(self, "error")
        self.hide()

    def tell(self, text: str) -> None:
        """Show the text, or hide when it is empty."""
        self.setText(text)
        self.setVisible(bool(text))


class _StateLine(QLabel):
    def tell(self, texto: str) -> None:
        """Show the text, or hide when it is empty."""
        self.setText(texto)
        self.setVisible(bool(texto))


def state_line(name: str) -> _StateLine:
    """A quiet line about the server; hidden until there is something to say."""
    line = _StateLine()
    line.setObjectName(name)
    line.setAccessibleName(tr("Estado de la base"))
    line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    line.setWordWrap(True)
    set_class(line, "secundario")
    line.hide()
    return line


class LanguageButton(QPushButton):
    """Offers the other language by its own name, so that whoever reads only that one finds it. `chosen` carries it."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        other = next(idioma for idioma in IDIOMAS if idioma != en_uso())
        super().__init__(IDIOMAS[other])
        _make_link(self, name)
        self.clicked.connect(lambda: self.chosen.emit(other))


def link_button(name: str, text: str) -> QPushButton:
    """A verb of little weight below the primary one."""
    button = QPushButton(text)
    _make_link(button, name)
    return button


def _make_link(button: QPushButton, name: str) -> None:
    button.setObjectName(name)
    button.setAccessibleName(button.text())
    # Enter belongs to the primary one.
    button.setAutoDefault(False)
    set_class(button, "plano")


def primary_button(name: str, text: str) -> QPushButton:
    """The one primary button of the page, which Enter presses."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setDefault(True)
    button.setAutoDefault(True)
    set_class(button, "primario")
    return button
