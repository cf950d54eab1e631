"""The search of everything as it is seen: one field over the window, and what it found below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from rexus.base.errors import RexusError
from rexus.base.text import tr
from rexus.shell.principal.busqueda.entradas import Entrada, Grupo
from rexus.shell.principal.busqueda.lista import Resultados
from rexus.ui.manual import open_manual
from rexus.ui.search_field import SearchField
from rexus.ui.theme import set_class

_WIDTH: Final = 640
_TALLEST: Final = 520
_FROM_TOP: Final = 56
_AROUND: Final = 24
_PAGE: Final = 8
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}


class Paleta(QFrame):
    """Handles: `buscar_todo`, `.campo`, `.lista`, `.nota`. The arrow keys move in the list while one types.

    `elegida(Entrada)`: a line was chosen with the mouse, or with Enter in the list. `movida`: whether somebody went to
    another line than the first since that was last set to False.
    """

    elegida = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("buscar_todo")
        self.setAccessibleName(tr("Buscar en todo el programa"))
        set_class(self, "panel")
        self.campo = SearchField("buscar_todo.campo", tr("Artículo, obra, pedido, proveedor, página o acción"), "Esc")
        self.campo.setAccessibleName(tr("Buscar en todo el programa"))
        self.campo.installEventFilter(self)
        self.movida = False
        self.lista = Resultados("buscar_todo.lista")
        self.lista.installEventFilter(self)
        self.lista.elegida.connect(self.elegida)
        self.lista.currentRowChanged.connect(lambda _row: self._speak())
        self._nota = QLabel()
        self._nota.setObjectName("buscar_todo.nota")
        self._nota.setTextFormat(Qt.TextFormat.PlainText)
        self._nota.setWordWrap(True)
        set_class(self._nota, "secundario")
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(8)
        box.addWidget(self.campo)
        box.addWidget(self.lista, 1)
        box.addWidget(self._nota)

    def abrir(self) -> None:
        """Show it empty over the window, ready for typing."""
        self.campo.set_text_quietly("")
        self._place()
        self.show()
        self.campo.setFocus(Qt.FocusReason.PopupFocusReason)

    def mostrar(self, grupos: Sequence[Grupo], nota: str, clave: str = "") -> None:
        """Show what was found and a sentence below; the line called `clave` stays the current one."""
        self.lista.mostrar(grupos, clave)
        self.lista.setVisible(self.lista.count() > 0)
        self._nota.setText(nota)
        self._nota.setAccessibleName(nota)
        self._place()
        self._speak()

    def actual(self) -> Entrada | None:
        """The current line."""
        return self.lista.actual()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that mean the list while one types, and typing while one is in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
            if event.key() == Qt.Key.Key_F1:
                # The window's own F1 does not reach what lies over it.
                self._open_manual()
                return True
            if watched is self.campo:
                return self._key_in_field(event)
            if watched is self.lista and event.text() and event.text().isprintable():
                self.campo.setFocus()
                self.campo.insert(event.text())
                return True
        return super().eventFilter(watched, event)

    def _key_in_field(self, event: QKeyEvent) -> bool:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.movida = True
            self.lista.mover(step)
        return step is not None

    def _open_manual(self) -> None:
        try:
            open_manual(self)
        except RexusError as error:
            self._nota.setText(f"{error.titulo}. {error.frase} {error.que_hacer}".strip())
            self._place()

    def _speak(self) -> None:
        """The focus stays in the field: what the arrow keys reach is read with it."""
        item = self.lista.currentItem()
        self.campo.setAccessibleDescription(item.data(Qt.ItemDataRole.AccessibleTextRole) if item is not None else "")

    def _place(self) -> None:
        window = self.parentWidget().window()
        # Of a window that reaches over the screen's edge, what is seen.
        seen = QRect(window.mapToGlobal(QPoint()), window.size()) & window.screen().availableGeometry()
        self.ensurePolished()
        width = min(_WIDTH, seen.width() - 2 * _AROUND)
        self._nota.setFixedWidth(width - 18)
        rest = 34 + self.campo.sizeHint().height() + self._nota.heightForWidth(width - 18)
        height = min(_TALLEST, seen.height() - _FROM_TOP - _AROUND, self.lista.alto() + rest)
        self.setFixedSize(width, height)
        self.move(seen.left() + (seen.width() - width) // 2, seen.top() + _FROM_TOP)
