"""Editors of one line: texts, numbers, places of the disk, time zones."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton

from rexus.base.errors import DatoInvalidoError
from rexus.base.text import tr
from rexus.modulos.configuracion import domain
from rexus.modulos.configuracion.view.editores.base import Editor
from rexus.settings import Setting


class EditorTexto(Editor):
    """A line of any length: what does not fit is told, not cut off while pasting."""

    def __init__(self, setting: Setting) -> None:
        self.line = QLineEdit()
        super().__init__(setting, self.line)
        self.line.setPlaceholderText(tr(setting.ejemplo))
        self.line.textEdited.connect(lambda _text: self.edited.emit())

    def set_value(self, value: Any) -> None:
        text = domain.a_texto(self.setting, value)
        if self.line.text() != text:
            self.line.setText(text)
            # A long text shows its beginning.
            self.line.setCursorPosition(0)

    def read(self) -> Any:
        return domain.de_texto(self.setting, self.line.text())


class EditorNumero(EditorTexto):
    """A number as people write it. The up and down keys add and take one, within the bounds."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The two keys."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
            if step and not self.line.isReadOnly():
                self._add(step)
                return True
        return super().eventFilter(watched, event)

    def _add(self, step: int) -> None:
        try:
            value = self.read() + step
        except DatoInvalidoError:
            # Not a number yet: there is nothing to add to.
            return
        low, high = self.setting.minimo, self.setting.maximo
        if (low is None or value >= low) and (high is None or value <= high):
            self.set_value(value)
            self.edited.emit()


class EditorRuta(EditorTexto):
    """A folder or a file of this machine. `choose_requested`: the button was pressed."""

    choose_requested = Signal()

    def __init__(self, setting: Setting, *, carpeta: bool) -> None:
        super().__init__(setting)
        self.carpeta = carpeta
        self.choose = QPushButton(tr("Elegir…"))
        self.choose.setObjectName(f"configuracion.{setting.clave}.elegir")
        self.choose.setAccessibleName(tr("Elegir: {dato}").format(dato=tr(setting.etiqueta)))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self.choose_requested)
        self._row.addWidget(self.choose)

    def take(self, path: str) -> None:
        """What was chosen stands in the field, as if typed."""
        self.line.setText(path)
        self.edited.emit()

    def set_editable(self, on: bool) -> None:
        super().set_editable(on)
        self.choose.setEnabled(on)


class EditorZona(EditorTexto):
    """A time zone: any part of its name finds it."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(lambda _text: self.edited.emit())
        self.line.setCompleter(completer)
        self.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The names are looked up when somebody comes to type one."""
        if event.type() == QEvent.Type.FocusIn and not self._names.rowCount():
            # Deferred: it reads the machine's whole list of zones.
            from zoneinfo import available_timezones

            self._names.setStringList(sorted(name for name in available_timezones() if "/" in name))
        return super().eventFilter(watched, event)
