"""What every editor is to its row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rexus.base.text import tr
from rexus.modulos.configuracion import textos
from rexus.settings import Setting
from rexus.ui.theme import set_look


class Editor(QWidget):
    """`control` has the focus and the handle `configuracion.<clave>`. `edited`: the user changed it."""

    edited = Signal()

    def __init__(self, setting: Setting, control: QWidget) -> None:
        super().__init__()
        self.setting = setting
        self.control = control
        control.setObjectName(f"configuracion.{setting.clave}")
        control.setAccessibleName(tr(setting.etiqueta))
        self._help = " ".join(part for part in (tr(setting.ayuda), textos.limites(setting)) if part)
        control.setAccessibleDescription(self._help)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(control, 1)
        self.setFocusProxy(control)

    def set_value(self, value: Any) -> None:
        """Show a value without saying `edited`."""
        raise NotImplementedError

    def read(self) -> Any:
        """What it holds, as the key's type. DatoInvalidoError (`campos` holds the key) when it is none."""
        raise NotImplementedError

    def set_editable(self, on: bool) -> None:
        """Whether it can be changed."""
        self.control.setEnabled(on)

    def show_error(self, reason: str) -> None:
        """Mark it as wrong, or as right again with an empty reason."""
        set_look(self.control, "error", "true" if reason else "false")
        said = tr("Error: {motivo}").format(motivo=reason) if reason else ""
        self.control.setAccessibleDescription(" ".join(part for part in (said, self._help) if part))
