"""Editors that choose among what there is: yes or no, one of several."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox

from rexus.base.text import tr
from rexus.modulos.configuracion.view.editores.base import Editor
from rexus.settings import Setting


class QuietComboBox(QComboBox):
    """Leaves the wheel to the page that scrolls: passing over it must not change it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class EditorLogico(Editor):
    """Yes or no."""

    def __init__(self, setting: Setting) -> None:
        self.box = QCheckBox(tr("Activado"))
        super().__init__(setting, self.box)
        self.box.setMinimumHeight(32)
        self.box.clicked.connect(lambda _on: self.edited.emit())

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))

    def read(self) -> Any:
        return self.box.isChecked()


class EditorOpcion(Editor):
    """One of the options, by its words. A single option shows and cannot be changed."""

    def __init__(self, setting: Setting) -> None:
        self.combo = QuietComboBox()
        super().__init__(setting, self.combo)
        for option in setting.opciones:
            self.combo.addItem(tr(setting.rotulo(option)), option)
        if len(setting.opciones) == 1:
            self.combo.setToolTip(tr("Por ahora es la única opción."))
        self.combo.activated.connect(lambda _index: self.edited.emit())

    def set_value(self, value: Any) -> None:
        self.combo.setCurrentIndex(self.setting.opciones.index(value) if value in self.setting.opciones else -1)

    def read(self) -> Any:
        return self.combo.currentData()

    def set_editable(self, on: bool) -> None:
        super().set_editable(on and len(self.setting.opciones) > 1)
