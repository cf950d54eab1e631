"""What is typed and must not be read over a shoulder: dots, and an eye to see it all the same."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from rexus.base.text import tr
from rexus.ui.icons import icon


def hide_behind_eye(line: QLineEdit) -> None:
    """Show dots instead of what is typed; the eye is `<line>.ver`. Drawing it loads the icons."""
    eye = line.addAction(icon("ojo", "secondary"), QLineEdit.ActionPosition.TrailingPosition)
    eye.setObjectName(f"{line.objectName()}.ver")
    eye.setCheckable(True)

    def show_secret(shown: bool) -> None:
        line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        eye.setIcon(icon("ojo_cerrado" if shown else "ojo", "secondary"))
        eye.setText(tr("Ocultar la clave") if shown else tr("Mostrar la clave"))
        eye.setToolTip(eye.text())

    eye.toggled.connect(show_secret)
    show_secret(False)
