"""The editor of several lines: a long text, a list with an element a line, or JSON."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QPlainTextEdit

from rexus.base.text import tr
from rexus.modulos.configuracion import domain
from rexus.modulos.configuracion.view.editores.base import Editor
from rexus.settings import Setting

_LINES = 3


class EditorParrafo(Editor):
    """Tab leaves it."""

    def __init__(self, setting: Setting) -> None:
        self.area = QPlainTextEdit()
        super().__init__(setting, self.area)
        # How the list that shows was written.
        self._by_lines = setting.tipo == "lista"
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(self.area.fontMetrics().lineSpacing() * _LINES + 18)
        if setting.tipo == "lista":
            self.area.setPlaceholderText(tr("Uno por línea"))
        self.area.textChanged.connect(self.edited)

    def set_value(self, value: Any) -> None:
        if self.setting.tipo == "lista":
            self._by_lines = domain.por_lineas(value)
        text = domain.a_texto(self.setting, value)
        if self.area.toPlainText() != text:
            self.area.blockSignals(True)
            self.area.setPlainText(text)
            self.area.blockSignals(False)

    def read(self) -> Any:
        return domain.de_texto(self.setting, self.area.toPlainText(), lineas=self._by_lines)
