"""The editor of a password: says whether one is kept, never which."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from rexus.base.text import tr
from rexus.modulos.configuracion.view.editores.base import Editor
from rexus.settings import Setting
from rexus.ui.icons import icon


class EditorSecreto(Editor):
    """Holds what was typed, or nothing; what is kept never comes here. `forget_requested`: «Quitar»."""

    forget_requested = Signal()

    def __init__(self, setting: Setting) -> None:
        self.line = QLineEdit()
        super().__init__(setting, self.line)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.textEdited.connect(self._on_edit)
        self._eye = self.line.addAction(icon("ojo", "secondary"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setObjectName(f"configuracion.{setting.clave}.ver")
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._reveal)
        self._eye.setVisible(False)
        self.forget = QPushButton(tr("Quitar"))
        self.forget.setObjectName(f"configuracion.{setting.clave}.quitar")
        self.forget.setAccessibleName(tr("Quitar: {dato}").format(dato=tr(setting.etiqueta)))
        self.forget.setAutoDefault(False)
        self.forget.clicked.connect(self.forget_requested)
        self.forget.hide()
        self._row.addWidget(self.forget)
        self.show_kept(None)

    def show_kept(self, where: str | None) -> None:
        """`where`: «llavero», «entorno», empty for nowhere, None while nobody looked."""
        self.line.setPlaceholderText(
            {
                None: tr("Mirando el llavero…"),
                "": tr("Ninguna guardada"),
                "llavero": tr("•••••••• guardada en el llavero"),
                "entorno": tr("•••••••• en una variable de entorno"),
            }[where]
        )
        self.forget.setVisible(where == "llavero")

    def set_value(self, value: Any) -> None:
        self.line.setText(str(value or ""))
        self._eye.setChecked(False)
        self._eye.setVisible(bool(self.line.text()))

    def read(self) -> Any:
        return self.line.text()

    def set_editable(self, on: bool) -> None:
        super().set_editable(on)
        self.forget.setEnabled(on)

    def _on_edit(self, text: str) -> None:
        self._eye.setVisible(bool(text))
        self.edited.emit()

    def _reveal(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icon("ojo_cerrado" if shown else "ojo", "secondary"))
        self._eye.setText(tr("Ocultar la clave") if shown else tr("Mostrar la clave"))
        self._eye.setToolTip(self._eye.text())
