"""«Ayuda ▸ Acerca de Rexus»."""

from __future__ import annotations

import platform

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import QLabel, QWidget

from rexus.base.paths import Paths
from rexus.base.text import tr, tr_en_contexto
from rexus.base.version import VERSION
from rexus.ui.dialogs import Dialog
from rexus.ui.icons import APP_ICON, icon
from rexus.ui.theme import set_class

_ICON = 56


class AboutDialog(Dialog):
    """What it is, which version, and where the data are: what somebody who helps asks first."""

    def __init__(self, parent: QWidget | None, paths: Paths) -> None:
        super().__init__(parent, tr("Acerca de Rexus"), tr("Cerrar"), nombre="acerca_de")
        self.cancel.hide()
        self.content.setSpacing(8)
        badge = QLabel()
        badge.setPixmap(icon(APP_ICON).pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
        self._add(badge)
        self._add(QLabel(tr("Rexus {version}").format(version=VERSION)), "pagina")
        self._add(QLabel(tr("Inventario para talleres de aberturas")))
        self._add(QLabel(f"Python {platform.python_version()} · Qt {qVersion()}"), "secundario")
        places = (
            (tr("Datos"), paths.data),
            (tr("Configuración"), paths.config),
            (tr_en_contexto("log files", "Registro"), paths.logs),
        )
        folders = QLabel("\n".join(f"{name}: {folder}" for name, folder in places))
        folders.setObjectName("acerca_de.carpetas")
        # A path is one long word, and no line breaks it.
        folders.setToolTip(folders.text())
        folders.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        folders.setWordWrap(True)
        self._add(folders, "secundario")

    def _add(self, label: QLabel, look: str = "") -> None:
        label.setTextFormat(Qt.TextFormat.PlainText)
        if look:
            set_class(label, look)
        self.content.addWidget(label)
